"""法律咨询台账."""

from typing import Any

from core.lists.filters import by_stage, one_of
from core.procedure.listing import ALL, SEALED, Column, Listing, ended, standing
from legal.models import Consultation, Topic

S = Consultation.Status


def topic(row: Any) -> str:
    return SEALED if row.sealed else str(row.get_topic_display())


LISTING = Listing(
    label="法律咨询台账",
    views=(
        standing("asked", "待解答", S.ASKED),
        ended("answered", "已解答", S.ANSWERED),
        ended("turned", "已转办", S.TURNED),
        ALL,
    ),
    filters=by_stage(
        "consultation",
        channel=one_of("方式", Consultation.Channel.choices),
        topic=one_of("类别", Topic.choices, tells=True),
    ),
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
