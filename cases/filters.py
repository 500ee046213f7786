"""What a list of cases can be filtered by."""

from typing import Any

import django_filters
from django import forms

from cases.models import Case, Category
from core.forms import day_input
from core.models import Area, Matter, Unit
from core.search import texts

STATES = (("open", "未办结"), ("overdue", "逾期"), ("soon", "临期"), ("done", "已办结"))


class CaseFilter(django_filters.FilterSet):
    """Decided on the parent's columns; what stands in the child comes by subquery."""

    since = django_filters.DateFilter(
        field_name="received_at",
        lookup_expr="date__gte",
        label="收到自",
        widget=day_input(),
    )
    village = django_filters.ModelChoiceFilter(
        queryset=Area.objects.filter(level__depth=2), method="in_village", label="村", empty_label="全部"
    )
    category = django_filters.ModelChoiceFilter(
        queryset=Category.objects.filter(parent=None), method="of_category", label="类别", empty_label="全部"
    )
    channel = django_filters.ChoiceFilter(
        choices=Case.Channel.choices, method="by_channel", label="来源", empty_label="全部"
    )
    status = django_filters.ChoiceFilter(choices=Case.Status.choices, label="环节", empty_label="全部")
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

    def in_village(self, rows: Any, name: str, area: Area) -> Any:
        return rows.in_area(area)

    def of_category(self, rows: Any, name: str, category: Category) -> Any:
        return rows.filter(pk__in=Case.objects.filter(category__code__startswith=category.code).values("pk"))

    def by_channel(self, rows: Any, name: str, channel: str) -> Any:
        return rows.filter(pk__in=Case.objects.filter(channel=channel).values("pk"))

    def with_words(self, rows: Any, name: str, words: str) -> Any:
        return rows.filter(pk__in=texts(words))
