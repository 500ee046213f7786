"""Forms of a mediation."""

from typing import Any

from django import forms

from core.forms import ActForm, UnitField, day_input, long_text
from core.models import Unit, User
from core.people import with_permission
from mediation.models import Mediation


class AcceptForm(ActForm):
    """受理: which body, what kind of dispute."""

    body = UnitField(Unit.Kind.MEDIATION, label="调解组织")
    dispute = forms.ChoiceField(label="纠纷类型", choices=[("", "请选择"), *Mediation.Dispute.choices])
    source = forms.ChoiceField(
        label="案件来源", choices=Mediation.Source.choices, initial=Mediation.Source.APPLICATION
    )
    facts = long_text("纠纷简要情况", required=False, help_text="空着就用登记的诉求。")


class AppointForm(ActForm):
    """指定调解员: one of the body's mediators. Without a matter (many at once): anybody's; each matter asks again."""

    mediator = forms.ModelChoiceField(
        User.objects.none(),
        label="调解员",
        empty_label="请选择",
        error_messages={"invalid_choice": "不是这个调解组织的调解员。"},
    )

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        found = with_permission("mediation.mediate", unit=matter.body if matter else None)
        field = self.fields["mediator"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in found])  # type: ignore[attr-defined]


class SessionForm(ActForm):
    """记一次调解: place, people present, record; its time is the act's."""

    place = forms.CharField(label="地点", max_length=60)
    present = forms.CharField(
        label="参加人", max_length=200, help_text="双方当事人、代理人；邀请他人须经双方同意。"
    )
    record = long_text("调解记录", rows=8, limit=20000)


class AgreeForm(ActForm):
    """达成协议: written or oral, what, how much, until when."""

    form = forms.ChoiceField(label="协议形式", choices=Mediation.Form.choices, widget=forms.RadioSelect)
    terms = long_text("协议内容", rows=6, limit=20000, help_text="主要事实、各方责任、履行方式和期限。")
    amount = forms.DecimalField(
        label="涉及金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False
    )
    perform_by = forms.DateField(label="履行期限", required=False, widget=day_input())


class ReasonForm(ActForm):
    """作废: nothing but a reason."""

    reason = long_text("理由", rows=2, limit=300)


class EndForm(ActForm):
    """终止调解."""

    end_reason = forms.ChoiceField(
        label="终止原因", choices=Mediation.EndReason.choices, widget=forms.RadioSelect
    )
    end_note = long_text(
        "说明", rows=3, limit=2000, help_text="同时告知当事人可以通过仲裁、行政、司法途径维护权利。"
    )
