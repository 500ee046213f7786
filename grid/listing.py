"""网格事件台账: its views, filters and columns."""

from typing import Any

from django.db.models import Q

from core.procedure.listing import SEALED, Column, Listing, View
from core.procedure.paging import SOONEST
from grid.filters import IncidentFilter
from grid.models import Hazard, Incident

S = Incident.Status


def _at(*statuses: str) -> Any:
    return lambda at: Q(status__in=statuses)


VIEWS = (
    View("open", "全部在办", lambda at: Q(), live=True, order=SOONEST),
    View("village", "村里处置", _at(S.VILLAGE), live=True, order=SOONEST),
    View("reported", "待受理派遣", _at(S.REPORTED, S.ACCEPTED), live=True, order=SOONEST),
    View("handling", "处置中", _at(S.DISPATCHED, S.AT_WORK, S.BELOW), live=True, order=SOONEST),
    View("county", "已上报县级", _at(S.AT_COUNTY), live=True, order=SOONEST),
    View("checking", "待核查结案", _at(S.ANSWERED, S.CHECKED), live=True, order=SOONEST),
    View(
        "hazards",
        "隐患复查",
        lambda at: Q(pk__in=Hazard.objects.filter(gone_on=None).values("matter")),
        live=True,
        order=SOONEST,
    ),
    View("overdue", "逾期", lambda at: Q(due_at__lte=at), live=True, order=SOONEST),
    View("settled", "自办结", _at(S.SETTLED)),
    View("done", "已结案", _at(S.CLOSED)),
    View("all", "全部", lambda at: Q()),
)


def topic(row: Any) -> str:
    """A sealed incident's kind would say what its label keeps."""
    return SEALED if row.sealed else (row.topic.name if row.topic else "")


LISTING = Listing(
    label="网格事件台账",
    views=VIEWS,
    filters=IncidentFilter,
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
