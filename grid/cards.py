"""Numbers of incidents on the dashboards: of the village, units, the centre, leaders, and who found them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from core.lists.cards import held
from core.procedure.cards import Card, Looking
from grid.models import Incident

S = Incident.Status
DESK, LEADER, FIELD = frozenset({"centre"}), frozenset({"leader", "centre"}), frozenset({"village", "own"})


def _card(
    key: str,
    label: str,
    says: str,
    packs: frozenset[str],
    holds: Callable[[Looking], Q],
    permission: str = "grid.view",
    **more: Any,
) -> Card:
    return Card(f"incident_{key}", label, says, holds, packs, "incident", permission=permission, **more)


def _wall(key: str, label: str, says: str, holds: Callable[[Looking], Q], **more: Any) -> Card:
    return _card(f"wall_{key}", label, f"{says}封闭的不算。", frozenset(), holds, wall="finds", **more)


def _at_level(level: str) -> Callable[[Looking], Q]:
    return lambda at: Q(closed_at=None, pk__in=Incident.objects.filter(level=level).values("pk"))


CARDS = (
    _card("village", "网格事件待处置", "在村（社区）处置、还没有办结或者上报的网格事件。", frozenset({"village"}),
          lambda at: held(at) & Q(status=S.VILLAGE), "grid.village"),
    _card("check", "待现场核查", "已反馈、等现场核查的网格事件。", frozenset({"village", "centre"}), lambda at: Q(status=S.ANSWERED, closed_at=None), "grid.check"),
    _card("found", "我上报的在办", "本人上报、还没有办结的网格事件。", FIELD, lambda at: Q(first_contact=at.user, closed_at=None), "grid.report"),
    _card("to_dispatch", "网格事件待派遣", "到镇里还没有派遣或者上报县级的网格事件。", DESK, lambda at: Q(status__in=(S.REPORTED, S.ACCEPTED), closed_at=None), "grid.dispatch"),
    _card("to_close", "网格事件待结案", "核查合格、等结案的网格事件。", DESK, lambda at: Q(status=S.CHECKED, closed_at=None), "grid.dispatch"),
    _card("held", "网格事件处置中", "派给本单位、还没有反馈的网格事件。", frozenset({"unit"}),
          lambda at: held(at) & Q(status__in=(S.DISPATCHED, S.AT_WORK)), "grid.handle"),
    _card("county", "已上报县级", "上报县级、还没有答复的网格事件。", LEADER, lambda at: Q(status=S.AT_COUNTY, closed_at=None)),
    _card("late", "网格事件逾期", "超过期限、还没有办结的网格事件。", LEADER, lambda at: Q(closed_at=None, due_at__lte=at.at), warns=True),
    *(_wall(f"level_{level}", label.replace(" ", "·"), f"没有办结的{label}网格事件。", _at_level(level)) for level, label in Incident.Level.choices),
    _wall("waiting", "待派遣", "到镇里还没有派遣或者上报县级的网格事件。",
          lambda at: Q(status__in=(S.REPORTED, S.ACCEPTED), closed_at=None), acts="dispatch"),
    _wall("video", "视频发现", "值守员从视频发现、没有办结的网格事件。",
          lambda at: Q(closed_at=None, pk__in=Incident.objects.filter(channel=Incident.Channel.VIDEO).values("pk"))),
)  # fmt: skip
