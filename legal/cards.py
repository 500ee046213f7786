"""Numbers of legal services on the dashboards."""

from django.db.models import Q

from core.procedure.cards import Card
from legal.aid.listing import near
from legal.models import Aid, Checkup, Consultation

DESK = frozenset({"counter", "centre", "own", "body"})
A = Aid.Status
CARDS = (
    Card("consultation_asked", "咨询待解答", "登记了还没有解答的法律咨询。",
        lambda at: Q(status=Consultation.Status.ASKED, closed_at=None), DESK, "consultation", permission="legal.answer"),
    Card("aid_here", "法援待初审、待补正", "还没有转交县里的法律援助申请。",
        lambda at: Q(status__in=(A.CHECKING, A.SUPPLYING), closed_at=None), DESK, "aid_request", permission="legal.aid"),
    Card("aid_near", "法援时效将届满", "时效三十日内届满或者已经届满、还没有指派承办人员的法律援助申请。", lambda looking: near(looking.at), DESK, "aid_request", permission="legal.aid"),
    Card("aid_county", "法援在县里", "等县里决定、指派的法律援助申请。",
        lambda at: Q(status__in=(A.SENT, A.GRANTED, A.OBJECTED), closed_at=None), DESK, "aid_request", permission="legal.aid"),
    Card("checkup_mending", "法治体检整改中", "出了评估报告、企业还没有整改完的法治体检。",
        lambda at: Q(status=Checkup.Status.MENDING, closed_at=None), DESK, "checkup", permission="legal.answer"),
)  # fmt: skip
