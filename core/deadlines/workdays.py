"""The office calendar as a value: which days are worked, and how much working time lies between moments.

Pure: no Django, no settings, no database, no clock. Everything is counted on one sorted list of working
days, so a question about a year costs a bisection, not a walk. A year that is not loaded is never guessed:
`YearMissing` says which one. Moments may be aware (converted to Asia/Shanghai) or naive (taken as local
time there); what is given back is of the same sort. China has had no summer time since 1991, so local
arithmetic is exact.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_HOURS = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))
DAY = sum(60 * (end.hour - begin.hour) + end.minute - begin.minute for begin, end in OFFICE_HOURS)  # minutes
HOURS_WORDS = "、".join(f"{begin.hour}:{begin:%M}–{end.hour}:{end:%M}" for begin, end in OFFICE_HOURS)
LAST_YEAR = 9998  # one year short of what a date can hold, so that the end of the last day still exists
_EPOCH = date(1970, 1, 1).toordinal()
_TICK = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1) // _TICK
_SECOND = timedelta(seconds=1) // _TICK


class YearMissing(LookupError):
    """The working calendar of `year` is needed and not loaded."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"{year} 年工作日历未导入")


class OutOfRange(ValueError):
    """The reckoning leaves the years that dates can express."""

    def __init__(self) -> None:
        super().__init__(f"日期超出可计算的范围（至 {LAST_YEAR} 年）")


def _second(at: time) -> int:
    return 3600 * at.hour + 60 * at.minute + at.second


def weekday(day: date) -> str:
    """周一 … 周日."""
    return "周" + "一二三四五六日"[day.weekday()]


