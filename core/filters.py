"""What every list of matters can be filtered by; apps add what only they have."""

from typing import Any

import django_filters
from django import forms

from core.forms import day_input
from core.models import Area, Matter, Unit
from core.search import texts


class MatterFilter(django_filters.FilterSet):
    """Decided on the parent's columns; what stands in the child comes by subquery. The words come last."""

    since = django_filters.DateFilter(
        field_name="received_at",
        lookup_expr="date__gte",
        label="收到自",
        widget=day_input(),
    )
    village = django_filters.ModelChoiceFilter(
        queryset=Area.objects.filter(level__depth=2), method="in_village", label="村", empty_label="全部"
    )
    unit = django_filters.ModelChoiceFilter(
        field_name="holder_unit",
        queryset=Unit.objects.filter(closed_on=None),
        label="现由单位",
        empty_label="全部",
    )
    q = django_filters.CharFilter(
        method="with_words",
        label="内容",
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "标题、诉求里的字，两个字也行"}),
    )

    class Meta:
        model = Matter
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.order_fields(
            [name for name in self.form.fields if name not in ("unit", "q")] + ["unit", "q"]
        )

    def in_village(self, rows: Any, name: str, area: Area) -> Any:
        return rows.in_area(area)

    def with_words(self, rows: Any, name: str, words: str) -> Any:
        return rows.filter(pk__in=texts(words))
