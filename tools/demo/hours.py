"""Office time as whole numbers, so that a story can be reckoned forward and back from any day.

Minute 0 is the opening of the first working day of the span; a working day has DAY minutes. Years whose
calendar is not loaded are taken as Monday to Friday: the story must be told on any day, and its clocks
ask the true calendar.
"""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Calendar, Term, compute, marks
from core.deadlines.workdays import DAY, SHANGHAI


class OfficeTime:
    """The office minutes of the last `days` calendar days up to `now` (aware)."""

    def __init__(self, now: datetime, days: int) -> None:
        today = now.astimezone(SHANGHAI).date()
        known = office_calendar()
        first, last = (today + timedelta(days=off) for off in (-days, 120))
        years = known.years | set(range(first.year, last.year + 1))
        self.calendar: Calendar = replace(known, years=frozenset(years))
        span = (today - timedelta(days=days - n) for n in range(days + 1))
        self.days = [day for day in span if self.calendar.is_workday(day)]
        self.now = self.minute(now.astimezone(SHANGHAI))

    def minute(self, moment: datetime) -> int:
        """The last office minute at or before a moment."""
        local = moment.astimezone(SHANGHAI)
        place = bisect_left(self.days, local.date())
        if place == len(self.days) or self.days[place] != local.date():
            return place * DAY - 1
        clock = local.hour * 60 + local.minute
        within = min(max(clock - 510, -1), 209) if clock < 840 else min(clock - 840 + 210, DAY - 1)
        return place * DAY + within

    def at(self, minute: int) -> datetime:
        """The moment of an office minute."""
        day, within = divmod(minute, DAY)
        start = 510 + within if within < 210 else 840 + within - 210
        return datetime.combine(self.days[day], datetime.min.time(), SHANGHAI) + timedelta(minutes=start)

    def back(self, days: int, within: int) -> int:
        """So many working days before today, `within` minutes after opening."""
        return (self.now // DAY - days) * DAY + within

    def day_of(self, minute: int) -> date:
        return self.days[minute // DAY]

    def last_minute(self, term: str, received: int) -> int:
        """The last office minute within a term of days that started with the receipt."""
        raw = compute(Term.parse(term), self.day_of(received), self.calendar).raw or self.days[-1]
        return bisect_right(self.days, raw) * DAY - 1

    def light(self, term: str, received: int, now: datetime) -> str:
        """The light today of a clock that started then: green, yellow, red or black."""
        start = self.day_of(received)
        due = compute(Term.parse(term), start, self.calendar)
        made = marks(Term.parse(term), start, due, self.calendar)
        if made.black_at and made.black_at <= now:
            return "black"
        if made.expires_at and made.expires_at <= now:
            return "red"
        return "yellow" if made.warn_at and made.warn_at <= now else "green"
