"""事项台账: its views, filters and columns."""

from typing import Any

from django.db.models import Q

from cases.filters import CaseFilter
from cases.models import Case
from core.procedure.listing import ALL, OPEN, OVERDUE, SEALED, Column, Listing, View
from core.procedure.paging import SOONEST

VIEWS = (
    OPEN,
    View("dispatch", "待分流", lambda at: Q(status__in=["registered", "returned"]), live=True),
    OVERDUE,
    View("soon", "临期", lambda at: Q(warn_at__lte=at, due_at__gt=at), live=True, order=SOONEST),
    View("callback", "待回访", lambda at: Q(status="replied"), live=True),
    View("done", "已办结", lambda at: Q(closed_at__isnull=False, voided_at=None)),
    ALL,
)


def category_of(case: Any) -> str:
    """A sealed matter's category would say what its label keeps."""
    if case.sealed:
        return SEALED
    return case.category.name if case.category else ""


LISTING = Listing(
    label="事项台账",
    views=VIEWS,
    filters=CaseFilter,
    own=(
        Column("来源", 10, lambda case: str(Case.Channel(case.channel).label)),
        Column("类别", 18, category_of, usual=False),
    ),
    outcome=(Column("评价", 10, lambda case: case.get_satisfaction_display(), usual=False),),
    related=("category",),
    read=("channel", "satisfaction", "category__name"),
    start=("register_case", "来访登记", "cases.register"),
)
