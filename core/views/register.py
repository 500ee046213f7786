"""The printed register of a kind on screen and on paper; the Excel file is the export of the same rows."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access.forms import LookForm
from core.access.request import Request
from core.accounts.throttle import papers_limited
from core.lists import register as book
from core.lists.forms import PeriodForm
from core.procedure import paging
from core.procedure.procedure import Procedure, by_kind
from core.values.refused import Refused
from core.views.documents import PDF_POLICY, sent


def _procedure(kind: str) -> Procedure:
    found = by_kind().get(kind)
    if found is None or found.register is None:
        raise Http404
    return found


@require_safe
@permission_required("core.view_matters", raise_exception=True)
def register(request: Request, kind: str) -> HttpResponse:
    """Masked, in the order of receipt, paged by key."""
    procedure, form = _procedure(kind), PeriodForm(request.GET)
    assert procedure.register is not None
    rows = book.of(procedure, request.user, form.period)
    chosen, forward = paging.cut(request, rows, paging.OLDEST)
    matters = paging.OLDEST.ready(book.fetched(procedure, chosen))
    ordered = list(matters.order_by(*paging.OLDEST.by(forward)))
    page = paging.page(request, ordered, paging.OLDEST, forward, rows)
    lines = book.lines(procedure.register, page.rows)
    heads = [column.head for column in procedure.register.columns]
    return render(
        request,
        "core/register.html",
        {
            "register": procedure.register,
            "words": form.words,
            "filter_form": form,
            "clear_url": request.path,
            "heads": heads,
            "lines": [
                (reverse("matter", args=[one.pk]), list(zip(heads, one.cells, strict=True))) for one in lines
            ],
            "page": page,
            "most": book.MOST,
            "excel": f"{reverse('export', args=[kind])}?{book.counted(procedure, form.period).query}",
            "paper": f"{reverse('register_paper', args=[kind])}?{request.GET.urlencode()}",
            "look": LookForm() if request.user.has_perm("core.reveal") else None,
        },
    )


@permission_required("core.view_matters", raise_exception=True)
@papers_limited
def register_paper(request: Request, kind: str) -> HttpResponse:
    """Masked; POST with a reason prints the names in full and writes the Looks."""
    user = request.user
    procedure, form, reason = _procedure(kind), PeriodForm(request.GET), ""
    back = f"{reverse('register_book', args=[kind])}?{request.GET.urlencode()}"
    if request.method == "POST":
        if not user.has_perm("core.reveal"):
            raise PermissionDenied
        look = LookForm(request.POST)
        if not look.is_valid():
            messages.error(request, "打印全名要写明理由。")
            return redirect(back)
        reason = look.cleaned_data["reason"]
    try:
        data = book.paper(procedure, user, form.period, form.words, reason)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(back)
    title = procedure.register.title if procedure.register else ""
    return sent(data, f"{title} {form.words}.pdf", "application/pdf", PDF_POLICY)
