"""The list of cases (事项台账)."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.filters import CaseFilter
from cases.models import Case
from core import keyset, lists
from core.calendars import office_calendar
from core.counted import Counted
from core.models import Area, Matter
from core.moments import now


@permission_required("core.view_matters", raise_exception=True)
def case_list(request: HttpRequest) -> HttpResponse:
    """事项台账: filtered, lit, paged by key. With `counted`, the rows behind a number."""
    user: Any = request.user
    visible = Matter.objects.visible_to(user).filter(kind="case")
    moment, view = now(), request.GET.get("view", "open")
    rows, heading = _asked(request, user, visible, view, moment)
    filters = CaseFilter(request.GET, rows)
    matching = filters.qs if filters.is_valid() else rows
    order = keyset.SOONEST if view in ("open", "soon", "overdue") and not heading else keyset.NEWEST
    chosen, forward = keyset.cut(request, matching, order)
    cases = Case.objects.filter(pk__in=chosen.values("pk")).select_related(*lists.SHOWN)
    fetched = list(order.ready(cases).order_by(*order.by(forward)))
    page = keyset.page(request, fetched, order, forward, keyset.count(matching))
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
            "filter_form": filters.form,
            "clear_url": request.path,
            "heading": heading,
            "tabs": [] if heading else _tabs(visible, view, moment),
            "moment": moment,
        },
    )


VIEWS = (
    ("open", "全部在办"),
    ("dispatch", "待分流"),
    ("overdue", "逾期"),
    ("soon", "临期"),
    ("callback", "待回访"),
    ("done", "已办结"),
    ("all", "全部"),
)


def _condition(view: str, moment: Any) -> Q:
    return {
        "open": Q(closed_at=None),
        "dispatch": Q(status__in=["registered", "returned"]),
        "overdue": Q(closed_at=None, due_at__lte=moment),
        "soon": Q(closed_at=None, warn_at__lte=moment, due_at__gt=moment),
        "callback": Q(status="replied"),
        "done": Q(closed_at__isnull=False, voided_at=None),
    }.get(view, Q())


def _asked(request: HttpRequest, user: Any, visible: Any, view: str, moment: Any) -> tuple[Any, str]:
    """The rows of a view, or of a number: exactly those that it counted."""
    try:
        counted = Counted.read(request.GET)
    except ValueError:
        raise Http404 from None
    if counted is None:
        return visible.filter(_condition(view, moment)), ""
    rows = counted.rows(Case.objects.visible_to(user))
    period = counted.period
    area = Area.objects.filter(code=counted.area).first() if counted.area else None
    where = f"{area.name}，" if area else ""
    return (
        visible.filter(pk__in=rows.values("pk")),
        f"{counted.indicator.label}（{where}{period.first} 至 {period.last}）",
    )


def _tabs(visible: Any, view: str, moment: Any) -> list[dict[str, Any]]:
    """Tabs with counts of what is open: one query over open matters."""
    live = ("open", "dispatch", "overdue", "soon", "callback")
    counts = visible.filter(closed_at=None).aggregate(
        **{name: Count("pk", filter=_condition(name, moment)) for name in live}
    )
    return [
        {"url": f"?view={name}", "label": label, "count": counts.get(name), "current": name == view}
        for name, label in VIEWS
    ]
