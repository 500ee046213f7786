"""What of a mediator's day only mediation knows: which matters are theirs, today's sittings, instalments to remind of."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from core.procedure.day import DayLine, DayList
from core.values import money
from core.values.screen_formats import day, when
from mediation import clocks
from mediation.models import Assignment, Instalment, Mediation, Session

REMIND = timedelta(days=3)  # before the day on which an instalment is due
Known = Mapping[int, Any]


def own(user: Any) -> Any:
    """Where the user mediates."""
    appointed = Assignment.objects.filter(mediator=user, until=None).values("matter")
    return Mediation.objects.filter(mediator=user).values("pk").union(appointed)


def _sittings(known: Known, today: date) -> list[DayLine]:
    start = make_aware(datetime.combine(today, time.min))
    held = Session.objects.filter(
        matter__in=known, held_at__gte=start, held_at__lt=start + timedelta(days=1)
    ).defer("record")
    return [DayLine(when(row.held_at), known[row.matter_id], row.place) for row in held]


def _owed(known: Known, today: date) -> list[DayLine]:
    live = [pk for pk, matter in known.items() if matter.status == Mediation.Status.EFFECTIVE]
    rows = Instalment.objects.filter(matter__in=live, done_on=None, due_on__lte=today + REMIND)
    return [
        DayLine(day(row.due_on), known[row.matter_id], _what(row), row.due_on < today)
        for row in rows.order_by("due_on", "pk")
    ]


def _what(row: Instalment) -> str:
    return row.what + (f"，{money.digits(row.amount)} 元" if row.amount is not None else "")


DAY = (
    DayList("今天已调解", "", _sittings),
    DayList("该提醒履行的", "三天内到期和已经过期的各期", _owed, instead=(clocks.PERFORM.key,)),
)
