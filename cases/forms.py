"""Registering a case: text into domain types and nothing else. What later acts ask: cases/forms_acts.py."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from cases.earlier import LINES, bring
from cases.forms_accused import AccusedFields
from cases.forms_sensitive import YES, ClosedQuestions
from cases.models import Case, Category, OnlineIntake, PetitionClass, Question
from core.models import Area, Matter, Party
from core.parties.forms import MOST, PartyFields
from core.values.form_base import Form
from core.workflow.forms import ActForm

NAME = 60  # characters of one name
# What is typed where no village is meant: said by the clerk, never taken from an empty field.
NOWHERE = ("不详", "全镇")
GROUP = 5  # people from whom on representatives are chosen (《信访工作条例》第二十条)
LISTS: Mapping[Any, str] = {
    Area: "areas",
    Category: "categories",
    PetitionClass: "classes",
}  # ids on the page


class CodeField(forms.CharField):
    """An input with suggestions: a code, a name or pinyin initials of a row. Works as plain text."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model = model
        attrs = {
            "list": LISTS[model],
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


class CaseFacts(Form):
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
    petition_class = CodeField(PetitionClass, label="信访分类", required=False)
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
    representatives = forms.CharField(
        label="代表",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "姓名用顿号隔开"}),
    )
    materials = forms.CharField(label="提交材料", max_length=200, required=False)
    flags = forms.MultipleChoiceField(
        label="要紧情况", choices=Case.SEEN_AT_ONCE, required=False, widget=forms.CheckboxSelectMultiple
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
        label="检举控告",
        required=False,
        help_text="登记即封闭，对方看不到。",
    )
    confidential = forms.BooleanField(label="要求保密", required=False, help_text="登记即封闭。")

    read_aloud = forms.BooleanField(label="来访人不识字，已向本人宣读", required=False)

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

    def clean_secrecy(self) -> str:
        return self.cleaned_data.get("secrecy") or Matter.Secrecy.INTERNAL


