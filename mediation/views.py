"""The list of mediations."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import keyset, lists
from core.calendars import office_calendar
from core.models import Matter
from core.moments import now
from mediation.models import Mediation

VIEWS = (("open", "在调"), ("agreed", "达成协议"), ("ended", "终止调解"), ("all", "全部"))


@permission_required("core.view_matters", raise_exception=True)
def mediation_list(request: HttpRequest) -> HttpResponse:
    """矛盾纠纷调解: what the reader may see, by state."""
    user: Any = request.user
    view, moment = request.GET.get("view", "open"), now()
    rows = Matter.objects.visible_to(user).filter(kind="mediation")
    if view == "open":
        rows = rows.open()
    elif view in Mediation.Status.values:
        rows = rows.filter(status=view)
    chosen, forward = keyset.cut(request, rows, keyset.NEWEST)
    fetched = keyset.NEWEST.ready(
        Mediation.objects.filter(pk__in=chosen.values("pk")).select_related(*lists.SHOWN)
    ).order_by(*keyset.NEWEST.by(forward))
    page = keyset.page(request, list(fetched), keyset.NEWEST, forward, keyset.count(rows))
    return render(
        request,
        "mediation/list.html",
        {
            "rows": lists.rows(
                page.rows, moment, office_calendar(), {row.pk: row.get_dispute_display() for row in page.rows}
            ),
            "page": page,
            "moment": moment,
            "tabs": [
                {"url": f"?view={name}", "label": label, "count": None, "current": name == view}
                for name, label in VIEWS
            ],
        },
    )
