"""The list of cases (事项台账)."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.listing import VIEWS, ask, condition, view_of, visible
from cases.models import Case
from core import keyset, lists
from core.calendars import office_calendar
from core.moments import now


@permission_required("core.view_matters", raise_exception=True)
def case_list(request: HttpRequest) -> HttpResponse:
    """事项台账: filtered, lit, paged by key. With `counted`, the rows behind a number."""
    moment = now()
    try:
        asked = ask(request.user, request.GET, moment)
    except ValueError:
        raise Http404 from None
    chosen, forward = keyset.cut(request, asked.matching, asked.order)
    cases = Case.objects.filter(pk__in=chosen.values("pk")).select_related(*lists.SHOWN)
    fetched = list(asked.order.ready(cases).order_by(*asked.order.by(forward)))
    page = keyset.page(request, fetched, asked.order, forward, keyset.count(asked.matching))
    return render(
        request,
        "cases/list.html",
        {
            "rows": lists.rows(
                page.rows,
                moment,
                office_calendar(),
                {case.pk: case.get_channel_display() for case in page.rows},
            ),
            "page": page,
            "filter_form": asked.form,
            "clear_url": request.path,
            "heading": asked.heading,
            "tabs": [] if asked.heading else _tabs(request, moment),
            "moment": moment,
        },
    )


def _tabs(request: HttpRequest, moment: Any) -> list[dict[str, Any]]:
    """Tabs with counts of what is open: one query over open matters."""
    live = ("open", "dispatch", "overdue", "soon", "callback")
    counts = (
        visible(request.user)
        .filter(closed_at=None)
        .aggregate(**{name: Count("pk", filter=condition(name, moment)) for name in live})
    )
    return [
        {
            "url": f"?view={name}",
            "label": label,
            "count": counts.get(name),
            "current": name == view_of(request.GET),
        }
        for name, label in VIEWS
    ]
