"""五个法治化 of a month: each duty, how many were owed, done in time, late, without their paper."""

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.procedure.indicators import Period
from core.statistics.counting import month_before, month_of, name_of
from core.values.moments import now
from petitions import lawful

MONTHS = 24  # that may be chosen, back from now; any other by its address


@require_safe
@permission_required("petitions.view", raise_exception=True)
def month(request: Request) -> HttpResponse:
    """?month=2026-11; without it this month. Numbers of what the reader may see, each opening its list."""
    today = localdate(now())
    this = Period.of_month(today.year, today.month)
    try:
        period = month_of(request.GET["month"]) if request.GET.get("month") else this
    except ValueError:
        raise Http404 from None
    offered = [this, *(month_before(this, back) for back in range(1, MONTHS))]
    rows = [_row(check, found, period) for check, found in lawful.month(request.user, period)]
    return render(
        request,
        "petitions/lawful.html",
        {
            "five": [(name, list(group)) for name, group in groupby(rows, lambda row: row["five"])],
            "months": [(name_of(one), one == period) for one in dict.fromkeys([*offered, period])],
            "month": name_of(period),
            "heads": ("应当", *lawful.PARTS.values()),
        },
    )


def _row(check: lawful.Check, found: dict[str, int], period: Period) -> dict[str, Any]:
    def cell(part: str) -> dict[str, Any]:
        number = found.get(part)
        return {
            "text": "—" if number is None else number,
            "url": lawful.address(check, period, part) if number else "",
            "part": part,
        }

    return {"five": check.five, "label": check.label, "article": check.article, "cells": [cell(part) for part in ("", *lawful.PARTS)]}  # fmt: skip
