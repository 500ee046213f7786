"""Pages of the hall: registering and the list of cases."""

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.filters import CaseFilter
from cases.forms import RegisterForm
from cases.models import Case, Category
from core import keyset, lists
from core.calendars import office_calendar
from core.counted import Counted
from core.documents import issue
from core.forms_party import PartyRows
from core.models import Area, Matter, Party, Unit
from core.moments import now
from core.perform import open_matter
from core.procedures import document_kinds
from core.views.matters import fetch
from core.workflow import Refused


@permission_required("cases.register", raise_exception=True)
def register(request: HttpRequest) -> HttpResponse:
    """来访登记. Channel and demand suffice; nothing typed is lost; a double click is one case."""
    user: Any = request.user
    post = request.POST if request.method == "POST" else None
    form, people = RegisterForm(post, user=user), _sides(post)
    if post is not None and form.is_valid() and people.is_valid():
        try:
            return _registered(request, form, [row.party for row in people if row.party])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return render(
        request,
        "cases/register.html",
        {
            "form": form,
            "people": people,
            "areas": _places(),
            "categories": [(str(row), row.initials) for row in Category.objects.filter(retired_on=None)],
        },
    )


def _sides(post: Any) -> Any:
    """Lines for the two sides, the second one preset to the respondent; more are added on the page."""
    sides = [{"role": Party.Role.APPLICANT}, {"role": Party.Role.RESPONDENT}]
    rows = PartyRows(post, prefix="people", initial=sides)
    rows.extra = 0
    return rows


def _places() -> list[tuple[str, str]]:
    """What the place may be called, and the other ways to find it. A name that is not the only one of
    its kind is given with the place above it.
    """
    areas = {area.pk: area for area in Area.objects.filter(closed_on=None)}
    for area in areas.values():
        area.parent = areas.get(area.parent_id or 0)
    many = Counter(area.name for area in areas.values())
    return [
        (
            area.name if many[area.name] == 1 else area.full_name,
            f"{area.code} {area.initials} {area.full_name}",
        )
        for area in areas.values()
    ]


def _registered(request: HttpRequest, form: RegisterForm, parties: list[dict[str, Any]]) -> HttpResponse:
    user: Any = request.user
    facts = form.answers | {"parties": parties, "town": town(), "centre": centre()}
    result = open_matter(
        "case",
        by=user,
        data=facts,
        key=form.cleaned_data["key"],
        at=form.cleaned_data["at"],
        decided_by=form.cleaned_data["decided_by"],
    )
    case = result.matter
    then = request.POST.get("then", "")
    if then in ("hand_over", "answer_on_spot", "become_mediation"):
        return redirect("act", pk=case.pk, name=then)
    if not result.repeated:
        issue(document_kinds()["cases.receipt"], case, user)
    return redirect("registered", pk=case.pk)


def town() -> Area:
    """The root of the tree: where a matter happened if nobody said."""
    return Area.objects.filter(parent=None).order_by("code")[0]


def centre() -> Unit:
    """The centre, which holds what has just come in."""
    return Unit.objects.filter(kind=Unit.Kind.CENTRE, closed_on=None).order_by("code")[0]


@permission_required("cases.register", raise_exception=True)
def registered(request: HttpRequest, pk: int) -> HttpResponse:
    """What the clerk hands out now, and what comes next."""
    procedure, case = fetch(request, pk)
    if procedure.kind != "case":
        raise Http404
    receipt = case.documents.filter(kind="cases.receipt").first()
    return render(request, "cases/registered.html", {"case": case, "receipt": receipt})


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
