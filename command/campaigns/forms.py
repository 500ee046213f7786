"""Forms of the acts of a campaign."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from command.brought import kind_choices
from command.models import Campaign, Chosen
from core.models import Matter
from core.values.form_base import day, limit, long_text, short_text
from core.workflow.forms import ActForm, MatterField, RowField, UnitField
from core.workflow.record_steps import asking


def _ahead(form: Any) -> Any:
    if form.cleaned_data["last"] < localdate():
        raise forms.ValidationError("截止日期早于今天。")
    return form.cleaned_data["last"]


class DraftForm(
    asking(Campaign, "aim", "last", "target", title=short_text("名称", 60))  # type: ignore[misc]
):
    """开展专项行动."""

    field_order = ("title", "aim", "last", "target")
    clean_last = _ahead


class RuleForm(ActForm):
    """按条件选: all open matters that fit and that the chooser sees; sealed ones never."""

    kind = forms.ChoiceField(label="种类", choices=kind_choices)
    before = day("收到日期不晚于", False, help_text="选积案时用。")
    unit = UnitField(label="承办单位", required=False, empty_label="不限")
    late = forms.BooleanField(label="只选已经逾期的", required=False)


class OneForm(ActForm):
    about = MatterField(label="事项", help_text="登记号或编号的末几位。")


def _inside(form: Any) -> Any:
    rows = form.matter.chosen.filter(out_at=None).select_related("about")
    ids = list(rows.values_list("about", flat=True))
    return rows.filter(about__in=Matter.objects.seen_by(form.user, ids) if form.user else ids)


class OutForm(ActForm):
    """移出: why; it is counted."""

    chosen = RowField("事项", _inside, says=lambda row: f"{row.about.number} {row.about.shown_title}")
    reason = short_text("移出理由", limit(Chosen, "reason"))


class ExtendForm(ActForm):
    last = day("新的截止日期")
    reason = long_text("理由", rows=2, limit=300)
    clean_last = _ahead


EndForm = asking(Campaign, "summary", required=("summary",))
