"""交接班: the sheet on screen and on paper."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from cases import shift
from core.access.request import Request
from core.accounts.throttle import papers_limited
from core.documents import render as papers
from core.models import Unit
from core.records import seals
from core.values.form_base import Form, day
from core.values.moments import now
from core.values.refused import Refused
from core.views.documents import PDF_POLICY, sent
from core.workflow.forms import EARLIEST


class ShiftForm(Form):
    """Which day and half; hours of one's own in place of the half. Empty: now."""

    day = day("日期", False)
    half = forms.ChoiceField(
        label="班次", required=False, choices=[(key, words) for key, (_, _, words) in shift.HALVES.items()]
    )
    begins = forms.TimeField(label="自", required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    ends = forms.TimeField(label="至", required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    hall = forms.ModelChoiceField(Unit.objects.none(), label="大厅", required=False, empty_label=None)

    def __init__(self, data: Any, halls: list[Unit]) -> None:
        first = {"day": localdate(now()).isoformat(), "half": shift.present()}
        super().__init__({**first, **{name: value for name, value in data.items() if value}})
        if len(halls) > 1:
            self.fields["hall"].queryset = Unit.objects.filter(pk__in=[hall.pk for hall in halls])  # type: ignore[attr-defined]
        else:
            del self.fields["hall"]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > localdate(now()) or day.year < EARLIEST:
            raise forms.ValidationError("日期要在今天或今天以前。")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if bool(begins) != bool(ends):
            raise forms.ValidationError("起止时间要么都填，要么都不填。")
        if begins and ends and begins >= ends:
            raise forms.ValidationError("起始时间要早于终止时间。")
        return data

    @property
    def asked(self) -> shift.Shift:
        """The stretch that was asked for; what cannot be understood is this half of today."""
        if not self.is_valid():
            return shift.half(localdate(now()), shift.present())
        data = self.cleaned_data
        if data["begins"]:
            return shift.stretch(data["day"], data["begins"], data["ends"])
        return shift.half(data["day"], data["half"])


def _asked(request: Request) -> tuple[ShiftForm, Unit]:
    """The form, and the hall: one's own first."""
    user = request.user
    found = Unit.objects.filter(kind=Unit.Kind.CENTRE, closed_on=None).order_by("code")
    halls = sorted(found, key=lambda unit: unit.pk not in user.reach.units)
    if not halls:
        raise Http404("no hall yet")
    form = ShiftForm(request.GET, halls)
    chosen = form.cleaned_data.get("hall") if form.is_valid() else None
    return form, chosen or halls[0]


@require_safe
@permission_required("cases.counter", raise_exception=True)
def shift_page(request: Request) -> HttpResponse:
    """What is handed over, each line a link."""
    form, hall = _asked(request)
    asked = form.asked
    return render(
        request,
        "cases/shift.html",
        {
            **shift.sheet(request.user, hall, asked),
            "filter_form": form,
            "clear_url": request.path,
            "query": request.GET.urlencode(),
        },
    )


@require_safe
@permission_required("cases.counter", raise_exception=True)
@papers_limited
def shift_paper(request: Request) -> HttpResponse:
    """The same on A4, with room for both signatures. Printed anew each time, kept nowhere."""
    form, hall = _asked(request)
    sheet = shift.sheet(request.user, hall, form.asked)
    values = {**sheet, "seal": seals.words(), "created": localtime(now())}
    try:
        data = papers.render("documents/shift.html", values, title="交接班单")
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"{reverse('shift')}?{request.GET.urlencode()}")
    return sent(data, f"交接班单 {form.asked.day} {form.asked.words}.pdf", "application/pdf", PDF_POLICY)
