"""What a patrol and a plan of patrols ask."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.models import Area
from core.values.form_base import Form, OnceForm, day, limit, long_text, radio, short_text
from grid.forms import topic_field
from grid.intake import INTAKE
from grid.models import Patrol
from grid.models.rounds import Team
from grid.rounds.patrols import WEEKDAYS


def team_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="队伍", choices=Team.choices, widget=forms.CheckboxSelectMultiple, initial=[Team.GRID],
        error_messages={"required": "请勾选参加的队伍。"},
    )  # fmt: skip


class GridsForm(Form):
    """Of a grid that the user's post is for."""

    area = forms.ModelChoiceField(Area.objects.none(), label="网格", empty_label="请选择")

    def __init__(self, *args: Any, grids: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = grids  # type: ignore[attr-defined]
        self.fields["area"].label_from_instance = lambda area: area.full_name  # type: ignore[attr-defined]
        if len(grids) == 1:
            self.initial.setdefault("area", grids[0].pk)


class PatrolForm(OnceForm, GridsForm):
    """记巡查: one sentence at most; what was found is reported with it."""

    day = day("日期")
    line = short_text("路线", limit(Patrol, "line"), False, help_text="可以不写。")
    team = team_field()
    result = radio("结果", [("none", "没有发现"), ("found", "有发现")], initial="none")
    what = long_text("发现了什么", rows=2, limit=2000, required=False)
    topic = topic_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"day": localdate(), **self.initial}
        self.fields["what"].widget.attrs["data-when"] = "result=found"
        self.fields["topic"].widget.attrs["data-when"] = "result=found"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("result") == "found" and not data.get("what"):
            self.add_error("what", "有发现的请写发现了什么，随这一条上报。")
        if pointing := list(INTAKE.points_at(data.get("what", ""))):
            word = pointing[0][1]
            self.add_error(
                "what", f"写到“{word}”，可能要封闭办理：请用“上报事件”单独上报，这里只记没有别的发现。"
            )
        if data.get("result") == "none":
            data["what"] = ""
        return data


class PlanForm(GridsForm):
    """巡查安排."""

    line = short_text("路线", limit(Patrol, "line"), False)
    team = team_field()
    weekdays = forms.TypedMultipleChoiceField(
        label="每周哪几天", coerce=int, choices=[(day, f"周{word}") for day, word in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "请勾选至少一天。"},
    )  # fmt: skip
    starts_on = day("起", initial=localdate)
    ends_on = day("止", initial=lambda: localdate() + timedelta(days=90))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "结束早于开始。")
        if first and last and (last - first).days > 366:
            self.add_error("ends_on", "一次安排不超过一年。")
        return data
