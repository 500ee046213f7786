"""我的日程: one page for a person's day and week, of all rooms, and what is arranged on it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_POST

from core.access.request import Request
from core.deadlines.calendars import office_calendar
from core.lists import day as own
from core.lists import table
from core.models import Appointment, Matter
from core.privacy.masking import veil
from core.procedure.day import DayLine
from core.values.form_base import Form, renew
from core.values.moments import now
from core.values.refused import Refused, Used
from core.values.screen_formats import day as day_words
from core.values.screen_formats import when
from core.workflow.appointments import ArrangeForm
from core.workflow.perform import perform

SHOWN = 50  # of the user's matters


class AppointmentForm(Form):
    """Arranging from one's own page: for one of the user's matters. What may be arranged, the act says."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    matter = forms.TypedChoiceField(label="事项", coerce=int)
    when = ArrangeForm.base_fields["when"]
    minutes = ArrangeForm.base_fields["minutes"]
    place = ArrangeForm.base_fields["place"]

    def __init__(self, *args: Any, matters: Iterable[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        choices = [(matter.pk, f"{matter.number} {matter.shown_title}") for matter in matters]
        self.fields["matter"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]


@permission_required("core.hold", raise_exception=True)
def my_day(request: Request) -> HttpResponse:
    """The day; POST arranges something."""
    user = request.user
    span = own.Span.read(request.GET)
    found = own.of(user, span)
    offered = own.may_arrange(user, found.matters)
    form = AppointmentForm(request.POST if request.method == "POST" else None, matters=offered)
    if request.method == "POST" and form.is_valid() and _arrange(user, form):
        messages.success(request, "已约定。记得按各方留的联系方式通知当事人。")
        return redirect("my_day")
    page = {**_page(request.user, found), **_tabs(span), "form": form, "may_arrange": bool(offered)}
    return render(request, "core/day.html", page, status=422 if form.errors else 200)


def _arrange(user: Any, form: AppointmentForm) -> bool:
    """Do the act; what it refuses stands at the field."""
    data = dict(form.cleaned_data)
    try:
        perform(data.pop("matter"), "arrange", by=user, key=data.pop("key"), data=data)
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else "matter", no.sentence)
        if isinstance(no, Used):
            renew(form)
        return False
    return True


@require_POST
@permission_required("core.hold", raise_exception=True)
def call_off(request: Request, pk: int) -> HttpResponse:
    """取消约定: one's own only. A second click finds it called off."""
    user = request.user
    row = get_object_or_404(own.arranged(user), pk=pk)
    try:
        perform(row.matter_id, "call_off", by=user, data={"appointment": row})
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, "约定已取消。记得告诉当事人。")
    return redirect("my_day")


def _tabs(span: own.Span) -> dict[str, Any]:
    """From today on, this week; of a week or a day, the one before and after."""
    today = localdate(now())
    monday, step = today - timedelta(days=today.weekday()), timedelta(days=7)
    week = span.last is not None and span.last != span.first
    other = None if span.last is None else "week" if week else "on"
    tabs = [
        {"url": "?", "label": "接下来", "count": None, "current": other is None},
        {
            "url": f"?on={today}",
            "label": "今天",
            "count": None,
            "current": (span.first, span.last) == (today, today),
        },
        {"url": f"?week={today}", "label": "本周", "count": None, "current": week and span.first == monday},
    ]
    step = step if week else timedelta(days=1)
    around = [f"?{other}={span.first + way * step}" for way in (-1, 1)] if other else []
    words = "今天和以后的"
    if span.last is not None:
        words = day_words(span.first) + (f" 至 {day_words(span.last)}" if week else "")
    return {"tabs": tabs, "around": around, "span_words": words, "span_unit": "周" if week else "天"}


def _page(user: Any, found: own.Day) -> dict[str, Any]:
    moment, calendar = now(), office_calendar(user)
    columns = table.chosen(table.columns(None, moment, calendar))
    people = own.people(found)
    names = [party.name for party in people if not party.is_organisation]
    masked = {party.pk: party.masked_name for party in people}
    return {
        "moment": moment,
        "count": len(found.matters),
        "heads": table.plain_heads(columns),
        "rows": table.rows(found.matters[:SHOWN], columns, moment, calendar),
        "appointments": veil([_appointment(row, masked) for row in found.appointments], names),
        "due": [table.due(clock, moment, calendar) for clock in found.due],
        "lists": [
            (one.title, one.note, veil([_line(line) for line in lines], names)) for one, lines in found.lists
        ],
    }


def _appointment(row: Appointment, masked: dict[int, str]) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "when": f"{when(row.at)}—{localtime(row.until):%H:%M}",
        "today": localdate(row.at) == localdate(now()),
        "over": row.until <= now(),
        "what": row.what,
        "place": row.place,
        "people": "、".join(masked[pk] for pk in row.parties if pk in masked),
        **_matter(row.matter),
    }


def _line(line: DayLine) -> dict[str, Any]:
    return {"when": line.when, "what": line.what, "late": line.late, **_matter(line.matter)}


def _matter(matter: Matter) -> dict[str, str]:
    return {"url": reverse("matter", args=[matter.pk]), "number": matter.number, "title": matter.shown_title}
