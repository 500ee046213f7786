"""A mediator's day: what is in hand, what is arranged, what is due, what is owed. Six looks, whatever there is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, make_aware

from core.lists import table
from core.models import Clock, Matter
from core.values.moments import now
from mediation import clocks
from mediation.models import Appointment, Assignment, Instalment, Mediation, Session

MOST = 500  # open matters of one person that are looked at
LINES = 30  # of a list
REMIND = timedelta(days=3)  # before the day on which an instalment is due


@dataclass(frozen=True)
class Mine:
    """Open mediations in which the user mediates or has a step of the ladder, the most pressing first, and what
    hangs on them.
    """

    matters: list[Any]
    appointments: list[Appointment]
    sessions: list[Session]
    due: list[Clock]
    visits: list[Clock]
    instalments: list[Instalment]


def of(user: Any, on: date | None = None) -> Mine:
    """The user's day; today by itself."""
    today = on or localdate(now())
    start = make_aware(datetime.combine(today, time.min))
    matters = in_hand(user)
    known = {matter.pk: matter for matter in matters}
    running = Clock.objects.running().filter(matter__in=known).order_by("expires_at", "id")
    rules = _with(known, running.defer("basis"))
    owed = Instalment.objects.filter(matter__in=known, done_on=None, due_on__lte=today + REMIND)
    held = Session.objects.filter(
        matter__in=known, held_at__gte=start, held_at__lt=start + timedelta(days=1)
    ).defer("record")
    return Mine(
        matters=matters,
        appointments=list(arranged(user).filter(at__gte=start).select_related("matter")[:LINES]),
        sessions=_with(known, held),
        due=[one for one in rules if one.rule not in (clocks.VISIT.key, clocks.PERFORM.key)][:LINES],
        visits=[one for one in rules if one.rule == clocks.VISIT.key][:LINES],
        instalments=[
            one
            for one in _with(known, owed.order_by("due_on", "pk"))
            if known[one.matter_id].status == Mediation.Status.EFFECTIVE
        ][:LINES],
    )


def _with(known: dict[int, Any], rows: Any) -> list[Any]:
    """The rows with the matters that were read already."""
    found = list(rows)
    for row in found:
        row.matter = known[row.matter_id]
    return found


def in_hand(user: Any) -> list[Any]:
    """Open, theirs, and visible to the user; the gate is asked of these alone."""
    # A union: with an OR across tables all mediations would be read.
    own = Mediation.objects.filter(mediator=user).values("pk")
    own = own.union(
        Assignment.objects.filter(mediator=user, until=None).values("matter"),
        Matter.objects.filter(holder_user=user, closed_at=None, kind="mediation").values("pk"),
    )
    live = Matter.objects.filter(pk__in=own, closed_at=None).order_by("due_at", "pk")
    ids = live.values_list("pk", flat=True)
    rows: Any = Mediation.objects.visible_to(user, among=list(ids[:MOST])).order_by("due_at", "pk")
    return list(
        rows.select_related(*table.SHOWN).only(*table.READ, "dispute", "source", "form", "end_reason")
    )


def arranged(user: Any) -> Any:
    """What is arranged with the user and not called off, the next first."""
    return Appointment.objects.filter(mediator=user, cancelled_at=None).order_by("at", "pk")
