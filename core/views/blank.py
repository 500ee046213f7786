"""Pages of blank forms: reserving, the numbers of a batch, giving one up, entering what was written (补录)."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from core.access.request import Request
from core.documents import issue
from core.intake import blank
from core.intake.forms_blank import BlankRow, EntryForm, GiveUpForm, ReserveForm
from core.intake.places import centre, places, town
from core.models import Matter, Reserved
from core.procedure.procedure import by_kind
from core.records.jobs import enqueue
from core.values.refused import Refused
from core.views.documents import PDF_POLICY, sent, tells_broken


def may(view: Any) -> Any:
    """For whoever reserves numbers in the room of this kind."""

    @wraps(view)
    def asked(request: Request, *args: Any, kind: str, **kwargs: Any) -> HttpResponse:
        intake = by_kind()[kind].intake
        if intake is None or intake.blank is None:
            raise Http404
        if not request.user.has_perm(intake.blank.permission):
            raise PermissionDenied
        return view(request, kind, *args, **kwargs)

    return asked


@may
def blank_list(request: Request, kind: str) -> HttpResponse:
    """The batches of one's unit; POST reserves another."""
    user = request.user
    form = ReserveForm(request.POST if request.method == "POST" else None)
    if form.does(lambda asked: blank.reserve(kind, asked["key"], asked["count"], user)):
        return redirect("blank_batch", batch=form.made, kind=kind)
    rows = [{**row, "span": blank.span(row["first"], row["last"])} for row in blank.batches(user, kind)]
    return render(request, "core/blank.html", {"kind": kind, "form": form, "batches": rows})


def _rows(request: Request, kind: str, batch: str) -> list[Reserved]:
    """The numbers of a batch; one that is not open to the user is 404."""
    user = request.user
    rows = list(blank.of_unit(user, kind).filter(batch=batch).select_related("reserved_by"))
    if not rows:
        raise Http404
    return rows


@require_safe
@may
def blank_batch(request: Request, kind: str, batch: str) -> HttpResponse:
    """Each number: not used, become a case, given up. The paper, once it is laid out."""
    rows = _rows(request, kind, batch)
    made = [row.matter_id for row in rows if row.matter_id]
    seen = set(Matter.objects.visible_to(request.user).filter(pk__in=made).values_list("pk", flat=True))
    paper = blank.paper(kind, batch)
    job = {"state": "queued", "text": f"正在排版 {len(rows)} 份，几秒到半分钟，排好后这里出现打印按钮。"}
    return render(
        request,
        "core/blank_batch.html",
        {
            "kind": kind,
            "batch": batch,
            "rows": [(row, row.matter_id in seen) for row in rows],
            "first": rows[0],
            "span": blank.span(rows[0].number, rows[-1].number),
            "left": sum(not blank.why_gone(row) for row in rows),
            "paper": paper,
            "job": None if paper else job,
        },
    )


@require_safe
@may
@tells_broken
def blank_paper(request: Request, kind: str, batch: str) -> HttpResponse:
    """The forms and their receipts as one PDF."""
    _rows(request, kind, batch)
    paper = blank.paper(kind, batch)
    if paper is None:
        return redirect("blank_batch", batch=batch, kind=kind)
    data = issue.read(paper.digest)
    return sent(data, f"{paper.label} {paper.number}.pdf", "application/pdf", PDF_POLICY)


@require_POST
@may
def blank_lay_out(request: Request, kind: str, batch: str) -> HttpResponse:
    """Have the paper laid out once more, where the queue lost it."""
    _rows(request, kind, batch)
    if blank.paper(kind, batch) is None:
        enqueue("core.intake.blank.lay_out", batch, request.user.pk, name="排印空白登记表")
    return redirect("blank_batch", batch=batch, kind=kind)


@require_POST
@may
def blank_give_up(request: Request, kind: str, batch: str, pk: int) -> HttpResponse:
    """作废 one number, with the reason."""
    user = request.user
    row = get_object_or_404(blank.of_unit(user, kind), batch=batch, pk=pk)
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"{row.number}：{form.errors['reason'][0]}")
        return redirect("blank_batch", batch=batch, kind=kind)
    try:
        blank.give_up(row, form.cleaned_data["reason"], user)
        messages.success(request, f"{row.number}已作废。")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("blank_batch", batch=batch, kind=kind)


@may
def blank_entry(request: Request, kind: str, batch: str) -> HttpResponse:
    """补录: a row for each open number, all stored or none; what was typed stays on the page."""
    reserved = _rows(request, kind, batch)
    post = request.POST if request.method == "POST" else None
    form = EntryForm(post)
    rows = [BlankRow(row, request.user, post) for row in reserved]
    if post is None:
        rows = [row for row in rows if not blank.why_gone(row.reserved)]
    else:  # also what a colleague has entered or given up meanwhile
        rows = [row for row in rows if row.was_posted()]
        if _all_valid(form, rows) and (answer := _entered(request, kind, form, rows, batch)):
            return answer
    return render(
        request,
        "core/blank_entry.html",
        {"kind": kind, "form": form, "rows": rows, "batch": batch, "areas": places(), "wrong": _wrong(rows)},
    )


def _all_valid(form: EntryForm, rows: list[BlankRow]) -> bool:
    """All rows are looked at, so that all sentences come together."""
    return all([form.is_valid(), *(row.is_valid() for row in rows)])


def _entered(
    request: Request, kind: str, form: EntryForm, rows: list[BlankRow], batch: str
) -> HttpResponse | None:
    user = request.user
    filled = [row for row in rows if row.has_changed()]
    if not filled:
        form.add_error(None, "一份都没有填。用过的表请照纸上写的录入，没用的空着。")
        return None
    where = {"town": town(), "centre": centre()}
    lines = [(row.reserved.pk, row.cleaned_data["at"], {**row.facts, **where}) for row in filled]
    try:
        count = blank.enter(lines, user, form.cleaned_data["key"])
    except blank.NotEntered as no:
        for row in filled:
            if refused := no.wrong.get(row.reserved.pk):
                row.refuse(refused)
        return None
    messages.success(request, f"已补录 {count} 件，期限从表上写的时间起算。")
    return redirect("blank_batch", batch=batch, kind=kind)


def _wrong(rows: list[BlankRow]) -> list[tuple[str, str, Any]]:
    """(where on the page, what, sentence) of all that must be mended."""
    found = []
    for row in rows:
        number = row.reserved.number
        found += [(f"row-{row.prefix}", number, sentence) for sentence in row.non_field_errors()]
        found += [
            (bound.auto_id, f"{number} {bound.label}", sentence) for bound in row for sentence in bound.errors
        ]
    return found


def addresses(kind: str, prefix: str) -> list[URLPattern]:
    """The pages of a room that has such a form."""
    views = (
        ("", blank_list, "blank"),
        ("", blank_list, f"blank_{kind}"),
        ("<slug:batch>/", blank_batch, "blank_batch"),
        ("<slug:batch>/paper/", blank_paper, "blank_paper"),
        ("<slug:batch>/layout/", blank_lay_out, "blank_lay_out"),
        ("<slug:batch>/entry/", blank_entry, "blank_entry"),
        ("<slug:batch>/<int:pk>/give-up/", blank_give_up, "blank_give_up"),
    )
    return [
        path(f"{prefix}blank/{address}", view, {"kind": kind}, name=name) for address, view, name in views
    ]
