"""转介: what waits for feedback, what is late, and what came of the others."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from core.access.request import Request
from core.models import Help, Helper, Matter, Referral
from core.referral import panel
from core.values.moments import now
from core.views.tabbed import tabbed

PAGE = 50


def seen(user: Any, referrals: Any) -> Any:
    """The gate: only referrals of matters that the user sees."""
    return referrals.filter(matter__in=Matter.objects.visible_to(user))


@permission_required("core.refer", raise_exception=True)
def referral_list(request: Request) -> HttpResponse:
    """The most pressing first."""
    user = request.user
    made = Referral.objects
    views = {
        "waiting": ("待反馈", seen(user, made.waiting())),
        "late": ("逾期未反馈", seen(user, made.late(localdate(now())))),
        "refused": ("待另找帮助", seen(user, made.refused())),
        "mine": ("我转介的", seen(user, made.filter(sender=user))),
        "over": ("已了结", seen(user, made.exclude(ended_at=None))),
    }
    _, rows, tabs = tabbed(request, views)
    rows = rows.select_related("matter__area", *panel.JOINS)
    page = Paginator(rows.order_by("due_on", "pk"), PAGE).get_page(request.GET.get("page"))
    tabs.append({"url": reverse("helpers"), "label": "帮扶力量名录", "count": None, "current": False})
    shown = {"tabs": tabs, "page": page, "referrals": panel.lines(page), "moment": now()}
    return render(request, "core/referrals.html", shown)


@permission_required("core.refer", raise_exception=True)
def helper_list(request: Request) -> HttpResponse:
    """帮扶力量名录: who helps with what, by kind and name; the load is shown, and ranks nobody."""
    helps = request.GET.get("help", "")
    rows = (
        Helper.objects.filter(closed_on=None)
        .loaded()
        .select_related("body", "unit")
        .prefetch_related("areas")
    )
    if helps in Help.values:
        rows = rows.filter(helps__contains=[helps])
    tabs = [
        {"url": reverse("referrals"), "label": "转介", "count": None, "current": False},
        {"url": reverse("helpers"), "label": "全部", "count": None, "current": helps not in Help.values},
        *({"url": f"?help={key}", "label": label, "count": None, "current": key == helps} for key, label in Help.choices),
    ]  # fmt: skip
    return render(request, "core/helpers.html", {"tabs": tabs, "helpers": rows, "moment": now()})
