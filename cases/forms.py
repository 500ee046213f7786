"""Forms of a case: text into domain types and nothing else."""

from typing import Any

from django import forms

from cases.models import Case, Category
from core.forms import ActForm, UnitField, long_text
from core.models import Area, Matter, Unit

RETURN_REASONS = [
    ("not_ours", "不属本单位职责"),
    ("elsewhere", "已由其他单位受理"),
    ("unclear", "事实不清，需补充材料"),
]


class AnswerForm(ActForm):
    """当场答复."""

    answer = long_text("答复内容", help_text="怎么答的就怎么记，来访人以后可以查。")
    satisfaction = forms.ChoiceField(
        label="当场评价",
        required=False,
        widget=forms.RadioSelect,
        choices=[choice for choice in Case.Satisfaction.choices if choice[0] != "unreached"],
    )


class HandOverForm(ActForm):
    """转办: which unit, how hard, what to look to."""

    unit = UnitField(
        Unit.Kind.DEPARTMENT,
        Unit.Kind.STATIONED,
        Unit.Kind.VILLAGE,
        label="承办单位",
        empty_label="请选择",
        error_messages={"required": "请选承办单位。", "invalid_choice": "没有这个单位，或已停用。"},
    )
    grade = forms.ChoiceField(
        label="难易",
        choices=Case.Grade.choices,
        initial=Case.Grade.ORDINARY,
        widget=forms.RadioSelect,
        help_text="简单 1 个工作日，一般 7 日，复杂 20 日；从收到之日起算。",
    )
    note = long_text("转办意见", rows=2, limit=500, required=False)


class ReturnForm(ActForm):
    """退回: why it is not ours."""

    reason = forms.ChoiceField(label="理由", choices=RETURN_REASONS, widget=forms.RadioSelect)
    explanation = long_text(
        "说明", rows=2, limit=250, help_text="写明依据，例如职责清单第几项、应由哪个单位办。"
    )


class NoteForm(ActForm):
    """记办理情况."""

    note = long_text("办理情况", rows=3, limit=2000)


class ReplyForm(ActForm):
    """提交办理结果."""

    answer = long_text("办理结果", help_text="做了什么、结果怎样、依据是什么。这是要答复群众的话。")


class CallBackForm(ActForm):
    """回访."""

    satisfaction = forms.ChoiceField(
        label="评价", choices=Case.Satisfaction.choices, widget=forms.RadioSelect
    )
    note = long_text("回访情况", rows=2, limit=500, required=False)


class ReasonForm(ActForm):
    """作废、解除 and the like: nothing but a reason."""

    reason = long_text("理由", rows=2, limit=300)


class SealForm(ActForm):
    """封闭: which label, and why."""

    compartment = forms.ChoiceField(
        label="封闭类别", choices=Matter.Compartment.choices[1:], widget=forms.RadioSelect
    )
    reason = long_text("理由", rows=2, limit=300)


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


class CorrectForm(ActForm):
    """更正: what was typed wrongly, with the reason; the old words stay in the history."""

    title = forms.CharField(label="标题", max_length=80)
    area = CodeField(Area, label="地点", required=False)
    category = CodeField(Category, label="类别", required=False)
    demand = long_text("诉求", limit=10000)
    reason = long_text("更正理由", rows=2, limit=300)

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        facts = (
            {
                "title": matter.title,
                "area": matter.area.code,
                "demand": matter.demand,
                "category": matter.category_id or "",
            }
            if matter
            else {}
        )
        super().__init__(*args, matter=matter, initial=facts, **kwargs)


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
