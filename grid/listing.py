"""网格事件台账: its views, filters and columns."""

from typing import Any

from django.db.models import Q

from core.lists.filters import by_stage, one_of
from core.procedure.listing import ALL, OPEN, OVERDUE, SEALED, Column, Listing, View, ended, standing
from core.procedure.paging import SOONEST
from grid.models import Hazard, Incident, IncidentKind

S = Incident.Status


VIEWS = (
    OPEN,
    standing("village", "村里处置", S.VILLAGE),
    standing("reported", "待受理派遣", S.REPORTED, S.ACCEPTED),
    standing("handling", "处置中", S.DISPATCHED, S.AT_WORK, S.BELOW),
    standing("county", "已上报县级", S.AT_COUNTY),
    standing("checking", "待核查结案", S.ANSWERED, S.CHECKED),
    View(
        "hazards",
        "隐患复查",
        lambda at: Q(pk__in=Hazard.objects.filter(gone_on=None).values("matter")),
        live=True,
        order=SOONEST,
    ),
    OVERDUE,
    ended("settled", "自办结", S.SETTLED),
    ended("done", "已结案", S.CLOSED),
    ALL,
)


def topic(row: Any) -> str:
    """A sealed incident's kind would say what its label keeps."""
    return SEALED if row.sealed else (row.topic.name if row.topic else "")


LISTING = Listing(
    label="网格事件台账",
    views=VIEWS,
    filters=by_stage(
        "incident",
        topic__first=one_of("分类", IncidentKind.Class.choices, tells=True),
        level=one_of("级别", Incident.Level.choices, tells=True),
        channel=one_of("来源", Incident.Channel.choices, tells=True),
    ),
    own=(
        Column("级别", 8, lambda row: row.get_level_display()[:2]),
        Column("类型", 14, topic),
        Column("来源", 10, lambda row: row.get_channel_display(), usual=False),
        Column("发现时间", 16, lambda row: row.happened_at.date(), usual=False),
    ),
    outcome=(
        Column("承办单位", 14, lambda row: row.unit.short_name if row.unit else "", usual=False),
        Column("处置情况", 30, lambda row: "" if row.sealed else row.settled_how, usual=False),
        Column("评价", 8, lambda row: row.get_rating_display(), usual=False),
    ),
    related=("topic", "unit"),
    read=("level", "topic", "channel", "happened_at", "unit", "settled_how", "rating"),
    nothing=("没有这样的网格事件", "发现了问题请“上报事件”。"),
    start=("register_incident", "上报事件", "grid.report"),
)
