"""What every registration asks: text into domain types and nothing else. A room adds its own facts."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from core.intake.earlier import LINES, bring
from core.intake.forms_accused import AccusedFields
from core.intake.forms_sensitive import YES, ClosedQuestions
from core.models import Area, Matter, OnlineIntake, Party
from core.parties.forms import MOST, PartyFields
from core.procedure.intake import Intake
from core.procedure.procedure import by_kind
from core.values.form_base import radio, short_text
from core.workflow.forms import ActForm

NAME = 60  # characters of one name
# What is typed where no village is meant: said by the clerk, never taken from an empty field.
NOWHERE = ("不详", "全镇")
GROUP = 5  # people from whom on representatives are chosen (《信访工作条例》第二十条)
SIDES = ({"role": Party.Role.APPLICANT}, {"role": Party.Role.RESPONDENT})
ASKS = {"data-asks": ""}  # what is typed here is looked up meanwhile (static/js/look.js)


class CodeField(forms.CharField):
    """An input with suggestions: a code, a name or pinyin initials of a row. Works as plain text. `listed`: the id of the
    list of suggestions on the page.
    """

    def __init__(self, model: Any, listed: str = "areas", **kwargs: Any) -> None:
        self.model = model
        attrs = {
            "list": listed,
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
        if self.model is Area and text in NOWHERE:
            return list(self.live().filter(parent=None)[:1])
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


def channel_field(choices: Any, initial: str) -> forms.ChoiceField:
    """来源: by which way it came."""
    return radio("来源", choices, initial=initial)


def flags_field(choices: Any) -> forms.MultipleChoiceField:
    """要紧情况: what is told at once."""
    return forms.MultipleChoiceField(
        label="要紧情况", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class RegistrationForm(ActForm, AccusedFields, ClosedQuestions):
    """The facts of a registration, and the key that makes a double click one matter. Only demand and place must be filled.

    A room adds its `channel` and `flags`, and what it asks besides; it leaves out a field by setting it to None.
    `KIND`: of its procedure. `DEMAND`: what the words are called, and what is said where there are none; `WHERE`: the place
    that is offered. `LINKED`: why it is linked to what was chosen. `IN_PERSON`: channels by which people come
    themselves. `MORE`: fields behind 更多.
    """

    KIND = ""
    DEMAND: tuple[str, str] | None = None
    WHERE = ""
    LINKED = "登记时查到，可能重复"
    IN_PERSON: tuple[str, ...] = ()
    MORE = frozenset({"place", "scan", "at", "decided_by"})

    demand = forms.CharField(
        label="诉求",
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": "", **ASKS}),
        error_messages={"required": "请照来访人的话记下诉求，一句也行。"},
    )
    area = CodeField(
        Area,
        label="地点",
        error_messages={"required": "请写是哪个村、哪个网格；不知道的写“不详”，涉及全镇的写“全镇”。"},
    )
    place = short_text("详细地点", 80, False)
    head_count = forms.IntegerField(
        label="来访人数",
        min_value=1,
        max_value=9999,
        required=False,
        widget=forms.NumberInput(attrs={"class": "fq-short", "data-group-from": str(GROUP)}),
        error_messages={
            "min_value": "人数至少是 1。",
            "invalid": "人数请填整数。",
            "max_value": "人数太大，请核对。",
        },
    )
    representatives = forms.CharField(
        label="代表",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "姓名用顿号隔开"}),
    )
    accusation = forms.BooleanField(label="检举控告", required=False, help_text="登记即封闭，对方看不到。")
    confidential = forms.BooleanField(label="要求保密", required=False, help_text="登记即封闭。")
    online = forms.IntegerField(
        required=False, widget=forms.HiddenInput
    )  # what it was sent in as (online.py)
    link_to = forms.ModelMultipleChoiceField(
        Matter.objects.none(),
        label="关联",
        required=False,
        error_messages={"invalid_choice": "要关联的事项已经看不到了，请再查重一次。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].widget.attrs |= ASKS
        self.fields["area"].initial = self.WHERE
        if self.DEMAND:
            demand = self.fields["demand"]
            demand.label, demand.error_messages["required"] = self.DEMAND
        self.fields["scan"].help_text = "证件、材料的照片或扫描件，图片或 PDF，随登记归入事项。"
        self.fields["scan"].widget.attrs |= {"accept": "image/*,.pdf", "data-photos": ""}
        if self.user is not None and may_link(self.user, self.KIND):
            seen = Matter.objects.visible_to(self.user)
            self.fields["link_to"].queryset = seen.filter(kind=self.KIND, voided_at=None)  # type: ignore[attr-defined]
        if "flags" in self.fields:
            self.fields["flags"].widget.attrs["accesskey"] = "y"
        if not self.is_bound:  # a returned form starts at the sentence that says why
            self.fields[self.room.words].widget.attrs["autofocus"] = True

    @property
    def room(self) -> Intake:
        intake = by_kind()[self.KIND].intake
        assert intake is not None  # it declares this form there
        return intake

    @property
    def SAID(self) -> str:  # type: ignore[override]  # noqa: N802
        return self.room.words

    def accuses(self) -> bool:
        return bool(self.data.get("accusation")) or self.data.get("closed_accusation") == YES

    def closed_anyway(self) -> bool:
        """What was sent in under secrecy is an accusation, unless the clerk says that it is a wish for secrecy."""
        sent = str(self.data.get("online") or "")
        if self.data.get("confidential") or not (sent.isascii() and sent.isdigit() and len(sent) < 19):
            return False
        return OnlineIntake.objects.filter(pk=int(sent), confidential=True).exists()

    def complained_of(self) -> list[str]:
        """Of the lines of people, which are posted beside this form."""
        lines = [f"people-{row}-" for row in lines_of(self.data)]
        named = [
            self.data.get(f"{line}name", "").strip()
            for line in lines
            if self.data.get(f"{line}role") == Party.Role.RESPONDENT
        ]
        return [name[:NAME] for name in named if name]

    def clean_head_count(self) -> int:
        return self.cleaned_data.get("head_count") or 1

    def clean_representatives(self) -> list[str]:
        """Names in the order typed, each once; five at most (《信访工作条例》第二十条)."""
        typed = re.split(r"[、，,；;]", self.cleaned_data.get("representatives") or "")
        names = list(dict.fromkeys(name.strip() for name in typed if name.strip()))
        if len(names) > MOST:
            raise forms.ValidationError(f"代表不超过 {MOST} 人，现有 {len(names)} 人。")
        if any(len(name) > NAME for name in names):
            raise forms.ValidationError(f"一个姓名最多 {NAME} 字，几个人请用顿号隔开。")
        return names

    def clean(self) -> dict[str, Any]:
        """Whoever is named as a representative has come."""
        data = super().clean() or {}
        if len(data.get("representatives") or ()) > data.get("head_count", 1):
            data["head_count"] = len(data["representatives"])
        if data.get("channel") in self.IN_PERSON and self.lacks_representatives(data):
            said = f"{data['head_count']} 人来访，应当推选代表，不超过 {MOST} 人（《信访工作条例》第二十条），请写代表姓名。"
            self.add_error("representatives", said)
        self.asks_whom(data)
        return data

    def lacks_representatives(self, data: dict[str, Any]) -> bool:
        """Have many come, or written, and named nobody who speaks for them?"""
        named = data.get("representatives") or "representatives" in self.errors
        return data.get("head_count", 1) >= GROUP and not named

    def behind(self, others: bool) -> bool:
        """Is something behind 更多 to be mended? `others`: in the lines of people."""
        return bool(self.MORE & self.errors.keys())

    @property
    def front(self) -> list[Any]:
        """What a page without a layout of its own asks at first sight."""
        aside = self.MORE | {"link_to", "superior", "keeper"}
        return [bound for bound in self.visible_fields() if bound.name not in aside]

    @property
    def back(self) -> list[Any]:
        """And what stands behind 更多."""
        return [bound for bound in self.visible_fields() if bound.name in self.MORE]

    @property
    def answers(self) -> dict[str, Any]:
        return self.accused_of(self.with_answers(super().answers))


def may_link(user: Any, kind: str) -> bool:
    """May the user link what is registered to another matter of this kind?"""
    rows = by_kind()[kind].workflow.transitions if kind else ()
    return any(row.name == "link" and user.has_perm(row.permission) for row in rows)


def lines_of(typed: Mapping[str, Any]) -> range:
    """The lines of people that were posted."""
    total = typed.get("people-TOTAL_FORMS", "")
    return range(min(int(total), LINES) if total.isascii() and total.isdigit() else len(SIDES))


class Elsewhere(forms.HiddenInput):
    """A control that the page shows beside what it stands for, not in its line."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return SafeString("")


class PersonLine(PartyFields):
    """One line of the parties; what the file knows already may be taken along (core.intake.earlier)."""

    same_as = forms.IntegerField(required=False, min_value=1, widget=Elsewhere)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["id_number"].widget.attrs["maxlength"] = "200"  # a reader may type the whole card into it
        for name in ("name", "id_number", "phone"):
            self.fields[name].widget.attrs |= ASKS

    def clean(self) -> dict[str, Any]:
        pk = self.cleaned_data.get("same_as")
        if pk and (sentence := bring(self.user, self.cleaned_data, pk)):
            self.add_error("name", sentence)
        return super().clean()


PersonLines = forms.formset_factory(PersonLine, extra=0, max_num=30, absolute_max=LINES, can_delete=False)
