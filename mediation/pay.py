"""以案定补: what is paid per mediated case. Agreements and files that ended without one are both work; nothing asks how fast it
went or who gave way.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from core.pay.procedure import pay_sheet_of
from core.pay.rates import Item
from core.procedure.indicators import Period
from mediation.models import Mediation, Member

WHATS = {"written": "书面协议生效", "oral": "口头协议生效", "ended": "终止调解", "refused": "不予受理"}


def items(first: date, last: date) -> list[Item]:
    """The files whose result falls in these days, each for the mediator in whose hand it was."""
    period = Period(first, last)
    ended = period.within("ended_at") & ~Q(end_reason="")
    refused = period.within("closed_at") & ~Q(refusal="")
    found = Mediation.objects.filter(
        Q(effective_on__range=(first, last)) | ended | refused, voided_at=None, mediator__isnull=False
    )
    employed = list(Member.objects.filter(on_payroll=True, user__isnull=False))
    return list(_items(found.select_related("mediator"), employed))


def _items(found: Iterable[Mediation], employed: list[Member]) -> Iterator[Item]:
    for one in found:
        assert one.mediator is not None
        what, on = _result(one)
        paid_already = any(row.user_id == one.mediator_id and row.holds(on) for row in employed)
        yield Item(f"mediation:{one.pk}", one, one.mediator, what, WHATS[what], on, paid_already)


def _result(one: Mediation) -> tuple[str, date]:
    if one.effective_on:
        return ("written" if one.form == Mediation.Form.WRITTEN else "oral"), one.effective_on
    if one.end_reason:
        assert one.ended_at is not None
        return "ended", localdate(one.ended_at)
    assert one.closed_at is not None
    return "refused", localdate(one.closed_at)


PAY = pay_sheet_of(
    "mediation_pay", "以案定补", app="mediation", pays="mediation.pay", draw="mediation.draw_pay", check="mediation.check_pay",
    see="mediation.view_pay", page="mediation_pay_list", new="mediation_pay_new", series="补",
    basis="《人民调解法》第十六条（适当的误工补贴），镇以案定补办法",
)  # fmt: skip
