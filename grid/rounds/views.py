"""Pages of the rounds: on the phone what my grids have to report, 零报告 in one press; patrols and their plan."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.access.people import may_there, paths_with
from core.access.request import Request
from core.lists.drilldown import Counted
from core.models import Area, Matter
from core.procedure.indicators import Period
from core.statistics.counting import month_of, name_of
from core.values.moments import now
from core.values.refused import Refused, Used
from core.values.screen_formats import day
from core.workflow.perform import perform
from grid.models import Patrol, PatrolPlan, ScreenedGrid, Screening
from grid.models.rounds import Team
from grid.rounds import patrols as patrol
from grid.rounds.clocks import ANSWERS
from grid.rounds.forms import own_rows
from grid.rounds.forms_patrols import PatrolForm, PlanForm
from grid.rounds.indicators import FINDS
from grid.rounds.known import GRID, known

PLAN = "grid.plan_patrols"
LINES = 200  # walks of a month on the page
FINDS_SHOWN = 100


def open_rounds(user: Any) -> Any:
    """Begun, and not summed up."""
    rounds = Matter.objects.visible_to(user).filter(kind="screening", status=Screening.Status.RUNNING)
    return Screening.objects.filter(pk__in=rounds.values("pk"), first__lte=localdate()).order_by(
        "report_by", "pk"
    )


def left(user: Any) -> int:
    """How many results this user's grids owe."""
    if not user.has_perm(ANSWERS):
        return 0
    return sum(not row.result for one in open_rounds(user) for row in own_rows(one, user))


@require_safe
@permission_required("grid.view", raise_exception=True)
def finds(request: Request) -> HttpResponse:
    """What stands behind a number of T6附: those that the reader may open, and how many others there are."""
    user = request.user
    try:
        asked = Counted.read(request.GET, "screening")
    except ValueError:
        raise Http404 from None
    if asked is None or asked.key not in FINDS:
        raise Http404
    rounds = asked.rows(Matter.objects.visible_to(user).filter(kind="screening"))
    found = FINDS[asked.key](asked.period).filter(matter__in=rounds.values("pk"))
    seen = found.filter(found__in=Matter.objects.seen_by(user, found.values_list("found", flat=True)))
    rows = seen.select_related("matter", "found", "grid__area__parent").order_by(
        "grid__area__code", "at", "pk"
    )
    page = Paginator(rows, FINDS_SHOWN).get_page(request.GET.get("page"))
    shown = {"asked": asked, "page": page, "others": found.count() - page.paginator.count}
    return render(request, "grid/screening_finds.html", shown)


@permission_required(ANSWERS, raise_exception=True)
def mine(request: Request) -> HttpResponse:
    """排查: the rounds that run, each of my grids with what is registered there; what I have reported stands below."""
    user = request.user
    if request.method == "POST":
        return _report(request, user)
    rounds = [_round(one, user) for one in open_rounds(user)]
    return render(
        request,
        "grid/phone/screening.html",
        {"rounds": [one for one in rounds if one["rows"]], "place": "mine"},
    )


def _round(screening: Screening, user: Any) -> dict[str, Any]:
    rows = own_rows(screening, user)
    return {
        "pk": screening.pk,
        "title": screening.title,
        "topics": screening.topics,
        "by": day(screening.report_by),
        "rows": [
            {
                "pk": row.pk, "grid": row.area.name, "result": row.result, "word": row.get_result_display(), "late": row.late,
                "key": uuid4(), "known": known(user, screening, row.area),
            }
            for row in sorted(rows, key=lambda row: bool(row.result))
        ],
    }  # fmt: skip


def _report(request: Request, user: Any) -> HttpResponse:
    """One grid: with ticks what was found, without any a zero report."""
    post = request.POST
    rows = ScreenedGrid.objects.select_related("area", "matter")
    row = get_object_or_404(rows, pk=post.get("grid", "0") if post.get("grid", "").isdecimal() else 0)
    if not Matter.objects.visible_to(user).filter(pk=row.matter_id).exists():
        raise Http404
    try:
        key = UUID(post.get("key", ""))
        ids = [int(one) for one in post.getlist("found")]
    except ValueError:
        raise Http404 from None
    found = list(known(user, row.matter, row.area).filter(pk__in=ids))
    name, data = (
        ("report_found", {"grid": row, "found": found, "words": ""})
        if ids
        else ("report_zero", {"grid": row})
    )
    try:
        if ids and not found:
            raise Refused("勾选的已经报过了，请刷新再看。")
        result = perform(row.matter_id, name, by=user, data=data, key=key)
        said = result.matter.grids.get(pk=row.pk).get_result_display()
        messages.success(request, f"{row.area.name}{said}，已收到。")
    except Used as used:
        messages.warning(request, used.sentence)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("screening_mine")


