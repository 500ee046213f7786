"""Rosters: making one, and what the public sees of them. Everything else is acts on the roster's page."""

from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from core.access.people import unit_of
from core.access.request import Request
from core.models import Area, Roster, Turn
from core.procedure.procedure import Procedure, by_kind
from core.rosters import rule, seats
from core.rosters.forms import DraftForm, next_month
from core.rosters.panel import lines
from core.values.form_base import renew
from core.values.moments import now
from core.values.refused import Refused, Used
from core.views.matters import used_for
from core.workflow.perform import open_matter

SHOWN = 35  # days ahead that the public page shows


def of_kind(kind: str) -> Procedure:
    procedure = by_kind().get(kind)
    if procedure is None or procedure.model is not Roster:
        raise Http404
    return procedure


def new(request: Request, roster: str) -> HttpResponse:
    """起草排班: the rule, from which all turns are made; they are looked at and changed on its page."""
    user = request.user
    procedure = of_kind(roster)
    row = procedure.workflow.opening
    if not user.has_perm(row.permission):
        raise PermissionDenied
    form = DraftForm(
        request.POST or None,
        request.FILES or None,
        user=user,
        serve=procedure.labels["serve"],
        place=_last_place(roster),
        seats=seats.of(procedure),
        overnight=bool(procedure.labels["overnight"]),
        initial={**_usual(procedure), **_behind_the_last(roster)},
    )
    status, used = 200, {}
    if request.method == "POST" and form.is_valid():
        try:
            made = _open(procedure, form, user)
        except Used as before:
            status, used = 409, used_for(user, before.matter)
            renew(form)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, "排班已起草。请核对班次，要改的“调整班次”，没有问题的“公示”。")
            return redirect("matter", pk=made.matter.pk)
    shown = {"form": form, "row": row, "procedure": procedure, "used": used}
    return render(request, "core/opening.html", shown, status=status)


def _open(procedure: Procedure, form: DraftForm, user: Any) -> Any:
    unit = unit_of(user)
    if unit is None:
        raise PermissionDenied
    town = Area.objects.filter(parent=None).order_by("pk").first()
    data = {**form.answers, "seats": form.seated, "centre": unit, "town": town, "title": procedure.label}
    return open_matter(
        procedure.kind, by=user, data=data, key=form.cleaned_data["key"], at=form.cleaned_data["at"]
    )


def _usual(procedure: Procedure) -> dict[str, Any]:
    """Round the clock and every day where a turn may end on the next day; where units sit, all working days."""
    if procedure.labels["overnight"]:
        return {"weekdays": list(range(7)), "off": rule.KEEP, "begins": time(8, 30), "ends": time(8, 30)}
    if procedure.labels["seats"]:
        return {"weekdays": list(range(5)), "made_up": True, "begins": time(8, 30), "ends": time(17, 30)}
    return {}


def _behind_the_last(kind: str) -> dict[str, date]:
    """From the day after the last roster, drafted or published, to the end of that month; where it is over, the form's own days."""
    last = Roster.objects.filter(kind=kind, voided_at=None).aggregate(last=Max("last"))["last"]
    if last is None or last < localdate():
        return {}
    first = last + timedelta(days=1)
    return {"first": first, "last": next_month(first) - timedelta(days=1)}


def _last_place(kind: str) -> str:
    turn = Turn.objects.published(kind).order_by("-pk").first()
    return turn.place if turn else ""


@login_not_required
@never_cache
def public(request: HttpRequest, roster: str) -> HttpResponse:
    """公示: who sits where in the coming days. Names, posts and hours, and nothing of what is brought to them."""
    procedure = of_kind(roster)
    if not procedure.labels["public"]:
        raise Http404
    today = localdate(now())
    turns = coming(roster).filter(day__lt=today + timedelta(days=SHOWN))
    shown = {"procedure": procedure, "turns": lines(turns), "town": settings.TOWN, "moment": now()}
    return render(request, "core/roster_public.html", shown)


def coming(kind: str) -> Any:
    """Published turns from today on."""
    return (
        Turn.objects.published(kind)
        .filter(day__gte=localdate(now()))
        .select_related("user", "substitute", "signed_by")
    )
