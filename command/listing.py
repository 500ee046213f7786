"""督办台账, and its cards."""

from typing import Any

from django.db.models import Q

from command.filters import SupervisionFilter
from command.models import Supervision
from core.lists.cards import held
from core.procedure.cards import Card
from core.procedure.listing import Column, Listing, View
from core.procedure.paging import SOONEST

S = Supervision.Status
OWN = "supervision__"
TO_SIGN = Q(status=S.DRAFT) | ~Q(**{f"{OWN}next_colour": ""})


def _at(*statuses: str) -> Any:
    return lambda at: Q(status__in=statuses)


LISTING = Listing(
    label="督办台账",
    views=(
        View("open", "全部在办", lambda at: Q(), live=True, order=SOONEST),
        View("signing", "待签发", lambda at: TO_SIGN, live=True, order=SOONEST),
        View("answering", "待签收、回复", _at(S.ISSUED, S.RECEIVED, S.SENT), live=True, order=SOONEST),
        View("working", "整改中", _at(S.WORKING), live=True, order=SOONEST),
        View("checking", "待核查、销号", _at(S.REPORTED, S.ANSWERED), live=True, order=SOONEST),
        View("overdue", "逾期", lambda at: Q(due_at__lte=at), live=True, order=SOONEST),
        View("listed", "达到挂牌条件", lambda at: Q(**{f"{OWN}listed_on__isnull": False}), live=True),
        View("all", "全部", lambda at: Q()),
    ),
    filters=SupervisionFilter,
    own=(
        Column("文种", 10, lambda row: row.get_form_display()),
        Column("颜色", 8, lambda row: row.get_colour_display()),
        Column("责任单位", 12, lambda row: row.unit.short_name),
        Column("情形", 12, lambda row: row.get_trigger_display(), usual=False),
        Column("签发日期", 12, lambda row: row.signed_on),
    ),
    outcome=(Column("销号日期", 12, lambda row: row.struck_on, usual=False),),
    related=("unit",),
    read=("form", "colour", "unit", "trigger", "signed_on", "struck_on"),
    nothing=("没有这样的督办件", "事项页上选“督办”可以拟稿；期限逾期 1 个工作日，系统自动拟稿。"),
)

CARDS = (
    Card("supervision_signing", "督办待签发", "拟好、还没有签发的督办和函件。", lambda at: Q(TO_SIGN, closed_at=None),
         frozenset({"leader"}), "supervision", permission="command.sign", warns=True),
    Card("supervision_answering", "督办待办", "由本单位签收、回复、整改的督办和函件。",
         lambda at: held(at) & Q(status__in=(S.ISSUED, S.RECEIVED, S.WORKING, S.SENT), closed_at=None),
         frozenset({"unit", "village", "body"}), "supervision", permission="command.answer", warns=True),
    Card("supervision_checking", "督办待核查", "已报结、已回复，等核查销号的督办和函件。",
         lambda at: Q(status__in=(S.REPORTED, S.ANSWERED), closed_at=None),
         frozenset({"leader", "centre"}), "supervision", permission="command.check"),
)  # fmt: skip
