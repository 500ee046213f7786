"""Forms of the monthly report."""

from collections.abc import Callable
from typing import Any

from django import forms

from core.access.people import with_permission
from core.models import User
from core.procedure.indicators import Period
from core.statistics.counting import month_before, name_of
from core.values.form_base import Form, long_text
from core.workflow.forms import ActForm, RowField
from reports import monthly, narrative

MONTHS = 24


class MonthForm(Form):
    """Which month; only months that are over can be counted for good."""

    month = forms.ChoiceField(label="统计月份")

    def __init__(self, *args: Any, this_month: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [month_before(this_month, back) for back in range(1, MONTHS + 1)]
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name_of(one), f"{one.first.year} 年 {one.first.month} 月") for one in months]
        field.error_messages["invalid_choice"] = "请从列出的月份里选；没有过完的月份不能出月报。"


class WordsForm(ActForm):
    """修改文字: one field a section, filled with what stands there."""

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        words = matter.words if matter else {}
        kwargs["initial"] = {**words, **kwargs.get("initial", {})}
        super().__init__(*args, matter=matter, **kwargs)
        for key, (title, _) in narrative.SECTIONS.items():
            self.fields[key] = long_text(title, required=False, limit=4000)
        self.order_fields([*narrative.SECTIONS, *self.OWN])


class CountForm(ActForm):
    """重新统计: asks nothing; the numbers are counted here, before the lock is taken."""

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, "facts": monthly.frozen(self.matter.period)}


def _others_with(permission: str) -> Callable[[ActForm], Any]:
    """Those who hold a permission today, but for the user."""

    def rows(form: ActForm) -> Any:
        found = [user.pk for user in with_permission(permission) if user != form.user]
        return User.objects.filter(pk__in=found)

    return rows


class SubmitForm(ActForm):
    """送审: to whom."""

    checker = RowField("审核人", _others_with("reports.check"))
    note = long_text("说明", rows=2, limit=300, required=False)


class CheckForm(CountForm):
    """审核通过: counted once more, and who signs."""

    signer = RowField("签发人", _others_with("core.lead"))
    note = long_text("审核意见", rows=2, limit=300, required=False)


class NoteForm(ActForm):
    """签发: a word or none."""

    note = long_text("签发意见", rows=2, limit=300, required=False)
