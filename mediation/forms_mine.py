"""Arranging a sitting from one's own page: which matter, when, where (the act is mediation.arrange)."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from core.values.form_base import Form
from mediation.forms import ArrangeForm


class AppointmentForm(Form):
    """约一场调解: for one of the user's own open matters. What may be arranged, the act says."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    matter = forms.TypedChoiceField(label="事项", coerce=int)
    when = ArrangeForm.base_fields["when"]
    place = ArrangeForm.base_fields["place"]

    def __init__(self, *args: Any, matters: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        choices = [(matter.pk, f"{matter.number} {matter.shown_title}") for matter in matters]
        self.fields["matter"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]
