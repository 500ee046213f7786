"""The steps of escalation as data of a clock's rule: when each comes, whom it tells in which words, what it does.

Any number per rule (ClockRule.steps); the tables below are those of rules that say nothing else (domain: 10.8).
core.workflow.escalation takes them, each exactly once per clock.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.utils import timezone

from core.access.people import answering, of_unit, once, with_permission
from core.deadlines.calendars import office_calendar
from core.deadlines.terms import HOURS
from core.deadlines.workdays import OFFICE_HOURS, Calendar, YearMissing
from core.models import Clock, User

OPENS, CLOSES = OFFICE_HOURS[0][0], OFFICE_HOURS[-1][1]


@dataclass(frozen=True)
class When:
    """A moment in the life of a clock, and its words in the printed table. None: it never comes."""

    words: str
    of: Callable[[Clock], datetime | None]


@dataclass(frozen=True)
class Whom:
    """People by their function, found on the day."""

    words: str
    of: Callable[[Clock], list[User]]


class Hours(Enum):
    """Until when a notice waits that is not urgent; the value is its word in the printed table. `OFFICE`: also over a weekend;
    where the clock would have expired by then, until the morning.
    """

    ANY = "随时"
    MORNING = "夜里的等到早上"
    OFFICE = "等到上班"


@dataclass(frozen=True)
class Step:
    """One row of a table of escalation.

    `words` may name {label}, {title}, {due} and {item}. `acts`: the row of the matter's workflow that the system performs
    then, through the same door as everybody (core.workflow.perform); what the row's guards refuse, the director is told.
    `call`: as of Tell (core.records.notices).
    """

    key: str
    when: When
    to: tuple[Whom, ...]
    words: str
    urgent: bool = False
    hours: Hours = Hours.OFFICE
    acts: str = ""
    call: bool = False

    def at(self, clock: Clock) -> datetime | None:
        """When it comes. What acts waits for nobody, nor what is urgent of a term of hours; a term of days ends at midnight, and
        that it is over is told in the morning. Nothing waits until the clock has expired.
        """
        moment = self.when.of(clock)
        if moment is None or self.acts or self.hours is Hours.ANY or (self.urgent and clock.measure in HOURS):
            return moment
        for hours in (self.hours, Hours.MORNING):
            opening = _opening(clock, moment, hours)
            if clock.expires_at is None or not moment < clock.expires_at <= opening:
                return opening
        return moment

    def told(self, clock: Clock) -> list[User]:
        return once(*(whom.of(clock) for whom in self.to))


def _opening(clock: Clock, moment: datetime, hours: Hours) -> datetime:
    """The moment itself by day; else the next opening of the office, on a working day where that is asked."""
    local = timezone.localtime(moment)
    day = local.date() + timedelta(days=local.time() >= CLOSES)
    if hours is Hours.OFFICE:
        with suppress(YearMissing):  # without the calendar of that year, the next morning
            day = _calendar(clock).first_workday_from(day)
    return moment if day == local.date() and local.time() >= OPENS else _on(day, OPENS)


def _calendar(clock: Clock) -> Calendar:
    """Asked once for all steps of a clock."""
    clock.calendar = clock.calendar or office_calendar()
    return clock.calendar


def _on(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


# --- When ---------------------------------------------------------------------------------------------------------


def _half(clock: Clock) -> datetime | None:
    """Never, where the warning comes before or then (a term of a day or of hours)."""
    warned = _soon(clock)
    return None if clock.half_at and warned and warned <= clock.half_at else clock.half_at


def _soon(clock: Clock) -> datetime | None:
    """When the light turns yellow; for a term so short that it is yellow from the beginning, when half is used."""
    begun = clock.warn_at is not None and clock.warn_at <= clock.started_at
    return clock.half_at if begun else clock.warn_at


def _last(clock: Clock) -> date | None:
    return clock.rolled if clock.right else clock.raw


def _last_morning(clock: Clock) -> datetime | None:
    last = _last(clock)
    return _on(last, time()) if last else None


def share(part: float) -> When:
    """When this part of the term is used: 0.75. Time that stood still moves the end, and so this."""

    def of(clock: Clock) -> datetime | None:
        end = clock.expires_at
        return clock.started_at + (end - clock.started_at) * part if end else None

    return When(f"时间用去 {part:.0%}", of)


def used(count: int) -> When:
    """The morning on which so many days are used, of a term that is longer; one that was prolonged has not used more."""

    def of(clock: Clock) -> datetime | None:
        morning = _on(timezone.localtime(clock.started_at).date() + timedelta(days=count), OPENS)
        return morning if clock.expires_at and morning < clock.expires_at else None

    return When(f"已用 {count} 日 {OPENS:%H:%M}", of)


def days(count: int, at: time = OPENS, working: bool = False) -> When:
    """So many days after the last day, or before it where negative, at a time of day; `working`: of the office."""

    def of(clock: Clock) -> datetime | None:
        last = _last(clock)
        if last is None:
            return None
        try:
            if not working:
                return _on(last + timedelta(days=count), at)
            return _on(_worked(_calendar(clock), last, count), at)
        except YearMissing:
            return None

    words = (
        f"届满日{'后' if count > 0 else '前'} {abs(count)} {'个工作日' if working else '日'}"
        if count
        else "届满日当天"
    )
    return When(f"{words} {at:%H:%M}", of)


def _worked(calendar: Calendar, last: date, count: int) -> date:
    """Raises YearMissing."""
    if count > 0:
        return calendar.add_workdays(last, count)
    day = calendar.last_workday_to(last)
    for _ in range(-count):
        day = calendar.last_workday_to(day - timedelta(days=1))
    return day


HALF = When("时间过半", _half)
SOON = When("临近到期（变黄）", _soon)
TODAY = When("届满日当天", _last_morning)
OVER = When("逾期（变红）", lambda clock: clock.expires_at)
BLACK = When("逾期超过 5 个工作日（达到挂牌条件）", lambda clock: clock.black_at)
RIGHT_HALF = When("当事人的权利，时间过半", lambda clock: clock.half_at)

# --- Whom ---------------------------------------------------------------------------------------------------------


def holders(clock: Clock) -> list[User]:
    """Whose duty it is: the named person, else who holds the matter, else the people of the unit."""
    one = clock.user or (
        clock.matter.holder_user if clock.unit_id in (None, clock.matter.holder_unit_id) else None
    )
    return [one] if one else of_unit(clock.unit or clock.matter.holder_unit)


HOLDERS = Whom("责任人", holders)
HEADS = Whom(
    "单位负责人",
    lambda clock: with_permission("core.head_unit", unit=clock.unit or clock.matter.holder_unit),
)
DIRECTORS = Whom("中心主任", lambda clock: with_permission("core.direct", area=clock.matter.area))
LEADERS = Whom("分管领导和主要领导", lambda clock: with_permission("core.lead", area=clock.matter.area))
# Who answers today for one of several items: the person named, his deputies, else his unit.
DOERS = Whom(
    "责任人（代理人）",
    lambda clock: answering(clock.unit, clock.user) if clock.unit else holders(clock),
)

# --- The tables of rules that say nothing else ----------------------------------------------------------------------

STEPS = (
    Step("half", HALF, (HOLDERS,), "“{label}”时间已过半：{title}"),
    Step("soon", SOON, (HOLDERS, HEADS), "“{label}”快到期：{title}"),
    Step("over", OVER, (HOLDERS, HEADS, DIRECTORS), "“{label}”已经逾期：{title}", urgent=True),
    Step("black", BLACK, (DIRECTORS, LEADERS), "“{label}”逾期超过 5 个工作日，达到挂牌条件：{title}", urgent=True),
)  # fmt: skip
# Of a duty that a unit owes, what is long over is put to it in writing: the row of this name drafts it, and drafts what
# follows (core.procedure.below). A person signs.
SUPERVISE = "supervise"
SUPERVISED = (
    *STEPS[:-1],
    Step("late", days(1, working=True), (HOLDERS, HEADS, DIRECTORS), "“{label}”逾期 1 个工作日：{title}", acts=SUPERVISE),
    Step("later", days(3, working=True), (HOLDERS, HEADS), "“{label}”逾期 3 个工作日：{title}", acts=SUPERVISE),
    Step("black", days(5, working=True), (DIRECTORS, LEADERS),
        "“{label}”逾期 5 个工作日，达到挂牌条件：{title}", urgent=True, acts=SUPERVISE),
)  # fmt: skip
# Of a right that the people have, whoever holds the matter is told once, while there is time to use it.
REMINDER = Step(
    "right",
    RIGHT_HALF,
    (HOLDERS,),
    "当事人“{label}”的期限将于{due}届满，请提醒当事人：{title}",
)


def of_items(*asked_by: Whom) -> tuple[Step, ...]:
    """Of one item among several: before, on the day, then to who asked for it, then to the director."""
    return (
        Step("soon", SOON, (DOERS,), "“{label}”第 {item} 项快到期：{title}"),
        Step("today", TODAY, (DOERS,), "“{label}”第 {item} 项今天到期：{title}"),
        Step("over", OVER, (DOERS, *asked_by), "“{label}”第 {item} 项已经逾期：{title}", urgent=True),
        Step("black", BLACK, (*asked_by, DIRECTORS),
            "“{label}”第 {item} 项逾期超过 5 个工作日，没有人办：{title}", urgent=True),
    )  # fmt: skip
