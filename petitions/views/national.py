"""国家系统对账: upload the export, see the three lists, bring in what is only there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.access.request import Request
from core.exchange import imports
from core.exchange.forms_imports import UploadForm
from core.exchange.importing import Entry
from core.exchange.spreadsheets import Unreadable
from core.models import Import
from core.procedure.procedure import by_kind
from core.values.refused import Refused
from core.values.screen_formats import when
from petitions import national
from petitions.importer import NATIONAL

RECENT = 6
SORT = permission_required(("petitions.sort", "petitions.import"), raise_exception=True)


class ExportForm(UploadForm):
    """An export of the national system."""

    source = None  # type: ignore[assignment]
    mapping = None  # type: ignore[assignment]


@SORT
def start(request: Request) -> HttpResponse:
    """What is still to be entered, the upload, and the reader's last files."""
    user = request.user
    form = ExportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, checked = form.cleaned_data["file"]
        try:
            made = imports.begin(by_kind()["petition"], user, file, checked, NATIONAL, {})
            return redirect("national_file", pk=made.pk)
        except Unreadable as error:
            form.add_error("file", str(error))
    files = _files(user)[:RECENT]
    shown = {
        "form": form,
        "late": national.not_entered(user),
        "files": [(when(row.at), row) for row in files],
    }
    return render(request, "petitions/national.html", shown, status=422 if request.method == "POST" else 200)


def _files(user: Any) -> Any:
    files = Import.objects.filter(by=user, kind="petition", source=NATIONAL, erased_at=None)
    return files.defer("refusals", "found")


def _file(request: Request, pk: int) -> Import:
    """A file of the reader's own; anybody else's is 404."""
    return get_object_or_404(_files(request.user).select_related("by"), pk=pk)


@require_safe
@SORT
def compared(request: Request, pk: int) -> HttpResponse:
    """Only here, only there, differs."""
    made = _file(request, pk)
    try:
        found = national.compare(request.user, made)
    except (Refused, Unreadable) as error:
        messages.warning(request, str(error))
        return redirect("import_made", pk=pk)
    may_bring = bool(found.there) and not made.mode and made.checked_at is not None
    shown = {"made": made, "at": when(made.at), "found": found, "may_bring": may_bring}
    return render(request, "petitions/national_file.html", shown)


@require_POST
@SORT
def bring(request: Request, pk: int) -> HttpResponse:
    """导入: everything of the file that is not here; what its words point to is sealed."""
    imports.confirm(_file(request, pk), Import.Mode.GOOD, take_over=False)
    return redirect("import_made", pk=pk)


@require_POST
@SORT
def register(request: Request, pk: int) -> HttpResponse:
    """登记: one row of the file as a begun registration."""
    rows = national.read(_file(request, pk))
    entry = next((one for place, one in rows.items() if str(place) == request.POST.get("row", "")), None)
    if not isinstance(entry, Entry):
        raise Http404
    return redirect(f"{reverse('register_petition')}?draft={national.draft_of(request.user, entry)}")
