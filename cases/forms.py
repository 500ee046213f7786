"""Registering a case: the hall's own facts. What later acts ask: cases/forms_acts.py."""

from typing import Any

from django import forms
from django.http import QueryDict

from cases.models import Case, Category, PetitionClass, Question
from core.intake.forms import ASKS, CodeField, RegistrationForm, channel_field, flags_field
from core.intake.sheet import Sheet, as_typed
from core.models import Area, Matter
from core.values.form_base import Form, limit, radio, short_text
from core.workflow.forms import ActForm

IN_SIGHT = {"demand", "scan", "area", "flags"}  # of the grid's one screen


class RegisterForm(RegistrationForm):
    """来访登记: beside what every registration asks, the category, the wishes and how it is kept."""

    KIND = "case"
    IN_PERSON = (Case.Channel.VISIT, Case.Channel.LEADER)
    MORE = RegistrationForm.MORE | {"petition_class", "materials"}

    channel = channel_field(Case.Channel.choices, Case.Channel.VISIT)
    flags = flags_field(Case.SEEN_AT_ONCE)
    category = CodeField(Category, "categories", label="类别", required=False)
    petition_class = CodeField(PetitionClass, "classes", label="信访分类", required=False)
    materials = short_text("提交材料", limit(Case, "materials"), False)
    wishes = forms.MultipleChoiceField(
        label="意愿", choices=Case.Wish.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    secrecy = radio("密级", Matter.Secrecy.choices, False, initial=Matter.Secrecy.INTERNAL)
    read_aloud = forms.BooleanField(label="来访人不识字，已向本人宣读", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].widget.attrs |= ASKS
        if self.user is not None and not self.user.has_perm("cases.counter"):
            self.fields["channel"].initial = Case.Channel.GRID
            self.fields["scan"].label, self.fields["scan"].help_text = "照片", ""
            self.fields["scan"].widget.attrs |= {"accept": "image/*", "capture": "environment"}
            if grid := own_place(self.user):
                self.fields["area"].initial = grid.full_name

    def clean_secrecy(self) -> str:
        return self.cleaned_data.get("secrecy") or Matter.Secrecy.INTERNAL

    def behind(self, others: bool) -> bool:
        """In the grid all but one screen stands behind 更多."""
        if self.user.has_perm("cases.counter"):
            return super().behind(others)
        return others or bool(self.errors.keys() - IN_SIGHT)


class BelowForm(ActForm):
    """转大厅: what it is about; people, words and place are those of the matter above."""

    category = CodeField(Category, "categories", label="类别", required=False)


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


class CaseSheet(Sheet):
    """With the questions of the category that is typed."""

    def __init__(
        self,
        form: Any,
        user: Any,
        typed: QueryDict | None = None,
        files: Any = None,
        *,
        judged: bool = False,
    ) -> None:
        super().__init__(form, user, typed, files, judged=judged)
        self.category = typed_category(typed)
        self.asked = QuestionForm(typed if judged else None, category=self.category)
        if typed is not None and not judged:
            self.asked.initial = as_typed(self.asked.fields, typed)

    def is_valid(self) -> bool:
        for name, sentences in self.asked.errors.items():
            for sentence in sentences:
                self.form.add_error(None, f"{self.asked.fields[name].label}：{sentence}")
        return super().is_valid()

    @property
    def judicial(self) -> str:
        """What stands under the category: the ministry's word for it."""
        if self.category is None:
            return "选了类别，带出要问的"
        if self.category.judicial:
            return f"对应司法部口径：{self.category.judicial}"
        return "不属调解范围，按规定转送"

    @property
    def answers(self) -> dict[str, Any]:
        return super().answers | {"particulars": self.asked.particulars}


def typed_category(typed: QueryDict | None) -> Category | None:
    """The category that the text in its field stands for, if it stands for one."""
    if typed is None or not (text := typed.get("category", "").replace("\0", "").strip()):
        return None
    found = CodeField(Category, "categories", label="").find(text[:60])
    return found[0] if len(found) == 1 else None
