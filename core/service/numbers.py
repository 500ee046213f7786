"""Numbers of service, for any procedure that has it: by the clock that runs from the paper to the last addressee."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.models import Clock
from core.procedure.indicators import Indicator, Period
from core.service.clocks import SERVE


def indicators(kind: str) -> tuple[Indicator, ...]:
    """应送达, 已送达, 未送达 of one kind of matters; a matter may have been closed before."""

    def clocks(*within: Q, **more: Any) -> Any:
        return Clock.objects.filter(*within, rule=SERVE.key, matter=OuterRef("pk"), **more)

    def made(period: Period) -> Any:
        return clocks(period.within("started_at"))

    def met(period: Period) -> Any:
        return clocks(period.within("ended_at"), end=Clock.End.MET)

    def standing(period: Period) -> Any:
        return clocks(started_at__lt=period.until).filter(Q(ended_at=None) | Q(ended_at__gte=period.until))

    def number(key: str, label: str, said: str, rows: Any) -> Indicator:
        return Indicator(
            f"{kind}_{key}", label, said, lambda period: Q(kind=kind, voided_at=None) & Q(Exists(rows(period))),
            afterwards=True,
        )  # fmt: skip

    return (
        number("to_serve", "应送达", "本期作出了应当送达的文书的事项。", made),
        number("served", "已送达", "本期文书全部送达各方的事项，按登记最后一方送达的日子计。", met),
        number("unserved", "未送达", "期末还有文书没有送达各方的事项。", standing),
    )
