"""往来函件: what waits for an answer of others, what waits for ours, and all that was sent and received."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from core.access.request import Request
from core.models import Correspondence, Matter, OutsideBody
from core.outside import panel
from core.values.moments import now
from core.views.tabbed import tabbed

PAGE = 50


def seen(user: Any, letters: Any) -> Any:
    """The gate: only papers of matters that the user sees."""
    return letters.filter(matter__in=Matter.objects.visible_to(user))


def late(user: Any) -> Any:
    """What others have not answered by their day."""
    return seen(user, Correspondence.objects.waiting().filter(due_on__lt=localdate(now())))


@permission_required("core.write_outside", raise_exception=True)
def letter_list(request: Request) -> HttpResponse:
    """The most pressing first; by the body where one is chosen."""
    user = request.user
    letters = Correspondence.objects
    views = {
        "waiting": ("等对方回复", seen(user, letters.waiting())),
        "late": ("逾期未回复", late(user)),
        "owed": ("等我方回复", seen(user, letters.owed())),
        "all": ("全部收发", seen(user, letters.all())),
    }
    name, rows, tabs = tabbed(request, views)
    chosen = request.GET.get("body", "")
    body = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    rows = (rows.filter(body=body) if body else rows).select_related("matter", "body")
    page = Paginator(rows.order_by(F("due_on").asc(nulls_last=True), "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    bodies = OutsideBody.objects.order_by("name")
    shown = {"tabs": tabs, "page": page, "letters": panel.lines(page), "moment": now()}
    return render(request, "core/outside.html", {**shown, "bodies": bodies, "body": body, "view": name})
