"""Numbers of referrals, for any procedure that has them: each opens the list of the matters it counts."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.models import Referral
from core.procedure.indicators import Indicator, Period, Split


def indicators(kind: str) -> tuple[Indicator, ...]:
    """转介 and 已反馈 of one kind of matters, split by the help that was asked."""

    def sent(period: Period, **more: Any) -> Any:
        return Referral.objects.filter(period.within("sent_at"), matter=OuterRef("pk"), **more)

    def answered(period: Period, **more: Any) -> Any:
        return Referral.objects.filter(
            period.within("ended_at"), state=Referral.State.ANSWERED, matter=OuterRef("pk"), **more
        )

    def number(key: str, label: str, said: str, rows: Any) -> Indicator:
        split = Split(
            lambda period, part: Q(Exists(rows(period, help=part))),
            lambda part: str(Referral.Help(part).label),
        )
        return Indicator(
            f"{kind}_{key}", label, said, lambda period: Q(kind=kind, voided_at=None) & Q(Exists(rows(period))),
            split=split, afterwards=True,
        )  # fmt: skip

    return (
        number("referred", "有转介的事项", "本期转介过的事项，一件事项转介几次也只计一件。", sent),
        number("fed_back", "转介已反馈", "本期有接收单位反馈的事项，不论哪一期转介。", answered),
    )
