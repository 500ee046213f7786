"""A mediator's day: what is in hand, what is arranged, what is due, what is owed. Seven looks, whatever there is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate, make_aware

from core import lists
from core.models import Clock
from core.moments import now
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
    ids = [matter.pk for matter in matters]
    running = list(
        Clock.objects.running().filter(matter__in=ids).order_by("expires_at", "id").select_related("matter")
    )
    visits = [clock for clock in running if clock.rule == clocks.VISIT.key]
    instalments = Instalment.objects.filter(matter__in=ids, done_on=None, due_on__lte=today + REMIND)
    held = Session.objects.filter(matter__in=ids, held_at__gte=start, held_at__lt=start + timedelta(days=1))
    return Mine(
        matters=matters,
        appointments=list(arranged(user).filter(at__gte=start).select_related("matter")[:LINES]),
        sessions=list(held.select_related("matter")),
        due=[clock for clock in running if clock.rule not in (clocks.VISIT.key, clocks.PERFORM.key)][:LINES],
        visits=visits[:LINES],
        instalments=list(instalments.filter(matter__status=Mediation.Status.EFFECTIVE)
                         .order_by("due_on", "pk").select_related("matter")[:LINES]),
    )  # fmt: skip


def in_hand(user: Any) -> list[Any]:
    """Open, visible to the user, and theirs."""
    assigned = Assignment.objects.filter(mediator=user, until=None).values("matter")
    own = Q(mediator=user) | Q(holder_user=user) | Q(pk__in=assigned)
    rows = Mediation.objects.visible_to(user).filter(own, closed_at=None)
    read = (*lists.READ, "dispute", "source", "form", "end_reason")
    return list(rows.select_related(*lists.SHOWN).only(*read).order_by("due_at", "pk")[:MOST])


def arranged(user: Any) -> Any:
    """What is arranged with the user and not called off, the next first."""
    return Appointment.objects.filter(mediator=user, cancelled_at=None).order_by("at", "pk")
