"""For the auditor: who looked at personal data in full, and whether the history is whole."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.models import DailySeal, Look
from core.shown import when


@permission_required("core.audit", raise_exception=True)
def looks(request: HttpRequest) -> HttpResponse:
    """查看记录, newest first; matters by their code alone, for the auditor reads no case."""
    page = Paginator(Look.objects.select_related("by", "matter"), 100).get_page(request.GET.get("page"))
    seal = DailySeal.objects.order_by("-sealed_at").first()
    return render(
        request,
        "core/looks.html",
        {
            "page": page,
            "sealed": when(seal.sealed_at) if seal else "还没有",
            "looks": [(when(row.at), row.by.name, row.matter.code, row.what, row.reason) for row in page],
        },
    )


@permission_required("core.audit", raise_exception=True)
def acts(request: HttpRequest) -> HttpResponse:
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
