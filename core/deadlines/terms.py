"""Terms and their dates: a length of time, a start and an office calendar give raw, rolled and target.

Pure: no Django, no settings, no database, no clock; everything is handed in (import-linter holds this).

Units: `5W` working days, `15C` calendar days, `24H` clock hours, `4WH` office hours, `30N` minutes, `1M` months,
`1Y` years; `0C` is the day itself. The day of the start is not counted, hours and minutes run from the moment (民法典 201); a month without such a day ends
on its last day (民法典 202); a last day that is off is followed by the first working day (民法典 203).
A year that is not loaded is never guessed: what needs it stays None and `pending_year` names it.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, ParamSpec, Self, TypeVar

from core.deadlines.workdays import LAST_YEAR, SHANGHAI, local, weekday
from core.deadlines.workdays import Calendar as Calendar
from core.deadlines.workdays import OutOfRange as OutOfRange
from core.deadlines.workdays import YearMissing as YearMissing

P = ParamSpec("P")
T = TypeVar("T")

WARN_BEFORE = (
    1  # working days before the last one from which a light is yellow, today not counted (domain: 3.3)
)
BLACK_AFTER = 5  # working days overdue until 挂牌 (domain: 3.3)
# The legend of every list, made from what the lights are made from.
YELLOW = f"临期：今天或者 {WARN_BEFORE} 个工作日内到期"
BLACK = f"达到挂牌条件：逾期超过 {BLACK_AFTER} 个工作日"


class Measure(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "W"
    DAYS = "C"
    HOURS = "H"
    WORKING_HOURS = "WH"
    MINUTES = "N"
    MONTHS = "M"
    YEARS = "Y"


HOURS = (Measure.HOURS, Measure.WORKING_HOURS, Measure.MINUTES)
LABELS = {
    Measure.WORKING_DAYS: "个工作日",
    Measure.DAYS: "日",
    Measure.HOURS: "小时",
    Measure.WORKING_HOURS: "个工作小时",
    Measure.MINUTES: "分钟",
    Measure.MONTHS: "个月",
    Measure.YEARS: "年",
}


@dataclass(frozen=True)
class Term:
    """A length such as `5W`: a count from 1 to 9999 and its unit; of calendar days also none, the day itself."""

    count: int
    unit: Measure

    def __post_init__(self) -> None:
        least = 0 if self.unit is Measure.DAYS else 1
        if not least <= self.count <= 9999:
            raise ValueError(f"期限的数字应为 1–9999，不能是 {self.count}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `5W`; raises ValueError with a sentence for the person who typed it."""
        match = re.fullmatch(r"(0(?=C)|[1-9][0-9]{0,3})(WH|[WCHNMY])", text.strip())
        if match is None:
            raise ValueError(
                f"期限“{text}”写法不对：应为 1–9999 加单位，如 5W"
                "（W 工作日、C 日、H 小时、WH 工作小时、N 分钟、M 月、Y 年）"
            )
        return cls(int(match[1]), Measure(match[2]))

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @property
    def label(self) -> str:
        """5 个工作日, 15 日, 24 小时, 4 个工作小时, 1 个月, 1 年; 当日."""
        return f"{self.count} {LABELS[self.unit]}" if self.count else "当日"

    @property
    def in_hours(self) -> bool:
        """Counted from a moment rather than from a day."""
        return self.unit in HOURS

    @property
    def length(self) -> timedelta:
        """Of a term in hours or minutes."""
        return timedelta(minutes=self.count) if self.unit is Measure.MINUTES else timedelta(hours=self.count)


class Skip(NamedTuple):
    """A day that was passed over, and why."""

    on: date
    reason: str


@dataclass(frozen=True)
class Due:
    """The dates of a term.

    raw: 届满日 (法定届满日 where a law sets the term); rolled: 顺延届满日, first working day on or after raw; target: 内控日, last working day
    on or before raw. For working days and hours the three are the same; `moment` (aware, Shanghai) only for
    hours. skipped: days passed over in counting, or in rolling from raw to rolled. rolled and target are None
    while the calendar of `pending_year` is not loaded; raw too, where it is counted in working time.
    """

    raw: date | None
    rolled: date | None = None
    target: date | None = None
    skipped: tuple[Skip, ...] = ()
    moment: datetime | None = None
    pending_year: int | None = None


