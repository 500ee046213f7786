"""我要反映, the public page; and 网上来件, where clerks check what came."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from core.accounts.lockout import client_address
from core.accounts.throttle import spend
from core.documents.paper_formats import spaced_key
from core.intake import online
from core.intake.forms_online import OnlineForm, RefuseForm
from core.models import OnlineIntake
from core.privacy.masking import mask_digits, mask_name, mask_phone
from core.procedure.procedure import by_kind
from core.values.moments import now
from core.values.refused import Refused
from core.values.screen_formats import day, when
from core.views.looking import intake_of

AN_HOUR = 5  # intakes of one address
SHOWN = 50  # rows of a page: the oldest first, so that the next ones come up by themselves
TOO_MANY = "这里一小时内已经提交了 5 件，请过一会儿再交；急的请打电话或到大厅。您写的内容还在下面。"
TRAPPED = "有一栏应当留空的被填上了，现在已经清空，请再提交一次。"


@login_not_required
@never_cache
def online_form(request: HttpRequest, kind: str) -> HttpResponse:
    """我要反映. Switched on by ONLINE_INTAKE; sending the same form again gives the same answer."""
    if not settings.ONLINE_INTAKE:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form, status = OnlineForm(intake_of(by_kind()[kind]), posted), 200
    if posted is not None and form.is_valid():
        if form.cleaned_data["leave_empty"]:
            form.data = {**posted.dict(), "leave_empty": ""}
            form.add_error(None, TRAPPED)
        elif _too_many(request, kind, form):
            form.add_error(None, TOO_MANY)
            status = 429
        else:
            return _sent(request, online.send(kind, form.cleaned_data["key"], form.cleaned_data))
    context = {"form": form, "kept_years": settings.TOWN["record_years"]}
    return render(request, "core/online.html", context, status=status)


def _too_many(request: HttpRequest, kind: str, form: OnlineForm) -> bool:
    """What was sent before is no new one."""
    if online.sent_before(kind, form.cleaned_data["key"], form.cleaned_data):
        return False
    return spend(f"online:{client_address(request)}", "1 hour") > AN_HOUR


def _sent(request: HttpRequest, intake: OnlineIntake) -> HttpResponse:
    given = {
        "code": intake.code,
        "lookup_code": spaced_key(str(intake.lookup_code)),
        "sent": when(intake.sent_at),
    }
    return render(request, "core/online_sent.html", given)


# --- For clerks --------------------------------------------------------------------------------------------


def online_list(request: HttpRequest) -> HttpResponse:
    """网上来件: what waits, the oldest first and masked; or what was checked lately."""
    user: Any = _checking(request)
    done = request.GET.get("view") == "checked"
    waiting = online.waiting(user)
    total = waiting.count()
    tabs = [
        {"url": "?view=waiting", "label": "待核对", "count": total, "current": not done},
        {"url": "?view=checked", "label": "已核对", "count": None, "current": done},
    ]
    shown = {"tabs": tabs, "done": done, "moment": now(), "switched_on": settings.ONLINE_INTAKE}
    if done:
        shown["rows"] = [_done(row) for row in online.checked_lately(user)[:SHOWN]]
    else:
        shown |= {
            "rows": [_row(row) for row in waiting[:SHOWN]],
            "more": max(total - SHOWN, 0),
            "others": online.others_waiting(user),
        }
    return render(request, "core/online_list.html", shown)


def _checking(request: HttpRequest) -> Any:
    """The clerk, who checks for one room at least."""
    if not online.checks(request.user):
        raise PermissionDenied
    return request.user


def _row(intake: OnlineIntake) -> dict[str, Any]:
    words = mask_digits(" ".join(str(intake.demand).split()))
    return {
        "pk": intake.pk,
        "kind": intake.kind,
        "code": intake.code,
        "sent": when(intake.sent_at),
        "age": _age(intake),
        "name": mask_name(str(intake.name)),
        "phone": mask_phone(str(intake.phone)),
        "place": mask_digits(intake.place),
        "demand": words[:60] + ("…" if len(words) > 60 else ""),
        "confidential": intake.confidential,
    }


def _age(intake: OnlineIntake) -> str:
    """3 小时前; it is a term of the calendar that counts, this is only to see what lies longest."""
    minutes = int((now() - intake.sent_at).total_seconds()) // 60
    if minutes < 60:
        return f"{max(minutes, 0)} 分钟前"
    hours = minutes // 60
    return f"{hours} 小时前" if hours < 48 else f"{hours // 24} 天前"


def _done(intake: Any) -> dict[str, Any]:
    """What came of it, and no more: the matter may have been sealed since."""
    return {
        "code": intake.code,
        "sent": day(intake.sent_at),
        "checked": when(intake.checked_at),
        "by": intake.checked_by.name,
        "case": intake.matter if intake.seen else None,
        "what": f"不予登记：{intake.refused_for}" if intake.refused_for else "已登记",
    }


def online_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """不予登记, with a reason that is kept and told."""
    user: Any = _checking(request)
    try:
        intake = online.find(user, pk)
        online.refuse_if_checked(intake)
        form = RefuseForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            online.refuse(intake, form.sentence, user)
            messages.success(request, f"{intake.code} 不予登记，理由已记下。")
            return redirect("online_list")
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("online_list")
    given = {"form": form, "row": _row(intake), "demand": mask_digits(str(intake.demand))}
    return render(request, "core/online_refuse.html", given)
