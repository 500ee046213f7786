"""Forms of the acts of supervision."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from command.clocks import LIMIT
from command.models import Decision, Heard, Meeting, Supervision
from core.deadlines.terms import Term
from core.models import Matter, OutsideBody
from core.outside.forms import BodyField, SendForm
from core.privacy.masking import mask_digits, mask_names
from core.procedure.below import displeased
from core.values.form_base import limit, long_text, radio, short_text
from core.workflow.forms import ActForm
from core.workflow.record_steps import asking

S = Supervision
MEND = "请向本人核实不满意的原因，逐项整改，把整改结果告知本人，报核查。"
FOUR = ("leader", "measures", "duty", "finish_by")  # the effect says which is missing, all at once
HeardForm = asking(Heard, "heard_at", "speaker", "words", "answer")


class HandReviewForm(SendForm):
    """移送责任倒查: facts and dates (domain-supplement: J); no answer is asked of whom nobody here may urge."""

    due_on = None  # type: ignore[assignment]

    def given(self, matter: Any) -> dict[str, Any]:
        return {
            "words": f"{matter.above.number}的办理经过、用时见责任倒查表，责任单位的陈述见记录（均附后）。请按管理权限处理。"
        }


class ReplyForm(asking(S, *FOUR)):  # type: ignore[misc]
    """首次回复: the unit sets its own time limit, within that of the rules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = Term.parse(LIMIT.term).label
        self.fields["finish_by"].help_text = f"从今天起最多 {longest}；联席会议另定了期限的，最晚到那一天。"


class DraftForm(asking(S, "trigger", "unit", "reason", "demand", "work")):  # type: ignore[misc]
    """督办、预警: of whom, in which case, why."""

    def given(self, matter: Any) -> dict[str, Any]:
        """Of what people said of a result: their words, masked, and whose result it was (整改)."""
        if not (said := displeased(matter)):
            return {"unit": matter.holder_unit_id}
        words = mask_digits(mask_names(said.words, matter.names))[: limit(S, "reason")]
        return {"trigger": S.Trigger.DISPLEASED, "unit": said.unit.pk, "reason": words, "demand": MEND}


class SignForm(asking(S, "reason", "demand", "work")):  # type: ignore[misc]
    """签发: the draft as it shall go out; what only a village or a unit of the county is asked goes for others."""

    body = BodyField(label="主送的县级单位", required=False)

    kept = ("demand", "work")

    def given(self, matter: Any) -> dict[str, Any]:
        return {"reason": matter.next_why or matter.reason}

    def fit(self, matter: Any) -> None:
        if matter.unit.kind != matter.unit.Kind.VILLAGE or matter.form == S.Form.WARNING:
            del self.fields["work"]
        if matter.form != S.Form.ADVICE:
            del self.fields["body"]
        else:
            own = OutsideBody.objects.filter(closed_on=None, unit=matter.unit)
            self.fields["body"].initial = own.first()


class NoteForm(ActForm):
    words = long_text("进展", rows=2, limit=500)


class ReportForm(ActForm):
    """报结: what was done, with its proof."""

    scan_first, scan_label = True, "佐证材料"
    report = long_text("办理结果", rows=3, limit=limit(S, "report"))
    no_proof = short_text("没有材料的原因", 200, False, help_text="附了材料的不填。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("scan") and not data.get("no_proof"):
            self.add_error("no_proof", "请附上佐证材料；确实没有的，写明原因。")
        return data


class AnswerForm(ActForm):
    scan_first = True
    answer = long_text("回复内容", rows=3, limit=limit(S, "answer"))


class StrikeForm(ActForm):
    """认定办结、销号: how it was checked, and what was found."""

    way = radio("核查方式", [("现场", "现场"), ("电话", "电话"), ("材料", "看材料")])
    found = long_text("核查情况", rows=2, limit=300)


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}（{obj.number}）"


JOINT = MeetingField(
    Meeting.objects.none(),
    label="联席会议",
    required=False,
    empty_label="不在本系统召开的",
    help_text="选上就不用填日期和文号。",
)


class DecisionForm(asking(Decision, "held_on", "minutes", "measure", "words", "due_on", meeting=JOINT)):  # type: ignore[misc]
    """联席会议决定: of a meeting that has been held; a term where something is to be done."""

    field_order = ("meeting", "held_on", "minutes", "measure", "words", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joint = Meeting.objects.filter(form=Meeting.Form.JOINT, signed_on__isnull=False)
        seen: Any = Matter.objects.visible_to(self.user).values("pk") if self.user is not None else []
        self.fields["meeting"].queryset = joint.filter(pk__in=seen).order_by("-begins_at")
        for name in ("held_on", "minutes"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Day and number are those of the meeting that is named, else they are asked."""
        data = super().clean() or {}
        if meeting := data.get("meeting"):
            paper = meeting.documents.filter(kind="command.minutes").order_by("-version").first()
            data |= {
                "held_on": localdate(meeting.begins_at),
                "minutes": paper.number if paper else meeting.number,
            }
        for name, label in (("held_on", "会议日期"), ("minutes", "纪要文号")):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"请填写{label}。")
        timed = (Decision.Measure.TALK, Decision.Measure.LISTED, Decision.Measure.RECTIFY)
        if data.get("measure") in timed and not data.get("due_on"):
            self.add_error("due_on", "约谈、挂牌督办、责令限期整改的，请填完成期限；约谈由督办单位办。")
        return data
