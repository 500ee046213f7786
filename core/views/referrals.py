"""转介: what waits for feedback, what is late, and what came of the others."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from core.models import Matter, Referral
from core.referral import panel
from core.values.moments import now

PAGE = 50


def seen(user: Any, referrals: Any) -> Any:
    """The gate: only referrals of matters that the user sees."""
    return referrals.filter(matter__in=Matter.objects.visible_to(user))


@permission_required("core.refer", raise_exception=True)
def referral_list(request: HttpRequest) -> HttpResponse:
    """The most pressing first."""
    user: Any = request.user
    made = Referral.objects
    views = {
        "waiting": ("待反馈", seen(user, made.waiting())),
        "late": ("逾期未反馈", seen(user, made.late(localdate(now())))),
        "mine": ("我转介的", seen(user, made.filter(sender=user))),
        "over": ("已了结", seen(user, made.exclude(ended_at=None))),
    }
    name = request.GET.get("view", "waiting")
    name = name if name in views else "waiting"
    rows = views[name][1].select_related("matter__area", "body", "unit", "person", "sender", "consent_by")
    page = Paginator(rows.order_by("due_on", "pk"), PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"url": f"?view={key}", "label": label, "count": None, "current": key == name}
        for key, (label, _) in views.items()
    ]
    shown = {"tabs": tabs, "page": page, "referrals": panel.lines(page), "moment": now(), "view": name}
    return render(request, "core/referrals.html", shown)
