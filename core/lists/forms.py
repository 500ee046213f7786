"""What is asked when a filter is kept under a name, when columns are chosen, and which period a register shows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.models import ListChoice, SavedFilter
from core.procedure.indicators import Period
from core.values.form_base import Form, radio, short_text
from core.values.moments import now
from core.values.roles import roles

SHARE = "core.share_filters"
YEARS = 10  # of a register, back from now


class SavedFilterForm(Form):
    """The name, and whether one's whole unit has it; the latter only for those who may share."""

    name = short_text("名称", 16, help_text="如 桃坞、竹溪水利类；显示在清单上面。")
    shared = forms.BooleanField(label="本单位的人都能用", required=False)

    def __init__(self, *args: Any, saved: SavedFilter, **kwargs: Any) -> None:
        self.saved = saved
        kwargs["initial"] = {"name": saved.name, "shared": saved.shared_with_id is not None}
        super().__init__(*args, **kwargs)
        if not saved.user.has_perm(SHARE):
            del self.fields["shared"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = SavedFilter.objects.filter(user=self.saved.user, kind=self.saved.kind).exclude(
            pk=self.saved.pk
        )
        if others.filter(name=name).exists():
            raise forms.ValidationError("您已有一个同名的筛选，请换个名称。")
        if self.saved._state.adding and others.count() >= SavedFilter.MOST:
            raise forms.ValidationError(f"一份清单最多保存 {SavedFilter.MOST} 个筛选，请先删去不用的。")
        return name

    def save(self) -> SavedFilter:
        """Shared with the unit of the post that lets one share, or with nobody."""
        posts = [post for post in self.saved.user.reach.posts if SHARE in roles()[post.role].permissions]
        self.saved.name = self.cleaned_data["name"]
        self.saved.shared_with = posts[0].unit if self.cleaned_data.get("shared") else None
        self.saved.save()
        return self.saved


class ListChoiceForm(Form):
    """Which of a list's columns, and how high its lines."""

    columns = forms.MultipleChoiceField(
        label="显示的列",
        widget=forms.CheckboxSelectMultiple,
        help_text="灯、编号、事项总是显示。",
        error_messages={"required": "至少选一列。"},
    )
    density = radio("行距", ListChoice.Density.choices, False)

    def __init__(self, *args: Any, heads: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [(head, head) for head in heads]  # type: ignore[attr-defined]


class PeriodForm(Form):
    """Which year, and which month of it; empty: the whole year. What cannot be understood is this month."""

    year = forms.TypedChoiceField(label="年", coerce=int)
    month = forms.TypedChoiceField(label="月", coerce=int, required=False, empty_value=None)

    def __init__(self, data: Any) -> None:
        today = localdate(now())
        given = {name: data[name] for name in ("year", "month") if name in data}
        super().__init__(given or {"year": today.year, "month": today.month})
        years = range(today.year, today.year - YEARS, -1)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]  # type: ignore[attr-defined]
        months = [("", "全年"), *((month, f"{month} 月") for month in range(1, 13))]
        self.fields["month"].choices = months  # type: ignore[attr-defined]

    @property
    def period(self) -> Period:
        if not self.is_valid():
            today = localdate(now())
            return Period.of_month(today.year, today.month)
        year, month = self.cleaned_data["year"], self.cleaned_data["month"]
        if month:
            return Period.of_month(year, month)
        return Period(Period.of_month(year, 1).first, Period.of_month(year, 12).last)

    @property
    def words(self) -> str:
        first, last = self.period.first, self.period.last
        return f"{first.year}年" + (f"{first.month}月" if first.month == last.month else "")
