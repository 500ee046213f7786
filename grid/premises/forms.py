"""What the pages of the camera points ask."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.access.people import may_there
from core.intake.forms import CodeField, flags_field
from core.models import Area, Unit
from core.privacy.fields import PhoneField
from core.values.form_base import Form, ModelForm, OnceForm, choice, day, limit, long_text, minute, short_text
from core.values.moments import now
from grid.forms import FLAGS, level_field, topic_field
from grid.intake import INTAKE
from grid.models import CameraFault, CameraPoint, Site, SiteKind, StillLook
from grid.premises.cameras import KEEP
from grid.premises.sites import next_visit


class CameraFilter(Form):
    q = short_text("编号、位置", 40, False)
    area = CodeField(Area, label="网格", required=False)
    state = choice("状态", CameraPoint.State.choices, False, empty="全部")


def openly(words: str, otherwise: str) -> str:
    """What points to a closed matter is reported by the form that asks for it."""
    if pointing := list(INTAKE.points_at(words)):
        raise forms.ValidationError(f"写到“{pointing[0][1]}”，可能要封闭办理：请用“上报事件”{otherwise}。")
    return words


class FindForm(OnceForm):
    """视频发现: the minute of the find, what, which kind and level; where it was the point says."""

    found_at = minute("发现时间", initial=now, help_text="期限从发现的这一分钟起算。")
    what = long_text("发现了什么", rows=2, limit=2000)
    topic = topic_field()
    level = level_field()
    flags = flags_field([(flag.value, flag.label) for flag in FLAGS])

    def clean_found_at(self) -> Any:
        at = self.cleaned_data["found_at"]
        if at > now():
            raise forms.ValidationError("发现时间晚于现在。")
        if at < now() - timedelta(days=1):
            raise forms.ValidationError("一天以前的请用“上报事件”登记。")
        return at

    def clean_what(self) -> str:
        return openly(self.cleaned_data["what"], "登记，来源选“视频发现”")


class FaultForm(Form):
    words = short_text("什么故障", limit(CameraFault, "words"))
    due_on = day("修复期限", initial=lambda: localdate() + timedelta(days=3))


class MendedForm(Form):
    words = short_text("怎么修的", limit(CameraFault, "mended_words"))


class LookForm(OnceForm):
    """查看画面登记: who, why, what (art. 16)."""

    seen = short_text("看了哪一段", limit(StillLook, "seen"), help_text="如：7月11日21:35至21:45")
    reason = short_text("为什么看", limit(StillLook, "reason"))


class PlaceForm(ModelForm):
    """Of the register by hand: where the keeper keeps it. `LOGGED`: columns whose words the log keeps."""

    LOGGED: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk:
            self.initial["area"] = self.instance.area.full_name

    def clean_area(self) -> Any:
        area = self.cleaned_data["area"]
        if area and not may_there(self.user, KEEP, area):
            raise forms.ValidationError(f"{area.name}不在您的管辖区域里。")
        return area

    @property
    def changed(self) -> str:
        """What a saved one says otherwise, for the log: 位置（老槐树→村口）; of who opens the door only that it was changed."""
        now = {name: getattr(self.instance, name) for name in self._before}
        return "、".join(
            f"{self.fields[name].label}{f'（{was}→{now[name]}）' if name in self.LOGGED else ''}"
            for name, was in self._before.items()
            if was != now[name]
        )

    def _post_clean(self) -> None:
        self._before = {name: getattr(self.instance, name) for name in self.fields if self.instance.pk}
        super()._post_clean()  # type: ignore[misc]


class PointForm(PlaceForm):
    """更正: what the table got wrong, or what has changed. The state of a fault goes by 报修 and 修复."""

    area = CodeField(Area, label="网格")

    class Meta:
        model = CameraPoint
        fields = ("place", "area", "owner", "unit", "sign")

    LOGGED = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None)  # type: ignore[attr-defined]


class NewPointForm(PointForm):
    """登记点位, by hand."""

    class Meta:
        model = CameraPoint
        fields = ("number", *PointForm.LOGGED)


class SiteForm(PlaceForm):
    """登记、更正场所. A telephone that is there already is not shown: empty leaves it."""

    area = CodeField(Area, label="网格")
    phone = PhoneField(label="电话", max_length=20, required=False)

    class Meta:
        model = Site
        fields = ("name", "kind", "area", "address", "contact")

    LOGGED = ("name", "kind", "area", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = SiteKind.objects.filter(retired_on=None)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["phone"].help_text = "不改就空着。"

    def _get_validation_exclusions(self) -> set[str]:
        """A second one is told as long as the first is not given up, though nobody types that."""
        return set(super()._get_validation_exclusions()) - {"closed_on"}  # type: ignore[misc]

    def save(self, commit: bool = True) -> Any:
        self.instance.phone = self.cleaned_data["phone"] or self.instance.phone
        if not self.instance.pk or "kind" in self.changed_data:
            self.instance.due_on = next_visit(self.instance.kind, localdate())
        return super().save(commit)
