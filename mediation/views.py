"""The list of mediations."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import keyset, lists
from core.calendars import office_calendar
from core.moments import now
from mediation.listing import VIEWS, ask, view_of
from mediation.models import Mediation


@permission_required("core.view_matters", raise_exception=True)
def mediation_list(request: HttpRequest) -> HttpResponse:
    """矛盾纠纷调解: what the reader may see, by state."""
    moment = now()
    try:
        asked = ask(request.user, request.GET, moment)
    except ValueError:
        raise Http404 from None
    chosen, forward = keyset.cut(request, asked.matching, asked.order)
    mediations = Mediation.objects.filter(pk__in=chosen.values("pk")).select_related(*lists.SHOWN)
    fetched = list(asked.order.ready(mediations).order_by(*asked.order.by(forward)))
    page = keyset.page(request, fetched, asked.order, forward, keyset.count(asked.matching))
    return render(
        request,
        "mediation/list.html",
        {
            "rows": lists.rows(
                page.rows, moment, office_calendar(), {row.pk: row.get_dispute_display() for row in page.rows}
            ),
            "page": page,
            "moment": moment,
            "heading": asked.heading,
            "tabs": [
                {
                    "url": f"?view={name}",
                    "label": label,
                    "count": None,
                    "current": name == view_of(request.GET),
                }
                for name, label in VIEWS
                if not asked.heading
            ],
        },
    )
