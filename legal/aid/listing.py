"""法援协助台账."""

from typing import Any

import django_filters
from django.db.models import Q

from core.lists.filters import MatterFilter, StageFilter
from core.procedure.listing import SEALED, Column, Listing, View
from core.procedure.paging import SOONEST
from legal.models import Aid

S = Aid.Status


class AidFilter(MatterFilter):
    """Also by what it is for and by stage."""

    subject = django_filters.ChoiceFilter(
        choices=Aid.Subject.choices, method="of_own", label="申请事项", empty_label="全部"
    )
    status = StageFilter("aid_request")

    def of_own(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(pk__in=Aid.objects.filter(compartment="", **{name: value}).values("pk"))


def subject(row: Any) -> str:
    return SEALED if row.sealed else str(row.get_subject_display()).split("（")[0]


LISTING = Listing(
    label="法援协助台账",
    views=(
        View("open", "全部在办", lambda at: Q(), live=True, order=SOONEST),
        View(
            "here",
            "待初审、待补正",
            lambda at: Q(status__in=(S.CHECKING, S.SUPPLYING)),
            live=True,
            order=SOONEST,
        ),
        View(
            "county",
            "在县里",
            lambda at: Q(status__in=(S.SENT, S.GRANTED, S.OBJECTED)),
            live=True,
            order=SOONEST,
        ),
        View("assigned", "承办中", lambda at: Q(status=S.ASSIGNED), live=True),
        View(
            "following", "待回访", lambda at: Q(status__in=(S.RESULTED, S.REFUSED)), live=True, order=SOONEST
        ),
        View("all", "全部", lambda at: Q()),
    ),
    filters=AidFilter,
    own=(Column("申请事项", 16, subject), Column("时效届满", 12, lambda row: row.bar_on)),
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
