"""关爱对象台账: of who may open it; a name is never shown in a list, only its surname."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q

from core.lists.filters import by_stage
from core.privacy.masking import mask_minor
from core.procedure.cards import Card
from core.procedure.listing import ALL, Column, Listing, View, standing
from core.procedure.paging import SOONEST
from grid.care.clocks import APPROVE, VISIT
from grid.care.steps import PROPOSE
from grid.models import Care, CareKind

S = Care.Status
TOPIC = django_filters.ModelChoiceFilter(
    queryset=CareKind.objects.all(), method="of_own", label="类别", empty_label="全部"
)


def _at(*statuses: str) -> Any:
    return lambda at: Q(kind="care", status__in=statuses)


def _missed(at: datetime) -> Q:
    """The day of a visit is over."""
    return Q(kind="care", pk__in=Care.objects.filter(missed__gt=0, closed_at=None).values("pk"))


LISTING = Listing(
    label="关爱对象台账",
    views=(
        standing("listed", "在册", S.LISTED, S.ENDING),
        View("missed", "到期没有走访", _missed, live=True, order=SOONEST),
        standing("proposed", "拟纳入", S.PROPOSED),
        standing("ending", "拟结束", S.ENDING),
        ALL,
    ),
    filters=by_stage("care", topic=TOPIC),
    own=(
        Column("姓", 8, lambda row: mask_minor(row.name) if row.name else "已删除"),
        Column("类别", 12, lambda row: row.topic.name),
        Column("走访周期", 10, lambda row: f"{row.cycle} 天"),
    ),
    related=("topic",),
    read=("name", "topic__name", "cycle"),
    nothing=("没有看得到的关爱对象", "只有走访的人、关爱专管员和审批的人看得到在册的人。"),
    stays=True,
    start=("care_new", "拟纳入", PROPOSE),
)

CARDS = (
    Card("care_due", "到期没有走访", "在册的关爱对象，走访到期没有做的。", lambda at: _missed(at.at), frozenset({"own"}), "care",
         permission=VISIT, warns=True),
    Card("care_proposed", "关爱对象待审批", "拟纳入、拟结束，等审批的。", lambda at: _at(S.PROPOSED, S.ENDING)(at) & Q(closed_at=None),
         frozenset({"centre"}), "care", permission=APPROVE),
)  # fmt: skip
