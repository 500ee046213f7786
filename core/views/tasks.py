"""交办: what is asked of me, and what I gave."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from core.access.request import Request
from core.models import Matter, Task
from core.models.task import may_be_asked
from core.tasks import panel
from core.values.moments import now
from core.values.statements import run
from core.views.tabbed import tabbed

PAGE = 50


def waiting(user: Any) -> Any:
    """Open tasks asked of the user, as far as the gate lets him see the matter; the most pressing first."""
    if not run(*may_be_asked(user))[0][0]:
        return Task.objects.none()
    return seen(user, Task.objects.asked_of(user)).order_by("due_on", "pk")


def count(user: Any) -> int:
    """How many wait behind the menu's entry, which has asked already whether any may."""
    return seen(user, Task.objects.asked_of(user)).count()


def seen(user: Any, tasks: Any) -> Any:
    """The gate: only tasks of matters that the user sees. Of few tasks, it looks at their matters alone."""
    among = list(tasks.values_list("matter", flat=True).distinct()[:1_000])
    if not among:
        return tasks.none()
    return tasks.filter(matter__in=Matter.objects.visible_to(user, among))


@permission_required("core.view_matters", raise_exception=True)
def task_list(request: Request) -> HttpResponse:
    """交办事项: 要我办的 and 我交办的; without the tabs of who gives none."""
    user = request.user
    today = localdate(now())
    given = Task.objects.given_by_hand_of(user)
    views = {
        "mine": ("要我办的", waiting(user)),
        "done": ("我办过的", seen(user, Task.objects.filter(reported_by=user))),
        "given": ("我交办的", seen(user, given.open())),
        "late": ("我交办的，逾期", seen(user, given.late(today))),
        "over": ("我交办的，已了结", seen(user, given.exclude(ended_at=None))),
    }
    if not user.has_perm("core.give_task"):
        views = {name: views[name] for name in ("mine", "done")}
    _, rows, tabs = tabbed(request, views)
    rows = rows.select_related("matter", "unit", "user", "giver").order_by("due_on", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = {"tabs": tabs, "page": page, "tasks": panel.lines(page, user), "moment": now()}
    return render(request, "core/tasks.html", shown)