class RegisterForm(ActForm, CaseFacts, AccusedFields, ClosedQuestions):
    """来访登记: the facts, and the key that makes a double click one case."""

    online = forms.IntegerField(
        required=False, widget=forms.HiddenInput
    )  # what it was sent in as (cases.online)
    link_to = forms.ModelMultipleChoiceField(
        Matter.objects.none(),
        label="关联",
        required=False,
        error_messages={"invalid_choice": "要关联的事项已经看不到了，请再查重一次。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].help_text = "证件、材料的照片或扫描件，图片或 PDF，随登记归入事项。"
        self.fields["scan"].widget.attrs["accept"] = "image/*,.pdf"
        if self.user is not None and self.user.has_perm("cases.link"):
            seen = Matter.objects.visible_to(self.user)
            self.fields["link_to"].queryset = seen.filter(kind="case", voided_at=None)  # type: ignore[attr-defined]
        self.fields["flags"].widget.attrs["accesskey"] = "y"
        if self.user is not None and not self.user.has_perm("cases.counter"):
            self.fields["channel"].initial = Case.Channel.GRID
            self.fields["scan"].label, self.fields["scan"].help_text = "照片", ""
            self.fields["scan"].widget.attrs |= {"accept": "image/*", "capture": "environment"}
            if grid := own_place(self.user):
                self.fields["area"].initial = grid.full_name
        if not self.is_bound:  # a returned form starts at the sentence that says why
            self.fields["demand"].widget.attrs["autofocus"] = True

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
        lines = [
            number
            for number in _lines(self.data)
            if self.data.get(f"people-{number}-role") == Party.Role.RESPONDENT
        ]
        return [
            name[:NAME] for number in lines if (name := self.data.get(f"people-{number}-name", "").strip())
        ]

    def clean(self) -> dict[str, Any]:
        """Whoever is named as a representative has come."""
        data = super().clean() or {}
        if len(data.get("representatives") or ()) > data.get("head_count", 1):
            data["head_count"] = len(data["representatives"])
        if data.get("area") is None and "area" not in self.errors:
            self.add_error("area", "请写是哪个村、哪个网格；不知道的写“不详”，涉及全镇的写“全镇”。")
        came = data.get("channel") in (Case.Channel.VISIT, Case.Channel.LEADER)
        group = came and data.get("head_count", 1) >= GROUP and not data.get("representatives")
        if group and "representatives" not in self.errors:
            said = f"{data['head_count']} 人来访，应当推选代表，不超过 {MOST} 人（《信访工作条例》第二十条），请写代表姓名。"
            self.add_error("representatives", said)
        if data.get("accusation"):
            self.needs_accused(data)
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return self.accused_of(self.with_answers(super().answers))


class QuestionForm(Form):
    """What is asked besides, for one category. Nothing is required; an empty answer is not kept."""

    def __init__(self, data: Any = None, *, category: Category | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.asked = questions_of(category)
        for row in self.asked:
            self.fields[f"question_{row.pk}"] = _answer_field(row)

    @property
    def particulars(self) -> list[list[str]]:
        """[question, answer] in the order of the questions."""
        answers = ((row.words, self.cleaned_data.get(f"question_{row.pk}")) for row in self.asked)
        return [[words, answer] for words, answer in answers if answer]


def questions_of(category: Category | None) -> list[Question]:
    """Those of the first level, then the category's own."""
    if category is None:
        return []
    codes = [category.pk, category.parent_id] if category.parent_id else [category.pk]
    return list(Question.objects.filter(category__in=codes, retired_on=None))


def _answer_field(row: Question) -> forms.Field:
    kind = Question.Kind
    if row.kind in (kind.YES_NO, kind.CHOICE):
        words = row.choices.split("、") if row.kind == kind.CHOICE else ["是", "否", "不清楚"]
        options = [(word, word) for word in words]
        return forms.ChoiceField(
            label=row.words, choices=[("", "—"), *options], required=False, widget=forms.Select
        )
    attrs = {kind.NUMBER: {"inputmode": "decimal"}, kind.DATE: {"type": "date"}}.get(kind(row.kind), {})
    return forms.CharField(
        label=row.words, max_length=100, required=False, widget=forms.TextInput(attrs=attrs)
    )


def own_place(user: Any) -> Area | None:
    """The place of whoever works in a grid: that of the post, if it is not the whole town."""
    held = [post.area_id for post in user.reach.posts]
    return Area.objects.filter(pk__in=held, closed_on=None).exclude(parent=None).order_by("-path").first()


class Elsewhere(forms.HiddenInput):
    """A control that the page shows beside what it stands for, not in its line."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return SafeString("")


class PersonLine(PartyFields):
    """One line of the parties; what the file knows already may be taken along (cases.earlier)."""

    same_as = forms.IntegerField(required=False, min_value=1, widget=Elsewhere)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["id_number"].widget.attrs["maxlength"] = "200"  # a reader may type the whole card into it

    def clean(self) -> dict[str, Any]:
        pk = self.cleaned_data.get("same_as")
        if pk and (sentence := bring(self.user, self.cleaned_data, pk)):
            self.add_error("name", sentence)
        return super().clean()


PersonLines = forms.formset_factory(PersonLine, extra=0, max_num=30, absolute_max=LINES, can_delete=False)
SIDES = ({"role": Party.Role.APPLICANT}, {"role": Party.Role.RESPONDENT})


class Sheet:
    """The three forms of one registration, posted together: facts, people, questions of the category.

    `typed` without `judged` shows again what was typed and says nothing about it: a draft, or a look-up.
    """

    def __init__(
        self, user: Any, typed: QueryDict | None = None, files: Any = None, *, judged: bool = False
    ) -> None:
        self.judged = judged
        self.category = typed_category(typed)
        if typed is None:
            self.form = RegisterForm(user=user)
            self.people = PersonLines(prefix="people", initial=SIDES, form_kwargs={"user": user})
            self.asked = QuestionForm(category=self.category)
        elif judged:
            self.form = RegisterForm(typed, files, user=user)
            self.people = PersonLines(typed, prefix="people", initial=SIDES, form_kwargs={"user": user})
            self.asked = QuestionForm(typed, category=self.category)
        else:
            self.form = RegisterForm(user=user, initial=_as_typed(RegisterForm.base_fields, typed))
            lines = [
                _as_typed(PersonLine.base_fields, typed, f"people-{number}-") for number in _lines(typed)
            ]
            self.people = PersonLines(prefix="people", initial=lines, form_kwargs={"user": user})
            self.asked = QuestionForm(category=self.category)
            self.asked.initial = _as_typed(self.asked.fields, typed)

    def is_valid(self) -> bool:
        for name, sentences in self.asked.errors.items():
            for sentence in sentences:
                self.form.add_error(None, f"{self.asked.fields[name].label}：{sentence}")
        return all((self.form.is_valid(), self.people.is_valid()))

    @property
    def judicial(self) -> str:
        """What stands under the category: the ministry's word for it."""
        if self.category is None:
            return "选了类别，带出要问的"
        if self.category.judicial:
            return f"对应司法部口径：{self.category.judicial}"
        return "不属调解范围，按规定转送"

    @property
    def parties(self) -> list[dict[str, Any]]:
        """The parties; whoever is named as a representative is marked, or joins as an applicant."""
        parties = [dict(row.party) for row in self.people if row.party]
        for name in self.form.cleaned_data["representatives"]:
            same = next((party for party in parties if party["name"] == name), None)
            if same is None:
                parties.append(same := {"role": Party.Role.APPLICANT, "name": name})
            same["is_representative"] = True
        return parties

    @property
    def answers(self) -> dict[str, Any]:
        """What the effect of registering gets, but for town and centre."""
        return self.form.answers | {"parties": self.parties, "particulars": self.asked.particulars}


def typed_category(typed: QueryDict | None) -> Category | None:
    """The category that the text in its field stands for, if it stands for one."""
    if typed is None or not (text := typed.get("category", "").replace("\0", "").strip()):
        return None
    found = CodeField(Category, label="").find(text[:60])
    return found[0] if len(found) == 1 else None


def _lines(typed: Mapping[str, Any]) -> range:
    total = typed.get("people-TOTAL_FORMS", "")
    return range(min(int(total), LINES) if total.isascii() and total.isdigit() else len(SIDES))


def _as_typed(fields: Mapping[str, Any], typed: QueryDict, prefix: str = "") -> dict[str, Any]:
    """Initial values from posted ones: several for fields that take several."""
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    return {
        name: typed.getlist(prefix + name) if isinstance(field, several) else typed[prefix + name]
        for name, field in fields.items()
        if prefix + name in typed
    }
