"""Arranging a sitting: which matter, when, where."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from core.moments import now
from core.shown import when
from mediation.mine import arranged


class AppointmentForm(forms.Form):
    """约定调解: for one of the user's own open matters, at a time at which they have nothing else."""

    matter = forms.TypedChoiceField(label="事项", coerce=int)
    at = forms.DateTimeField(
        label="时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "请写成 2026-11-18 10:00 这样的真实日期和时间。"},
    )
    place = forms.CharField(label="地点", max_length=60)

    def __init__(self, *args: Any, user: Any, matters: Iterable[Any], **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        choices = [(matter.pk, f"{matter.number} {matter.shown_title}") for matter in matters]
        self.fields["matter"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= now():
            raise forms.ValidationError("约定的时间要在现在以后。")
        if arranged(self.user).filter(at=at).exists():
            raise forms.ValidationError(f"{when(at)}您已经约了另一场调解。")
        return at
