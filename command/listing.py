"""督办台账, and its cards."""

from django.db.models import Q

from command.models import Decision, Supervision
from command.models.supervision import Colour
from core.lists.cards import held
from core.lists.filters import by_stage, one_of
from core.procedure.cards import Card
from core.procedure.listing import ALL, OPEN, OVERDUE, Column, Listing, View, standing
from core.procedure.paging import SOONEST

S = Supervision.Status
OWN = "supervision__"
PUT_UP = Decision.objects.filter(measure=Decision.Measure.LISTED)
TO_SIGN = Q(status=S.DRAFT) | ~Q(**{f"{OWN}next_colour": ""})


LISTING = Listing(
    label="督办台账",
    views=(
        OPEN,
        View("signing", "待签发", lambda at: TO_SIGN, live=True, order=SOONEST),
        standing("answering", "待签收、回复", S.ISSUED, S.RECEIVED, S.SENT),
        standing("working", "整改中", S.WORKING),
        standing("checking", "待核查、销号", S.REPORTED, S.ANSWERED),
        OVERDUE,
        View("listed", "达到挂牌条件", lambda at: Q(**{f"{OWN}listed_on__isnull": False}), live=True),
        View("put_up", "挂牌督办", lambda at: Q(pk__in=PUT_UP.values("matter")), live=True),
        ALL,
    ),
    filters=by_stage(
        "supervision",
        form=one_of("文种", Supervision.Form.choices),
        colour=one_of("颜色", Colour.choices),
        trigger=one_of("情形", Supervision.Trigger.choices),
    ),
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
