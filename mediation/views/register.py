"""The register of mediations on screen and on paper; the Excel file is the export of the same list."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.access.forms import LookForm
from core.accounts.throttle import papers_limited
from core.documents import paper_formats as say
from core.documents import render as papers
from core.lists.drilldown import Counted
from core.procedure import paging
from core.procedure.indicators import Period
from core.values.form_base import Form
from core.values.moments import now
from core.values.refused import Refused
from core.views.documents import PDF_POLICY, sent
from mediation import register as book

YEARS = 10  # back from now


class PeriodForm(Form):
    """Which year, and which month of it; empty: the whole year. What cannot be understood is this month."""

    year = forms.TypedChoiceField(label="年", coerce=int)
    month = forms.TypedChoiceField(label="月", coerce=int, required=False, empty_value=None)

    def __init__(self, data: Any) -> None:
        today = localdate(now())
        given = {name: data[name] for name in ("year", "month") if name in data}
        super().__init__(given or {"year": today.year, "month": today.month})
        years = range(today.year, today.year - YEARS, -1)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]  # type: ignore[attr-defined]
        months = [("", "全年"), *((month, f"{month} 月") for month in range(1, 13))]
        self.fields["month"].choices = months  # type: ignore[attr-defined]

    @property
    def period(self) -> Period:
        if not self.is_valid():
            today = localdate(now())
            return Period.of_month(today.year, today.month)
        year, month = self.cleaned_data["year"], self.cleaned_data["month"]
        if month:
            return Period.of_month(year, month)
        return Period(Period.of_month(year, 1).first, Period.of_month(year, 12).last)


def _words(period: Period) -> str:
    first, last = period.first, period.last
    return f"{first.year}年" + (f"{first.month}月" if first.month == last.month else "")


@require_safe
@permission_required("core.view_matters", raise_exception=True)
def register(request: HttpRequest) -> HttpResponse:
    """Masked, in the order of receipt, paged by key."""
    form = PeriodForm(request.GET)
    period = form.period
    rows = book.of(request.user, period)
    chosen, forward = paging.cut(request, rows, paging.OLDEST)
    matters = paging.OLDEST.ready(book.fetched(chosen))
    lines = list(matters.order_by(*paging.OLDEST.by(forward)))
    page = paging.page(request, lines, paging.OLDEST, forward, rows)
    counted = Counted("mediation_registered", period)
    return render(
        request,
        "mediation/register.html",
        {
            "words": _words(period),
            "filter_form": form,
            "clear_url": request.path,
            "heads": book.HEADS,
            "lines": [
                {
                    "url": reverse("matter", args=[line.pk]),
                    "cells": list(zip(book.HEADS, line.cells, strict=True)),
                }
                for line in book.lines(page.rows)
            ],
            "page": page,
            "most": book.MOST,
            "excel": f"{reverse('export', args=['mediation'])}?{counted.query}",
            "paper": f"{reverse('mediation_register_paper')}?{request.GET.urlencode()}",
            "look": LookForm() if request.user.has_perm("core.reveal") else None,
        },
    )


@never_cache
@permission_required("core.view_matters", raise_exception=True)
@papers_limited
def register_paper(request: HttpRequest) -> HttpResponse:
    """A4 across, masked; POST with a reason prints the names in full and writes the Looks. Kept nowhere."""
    user: Any = request.user
    period, full, reason = PeriodForm(request.GET).period, request.method == "POST", ""
    back = f"{reverse('mediation_register')}?{request.GET.urlencode()}"
    if full:
        if not user.has_perm("core.reveal"):
            raise PermissionDenied
        form = LookForm(request.POST)
        if not form.is_valid():
            messages.error(request, "打印全名要写明理由。")
            return redirect(back)
        reason = form.cleaned_data["reason"]
    try:
        data = _paper(user, period, reason, full=full)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(back)
    return sent(data, f"人民调解受理登记簿 {_words(period)}.pdf", "application/pdf", PDF_POLICY)


@transaction.atomic
def _paper(user: Any, period: Period, reason: str, *, full: bool) -> bytes:
    """The PDF. What is seen in full is written down, or nothing is given."""
    rows = book.of(user, period)
    order = ("received_at", "pk")
    matters = list(book.fetched(rows.order_by(*order)[: book.MOST]).order_by(*order))
    if full:
        book.looked(user, matters, reason)
    count = rows.order_by().count()
    title = "人民调解受理登记簿"
    context = {
        "unit": settings.TOWN["centre"],
        "heading": title,
        "period": _words(period),
        "heads": book.HEADS,
        "lines": [line.cells for line in book.lines(matters, full=full)],
        "count": count,
        "more": count - len(matters),
        "full": full,
        "printed": f"{user.name}打印于{say.moment(now())}",
        "created": localtime(now()),
    }
    return papers.render(
        "documents/mediation_book.html",
        context,
        title=f"{title} {_words(period)}",
        author=settings.TOWN["centre"],
    )
