"""The rounds of the calendar, drafted a little ahead each morning; a person issues them. And who has come to answer since."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.timezone import localdate

from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import Calendar, YearMissing
from core.models import Area
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import open_matter, perform
from grid.models import Screening
from grid.rounds.known import GRID
from grid.rounds.steps import newcomers

Occasion = Screening.Occasion
AHEAD = 10  # days before a holiday
CATCH_UP = 4  # days


def drafted(day: date, calendar: Calendar) -> list[dict[str, Any]]:
    """The rounds that the calendar asks for on this day: one each half month, one before each holiday; where the town
    wants it, one each working day.
    """
    found = []
    with suppress(YearMissing):
        if settings.DAILY_SCREENING and calendar.is_workday(day):
            found.append(_round(Occasion.DAILY, day, day, "", calendar))
    if day.day in (1, 16):
        last = day.replace(day=15) if day.day == 1 else _month_end(day)
        found.append(_round(Occasion.HALF_MONTH, day, last, "", calendar))
    begins = day + timedelta(days=AHEAD)
    name = calendar.off.get(begins, "")
    if name and calendar.off.get(begins - timedelta(days=1)) != name:
        found.append(_round(Occasion.HOLIDAY, day, begins - timedelta(days=1), name, calendar))
    return found


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _round(occasion: str, first: date, last: date, words: str, calendar: Calendar) -> dict[str, Any]:
    """Reported by the last working day of the round: whoever asks on a day off gets no answer."""
    try:
        report_by = max(first, calendar.last_workday_to(last))
    except YearMissing:
        report_by = last
    return {"occasion": occasion, "first": first, "last": last, "report_by": report_by, "words": words}


def draft() -> int:
    """Each round once, however often it is asked, also after a few days without the watch; returns how many were drafted,
    and to how many somebody was admitted.
    """
    today, calendar = localdate(now()), office_calendar()
    if not Area.objects.filter(level__depth=GRID, closed_on=None).exists():
        return 0
    made = 0
    for back in range(CATCH_UP):
        for data in drafted(today - timedelta(days=back), calendar):
            if data["last"] < today:
                continue
            key = uuid5(NAMESPACE_URL, f"screening:{data['occasion']}:{data['first']}")
            with suppress(
                Refused
            ):  # one that somebody has drafted by hand meanwhile stops none of the others
                made += not open_matter("screening", by=None, data=data, key=key).repeated
    return made + sum(map(_admitted, Screening.objects.filter(status=Screening.Status.RUNNING)))


def _admitted(screening: Screening) -> bool:
    """Who answers for a grid since it was issued."""
    with suppress(Refused):
        if newcomers(screening):
            perform(screening.pk, "admit", by=None)
            return True
    return False
