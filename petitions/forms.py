"""Forms of a petition: registering, sorting, telling, and what later acts ask beside their record (petitions/models/course)."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from core.access.people import with_permission
from core.documents import remedies
from core.intake.forms import RegistrationForm, channel_field
from core.intake.forms_accused import AccusedFields
from core.intake.sheet import Sheet, as_typed
from core.models import Correspondence, Holding, User
from core.models.matter import Matter
from core.outside.forms import BodyField
from core.parties.forms_representation import PersonField, people
from core.tasks.forms import TeamForm
from core.values.form_base import Form, choice, day, long_text, only_when, radio, short_text
from core.workflow.forms import ActForm, DoneForm, MatterField, RowField, RowsField, UnitField
from core.workflow.record_steps import asking
from petitions import clocks
from petitions.models import (
    Advice,
    Charge,
    Earlier,
    Extension,
    Instruction,
    Material,
    Petition,
    Review,
    Settlement,
    UrgentReport,
)
from petitions.serving import petitioners
from petitions.steps import beside

K, W = Petition.Kind, Petition.Way
SHOWN = 300  # characters of a demand beside the choice of its kind
YES_NO = [("yes", "同意"), ("no", "不同意")]


def reference(label: str = "文号") -> forms.CharField:
    return short_text(label, 60, False)


class PartFields(Form):
    """In which part the town acts; as petition office only where the county has said so in writing."""

    part = radio("本镇身份", Petition.Part.choices, initial=Petition.Part.UNIT)
    part_basis = reference("县里指定文号")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("part") != Petition.Part.UNIT and not data.get("part_basis"):
            self.add_error("part_basis", "作为信访部门的，要写县里书面指定的文号。")
        return data


# --- Registering --------------------------------------------------------------------------------------------------


class RegisterForm(RegistrationForm, PartFields):
    """信访登记: how it came, in which part the town acts, and the paper of a body above."""

    KIND = "petition"
    IN_PERSON = (Petition.Channel.VISIT,)
    MORE = frozenset({"part", "part_basis", "facts", "threat", "national_number", "national_on", "repeats_outside", "scan", "decided_by"})  # fmt: skip

    channel = channel_field(
        [pair for pair in Petition.Channel.choices if pair[0] != "hall"], Petition.Channel.VISIT
    )
    source = radio("来源", Petition.Source.choices, initial=Petition.Source.DIRECT)
    sender = BodyField(label="转送、交办单位", required=False)
    sender_number = reference("转送、交办文号")
    sender_on = day("上级收到日期", False)
    report_by = day("要求反馈日期", False)
    urgent = forms.BooleanField(
        label="重大、紧急", required=False, help_text="登记后马上“紧急报告”（第二十五条）。"
    )
    unreachable = forms.BooleanField(
        label="姓名（名称）、住址不清", required=False, help_text="不用书面告知（第二十三条第二款）。"
    )
    facts = forms.MultipleChoiceField(
        label="情形", choices=Petition.Fact.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    threat = short_text("扬言", 300, False, help_text="照原话：说了什么，对谁说，何时。只记事实。")
    national_number = reference("国家信访信息系统编号")
    national_on = day("录入国家系统日期", False)
    repeats_outside = forms.IntegerField(
        label="上级、其他机关以前登记的次数", min_value=0, max_value=999, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].label = "形式"
        self.fields["demand"].required = False
        self.fields["at"].label = "收到时间"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("source") != Petition.Source.DIRECT:
            if not data.get("sender"):
                self.add_error("sender", "上级转送、交办的，请选转送、交办单位。")
        else:
            data["sender"] = None
        if data.get("source") == Petition.Source.ASSIGNED and not data.get("report_by"):
            self.add_error("report_by", "上级交办的，请写要求反馈的日期。")
        received = data.get("at")
        if data.get("report_by") and received and data["report_by"] <= localdate(received):
            self.add_error("report_by", "要求反馈日期应当在收到日期以后。")
        return data


class ClaimLine(Form):
    """One demand of several."""

    words = short_text("诉求", 500, False)
    kind_of = choice("类别", K.choices, False)
    kind_of.widget.attrs["data-width"] = "m"


ClaimLines = forms.formset_factory(ClaimLine, extra=3, max_num=20, absolute_max=30)


class PetitionSheet(Sheet):
    """With the demands of a letter that has several."""

    def __init__(
        self, form: Any, user: Any, typed: Any = None, files: Any = None, *, judged: bool = False
    ) -> None:
        super().__init__(form, user, typed, files, judged=judged)
        posted = typed is not None and "claims-TOTAL_FORMS" in typed
        if judged:
            self.claims = ClaimLines(typed if posted else None, prefix="claims")
        elif posted:
            total = int(typed["claims-TOTAL_FORMS"]) if typed["claims-TOTAL_FORMS"].isdigit() else 0
            shown = [
                as_typed(ClaimLine.base_fields, typed, f"claims-{row}-") for row in range(min(total, 20))
            ]
            self.claims = ClaimLines(initial=shown, prefix="claims")
        else:
            self.claims = ClaimLines(prefix="claims")

    @property
    def several(self) -> bool:
        """Is a line of the demands filled in, so that they have to be seen?"""
        return any(line["words"].value() or line["kind_of"].value() for line in self.claims)

    @property
    def lines(self) -> list[dict[str, Any]]:
        if not self.claims.is_bound or not self.claims.is_valid():
            return []
        return [line for line in self.claims.cleaned_data if line.get("words")]

    def is_valid(self) -> bool:
        good = super().is_valid()
        if self.claims.is_bound and not self.claims.is_valid():
            return False
        if "demand" not in self.form.errors and not self.form.cleaned_data.get("demand") and not self.lines:
            self.form.add_error("demand", "请照来访人的话记下诉求，一句也行。")
            return False
        if any(line["kind_of"] == K.ACCUSATION for line in self.lines) and not self.form.cleaned_data.get(
            "accusation"
        ):
            self.form.add_error(
                "accusation", "有一项是检举控告，请勾“检举控告”并写明被检举、控告的人员或者单位。"
            )
            return False
        return good and not self.form.errors

    @property
    def answers(self) -> dict[str, Any]:
        found = super().answers | {"claims": self.lines}
        found["demand"] = found.get("demand") or "；".join(line["words"] for line in self.lines)
        return found


class BelowForm(ActForm, PartFields):
    """转信访: how it came and in which part the town acts; people, words and days are those of the matter above."""

    field_order = ("channel", "part", "part_basis")

    channel = forms.ChoiceField(
        label="信访形式", choices=Petition.Channel.choices, initial=Petition.Channel.HALL
    )


class SplitForm(ActForm):
    """拆分诉求."""

    claims = RowsField("拆出去的诉求", lambda form: form.matter.claims.filter(split_off=False))
    kind_of = choice("拆出去的是哪一类", [pair for pair in K.choices if pair[0] != K.ACCUSATION])


# --- Sorting ------------------------------------------------------------------------------------------------------


class WhereForm(ActForm):
    """Which body, where, within what time: of ways one to five and of what is not ours."""

    told_body = short_text("有权处理的机关", 60, False)
    told_where = short_text("地址、电话", 120, False)
    told_term = short_text("提出的期限", 120, False, help_text="如：自2026年9月1日起一年内申请劳动仲裁。")
    told_why = long_text("说明", rows=2, limit=500, required=False)
    TOLD = ("told_body", "told_where", "told_term", "told_why")

    def needs_where(self, data: dict[str, Any], term: bool) -> None:
        for name in ("told_body", "told_where", *(("told_term",) if term else ())):
            if not data.get(name):
                self.add_error(
                    name, f"请填写{self.fields[name].label}：书面告知要写明（第二十三条、第三十一条）。"
                )


class SortForm(WhereForm, AccusedFields):
    """分类: three kinds, six ways."""

    kind_of = radio("类别", K.choices)
    way = choice("办理途径（第三十一条）", W.choices, False)
    ways = RowField(
        "途径和期限按哪一类告知", lambda form: remedies.standing().exclude(reviewed_on=None), required=False,
        help_text="审核过的文字，印在程序告知书上。选了的，“提出的期限”可以不填。",
    )  # fmt: skip
    field = choice("涉及领域", Petition.Field.choices, False)
    ours = forms.BooleanField(
        label="由本镇依法履行、答复",
        required=False,
        help_text="本镇就是有权处理的机关；两个月内“登记履行、答复”。",
    )
    facts = forms.MultipleChoiceField(
        label="情形", choices=Petition.Fact.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        if matter is not None and matter.pk:
            own = matter.own_claims()
            kwargs["initial"] = {
                "kind_of": matter.kind_of or (own[0].kind_of if own else ""), "field": matter.field, "facts": matter.facts, **kwargs.get("initial", {}),
            }  # fmt: skip
        super().__init__(*args, matter=matter, **kwargs)
        self.fields["kind_of"].help_text = matter.demand[:SHOWN] if matter is not None and matter.pk else ""
        self.order_fields(
            [
                "kind_of",
                "field",
                "way",
                "ours",
                "told_body",
                "told_where",
                "ways",
                *self.TOLD[2:],
                *AccusedFields.NAMES,
            ]
        )
        only_when(f"kind_of={K.APPEAL}", self.fields["way"])
        only_when(f"kind_of={K.SUGGESTION} {K.APPEAL}", self.fields["field"])
        only_when(f"kind_of={K.APPEAL};way={W.PROTECTION}", self.fields["ours"])
        only_when(f"kind_of={K.APPEAL};way=1 2 3 4 5", *(self.fields[name] for name in (*self.TOLD, "ways")))
        if self._names_them():
            for name in ("accused_name", "accused_post", "accused_unit"):
                del self.fields[name]
        asked = [self.fields[name] for name in AccusedFields.NAMES if name in self.fields]
        only_when(f"kind_of={K.ACCUSATION}", *asked)

    def _sealed(self) -> bool:
        return (
            bool(self.matter and self.matter.pk) and self.matter.compartment == Matter.Compartment.ACCUSATION
        )

    def _names_them(self) -> bool:
        """Is it known already whom it accuses?"""
        return self._sealed() and self.matter.accused.exists()

    def accuses(self) -> bool:
        return self.data.get("kind_of") == K.ACCUSATION

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind_of")
        if self._sealed() and kind and kind != K.ACCUSATION:
            self.add_error("kind_of", "已经按检举控告封闭，只能按检举控告分类。")
        if kind == K.ACCUSATION and not self._names_them():
            self.needs_accused(data)
        if kind in (K.SUGGESTION, K.APPEAL) and not data.get("field"):
            self.add_error("field", "请选涉及领域：年度报告要写明（第四十一条第一款第一项）。")
        if kind == K.APPEAL and not data.get("way"):
            self.add_error("way", "申诉求决类要选第三十一条的六种途径之一。")
        if kind == K.APPEAL and data.get("way") and data["way"] != W.PETITION:
            self.needs_where(data, term=not data.get("ways"))
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return self.accused_of(super().answers)


class RefuseForm(WhereForm):
    """不予受理、不再受理."""

    refusal = choice("情形", Petition.Refusal.choices)
    repeats = MatterField(
        kind="petition", label="同一事项的上一件", required=False, help_text="登记号或者编号。"
    )
    field_order = ("refusal", "repeats", *WhereForm.TOLD)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        repeated = (case for case in Petition.Refusal.values if case != Petition.Refusal.NOT_OURS)
        only_when(f"refusal={' '.join(repeated)}", self.fields["repeats"])
        only_when(f"refusal={Petition.Refusal.NOT_OURS}", *(self.fields[name] for name in self.TOLD))

    def clean_repeats(self) -> Any:
        other = self.cleaned_data.get("repeats")
        found = Petition.objects.filter(pk=other.pk).first() if other else None
        if found and self.matter and found.pk == self.matter.pk:
            raise forms.ValidationError("不能是本件。")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("refusal") == Petition.Refusal.NOT_OURS:
            self.needs_where(data, term=False)
        elif (
            data.get("refusal")
            and not data.get("repeats")
            and "repeats" not in self.errors
            and not (self.matter and self.matter.repeats_id)
        ):
            self.add_error("repeats", "请写明同一事项的上一件（登记号）。")
        return data


class AcceptForm(ActForm):
    """受理: the day of the acceptance notice, and the unit."""

    accepted_on = day(
        "受理日期", initial=localdate, help_text="受理告知书落款的日期；60 日从这一天的次日起算。"
    )
    unit = UnitField(label="承办单位")
    major = forms.BooleanField(
        label="重大、复杂、疑难", required=False, help_text="可以听证；处理意见由主要领导签发。"
    )


class HandOverForm(ActForm):
    """移送: to the body that handles accusations."""

    body = BodyField(label="移送给", takes_accusations=True)
    cadre = choice("反映的是不是干部问题", [("no", "不是"), ("yes", "是，已向组织部门通报")])
    reference = reference("移送函文号")
    how = choice("移送方式", [("密封专人送达", "密封专人送达"), ("机要交换", "机要交换")])
    words = long_text("移送说明", rows=2, limit=500, help_text="只写材料名称、件数、页数，不写内容。")


# --- Transfers ----------------------------------------------------------------------------------------------------


class TransferForm(ActForm):
    """转送、交办."""

    purpose = choice(
        "方式",
        [(one.value, one.label) for one in (Correspondence.Purpose.FORWARD, Correspondence.Purpose.ASSIGN)],
    )
    body = BodyField(label="转送、交办给")
    reference = reference()
    due_on = day("办理期限", False, help_text="交办的要指定。")
    received_on = day(
        "对方收到日期", False, past=True, help_text="当面交、当天收到的写；还不知道的，问清后“登记对方收到”。"
    )
    words = long_text("转送、交办意见", rows=2, limit=500)
    only_when(f"purpose={Correspondence.Purpose.ASSIGN}", due_on)


class TheyReceivedForm(ActForm):
    """登记对方收到."""

    on = day("对方收到日期", past=True, initial=localdate)


class AnswerForm(ActForm):
    """What the other side said on which day."""

    on = day("日期", past=True, initial=localdate)
    agreed = radio("是否同意", YES_NO)
    words = long_text("理由、意见", rows=3, limit=1000)


class ReportCameForm(DoneForm):
    reference = reference("办结报告文号")


class ObjectForm(ActForm):
    """提出异议: detailed reasons (art. 23 ¶3)."""

    words = long_text(
        "异议理由",
        rows=4,
        limit=1000,
        help_text="写明不属于本镇职权范围的依据，应当由哪个单位办理。",
        min_length=10,
    )
    reference = reference()


class ResultForm(ActForm):
    """反馈办理结果."""

    reference = reference("办结报告文号")
    words = long_text("办理结果", rows=4, limit=1000)


# --- Handling -----------------------------------------------------------------------------------------------------


class AssignForm(ActForm):
    user = RowField(
        "承办人",
        lambda form: User.objects.filter(
            holdings__in=Holding.objects.current().filter(post__unit=form.matter.holder_unit)
        ).distinct(),
    )


ExtensionForm = asking(Extension, "days", "reason")
SettleForm = asking(Settlement, "way", "agreed_on", "words", "perform_by")


class DraftForm(ActForm):
    """拟处理意见: each demand with its result and answer, then the opinion as art. 32 wants it."""

    found = long_text("查明的事实", rows=5)
    result = choice("处理结果", Petition.Result.choices)
    opinion = long_text("处理意见", rows=5, cites=True)
    basis = long_text(
        "法律法规依据", rows=2, limit=1000, cites=True, help_text="写明法律、法规、规章或者政策的名称和条款。"
    )
    major = forms.BooleanField(label="重大、复杂、疑难（主要领导签发）", required=False)
    late_reason = long_text("逾期原因", rows=2, limit=300, required=False)

    kept = ("found", "result", "opinion", "basis", "major")

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        self.asked = list(matter.own_claims()) if matter is not None and matter.pk else []
        for claim in self.asked:
            self.fields[f"result_{claim.number}"] = choice(
                f"第 {claim.number} 项", Petition.Result.choices, initial=claim.result, help_text=claim.words
            )
            self.fields[f"answer_{claim.number}"] = long_text(
                f"第 {claim.number} 项答复", rows=2, limit=1000, initial=claim.answer
            )
        if not self._late():
            del self.fields["late_reason"]
        own = [name for claim in self.asked for name in (f"result_{claim.number}", f"answer_{claim.number}")]
        self.order_fields(["found", *own, *(name for name in self.fields if name not in own)])

    def _late(self) -> bool:
        """Is the term over, so that the draft has to say why?"""
        over = Q(rule=clocks.HANDLE.key, ended_at=None, raw__lt=localdate())
        return bool(self.asked) and self.matter.clocks.filter(over).exists()

    @property
    def answers(self) -> dict[str, Any]:
        found = super().answers
        return {
            **{name: value for name, value in found.items() if not name.startswith(("result_", "answer_"))},
            "answers": [
                (claim, found[f"result_{claim.number}"], found[f"answer_{claim.number}"])
                for claim in self.asked
            ],
        }


class CheckForm(ActForm):
    """合法性审核."""

    passed = radio("审核意见", [("yes", "通过"), ("no", "退回修改")])
    words = long_text("意见", rows=3, limit=500, required=False)


class ReplyForm(ActForm):
    """回复建议意见."""

    adopted = choice("采纳情况", Petition.Adopted.choices)
    words = long_text("回复", rows=4, limit=1000)


class RateForm(ActForm):
    """评价."""

    rating_office = choice("对信访部门", Petition.Rating.choices)
    rating_unit = choice("对责任单位", Petition.Rating.choices)


# --- Review -------------------------------------------------------------------------------------------------------


class AskReviewForm(ActForm):
    """登记请求."""

    who = PersonField(label="谁提出的", required=False, empty_label="请选择")
    body = BodyField(
        label="复查（复核）机关", kind__in=("government", "letters")
    )  # arts. 35, 36: who is above
    asked_on = day("提出日期", help_text="邮寄的，写交邮日期：最后一天交邮的不算逾期。")
    came_on = day("机关收到日期")

    def fit(self, matter: Any) -> None:
        asking = petitioners(matter)
        if len(asking) > 1:
            self.fields["who"].required = True
            self.fields["who"].queryset = people(matter).filter(pk__in=[one.pk for one in asking])  # type: ignore[attr-defined]
        else:
            del self.fields["who"]


class DecidedForm(
    asking(  # type: ignore[misc]
        Review,
        "decided_on",
        "number",
        "result",
        "words",
        "served_on",
        required=("decided_on", "result", "number"),
    )
):
    """登记复查、复核意见."""

    served_on = day("信访人收到日期", past=True)
    redo_by = day("重新处理期限", False, help_text="责令重新处理的，写意见书指定的日期。")
    only_when(f"result={Review.Result.REDO}", redo_by)


# --- Beside -------------------------------------------------------------------------------------------------------


class NationalForm(ActForm):
    """录入国家系统."""

    national_number = short_text("国家信访信息系统编号", 40)
    national_on = day("录入日期", past=True, initial=localdate)


EarlierForm = asking(
    Earlier, "year", "words", year=forms.IntegerField(label="年份", min_value=1949, max_value=2100)
)
UrgentForm = asking(UrgentReport, "to", "reported_at", "receiver", "words")
AdviseForm = asking(Advice, *beside.ADVICE_COLUMNS)
AskMaterialForm = asking(Material, *beside.MATERIAL_COLUMNS)


class MaterialCameForm(ActForm):
    """登记补充的材料."""

    came = long_text("收到的材料", rows=2, limit=500)
    came_on = day("收到日期", past=True, initial=localdate)


def _leaders(form: Any) -> Any:
    found = with_permission("core.lead", area=form.matter.area)
    return User.objects.filter(pk__in=[one.pk for one in found])


class ChargeForm(asking(Charge, *beside.CHARGE_COLUMNS[1:], base=TeamForm)):  # type: ignore[misc]
    """领导包案."""

    leader = RowField("包案领导", _leaders)
    field_order = ("leader", "unit")

    def clean_due_on(self) -> Any:
        if self.cleaned_data["due_on"] <= localdate():
            raise forms.ValidationError("化解期限应当在今天以后。")
        return self.cleaned_data["due_on"]


class AskInstructionForm(asking(Instruction, "opinion")):  # type: ignore[misc]
    """报请批示."""

    leader = RowField("报请的领导", _leaders)
    opinion = long_text("处理建议", rows=3, limit=600)
    field_order = ("leader", "opinion")


class InstructForm(ActForm):
    """批示."""

    words = long_text("批示", rows=3, limit=600)

    def fit(self, matter: Any) -> None:
        if row := beside.asked_instruction(matter):
            self.fields["words"].help_text = f"报请{row.leader.name}：{row.opinion}"


class AdviceAnsweredForm(ActForm):
    """建议的书面反馈."""

    advice = RowField(
        "建议",
        lambda form: form.matter.advice.filter(replied_on=None),
        says=lambda row: f"第 {row.number} 项 {row.get_about_display()}（{row.to}）",
    )
    taken = choice("采纳情况", Advice.Taken.choices)
    reply = long_text("书面反馈", rows=3, limit=500)
    on = day("反馈日期", past=True, initial=localdate)


class SettleStepForm(ActForm):
    """办到位."""

    three = choice("三到位一处理（第二十七条）", beside.THREE)
    words = long_text("办理情况", rows=3, limit=500)


class ConcludeForm(ActForm):
    words = long_text("化解认定", rows=3, limit=300)


class NoteForm(ActForm):
    note = long_text("办理情况", rows=3, limit=1000)
