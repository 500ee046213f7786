"""后台任务: what waits, what failed and why, and trying again."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_q.models import Failure, OrmQ, Schedule
from django_q.tasks import async_task

from core.access.request import Request
from core.models import Heartbeat
from core.operations import verification
from core.procedure.room import schedules
from core.values.screen_formats import when

KEPT = 50


def _waits(row: OrmQ, named: Mapping[str, str]) -> dict[str, str]:
    func = row.func()
    return {"name": named.get(func, row.name()), "func": func, "since": when(row.lock), "cluster": row.key}


def _failed(row: Failure, named: Mapping[str, str]) -> dict[str, Any]:
    name, why = named.get(row.func, row.name), _last_line(row.result)
    return {"id": row.id, "name": name, "func": row.func, "at": when(row.stopped), "why": why}


@permission_required("core.view_jobs", raise_exception=True)
def jobs(request: Request) -> HttpResponse:
    """Waiting and failed jobs and the timetable. Arguments are ids; texts are not shown."""
    timed = schedules()
    reasons = {row.name: row.why for row in timed}
    named = {row.path: row.why for row in timed}  # django-q calls these by four English words
    watched = Heartbeat.objects.filter(name="watch").first()
    return render(
        request,
        "core/jobs.html",
        {
            "waiting": [_waits(row, named) for row in OrmQ.objects.order_by("id")[:KEPT]],
            "failed": [_failed(row, named) for row in Failure.objects.order_by("-stopped")[:KEPT]],
            "older": max(Failure.objects.count() - KEPT, 0),
            "timetable": [
                {"why": reasons.get(row.name, row.name), "next": when(row.next_run)}
                for row in Schedule.objects.order_by("name")
            ],
            "verified": _verified(),
            "watched": when(watched.ran_at) if watched else "还没有跑过",
            "may_retry": request.user.has_perm("core.manage_jobs"),
        },
    )


def _verified() -> str:
    """The last verification in words."""
    last = verification.last()
    if last is None:
        return "还没有校验过"
    return f"{when(last.begun_at)}，{f'{last.problems} 处不符' if last.problems else '全部相符'}"


def _last_line(text: Any) -> str:
    return str(text or "").strip().splitlines()[-1][:200] if text else ""


@require_POST
@permission_required("core.manage_jobs", raise_exception=True)
def retry(request: Request, pk: str) -> HttpResponse:
    """Put a failed job on the queue again as it was; its failure leaves the list with it, once, whoever clicks twice."""
    with transaction.atomic():
        failed = get_object_or_404(Failure.objects.select_for_update(), id=pk)
        options = {"cluster": failed.cluster or "work", "task_name": failed.name}
        async_task(failed.func, *(failed.args or ()), **(failed.kwargs or {}), q_options=options)
        failed.delete()
    messages.success(request, "已重新排队。")
    return redirect("jobs")
