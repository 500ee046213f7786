"""The list of matters of a kind: one view for all rooms. Apps declare a Listing and give the address."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import keyset, lists
from core.asked import Asked, ask, visible
from core.calendars import office_calendar
from core.moments import now
from core.procedures import Procedure, by_kind

KEPT = ("view", "sort", "size", "counted", "first", "last", "area", "exact", "part")  # beside the filter


@permission_required("core.view_matters", raise_exception=True)
def matter_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Filtered, lit, sorted, paged by key. With `counted`, the rows behind a number."""
    procedure, moment = by_kind()[kind], now()
    user: Any = request.user
    listing = procedure.listing
    assert listing is not None
    try:
        asked = ask(procedure, user, request.GET, moment)
    except ValueError:
        raise Http404 from None
    return render(
        request,
        "core/list.html",
        {
            "listing": listing,
            "start": listing.start if listing.start and user.has_perm(listing.start[2]) else None,
            "kind": kind,
            "asked": asked,
            "moment": moment,
            "filter_form": asked.form,
            "kept": [(name, request.GET[name]) for name in KEPT if name in request.GET],
            "clear_url": f"?view={asked.view.name}" if asked.view else request.path,
            "tabs": _tabs(request, procedure, asked, moment),
            **_table(request, procedure, asked, moment),
        },
    )


def _table(request: HttpRequest, procedure: Procedure, asked: Asked, moment: datetime) -> dict[str, Any]:
    """Page, heads and rows."""
    listing, calendar, order = procedure.listing, office_calendar(), asked.order
    assert listing is not None
    chosen, forward = keyset.cut(request, asked.matching, order)
    matters: Any = (
        procedure.model._default_manager.filter(pk__in=chosen.values("pk"))
        .select_related(*lists.SHOWN, *listing.related)
        .defer("lookup_code", *listing.unread)
    )
    fetched = list(order.ready(matters).order_by(*order.by(forward)))
    page = keyset.page(request, fetched, order, forward, keyset.count(asked.matching))
    columns = lists.usual(lists.columns(listing, moment, calendar))
    return {
        "page": page,
        "heads": lists.heads(request, columns, order, asked.live),
        "rows": lists.rows(page.rows, columns, moment, calendar),
    }


def _tabs(request: HttpRequest, procedure: Procedure, asked: Asked, moment: datetime) -> list[dict[str, Any]]:
    """The fixed views, with counts of what is open: one query over open matters. Behind a number none."""
    if asked.view is None or procedure.listing is None:
        return []
    views = procedure.listing.views
    counts = (
        visible(procedure, request.user)
        .filter(closed_at=None)
        .aggregate(**{view.name: Count("pk", filter=view.condition(moment)) for view in views if view.live})
    )
    return [
        {
            "url": f"?view={view.name}",
            "label": view.label,
            "count": counts.get(view.name),
            "current": view is asked.view,
        }
        for view in views
    ]
