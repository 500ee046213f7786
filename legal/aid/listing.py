"""法援协助台账."""

from typing import Any

from django.db.models import Q

from core.lists.filters import by_stage, one_of
from core.procedure.listing import ALL, OPEN, SEALED, Column, Listing, View, standing
from legal.models import Aid

S = Aid.Status


def subject(row: Any) -> str:
    return SEALED if row.sealed else str(row.get_subject_display()).split("（")[0]


LISTING = Listing(
    label="法援协助台账",
    views=(
        OPEN,
        standing("here", "待初审、待补正", S.CHECKING, S.SUPPLYING),
        standing("county", "在县里", S.SENT, S.GRANTED, S.OBJECTED),
        View("assigned", "承办中", lambda at: Q(status=S.ASSIGNED), live=True),
        standing("following", "待回访", S.RESULTED, S.REFUSED),
        ALL,
    ),
    filters=by_stage("aid_request", subject=one_of("申请事项", Aid.Subject.choices, tells=True)),
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
