"""The list of matters of a kind: one view for all rooms. Apps declare a Listing and give the address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from core.access.request import Request
from core.deadlines.calendars import office_calendar
from core.lists import lines, table
from core.lists.query import Asked, ask, visible
from core.lists.saved_filters import query_of
from core.models import SavedFilter
from core.models.listing import kept
from core.procedure import compiled, paging
from core.procedure.indicators import Period
from core.procedure.listing import Listing
from core.procedure.procedure import Procedure, by_kind
from core.values.moments import now
from core.workflow.bulk_actions import offered

KEPT = (
    "view",
    "sort",
    "size",
    "card",
    "counted",
    "first",
    "last",
    "area",
    "exact",
    "part",
)  # beside the filter


@permission_required("core.view_matters", raise_exception=True)
def matter_list(request: Request, kind: str) -> HttpResponse:
    """Filtered, lit, sorted, paged by key. With `counted`, the rows behind a number."""
    procedure, moment = by_kind()[kind], now()
    user = request.user
    listing = procedure.listing
    assert listing is not None
    try:
        asked = ask(procedure, user, request.GET, moment)
    except ValueError:
        raise Http404 from None
    filters, choice = kept(user, kind)
    tabs, counted = _views(request, procedure, asked, moment)
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
            "kept_as": kind,
            "kept": [(name, request.GET[name]) for name in KEPT if name in request.GET],
            "clear_url": f"?view={asked.view.name}" if asked.view else request.path,
            "tabs": tabs and _with_saved(request, kind, listing, asked, tabs, filters),
            "density": choice.density,
            **_bulk(request, procedure),
            **_table(request, procedure, asked, moment, choice.heads, counted),
        },
    )


def _bulk(request: Request, procedure: Procedure) -> dict[str, Any]:
    """What may be done with many of its rows at once."""
    return {
        "bulk_actions": [(row.name, row.label) for row in offered(procedure, request.user)],
        "bulk_url": reverse("bulk", args=[procedure.kind]),
        "back": request.GET.urlencode(),
    }


def _table(
    request: Request,
    procedure: Procedure,
    asked: Asked,
    moment: datetime,
    chosen_heads: Sequence[str],
    counted: int | None,
) -> dict[str, Any]:
    """Page, heads and rows."""
    listing, calendar, order = procedure.listing, office_calendar(request.user), asked.order
    assert listing is not None
    chosen, forward = paging.cut(request, asked.matching, order)
    names = (*table.SHOWN, *listing.related), (*table.READ, *listing.read)
    fetched = lines.fetch(procedure.model, chosen, order, forward, *names)
    limit = max(paging.MANY, counted or 0)  # what a tab has counted is exact
    page = paging.page(request, fetched, order, forward, asked.matching, counted, limit)
    columns = table.chosen(table.columns(listing, moment, calendar), chosen_heads)
    return {
        "page": page,
        "heads": table.heads(request, columns, order, asked.live),
        "rows": table.rows(page.rows, columns, moment, calendar),
    }


def _views(
    request: Request, procedure: Procedure, asked: Asked, moment: datetime
) -> tuple[list[dict[str, Any]], int | None]:
    """The fixed views as tabs, with counts of what is open: one query over open matters. Behind a number none.

    With them the count of the rows asked for, where it is one of these.
    """
    if asked.view is None or procedure.listing is None:
        return [], None
    views = procedure.listing.views
    live = [view for view in views if view.live]

    def make(days: Sequence[Period]) -> compiled.Made:
        return Q(closed_at=None), [Count("pk", filter=view.condition(days[0].known_until)) for view in live]

    today = Period(localdate(moment), localdate(moment))
    rows = compiled.counted(visible(procedure, request.user), {}, ("tabs", procedure.kind), [today], make)
    counts = dict(zip((view.name for view in live), rows[0][1:] if rows else [0] * len(live), strict=True))
    tabs = [
        _tab(f"?view={view.name}", view.label, counts.get(view.name), view is asked.view) for view in views
    ]
    return tabs, None if asked.narrowed else counts.get(asked.view.name)


def _with_saved(
    request: Request,
    kind: str,
    listing: Listing,
    asked: Asked,
    tabs: list[dict[str, Any]],
    filters: Sequence[SavedFilter],
) -> list[dict[str, Any]]:
    """The fixed views, then what was kept, at last the way to keep the present filter or to change one's own."""
    query = query_of(listing, request.GET, asked.form) if asked.form.is_valid() else ""
    here = next((one for one in filters if one.query == query), None)
    fixed = [{**tab, "current": tab["current"] and here is None} for tab in tabs]
    own = [_tab(f"?{one.query}", one.name, current=one is here) for one in filters]
    if here and here.user_id == request.user.pk:
        own.append(_tab(reverse("saved_filter", args=[here.kind, here.pk]), "改名、共享、删去"))
    elif query and here is None:
        own.append(_tab(f"{reverse('saved_filters', args=[kind])}?{query}", "＋ 保存当前筛选"))
    return [*fixed, *own]


def _tab(url: str, label: str, count: int | None = None, current: bool = False) -> dict[str, Any]:
    return {"url": url, "label": label, "count": count, "current": current}
