"""How a moment, a day and a code look on a screen.

Plain functions, cheap enough to call for every cell of a list: one conversion to local
time and one f-string. Weekdays are always said; the year only when it is not this year.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from core.values.moments import now

_WEEKDAYS = "一二三四五六日"
_CODE = re.compile(r"^([A-Z]{2}\d{6})(\d{4})(\d{4})(\d{4,6})([0-9A-Z])$")
_ZONE = ZoneInfo(
    settings.TIME_ZONE
)  # nobody here reads another: to ask which one it is took longer than to use it
NOTHING = "—"


def filled(*rows: tuple[str, Any]) -> list[tuple[str, str]]:
    """Labels with their words, a day or a moment as the screen shows it, without those that have none."""
    return [(label, when(words) if isinstance(words, date) else str(words)) for label, words in rows if words]


def when(value: datetime | date | None) -> str:
    """`11-18 周三 10:26` in local time; a date without a time is shown as a day. So is midnight sharp: old
    registers know days alone, and nobody comes in at that instant.
    """
    if not isinstance(value, datetime):
        return day(value)
    local = value.astimezone(_ZONE) if timezone.is_aware(value) else value
    if local.time() == time():
        return day(local)
    return f"{day(local)} {local:%H:%M}"


def last_day(value: datetime | None) -> date | None:
    """The day on which a term ends: its 24:00 is stored as 00:00 of the next, which nobody calls the last day."""
    return None if value is None else (value - timedelta(microseconds=1)).astimezone(_ZONE).date()


def until(value: datetime | None) -> str:
    """By when, for screens and papers alike: the last day; where a term ends within a day, its hour too."""
    if value is None or value.astimezone(_ZONE).time() == time.min:
        return day(last_day(value))
    return when(value)


def day(value: date | None) -> str:
    """`11-22 周日`, or `2025-07-09 周三` in another year than this; nothing is a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = value.astimezone(_ZONE)
    year = "" if value.year == now().astimezone(_ZONE).year else f"{value.year}-"
    return f"{year}{value.month:02}-{value.day:02} 周{_WEEKDAYS[value.weekday()]}"


def code_parts(code: str) -> tuple[str, str, str, str] | None:
    """Split a matter's code into region, day, number and check digit; None if it is no such code."""
    found = _CODE.match(code.replace(" ", ""))
    if found is None:
        return None
    region, year, month_day, number, check = found.groups()
    return region, year + month_day, number, check
