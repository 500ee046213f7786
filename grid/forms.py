"""Forms of an incident: reporting it, and what the acts on it ask."""

from contextlib import suppress
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.timezone import localdate, localtime

from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import YearMissing
from core.exchange.forms_imports import UploadForm
from core.intake.forms import ASKS, CodeField, RegistrationForm, channel_field, flags_field
from core.intake.sheet import Sheet
from core.models import Area, Matter, Unit
from core.outside.forms import SendForm
from core.parties.forms_representation import ReportLine
from core.values.form_base import Form, choice, limit, long_text, minute, radio, short_text
from core.workflow.forms import ActForm, RowField, UnitField
from grid.models import DutyItem, Extension, Incident, IncidentKind
from grid.places import own_grid

Level, Flag = IncidentKind.Level, Matter.Flag
FLAGS = (
    Flag.VIOLENCE,
    Flag.DOMESTIC_VIOLENCE,
    Flag.MINOR,
    Flag.INCAPABLE,
    Flag.SELF_HARM,
    Flag.CROWD,
    Flag.CRIME,
)
ReportLines = forms.formset_factory(ReportLine, extra=2, max_num=6, absolute_max=6)


def words(
    label: str, model: type[Model] = Incident, column: str = "settled_how", **more: Any
) -> forms.CharField:
    """Prose as long as its column."""
    return long_text(label, rows=3, limit=limit(model, column), **more)


def topic_field(required: bool = False) -> forms.ModelChoiceField:
    """事件类型: of those in use."""
    return forms.ModelChoiceField(
        IncidentKind.objects.filter(retired_on=None), label="事件类型", required=required, empty_label="不清楚",
        widget=forms.Select(attrs={"data-find": ""}),
    )  # fmt: skip


def level_field(required: bool = False, empty: str = "按类型的默认级别") -> forms.ChoiceField:
    return choice("级别", Level.choices, required, empty=empty)


def whole_point(data: dict[str, Any]) -> dict[str, Any]:
    """Half a point is none."""
    if (data.get("longitude") is None) != (data.get("latitude") is None):
        data["longitude"] = data["latitude"] = None
    return data


class TableForm(UploadForm):
    """A table of a register; `told`: what becomes of its rows."""

    source = mapping = None  # type: ignore[assignment]

    def __init__(self, *args: Any, told: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = told


# --- Reporting ----------------------------------------------------------------------------------------------------


class ReportFields(Form):
    """What every report takes, from the desk and from the phone alike."""

    topic = topic_field()
    level = level_field()
    what = forms.CharField(
        label="发现了什么", max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "data-count": "", **ASKS}),
        error_messages={"required": "请写发现了什么，一句也行。"},
    )  # fmt: skip
    happened_at = minute("发现时间", False, help_text="空着就是现在。")
    place = short_text("详细地点", limit(Incident, "place"), False)
    longitude = forms.DecimalField(min_value=70, max_value=140, max_digits=9, decimal_places=6, required=False, widget=forms.HiddenInput)  # fmt: skip
    latitude = forms.DecimalField(min_value=0, max_value=60, max_digits=8, decimal_places=6, required=False, widget=forms.HiddenInput)  # fmt: skip
    flags = flags_field([(flag.value, flag.label) for flag in FLAGS])
    settled_how = words(
        "已现场办好", required=False, help_text="当场办好了的，写怎么办的；登记后就是自办结。"
    )

    def clean(self) -> dict[str, Any]:
        return whole_point(super().clean() or {})


class ReportForm(RegistrationForm, ReportFields):
    """上报: by a desk, with the people; the phone page asks less of the same."""

    KIND = "incident"
    MORE = frozenset({"happened_at", "decided_by", "at", "level", "confidential"})
    demand = head_count = representatives = None  # type: ignore[assignment]

    channel = channel_field(Incident.Channel.choices, Incident.Channel.GRID)
    to = forms.ChoiceField(
        label="交给", required=False, widget=forms.RadioSelect,
        choices=[("", "按职责"), ("village", "村（社区）处置"), ("town", "直接上报镇里")],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].label = "照片"
        self.fields["scan"].help_text = "可以不拍。"
        if self.user is not None and (grid := own_grid(self.user)):
            self.fields["area"].initial = grid.full_name

    def lacks_representatives(self, data: dict[str, Any]) -> bool:
        return False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("accusation"):
            self.add_error("what", "检举控告不作网格事件上报，请用“来访登记”并勾“检举控告”。")
        return data


