"""What the acts of an assessment ask."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from core.access.people import may_there
from core.models import Matter
from core.values.form_base import choice, limit, long_text
from core.values.moments import last_month_end
from core.workflow.forms import ActForm, RowField, RowsField
from core.workflow.record_steps import asking
from grid.assessment import numbers
from grid.models import AssessedIncident, Assessment, AssessmentObjection

OBJECT = "grid.object"


class DrawForm(ActForm):
    """拟考核: of the month before, unless told otherwise."""

    month = forms.CharField(
        label="月份", max_length=7, initial=lambda: f"{last_month_end():%Y-%m}", widget=forms.TextInput(attrs={"type": "month"}),
        help_text="写成 2026-10；月份过完了才能拟。"
    )  # fmt: skip

    def clean_month(self) -> date:
        found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", self.cleaned_data["month"])
        if not found:
            raise forms.ValidationError("月份写成 2026-10 这样。")
        return date(int(found[1]), int(found[2]), 1)


def _incident(row: AssessedIncident) -> str:
    """With what it is counted under; by its number alone where the gate keeps it from who answers for the grid."""
    under = "、".join(map(numbers.label, row.counted)) or "哪一项都没有计入"
    title = f" {row.about.shown_title}" if getattr(row, "readable", True) else ""
    return f"{row.about.number}{title}（{under}）"


def seen(assessment: Assessment, user: Any) -> Any:
    """Its incidents that the reader may see."""
    ids = list(assessment.incidents.values_list("about", flat=True))
    there = Matter.objects.visible_to(user, among=ids).values("pk")
    return assessment.incidents.filter(numbers.UNSEALED, about__in=there).select_related("about__area")


def _own(form: Any) -> Any:
    """Those of the grids that the user answers for."""
    rows = form.matter.incidents.filter(numbers.UNSEALED).select_related("about__area") if form.user else []
    own = [row.pk for row in rows if may_there(form.user, OBJECT, row.about.area)]
    found = form.matter.incidents.filter(pk__in=own).select_related("about")
    readable = seen(form.matter, form.user).values("pk") if own else []
    return found.annotate(readable=Q(pk__in=readable)).order_by("grid__code", "about__number")


def _waiting(form: Any) -> Any:
    return form.matter.objections.filter(verdict="").select_related("by")


def _objected(row: AssessmentObjection) -> str:
    return f"第{row.place}件，{row.by.name if row.by else ''}，{numbers.label(row.number)}：{row.words[:40]}"


def _named(form: Any) -> Any:
    """Those that an objection names which waits."""
    named = {pk for one in _waiting(form) for pk in one.incidents}
    return form.matter.incidents.filter(pk__in=named).select_related("about")


class ObjectForm(
    asking(  # type: ignore[misc]
        AssessmentObjection,
        "words",
        number=forms.ChoiceField(label="考核项目"),
        incidents=RowsField("计错的事件", _own, says=_incident),
    )
):
    """提出异议: one number and the incidents of one's own grids that were counted wrongly in it."""

    field_order = ("number", "incidents", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [("", "请选择"), *numbers.choices()]
        self.fields["words"].help_text = "写明哪一件应当怎么计、为什么。"


VERDICT = choice("认定", AssessmentObjection.Verdict.choices[1:])


class DecideForm(ActForm):
    """认定异议: corrected, and which incidents are counted otherwise; or upheld. Why, in both cases."""

    objection = RowField("异议", _waiting, says=_objected, alone=True)
    verdict = VERDICT
    incidents = RowsField(
        "要更正的事件",
        _named,
        says=_incident,
        required=False,
        help_text="计入的改为不计，没有计入的改为计入；只勾异议写到的。",
    )
    reason = long_text("理由", rows=3, limit=limit(AssessmentObjection, "reason"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        objection, files = data.get("objection"), data.get("incidents")
        corrected = data.get("verdict") == AssessmentObjection.Verdict.CORRECTED
        if corrected and not files and "incidents" not in self.errors:
            self.add_error("incidents", "更正的，请勾选是哪几件。")
        if not corrected and files:
            self.add_error("incidents", "维持的不勾；要更正的，认定选“成立，更正”。")
        if objection and corrected and any(row.pk not in objection.incidents for row in files or ()):
            self.add_error("incidents", "勾选的有的不在这件异议里。")
        return data
