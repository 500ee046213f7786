"""Lights, derived when read: dates against now. Nothing here is stored, so nothing can lie."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime

from core.deadlines.terms import HOURS, Measure
from core.deadlines.workdays import DAY, Calendar, YearMissing


@dataclass(frozen=True)
class Light:
    """Colour, with its word; the template adds the shape."""

    colour: str
    text: str


NO_DUTY = Light("idle", "本镇无期限")  # what others owe, and the people's own rights, may run all the same


def of_matter(matter: Any, now: datetime, calendar: Calendar) -> Light:
    """The light of a matter in a list: its tightest running duty."""
    if matter.voided_at:
        return Light("idle", "已作废")
    if matter.closed_at:
        return Light("met", "已办结")
    if matter.due_at is None:
        return Light("paused", "中止") if matter.suspended_at else NO_DUTY
    return _running(matter.warn_at, matter.due_at, matter.due_measure, matter.black_at, now, calendar)


def of_clock(clock: Any, now: datetime, calendar: Calendar) -> Light:
    """The light of one clock."""
    if clock.end == "met":
        late = clock.expires_at and clock.ended_at >= clock.expires_at
        return Light("met", "逾期履行" if late else "已履行")
    if clock.end == "cancelled":
        return Light("idle", "已取消")
    if clock.suspended_at:
        return Light("paused", "中止")
    if clock.expires_at is None:
        return Light("idle", f"待{clock.pending_year}年日历")
    if clock.right:
        return _right(clock, now, calendar)
    light = _running(clock.warn_at, clock.expires_at, clock.measure, clock.black_at, now, calendar)
    if clock.warn_at is None and light.colour == "green":  # the inner date is not known: never a guess
        return Light("idle", f"{light.text}，待{clock.pending_year}年日历")
    return light


def _right(clock: Any, now: datetime, calendar: Calendar) -> Light:
    """A right, a window, what a court or the parties owe: grey, for it is open or over and nobody here is late."""
    if now >= clock.expires_at:
        return Light("idle", "期限已过")
    return Light("idle", left(now, clock.expires_at, clock.measure, calendar))


def _running(
    warn_at: datetime | None,
    due_at: datetime,
    measure: str,
    black_at: datetime | None,
    now: datetime,
    calendar: Calendar,
) -> Light:
    if now >= due_at:
        over = late(due_at, now, measure, calendar)
        if black_at and now >= black_at:
            return Light("black", f"可挂牌，{over}")
        return Light("red", over)
    return Light("yellow" if warn_at and now >= warn_at else "green", left(now, due_at, measure, calendar))


def left(now: datetime, end: datetime, measure: str, calendar: Calendar) -> str:
    """What is left of a term, counted as the term is: its days, today not counted; its hours, by the clock or the office."""
    if measure in HOURS:
        amount = _hours(now, end, measure, calendar)
        return f"剩 {amount}" if amount else f"{_moment(end, now)} 到期"
    last, today = localdate(end - timedelta(seconds=1)), localdate(now)
    if last == today:
        return "今天到期"
    amount = _days(today, last, measure, calendar)
    return f"剩 {amount}" if amount else f"{last:%m-%d} 到期"


def late(end: datetime, now: datetime, measure: str, calendar: Calendar) -> str:
    """By how much a term is over, counted as the term was; 逾期 alone where no whole day, or no office time, is."""
    if measure in HOURS:
        amount = _hours(end, now, measure, calendar)
    else:
        amount = _days(localdate(end - timedelta(seconds=1)), localdate(now), measure, calendar)
    return f"超 {amount}" if amount else "逾期"


def _days(start: date, end: date, measure: str, calendar: Calendar) -> str:
    """The days after one up to another; calendar days where those worked are not known."""
    try:
        days = calendar.workdays_between(start, end) if measure == Measure.WORKING_DAYS else None
    except YearMissing:
        days = None
    if days is None:
        return f"{(end - start).days} 日"
    return f"{days} 个工作日" if days else ""


def _hours(start: datetime, end: datetime, measure: str, calendar: Calendar) -> str:
    """Hours and minutes by the clock, after two days days; office hours where these are counted and known. Nothing for
    minutes of the office that the clock on the wall would give the lie.
    """
    passed = int((end - start).total_seconds()) // 60
    try:
        worked = calendar.working_minutes(start, end) if measure == Measure.WORKING_HOURS else passed
    except YearMissing:
        worked = passed
    if worked == passed:
        return f"{passed // 1440} 日" if passed >= 2880 else _worded(passed) if passed else ""
    if worked < 60:
        return ""
    return f"{worked // DAY} 个工作日" if worked >= DAY else f"{worked // 60} 个工作小时"


def _moment(at: datetime, now: datetime) -> str:
    local = localtime(at)
    return f"{local:%H:%M}" if local.date() == localdate(now) else f"{local:%m-%d %H:%M}"


def span(start: datetime, end: datetime, calendar: Calendar) -> str:
    """Working time between two moments, rounded for a lamp: 3 日, 2 小时, 25 分; calendar days if unknown."""
    try:
        minutes = calendar.working_minutes(start, end)
    except YearMissing:
        return f"{max((end - start).days, 0)} 天"
    return f"{minutes // DAY} 日" if minutes >= DAY else _worded(minutes)


def _worded(minutes: int) -> str:
    return f"{minutes // 60} 小时" if minutes >= 60 else f"{minutes} 分"


def worked(minutes: int | None) -> str:
    """Working minutes in words: 9 日 56 分. Zero parts are dropped; None is unknown."""
    if minutes is None:
        return "待日历"
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, 60)
    parts = [f"{days} 日" if days else "", f"{hours} 小时" if hours else "", f"{left} 分" if left else ""]
    return " ".join(part for part in parts if part) or "不到 1 分"


def worked_long(minutes: int | None) -> str:
    """The same at length: 12 个工作日 1 小时 14 分."""
    return worked(minutes).replace(" 日", " 个工作日")
