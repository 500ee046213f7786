"""Forms of a mediation: how it begins, and what happens in its course. See forms_outcome for the agreement and after."""

from typing import Any

from django import forms
from django.db.models import Case as If
from django.db.models import When
from django.utils.timezone import localdate

from core.access.people import with_permission
from core.models import Matter, Party, Rung, Unit, User
from core.parties.forms_representation import AgesForm, PersonField, in_part
from core.procedure.procedure import by_kind
from core.values.form_base import choice, day, limit, long_text, radio, short_text
from core.workflow.appointments import arranged
from core.workflow.captions import caption
from core.workflow.forms import ActForm, RowField, RowsField, UnitField
from mediation import clocks, remedies
from mediation.models import Assignment, Evidence, Inquiry, Mediation, Prevented, Prolonging, Session
from mediation.steps import course
from mediation.suitable import suitable


def taken_by() -> forms.CharField:
    """Which organ has it already (人民调解工作若干规定 art. 22)."""
    return short_text(
        "已经受理的机关",
        60,
        False,
        help_text="法院、公安机关或者其他行政机关已经受理、处理的，写明是哪家；没有的空着。",
    )


def civil_side() -> forms.BooleanField:
    return forms.BooleanField(
        label="只调解民事部分", required=False, help_text="征收、征用类：补偿决定本身走行政途径。"
    )


class ApplyForm(ActForm):
    """转调解: which body, what kind of dispute, whence; first up the ladder or straight to the committee."""

    body = UnitField(Unit.Kind.MEDIATION, label="调解组织")
    dispute = choice("纠纷类型", Mediation.Dispute.choices)
    way = radio(
        "怎样调解",
        [("committee", "直接送调解组织"), ("ladder", "先梯次调解（从网格员起）")],
        False,
        initial="committee",
    )
    grave = forms.BooleanField(label="重大、群体或者涉刑（不走梯次，告知值班领导）", required=False)
    source = forms.ChoiceField(
        label="案件来源", choices=Mediation.Source.choices, initial=Mediation.Source.APPLICATION
    )
    referred_by = short_text("移送机关", limit(Mediation, "referred_by"), False)
    referral_number = short_text("移送文号", limit(Mediation, "referral_number"), False)
    feedback_by = day("应反馈日期", False)
    taken_by = taken_by()
    civil_side = civil_side()
    facts = long_text("纠纷简要情况", required=False, help_text="空着就用登记的诉求。")
    requests = long_text("申请事项", rows=2, limit=2000, required=False)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        if user is not None and user.has_perm("mediation.step") and not user.has_perm("mediation.mediate"):
            kwargs["initial"] = {
                "way": "ladder",
                "source": Mediation.Source.INITIATIVE,
                **kwargs.get("initial", {}),
            }
        super().__init__(*args, user=user, **kwargs)

    def clean_feedback_by(self) -> Any:
        day = self.cleaned_data["feedback_by"]
        if day and day < localdate():
            raise forms.ValidationError("应反馈日期不能早于今天。")
        return day


class SettleForm(AgesForm):
    """就地化解."""

    words = long_text("化解情况", rows=3, limit=limit(Rung, "words"))


class AcceptForm(AgesForm):
    """受理: the kind of dispute as the committee sees it."""

    dispute = forms.ChoiceField(label="纠纷类型", choices=Mediation.Dispute.choices)
    source = forms.ChoiceField(label="案件来源", choices=Mediation.Source.choices)
    difficult = forms.BooleanField(label="疑难复杂", required=False)
    taken_by = taken_by()
    civil_side = civil_side()
    heads = forms.IntegerField(
        label="涉及当事人（人）",
        min_value=1,
        max_value=9999,
        required=False,
        help_text="只登记了代表的，写所代表的全部人数，单位算 1；没有代表的空着。",
    )
    labour_ended_on = day(
        "劳动关系终止日", False, help_text="劳动争议填写，仲裁时效从这一天起算；还在职的空着。"
    )
    willing = forms.BooleanField(
        label="各方都没有明确拒绝调解",
        error_messages={"required": "当事人明确拒绝调解，不得调解。请“不予受理”。"},
    )

    kept = ("dispute", "source", "civil_side")


class RefuseForm(ActForm):
    """不予受理."""

    refusal = radio("情形", Mediation.RefusalKind.choices)
    reported_to = short_text(
        "已报告公安机关", 120, False, help_text="涉嫌违法犯罪的，写明报告给谁、什么时间。"
    )
    refusal_note = long_text("说明，应当去哪里", rows=3, limit=limit(Mediation, "refusal_note"))

    def fit(self, matter: Any) -> None:
        remedies.add_fields(self, matter)


class TellForm(AgesForm):
    """告知权利义务: who was told and signed."""

    parties = RowsField(
        "已告知并签字",
        lambda form: Party.objects.filter(pk__in=[party.pk for party in course.untold(form.matter)]),
        says=in_part,
    )


class RewordForm(ActForm):
    """更正文字: each text of the record in a field of its own, as it stands."""

    reason = long_text("更正理由", rows=2, limit=300)

    def fit(self, matter: Any) -> None:
        known = course.texts(matter)
        for name, (_, _, key) in known.items():
            label = caption(by_kind()["mediation"].workflow, None, key)
            self.fields[name] = long_text(label, limit=20000, required=False)
        self.order_fields([*known, "reason"])

    def given(self, matter: Any) -> dict[str, Any]:
        return {name: getattr(row, column) for name, (row, column, _) in course.texts(matter).items()}


class MediatorField(forms.ModelChoiceField):
    """Beside each name what speaks for it and what must be checked (mediation.suitable)."""

    said: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return self.said.get(obj.pk, obj.name)


