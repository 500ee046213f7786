"""Forms of a motion: proposing it, and what its acts ask beside their record (council.models)."""

import re
from collections.abc import Callable
from typing import Any

from django import forms

from core.intake.forms import RegistrationForm
from core.intake.sheet import Sheet
from core.models import Matter, Party
from core.privacy.fields import PhoneField
from core.tasks.forms import TaskRows
from core.values.form_base import long_text, radio, short_text, yes_or_no
from core.workflow.forms import ActForm, DoneForm, MatterField, RowField, RowsField, RowsForm
from core.workflow.record_steps import asking
from council.clocks import POSTED_DAYS
from council.models import Meeting, Motion, Objection, Release, Study
from council.rules import LIMITS, RULES

APART = re.compile(r"[、，,；;\s]+")


class RegisterForm(RegistrationForm):
    """议题登记. `link_to` are the matters that raised it; what is sealed raises nothing that many talk over."""

    KIND, LINKED = "motion", "由此提出议题"
    DEMAND = ("议题", "请写明要议什么，一句也行。")
    head_count = representatives = accusation = confidential = None  # type: ignore[assignment]
    source = radio("由谁提出", Motion.Source.choices)
    proposers = forms.IntegerField(
        label="联名人数", min_value=1, max_value=9999, required=False, widget=forms.NumberInput(attrs={"class": "fq-short"}),
        help_text="不是联名的空着。",
    )  # fmt: skip
    raised_by = short_text("由哪些事项提出", 300, False, help_text="同类事项的登记号，用顿号隔开。")
    field_order = ("demand", "area", "source", "proposers", "raised_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)

    def clean_proposers(self) -> int:
        return self.cleaned_data["proposers"] or 1

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        one = MatterField(label="事项")
        if self.user is not None:
            one.visible = Matter.objects.visible_to(self.user).filter(compartment="", voided_at=None)
        try:
            raised = [one.clean(text) for text in APART.split(data.get("raised_by") or "") if text]
        except forms.ValidationError as wrong:
            self.add_error("raised_by", wrong)
            return data
        if data.get("source") == Motion.Source.MATTERS and not raised:
            self.add_error("raised_by", "由同类事项提出的，请写这些事项的登记号。")
        data["link_to"] = list({matter.pk: matter for matter in (*data.get("link_to", ()), *raised)}.values())
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in super().answers.items() if name != "raised_by"}


class MotionSheet(Sheet):
    """With a line for a proposer and one for whom it concerns."""

    SIDES = ({"role": Party.Role.APPLICANT}, {"role": Party.Role.INTERESTED})