# --- Patrols -----------------------------------------------------------------------------------------------------------


def _grids(user: Any, permission: str) -> Any:
    under = Area.objects.filter(Area.under(paths_with(user, permission)), level__depth=GRID, closed_on=None)
    return under.select_related("parent").order_by("code")


@require_safe
@permission_required("grid.view", raise_exception=True)
def patrols(request: Request) -> HttpResponse:
    """巡查: ?month=2026-09: counts by grid, then the walks; nobody is named and nobody is counted."""
    user = request.user
    try:
        month = month_of(request.GET.get("month") or f"{localdate():%Y-%m}")
    except ValueError:
        month = Period.of_month(localdate().year, localdate().month)
    rows = Patrol.objects.visible_to(user).filter(month.within_days("day"))
    seen = dict(_grids(user, "grid.view").values_list("pk", "code"))
    counts = patrol.by_grid(month, None)
    grids = (
        Area.objects.filter(pk__in=[pk for pk in counts if pk in seen])
        .select_related("parent")
        .order_by("code")
    )
    plans = (
        PatrolPlan.objects.visible_to(user).filter(ends_on__gte=localdate()).select_related("area__parent")
    )
    shown = {
        "month": name_of(month),
        "counts": [(grid.full_name, counts[grid.pk]) for grid in grids],
        "rows": _walks(user, rows),
        "plans": [
            (one.area.full_name, patrol.said(one.weekdays), _teams(one.team), one.line, one.starts_on, one.ends_on,
             one.pk if may_there(user, PLAN, one.area) else 0)
            for one in plans
        ],
        "writes": user.has_perm("grid.report") and _grids(user, "grid.report").exists(),
    }  # fmt: skip
    return render(request, "grid/patrols.html", shown)


def _walks(user: Any, rows: Any) -> list[dict[str, Any]]:
    """What was found on one is a link where the reader sees it."""
    walks = list(rows.select_related("area__parent", "incident")[:LINES])
    readable = Matter.objects.seen_by(user, [one.incident_id for one in walks if one.incident_id])
    return [
        {
            "day": one.day, "grid": one.area.full_name, "line": one.line, "team": _teams(one.team),
            "found": bool(one.incident_id), "incident": one.incident if one.incident_id in readable else None,
        }
        for one in walks
    ]  # fmt: skip


def _teams(keys: list[str]) -> str:
    return "、".join(str(Team(key).label) for key in keys)


@permission_required("grid.report", raise_exception=True)
def write(request: Request) -> HttpResponse:
    """记巡查."""
    user = request.user
    form = PatrolForm(request.POST or None, grids=_grids(user, "grid.report"))
    if form.does(lambda asked: patrol.write(user, asked, asked["key"])):
        made = form.made
        found = f"，发现的已上报，编号 {made.incident.number}" if made.incident else ""
        messages.success(request, f"{made.area.name}巡查已记下{found}。")
        return redirect("patrols")
    return render(
        request,
        "grid/patrol_form.html",
        {"form": form, "title": "记巡查"},
        status=422 if form.errors else 200,
    )


@permission_required(PLAN, raise_exception=True)
def plan(request: Request) -> HttpResponse:
    """巡查安排: without one nobody is reminded of anything."""
    user = request.user
    if request.method == "POST" and "end" in request.POST:
        return _end_plan(request, user)
    form = PlanForm(request.POST or None, grids=_grids(user, PLAN))
    if request.method == "POST" and form.is_valid():
        PatrolPlan.objects.get_or_create(**form.cleaned_data, defaults={"at": now(), "by": user})
        messages.success(request, "巡查已安排；安排的日子没有记录的，第二天提醒网格责任人。")
        return redirect("patrols")
    return render(
        request,
        "grid/patrol_form.html",
        {"form": form, "title": "安排巡查"},
        status=422 if form.errors else 200,
    )


def _end_plan(request: Request, user: Any) -> HttpResponse:
    """停止: nobody is asked from tomorrow on; what was due through today stays so."""
    pk = request.POST["end"]
    mine = PatrolPlan.objects.filter(area__in=_grids(user, PLAN))
    one = get_object_or_404(mine, pk=pk if pk.isdecimal() else 0)
    one.ends_on = max(one.starts_on, min(one.ends_on, localdate()))
    one.save(update_fields=["ends_on"])
    messages.success(request, "安排已停止，明天起不再提醒。")
    return redirect("patrols")
