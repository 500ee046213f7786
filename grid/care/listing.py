"""关爱对象台账: of who may open it; a name is never shown in a list, only its surname."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q

from core.lists.filters import MatterFilter, StageFilter
from core.privacy.masking import mask_minor
from core.procedure.cards import Card
from core.procedure.listing import Column, Listing, View
from core.procedure.paging import SOONEST
from grid.care.clocks import APPROVE, VISIT
from grid.care.steps import PROPOSE
from grid.models import Care, CareKind

S = Care.Status


class CareFilter(MatterFilter):
    """Also by kind and stage."""

    topic = django_filters.ModelChoiceFilter(
        queryset=CareKind.objects.all(), method="of_own", label="类别", empty_label="全部"
    )
    status = StageFilter("care")


def _at(*statuses: str) -> Any:
    return lambda at: Q(kind="care", status__in=statuses)


def _missed(at: datetime) -> Q:
    """The day of a visit is over."""
    return Q(kind="care", pk__in=Care.objects.filter(missed__gt=0, closed_at=None).values("pk"))


LISTING = Listing(
    label="关爱对象台账",
    views=(
        View("listed", "在册", _at(S.LISTED, S.ENDING), live=True, order=SOONEST),
        View("missed", "到期没有走访", _missed, live=True, order=SOONEST),
        View("proposed", "拟纳入", _at(S.PROPOSED), live=True, order=SOONEST),
        View("ending", "拟结束", _at(S.ENDING), live=True, order=SOONEST),
        View("all", "全部", lambda at: Q()),
    ),
    filters=CareFilter,
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
