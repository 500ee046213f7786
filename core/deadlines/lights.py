"""Lights, derived when read: dates against now. Nothing here is stored, so nothing can lie."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime

from core.deadlines.workdays import DAY, Calendar, YearMissing


@dataclass(frozen=True)
class Light:
    """Colour, with its word; the template adds the shape."""

    colour: str
    text: str


def of_matter(matter: Any, now: datetime, calendar: Calendar) -> Light:
    """The light of a matter in a list: its tightest running duty."""
    if matter.voided_at:
        return Light("idle", "已作废")
    if matter.closed_at:
        return Light("met", "已办结")
    if matter.due_at is None:
        return Light("paused", "中止") if matter.suspended_at else Light("idle", "无期限")
    return _running(matter.warn_at, matter.due_at, matter.black_at, now, calendar)


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
    light = _running(clock.warn_at, clock.expires_at, clock.black_at, now, calendar)
    if clock.warn_at is None and light.colour == "green":  # the inner date is not known: never a guess
        return Light("idle", f"{light.text}，待{clock.pending_year}年日历")
    return light


def _right(clock: Any, now: datetime, calendar: Calendar) -> Light:
    """A right, a window, what a court or the parties owe: grey, for it is open or over and nobody here is late."""
    if now >= clock.expires_at:
        return Light("idle", "期限已过")
    return Light("idle", _left(now, clock.expires_at, calendar))


def _running(
    warn_at: datetime | None, due_at: datetime, black_at: datetime | None, now: datetime, calendar: Calendar
) -> Light:
    if now >= due_at:
        over = span(due_at, now, calendar)
        if black_at and now >= black_at:
            return Light("black", f"可挂牌，超 {over}")
        return Light("red", "逾期" if over == "0 分" else f"超 {over}")
    left = _left(now, due_at, calendar)
    return Light("yellow" if warn_at and now >= warn_at else "green", left)


def _left(now: datetime, end: datetime, calendar: Calendar) -> str:
    """What is left in office time; of a term by the hour that ends outside of it, the hours; where only an evening or
    days off are left of another, the last day.
    """
    if end - now < timedelta(days=1) and _ends_off_hours(end, calendar):
        return f"剩 {_worded(int((end - now).total_seconds()) // 60)}"
    left = span(now, end, calendar)
    if left != "0 分":
        return f"剩 {left}"
    last, today = localdate(end - timedelta(seconds=1)), localdate(now)
    return "今天到期" if last == today else f"{last:%m-%d} 到期"


def _ends_off_hours(end: datetime, calendar: Calendar) -> bool:
    """By the hour, day and night: a term in days ends at midnight, one in office hours within them."""
    try:
        return localtime(end).time() != time() and not calendar.working_minutes(
            end - timedelta(minutes=1), end
        )
    except YearMissing:
        return False


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
