"""For the auditor: who looked at personal data in full, and whether the history is whole."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access import exclusions
from core.access.request import Request
from core.exchange.exports import KIND, label_of
from core.models import DailySeal, Document, Exclusion, Export, Import, Look, Verification
from core.operations import verification as verifying
from core.procedure.procedure import by_kind
from core.records import seals
from core.values.screen_formats import when

OWN = "本人应当回避的事项"


@permission_required("core.audit", raise_exception=True)
def looks(request: Request) -> HttpResponse:
    """查看记录, newest first; matters by their code alone, for the auditor reads no case."""
    page = Paginator(Look.objects.select_related("by", "matter"), 100).get_page(request.GET.get("page"))
    seal = DailySeal.objects.order_by("-sealed_at").first()
    return render(
        request,
        "core/looks.html",
        {
            "page": page,
            "sealed": when(seal.sealed_at) if seal else "还没有",
            "looks": _looks(request.user, page),
        },
    )


def _looks(user: Any, page: Iterable[Look]) -> list[tuple[str, ...]]:
    """A matter from which the auditor himself is shut out has neither number nor reason: it may be about him."""
    roots = {row.matter.root_id for row in page}
    rows = Exclusion.objects.current().filter(matter__in=roots)
    shut = {root for root in roots if exclusions.of(one for one in rows if one.matter_id == root).user(user)}
    return [
        (
            when(row.at),
            row.by.name,
            *((OWN, "", "") if row.matter.root_id in shut else (row.matter.code, row.what, row.reason)),
        )
        for row in page
    ]


@permission_required("core.audit", raise_exception=True)
def acts(request: Request) -> HttpResponse:
    """管理记录: what administrators did to places, units, posts, accounts and locks."""
    entries = LogEntry.objects.select_related("user", "content_type")
    page = Paginator(entries.order_by("-action_time", "-id"), 100).get_page(request.GET.get("page"))
    lines = [
        (
            when(row.action_time),
            row.user.name,
            row.content_type.name if row.content_type else "",
            row.object_repr,
            row.get_change_message(),
        )
        for row in page
    ]
    return render(request, "core/acts.html", {"page": page, "acts": lines})


@permission_required("core.audit", raise_exception=True)
def exports(request: Request) -> HttpResponse:
    """导出记录: who took which list out of the house, and why; newest first."""
    page = Paginator(Export.objects.select_related("by"), 100).get_page(request.GET.get("page"))
    scopes = [str(row.pk) for row in page]
    written = {
        paper.scope: paper.facts["rows"]
        for paper in Document.objects.filter(matter=None, kind=KIND, scope__in=scopes)
    }
    lines = [
        (
            when(row.at),
            row.pk,
            row.by.name,
            label_of(row),
            row.words,
            row.query,
            row.format,
            written.get(str(row.pk), row.count),
            row.reason,
        )
        for row in page
    ]
    return render(request, "core/exports.html", {"page": page, "exports": lines})


@permission_required("core.audit", raise_exception=True)
def imports(request: Request) -> HttpResponse:
    """导入记录: who brought which file in, and what was stored of it; newest first."""
    page = Paginator(Import.objects.select_related("by").defer("refusals", "found"), 100).get_page(
        request.GET.get("page")
    )
    lines = [
        (when(row.at), row, by_kind()[row.kind].label if row.kind in by_kind() else row.kind) for row in page
    ]
    return render(request, "core/imports.html", {"page": page, "imports": lines})


@permission_required("core.audit", raise_exception=True)
def verification(request: Request) -> HttpResponse:
    """校验经过: have everything verified now, and what the last verifications found."""
    if request.method == "POST":
        verifying.ask(request.user)
        messages.success(request, "已开始校验，做完后结果显示在这里。")
        return redirect("verification")
    rows = list(Verification.objects.select_related("by")[:20])
    lines = [(when(row.begun_at), row.by.name if row.by else "每夜", row) for row in rows]
    return render(
        request,
        "core/verification.html",
        {"lines": lines, "seal": seals.words(), "running": bool(rows and not rows[0].ended_at)},
    )
