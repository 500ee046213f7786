"""Forms of a consultation: asked and answered on one page, or answered later."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.intake.forms import ASKS, RegistrationForm
from core.intake.sheet import Sheet
from core.intake.similar import Alike, similar
from core.models import Holding, Matter, Party, User
from core.procedure.procedure import by_kind
from core.templatetags.fengqiao import choices
from core.values.form_base import choice, long_text, radio, short_text
from core.values.moments import now
from core.values.roles import roles
from core.workflow.forms import ActForm, RowField
from core.workflow.record_steps import asking
from legal import lawyers
from legal.library.law import guides
from legal.models import Consultation, Guided, Topic, Written

C = Consultation
SEALS = Matter.Compartment
ABOUT = [(SEALS.MINOR.value, "未成年人受侵害"), (SEALS.DOMESTIC_VIOLENCE.value, "家庭暴力")]
ANSWERS = "legal.answer"


def _given() -> dict[str, forms.Field]:
    """What is known once it is answered."""
    return {
        "lawyer": forms.CharField(
            label="值班律师", max_length=40, required=False, help_text="律师解答的写姓名；自己解答的空着。"
        ),
        "minutes": forms.IntegerField(
            label="用时（分钟）", min_value=1, max_value=600, required=False,
            widget=forms.NumberInput(attrs={"class": "fq-short"}),
        ),
        "satisfaction": forms.ChoiceField(
            label="满意度", choices=C.Satisfaction.choices, required=False, widget=forms.RadioSelect
        ),
    }  # fmt: skip


class NamesInput(forms.TextInput):
    """A line for a name, with some that the browser offers."""

    def __init__(self, names: Iterable[str], name: str) -> None:
        super().__init__({"list": f"{name}_names"})
        self.names = tuple((one, "") for one in names)

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        drawn = super().render(*args, **kwargs)
        return format_html("{}{}", drawn, choices(self.attrs["list"], self.names))


def _suggest_lawyer(form: ActForm) -> None:
    """值班律师: who has the turn today, to be picked; nobody is filled in, for the desk answers too."""
    if form.user is not None and (there := lawyers.on_duty(form.user, now())):
        field = form.fields["lawyer"]
        field.widget = NamesInput([person.name for person, _ in there], "lawyer")
        said = "、".join(f"{person.name}（{hours}）" for person, hours in there)
        field.help_text = f"今天值班：{said}。律师解答的写姓名；自己解答的空着。"


def _topic() -> forms.ChoiceField:
    return choice("类别", Topic.choices, False)


class AnswererField(forms.ModelChoiceField):
    """Whoever answers questions, by name."""

    def __init__(self, **kwargs: Any) -> None:
        keys = [key for key, role in roles().items() if ANSWERS in role.permissions]
        held = Holding.objects.filter(post__role__in=keys, activated_by__isnull=False)
        super().__init__(User.objects.filter(is_active=True, pk__in=held.values("user")), **kwargs)


class AskForm(RegistrationForm):
    """咨询登记: the question is all that must be written. With an answer it is given on the spot."""

    KIND, WHERE = "consultation", "不详"
    MORE = frozenset({"place", "scan", "at", "decided_by", "confidential", "to"})
    demand = head_count = representatives = accusation = None  # type: ignore[assignment]

    channel = radio("方式", C.Channel.choices, initial=C.Channel.HALL)
    question = long_text("问题", rows=3, limit=3000)
    topic = _topic()
    answer = long_text("答复", rows=5, cites=True, required=False)
    lawyer, minutes, satisfaction = _given().values()
    flags = forms.MultipleChoiceField(
        label="涉及", choices=ABOUT, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="登记即封闭，只有指定的人看得到。",
    )  # fmt: skip
    to = AnswererField(label="请谁解答", required=False, empty_label="解答人员都可以")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].widget.attrs |= {"data-count": "", **ASKS}
        _suggest_lawyer(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("answer"):
            for name in ("minutes", "satisfaction", "lawyer"):
                if data.get(name):
                    self.add_error(name, "还没有写答复，这一项先空着。")
        return data


class AskSheet(Sheet):
    """With one line for whoever asks."""

    SIDES = ({"role": Party.Role.APPLICANT},)


class AnswerForm(ActForm):
    """解答, with the question before one's eyes and what was answered to the like."""

    beside = "legal/_question.html"
    answer = long_text("答复", rows=5, cites=True)
    topic = _topic()
    lawyer, minutes, satisfaction = _given().values()

    kept = ("topic",)

    def fit(self, matter: Any) -> None:
        _suggest_lawyer(self)

    @property
    def alike(self) -> list[Alike]:
        matter = self.matter
        found = similar(self.user, by_kind()[matter.kind], matter.question, matter.area)
        return [one for one in found if one.matter.pk != matter.pk]


class PassForm(ActForm):
    """请人解答, 交专人办理."""

    to = AnswererField(label="交给谁", empty_label="请选择")
    note = long_text("说明", rows=2, limit=300, required=False)


class RateForm(ActForm):
    satisfaction = radio("满意度", C.Satisfaction.choices)


class GuideForm(asking(Guided, "helped")):  # type: ignore[misc]
    """给办事指引: those of the kind of dispute come first."""

    guide = forms.ModelChoiceField(guides(), label="办事指引", empty_label="请选择")
    field_order = ("guide", "helped")

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        if matter is not None and matter.topic:
            first = Case(When(topics__contains=[matter.topic], then=0), default=1)
            self.fields["guide"].queryset = guides().order_by(first, "kind", "title")


class KeepForm(ActForm):
    """存为常用答复: under which title, and with which words the next one reads it."""

    title = short_text("标题", 60, help_text="如 房东不退押金。")
    topic = forms.ChoiceField(label="类别", choices=Topic.choices)
    words = long_text("答复", rows=6, limit=3000, help_text="不写当事人的姓名、电话和本案的细节。")

    def given(self, matter: Any) -> dict[str, Any]:
        return {"topic": matter.topic or Topic.OTHER, "words": matter.answer}


class RetireForm(ActForm):
    """停用常用答复."""

    reply = RowField("常用答复", lambda form: form.matter.kept.filter(retired_on=None))
    reason = long_text("理由", rows=2, limit=300)


WriteForm = asking(Written, "kind", "title")
