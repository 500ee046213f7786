"""Forms of the acts of a referral."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.models import Helper, OutsideBody, Party, Referral, Representation
from core.values.form_base import day_input, limit, long_text
from core.workflow.forms import ActForm, UnitField

S = Referral.State


class PersonField(forms.ModelChoiceField):
    """A natural person of the matter, in full: who refers somebody must not take the wrong one."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.get_role_display()}）"


class GuardianField(forms.ModelChoiceField):
    """方梅（方小雨的监护人）"""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.representative.name}（{obj.principal.name}的监护人）"


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
    room = forms.CharField(
        label="科室、功能室", required=False, max_length=limit(Referral, "room"), help_text="例如心理咨询室。"
    )
    consent_on = forms.DateField(label="同意日期", required=False, widget=day_input())
    consent_how = forms.ChoiceField(
        label="同意方式", required=False, choices=[("", "没有同意的不选"), *Referral.Consent.choices]
    )
    consent_by = GuardianField(
        Representation.objects.none(), label="由谁同意", required=False, empty_label="本人",
        help_text="未成年人和无、限制民事行为能力人，选监护人。",
    )  # fmt: skip
    covers = forms.BooleanField(label="同意也转给提供同样帮助的其他家", required=False)
    due_on = forms.DateField(label="反馈期限", widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.matter is not None:
            guardians = Representation.objects.filter(
                principal__in=self.people, kind=Representation.Kind.GUARDIAN, ended_at=None
            )
            self.fields["consent_by"].queryset = guardians.select_related("principal")  # type: ignore[attr-defined]

    @property
    def people(self) -> Any:
        return self.matter.people.filter(is_organisation=False)

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

    person = PersonField(Party.objects.none(), label="转介对象", empty_label="请选择")
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
            self.fields["person"].queryset = self.people  # type: ignore[attr-defined]
            self.fields["consent_on"].initial = localdate()


class ReferralField(forms.ModelChoiceField):
    """第1项 县妇联：心理疏导"""

    def label_from_instance(self, obj: Any) -> str:
        return f"第{obj.number}项 {obj.receiver}：{obj.get_help_display()}"


class OneForm(ActForm):
    """Base of the acts on one referral. Where there is only one, it is chosen already."""

    STATES: tuple[str, ...] = (S.SENT, S.ACCEPTED)
    referral = ReferralField(Referral.objects.none(), label="转介", empty_label="请选择")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.matter is None:
            return
        found = Referral.objects.filter(matter=self.matter.pk, state__in=self.STATES)
        self.fields["referral"].queryset = found.select_related("body", "unit", "helper", "sender")  # type: ignore[attr-defined]
        if len(keys := list(found.values_list("pk", flat=True)[:2])) == 1:
            self.fields["referral"].initial = keys[0]


def _who() -> forms.CharField:
    return forms.CharField(label="接收单位经办人", max_length=limit(Referral, "answered_by"))


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

    told_on = forms.DateField(label="告知本人日期", widget=day_input(), initial=localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.matter is not None:
            found = Referral.objects.filter(matter=self.matter.pk).refused()
            self.fields["referral"].queryset = found.select_related("body", "unit", "helper")  # type: ignore[attr-defined]
            self.fields["referral"].initial = found.first() if found.count() == 1 else None


class PassForm(RefusedForm, ToForm):
    """转给另一家: to whom, and a new consent where the first was for one receiver only."""

    field_order = (
        "referral", "helper", "body", "unit", "room", "told_on", "consent_on", "consent_how", "consent_by", "covers", "due_on",
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
    due_on = forms.DateField(label="反馈期限", widget=day_input())


class WithdrawForm(OneForm):
    """撤回转介: why."""

    reason = long_text("撤回的理由", rows=2, limit=300, help_text="例如本人撤回同意。")
