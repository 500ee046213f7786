"""Forms of the acts of a referral."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.models import Helper, OutsideBody, Referral, Representation
from core.values.form_base import choice, day, limit, long_text, short_text
from core.workflow.forms import ActForm, RowField, UnitField

S = Referral.State


def _people(form: Any) -> Any:
    return form.matter.people.filter(is_organisation=False)


def _guardians(form: Any) -> Any:
    rows = Representation.objects.filter(
        principal__in=_people(form), kind=Representation.Kind.GUARDIAN, ended_at=None
    )
    return rows.select_related("principal")


class HelperField(forms.ModelChoiceField):
    """丁老师（县心理协会）：心理疏导，等反馈的 2 项"""

    widget = forms.Select(attrs={"data-find": ""})

    def __init__(self, **kwargs: Any) -> None:
        helpers = Helper.objects.filter(closed_on=None).loaded().select_related("body", "unit")
        super().__init__(helpers, label="帮扶力量", required=False, empty_label="不在名录里", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        where = (obj.body or obj.unit).short_name
        return f"{obj.name}（{where}）：{obj.said_helps}，等反馈的 {obj.load} 项"


class ToForm(ActForm):
    """Base of the acts that send somebody on: one of the directory, or a body outside, or a unit of the town."""

    helper = HelperField(help_text="选了的，接收单位就是其所属单位。")
    body = forms.ModelChoiceField(
        OutsideBody.objects.filter(closed_on=None), label="镇外单位", required=False, empty_label="不是镇外的",
        widget=forms.Select(attrs={"data-find": ""}),
    )  # fmt: skip
    unit = UnitField(label="镇内单位", required=False, empty_label="不是镇内的")
    room = short_text("科室、功能室", limit(Referral, "room"), False, help_text="例如心理咨询室。")
    consent_on = day("同意日期", False)
    consent_how = choice("同意方式", Referral.Consent.choices, False, empty="没有同意的不选")
    consent_by = RowField(
        "由谁同意", _guardians, says=lambda row: f"{row.representative.name}（{row.principal.name}的监护人）",
        required=False, empty_label="本人", help_text="未成年人和无、限制民事行为能力人，选监护人。",
    )  # fmt: skip
    covers = forms.BooleanField(label="同意也转给提供同样帮助的其他家", required=False)
    due_on = day("反馈期限")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if helper := data.get("helper"):
            if data.get("body") or data.get("unit"):
                self.add_error("helper", "选了名录里的，就不再选单位。")
            return {**data, "body": helper.body, "unit": helper.unit}
        if bool(data.get("body")) == bool(data.get("unit")):
            self.add_error("body", "接收单位选一个：名录里的、镇外的或者镇内的。")
        return data


class SendForm(ToForm):
    """转介: whom, to whom, why it may be, and the least that is passed on."""

    # In full: who refers somebody must not take the wrong one.
    person = RowField("转介对象", _people, says=lambda row: f"{row.name}（{row.get_role_display()}）")
    help = forms.ChoiceField(label="需要的帮助", choices=Referral.Help)
    ground = forms.ChoiceField(label="依据", choices=Referral.Ground)
    shared = forms.MultipleChoiceField(
        label="转交的信息", choices=Referral.Shared, widget=forms.CheckboxSelectMultiple,
        initial=["name"], help_text="只选对方用得着的。证件号码不转交，由本人出示。",
    )  # fmt: skip
    need = long_text(
        "情况说明", rows=3, limit=limit(Referral, "need"), required=False,
        help_text="只写对方要知道的；封闭的事项不写。",
    )  # fmt: skip
    field_order = (
        "person", "help", "helper", "body", "unit", "room", "ground", "consent_on", "consent_how", "consent_by", "covers",
        "shared", "need", "due_on",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.matter is not None:
            self.fields["consent_on"].initial = localdate()


def _referral(row: Referral) -> str:
    """第1项 县妇联：心理疏导"""
    return f"第{row.number}项 {row.receiver}：{row.get_help_display()}"


class OneForm(ActForm):
    """Base of the acts on one referral. Where there is only one, it is chosen already."""

    STATES: tuple[str, ...] = (S.SENT, S.ACCEPTED)
    referral = RowField("转介", lambda form: form.found(), says=_referral, alone=True)

    def found(self) -> Any:
        rows = Referral.objects.filter(matter=self.matter.pk, state__in=self.STATES)
        return rows.select_related("body", "unit", "helper", "sender")


def _who() -> forms.CharField:
    return short_text("接收单位经办人", limit(Referral, "answered_by"))


class AcceptForm(OneForm):
    """对方已接收: who said so; the signed slip is the scan."""

    STATES = (S.SENT,)
    answered_by = _who()
    words = long_text("对方的话", rows=2, limit=limit(Referral, "words"), required=False)


class RefuseForm(AcceptForm):
    """对方不接收: in the receiver's words."""

    words = long_text("不接收的理由", rows=2, limit=limit(Referral, "words"))


class RefusedForm(OneForm):
    """Base of what becomes of one that was refused: the person is told of it."""

    told_on = day("告知本人日期", initial=localdate)

    def found(self) -> Any:
        rows = Referral.objects.filter(matter=self.matter.pk).refused()
        return rows.select_related("body", "unit", "helper")


class PassForm(RefusedForm, ToForm):
    """转给另一家: to whom, a new consent where the first was for one receiver only, and words where the first had none."""

    need = long_text(
        "情况说明", rows=2, limit=limit(Referral, "need"), required=False,
        help_text="上一张转介单上写了的不用再写；当时封闭、没有写的，解除封闭以后在这里写。",
    )  # fmt: skip
    field_order = (
        "referral", "helper", "body", "unit", "room", "need", "told_on", "consent_on", "consent_how", "consent_by", "covers", "due_on",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent_on"].help_text = "原来已经同意也转给其他家的，或者依法律规定转介的，不填。"


class LeaveForm(RefusedForm):
    """不再转介: why."""

    reason = long_text("理由", rows=2, limit=limit(Referral, "left"), help_text="例如本人不再需要。")


class FeedbackForm(OneForm):
    """记反馈: what came of it."""

    answered_by = _who()
    outcome = forms.ChoiceField(label="反馈结果", choices=Referral.Outcome)
    words = long_text("反馈内容", rows=3, limit=limit(Referral, "words"))


class AskForm(OneForm):
    """催问反馈: whom, and until when."""

    answered_by = _who()
    due_on = day("反馈期限")


class WithdrawForm(OneForm):
    """撤回转介: why."""

    reason = long_text("撤回的理由", rows=2, limit=300, help_text="例如本人撤回同意。")
