"""The citizen's page: code and look-up code → step, unit, next date. No account, no content, throttled."""

import hmac
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from core.identity import clean_number
from core.lockout import client_address
from core.models import Matter
from core.procedures import by_kind
from core.shown import day
from core.throttle import refused, spend


class LookupForm(forms.Form):
    """Both from the receipt; spaces and small letters do not matter."""

    code = forms.CharField(label="事项编号", max_length=40, help_text="回执上 SX 开头的一行")
    lookup_code = forms.CharField(label="查询码", max_length=20, help_text="回执上最大的 8 个字")


WRONG = "没有查到。请对照回执核对两个号码；连续输错会暂停查询半小时，也可以打电话或到大厅问。"


@login_not_required
@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """The same answer for wrong, locked and absent."""
    form = LookupForm(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")[:40]}
    )
    answer: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        answer = _answer(
            request, clean_number(form.cleaned_data["code"]), clean_number(form.cleaned_data["lookup_code"])
        )
        if answer is None:
            form.add_error(None, WRONG)
    return render(request, "core/lookup.html", {"form": form, "answer": answer})


def _answer(request: HttpRequest, code: str, lookup_code: str) -> dict[str, Any] | None:
    keys = (f"lookup:{code}", f"lookup:{client_address(request)}")
    found = Matter.objects.filter(code=code, parent=None).select_related("holder_unit").first()
    right = hmac.compare_digest((found.lookup_code if found else "-" * 8).encode(), lookup_code.encode())
    if any(refused(key, limit) for key, limit in zip(keys, (5, 30), strict=True)) or not (
        found and lookup_code and right
    ):
        for key in keys:
            spend(key)
        return None
    return told(found)


def told(matter: Matter) -> dict[str, Any]:
    """What a citizen is told: the legal day, never the inner one; of sealed kinds only that it is known."""
    if matter.sealed:
        return {"sealed": True, "number": matter.number, "received": day(matter.received_at)}
    flow = by_kind()[matter.kind].workflow
    stage = flow.stage(matter.status)
    road = [flow.stage(status) for status in flow.road]
    index = flow.road.index(matter.status) if matter.status in flow.road else None
    return {
        "number": matter.number,
        "title": matter.title,
        "received": day(matter.received_at),
        "words": stage.plain,
        "unit": matter.holder_unit.name,
        "open": matter.is_open,
        "until": day(localdate(matter.due_at - timedelta(microseconds=1)))
        if matter.due_at and matter.is_open
        else "",
        "path": []
        if index is None
        else [
            {"label": step.label, "state": "done" if n < index else "now" if n == index else "next"}
            for n, step in enumerate(road)
        ],
    }
