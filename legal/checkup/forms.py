"""Forms of a check-up."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.intake.forms import RegistrationForm
from core.intake.sheet import Sheet
from core.models import Party
from core.values.form_base import day, long_text, radio, short_text, yes_or_no
from core.workflow.forms import ActForm, RowField
from core.workflow.record_steps import asking
from legal.checkup.questions import questions
from legal.models import Checkup, Finding


class BookForm(RegistrationForm):
    """体检预约: which enterprise, how big, what it wishes to know."""

    KIND = "checkup"
    DEMAND = ("想了解的问题", "请写企业想了解什么，一句也行；没有的写“全面体检”。")
    head_count = representatives = accusation = confidential = None  # type: ignore[assignment]
    size = radio("规模", Checkup.Size.choices, initial=Checkup.Size.SMALL)


class BookSheet(Sheet):
    """With a line for the enterprise and one for whom to talk to."""

    SIDES = ({"role": Party.Role.APPLICANT, "is_organisation": "unit"}, {"role": Party.Role.OFFICER})


class SelfCheckForm(asking(Checkup, "notes")):  # type: ignore[misc]
    """企业自查: what the enterprise has not done, of the list in use."""

    gaps = forms.MultipleChoiceField(
        label="没有做到、说不清的", required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.code, str(one)) for one in questions()],
        help_text="照企业填的清单勾；都做到的、企业没有填的不勾，在说明里写。",
    )  # fmt: skip
    field_order = ("gaps", "notes")


VISIT = ("visited_on", "team", "visit_words")
VisitForm = asking(Checkup, *VISIT, required=VISIT, past=("visited_on",))
FindForm = asking(Finding, "colour", "area", "words", "advice", "due_on")


class OfFindingForm(ActForm):
    """Base of what is done about one finding. `STATES`: which may be chosen."""

    STATES: tuple[str, ...] = (Finding.State.OPEN,)
    finding = RowField(
        "风险点",
        lambda form: Finding.objects.filter(matter=form.matter.pk, state__in=form.STATES).order_by("number"),
        says=lambda row: f"{row.number}. {row.get_colour_display()[:2]} {row.words[:30]}",
        alone=True,
    )


class ReasonForm(OfFindingForm):
    """撤掉风险点, 企业不整改."""

    reason = long_text("理由", rows=2, limit=300)


class MendedForm(OfFindingForm):
    scan_first, scan_label = True, "佐证材料"
    on = day("整改日期", past=True)
    words = long_text("整改情况", rows=3, limit=1000)


class CheckForm(OfFindingForm):
    STATES = (Finding.State.REPORTED,)
    good = yes_or_no("结论", "已整改", "没有整改到位")
    words = long_text("核查情况", rows=2, limit=300)
    due_on = day("新的整改期限", required=False, help_text="没有整改到位的填。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("good") is False and not data.get("due_on"):
            self.add_error("due_on", "没有整改到位的，请填新的整改期限。")
        return data


class RemindForm(OfFindingForm):
    way = radio("方式", [(way, way) for way in ("电话", "上门", "书面")])
    words = short_text("企业怎么说", 180)


RETURN = ("return_words", "satisfaction")


class ReturnForm(asking(Checkup, *RETURN, required=RETURN)):  # type: ignore[misc]
    on = day("回访日期", past=True, initial=localdate)
    field_order = ("on", *RETURN)
