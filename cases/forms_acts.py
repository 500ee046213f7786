"""What the acts on a case ask: text into domain types and nothing else."""

from typing import Any

from django import forms

from cases import remedies
from cases.clocks import LONGEST_EXTENSION
from cases.models import CallBack, Case, Category, Extension, Handover, Instruction, Room
from cases.routing import suggestion
from core.intake.forms import CodeField
from core.intake.forms_accused import AccusedFields
from core.models import Area, Correspondence, Matter, Unit, User
from core.outside.acts import answer_words
from core.tasks.forms import TaskRows
from core.values.form_base import Form, limit, long_text, radio, short_text
from core.workflow import loads
from core.workflow.forms import ActForm, EntitledField, MatterField, RowField, UnitField

HANDLERS = (Unit.Kind.DEPARTMENT, Unit.Kind.STATIONED, Unit.Kind.VILLAGE)
# A label of a register of its own is given there alone.
SEALS = [one for one in Matter.Compartment.choices if one[0] not in ("", Matter.Compartment.REGISTER)]
HELP_DAYS = 5  # working days a helping unit has where nothing else is said
RETURN_REASONS = [
    ("not_ours", "不属本单位职责"),
    ("elsewhere", "已由其他单位受理"),
    ("unclear", "事实不清，需补充材料"),
]


class AnswerForm(ActForm):
    """当场答复."""

    answer = long_text("答复内容", cites=True, help_text="怎么答的就怎么记，来访人以后可以查。")
    satisfaction = radio(
        "当场评价", [choice for choice in Case.Satisfaction.choices if choice[0] != "unreached"], False
    )


