"""Parties in full: asked why, shown once, logged."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from core.forms_party import LookForm
from core.models import Look
from core.views.matters import fetch


@never_cache
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for the reason; POST writes the log and shows the numbers, in one transaction."""
    user: Any = request.user
    _, child = fetch(request, pk)
    if not user.has_perm("core.reveal"):
        raise PermissionDenied
    form = LookForm(request.POST if request.method == "POST" else None)
    parties, acting = None, []
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            Look.objects.create(
                matter_id=pk, by=user, reason=form.cleaned_data["reason"], what="当事人完整信息"
            )
            parties = list(child.people.prefetch_related("represented_by"))
            acting = [row for party in parties for row in party.represented_by.all()]
    return render(
        request,
        "core/reveal.html",
        {
            "matter": child,
            "form": form,
            "parties": parties,
            "acting": acting,
            "here_url": reverse("matter", args=[pk]),
        },
    )
