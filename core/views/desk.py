"""The desk: where one lands, what is waiting, what was told, what is searched."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import sealed
from core.access.request import Request
from core.deadlines.calendars import office_calendar
from core.lists import lines, table
from core.lists.cards import cards
from core.lists.cards import rows as rows_behind
from core.lists.search import COMMON, find
from core.lists.search_hits import explain
from core.models import Matter, Notice
from core.procedure import paging
from core.procedure.procedure import procedures
from core.procedure.room import rooms
from core.tasks import panel as tasks
from core.values.moments import now
from core.values.screen_formats import when
from core.views.tasks import waiting

STARTS = 3  # buttons beside the heading; the others are one click away


def home(request: Request) -> HttpResponse:
    """To the page this person's day starts with."""
    user = request.user
    homes = (home for room in rooms() for home in room.homes)
    return redirect(next((name for permission, name in homes if user.has_perm(permission)), "notices"))


def keys(request: Request) -> HttpResponse:
    """键盘操作: what static/js/ listens to, by page; the kernel's own first."""
    *others, own = rooms()
    return render(
        request, "core/keys.html", {"groups": [*own.keys, *(one for room in others for one in room.keys)]}
    )


def queue(request: Request) -> HttpResponse:
    """我的待办: open matters in my hand, or with my unit and taken by nobody; the most pressing first."""
    user = request.user
    mine = Matter.objects.in_hand_of(user)
    chosen, forward = paging.cut(request, mine, paging.SOONEST)
    page = paging.page(request, _read(chosen, forward), paging.SOONEST, forward, mine)
    listings = [procedure.listing for procedure in procedures() if procedure.listing]
    starts = [one.start[:2] for one in listings if one.start and user.has_perm(one.start[2])]
    shown = STARTS if len(starts) > STARTS + 1 else len(starts)
    asked = tasks.lines(waiting(user).select_related("matter", "unit", "user", "giver"), user)
    return render(
        request,
        "core/queue.html",
        {
            "page": page,
            "moment": now(),
            "tasks": asked,
            "starts": starts[:shown],
            "more": starts[shown:],
            **_mixed(request.user, page.rows),
        },
    )


@permission_required("core.view_matters", raise_exception=True)
def card(request: Request, key: str) -> HttpResponse:
    """The matters behind a card that counts all kinds together, of all units or one; the most pressing first."""
    found = cards().get(key)
    if found is None:
        raise Http404(key)
    matters = rows_behind(found, request.user, now(), request.GET.get("unit", ""))
    chosen, forward = paging.cut(request, matters, paging.SOONEST)
    page = paging.page(request, _read(chosen, forward), paging.SOONEST, forward, matters)
    sealed.found(request.user, page.rows)
    return render(request, "core/card.html", {"card": found, "page": page, **_mixed(request.user, page.rows)})


def _read(chosen: Any, forward: bool) -> list[Matter]:
    return lines.fetch(Matter, chosen, paging.SOONEST, forward, table.SHOWN, table.READ)


def _mixed(user: Any, matters: Sequence[Matter], found: Mapping[int, str] | None = None) -> dict[str, Any]:
    """Heads and rows of matters of all kinds."""
    moment, calendar = now(), office_calendar(user)
    columns = table.chosen(table.columns(None, moment, calendar))
    return {
        "heads": table.plain_heads(columns),
        "rows": table.rows(matters, columns, moment, calendar, found),
    }


def notices(request: Request) -> HttpResponse:
    """What was told to me, newest first."""
    user = request.user
    page = Paginator(Notice.objects.filter(user=user), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "core/notices.html",
        {
            "page": page,
            "notices": [
                {
                    "pk": row.pk,
                    "sentence": row.sentence,
                    "when_text": when(row.at),
                    "urgent": row.urgent,
                    "unread": row.read_at is None,
                    "url": reverse("notice", args=[row.pk]),
                }
                for row in page
            ],
        },
    )


@require_POST
def notice(request: Request, pk: int) -> HttpResponse:
    """Read one: it is marked, and one stands before its matter."""
    user = request.user
    Notice.objects.filter(pk=pk, user=user, read_at=None).update(read_at=now())
    found = Notice.objects.filter(pk=pk, user=user).first()
    return redirect("matter", pk=found.matter_id) if found and found.matter_id else redirect("notices")


@require_POST
def read_all(request: Request) -> HttpResponse:
    user = request.user
    Notice.objects.filter(user=user, read_at=None).update(read_at=now())
    return redirect("notices")


@permission_required("core.view_matters", raise_exception=True)
def search(request: Request) -> HttpResponse:
    """One box for everything, under the reader's rights; a single code leads straight to its matter."""
    hits = find(Matter.objects.visible_to(request.user), request.GET.get("q", ""))
    chosen, forward = paging.cut(request, hits.matters, paging.NEWEST)
    fetched = lines.fetch(Matter, chosen, paging.NEWEST, forward, table.SHOWN, table.READ)
    if hits.exact and len(fetched) == 1:
        return redirect("matter", pk=fetched[0].pk)
    counted = COMMON + 1 if hits.common else None
    page = paging.page(request, fetched, paging.NEWEST, forward, hits.matters, counted, COMMON)
    sealed.found(request.user, page.rows)
    return render(
        request,
        "core/search.html",
        {
            "asked": hits.asked,
            "page": page,
            **_mixed(request.user, page.rows, explain(hits, page.rows)),
        },
    )
