"""Rows of a list of matters: preformatted once, so that no cell costs a localisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from core import lights
from core.lights import Light
from core.models import Matter
from core.procedures import by_kind
from core.shown import day, when
from core.workdays import Calendar

SHOWN = ("area", "holder_unit", "holder_user")


@dataclass(frozen=True)
class Row:
    """One line of components/matters.html."""

    pk: int
    url: str
    light: Light
    code: str
    title: str
    area: str
    source: str
    status: str
    holder: str
    held_text: str
    due_text: str
    found: str = ""


def rows(
    matters: Iterable[Matter],
    now: datetime,
    calendar: Calendar,
    source: Mapping[int, str] | None = None,
    found: Mapping[int, str] | None = None,
) -> list[Row]:
    """Lines for matters fetched with `SHOWN` related; `source` gives the words of that column by id, `found`
    where a search matched.
    """
    given, where = source or {}, found or {}
    return [
        _row(matter, now, calendar, given.get(matter.pk, ""), where.get(matter.pk, "")) for matter in matters
    ]


def _row(matter: Any, now: datetime, calendar: Calendar, source: str, found: str) -> Row:
    procedure = by_kind()[matter.kind]
    holder = matter.holder_user.name if matter.holder_user else matter.holder_unit.short_name
    open_ = matter.closed_at is None
    return Row(
        pk=matter.pk,
        url=reverse("matter", args=[matter.pk]),
        light=lights.of_matter(matter, now, calendar),
        code=matter.code,
        title=matter.shown_title,
        area=matter.area.name,
        source=source or procedure.label,
        status=procedure.workflow.stage(matter.status).label,
        holder=holder if open_ else "",
        held_text=lights.span(matter.held_since, now, calendar) if open_ else "",
        due_text=_due(matter, now) if open_ else day(matter.closed_at),
        found=found,
    )


def due_day(matter: Any) -> date | None:
    """The last day of the tightest term; a day's term ends at 24:00, which is the next date."""
    return localdate(matter.due_at - timedelta(microseconds=1)) if matter.due_at else None


def _due(matter: Any, now: datetime) -> str:
    """The last day, or the hour when it is today."""
    if matter.due_at is None:
        return "—"
    if localdate(matter.due_at) == localdate(now):
        return when(matter.due_at)
    return day(due_day(matter))
