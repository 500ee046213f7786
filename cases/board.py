"""What leaders read of cases by month, area and category."""

from collections.abc import Mapping

from django.db.models.functions import Coalesce

from cases.models import Category
from core.procedure.standard_tables import Board


def first_level() -> Mapping[str, str]:
    """Names of the first-level categories by code."""
    return dict(Category.objects.filter(parent=None).values_list("code", "name"))


BOARD = Board(
    kind="case",
    strip=(
        ("登记", "received"),
        ("办结", "finished"),
        ("在办", "closing"),
        ("超期", "overdue"),
        ("按期办结率", "on_time_rate"),
        ("满意率", "satisfaction_rate"),
    ),
    flow=("opening", "received", "finished", "closing"),
    late="overdue",
    listed="listed",
    groups=("category", Coalesce("category__parent", "category"), first_level),
    ungrouped="unsorted",
    asked="rated",
    ended="ended_terms",
)
