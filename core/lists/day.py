"""A person's day and week: what is arranged, what is due, what rooms add. Some ten queries, whatever there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.utils.timezone import localdate, make_aware

from core.lists import lines, table
from core.models import Appointment, Clock, Matter, Party
from core.procedure.day import DayLine, DayList
from core.procedure.procedure import by_kind, procedures
from core.values.moments import now

MOST = 500  # open matters of one person that are looked at
LINES = 30  # of a list


@dataclass(frozen=True)
class Span:
    """Which appointments are asked for: from today on, of a day (?on=2026-11-30) or of its week (?week=2026-11-30)."""

    first: date
    last: date | None = None

    @classmethod
    def read(cls, address: Mapping[str, str]) -> Self:
        """What is no date is from today on."""
        today = localdate(now())
        for name in ("week", "on"):
            try:
                asked = date.fromisoformat(address.get(name, ""))
            except ValueError:
                continue
            if 1900 <= asked.year <= 9000:
                monday = asked - timedelta(days=asked.weekday())
                return cls(monday, monday + timedelta(days=6)) if name == "week" else cls(asked, asked)
        return cls(today)

    def of(self, rows: Any) -> Any:
        rows = rows.filter(until__gt=_midnight(self.first))
        return rows.filter(at__lt=_midnight(self.last + timedelta(days=1))) if self.last else rows


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Day:
    """Open matters that are the person's, the most pressing first, and what hangs on them."""

    matters: list[Matter]
    appointments: list[Appointment]
    due: list[Clock]
    lists: list[tuple[DayList, Sequence[DayLine]]]


def of(user: Any, span: Span) -> Day:
    matters = in_hand(user)
    known = {matter.pk: matter for matter in matters}
    declared = [one for procedure in procedures() for one in procedure.day]
    running = Clock.objects.running().filter(matter__in=known).order_by("expires_at", "id")
    elsewhere = [rule for one in declared for rule in one.instead]
    due = list(running.exclude(rule__in=elsewhere).defer("basis")[:LINES])
    for clock in due:
        clock.matter = known[clock.matter_id]
    today = localdate(now())
    return Day(
        matters=matters,
        appointments=appointments(user, span, known),
        due=due,
        lists=[(one, found[:LINES]) for one in declared if (found := one.lines(known, today))],
    )


def in_hand(user: Any) -> list[Matter]:
    """Open, in the user's own hand or theirs by what a room says, and visible to them; the gate is asked of these alone."""
    # A union: with an OR across tables all matters of a room would be read.
    own = Matter.objects.filter(holder_user=user, closed_at=None).values("pk")
    parts = [procedure.own(user) for procedure in procedures() if procedure.own]
    chosen = own.union(*parts) if parts else own
    live = Matter.objects.filter(pk__in=chosen, closed_at=None).order_by("due_at", "pk")
    ids = list(live.values_list("pk", flat=True)[:MOST])
    rows = Matter.objects.visible_to(user, among=ids).order_by("due_at", "pk")
    return lines.of(rows, table.SHOWN, table.READ)


def arranged(user: Any) -> Any:
    """What is arranged with the user and not called off, of all rooms, the next first."""
    return Appointment.objects.filter(user=user, cancelled_at=None).order_by("at", "pk")


def appointments(user: Any, span: Span, known: Mapping[int, Matter]) -> list[Appointment]:
    """Those of matters that the user may still see; `known`: what he is known to."""
    found = list(span.of(arranged(user)).select_related("matter")[: LINES * 2])
    others = [row.matter_id for row in found if row.matter_id not in known]
    seen = set(known) | Matter.objects.seen_by(user, others)
    return [row for row in found if row.matter_id in seen]


def people(day: Day) -> list[Party]:
    """Whom what is shown may name: of the matters that have an appointment or a line."""
    shown = [row.matter for row in day.appointments] + [
        line.matter for _, lines in day.lists for line in lines
    ]
    roots = {matter.root_id or matter.pk for matter in shown}
    return list(Party.objects.filter(matter__in=roots)) if roots else []


def may_arrange(user: Any, matters: Sequence[Matter]) -> list[Matter]:
    """Those of the matters on which the user may arrange something now."""
    rows = {
        kind: procedure.workflow.transition("arrange")
        for kind, procedure in by_kind().items()
        if procedure.arranges
    }
    return [
        matter
        for matter in matters
        if (row := rows.get(matter.kind)) and matter.status in row.sources and user.has_perm(row.permission)
    ]
