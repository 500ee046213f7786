"""登录锁定: accounts locked after failed logins, and opening them before the half hour is over."""

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Max, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.access.request import Request
from core.records.admin_log import account, note
from core.values.screen_formats import when


@permission_required("core.unlock", raise_exception=True)
def lockouts(request: Request) -> HttpResponse:
    """Pairs of account and address with failures, the newest first."""
    pairs = AccessAttempt.objects.values("username", "ip_address").annotate(
        failures=Sum("failures_since_start"), last=Max("attempt_time")
    )
    return render(
        request,
        "core/lockouts.html",
        {
            "pairs": [
                {
                    **pair,
                    "locked": pair["failures"] >= settings.AXES_FAILURE_LIMIT,
                    "last": when(pair["last"]),
                }
                for pair in pairs.order_by("-last")[:200]
            ]
        },
    )


@require_POST
@permission_required("core.unlock", raise_exception=True)
def unlock(request: Request) -> HttpResponse:
    """Forget the failures of an account, at all addresses; kept in the log of managing."""
    username = request.POST.get("username", "")[:150]
    if reset(username=username):
        note(request.user, account(username), "解除登录锁定")
        messages.success(request, f"已解锁 {username}。")
    else:
        messages.info(request, "这个账号没有锁定。")
    return redirect("lockouts")