class HelperForm(Form):
    """One line of 协办: a unit, its part, its working days. An empty line is none."""

    unit = UnitField(*HANDLERS, label="协办单位", required=False, empty_label="—")
    part = short_text("分工", limit(Handover, "part"), False)
    days = forms.IntegerField(
        label="工作日",
        min_value=1,
        max_value=60,
        required=False,
        widget=forms.NumberInput({"data-width": "s"}),
    )

    def __init__(
        self, *args: Any, reader: User | None = None, counted: loads.Loads | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        loads.beside(self.fields["unit"], reader, "holder_unit", counted)
        self.fields["unit"].help_text = ""  # said above, of the unit in charge

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and not data.get("part"):
            self.add_error("part", "请写明协办单位做什么。")
        if data.get("part") and not data.get("unit"):
            self.add_error("unit", "写了分工，请选协办单位。")
        return {**data, "days": data.get("days") or HELP_DAYS}


HelperRows = forms.formset_factory(HelperForm, extra=2, max_num=8, absolute_max=8)


class HandOverForm(ActForm):
    """转办: which unit, how hard, what to look to; who helps with which part.

    `helpers` is a formset of its own, posted with the form; the page shows it below the fields.
    """

    unit = UnitField(
        *HANDLERS,
        label="承办单位",
        empty_label="请选择",
        error_messages={"required": "请选承办单位。", "invalid_choice": "没有这个单位，或已停用。"},
    )
    grade = radio(
        "难易",
        Case.Grade.choices,
        initial=Case.Grade.ORDINARY,
        help_text="简单 1 个工作日，一般 7 日，复杂 20 日；从收到之日起算。",
    )
    days = forms.IntegerField(
        label="反馈时限",
        min_value=1,
        max_value=60,
        required=False,
        widget=forms.NumberInput(attrs={"class": "fq-short"}),
        help_text="个工作日，自转办次日起；要求比办理期限更早反馈时才填。",
    )
    note = long_text("转办意见", rows=2, limit=limit(Handover, "note"), required=False)

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        suggested = suggestion(matter)
        first = {"unit": suggested.unit_id} if suggested else {}
        if matter and matter.grade:
            first["grade"] = matter.grade
        kwargs["initial"] = {**first, **kwargs.pop("initial", {})}
        super().__init__(*args, matter=matter, **kwargs)
        if suggested:
            self.fields["unit"].help_text = f"按分流规则建议：{suggested.reason}。可以改。"
        lines = [{"unit": pk, "part": ""} for pk in suggested.helpers] if suggested else []
        counted = loads.beside(self.fields["unit"], self.user, "holder_unit")
        self.helpers = HelperRows(
            self.data if self.is_bound else None,
            prefix="helpers",
            initial=lines,
            form_kwargs={"reader": self.user, "counted": counted},
        )
        self.helpers.extra = 2

    rows = property(lambda self: self.helpers)
    rows_legend, rows_hint, rows_add = "协办单位", "可以不填；各写分工和工作日，不填按 5 个工作日", "加一家"

    def is_valid(self) -> bool:
        """Both, so that all sentences come together. A form without the formset is one without helpers."""
        if not self.is_bound or f"{self.helpers.prefix}-TOTAL_FORMS" not in self.data:
            return super().is_valid()
        return super().is_valid() & self.helpers.is_valid()

    @property
    def answers(self) -> dict[str, Any]:
        posted = self.is_bound and f"{self.helpers.prefix}-TOTAL_FORMS" in self.data
        lines = self.helpers.cleaned_data if posted else []
        return {**super().answers, "helpers": [line for line in lines if line.get("unit")]}


class InstructForm(HandOverForm):
    """批示: a leader's words and the units they name."""

    words = long_text("批示", rows=3, limit=limit(Instruction, "words"))
    field_order = ("words", "unit", "grade", "days", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posted = self.is_bound and "tasks-TOTAL_FORMS" in self.data
        self.tasks = TaskRows(self.data if posted else None, prefix="tasks")

    more_rows = property(lambda self: self.tasks)
    more_legend, more_hint, more_add = "交办", "可以不填；批示里要哪个单位、哪个人几日前办什么", "加一项"

    def is_valid(self) -> bool:
        return super().is_valid() & (self.tasks.is_valid() if self.tasks.is_bound else True)

    @property
    def answers(self) -> dict[str, Any]:
        lines = self.tasks.cleaned_data if self.tasks.is_bound else []
        return {**super().answers, "tasks": [line for line in lines if line.get("what")]}


class ReassignForm(HandOverForm):
    """改派: another unit, why."""

    reason = long_text("改派理由", rows=2, limit=300)
    field_order = ("reason", "unit", "grade", "days", "note")


class AskInstructionForm(ActForm):
    """报请批示: to whom, with which opinion."""

    leader = EntitledField("core.lead", label="报请")
    opinion = long_text(
        "拟办意见", rows=3, limit=500, help_text="建议由哪个单位主办、哪些单位协办、几天反馈。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        loads.beside(self.fields["leader"], self.user, "holder_user")


class AddHelperForm(ActForm):
    """增加协办: a unit, its part, its working days."""

    unit = UnitField(*HANDLERS, label="协办单位")
    part = short_text("分工", limit(Handover, "part"))
    days = forms.IntegerField(
        label="协办时限",
        min_value=1,
        max_value=60,
        initial=5,
        widget=forms.NumberInput(attrs={"class": "fq-short"}),
        help_text="个工作日，自今天的次日起。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        loads.beside(self.fields["unit"], self.user, "holder_unit")


class DropHelperForm(ActForm):
    """撤回协办: which, why."""

    helper = RowField(
        "协办单位",
        lambda form: form.matter.handovers.filter(lead=False, ended_at=None),
        says=lambda row: f"{row.unit.name}（{row.part}）",
    )
    reason = long_text("理由", rows=2, limit=300)


class HelperAnswerForm(ActForm):
    """协办答复: what came of the unit's part."""

    answer = long_text("协办答复", help_text="本单位负责的部分做了什么、结果怎样；由主办单位合成一份答复。")


class ExtensionForm(ActForm):
    """申请延期: how long, why."""

    days = forms.IntegerField(
        label="延长",
        min_value=1,
        max_value=LONGEST_EXTENSION,
        widget=forms.NumberInput(attrs={"class": "fq-short"}),
        help_text=f"日，从原届满日起算，最多 {LONGEST_EXTENSION} 日，只延一次。",
    )
    reason = long_text("理由", rows=2, limit=limit(Extension, "reason"))


class GuideForm(ActForm):
    """引导: to which room."""

    room = forms.ModelChoiceField(
        Room.objects.filter(closed_on=None, kind=Room.Kind.ROOM), label="功能室", empty_label="请选择"
    )
    note = long_text("说明", rows=2, limit=300, required=False)


class ElsewhereForm(ActForm):
    """不属职责: where to go instead; it is printed and handed out."""

    body = short_text(
        "应去的机关", limit(Case, "told_body"), help_text="写全称，如 澄湖县人力资源和社会保障局。"
    )
    where = short_text("地址、电话", limit(Case, "told_where"))
    basis = short_text("依据", limit(Case, "told_basis"), help_text="法律法规条款或职责清单第几项。")

    def fit(self, matter: Any) -> None:
        remedies.add_fields(self, matter)


class ReturnForm(ActForm):
    """退回: why it is not ours."""

    reason = radio("理由", RETURN_REASONS)
    explanation = long_text(
        "说明", rows=2, limit=250, help_text="写明依据，例如职责清单第几项、应由哪个单位办。"
    )


class NoteForm(ActForm):
    """记办理情况."""

    note = long_text("办理情况", rows=3, limit=2000)


class ReplyForm(ActForm):
    """提交办理结果. The parts of those who helped, and what bodies outside answered, are in it already, for the lead to
    join.
    """

    answer = long_text(
        "办理结果", rows=6, cites=True, help_text="做了什么、结果怎样、依据是什么。这是要答复群众的话。"
    )

    def given(self, matter: Any) -> dict[str, Any]:
        parts = matter.handovers.filter(lead=False, answered_at__isnull=False)
        return {
            "answer": "\n".join([*(f"{row.unit.name}：{row.answer}" for row in parts), *answer_words(matter)])
        }


class CallBackForm(ActForm):
    """回访."""

    satisfaction = radio("评价", Case.Satisfaction.choices)
    way = radio("方式", [(way, way) for way in ("电话", "当面", "上门", "短信")], False, initial="电话")
    note = long_text("回访情况", rows=2, limit=limit(CallBack, "words"), required=False)

    def fit(self, matter: Any) -> None:
        if matter.own_rating:
            asked = self.fields["satisfaction"]
            asked.initial = matter.own_rating
            asked.help_text = f"来访人已在查询页评价“{matter.get_own_rating_display()}”。{matter.own_words}"


class FlagsForm(ActForm):
    """发现要紧情况: which, what is happening."""

    flags = forms.MultipleChoiceField(
        label="要紧情况", choices=Case.Flag.choices, widget=forms.CheckboxSelectMultiple
    )
    note = long_text(
        "情况", rows=2, limit=300, help_text="提交后立即告知值班领导和有关单位；解除前不能办结。"
    )


class CrowdReportForm(ActForm):
    """紧急报告: to whom; for wages the department is known."""

    government = short_text("报告党委、政府", 80, help_text="报告给谁、什么时间。")
    department = short_text("通报主管部门", 80)
    note = long_text("情况", rows=2, limit=300, help_text="多少人、要求什么、现场怎样。")

    def given(self, matter: Any) -> dict[str, Any]:
        wages = (matter.category_id or "").startswith("07")
        return {"department": "人力资源和社会保障局"} if wages else {}


class MergeForm(ActForm):
    """并案: into which, why they are the same."""

    other = MatterField(
        label="并入事项", help_text="登记号、事项编号，或编号末几位；本件与它一起办，各自答复、回访。"
    )
    reason = long_text("理由", rows=2, limit=300)


class SealForm(ActForm, AccusedFields):
    """封闭: which label, and why; of an accusation also whom it names."""

    compartment = radio("封闭类别", SEALS)
    reason = long_text("理由", rows=2, limit=300)
    field_order = ("compartment", "reason", *AccusedFields.NAMES)

    def accuses(self) -> bool:
        return self.data.get("compartment") == Matter.Compartment.ACCUSATION

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("compartment") == Matter.Compartment.ACCUSATION:
            self.needs_accused(data)
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return self.accused_of(super().answers)


class CorrectForm(ActForm):
    """更正: what was typed wrongly, with the reason; the old words stay in the history."""

    title = short_text("标题", limit(Case, "title"))
    area = CodeField(Area, label="地点", required=False)
    category = CodeField(Category, "categories", label="类别", required=False)
    demand = long_text("诉求", limit=10000)
    reason = long_text("更正理由", rows=2, limit=300)

    kept = ("title", "demand")

    def given(self, matter: Any) -> dict[str, Any]:
        return {"area": matter.area.code, "category": matter.category_id or ""}


class ReferForm(ActForm):
    """移送: to which body, under which number, how it got there."""

    body = short_text("移送机关", 60, help_text="写全称，如 澄湖县纪委监委；不得是被检举、控告的单位。")
    reference = short_text("移送函文号", limit(Correspondence, "reference"), False)
    how = long_text("送达情况", rows=2, limit=200, help_text="谁在哪一天密封送交、谁签收。")
