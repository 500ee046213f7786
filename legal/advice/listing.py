"""法律咨询台账."""

from typing import Any

import django_filters
from django.db.models import Q

from core.lists.filters import MatterFilter, StageFilter
from core.procedure.listing import SEALED, Column, Listing, View
from core.procedure.paging import SOONEST
from legal.models import Consultation, Topic

S = Consultation.Status


def _by(label: str, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(choices=choices, method="of_own", label=label, empty_label="全部")


class ConsultationFilter(MatterFilter):
    """Also by way, topic and stage."""

    channel = _by("方式", Consultation.Channel.choices)
    topic = _by("类别", Topic.choices)
    status = StageFilter("consultation")

    def of_own(self, rows: Any, name: str, value: Any) -> Any:
        """By its own column. What is sealed is not found by its topic."""
        own = Consultation.objects.filter(**{name: value})
        return rows.filter(pk__in=(own.filter(compartment="") if name == "topic" else own).values("pk"))


def topic(row: Any) -> str:
    return SEALED if row.sealed else str(row.get_topic_display())


LISTING = Listing(
    label="法律咨询台账",
    views=(
        View("asked", "待解答", lambda at: Q(status=S.ASKED), live=True, order=SOONEST),
        View("answered", "已解答", lambda at: Q(status=S.ANSWERED)),
        View("turned", "已转办", lambda at: Q(status=S.TURNED)),
        View("all", "全部", lambda at: Q()),
    ),
    filters=ConsultationFilter,
    own=(
        Column("方式", 8, lambda row: row.get_channel_display()),
        Column("类别", 10, topic),
    ),
    outcome=(
        Column("解答人", 10, lambda row: "" if row.sealed else row.answerer),
        Column("用时（分钟）", 8, lambda row: str(row.minutes or ""), usual=False),
        Column("满意度", 8, lambda row: row.get_satisfaction_display()),
    ),
    read=("channel", "topic", "answered_by", "lawyer", "minutes", "satisfaction"),
    related=("answered_by",),
    nothing=("没有这样的法律咨询", "有人来问，请“咨询登记”；只写问题也可以登记。"),
    start=("register_consultation", "咨询登记", "legal.consult"),
)
