"""Registering a case: text into domain types and nothing else. What later acts ask: cases/forms_acts.py."""

from typing import Any

from django import forms

from cases.models import Case, Category
from core.forms import ActForm
from core.models import Area, Matter


class CodeField(forms.CharField):
    """An input with suggestions: a code, a name or pinyin initials of a row. Works as plain text."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model = model
        attrs = {
            "list": "areas" if model is Area else "categories",
            "data-combobox": "",
            "placeholder": "编号、名称或拼音首字母",
        }
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = self.find(text.strip())
        if len(found) == 1:
            return found[0]
        word = "不止一个" if found else "没有"
        raise forms.ValidationError(f"“{text}”对应的{self.label}{word}，请从提示里选一个，或先空着。")

    def find(self, text: str) -> list[Any]:
        code = text.split()[0]
        for condition in (
            {"code": code},
            {"name": text},
            {"initials": text.lower()},
            {"name__contains": text},
        ):
            found = list(self.live().filter(**condition)[:2])
            if found:
                return found
        return self.by_full_name(text)

    def live(self) -> Any:
        ended = "closed_on" if self.model is Area else "retired_on"
        return self.model.objects.filter(**{ended: None})

    def by_full_name(self, text: str) -> list[Any]:
        """桃坞村 · 桃坞第二网格: the last part names the place, the one before it where it lies."""
        *above, last = [part.strip() for part in text.split("·")]
        return list(self.live().filter(name=last, parent__name=above[-1])[:2]) if above else []


class CaseFacts(forms.Form):
    """What the registration asks and a correction may change. Only channel and demand must be filled."""

    channel = forms.ChoiceField(
        label="来源", choices=Case.Channel.choices, initial=Case.Channel.VISIT, widget=forms.RadioSelect
    )
    demand = forms.CharField(
        label="诉求",
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
        error_messages={"required": "请照来访人的话记下诉求，一句也行。"},
    )
    area = CodeField(Area, label="地点", required=False)
    place = forms.CharField(label="详细地点", max_length=80, required=False)
    category = CodeField(Category, label="类别", required=False)
    head_count = forms.IntegerField(
        label="来访人数",
        min_value=1,
        max_value=9999,
        required=False,
        widget=forms.NumberInput(attrs={"class": "fq-short"}),
        error_messages={
            "min_value": "人数至少是 1。",
            "invalid": "人数请填整数。",
            "max_value": "人数太大，请核对。",
        },
    )
    materials = forms.CharField(label="提交材料", max_length=200, required=False)
    flags = forms.MultipleChoiceField(
        label="要紧情况", choices=Case.Flag.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    wishes = forms.MultipleChoiceField(
        label="意愿", choices=Case.Wish.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    secrecy = forms.ChoiceField(
        label="密级",
        choices=Matter.Secrecy.choices,
        initial=Matter.Secrecy.INTERNAL,
        required=False,
        widget=forms.RadioSelect,
    )
    accusation = forms.BooleanField(
        label="检举控告或要求保密",
        required=False,
        help_text="登记即封闭，别处只显示“保密事项”。",
    )

    def clean_head_count(self) -> int:
        return self.cleaned_data.get("head_count") or 1

    def clean_secrecy(self) -> str:
        return self.cleaned_data.get("secrecy") or Matter.Secrecy.INTERNAL


class RegisterForm(ActForm, CaseFacts):
    """来访登记: the facts, and the key that makes a double click one case."""

    field_order = (
        "channel",
        "demand",
        "area",
        "place",
        "category",
        "head_count",
        "materials",
        "flags",
        "wishes",
        "secrecy",
        "accusation",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:  # a returned form starts at the sentence that says why
            self.fields["demand"].widget.attrs["autofocus"] = True
