"""Parties in full: asked why, shown once, logged."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.access import sealed
from core.access.forms import LookForm
from core.access.request import Request
from core.accounts.resubmit import restore
from core.models import HistoryEntry, Look
from core.procedure.procedure import Procedure, by_kind
from core.views.accounts import offer_again
from core.views.matters import entry_line, fetch, readable


@require_POST
def why(request: Request, pk: int) -> HttpResponse:
    """The reason for opening a sealed matter today; then on to the page that was wanted."""
    user = request.user
    matter = sealed.visible(request, pk)
    form, wanted = LookForm(request.POST), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = reverse("matter", args=[pk])
    if not form.is_valid():
        return sealed.ask(request, matter, form, wanted, request.POST.get("kept", ""))
    Look.objects.create(matter=matter, by=user, reason=form.cleaned_data["reason"], what=sealed.OPENED)
    kept = restore(request.POST.get("kept", ""), user)
    return offer_again(request, kept) if kept else redirect(wanted)


def reveal(request: Request, pk: int) -> HttpResponse:
    """GET asks for the reason; POST writes the log and shows the numbers, in one transaction."""
    user = request.user
    procedure, child = fetch(request, pk)
    if not user.has_perm("core.reveal"):
        raise PermissionDenied
    form = LookForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"parties": None, "acting": [], "panels": [], "entries": []}
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            Look.objects.create(
                matter_id=pk, by=user, reason=form.cleaned_data["reason"], what="当事人完整信息"
            )
            shown = _whole(procedure, child, user)
    return render(
        request,
        "core/reveal.html",
        {
            "matter": child,
            "form": form,
            "of_people": procedure.has_parties,
            "here_url": reverse("matter", args=[pk]),
            **shown,
        },
    )


def _whole(procedure: Procedure, child: Any, user: Any) -> dict[str, Any]:
    """The people are those of the family's root, which a reader of what stands below it may not see."""
    found = child.people.prefetch_related("represented_by")
    parties = list(found) if procedure.has_parties else []
    panels, entries = whole(child, user)
    acting = [row for party in parties for row in party.represented_by.all()]
    return {"parties": parties, "acting": acting, "panels": panels, "entries": entries}


def whole(child: Any, user: Any) -> tuple[list[Any], list[Any]]:
    """The matter's own texts and its history in full, as its page shows them without names."""
    procedure = by_kind()[child.kind]
    entries = HistoryEntry.objects.filter(matter_id=child.pk).select_related("by", "detail").order_by("-seq")
    panels = [(panel, panel.context(child, user)) for panel in procedure.panels]
    return panels, [entry_line(procedure, entry) for entry in readable(child, user, entries)]
