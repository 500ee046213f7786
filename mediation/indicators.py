"""Numbers about mediations, each with the sentence that defines it (domain: 4.1, 4.2 T3–T6).

Accepted, agreed and ended are counted by the day on which they happened, so that opening + accepted - agreed -
ended = closing holds for every kind of dispute, body, source and month. A success is an agreement in force: a
written one with all signatures and the seal, an oral one at once; a draft is told apart. What a step of the ladder
settles was never accepted and is counted apart, but a committee's own step, which is a people's mediation.
Filing closes a mediation and is no result.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from core.models import Party
from core.procedure.indicators import Indicator, Period
from core.service import numbers as service
from mediation.models import Confirmation, Mediation, Prevented
from mediation.splits import SPLIT

COUNTED = Q(kind="mediation", voided_at=None)
WITHOUT = "作废的不计。"
_SIDES = Party.objects.filter(matter=OuterRef("root"), role__in=(Party.Role.APPLICANT, Party.Role.RESPONDENT))
# The sides alone, a unit as one; of a group, all whom its representatives stand for.
PARTIES = Coalesce(
    F("heads"), Subquery(_SIDES.order_by().values("matter").annotate(n=Count("pk")).values("n"))
)
PREVENTED = tuple(Prevented.What.choices)


def _between(column: str) -> Callable[[Period], Q]:
    """The moment lies in the period."""
    return lambda period: period.within(column) & COUNTED


def _on(column: str) -> Callable[[Period], Q]:
    """The day lies in the period."""
    return lambda period: COUNTED & period.within_days(column)


def registered(period: Period) -> Q:
    """Everything with a number in the register, voided or not."""
    return Q(period.within("received_at"), kind="mediation")


accepted = _between("accepted_at")
agreed = _on("effective_on")
closed = _between("closed_at")


def ended(period: Period) -> Q:
    return _between("ended_at")(period) & ~Q(end_reason="")


def finished(period: Period) -> Q:
    return agreed(period) | ended(period)


def in_hand(moment: datetime) -> Q:
    """Had been accepted, and no agreement was in force nor had it ended, seen from the moment (a midnight)."""
    not_agreed = Q(effective_on=None) | Q(effective_on__gte=localdate(moment))
    not_ended = Q(ended_at=None) | Q(ended_at__gte=moment)
    return COUNTED & Q(accepted_at__lt=moment) & not_agreed & not_ended


def in_form(form: Mediation.Form) -> Callable[[Period], Q]:
    return lambda period: agreed(period) & Q(form=form)


def drafted(period: Period) -> Q:
    """Agreed in writing, seen from the end of the period, and not in force yet."""
    return in_hand(period.until) & Q(agreed_at__lt=period.until)


def settled(period: Period) -> Q:
    """By a step of the ladder that is no committee's, which closes the matter."""
    return closed(period) & Q(settled_level__isnull=False, effective_on=None)


def refused(period: Period) -> Q:
    return closed(period) & ~Q(refusal="")


def confirmed(period: Period) -> Q:
    ruled = period.within_days("confirmation__decided_on")
    return COUNTED & ruled & Q(confirmation__result=Confirmation.Result.CONFIRMED)


def prevented(what: str) -> Callable[[Period], Q]:
    """Written down when it happened, and counted on that day."""

    def counts(period: Period) -> Q:
        rows = _prevented_rows(what).filter(period.within("at"))
        return COUNTED & Q(Exists(rows))

    return counts


def _prevented_rows(what: str) -> Any:
    return Prevented.objects.filter(matter=OuterRef("pk"), what=what).order_by()


def _number(key: str, label: str, definition: str, counts: Callable[[Period], Q], **facts: Any) -> Indicator:
    return Indicator(f"mediation_{key}", label, definition, counts, split=SPLIT, **facts)


def _prevented(key: str, label: str) -> tuple[Indicator, Indicator]:
    said = f"本期登记“{label}”的调解"
    people = Subquery(_prevented_rows(key).values("people"))
    return (
        _number(f"prevented_{key}", label, f"{said}，按登记日期计，一件同一项只计一次。", prevented(key)),
        _number(f"prevented_{key}_people", f"{label}（人）", f"{said}，避免了伤害的人数相加（登记时逐件填写）。",
                prevented(key), unit="人", weight=people),
    )  # fmt: skip


INDICATORS = (
    _number("registered", "登记", "本期登记取得编号的调解，按登记簿所列；含待受理、不予受理、梯次调解的，作废的也列。", registered),
    _number("opening", "期初在调", "期初零时以前受理、当时还没有结果的。期初在调＋受理－调解成功－终止＝期末在调。",
            lambda period: in_hand(period.since)),
    _number("accepted", "受理", "本期调解组织决定受理的，按受理日期计，不论来源；梯次里由调解组织的调解员化解的在内，网格化解的、不予受理的不在内，" + WITHOUT, accepted),
    _number("agreed", "调解成功", "本期协议生效的：书面协议按各方签字、盖章后的生效日期计，口头协议按达成日期计；没有签完的是拟达成，另计；梯次里由调解组织的调解员化解的在内，网格化解的另计。", agreed),
    _number("ended", "终止", "本期未达成协议、终止调解的，按终止日期计。", ended),
    _number("finished", "调解办结", "调解成功＋终止。办结不等于归档。", finished, sum_of=("mediation_agreed", "mediation_ended")),
    _number("rate", "成功率", "调解成功÷（调解成功＋终止）。", agreed, unit="%", share_of="mediation_finished"),
    _number("rate_of_accepted", "成功率（比受理）", "调解成功÷受理。各地通报里也有这样算的，与上一项不同，并列备查。",
            agreed, unit="%", share_of="mediation_accepted"),
    _number("closing", "期末在调", "期末二十四时以前受理、当时还没有结果的；期间未完的，以现在为准。",
            lambda period: in_hand(period.until)),
    _number("drafted", "拟达成", "期末谈成书面协议、还没有签完生效的，按期末计；在期末在调之内，不是调解成功。", drafted),
    _number("people", "涉及当事人", "本期受理的调解的申请人和被申请人相加，单位算一；只登记代表的按受理时填的人数；代理人、监护人、证人、调解员不计。", accepted, unit="人", weight=PARTIES),
    _number("amount", "涉及金额", "本期生效的协议写明的金额相加，单位元。", agreed, unit="元", weight="amount"),
    _number("written", "书面协议", "调解成功中订了书面协议的。", in_form(Mediation.Form.WRITTEN)),
    _number("oral", "口头协议", "调解成功中口头协议、登记在册的。", in_form(Mediation.Form.ORAL)),
    _number("performed", "履行", "本期履行完毕的协议，按最后一期履行的日期计，不论何时达成。", _on("performed_on")),
    _number("confirmed", "司法确认", "本期法院裁定有效的调解协议，按裁定日期计。", confirmed),
    _number("difficult", "疑难复杂", "本期受理的调解中，受理时定为疑难复杂的。",
            lambda period: accepted(period) & Q(difficult=True)),
    _number("refused", "不予受理", "本期决定不予受理的，按决定日期计。", refused),
    _number("settled", "梯次化解", "本期由网格员、网格长等梯次就地化解的排查化解，按化解日期计，记在化解它的那一级；调解组织的调解员化解的是人民调解，计入调解成功。", settled),
    *(number for key, label in PREVENTED for number in _prevented(key, label)),
    *service.indicators("mediation"),
)  # fmt: skip
