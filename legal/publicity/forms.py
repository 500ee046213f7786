"""Forms of publicity."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate

from core.intake.forms import RegistrationForm
from core.intake.sheet import Sheet
from core.values.form_base import long_text
from core.workflow.forms import ActForm, RowField, UnitField
from core.workflow.record_steps import asking
from legal.models import Lesson
from legal.models.publicity import MONTHS

LINE = re.compile(r"(\d{1,2})\s*月?[\s、，,：:.]*(.+)")
MOST_LESSONS, LONGEST = 40, 120


class PlanForm(RegistrationForm):
    """普法计划登记: whose, of which year, and the events, one a line."""

    KIND, WHERE = "publicity", "全镇"
    DEMAND = ("普法内容和要求", "请写普法内容和要求，一句也行。")
    head_count = representatives = accusation = confidential = None  # type: ignore[assignment]
    unit = UnitField(label="责任单位")
    year = forms.IntegerField(
        label="年度", min_value=2020, max_value=2100, widget=forms.NumberInput(attrs={"class": "fq-short"}),
        initial=lambda: localdate().year,
    )  # fmt: skip
    lines = long_text(
        "普法活动",
        rows=6,
        limit=4000,
        help_text="一行一场，先写月份，如：3月 妇女权益保障法。都按“每月一法、群众”记，以后可以再加。",
    )

    def clean_lines(self) -> list[tuple[int, str]]:
        found = []
        for line in filter(None, (one.strip() for one in self.cleaned_data["lines"].splitlines())):
            match = LINE.fullmatch(line)
            if not match or not 1 <= int(match[1]) <= 12 or len(match[2]) > LONGEST:
                raise forms.ValidationError(
                    f"“{line[:30]}”看不出月份和主题（主题最多 {LONGEST} 字），请写成：3月 妇女权益保障法。"
                )
            found.append((int(match[1]), match[2].strip()))
        if len(found) > MOST_LESSONS:
            raise forms.ValidationError(f"一次最多写 {MOST_LESSONS} 场。")
        return found


class PlanSheet(Sheet):
    """A plan is of a unit: no people stand in it."""

    SIDES: ClassVar[tuple[Any, ...]] = ()

    def is_valid(self) -> bool:
        return bool(self.form.is_valid())

    @property
    def parties(self) -> list[dict[str, Any]]:
        return []


AddForm = asking(Lesson, "month", "kind", "topic", "audience")


class OfLessonForm(ActForm):
    """Base of what is done about one event. `WHICH`: which may be chosen."""

    WHICH: ClassVar[dict[str, str]] = {"state": Lesson.State.PLANNED}
    lesson = RowField(
        "活动",
        lambda form: Lesson.objects.filter(matter=form.matter.pk, **form.WHICH).order_by("month", "number"),
    )


HELD = ("held_on", "place", "hours", "attended", "leaflets", "cost", "words")


class HoldForm(asking(Lesson, *HELD, base=OfLessonForm, required=("held_on", "place", "attended"), past=("held_on",))):  # type: ignore[misc]  # fmt: skip
    """登记开展: with photos or the list of who came."""

    scan_first, scan_label, scan_help = True, "照片、签到表", "现场照片、签到表、资料样张。"
    field_order = ("lesson",)


class MoveForm(OfLessonForm):
    month = forms.TypedChoiceField(label="改到", choices=[("", "请选择"), *MONTHS], coerce=int)
    reason = long_text("理由", rows=2, limit=300)


class DropForm(OfLessonForm):
    reason = long_text("理由", rows=2, limit=300)


class CertifyForm(OfLessonForm):
    """发培训证书: to whom, one a line."""

    WHICH: ClassVar[dict[str, str]] = {"state": Lesson.State.HELD, "kind": Lesson.Kind.TRAINING}
    names = long_text("姓名", rows=5, limit=2000, help_text="一行一人，或者用顿号隔开。")

    def clean_names(self) -> list[str]:
        names = [one for one in re.split(r"[、，,；;\s]+", self.cleaned_data["names"]) if one]
        if any(len(name) > 40 for name in names):
            raise forms.ValidationError("一个姓名最多 40 字，几个人请分行写。")
        return list(dict.fromkeys(names))


class SumForm(ActForm):
    summary = long_text("年度总结", rows=5, limit=3000)
