"""Numbers of legal services on the dashboards."""

from django.db.models import Q

from core.procedure.cards import Card
from legal.models import Aid, Consultation

DESK = frozenset({"counter", "centre", "own", "body"})
A = Aid.Status
CARDS = (
    Card("consultation_asked", "咨询待解答", "登记了还没有解答的法律咨询。",
        lambda at: Q(status=Consultation.Status.ASKED, closed_at=None), DESK, "consultation", permission="legal.answer"),
    Card("aid_here", "法援待初审、待补正", "还没有转交县里的法律援助申请。",
        lambda at: Q(status__in=(A.CHECKING, A.SUPPLYING), closed_at=None), DESK, "aid_request", permission="legal.aid"),
    Card("aid_county", "法援在县里", "等县里决定、指派的法律援助申请。",
        lambda at: Q(status__in=(A.SENT, A.GRANTED, A.OBJECTED), closed_at=None), DESK, "aid_request", permission="legal.aid"),
)  # fmt: skip