class SortForm(asking(Motion, "subject", "body", "aim", "form", "mandate")):  # type: ignore[misc]
    """能不能在这里定: what it is about, which meeting it goes to, and what for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(key, f"{Motion.Subject(key).label}（由{limit.who}决定）") for key, limit in LIMITS.items()]
        self.fields["subject"].choices = [("", "请选择"), *kinds]
        self.fields["form"].initial = Motion.Form.PLAIN


class StudyForm(asking(Study, "step", "on", "words", past=("on",))):  # type: ignore[misc]
    agreed = yes_or_no("结论", "同意提交", "不同意提交")
    field_order = ("step", "on", "agreed", "words")


class CallForm(asking(Meeting, "on", "begins", "place", "notified_on", "ways", "special", "eligible", "counted", past=("notified_on",))):  # type: ignore[misc]  # fmt: skip
    """通知开会. The words under the day say by when."""

    def fit(self, matter: Any) -> None:
        if rule := RULES.get(matter.body):
            self.fields["on"].help_text = f"{matter.get_body_display()}提前 {rule.notice} 日通知。"
            self.fields["eligible"].label = f"应到的{rule.who}数"
            for name, asked in (("counted", rule.households), ("special", rule.special)):
                if not asked:
                    self.fields[name].widget = forms.HiddenInput()
        self.fields["counted"].initial = Meeting.Unit.PERSONS

    def clean_eligible(self) -> int:
        if not self.cleaned_data["eligible"]:
            raise forms.ValidationError("应到人（户）数至少是 1。")
        return int(self.cleaned_data["eligible"])


class HoldForm(asking(Meeting, "present", "chair", "recorder", "absent", "record")):  # type: ignore[misc]
    """登记会议情况: who was there. Whom it concerns is ticked one by one."""

    there = RowsField(
        "到会的利害关系人",
        lambda form: form.matter.people.filter(role=Party.Role.INTERESTED),
        says=lambda party: str(party.name),
        required=False,
    )
    field_order = ("present", "chair", "recorder", "there", "absent", "record")

    def fit(self, matter: Any) -> None:
        if self.fields["there"].widget.is_hidden:  # it concerns nobody by name
            del self.fields["there"], self.fields["absent"]


class ResolveForm(asking(Meeting, "yes", "no", "abstained")):  # type: ignore[misc]
    """登记表决和决议: the votes, and the words."""

    resolution = long_text("决议（协商意见）", limit=3000)
    field_order = ("yes", "no", "abstained", "resolution")

    def fit(self, matter: Any) -> None:
        meeting = matter.meeting
        if meeting and meeting.present is not None:
            need = RULES[matter.body].enough(meeting.eligible, meeting.present)
            self.fields[
                "yes"
            ].help_text = f"应到 {meeting.eligible}，实到 {meeting.present}，至少 {need} 票同意才通过。"


class DraftForm(asking(Release, "what", "title", "words", "days")):  # type: ignore[misc]
    """拟公开. A resolution stands at least fifteen days."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        least = POSTED_DAYS if data.get("what") == Release.What.RESOLUTION else 1
        if data.get("days") is not None and not least <= data["days"] <= 365:
            self.add_error("days", f"公开 {least} 日到 365 日。")
        return data


def _of(model: Any, **which: Any) -> Callable[[Any], Any]:
    return lambda form: model.objects.filter(matter=form.matter.pk, **which)


class TakeDownForm(ActForm):
    release = RowField(
        "公开的", _of(Release, taken_down_on=None), alone=True, empty_label=None, widget=forms.RadioSelect
    )
    reason = long_text("撤下理由", rows=2, limit=300)


class ReleaseForm(ActForm):
    """发布: the words stand there to be read once more."""

    release = RowField(
        "公开的", _of(Release, released_on=None, taken_down_on=None), alone=True, empty_label=None, widget=forms.RadioSelect
    )  # fmt: skip


class ObjectForm(asking(Objection, "who", "words")):  # type: ignore[misc]
    """登记异议: with where the answer is to be brought."""

    phone = PhoneField(label="联系电话", max_length=30, required=False)
    address = short_text("住址", 120, False, help_text="送达答复用。")


class AnswerObjectionForm(ActForm):
    objection = RowField("异议", _of(Objection, answered_on=None), alone=True)
    upheld = yes_or_no("是否成立", "成立，重新议", "不成立")
    answer = long_text("答复", rows=3, limit=500)


class ArrangeForm(RowsForm):
    """交办落实: who does what by when."""

    ROWS = "tasks"
    rows_legend, rows_hint, rows_add = "落实任务", "谁在哪一天以前做什么，至少一项", "加一项"
    words = long_text("公示情况", rows=2, limit=300, help_text="公示期内有没有异议，怎么处理的。")

    def lines(self, data: Any) -> Any:
        return TaskRows(data, prefix=self.ROWS)


class CheckForm(DoneForm):
    """核查: seen on the spot, by somebody else."""

    good = radio("结论", [("yes", "已经落实"), ("no", "没有落实，退回")])
    field_order = ("on", "good", "words")


AnswerForm = asking(Motion, "answer")
ReviewForm = asking(Motion, "review", "review_words")
