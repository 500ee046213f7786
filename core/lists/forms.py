"""What is asked when a filter is kept under a name, and when columns are chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.models import ListChoice, SavedFilter
from core.values.form_base import Form
from core.values.roles import roles

SHARE = "core.share_filters"


class SavedFilterForm(Form):
    """The name, and whether one's whole unit has it; the latter only for those who may share."""

    name = forms.CharField(label="名称", max_length=16, help_text="如 桃坞、竹溪水利类；显示在清单上面。")
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
    density = forms.ChoiceField(
        label="行距", choices=ListChoice.Density.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, heads: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [(head, head) for head in heads]  # type: ignore[attr-defined]
