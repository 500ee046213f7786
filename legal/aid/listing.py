"""法援协助台账."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from core.lists.filters import by_stage, one_of
from core.procedure.listing import ALL, OPEN, SEALED, Cell, Column, Listing, View, standing
from core.procedure.paging import SOONEST
from core.values.screen_formats import day
from legal.models import Aid
from legal.models.aid import NEAR

S = Aid.Status


RUNS = (S.CHECKING, S.SUPPLYING, S.SENT, S.REFUSED, S.OBJECTED, S.GRANTED)  # nobody has the right in hand yet


def subject(row: Any) -> str:
    return SEALED if row.sealed else row.short_subject


def near(at: datetime) -> Q:
    """Whose right is over soon, or was over before somebody had it in hand."""
    return Q(
        pk__in=Aid.objects.filter(bar_on__lte=localdate(at) + timedelta(NEAR), status__in=RUNS).values("pk")
    )


def bar(row: Any) -> Cell:
    """12-05 周六，剩 4 日: the light beside it is of the town's own duties alone."""
    left = row.days_to_bar()
    if left is None or left > NEAR or row.status not in RUNS:
        return row.bar_on
    return f"{day(row.bar_on)}，{f'剩 {left} 日' if left >= 0 else '已届满'}"


LISTING = Listing(
    label="法援协助台账",
    views=(
        OPEN,
        View("near", "时效三十日内届满", near, live=True, order=SOONEST),
        standing("here", "待初审、待补正", S.CHECKING, S.SUPPLYING),
        standing("county", "在县里", S.SENT, S.GRANTED, S.OBJECTED),
        View("assigned", "承办中", lambda at: Q(status=S.ASSIGNED), live=True),
        standing("following", "待回访", S.RESULTED, S.REFUSED),
        ALL,
    ),
    filters=by_stage("aid_request", subject=one_of("申请事项", Aid.Subject.choices, tells=True)),
    own=(Column("申请事项", 16, subject), Column("时效届满", 18, bar)),
    outcome=(
        Column("转交", 12, lambda row: row.sent_on),
        Column("决定", 12, lambda row: row.decided_on),
        Column("指派", 12, lambda row: row.assigned_on, usual=False),
        Column("结果", 12, lambda row: "" if row.sealed else row.get_result_display(), usual=False),
    ),
    read=("subject", "bar_on", "sent_on", "decided_on", "assigned_on", "result"),
    nothing=("没有这样的法律援助申请", "有人申请的，请“法援申请登记”，或者在咨询的页面上点“申请法律援助”。"),
    start=("register_aid_request", "法援申请登记", "legal.consult"),
)
