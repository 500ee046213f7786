"""信访台账: its views, filters and columns."""

from typing import Any

from django.db.models import Q

from core.lists.filters import by_stage, one_of
from core.procedure.listing import ALL, OPEN, OVERDUE, SEALED, Column, Listing, View, standing
from petitions.models import Petition

S = Petition.Status


def _at(*statuses: str) -> Any:
    return lambda at: Q(status__in=statuses)


VIEWS = (
    OPEN,
    standing("sorting", "待分类", S.REGISTERED),
    standing("telling", "待告知", S.TO_ACCEPT, S.TO_TELL, S.TO_SERVE),
    standing("handling", "办理中", S.ACCEPTED, S.AGREED, S.STUDYING, S.BELOW),
    standing("signing", "待审签", S.CHECKING, S.SIGNING),
    View("reviewing", "复查复核", _at(S.SERVED, S.IN_REVIEW, S.REVIEWED, S.IN_SECOND), live=True),
    OVERDUE,
    View("done", "已办结", lambda at: Q(closed_at__isnull=False, voided_at=None)),
    ALL,
)


def kind_of(row: Any) -> str:
    """A sealed matter's kind would say what its label keeps."""
    return SEALED if row.sealed else str(row.get_kind_of_display())


def way_of(row: Any) -> str:
    return "" if row.sealed or not row.way else f"第{row.way}项"


def result(row: Any) -> str:
    """What came of it, in a word."""
    if row.sealed:
        return ""
    return str(
        row.get_result_display() or row.get_adopted_display() or row.get_refusal_display().split("（")[0]
    )


LISTING = Listing(
    label="信访台账",
    views=VIEWS,
    filters=by_stage(
        "petition",
        channel=one_of("信访形式", Petition.Channel.choices),
        kind_of=one_of("类别", Petition.Kind.choices, tells=True),
        way=one_of("办理途径", Petition.Way.choices, tells=True),
        field=one_of("涉及领域", Petition.Field.choices, tells=True),
        source=one_of("来源", Petition.Source.choices),
    ),
    own=(
        Column("信访形式", 10, lambda row: row.get_channel_display()),
        Column("类别", 10, kind_of),
        Column("途径", 8, way_of, usual=False),
        Column("领域", 10, lambda row: "" if row.sealed else row.get_field_display(), usual=False),
        Column("来源", 10, lambda row: row.get_source_display(), usual=False),
        Column("人数", 6, lambda row: str(row.head_count), usual=False),
        Column("国家系统编号", 18, lambda row: row.national_number, usual=False),
    ),
    outcome=(
        Column("受理日期", 12, lambda row: row.accepted_on, usual=False),
        Column("结果", 12, result, usual=False),
        Column("签发日期", 12, lambda row: row.signed_on, usual=False),
        Column("终结", 14, lambda row: row.get_ground_display(), usual=False),
    ),
    read=(
        "channel", "kind_of", "way", "field", "source", "head_count", "national_number", "accepted_on", "result", "adopted", "refusal",
        "signed_on", "ground",
    ),
    nothing=("没有这样的信访事项", "来信来访来电请“信访登记”；大厅事项可以在事项页上选“转信访”。"),
    start=("register_petition", "信访登记", "petitions.register"),
)  # fmt: skip
