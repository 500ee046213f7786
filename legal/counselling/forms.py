"""Forms of counselling."""

from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate

from core.intake.forms import RegistrationForm
from core.intake.sheet import Sheet
from core.models import Party
from core.values.form_base import day, long_text, radio, short_text
from core.workflow.forms import ActForm, EntitledField
from core.workflow.record_steps import asking
from legal.models import Counselling, Danger

COUNSELS = "legal.counsel"


class AskForm(RegistrationForm):
    """心理服务登记: as little as the counsellor needs."""

    KIND, WHERE = "psych", "不详"
    head_count = representatives = accusation = confidential = None  # type: ignore[assignment]
    demand = long_text("需要的帮助", rows=2, limit=300)
    source = radio("由谁提出", Counselling.Source.choices, initial="self")
    counsellor = EntitledField(COUNSELS, label="咨询员", order="name")


class AskSheet(Sheet):
    """With one line for whom it is."""

    SIDES: ClassVar[tuple[Any, ...]] = ({"role": Party.Role.APPLICANT},)


class GiveForm(ActForm):
    """另请咨询员."""

    counsellor = EntitledField(COUNSELS, label="咨询员", order="name")


class ReasonForm(ActForm):
    reason = short_text("理由", 200, help_text="不写疏导中说的内容。")


class NoteForm(ActForm):
    """记疏导: the words go to the one who writes them, and to nobody else."""

    on = day("日期", past=True, initial=localdate)
    minutes = forms.IntegerField(
        label="时长（分钟）",
        min_value=5,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "fq-short"}),
    )
    words = long_text(
        "记录", rows=8, limit=5000, help_text="只有您本人看得到；任何人，包括管理员，都看不到。不作诊断。"
    )


DangerForm = asking(Danger, "of", "why", "police")


class EndForm(ActForm):
    outcome = radio("结果", Counselling.Outcome.choices)