@dataclass(frozen=True)
class Marks:
    """Moments (aware, Shanghai) between which a light keeps its colour; None where the calendar is missing.

    warn_at: yellow from here; expires_at: overdue from here; black_at: 挂牌 from here; half_at: half used.
    """

    warn_at: datetime | None = None
    expires_at: datetime | None = None
    black_at: datetime | None = None
    half_at: datetime | None = None
    pending_year: int | None = None


def compute(term: Term, start: date | datetime, calendar: Calendar) -> Due:
    """The dates of `term` from `start`; hours need a moment, the other units take its local day.

    Raises ValueError for hours from a bare date, OutOfRange beyond the year 9998; never YearMissing.
    """
    if start.year > LAST_YEAR:
        raise OutOfRange
    if term.in_hours:
        return _hours_due(term, _moment(start), calendar)
    day = _day(start)
    if term.unit is Measure.WORKING_DAYS:
        try:
            due = calendar.add_workdays(day, term.count)
        except YearMissing as missing:
            return Due(None, pending_year=missing.year)
        return Due(due, due, due, _days_off(day + timedelta(days=1), due, calendar))
    raw = _raw(term, day)
    try:
        rolled, target = calendar.first_workday_from(raw), calendar.last_workday_to(raw)
    except YearMissing as missing:
        return Due(raw, pending_year=missing.year)
    return Due(raw, rolled, target, _days_off(raw, rolled, calendar))


def marks(term: Term, start: date | datetime, due: Due, calendar: Calendar, right: bool = False) -> Marks:
    """When the light of a clock changes.

    Yellow: the last day is today or WARN_BEFORE working days away, whatever the term is counted in, so that two
    clocks of one last day have one colour; never before the day of the start. Overdue: after raw for a duty, after
    rolled for a citizen's right, at the moment for hours. Black: five working days later. The length is taken from start
    and due, so an extended term (due reckoned from the first raw) is marked over its whole time.
    """
    if term.in_hours:
        return _hour_marks(term, _moment(start), due, calendar)
    if due.raw is None:
        return Marks(pending_year=due.pending_year)
    missing: list[int] = [due.pending_year] if due.pending_year else []
    day, begin, expires_on = _day(start), _end_of(_day(start)), due.rolled if right else due.raw
    if term.unit is Measure.WORKING_DAYS:
        half = _worked_off(day, calendar.workdays_between(day, due.raw) * 5, calendar)
    else:
        half = begin + (_end_of(due.raw) - begin) / 2
    warn = _known(missing, _warned, day, due.target, calendar) if due.target else None
    black = _known(missing, calendar.add_workdays, expires_on, BLACK_AFTER) if expires_on else None
    return Marks(
        warn_at=warn,
        expires_at=_end_of(expires_on) if expires_on else None,
        black_at=_end_of(black) if black else None,
        half_at=half,
        pending_year=min(missing, default=None),
    )


# --- Days ---------------------------------------------------------------------------------------------


def term_until(at: datetime, due_on: date) -> str:
    """Days up to the one that was set. What is due today ends with the day, like what is due tomorrow (民法典 203 ¶2)."""
    return f"{max((due_on - local(at).date()).days, 0)}C"


def _day(start: date | datetime) -> date:
    return local(start).date() if isinstance(start, datetime) else start


def _raw(term: Term, start: date) -> date:
    """Date arithmetic alone: needs no calendar."""
    if term.unit is Measure.DAYS:
        raw = date.fromordinal(min(start.toordinal() + term.count, date.max.toordinal()))
    else:
        months = term.count * (12 if term.unit is Measure.YEARS else 1)
        years, month = divmod(start.month - 1 + months, 12)
        year = min(start.year + years, date.max.year)
        raw = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    if raw.year > LAST_YEAR:
        raise OutOfRange
    return raw


def _days_off(first: date, end: date, calendar: Calendar) -> tuple[Skip, ...]:
    """The days off from `first` up to, not including, `end`."""
    days = (first + timedelta(days=n) for n in range((end - first).days))
    return tuple(Skip(day, reason) for day in days if (reason := calendar.why_off(day)))


