"""The form that asks for a monthly report."""

from typing import Any

from django import forms

from core.indicators import Period
from reports.statistics import month_before, name_of

MONTHS = 24


class IssueForm(forms.Form):
    """Which month; only months that are over can be frozen."""

    month = forms.ChoiceField(label="统计月份")

    def __init__(self, *args: Any, this_month: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [month_before(this_month, back) for back in range(1, MONTHS + 1)]
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name_of(one), f"{one.first.year} 年 {one.first.month} 月") for one in months]
        field.error_messages["invalid_choice"] = "请从列出的月份里选；没有过完的月份不能出月报。"
