"""What somebody keeps of a list: filters under a name, columns and the height of lines."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access.request import Request
from core.deadlines.calendars import office_calendar
from core.exchange.exports import query_of as without_place
from core.lists import table
from core.lists.forms import ListChoiceForm, SavedFilterForm
from core.lists.query import ask
from core.lists.saved_filters import query_of
from core.models import ListChoice, SavedFilter
from core.procedure.listing import Listing
from core.procedure.procedure import Procedure, by_kind
from core.values.moments import now


def _listed(kind: str) -> tuple[Procedure, Listing]:
    """A kind that has a list; else 404."""
    procedure = by_kind().get(kind)
    if procedure is None or procedure.listing is None:
        raise Http404
    return procedure, procedure.listing


def _list_url(procedure: Procedure, query: str) -> str:
    return f"{reverse(procedure.labels['list'])}?{query}"


@permission_required("core.view_matters", raise_exception=True)
def saved_filters(request: Request, kind: str, pk: int | None = None) -> HttpResponse:
    """保存的筛选: keep the one in the address, or rename, share and delete one's own (`pk`)."""
    user = request.user
    procedure, listing = _listed(kind)
    own = SavedFilter.objects.filter(user=user, kind=kind)
    try:
        new = SavedFilter(user=user, kind=kind, query=query_of(listing, request.GET))
    except ValueError as wrong:
        messages.error(request, str(wrong))
        return redirect(_list_url(procedure, without_place(request.GET)))
    saved = get_object_or_404(own.select_related("user"), pk=pk) if pk else new
    if request.method == "POST" and pk and "delete" in request.POST:
        return _deleted(request, saved)
    form = SavedFilterForm(request.POST if request.method == "POST" and saved.query else None, saved=saved)
    if form.is_valid():
        messages.success(request, f"“{form.save()}”已保存。")
        return redirect(_list_url(procedure, saved.query))
    context = {"form": form, "saved": saved, "kind": kind, "words": _words(procedure, user, saved.query)}
    return render(
        request,
        "core/saved_filters.html",
        {
            **context,
            "listing": listing,
            "list_url": _list_url(procedure, saved.query),
            "filters": [(one, _list_url(procedure, one.query)) for one in own.order_by("pk")],
        },
        status=422 if form.errors else 200,
    )


def _deleted(request: Request, saved: SavedFilter) -> HttpResponse:
    saved.delete()
    messages.success(request, f"“{saved.name}”已删去。")
    return redirect("saved_filters", kind=saved.kind)


def _words(procedure: Procedure, user: Any, query: str) -> str:
    """What a filter holds, in the office's words."""
    asked = ask(procedure, user, QueryDict(query), now())
    return f"{asked.words}，{asked.order.words}" if query else ""


@permission_required("core.view_matters", raise_exception=True)
def list_choice(request: Request, kind: str) -> HttpResponse:
    """列和行距: one's own choice for a list, until it is made anew."""
    user = request.user
    procedure, listing = _listed(kind)
    columns = table.columns(listing, now(), office_calendar(user))
    kept = ListChoice.objects.filter(user=user, kind=kind).first() or ListChoice()
    form = ListChoiceForm(
        request.POST if request.method == "POST" else None,
        heads=[column.head for column in columns],
        initial={
            "columns": [column.head for column in table.chosen(columns, kept.heads)],
            "density": kept.density,
        },
    )
    list_url = _list_url(procedure, without_place(request.GET))
    if form.is_valid():
        data = form.cleaned_data
        ListChoice.objects.update_or_create(
            user=user,
            kind=kind,
            defaults={"columns": ",".join(data["columns"]), "density": data["density"]},
        )
        return redirect(list_url)
    context = {"form": form, "listing": listing, "list_url": list_url}
    return render(request, "core/list_choice.html", context, status=422 if form.errors else 200)