class IncidentSheet(Sheet):
    """With the lines of what was reported at once (强制报告)."""

    def __init__(
        self, form: Any, user: Any, typed: QueryDict | None = None, files: Any = None, *, judged: bool = False
    ) -> None:
        super().__init__(form, user, typed, files, judged=judged)
        posted = typed if judged and "reports-TOTAL_FORMS" in (typed or {}) else None
        self.reports = ReportLines(posted, prefix="reports")

    def is_valid(self) -> bool:
        return super().is_valid() & (not self.reports.is_bound or self.reports.is_valid())

    @property
    def answers(self) -> dict[str, Any]:
        lines = self.reports.cleaned_data if self.reports.is_bound else []
        return super().answers | {"reports": [line for line in lines if line.get("body")]}


# --- Dispatching --------------------------------------------------------------------------------------------------


class DispatchForm(ActForm):
    """派遣: the unit, and what it is to do."""

    unit = UnitField(Unit.Kind.DEPARTMENT, Unit.Kind.STATIONED, Unit.Kind.VILLAGE, label="承办单位")
    level = level_field(True, "请选择")
    task = words("交办要求", column="task", required=False)

    kept = ("level",)

    def given(self, matter: Incident) -> dict[str, Any]:
        item = matter.item
        return {
            "unit": matter.topic.unit_id if matter.topic else None,
            "task": item.share if item and item.shared else "",
        }


class AnswerForm(ActForm):
    """反馈: what was done; a photo may go with it and never must."""

    scan_first, scan_label, scan_help = True, "处置后照片", "可以不拍。"
    settled_how = words("处置情况")


# --- The rest of the way --------------------------------------------------------------------------------------------


def passed_field() -> forms.ChoiceField:
    return radio("结果", [("yes", "合格"), ("no", "不合格，退回重办")])


class SettleForm(ActForm):
    settled_how = words("怎么办的")


class CheckForm(ActForm):
    """核查: seen on the spot by somebody else."""

    passed = passed_field()
    words = words("看到的情况", column="check_words")


class AcceptForm(ActForm):
    topic = topic_field(True)
    level = level_field(True, "请选择")

    kept = ("topic", "level")


class DecideForm(ActForm):
    """清单外决定: which item it falls under, or why the town does it all the same."""

    item = RowField(
        "归入履职事项", lambda form: DutyItem.objects.in_force(localdate()), required=False, empty_label="清单上没有",
        widget=forms.Select(attrs={"data-find": ""}),
    )  # fmt: skip
    words = short_text("由镇处置的理由", limit(Incident, "item_decided"), False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("item") and not data.get("words"):
            self.add_error("words", "清单上没有的，请写由镇处置的理由；应当由县里办的，请“上报县级”。")
        return data


class ReturnForm(ActForm):
    """退回: why it is not this unit's."""

    reason = long_text("退回理由", rows=2, limit=300, help_text="不属于本单位职责的，写明依据和应当由谁办。")


class ExtensionForm(ActForm):
    days = forms.IntegerField(label="延长（工作日）", min_value=1, max_value=10)
    reason = words("延期理由", Extension, "reason")


class LevelForm(ActForm):
    level = level_field(True, "请选择")
    reason = long_text("理由", rows=2, limit=300)


class FlagsForm(ActForm):
    flags = forms.MultipleChoiceField(label="要紧情况", choices=[(flag.value, flag.label) for flag in FLAGS], widget=forms.CheckboxSelectMultiple)  # fmt: skip
    note = long_text("情况", rows=2, limit=300)


class PlaceForm(ActForm):
    """更正地点."""

    area = CodeField(Area, label="地点")
    place = short_text("详细地点", limit(Incident, "place"), False)
    longitude, latitude = ReportFields.base_fields["longitude"], ReportFields.base_fields["latitude"]

    def clean(self) -> dict[str, Any]:
        return whole_point(super().clean() or {})


class FeedBackForm(ActForm):
    """告知反映人: how, in which words, and what was said of the result."""

    way = radio("方式", [("电话", "电话"), ("上门", "上门"), ("当面", "当面")])
    words = long_text("告知的内容", rows=2, limit=300)
    rating = choice("评价", Incident.Rating.choices, False, empty="没有评价")


class NoteForm(ActForm):
    note = long_text("情况", rows=3, limit=500)


class HandUpForm(SendForm):
    """上报县级: to the body that the item names, with an answer in three working days."""

    def given(self, matter: Incident) -> dict[str, Any]:
        drafted: dict[str, Any] = {
            "body": matter.item.lead_id if matter.item else None,
            "words": _told(matter),
        }
        with suppress(YearMissing):
            drafted["due_on"] = office_calendar().add_workdays(localdate(), 3)
        return drafted


def _told(found: Incident) -> str:
    """What a body outside must know to act: where, when, what, and by which item of the list it is theirs."""
    where = " ".join(filter(None, (found.area.full_name, found.place)))
    item = f"履职事项：{found.item.name}（{found.item.get_part_display()}）。" if found.item else ""
    seen = localtime(found.happened_at)
    return f"地点：{where}。{seen:%m月%d日%H时%M分}发现：{found.what}\n{item}"[:1000]
