"""Export of a list: the page that asks how and why, the file, and the wait for a long one."""

from tempfile import TemporaryFile
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.documents import issue
from core.exchange import exports
from core.exchange.export_lines import numbers
from core.exchange.forms_exports import ExportForm
from core.models import Export
from core.procedure.procedure import Procedure, by_kind
from core.values.moments import now
from core.values.refused import Refused
from core.views.documents import headed, tells_broken

FILE_POLICY = "default-src 'none'"


@permission_required(exports.MAY, raise_exception=True)
def export(request: Request, kind: str) -> HttpResponseBase:
    """How many rows, which format, why; POST writes the log and gives the file or puts it on the queue."""
    user = request.user
    procedure = by_kind().get(kind)
    if procedure is None or procedure.listing is None or procedure.listing.stays:
        raise Http404
    query = exports.query_of(request.GET)
    try:
        asked = exports.ask(procedure, query, user, now())
    except ValueError:
        raise Http404 from None
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = numbers(asked)
        if chosen:
            try:
                return _given(exports.log(procedure, query, user, asked, chosen, form.cleaned_data), chosen)
            except Refused as refused:
                form.add_error(None, refused.sentence)
        else:
            form.add_error(None, "没有符合条件的事项，没有什么可以导出。")
    return _page(request, procedure, query, asked, form)


def _page(request: Request, procedure: Procedure, query: str, asked: Any, form: ExportForm) -> HttpResponse:
    return render(
        request,
        "core/export.html",
        {
            "form": form,
            "listing": procedure.listing,
            "words": asked.words,
            "count": asked.matching.order_by().count(),
            "list_url": f"{reverse(procedure.labels['list'])}?{query}",
        },
        status=422 if form.errors else 200,
    )


def _given(made: Export, chosen: Any) -> HttpResponseBase:
    if exports.at_the_queue(made):
        return redirect("export_made", pk=made.pk)
    if made.format == Export.Format.CSV:
        return _sent(made, StreamingHttpResponse(exports.chunks(made, chosen)))
    file = TemporaryFile()  # noqa: SIM115 (the answer closes it when it was sent)
    exports.write(made, chosen, file)
    return _sent(made, FileResponse(file))


def _sent(made: Export, response: Any) -> HttpResponseBase:
    response.headers["Content-Type"] = exports.TYPES[Export.Format(made.format)]
    return headed(response, exports.name_of(made), FILE_POLICY, download=True)


def _own(request: Request, pk: int) -> Export:
    """An export of the reader's own; anybody else's is 404."""
    return get_object_or_404(Export.objects.select_related("by"), pk=pk, by=request.user)


@require_safe
@permission_required(exports.MAY, raise_exception=True)
def export_made(request: Request, pk: int) -> HttpResponse:
    """How far a long export is; the file, once it is there."""
    made = _own(request, pk)
    job = exports.job(made, exports.paper_of(made))
    list_url = f"{reverse(by_kind()[made.kind].labels['list'])}?{made.query}"
    return render(request, "core/export_made.html", {"export": made, "job": job, "list_url": list_url})


@require_safe
@permission_required(exports.MAY, raise_exception=True)
@tells_broken
def export_file(request: Request, pk: int) -> HttpResponseBase:
    """The stored file, checked against its digest and sent in pieces."""
    made = _own(request, pk)
    paper = exports.paper_of(made)
    if paper is None or exports.expired(paper):
        return redirect("export_made", pk=pk)
    return _sent(made, FileResponse(issue.opened(paper.digest)))