class AppointForm(ActForm):
    """指定调解员: one of the body's mediators, who fits first; who is a party or withdrew is not offered.

    Without a matter (many at once): anybody's; each matter asks again.
    """

    mediator = MediatorField(
        User.objects.none(),
        label="调解员",
        empty_label="请选择",
        error_messages={"invalid_choice": "不是这个调解组织的调解员。"},
    )
    chosen = forms.BooleanField(label="由双方当事人选定", required=False)

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        field: Any = self.fields["mediator"]
        if matter is None:
            found = [user.pk for user in with_permission("mediation.mediate")]
            field.queryset = User.objects.filter(pk__in=found)
            return
        fitting = [one for one in suitable(matter) if one.user and not one.excluded]
        field.said = {one.user.pk: one.text for one in fitting}
        order = If(*(When(pk=pk, then=place) for place, pk in enumerate(field.said)), default=len(field.said))
        field.queryset = User.objects.filter(pk__in=field.said).order_by(order)


class WithdrawForm(ActForm):
    """回避: who, why."""

    assignment = RowField(
        "调解员",
        lambda form: form.matter.assignments.filter(until=None).select_related("mediator"),
        says=lambda row: str(row.mediator.name),
        empty_label=None,
    )
    reason = short_text(
        "理由", limit(Assignment, "withdrew_for"), help_text="与当事人有亲属关系、利害关系，或者当事人申请。"
    )


class InquiryForm(ActForm):
    """调查: who was asked, what was said."""

    place = short_text("地点", limit(Inquiry, "place"))
    asked = short_text("被调查人", limit(Inquiry, "asked"))
    party = PersonField(label="是哪一方当事人", required=False, empty_label="不是当事人")
    present = short_text("参加人", limit(Inquiry, "present"), False)
    record = long_text("调查记录", rows=8, limit=20000)
    private = forms.BooleanField(label="单独谈话，不向对方出示", required=False)


class EvidenceForm(ActForm):
    """登记证据."""

    name = short_text("名称", limit(Evidence, "name"))
    source = short_text("提交人或调取处", limit(Evidence, "source"))
    pages = forms.IntegerField(label="页数", min_value=1, max_value=999, initial=1)
    received_on = day("收到日期", initial=localdate)


class SessionForm(ActForm):
    """记一次调解: place, people present, record; its time is the act's."""

    place = short_text("地点", limit(Session, "place"))
    attended = RowsField("参加人", lambda form: form.matter.people, says=in_part, required=False)
    present = short_text("其他参加人", limit(Session, "present"), False)
    invited = short_text(
        "邀请参加人", limit(Session, "invited"), False, help_text="亲属、邻里、专业人员，须经双方同意。"
    )
    consent = forms.BooleanField(label="邀请其他人参加，双方已同意", required=False)
    checked = forms.BooleanField(label="当事人身份已核对", required=False)
    record = long_text("调解记录", rows=8, limit=20000, cites=True)
    result = radio(
        "本次结果",
        Session.Result.choices,
        initial=Session.Result.CONTINUED,
        help_text="这一次调解结束时的情况；以后谈成的，记在那一次。",
    )
    unwilling = forms.BooleanField(
        label="有一方明确拒绝继续调解", required=False, help_text="勾了以后不得再调解，请“终止调解”。"
    )

    def given(self, matter: Any) -> dict[str, Any]:
        """The place that was arranged for today, and both sides and who acts for them."""
        place = next((row.place for row in arranged(matter) if localdate(row.at) == localdate()), "")
        here = matter.people.exclude(role__in=(Party.Role.WITNESS, Party.Role.OTHER))
        return {"place": place, "attended": [party.pk for party in here]}

    def fit(self, matter: Any) -> None:
        if matter.mediator_id:
            self.fields["attended"].help_text = f"人民调解员 {matter.mediator.name} 不用勾，记录里自动写。"


class ProlongForm(ActForm):
    """延长期限: the consent of every party with its day; one that lacks is told by the rule."""

    until = day("延至")
    reason = long_text("理由", rows=2, limit=limit(Prolonging, "reason"))

    def fit(self, matter: Any) -> None:
        for party in course.consenting(matter):
            label = f"{party.get_role_display()} {party.masked_name} 同意日期"
            self.fields[f"agreed_{party.pk}"] = day(label, False)


class SuspendForm(ActForm):
    """中止: why, with its article, and until when."""

    ground = radio(
        "事由", [(key, f"{ground.label}（{ground.basis}）") for key, ground in clocks.GROUNDS.items()]
    )
    until = day("中止到", help_text="到这一天提醒，再定恢复还是终止。")
    consent = forms.BooleanField(label="双方当事人同意中止", required=False)
    note = long_text("情况", rows=2, limit=300, required=False)


class RiskForm(ActForm):
    """发现风险: what, what is done against it, and whom it was reported to."""

    risk = radio("风险", Matter.Flag.choices)
    note = long_text("情况", rows=3, limit=500)
    measures = short_text("预防措施", 200, False, help_text="矛盾可能激化的，写明采取了什么措施。")
    reported_to = short_text(
        "已报告公安机关或者其他有关部门",
        120,
        False,
        help_text="可能引起治安、刑事案件的，写明报告给谁、什么时间。未成年人、无或者限制行为能力人受侵害的，另做“强制报告”。",
    )


class PreventedForm(ActForm):
    """登记预防成效: which, how many people, when it happens."""

    what = radio("成效", Prevented.What.choices)
    people = forms.IntegerField(
        label="人数", min_value=1, max_value=9999, help_text="避免了伤害的人：想不开的 1 人，群体的按人数。"
    )
    note = long_text("经过", rows=2, limit=limit(Prevented, "note"))
