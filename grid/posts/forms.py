"""What the pages of who answers where ask."""

from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils.timezone import localdate

from core.handover.forms import with_units
from core.intake.forms import CodeField
from core.models import Area, Unit, User
from core.values.form_base import Form, ModelForm, day, day_input, short_text
from core.workflow.forms import EARLIEST
from grid.models import Responsibility
from grid.models.posts import SOLE, Kind
from grid.posts.answering import keeps, on, twin


class PlaceField(CodeField):
    """A place, also one that is no more: whoever asks about last year means that one."""

    def live(self) -> Any:
        return Area.objects.order_by("closed_on", "code")

    def find(self, text: str) -> list[Any]:
        found = super().find(text)
        return [one for one in found if one.closed_on is None] or found if len(found) > 1 else found


class AskForm(Form):
    """哪里，哪一天."""

    area = PlaceField(Area, label="区域", required=False)
    on = day("哪一天", False)

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        if day and day.year < EARLIEST:
            raise forms.ValidationError(f"日期早于 {EARLIEST} 年，请核对年份。")
        return day


class ResponsibilityForm(ModelForm):
    """登记责任人. An account is chosen where there is one; the post with its rights is given elsewhere."""

    area = CodeField(Area, label="负责区域")

    class Meta:
        model = Responsibility
        fields = (
            "area",
            "kind",
            "user",
            "name",
            "unit",
            "title",
            "household",
            "work_phone",
            "phone",
            "starts_on",
            "ends_on",
        )
        widgets = {"starts_on": day_input(), "ends_on": day_input()}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for name, rows in (
            (
                "user",
                User.objects.filter(is_active=True).prefetch_related("holdings__post__unit").order_by("name"),
            ),
            ("unit", Unit.objects.filter(closed_on=None)),
        ):
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
                self.fields[name].widget.attrs["data-find"] = ""
                self.fields[name].empty_label = "没有"  # type: ignore[attr-defined]
        if "user" in self.fields:
            self.fields["user"].label_from_instance = with_units  # type: ignore[attr-defined]
        if "kind" in self.fields:
            self.fields["kind"].choices = [("", "请选择"), *Kind.choices]  # type: ignore[attr-defined]

    def stored(self) -> Any:
        """The second of two clicks finds what the first stored, and says so."""
        with transaction.atomic():
            Area.objects.select_for_update(no_key=True).get(pk=self.instance.area_id)
            if self.instance.stands_for is None and twin(self.instance):
                self.add_error(None, "同样的一条已经登记过，请核对；同名的两个人，请写电话区分。")
                return None
            return super().stored()

    def _get_validation_exclusions(self) -> set[str]:
        """What is not asked here stands all the same: one answers at a time, whoever typed what."""
        return super()._get_validation_exclusions() - {"stands_for"} - ({"area", "kind"} - set(self.fields))  # type: ignore[misc]

    def clean_area(self) -> Area:
        area: Area = self.cleaned_data["area"]
        if not keeps(self.by, area):
            raise forms.ValidationError("只能登记自己管辖区域里的责任人。")
        return area

    def clean(self) -> dict[str, Any]:
        """Who has the post with its rights answers; a second beside him would count for nothing."""
        data = super().clean() or {}
        area, kind, first = (data.get(name) for name in ("area", "kind", "starts_on"))
        if area and kind in SOLE and first:
            held = next(
                (one for one in on([area.pk], first)[area.pk] if one.pk is None and one.kind == kind), None
            )
            if held:
                self.add_error("kind", f"{held.name}有任职授权，已经担任；换人请在“任职授权”里办。")
        return data


class SubstituteForm(ResponsibilityForm):
    """指定代理: another answers from a day to a day, the first again after it."""

    class Meta(ResponsibilityForm.Meta):
        fields = ("user", "name", "work_phone", "phone", "starts_on", "ends_on", "reason")  # type: ignore[assignment]

    area = None  # type: ignore[assignment]  # that of whom he stands for
    starts_on = day("代理自", initial=localdate)
    ends_on = day("代理到")
    reason = short_text("请假原因", 100)


class EndForm(Form):
    """离任: the last day, and why."""

    ends_on = day("任到哪一天", initial=localdate)
    reason = short_text("原因", 100)

    def __init__(self, *args: Any, row: Responsibility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day < self.row.starts_on:
            raise forms.ValidationError("结束日期早于开始日期。")
        if self.row.substitutes.filter(ends_on__gt=day).exists():
            raise forms.ValidationError("这一天以后还登记了代理人，请先把代理结束。")
        return day


class RevealForm(Form):
    reason = short_text("理由", 100, help_text="查看会留痕。")
