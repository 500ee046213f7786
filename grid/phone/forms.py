"""上报 from a phone: the fields of every report, asked by thumb. One sentence must be written, nothing else."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django import forms

from core.documents.file_field import FilesField, FilesInput
from core.intake.forms_sensitive import ClosedQuestions
from core.models import Area
from core.values.form_base import OnceForm
from core.values.moments import now
from core.values.refused import Refused
from grid.forms import ReportFields, ReportLines
from grid.intake import INTAKE
from grid.models import IncidentKind
from grid.phone.moments import happened

TILES = ("0103", "0102", "0604", "1101", "0101", "0401")  # found most often; all others stand in the list
APART = r"^(-?[0-9]{1,9}(,|$))*$"
LEVELS = [(value, str(label).split()[-1]) for value, label in IncidentKind.Level.choices]


class PhoneForm(ClosedQuestions, ReportFields, OnceForm):
    """`seen`, `apart`: of a report that was kept on the phone (grid.phone.moments), in seconds. `own`: the grids of
    whoever reports.
    """

    SAID, room = "what", INTAKE

    other = forms.ModelChoiceField(
        IncidentKind.objects.filter(retired_on=None), label="别的类型", required=False
    )
    area = forms.ModelChoiceField(Area.objects.filter(closed_on=None), label="哪个网格", required=False)
    scan = FilesField(
        label="照片", required=False, widget=FilesInput({"accept": "image/*", "capture": "environment"})
    )
    settled = forms.BooleanField(label="当场办好了", required=False)
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    apart = forms.RegexField(APART, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, own: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posted = self.data if "reports-TOTAL_FORMS" in self.data else None
        self.told, self.corrected = ReportLines(posted, prefix="reports"), ""
        kinds = list(IncidentKind.objects.filter(retired_on=None))
        tiles = sorted((one for one in kinds if one.code in TILES), key=lambda one: TILES.index(one.code))
        rest = groupby((one for one in kinds if one not in tiles), lambda one: one.get_first_display())
        self.fields["topic"].widget = forms.RadioSelect(choices=[(one.pk, one.name) for one in tiles])
        self._choose(
            "other", "别的类型", [(first, [(one.pk, one.name) for one in rows]) for first, rows in rest]
        )
        self._choose("area", "自动判断", [(one.pk, one.full_name) for one in own])
        self.fields["what"].widget.attrs["rows"] = 2
        self.fields["level"].widget = forms.RadioSelect(choices=[("", "按类型"), *LEVELS])

    def _choose(self, name: str, empty: str, choices: list[Any]) -> None:
        self.fields[name].widget.choices = [("", empty), *choices]

    def is_valid(self) -> bool:
        return super().is_valid() & (not self.told.is_bound or self.told.is_valid())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("accusation"):
            self.add_error("what", "检举控告不作网格事件上报，请当面交给综治中心，或者打值班电话。")
        if data.get("settled") and not data.get("settled_how") and "settled_how" not in self.errors:
            self.add_error("settled_how", "当场办好了的，请写一句怎么办的。")
        if not data.get("happened_at") and "happened_at" not in self.errors:
            data["happened_at"] = self._moment(data)
        return data

    def _moment(self, data: dict[str, Any]) -> datetime | None:
        try:
            slow = [timedelta(seconds=int(one)) for one in (data.get("apart") or "").split(",") if one]
            moment, self.corrected = happened(data.get("seen"), slow, now())
        except Refused as refused:
            self.add_error("happened_at", refused.sentence)
            return None
        return moment if data.get("seen") else None

    @property
    def sentences(self) -> list[str]:
        """All that is wrong, each once."""
        lines = [*self.errors.values(), *(row for line in self.told for row in line.errors.values())]
        return list(dict.fromkeys(str(one) for row in lines for one in row))

    @property
    def answers(self) -> dict[str, Any]:
        """What the act of reporting gets, but for town and centre."""
        data = self.cleaned_data
        asked = ("what", "level", "place", "longitude", "latitude", "flags", "area", "happened_at")
        lines = self.told.cleaned_data if self.told.is_bound else ()
        return self.with_answers({name: data.get(name) for name in asked}) | {
            "topic": data["topic"] or data["other"],
            "settled_how": data["settled_how"] if data["settled"] else "",
            "reports": [line for line in lines if line.get("body")],
            "clock": self.corrected,
        }