def _end_of(day: date) -> datetime:
    """24:00 of the day (民法典 203 ¶2), which is 00:00 of the next."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def _warned(start: date, last: date, calendar: Calendar) -> datetime:
    """From when a light is yellow: the beginning of the working day so many before the last one, or of the start day."""
    day = last
    for _ in range(WARN_BEFORE):
        if day <= start or not calendar.workdays_between(start, day - timedelta(days=1)):
            return _beginning_of(start)
        day = calendar.last_workday_to(day - timedelta(days=1))
    return _beginning_of(day)


def _beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _worked_off(start: date, tenths: int, calendar: Calendar) -> datetime:
    """When so many tenths of a working day after `start` are used up, a working day being its 24 hours."""
    whole, rest = divmod(tenths, 10)
    if rest == 0:
        return _end_of(calendar.add_workdays(start, whole))
    return _end_of(calendar.add_workdays(start, whole + 1)) - timedelta(days=1) * (10 - rest) / 10


def _known(missing: list[int], ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """What `ask` answers; None, with the year noted, where its calendar is missing."""
    try:
        return ask(*args, **kwargs)
    except YearMissing as error:
        missing.append(error.year)
        return None


# --- Hours --------------------------------------------------------------------------------------------


def _moment(start: date | datetime) -> datetime:
    if not isinstance(start, datetime):
        raise ValueError("按小时计算的期限要写明起算时刻，如 2026-04-02T10:10")
    return local(start).replace(tzinfo=SHANGHAI)


def _hours_due(term: Term, start: datetime, calendar: Calendar) -> Due:
    try:
        end = _after_hours(term, start, term.length, calendar)
    except YearMissing as missing:
        return Due(None, pending_year=missing.year)
    except OverflowError as error:
        raise OutOfRange from error
    if end.year > LAST_YEAR:
        raise OutOfRange
    day, office = end.date(), term.unit is Measure.WORKING_HOURS
    return Due(day, day, day, _days_off(start.date(), day, calendar) if office else (), end)


def _after_hours(term: Term, start: datetime, length: timedelta, calendar: Calendar) -> datetime:
    office = term.unit is Measure.WORKING_HOURS
    return calendar.add_working_time(start, length) if office else start + length


def _hours_between(term: Term, start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    office = term.unit is Measure.WORKING_HOURS
    return timedelta(minutes=calendar.working_minutes(start, end)) if office else end - start


def _hour_marks(term: Term, start: datetime, due: Due, calendar: Calendar) -> Marks:
    if due.moment is None:
        return Marks(pending_year=due.pending_year)
    missing: list[int] = []
    length = _hours_between(term, start, due.moment, calendar)
    day = due.moment.date()
    black = _known(missing, calendar.add_workdays, day, BLACK_AFTER)
    target = _known(missing, calendar.last_workday_to, day)
    return Marks(
        warn_at=_known(missing, _warned, start.date(), target, calendar) if target else None,
        expires_at=due.moment,
        black_at=datetime.combine(black, due.moment.time(), SHANGHAI) if black else None,
        half_at=_after_hours(term, start, length / 2, calendar),
        pending_year=min(missing, default=None),
    )


# --- Explanation ----------------------------------------------------------------------------------------

LONGEST = 40  # lines; a longer reckoning keeps its beginning and its end
HEAD, TAIL = 5, 12


class Line(NamedTuple):
    """One line of the reckoning: a day, the number it got, and what is to be said of it."""

    on: date | None
    weekday: str
    number: int | None
    note: str


@dataclass(frozen=True)
class Explanation:
    """How the dates came about, day by day, and the conclusions as (label, text)."""

    term: Term
    due: Due
    lines: tuple[Line, ...]
    conclusions: tuple[tuple[str, str], ...]


def explain(term: Term, start: date | datetime, calendar: Calendar, last_day: str = "届满日") -> Explanation:
    """The reckoning that a clerk can check against a wall calendar. Raises what `compute` raises.

    `last_day`: what the raw day is called; 法定届满日 for a term that a law sets, and for no other.
    """
    due = compute(term, start, calendar)
    day = _day(start)
    if term.in_hours:
        begin = _moment(start)
        lines = [_line(day, f"起算：{begin:%H:%M}"), *_hour_lines(term, begin, due, calendar)]
    else:
        lines = [
            _line(day, "起算日不计入" if term.count else "当日届满"),
            *_day_lines(term, day, due, calendar),
        ]
    if due.pending_year:
        lines.append(Line(None, "", None, f"{due.pending_year} 年工作日历未导入，导入后补算"))
    return Explanation(term, due, tuple(_condensed(lines)), _conclusions(term, due, last_day))


def _line(day: date, note: str = "", number: int | None = None) -> Line:
    return Line(day, weekday(day), number, note)


def _said(day: date, calendar: Calendar, off: str) -> str:
    """That the day is made up for, or why it is off and what this means; empty for an ordinary day."""
    if day in calendar.make_up:
        return f"调休上班（{calendar.make_up[day]}）"
    why = _known([], calendar.why_off, day)
    return f"{why}，{off}" if why else ""


def _day_lines(term: Term, start: date, due: Due, calendar: Calendar) -> list[Line]:
    if term.unit is Measure.WORKING_DAYS:
        return _workday_lines(start, term.count, calendar)
    raw = _raw(term, start)
    if term.unit is Measure.DAYS:
        days = (start + timedelta(days=n) for n in range(1, term.count + 1))
        lines = [_line(day, _said(day, calendar, "照计"), n) for n, day in enumerate(days, 1)]
    else:
        note = "对应日为届满日" if raw.day == start.day else "没有对应日，月末日为届满日"
        lines = [_line(raw, "，逢".join([note, *(reason for day, reason in due.skipped if day == raw)]))]
    if due.rolled and due.rolled != raw:
        lines += [_line(day, f"届满后逢{reason}，顺延") for day, reason in due.skipped if day != raw]
        lines.append(_line(due.rolled, "顺延至此日"))
    return lines


def _workday_lines(start: date, count: int, calendar: Calendar) -> list[Line]:
    """Every day up to the last one counted, or up to the first that no loaded calendar knows."""
    lines: list[Line] = []
    day, counted = start, 0
    while counted < count:
        day += timedelta(days=1)
        if day.year not in calendar.years:
            break
        counts = calendar.is_workday(day)
        counted += counts
        lines.append(_line(day, _said(day, calendar, "不计"), counted if counts else None))
    return lines


def _hour_lines(term: Term, start: datetime, due: Due, calendar: Calendar) -> list[Line]:
    if due.moment is None:
        return []
    end = due.moment
    if term.unit is not Measure.WORKING_HOURS:
        return [_line(end.date(), f"满 {term.label}：{end:%H:%M}")]
    lines = []
    for n in range((end.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=n)
        midnight = datetime.combine(day, time(), SHANGHAI)
        minutes = calendar.working_minutes(max(start, midnight), min(end, midnight + timedelta(days=1)))
        why = calendar.why_off(day)
        lines.append(_line(day, f"{why}，不计" if why else f"计 {minutes // 60} 小时 {minutes % 60} 分"))
    return [*lines, _line(end.date(), f"满 {term.count} 个工作小时：{end:%H:%M}")]


def _condensed(lines: list[Line]) -> list[Line]:
    if len(lines) <= LONGEST:
        return lines
    left_out = lines[HEAD:-TAIL]
    counted = sum(line.number is not None for line in left_out)
    off = len(left_out) - counted
    note = f"……其间 {len(left_out)} 天从略：计入 {counted} 天" + (f"，不计 {off} 天" if off else "")
    return [*lines[:HEAD], Line(None, "", None, note), *lines[-TAIL:]]


def _conclusions(term: Term, due: Due, last_day: str) -> tuple[tuple[str, str], ...]:
    waiting = f"待{due.pending_year}年日历"
    if term.in_hours:
        text = f"{due.moment:%Y-%m-%d}（{weekday(due.moment)}）{due.moment:%H:%M}" if due.moment else waiting
        return (("届满时刻", text),)
    dates = ((last_day, due.raw), ("顺延届满日", due.rolled), ("内控日", due.target))
    return tuple((label, f"{day}（{weekday(day)}）" if day else waiting) for label, day in dates)
