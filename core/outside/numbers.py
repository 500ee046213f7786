"""Numbers of what was sent to bodies outside, for any procedure that has it: each opens the list of the matters."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from core.models import Correspondence
from core.procedure.indicators import Indicator, Period

SENT = Correspondence.objects.filter(direction=Correspondence.Direction.SENT, withdrawn_at=None)


def _sent(period: Period) -> Any:
    return SENT.filter(period.within_days("dated_on"))


def _answered(period: Period) -> Any:
    return _sent(period).filter(answered_on__lte=period.last)


def _late(period: Period) -> Any:
    """The day was over, and no answer had come by then."""
    day = localdate(period.known_until) - timedelta(days=1)
    none_yet = Q(answered_on=None) | Q(answered_on__gt=day)
    return SENT.filter(none_yet, due_on__lte=day)


def indicators(kind: str) -> tuple[Indicator, ...]:
    """发函 of one kind of matters."""

    def number(key: str, label: str, said: str, rows: Any) -> Indicator:
        def holds(period: Period) -> Q:
            return Q(kind=kind, voided_at=None) & Q(Exists(rows(period).filter(matter=OuterRef("pk"))))

        return Indicator(f"{kind}_{key}", label, said, holds)

    each = "一件事项发几件也只计一件；撤回的不计。"
    return (
        number("letters_sent", "已发函", f"落款日期在本期、向镇外单位发过函的事项。{each}", _sent),
        number("letters_answered", "已答复", f"其中期末以前收到回复的事项。{each}", _answered),
        number(
            "letters_late",
            "逾期未回复",
            f"期末已过要求回复的日期、没有收到回复的事项；期间未完的，以现在为准。{each}",
            _late,
        ),
    )
