"""What the acts of a screening round ask."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.access.people import may_there
from core.intake.forms import CodeField
from core.models import Area, Matter
from core.values.form_base import limit, long_text, short_text
from core.workflow.forms import ActForm
from core.workflow.record_steps import asking
from grid.care.refused import refused
from grid.models import ScreenedGrid, Screening
from grid.rounds.clocks import ANSWERS
from grid.rounds.known import known

DAYS = ("first", "last", "report_by")
OF_MATTERS = re.compile(
    "信访(?!人|户|老户|对象)"
)  # what is petitioned about may be looked into, who petitions may not


class RoundForm(asking(Screening, *DAYS, "topics")):  # type: ignore[misc]
    """The days of a round, in their order; what is looked for, and never kinds of people."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("words", "topics"):
            if why := refused(OF_MATTERS.sub("", data.get(name) or "")):
                self.add_error(name, why)
        first, last, report_by = (data.get(name) for name in DAYS)
        if first and last and last < first:
            self.add_error("last", "结束早于开始。")
        if first and report_by and report_by < first:
            self.add_error("report_by", "报送截止早于排查开始。")
        if first and report_by and (report_by - first).days > 90:
            self.add_error("report_by", "一轮排查不超过九十天，请分几轮开展。")
        return data


class DraftForm(RoundForm):
    """起草排查: which round, where, until when."""

    occasion = forms.ChoiceField(label="种类", choices=Screening.Occasion.choices)
    words = forms.CharField(
        label="名称", max_length=limit(Screening, "words"), required=False, help_text="节前、敏感时点排查写是什么，如：国庆节。"
    )  # fmt: skip
    areas = forms.ModelMultipleChoiceField(
        Area.objects.filter(level__depth=2, closed_on=None).order_by("code"), label="哪些村（社区）", required=False, widget=forms.CheckboxSelectMultiple, help_text="都不勾就是全镇。"
    )  # fmt: skip
    grid = CodeField(Area, label="只查一个网格", required=False)
    field_order = ("occasion", "words", *DAYS, "topics", "areas", "grid")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = localdate()
        for name, days in zip(DAYS, (0, 7, 7), strict=True):
            self.initial.setdefault(name, today + timedelta(days=days))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = (Screening.Occasion.HOLIDAY, Screening.Occasion.SENSITIVE)
        if data.get("occasion") in named and not data.get("words"):
            self.add_error("words", "请写是哪个节日或者什么时点。")
        return data


class IssueForm(RoundForm):
    """下发: the draft as it shall go out."""

    kept = (*DAYS, "topics")


class DropForm(ActForm):
    reason = long_text("不开展的原因", rows=2, limit=300)


def own_rows(screening: Any, user: Any) -> list[ScreenedGrid]:
    """The grids of the round for which this user gives the result: of a post there or above."""
    rows = screening.grids.select_related("area", "unit")
    return [row for row in rows if user is None or may_there(user, ANSWERS, row.area)]


def _offer(form: ActForm, name: str, rows: Any, words: Callable[[Any], str]) -> None:
    field: Any = form.fields[name]
    field.queryset, field.label_from_instance = rows, words


class GridForm(ActForm):
    """Which grid it is about; who answers for one alone is not asked."""

    grid = forms.ModelChoiceField(ScreenedGrid.objects.none(), label="网格")

    def fit(self, matter: Screening) -> None:
        own = own_rows(matter, self.user)
        rows = matter.grids.filter(pk__in=[row.pk for row in own]).select_related("area")
        _offer(self, "grid", rows, lambda row: f"{row.area.full_name}（{row.get_result_display()}）")
        left = [row for row in own if not row.result]
        if len(left or own) == 1:
            self.initial.setdefault("grid", (left or own)[0].pk)


class ZeroForm(GridForm):
    """零报告."""


class FoundForm(GridForm):
    """有发现: what is registered already, ticked; nothing is written a second time."""

    found = forms.ModelMultipleChoiceField(
        Matter.objects.none(), label="这一期登记的", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选至少一件；还没有登记的，先“上报事件”再来报。"},
    )  # fmt: skip
    words = short_text("说明", limit(ScreenedGrid, "words"), False)

    def fit(self, matter: Screening) -> None:
        super().fit(matter)
        own = own_rows(matter, self.user)
        ids = [one.pk for row in own for one in known(self.user, matter, row.area)] if self.user else []
        rows = Matter.objects.filter(pk__in=ids).select_related("area").order_by("received_at")
        _offer(self, "found", rows, lambda one: f"{one.shown_title}（{one.area.name}，{one.number}）")
        self.initial.setdefault("found", ids)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        row = data.get("grid")
        if row and any(not one.area_path.startswith(row.area.path) for one in data.get("found", ())):
            self.add_error("found", f"勾选的有的不在{row.area.name}，请只勾本网格的。")
        return data


class CloseForm(ActForm):
    """汇总: one's own words; the numbers are there already."""

    summary = long_text(
        "汇总意见", rows=3, limit=1000, required=False, help_text="没有的不写，数字由系统列出。"
    )
