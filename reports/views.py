"""The pages of numbers: the dashboard, and the monthly reports with the form that asks for one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.access.request import Request
from core.accounts.throttle import papers_limited
from core.documents import render as papers
from core.lists import cards
from core.models import Document
from core.procedure.indicators import Period
from core.statistics.counting import month_before, month_of, name_of
from core.values.moments import now
from core.values.refused import Refused
from core.values.screen_formats import when
from core.views.documents import PDF_POLICY, sent
from reports import dashboard as board
from reports import monthly, tasks
from reports.forms import MONTHS, MonthForm
from reports.models import MonthlyReport
from reports.workflow import WORKFLOW

DRAFTING = ("reports.draft", "reports.count_all")


def this_month() -> Period:
    today = timezone.localdate(now())
    return Period.of_month(today.year, today.month)


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """The numbers of now that a role's day is made of; for who reads statistics also those of a month and an area."""
    user = request.user
    numbers = _board(request) if user.has_perm("reports.view") else {}
    return render(request, "reports/dashboard.html", {"packs": cards.read(user, now()), **numbers})


def _board(request: Request) -> dict[str, Any]:
    """A month and an area under the reader's rights. What cannot be shown gives the usual."""
    running = this_month()
    month = _month(request.GET.get("month", ""), running)
    near = board.areas_near(request.GET.get("area", ""))
    if not near:
        raise Http404("no area yet")
    area = next((one for one in near if one.code == request.GET.get("area")), near[0])
    children = [one for one in near if one.parent_id == area.pk]
    scope = board.Scope(request.user, month, area, children, timezone.localdate(now()))
    months = [month_before(running, back) for back in range(MONTHS)]
    return {
        **board.build(scope),
        "scope": scope,
        "span": board.words(scope),
        "months": [
            (name_of(one), f"{one.first.year} 年 {one.first.month} 月", one == month)
            for one in (months if month in months else [*months, month])
        ],
        "areas": [(one.code, one.name, one == area) for one in board.offered(near, area)],
    }


def _month(text: str, running: Period) -> Period:
    try:
        asked = month_of(text)
    except ValueError:
        return running
    return asked if asked.first <= running.first else running


@require_safe
@permission_required("reports.view", raise_exception=True)
def reports(request: Request) -> HttpResponse:
    """The monthly reports, newest month first, and how far the one being drafted is."""
    return _page(request, MonthForm(this_month=this_month()))


@require_POST
@permission_required(DRAFTING, raise_exception=True)
def make_report(request: Request) -> HttpResponse:
    """Ask for the draft of a month that is over; the queue counts it."""
    form = MonthForm(request.POST, this_month=this_month())
    if not form.is_valid():
        return _page(request, form, status=422)
    user = request.user
    if tasks.ask(form.cleaned_data["month"], user):
        messages.success(request, "已交后台统计起草，好了会有通知。")
    else:
        messages.info(request, "这个月的月报已经有了，或者正在起草。")
    return redirect("reports")


@require_safe
@permission_required("reports.view", raise_exception=True)
@papers_limited
def preview(request: Request, pk: int) -> HttpResponse:
    """The paper as it would be, marked as a draft; nothing is stored."""
    seen: Any = MonthlyReport.objects.visible_to(request.user)
    report = get_object_or_404(seen.select_related("drafter", "checker"), pk=pk, issued_at=None)
    try:
        data = papers.render(monthly.TEMPLATE, monthly.paper(report), title=report.title)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("matter", pk=pk)
    return sent(data, f"{report.title}（草稿）.pdf", "application/pdf", PDF_POLICY)


def _page(request: Request, form: MonthForm, status: int = 200) -> HttpResponse:
    seen: Any = MonthlyReport.objects.visible_to(request.user)
    rows = seen.select_related("drafter").order_by("-month")
    papers = Document.objects.filter(kind=monthly.KIND, matter__in=rows).order_by("version")
    issued = dict(papers.values_list("matter", "pk"))
    stage = WORKFLOW.stage
    return render(
        request,
        "reports/reports.html",
        {
            "form": form if request.user.has_perms(DRAFTING) else None,
            "job": tasks.running(),
            "rows": [
                {
                    "url": reverse("matter", args=[row.pk]),
                    "month": monthly.month_words(row.period),
                    "number": row.number,
                    "stage": stage(row.status).label,
                    "drafter": row.drafter.name if row.drafter else "",
                    "signed": row.signed_by,
                    "issued_text": when(row.issued_at) if row.issued_at else "",
                    "paper_url": reverse("document", args=[issued[row.pk]]) if row.pk in issued else "",
                }
                for row in rows
            ],
        },
        status=status,
    )
