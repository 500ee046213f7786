"""Numbers about mediations, each with the sentence that defines it (domain: 4.1, 4.2 T3).

Accepted, agreed and ended are counted by the day on which they happened, so that opening + accepted -
finished = closing holds for every kind of dispute and month.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from core.indicators import Indicator, Period, Split
from core.models import Party
from mediation.models import Mediation

COUNTED = Q(kind="mediation", voided_at=None)
WITHOUT = "作废的不计。"
_SIDES = Party.objects.filter(matter=OuterRef("root"), role__in=(Party.Role.APPLICANT, Party.Role.RESPONDENT))
PARTIES = Subquery(_SIDES.order_by().values("matter").annotate(n=Count("pk")).values("n"))


def accepted(period: Period) -> Q:
    return COUNTED & Q(received_at__gte=period.since, received_at__lt=period.until)


def agreed(period: Period) -> Q:
    return COUNTED & Q(agreed_at__gte=period.since, agreed_at__lt=period.until)


def ended(period: Period) -> Q:
    return COUNTED & ~Q(end_reason="") & Q(closed_at__gte=period.since, closed_at__lt=period.until)


def finished(period: Period) -> Q:
    return agreed(period) | ended(period)


def in_hand(moment: datetime) -> Q:
    """Had been accepted and was neither agreed nor ended, seen from the moment."""
    not_agreed = Q(agreed_at=None) | Q(agreed_at__gte=moment)
    return COUNTED & Q(received_at__lt=moment) & not_agreed & (Q(closed_at=None) | Q(closed_at__gte=moment))


def in_form(form: Mediation.Form) -> Callable[[Period], Q]:
    return lambda period: agreed(period) & Q(form=form)


def _of(period: Period, part: str) -> Q:
    _words(part)
    return Q(dispute=part)


def _words(part: str) -> str:
    if part not in Mediation.Dispute.values:
        raise ValueError(f"没有“{part}”这样的纠纷类型")
    return str(Mediation.Dispute(part).label)


BY_DISPUTE = Split(_of, _words)


def _number(key: str, label: str, definition: str, counts: Callable[[Period], Q], **facts: Any) -> Indicator:
    return Indicator(f"mediation_{key}", label, definition, counts, split=BY_DISPUTE, **facts)


INDICATORS = (
    _number("opening", "期初在调", "期初零时以前受理、当时还没有结果的。期初在调＋受理－调解成功－终止＝期末在调。",
            lambda period: in_hand(period.since)),
    _number("accepted", "受理", "本期受理的调解，按受理日期计，不论来源；" + WITHOUT, accepted),
    _number("agreed", "调解成功", "本期达成书面或者口头协议的，按达成日期计。", agreed),
    _number("ended", "终止", "本期未达成协议、终止调解的，按终止日期计。", ended),
    _number("finished", "调解办结", "调解成功＋终止。", finished, sum_of=("mediation_agreed", "mediation_ended")),
    _number("rate", "成功率", "调解成功÷（调解成功＋终止）。", agreed, unit="%", share_of="mediation_finished"),
    _number("rate_of_accepted", "成功率（比受理）", "调解成功÷受理。各地通报里也有这样算的，与上一项不同，并列备查。",
            agreed, unit="%", share_of="mediation_accepted"),
    _number("closing", "期末在调", "期末二十四时以前受理、当时还没有结果的；期间未完的，以现在为准。",
            lambda period: in_hand(period.until)),
    _number("people", "涉及当事人", "本期受理的调解的申请人和被申请人，按人数相加。", accepted, unit="人", weight=PARTIES),
    _number("amount", "涉及金额", "本期达成的协议写明的金额相加，单位元。", agreed, unit="元", weight="amount"),
    _number("written", "书面协议", "调解成功中订了书面协议的。", in_form(Mediation.Form.WRITTEN)),
    _number("oral", "口头协议", "调解成功中口头协议、登记在册的。", in_form(Mediation.Form.ORAL)),
)  # fmt: skip
