"""The pages of numbers: the dashboard, and the monthly reports with the form that asks for one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.indicators import Period
from core.models import Document
from core.moments import now
from core.shown import when
from reports import dashboard as board
from reports import monthly, tasks
from reports.forms import MONTHS, IssueForm
from reports.statistics import month_before, month_of, name_of


def this_month() -> Period:
    today = timezone.localdate(now())
    return Period.of_month(today.year, today.month)


@require_safe
@permission_required("reports.view", raise_exception=True)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Numbers of a month and an area under the reader's rights. What cannot be shown gives the usual."""
    running = this_month()
    month = _month(request.GET.get("month", ""), running)
    near = board.areas_near(request.GET.get("area", ""))
    if not near:
        raise Http404("no area yet")
    area = next((one for one in near if one.code == request.GET.get("area")), near[0])
    children = [one for one in near if one.parent_id == area.pk]
    scope = board.Scope(request.user, month, area, children, timezone.localdate(now()))
    months = [month_before(running, back) for back in range(MONTHS)]
    return render(
        request,
        "reports/dashboard.html",
        {
            **board.build(scope),
            "scope": scope,
            "span": board.words(scope),
            "town": near[0],
            "months": [
                (name_of(one), f"{one.first.year} 年 {one.first.month} 月", one == month)
                for one in (months if month in months else [*months, month])
            ],
            "areas": [(one.code, one.name, one == area) for one in board.offered(near, area)],
        },
    )


def _month(text: str, running: Period) -> Period:
    try:
        asked = month_of(text)
    except ValueError:
        return running
    return asked if asked.first <= running.first else running


@require_safe
@permission_required("reports.view", raise_exception=True)
def reports(request: HttpRequest) -> HttpResponse:
    """The monthly reports that were issued, newest month first, and how far the one being made is."""
    issued = Document.objects.filter(kind=monthly.KIND, matter=None).select_related("issued_by")
    return _page(request, IssueForm(this_month=this_month()), issued)


@require_POST
@permission_required(["reports.issue", "reports.count_all"], raise_exception=True)
def make_report(request: HttpRequest) -> HttpResponse:
    """Ask for a report of a month that is over; the queue makes it."""
    form = IssueForm(request.POST, this_month=this_month())
    if not form.is_valid():
        issued = Document.objects.filter(kind=monthly.KIND, matter=None).select_related("issued_by")
        return _page(request, form, issued, status=422)
    user: Any = request.user
    if tasks.ask(form.cleaned_data["month"], user):
        messages.success(request, "已交后台编制，做好后会有通知。")
    else:
        messages.info(request, "这个月的月报正在编制，请稍等。")
    return redirect("reports")


def _page(request: HttpRequest, form: IssueForm, issued: Any, status: int = 200) -> HttpResponse:
    rows = sorted(issued, key=lambda paper: (paper.scope, paper.version), reverse=True)
    newest = {paper.scope: paper.version for paper in reversed(rows)}
    return render(
        request,
        "reports/reports.html",
        {
            "form": form if request.user.has_perms(["reports.issue", "reports.count_all"]) else None,
            "job": tasks.running(),
            "papers": [
                {
                    "pk": paper.pk,
                    "month": monthly.month_words(month_of(paper.scope)),
                    "number": paper.number,
                    "version": paper.version,
                    "newest": paper.version == newest[paper.scope],
                    "issued_text": when(paper.issued_at),
                    "by": paper.issued_by.name if paper.issued_by else "系统按期编制",
                    "hash": monthly.fingerprint(paper.facts),
                }
                for paper in rows
            ],
        },
        status=status,
    )
