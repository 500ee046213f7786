"""Forms of the acts of a quality review."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from command.brought import kind_choices
from command.models import QualityReview, Sampled
from command.quality.sampling import rated
from core.procedure.procedure import by_kind
from core.values.form_base import day
from core.values.moments import last_month_end
from core.workflow.forms import ActForm, RowField
from core.workflow.record_steps import asking

KIND = forms.ChoiceField(label="种类", choices=kind_choices)


class DrawForm(asking(QualityReview, "first", "last", "rule", "every", kind=KIND)):  # type: ignore[misc]
    """抽样: of last month, unless told otherwise."""

    field_order = ("kind", "first", "last", "rule", "every")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = last_month_end()
        self.fields["first"].initial, self.fields["last"].initial = last.replace(day=1), last
        self.fields["every"].min_value = 1

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last, kind = data.get("first"), data.get("last"), data.get("kind")
        if first and last and last < first:
            self.add_error("last", "截止日期早于起始日期。")
        if data.get("every") == 0:
            self.add_error("every", "至少是 1。")
        if kind and data.get("rule") == QualityReview.Rule.UNSATISFIED and not rated(by_kind()[kind]):
            self.add_error("rule", "这一种类没有群众评价，请用另一种抽样办法。")
        return data


SAMPLED = RowField(
    "评查件",
    lambda form: form.matter.sample.select_related("about"),
    says=lambda row: f"{row.about.number}{'（已评查）' if row.checked_at else ''}",
)


class AssessForm(
    asking(  # type: ignore[misc]
        Sampled,
        "faults",
        "words",
        "unit",
        required=("words",),
        sampled=SAMPLED,
    )
):
    """登记评查: what is wrong in one file, whose it is to mend."""

    field_order = ("sampled", "faults", "words", "unit")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("faults") and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "有问题的，请选责任单位。")
        return data


class OrderForm(ActForm):
    due_on = day("整改期限")

    def clean_due_on(self) -> Any:
        if self.cleaned_data["due_on"] < localdate():
            raise forms.ValidationError("整改期限早于今天。")
        return self.cleaned_data["due_on"]
