"""Forms of the acts of a meeting."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate, localtime

from command.meetings.agenda import standing
from command.models import AgendaItem, Meeting, Resolution
from core.models import Unit
from core.values.form_base import limit, short_text
from core.values.moments import now
from core.workflow.forms import ActForm, EntitledField, MatterField, RowField
from core.workflow.record_steps import asking

SIGN = "command.sign_minutes"


class UnitsField(forms.ModelMultipleChoiceField):
    """Units to tick, in office order."""

    def __init__(self, **kwargs: Any) -> None:
        units = Unit.objects.filter(closed_on=None).order_by("code")
        super().__init__(units, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name)


class DraftForm(
    asking(  # type: ignore[misc]
        Meeting, "form", "begins_at", "place", chair=EntitledField(SIGN, label="主持人"), units=UnitsField(label="参会单位")
    )
):  # fmt: skip
    """召开会议: offered as the last one was: its place, chair and units, a week later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins_at"].help_text = "定了以后可以改期。"
        last = Meeting.objects.exclude(status=Meeting.Status.CANCELLED).order_by("-begins_at").first()
        if last is None or self.is_bound:
            return
        begins = localtime(last.begins_at)
        while begins < now():
            begins += timedelta(days=7)
        self.initial |= {
            "form": last.form, "begins_at": begins, "place": last.place, "chair": last.chair_id,
            "units": [one.unit_id for one in last.called.all()], **self.initial,
        }  # fmt: skip


class CallForm(asking(Meeting, "begins_at", "place")):  # type: ignore[misc]
    """通知开会、改期."""

    kept = ("begins_at", "place")


class AddForm(ActForm):
    """加议题: in words, with the matter where there is one."""

    about = MatterField(label="事项", required=False, help_text="登记号或编号的末几位；不是某件事项的不填。")
    words = short_text(
        "议题", limit(AgendaItem, "words"), help_text="不写人名；看不到这件事项的人只看到编号和这一句。"
    )
    unit = forms.ModelChoiceField(
        Unit.objects.filter(closed_on=None), label="汇报单位", required=False, empty_label="不要汇报"
    )


def _items(form: Any) -> Any:
    rows = [row.pk for row in standing(form.matter)]
    return AgendaItem.objects.filter(pk__in=rows).select_related("about")


def _item(row: AgendaItem) -> str:
    """栖云访〔2026〕0042号：9月23日到期"""
    return f"{row.about.number if row.about else ''}{'：' if row.about else ''}{row.words}"


class DropForm(ActForm):
    """去掉议题: why it is not talked about."""

    item = RowField("议题", _items, says=_item)
    reason = short_text("不议的理由", limit(AgendaItem, "dropped"))


class HoldForm(asking(Meeting, "absence", "others", present=UnitsField(label="到会单位", required=False))):  # type: ignore[misc]
    """登记到会情况: all are ticked; who did not come is unticked."""

    field_order = ("present", "absence", "others")

    def fit(self, matter: Any) -> None:
        units = [one.unit_id for one in matter.called.all()]
        present: Any = self.fields["present"]
        present.queryset, present.initial = Unit.objects.filter(pk__in=units).order_by("code"), units
        present.help_text = "没有到的，去掉勾。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("absence") and len(data.get("present") or ()) < len(self.fields["present"].queryset):
            self.add_error("absence", "有单位没有到会，请写明是谁、为什么。")
        return data


class ResolveForm(
    asking(  # type: ignore[misc]
        Resolution,
        "what",
        "unit",
        "due_on",
        item=RowField("议题", _items, says=_item, required=False, empty_label="不属于哪个议题"),
    )
):
    """记议定事项: what, who, by when."""

    field_order = ("item", "what", "unit", "due_on")

    def clean_due_on(self) -> Any:
        if self.cleaned_data["due_on"] < localdate():
            raise forms.ValidationError("完成期限早于今天。")
        return self.cleaned_data["due_on"]


class StrikeForm(ActForm):
    """删去议定事项: of what is not signed yet."""

    resolution = RowField(
        "议定事项",
        lambda form: form.matter.resolutions.filter(struck_at=None).select_related("unit"),
        says=lambda row: f"{row.what}（{row.unit.short_name}，{row.due_on:%m-%d} 前）",
    )
    reason = short_text("理由", 200)


WriteForm = asking(Meeting, "minutes", required=("minutes",), kept=("minutes",))
