"""Opening a sealed matter: why is asked once a day and matter, and each opening stands in the access log.

A leak can be traced only if every look left a trace: at the matter, at its papers and files, at its line among the
hits of a search, and at the door by those who are kept out.
"""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, make_aware

from core.access import exclusions
from core.access.forms import LookForm
from core.access.request import Request
from core.models import Look, Matter
from core.models.gate import of_few
from core.values.kept import Coming, Gap, Kept

OPENED, ACTED, FOUND = "查看封闭事项", "办理封闭事项", "搜索结果中列出"
TRIED = "被排除人试图打开"


class WhyFirst(Exception):
    """The matter is sealed and this reader has not said today why; answered with the page that asks."""

    def __init__(self, matter: Matter) -> None:
        super().__init__(f"matter {matter.pk} is sealed")
        self.matter = matter


def ask(request: Request, matter: Matter, form: LookForm, wanted: str, kept: str = "") -> HttpResponse:
    """The page that asks why; 403 until it is answered. `kept`: what was posted, sealed for its writer."""
    context = {"matter": matter, "form": form, "wanted": wanted, "kept": kept}
    return render(request, "core/why.html", context, status=403)


def enter(request: Request, pk: int) -> Matter:
    """The matter through the gate. Hidden is Http404, sealed without a reason given today WhyFirst."""
    matter = visible(request, pk)
    opened(request, matter)
    return matter


def visible(request: Request, pk: int) -> Matter:
    """The matter through the gate, not opened yet. Hidden is Http404."""
    matter: Matter | None = _VISIBLE.first(of_few(request.user), pk)
    if matter is None:
        tried(request.user, pk)
        raise Http404
    return matter


_VISIBLE = Kept(lambda: Matter.objects.filter(Gap(0), pk=Coming(1)))


def tried(user: Any, pk: int) -> None:
    """Write down that somebody who is shut out of a matter was at its door; the answer tells nothing of it."""
    matter = Matter.objects.filter(pk=pk).first()
    if matter and exclusions.barred(matter).user(user):
        Look.objects.create(matter_id=pk, by=user, reason="没有打开", what=TRIED)


def opened(request: Request, matter: Matter) -> None:
    """A visible matter is opened: where it is sealed, with a reason. What is posted owes one until it is done."""
    user = request.user
    if not matter.sealed or said_today(user, matter):
        return
    if request.method in ("GET", "HEAD"):
        raise WhyFirst(matter)
    request.owes_reason = matter  # type: ignore[attr-defined]


def said_today(user: Any, matter: Matter) -> bool:
    """Has the reader opened it today with a reason, or registered it today? The history tells of the latter."""
    if matter.first_contact_id == user.pk and localdate(matter.registered_at) == localdate():
        return True
    today = Look.objects.filter(matter_id=matter.pk, by=user, at__gte=_midnight())
    return today.exclude(what__in=(FOUND, TRIED)).exists()


def found(user: Any, matters: Iterable[Matter]) -> None:
    """Sealed matters stood among the hits of a search: once a day and matter."""
    sealed = [matter for matter in matters if matter.sealed]
    if not sealed:
        return
    today = Look.objects.filter(by=user, what=FOUND, at__gte=_midnight(), matter__in=sealed)
    known = set(today.values_list("matter_id", flat=True))
    Look.objects.bulk_create(
        Look(matter_id=matter.pk, by=user, reason="搜索", what=FOUND)
        for matter in sealed
        if matter.pk not in known
    )


def _midnight() -> datetime:
    return make_aware(datetime.combine(localdate(), time()))
