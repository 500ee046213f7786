"""What the acts of the care register ask. Every word that is typed is looked through: no list of the police is written here
in other words, and no name stands in a reason.
"""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.access.people import paths_with
from core.models import Area
from core.privacy.written_names import plain
from core.values.form_base import choice, day, long_text, only_when, radio, short_text
from core.workflow.forms import ActForm
from core.workflow.record_steps import asking
from grid.care.refused import refused
from grid.care.steps import PROPOSE
from grid.models import Care, CareHelp, CareKind, CareVisit

VILLAGE = 2  # depth


class CareForm(ActForm):
    """Base: what is refused is refused in its field."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        own = plain(self.matter.name or "") if isinstance(self.matter, Care) else ""
        for name, value in list(data.items()):
            if not isinstance(value, str):
                continue
            if why := refused(value):
                self.add_error(name, why)
            elif own and own in plain(value):
                self.add_error(name, "这里不写姓名，写“本人”就行。")
        return data


def _cycle(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(label="几天走访一次", min_value=1, max_value=90, **more)


class ProposeForm(CareForm):
    """拟纳入."""

    area = forms.ModelChoiceField(Area.objects.none(), label="村（社区）", empty_label="请选择")
    topic = forms.ModelChoiceField(CareKind.objects.in_use(), label="类别", empty_label="请选择")
    name = short_text("姓名", 30)
    phone = short_text("电话", 30, False)
    address = short_text("住址", 100)
    guardian = short_text("监护人、联系人", 60, False, help_text="姓名和电话；未成年人必填。")
    need = long_text("需要的帮助", rows=3, limit=400, help_text="只写要帮什么，不评级、不打分。")
    basis = radio("依据", Care.Basis.choices, initial=Care.Basis.CONSENT)
    article = short_text("法律条文", 120, False, help_text="哪部法律第几条。")
    only_when("basis=law", article)
    cycle = _cycle(required=False, help_text="空着就按类别的周期。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is not None:
            villages = Area.objects.filter(level__depth=VILLAGE, closed_on=None).order_by("code")
            own = [*paths_with(self.user, PROPOSE)]
            inside = villages.filter(Area.under(own))
            above = [
                pk for path in own for pk in path.strip("/").split("/")
            ]  # of a grid the village that it lies in
            found = inside | villages.filter(pk__in=above)
            self.fields["area"].queryset = found  # type: ignore[attr-defined]
            if len(found) == 1:
                self.initial.setdefault("area", found[0].pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("basis") == Care.Basis.LAW and not data.get("article"):
            self.add_error("article", "没有同意书的，写明依据哪部法律第几条。")
        if data.get("topic") and data["topic"].child and not data.get("guardian"):
            self.add_error("guardian", "未成年人要写监护人。")
        return data


CONSENT = ("consent_by", "consent_on")


class ConsentForm(asking(Care, *CONSENT, base=CareForm, required=CONSENT)):  # type: ignore[misc]
    """登记同意: the paper as it was signed, with its scan."""

    scan_first = True

    def given(self, matter: Care) -> dict[str, Any]:
        return {"consent_by": "guardian" if matter.topic.child else "self", "consent_on": localdate()}


class ReasonForm(CareForm):
    reason = long_text("理由", rows=2, limit=300)


class WordsForm(CareForm):
    """撤回同意: no reason is owed."""

    words = short_text("说明", 200, False, help_text="撤回不用说理由。")


class VisitForm(asking(CareVisit, "well", base=CareForm)):  # type: ignore[misc]
    """走访: the day, well or not, what was done."""

    day = day("走访日期", initial=localdate)
    words = long_text(
        "情况",
        rows=3,
        limit=400,
        required=False,
        help_text="平安的可以不写；有需要的写还要找谁，帮了什么请“登记帮扶”。受侵害、有危险的，马上打110，并上报网格事件。",
    )

    field_order = ("day", "well", "words")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("well") and not data.get("words"):
            self.add_error("words", "不平安的，写明情况。")
        return data


class HelpForm(asking(CareHelp, "unit", base=CareForm)):  # type: ignore[misc]
    """登记帮扶: the department, the day, what it was."""

    day = day("帮扶日期", initial=localdate)
    words = long_text("帮了什么", rows=3, limit=400, help_text="不写姓名；不用帮了的，写明为什么。")

    field_order = ("day", "unit", "words")

    def given(self, matter: Care) -> dict[str, Any]:
        return {"unit": matter.topic.unit_id}


class CycleForm(ReasonForm):
    cycle = _cycle()
    field_order, kept = ("cycle", "reason"), ("cycle",)


class EndForm(ReasonForm):
    why = choice(
        "结束原因", (one for one in Care.Why.choices if one[0] != Care.Why.ASKED),
        help_text="本人撤回同意的，请办“撤回同意”，不用审批。",
    )  # fmt: skip
    field_order = ("why", "reason")
