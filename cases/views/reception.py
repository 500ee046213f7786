"""领导接访: the month, and a leader's page of the day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cases import reception
from cases.reception import KIND
from core.access.request import Request
from core.lists.drilldown import Counted
from core.models import Matter
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, indicators
from core.values.moments import now

COUNTED = ("received_by_leaders", "people_received_by_leaders", "instructed_by_leaders", "leaders_in_time")


@require_safe
@permission_required("cases.view_reception", raise_exception=True)
def month(request: Request) -> HttpResponse:
    """The roster's days of a month, who sat there, who came, what became of it; the numbers open their lists."""
    user = request.user
    first = _date(request.GET.get("month", "") + "-01").replace(day=1)
    shown = reception.month(user, first)
    keeps = user.has_perm("cases.keep_reception")
    return render(
        request,
        "cases/reception.html",
        {
            **shown,
            "month": first,
            "before": first - timedelta(days=1),
            "after": first + timedelta(days=32),
            "numbers": list(_numbers(user, Period.of_month(first.year, first.month))),
            "rosters": [_roster(roster) for roster in reception.rosters(user)],
            "new_url": reverse("roster_new", args=[KIND]) if keeps else "",
            "public_url": reverse("roster_public", args=[KIND]),
            "day_url": f"{reverse('reception_day')}?on={localdate(now())}",
            "moment": now(),
        },
    )


def _roster(roster: Any) -> dict[str, str]:
    stage = by_kind()[KIND].workflow.stage(roster.status)
    return {"url": reverse("matter", args=[roster.pk]), "title": roster.title, "status": stage.label}


def _numbers(user: Any, period: Period) -> Iterator[tuple[str, int, str, str]]:
    """(label, number, unit, list): over what the user may see, so that each list holds what its number says."""
    matters = Matter.objects.visible_to(user).filter(kind="case")
    for key in COUNTED:
        number = indicators()[key]
        rows = by_kind()["case"].model.objects.filter(pk__in=matters.values("pk"))
        count = rows.filter(period.in_play).aggregate(sum=number.aggregate(period))["sum"]
        yield number.label, count, number.unit, Counted(key, period).url


@require_safe
@permission_required("cases.view_reception", raise_exception=True)
def day(request: Request) -> HttpResponse:
    """接访日: the visitors in order, and for each what is to be done now."""
    user = request.user
    on = _date(request.GET.get("on", ""))
    return render(
        request,
        "cases/reception_day.html",
        {
            "on": on,
            "today": on == localdate(now()),
            "turns": reception.day(user, on),
            "unplaced": [
                {
                    "url": reverse("matter", args=[case.pk]),
                    "number": case.number,
                    "title": case.shown_title,
                    "book_url": reverse("act", args=[case.pk, "book_reception"]),
                }
                for case in reception.unplaced(user, on)
            ],
            "before": on - timedelta(days=1),
            "after": on + timedelta(days=1),
            "moment": now(),
        },
    )


def _date(text: str) -> date:
    """Of the address; what is none is today."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return localdate(now())
    return found if 2000 <= found.year < 2100 else localdate(now())
