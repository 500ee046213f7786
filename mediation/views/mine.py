"""我的调解: one page for a mediator's day, and the sittings that are arranged on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from core.deadlines import lights
from core.deadlines.calendars import office_calendar
from core.lists import table
from core.models import Matter
from core.values import money
from core.values.moments import now
from core.values.refused import Refused
from core.values.screen_formats import day, until, when
from core.workflow.forms import renew
from core.workflow.perform import Used, perform
from mediation import mine as own
from mediation.forms_mine import AppointmentForm
from mediation.listing import LISTING

SHOWN = 50  # of the user's matters


@permission_required("mediation.step", raise_exception=True)
def mine(request: HttpRequest) -> HttpResponse:
    """The day; POST arranges a sitting."""
    user: Any = request.user
    found = own.of(user)
    form = AppointmentForm(request.POST if request.method == "POST" else None, matters=found.matters)
    if request.method == "POST" and form.is_valid() and _arrange(user, form):
        messages.success(request, "已约定。记得按各方留的联系方式通知当事人。")
        return redirect("my_mediations")
    return render(request, "mediation/mine.html", _page(found, form), status=422 if form.errors else 200)


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
@permission_required("mediation.step", raise_exception=True)
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """取消约定: one's own only. A second click finds it called off."""
    user: Any = request.user
    row = get_object_or_404(own.arranged(user), pk=pk)
    try:
        perform(row.matter_id, "call_off", by=user, data={"appointment": row})
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, "约定已取消。记得告诉当事人。")
    return redirect("my_mediations")


def _page(found: own.Mine, form: AppointmentForm) -> dict[str, Any]:
    moment, calendar, today = now(), office_calendar(), localdate(now())
    columns = table.chosen(table.columns(LISTING, moment, calendar))
    return {
        "form": form,
        "moment": moment,
        "count": len(found.matters),
        "heads": table.plain_heads(columns),
        "rows": table.rows(found.matters[:SHOWN], columns, moment, calendar),
        "appointments": [
            {
                "pk": row.pk,
                "when": when(row.at),
                "today": localdate(row.at) == today,
                "place": row.place,
                **_matter(row.matter),
            }
            for row in found.appointments
        ],
        "sessions": [{"when": when(row.held_at), "place": row.place, **_matter(row.matter)}
                     for row in found.sessions],
        "due": [_clock(clock, moment, calendar) for clock in found.due],
        "visits": [_clock(clock, moment, calendar) for clock in found.visits],
        "instalments": [
            {
                "due": day(row.due_on),
                "late": row.due_on < today,
                "what": row.what,
                "amount": f"{money.digits(row.amount)} 元" if row.amount is not None else "",
                **_matter(row.matter),
            }
            for row in found.instalments
        ],
    }  # fmt: skip


def _matter(matter: Matter) -> dict[str, str]:
    return {"url": reverse("matter", args=[matter.pk]), "number": matter.number, "title": matter.shown_title}


def _clock(clock: Any, moment: Any, calendar: Any) -> dict[str, Any]:
    return {
        "light": lights.of_clock(clock, moment, calendar),
        "label": clock.label,
        "last": until(clock.expires_at) if clock.expires_at else f"待{clock.pending_year}年日历",
        **_matter(clock.matter),
    }
