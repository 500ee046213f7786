"""Numbers of tasks, for any procedure that has them: each opens the list of the matters it counts."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from core.models import Task, Unit
from core.procedure.indicators import Indicator, Period, Split


def _given(period: Period, **more: Any) -> Any:
    made = Task.objects.filter(period.within("given_at"), **more)
    return made.filter(matter=OuterRef("pk"))


def _standing(period: Period, **more: Any) -> Any:
    """Open when the period was over."""
    over = Q(ended_at=None) | Q(ended_at__gte=period.until)
    return Task.objects.filter(over, matter=OuterRef("pk"), given_at__lt=period.until, **more)


def _late(period: Period, **more: Any) -> Any:
    """The last day was over, and nothing was reported by then."""
    day = localdate(period.known_until) - timedelta(days=1)
    unreported = Q(reported_at=None) | Q(reported_at__gte=period.until)
    return _standing(period, **more).filter(unreported, due_on__lte=day)


def _in_time(period: Period, **more: Any) -> Any:
    done = Task.objects.filter(period.within("ended_at"), state=Task.State.DONE, **more)
    return done.annotate(on=TruncDate("reported_at")).filter(on__lte=F("due_on"), matter=OuterRef("pk"))


def indicators(kind: str) -> tuple[Indicator, ...]:
    """交办 of one kind of matters, split by the unit that answers."""

    def number(key: str, label: str, said: str, rows: Any) -> Indicator:
        """`rows(period, **more)`: the tasks counted of one matter."""
        split = Split(lambda period, part: Q(Exists(rows(period, unit__code=part))), _words)
        return Indicator(
            f"{kind}_{key}", label, said, lambda period: Q(kind=kind, voided_at=None) & Q(Exists(rows(period))),
            split=split,
        )  # fmt: skip

    return (
        number("tasks_given", "有交办的事项", "本期交办过的事项，一件事项交办几项也只计一件。", _given),
        number("tasks_open", "交办未了结", "期末还有交办没有办完、验收或者取消的事项。", _standing),
        number(
            "tasks_late",
            "交办逾期",
            "期末有交办过了完成期限还没有报完成的事项；期间未完的，以现在为准。",
            _late,
        ),
        number(
            "tasks_in_time", "交办按期办结", "本期有交办验收办结、并且在完成期限内报完成的事项。", _in_time
        ),
    )


def _words(part: str) -> str:
    """ValueError: no such unit."""
    unit = Unit.objects.filter(code=part).first()
    if unit is None:
        raise ValueError(f"没有“{part}”这个单位")
    return unit.short_name
