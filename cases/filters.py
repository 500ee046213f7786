"""What a list of cases can be filtered by."""

from typing import Any

import django_filters

from cases.models import Case, Category
from core.lists.filters import MatterFilter, RowFilter, StageFilter


class CaseFilter(MatterFilter):
    """Also by category, source and status."""

    category = RowFilter(
        queryset=Category.objects.filter(parent=None), method="of_category", label="类别", empty_label="全部"
    )
    channel = django_filters.ChoiceFilter(
        choices=Case.Channel.choices, method="by_channel", label="来源", empty_label="全部"
    )
    status = StageFilter("case")

    def of_category(self, rows: Any, name: str, category: Category) -> Any:
        return rows.filter(pk__in=Case.objects.filter(category__code__startswith=category.code).values("pk"))

    def by_channel(self, rows: Any, name: str, channel: str) -> Any:
        return rows.filter(pk__in=Case.objects.filter(channel=channel).values("pk"))
