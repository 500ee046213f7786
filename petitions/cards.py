"""Numbers of petitions on the dashboards: of the desk, of units, of the centre and of leaders."""

from django.db.models import Q

from core.lists.cards import held
from core.models import Clock
from core.procedure.cards import Card
from petitions import clocks
from petitions.models import Petition

S = Petition.Status
DESK, UNIT, LEADER = frozenset({"counter", "centre"}), frozenset({"unit"}), frozenset({"leader", "centre"})


def _in(key: str, label: str, says: str, packs: frozenset[str], *statuses: str, permission: str = "") -> Card:
    return Card(
        key, label, says, lambda at: Q(status__in=statuses, closed_at=None), packs, "petition",
        permission=permission,
    )  # fmt: skip


def _waits(key: str, label: str, says: str, rule: str) -> Card:
    """What waits for a leader while the petition goes its way."""
    return Card(
        key, label, says,
        lambda at: Q(closed_at=None, pk__in=Clock.objects.filter(rule=rule, ended_at=None).values("matter")), LEADER, "petition",
    )  # fmt: skip


CARDS = (
    _in("petition_sorting", "信访待分类", "登记后还没有分类的信访事项。", DESK, S.REGISTERED, permission="petitions.sort"),
    _in("petition_telling", "待书面告知", "已有结论、还没有送达告知或者处理意见的信访事项。", DESK, S.TO_ACCEPT, S.TO_TELL, S.TO_SERVE, permission="petitions.sort"),
    Card(
        "petition_held", "信访在办", "由本单位承办、还没有出具处理意见的信访事项。",
        lambda at: held(at) & Q(status__in=(S.ACCEPTED, S.AGREED, S.BELOW)), UNIT, "petition", permission="petitions.handle",
    ),
    _in("petition_signing", "待签发意见书", "合法性审核通过、等签发的信访处理意见。", LEADER, S.SIGNING),
    _waits("petition_instruct", "信访待批示", "报请领导、还没有批示的信访事项。", clocks.INSTRUCT.key),
    _waits("petition_extending", "信访延期待批", "申请延期、还没有批的信访事项。", clocks.EXTENSION.key),
    Card(
        "petition_late", "信访逾期", "超过法定或者规定期限、还没有办结的信访事项。",
        lambda at: Q(closed_at=None, due_at__lte=at.at), LEADER, "petition", warns=True,
    ),
    Card(
        "wall_petitions_repeated", "重复信访", "没有办结、登记时关联了以前的事项的信访。封闭的不算。",
        lambda at: Q(closed_at=None, pk__in=Petition.objects.filter(repeated=True).values("pk")), frozenset(), "petition",
        permission="petitions.view", wall="again",
    ),
)  # fmt: skip
