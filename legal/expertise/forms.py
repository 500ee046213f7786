"""Forms of the acts of an expert's opinion."""

from typing import Any

from django import forms

from core.values.form_base import day, limit, long_text, radio
from core.workflow.forms import ActForm, EntitledField, RowField
from core.workflow.record_steps import asking
from legal.models import Expertise, Point, TextVersion

OPINES = "legal.opine"


class WhomForm(ActForm):
    """Base: of whom it is asked, and by when."""

    expert = EntitledField(
        OPINES, label="专家", order="name", required=False, empty_label="镇外专家，写在下一项"
    )
    outside = forms.CharField(
        label="镇外专家", required=False, max_length=limit(Expertise, "outside"), help_text="没有账号的，写姓名、单位。"
    )  # fmt: skip
    due_on = day("请在何日前答复")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("expert")) == bool(data.get("outside")):
            self.add_error("expert", "专家选一位，或者写镇外专家，两项填一项。")
        return data


class AskForm(asking(Expertise, "what", "question", base=WhomForm)):  # type: ignore[misc]
    """请专家出意见."""

    text = forms.CharField(
        label="文本名称", required=False, max_length=limit(TextVersion, "words"), help_text="审查文件、合同的必填，文本作为附件上传。"
    )  # fmt: skip
    field_order = ("what", "question", "text", "expert", "outside", "due_on")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("what") in Expertise.TEXTS and not data.get("text"):
            self.add_error("text", "请写要审查的文件、合同的名称。")
        return data


class VersionForm(asking(TextVersion, "words")):  # type: ignore[misc]
    """报修改稿: what changed, and by when it is looked at again."""

    due_on = day("请在何日前答复")


class SignForm(ActForm):
    summary = long_text("总的意见", rows=4, limit=limit(Expertise, "summary"), cites=True)


class TakeForm(ActForm):
    """登记采纳情况, of one point."""

    point = RowField(
        "意见", lambda form: Point.objects.filter(matter=form.matter.pk, taken="").order_by("number")
    )
    taken = radio("采纳情况", Point.Taken.choices)
    why = long_text(
        "说明",
        rows=2,
        limit=limit(Point, "why"),
        required=False,
        help_text="部分采纳、不采纳的必须写明理由。",
    )

    def fit(self, matter: Any) -> None:
        point: Any = self.fields["point"]
        point.initial = point.queryset.first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("taken") in (Point.Taken.PARTLY, Point.Taken.NOT) and not data.get("why"):
            self.add_error("why", "部分采纳、不采纳的，请写明理由。")
        return data


PointForm = asking(Point, "words", "basis")