def local(moment: datetime) -> datetime:
    """The moment as a naive local time in Shanghai; a naive one is taken to be local already."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(SHANGHAI).replace(tzinfo=None)
    except OverflowError as error:
        raise OutOfRange from error


@dataclass(frozen=True, eq=False)
class Calendar:
    """Days off and made-up days of the loaded `years`.

    off: every day of a holiday with its name, also where it falls on a weekend; make_up: weekend days
    that are worked (调休上班), with the name of the holiday they make up for. A made-up day wins.
    """

    years: frozenset[int]
    off: Mapping[date, str] = field(default_factory=dict)
    make_up: Mapping[date, str] = field(default_factory=dict)
    hours: tuple[tuple[time, time], ...] = OFFICE_HOURS

    # --- Days -----------------------------------------------------------------------------------

    def is_workday(self, day: date) -> bool:
        """Is the office open on that day? Raises YearMissing."""
        if day.year not in self.years:
            raise YearMissing(day.year)
        if day in self.make_up:
            return True
        return day.weekday() < 5 and day not in self.off

    def why_off(self, day: date) -> str:
        """The name of the holiday, else 周六 or 周日; empty for a working day. Raises YearMissing."""
        if self.is_workday(day):
            return ""
        return self.off.get(day) or weekday(day)

    def first_workday_from(self, day: date) -> date:
        """The first working day on or after (民法典 203). Raises YearMissing."""
        return self._nth(bisect_left(self._days, day.toordinal()), day)

    def last_workday_to(self, day: date) -> date:
        """The last working day on or before. Raises YearMissing for the latest year that is needed."""
        index = bisect_right(self._days, day.toordinal()) - 1
        earliest = date.fromordinal(self._days[index]).year if index >= 0 else 0
        for year in range(day.year, earliest, -1):
            if year not in self.years:
                raise YearMissing(year)
        return date.fromordinal(self._days[index])

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after `day`, which itself is not counted. Raises YearMissing."""
        if count < 1:
            raise ValueError("工作日数至少为 1")
        if day.year > LAST_YEAR:
            raise OutOfRange
        return self._nth(bisect_right(self._days, day.toordinal()) + count - 1, day + timedelta(days=1))

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`. Raises YearMissing."""
        self._need(start.year, end.year)
        return bisect_right(self._days, end.toordinal()) - bisect_right(self._days, start.toordinal())

    # --- Working time -----------------------------------------------------------------------------

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Whole working minutes between two moments, negative when `end` is the earlier one.

        Adds up exactly: the minutes of the steps of a case are the minutes of the case.
        Raises YearMissing for any year between the two.
        """
        start, end = local(start), local(end)
        self._need(*sorted((start.year, end.year)))
        return self._worked(end) // _MINUTE - self._worked(start) // _MINUTE

    def minutes_worked(self, second: int) -> int:
        """Whole working minutes from the first loaded day to a moment, in seconds of local time since 1970: the same as
        `working_minutes` where two are subtracted, for thousands of rows. The caller asks `knows` first.
        """
        day, rest = divmod(second, 86400)
        ordinal, days = day + _EPOCH, self._days
        index = bisect_left(days, ordinal)
        total = index * self._day_seconds
        if index < len(days) and days[index] == ordinal:
            for opens, closes in self._open_seconds:
                if rest > opens:
                    total += (rest if rest < closes else closes) - opens
        return total // 60

    def knows(self, first: int, last: int) -> bool:
        """Are all years loaded from one second of local time since 1970 to another?"""
        years = (date.fromordinal(second // 86400 + _EPOCH).year for second in (first, last))
        return self.years.issuperset(range(next(years), next(years) + 1))

    def add_working_hours(self, moment: datetime, hours: int) -> datetime:
        """When so many office hours have passed. A full day ends at closing time, not the next morning."""
        return self.add_working_time(moment, timedelta(hours=hours))

    def add_working_time(self, moment: datetime, length: timedelta) -> datetime:
        """As add_working_hours, for any positive length. Raises YearMissing."""
        start = local(moment)
        index, rest = divmod(self._worked(start) + length // _TICK - 1, self._day_length)
        day, left = self._nth(index, start.date()), (rest + 1) * _TICK
        for opens, closes in self.hours:
            span = datetime.combine(day, closes) - datetime.combine(day, opens)
            if left <= span:
                break
            left -= span
        end = datetime.combine(day, opens) + left
        return end if moment.tzinfo is None else end.replace(tzinfo=SHANGHAI)

    # --- The sorted list ----------------------------------------------------------------------------

    @cached_property
    def _days(self) -> tuple[int, ...]:
        """Ordinals of all working days of the loaded years, in order."""
        off = {day.toordinal() for day in self.off}
        make_up = {day.toordinal() for day in self.make_up}
        spans = (
            range(date(y, 1, 1).toordinal(), date(y, 12, 31).toordinal() + 1) for y in sorted(self.years)
        )
        return tuple(
            n for span in spans for n in span if n in make_up or ((n - 1) % 7 < 5 and n not in off)
        )  # ordinal 1 was a Monday

    @cached_property
    def _day_length(self) -> int:
        """Microseconds of one working day."""
        return sum(
            (datetime.combine(date.min, b) - datetime.combine(date.min, a)) // _TICK for a, b in self.hours
        )

    @cached_property
    def _open_seconds(self) -> tuple[tuple[int, int], ...]:
        return tuple((_second(opens), _second(closes)) for opens, closes in self.hours)

    @cached_property
    def _day_seconds(self) -> int:
        return sum(closes - opens for opens, closes in self._open_seconds)

    def _need(self, first: int, last: int) -> None:
        for year in range(first, last + 1):
            if year not in self.years:
                raise YearMissing(year)

    def _nth(self, index: int, start: date) -> date:
        """Entry `index` of the list, if every year from `start` up to it is loaded."""
        if index >= len(self._days):
            year = start.year
            while year in self.years:
                year += 1
            raise YearMissing(year)
        found = date.fromordinal(self._days[index])
        self._need(start.year, found.year)
        return found

    def _worked(self, moment: datetime) -> int:
        """Microseconds of working time from the first loaded day up to a naive local moment."""
        ordinal, days = moment.toordinal(), self._days
        index = bisect_left(days, ordinal)
        total = index * self._day_length
        if index < len(days) and days[index] == ordinal:
            second = 3600 * moment.hour + 60 * moment.minute + moment.second
            rest = second * _SECOND + moment.microsecond
            for opens, closes in self._open_seconds:
                total += min(max(rest - opens * _SECOND, 0), (closes - opens) * _SECOND)
        return total
