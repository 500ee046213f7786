"""Forms of the acts of a referral."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.models import OutsideBody, Party, Referral, Representation
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


class SendForm(ActForm):
    """转介: whom, to whom, why it may be, and the least that is passed on."""

    person = PersonField(Party.objects.none(), label="转介对象", empty_label="请选择")
    help = forms.ChoiceField(label="需要的帮助", choices=Referral.Help)
    body = forms.ModelChoiceField(
        OutsideBody.objects.filter(closed_on=None), label="镇外单位", required=False, empty_label="不是镇外的",
        widget=forms.Select(attrs={"data-find": ""}),
    )  # fmt: skip
    unit = UnitField(label="镇内单位", required=False, empty_label="不是镇内的")
    room = forms.CharField(
        label="科室、功能室", required=False, max_length=limit(Referral, "room"), help_text="例如心理咨询室。"
    )
    ground = forms.ChoiceField(label="依据", choices=Referral.Ground)
    consent_on = forms.DateField(label="同意日期", required=False, widget=day_input())
    consent_how = forms.ChoiceField(
        label="同意方式", required=False, choices=[("", "没有同意的不选"), *Referral.Consent.choices]
    )
    consent_by = GuardianField(
        Representation.objects.none(), label="由谁同意", required=False, empty_label="本人",
        help_text="未成年人和无、限制民事行为能力人，选监护人。",
    )  # fmt: skip
    shared = forms.MultipleChoiceField(
        label="转交的信息", choices=Referral.Shared, widget=forms.CheckboxSelectMultiple,
        initial=["name"], help_text="只选对方用得着的。证件号码不转交，由本人出示。",
    )  # fmt: skip
    need = long_text(
        "情况说明", rows=3, limit=limit(Referral, "need"), required=False,
        help_text="只写对方要知道的；封闭的事项不写。",
    )  # fmt: skip
    due_on = forms.DateField(label="反馈期限", widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.matter is None:
            return
        people = self.matter.people.filter(is_organisation=False)
        guardians = Representation.objects.filter(
            principal__in=people, kind=Representation.Kind.GUARDIAN, ended_at=None
        )
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["consent_by"].queryset = guardians.select_related("principal")  # type: ignore[attr-defined]
        self.fields["consent_on"].initial = localdate()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("body")) == bool(data.get("unit")):
            self.add_error("body", "接收单位选一个：镇外的或者镇内的。")
        return data


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
        self.fields["referral"].queryset = found.select_related("body", "unit", "sender")  # type: ignore[attr-defined]
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
