"""Bringing in a file of matters: template, upload, what its columns mean, preview, progress, and what came of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.documents import issue
from core.exchange import import_files, imports
from core.exchange.exports import TYPES
from core.exchange.forms_imports import ConfirmForm, HeadersForm, UploadForm, WordsForm
from core.exchange.spreadsheets import Unreadable
from core.models import Export, Import, Matter
from core.procedure.procedure import Procedure, by_kind
from core.values.refused import Refused
from core.values.screen_formats import when
from core.views.documents import headed, tells_broken

FILE_POLICY = "default-src 'none'"
RECENT = 10
TOLD = 100  # refusals on the page; all of them stand in the file


def _procedure(request: Request, kind: str) -> Procedure:
    """A kind that can be imported, by somebody who may."""
    procedure = by_kind().get(kind)
    if procedure is None or not procedure.importer:
        raise Http404
    if not request.user.has_perm(imports.right(procedure)):
        raise PermissionDenied
    return procedure


def _own(request: Request, pk: int) -> Import:
    """An import of the reader's own; anybody else's is 404."""
    made = get_object_or_404(Import.objects.select_related("by"), pk=pk, by=request.user)
    _procedure(request, made.kind)
    return made


def start(request: Request, kind: str) -> HttpResponse:
    """Template, upload, and the reader's last imports."""
    user = request.user
    procedure = _procedure(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        (file, checked), source = form.cleaned_data["file"], form.cleaned_data["source"]
        try:
            made = imports.begin(procedure, user, file, checked, source, *form.cleaned_data["mapping"])
            return redirect("import_made", pk=made.pk)
        except Unreadable as error:
            form.add_error("file", str(error))
    recent = Import.objects.filter(by=user, kind=kind).defer("refusals", "found")[:RECENT]
    context = {"form": form, "procedure": procedure, "recent": [(when(row.at), row) for row in recent]}
    status = 422 if request.method == "POST" else 200
    return render(request, "core/import.html", context, status=status)


@require_safe
def template(request: Request, kind: str) -> HttpResponseBase:
    """An empty workbook to fill in."""
    procedure = _procedure(request, kind)
    file = import_files.template(imports.columns_of(procedure))
    return _workbook(file, f"{procedure.label}导入模板.xlsx")


def _workbook(file: Any, name: str) -> HttpResponseBase:
    answer = FileResponse(file, content_type=TYPES[Export.Format.EXCEL])
    return headed(answer, name, FILE_POLICY, download=True)


@tells_broken
def made(request: Request, pk: int) -> HttpResponse:
    """An import as it stands: its columns, its first rows, how far it is, what came of it."""
    found = _own(request, pk)
    return _posted(request, found) if request.method == "POST" else _page(request, found)


def _posted(request: Request, found: Import) -> HttpResponse:
    """What the columns mean, or the confirmation; whatever comes after it changes nothing any more."""
    if found.mode or found.erased_at:
        return redirect("import_made", pk=found.pk)
    form: Any = None
    if "columns" in request.POST:
        form = _headers_form(found, request.POST)
        if form.is_valid():
            found.headers = form.chosen()
    elif "words" in request.POST:
        form = _words_form(found, request.POST)
        if form.is_valid():
            found.answers = {**found.answers, "words": form.chosen()}
    if form is not None:
        if not form.is_valid():
            return _page(request, found, asked=form)
        imports.look_through(found)
        return redirect("import_made", pk=found.pk)
    return _confirmed(request, found)


def _confirmed(request: Request, found: Import) -> HttpResponse:
    confirm = ConfirmForm(request.POST, found=found.found, places=imports.places_of(found))
    if confirm.is_valid():
        try:
            take_over = confirm.cleaned_data.get("take_over", True)
            mode, closed = confirm.cleaned_data["mode"], confirm.closed()
            imports.confirm(found, mode, confirm.opened(), closed, take_over)
            return redirect("import_made", pk=found.pk)
        except Refused as refused:
            confirm.add_error("mode", refused.sentence)
    return _page(request, found, confirm=confirm)


def _headers_form(found: Import, posted: Any = None) -> HeadersForm:
    """Shows what each column was taken for, and lets it be said otherwise."""
    return HeadersForm(posted, found.found.get("columns", ()), imports.columns_of(by_kind()[found.kind]))


def _words_form(found: Import, posted: Any = None) -> WordsForm:
    asked = found.found.get("asked", ())
    importer = imports.importer_of(found) if asked else None
    options = {one["column"]: importer.options(one["column"]) for one in asked} if importer else {}
    return WordsForm(posted, asked, options)


def _page(
    request: Request,
    found: Import,
    asked: HeadersForm | WordsForm | None = None,
    confirm: ConfirmForm | None = None,
) -> HttpResponse:
    job = imports.job(found)
    context: dict[str, Any] = {
        "made": found,
        "at": when(found.at),
        "job": job,
        "refusals": found.refusals[:TOLD],
        "beyond": max(len(found.refusals) - TOLD, 0),
        "found": found.found,
    }
    if job is None and not found.mode and not found.erased_at:
        context |= _before(found, asked, confirm)
    status = 422 if request.method == "POST" else 200
    return render(request, "core/import_made.html", context, status=status)


def _before(
    found: Import, asked: HeadersForm | WordsForm | None, confirm: ConfirmForm | None
) -> dict[str, Any]:
    """What is asked before anything is stored. Nothing is read again for it but whether the file is whole."""
    issue.read(found.digest)
    headers = asked if isinstance(asked, HeadersForm) else _headers_form(found)
    shown: dict[str, Any] = {"headers": headers}
    if found.checked_at:
        rows = found.found.get("preview", ())
        mode = Import.Mode.GOOD if found.refused else Import.Mode.WHOLE
        shown |= {
            "words": asked if isinstance(asked, WordsForm) else _words_form(found),
            "heads": next(([head for head, _ in cells] for _, cells, _ in rows if cells), []),
            "rows": rows,
            "confirm": confirm or ConfirmForm(found=found.found, initial={"mode": mode}),
        }
    return shown


@require_safe
@tells_broken
def errors(request: Request, pk: int) -> HttpResponseBase:
    """The refused rows as they stood, each with its reason."""
    found = _own(request, pk)
    if not found.refusals:
        raise Http404
    table = imports.table_of(found)
    why = {place: str(reason) for place, reason in found.refusals}
    return _workbook(
        import_files.refused_rows(table, why), f"不能导入的行 {found.name.rpartition('.')[0]}.xlsx"
    )


@require_safe
def matters(request: Request, pk: int) -> HttpResponse:
    """What came in with a file, of what the reader sees."""
    found = _own(request, pk)
    rows = Matter.objects.visible_to(request.user).filter(imported__batch=found).order_by("pk")
    page = Paginator(
        rows.only("pk", "number", "title", "received_at", "status", "waits_for", "kind", "compartment"), 100
    )
    flow, shown = by_kind()[found.kind].workflow, page.get_page(request.GET.get("page"))
    lines = [
        (row.pk, row.number, row.title, when(row.received_at), flow.stage_of(row).label) for row in shown
    ]
    return render(request, "core/imported.html", {"made": found, "page": shown, "lines": lines})
