"""议题台账: its views, filters and columns; and the numbers on the dashboards."""

from django.db.models import Q

from core.lists.filters import by_stage, one_of
from core.procedure.cards import Card
from core.procedure.listing import ALL, OPEN, SEALED, Column, Listing, standing
from council.models import Motion

S = Motion.Status


ANSWERING = (S.PROPOSED, S.STUDYING, S.TO_ACCEPT)
MEETING = (S.ACCEPTED, S.CALLED, S.HELD)
LISTING = Listing(
    label="议题台账",
    views=(
        OPEN,
        standing("answering", "待审查、待答复", *ANSWERING),
        standing("meeting", "开会", *MEETING),
        standing("posted", "公示", S.RESOLVED, S.POSTED),
        standing("carrying", "落实、核查", S.CARRYING, S.CHECKING, S.CHECKED),
        ALL,
    ),
    filters=by_stage("motion", subject=one_of("议题类别", Motion.Subject.choices, tells=True)),
    own=(
        Column(
            "议题类别", 16, lambda row: SEALED if row.sealed else row.get_subject_display().split("、")[0]
        ),
        Column("会议", 12, lambda row: row.get_body_display()),
    ),
    outcome=(
        Column("作出日期", 12, lambda row: row.resolved_on, usual=False),
        Column("公示到", 12, lambda row: row.posted_through, usual=False),
        Column("公开结果", 12, lambda row: row.published_on, usual=False),
    ),
    read=("subject", "body", "resolved_on", "posted_through", "published_on"),
    nothing=("没有这样的议题", "村（居）民、村（居）委会、网格提出的，请“议题登记”。"),
    start=("register_motion", "议题登记", "council.propose"),
)
CARDS = (
    Card("motion_answering", "议题待审查、待答复", "登记了还没有书面答复的议题。", lambda at: Q(status__in=ANSWERING, closed_at=None),
        frozenset({"centre", "village"}), "motion", permission="council.keep"),
    Card("motion_carrying", "议题在落实、待核查", "决议已公示、还没有公开结果的议题。",
        lambda at: Q(status__in=(S.CARRYING, S.CHECKING, S.CHECKED), closed_at=None), frozenset({"centre", "village", "leader"}), "motion",
        permission="council.view"),
)  # fmt: skip
