"""What every list of matters can be filtered by; apps add what only they have."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import django_filters
from django import forms
from django.core.cache import cache
from django.forms.models import ModelChoiceIterator
from django.utils.timezone import make_aware
from django_filters.fields import ModelChoiceField

from core.lists.search import grams, ids
from core.models import Area, Matter, Unit
from core.procedure.procedure import by_kind
from core.values.digest import digest
from core.values.form_base import day_input


class _Rows(ModelChoiceIterator):
    """The choices of a short table, kept for a minute: every list offers the same ones. What was chosen is
    looked up anew, so a choice that is gone is refused.
    """

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        key = f"core.choices.{digest(str(self.queryset.query).encode())}"
        yield from cache.get_or_set(key, self._read, 60) or ()

    def _read(self) -> list[tuple[str, str]]:
        return [(str(row.pk), self.field.label_from_instance(row)) for row in self.queryset]


class _RowField(ModelChoiceField):
    iterator = _Rows


class RowFilter(django_filters.ModelChoiceFilter):
    """One row of a short table."""

    field_class = _RowField


class _WordsField(forms.CharField):
    """Words or a number to look for: signs alone would find everything, as if all had matched."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not grams(text):
            raise forms.ValidationError(f"“{text}”里没有可以查的字，请写字、编号或电话尾号。")
        return text


class _WordsFilter(django_filters.CharFilter):
    field_class = _WordsField


class StageFilter(django_filters.ChoiceFilter):
    """The stages of a kind; the one in which it waits for a procedure below, as each of those says it (below:KIND)."""

    def __init__(self, kind: str) -> None:
        super().__init__(choices=lambda: list(_stages(kind)), label="环节", empty_label="全部")
        self.kind = kind

    def filter(self, qs: Any, value: str) -> Any:
        status, _, below = (value or "").partition(":")
        rows = qs.filter(status=status) if status else qs
        return rows.filter(waits_for=below) if below else rows


def _stages(kind: str) -> Iterator[tuple[str, str]]:
    flow = by_kind()[kind].workflow
    waiting = flow.below.opening.target if flow.below else None
    for stage in flow.stages:
        if flow.below and stage.status == waiting:
            yield from ((f"{waiting}:{below}", shown.label) for below, shown in flow.below.stages.items())
        else:
            yield stage.status, stage.label


class MatterFilter(django_filters.FilterSet):
    """Decided on the parent's columns; what stands in the child comes by subquery. The words come last."""

    since = django_filters.DateFilter(
        method="received_since",
        label="收到自",
        widget=day_input(),
    )
    until = django_filters.DateFilter(
        method="received_until",
        label="收到至",
        widget=day_input(),
    )
    village = RowFilter(
        queryset=Area.objects.filter(level__depth=2), method="in_village", label="村", empty_label="全部"
    )
    unit = RowFilter(
        field_name="holder_unit",
        queryset=Unit.objects.filter(closed_on=None),
        label="现由单位",
        empty_label="全部",
    )
    q = _WordsFilter(
        method="with_words",
        label="内容",
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "字、编号、登记号、姓名、电话尾号"}),
    )

    class Meta:
        model = Matter
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.order_fields(
            [name for name in self.form.fields if name not in ("unit", "q")] + ["unit", "q"]
        )

    def received_since(self, rows: Any, name: str, day: date) -> Any:
        """From the day's first moment on, as a moment: a date made of the column would use no index."""
        return rows.filter(received_at__gte=make_aware(datetime.combine(day, time.min)))

    def received_until(self, rows: Any, name: str, day: date) -> Any:
        """To the end of the day, which may be the last that there is."""
        return rows.filter(received_at__lte=make_aware(datetime.combine(day, time.max)))

    def in_village(self, rows: Any, name: str, area: Area) -> Any:
        return rows.in_area(area)

    def with_words(self, rows: Any, name: str, words: str) -> Any:
        return rows.filter(pk__in=ids(words))

    def of_own(self, rows: Any, name: str, value: Any) -> Any:
        """By a column of the own row of the kind whose stages the list offers."""
        return rows.filter(pk__in=self._own(name, value).values("pk"))

    def of_own_unsealed(self, rows: Any, name: str, value: Any) -> Any:
        """The same, of what no label closes."""
        return rows.filter(pk__in=self._own(name, value).filter(compartment="").values("pk"))

    def _own(self, name: str, value: Any) -> Any:
        model = by_kind()[self.filters["status"].kind].model
        return model._default_manager.filter(**{name: value})


def one_of(label: str, choices: Any, tells: bool = False) -> django_filters.ChoiceFilter:
    """By a column of the kind's own row. `tells`: it would tell what a label keeps, so nothing sealed is found by it."""
    method = "of_own_unsealed" if tells else "of_own"
    return django_filters.ChoiceFilter(choices=choices, method=method, label=label, empty_label="全部")


def by_stage(kind: str, **own: django_filters.Filter) -> type[MatterFilter]:
    """The filter of a list that asks for the stage, after what else is its own (one_of)."""
    return type("ByStage", (MatterFilter,), {**own, "status": StageFilter(kind)})
