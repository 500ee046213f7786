"""The map of incidents with its table, the times of levels and units, and a village's own page."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.deadlines.calendars import office_calendar
from core.documents.charts import Chart, Series, shade
from core.lists import table
from core.lists.drilldown import Counted
from core.models import Area, Clock, Matter
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.statistics.counting import count, month_before, month_of, name_of
from core.statistics.sheets import kept
from core.statistics.spread import spreads
from core.values.form_base import Form
from core.values.moments import now
from core.values.statements import planned_anew
from grid.geometry import Box
from grid.indicators import answered, words
from grid.map_counts import AT_HOME, SHOWN, Class, by_area, marks
from grid.models import Boundary, Incident
from grid.places import is_village, own_village
from grid.posts import answering
from grid.posts.answering import Answer
from grid.standard_tables import TIMES
from grid.views.boundaries import answer

VIEW = permission_required("grid.view", raise_exception=True)
MONTHS = 24  # that may be chosen, back from now
LINES = 20  # of a village's page
TOO_FEW = "不足3"
OF_VILLAGE = tuple(
    f"incident_{name}" for name in ("reported", "settled", "to_town", "done", "late", "red", "yellow")
)


class Asked(Form):
    """What a map is asked for: the month, one class or all, the area, the window."""

    month = forms.CharField(max_length=7, required=False)
    first = forms.ChoiceField(choices=[("", "全部类别"), *Class.choices], required=False)
    above = forms.ModelChoiceField(Area.objects.all(), required=False)
    box = forms.RegexField(
        r"^-?\d{1,3}(\.\d{1,20})?(,-?\d{1,3}(\.\d{1,20})?){3}$", max_length=100, required=False
    )

    def clean_month(self) -> Period:
        given = self.cleaned_data["month"]
        today = localdate(now())
        try:
            return month_of(given) if given else Period.of_month(today.year, today.month)
        except ValueError as why:
            raise forms.ValidationError(str(why)) from None

    def clean_above(self) -> Area:
        area = self.cleaned_data["above"] or Area.objects.filter(parent=None).first()
        if area is None:
            raise forms.ValidationError("还没有区域。")
        return area

    def clean_box(self) -> Box | None:
        if not self.cleaned_data["box"]:
            return None
        west, south, east, north = (float(one) for one in self.cleaned_data["box"].split(","))
        if not (west < east and south < north):
            raise forms.ValidationError("范围不对。")
        return west, south, east, north

    @property
    def query(self) -> dict[str, Any]:
        """The same question without the window, for an address."""
        found = self.cleaned_data
        return {"month": name_of(found["month"]), "first": found["first"], "above": found["above"].pk}


def _asked(request: Request) -> Asked:
    form = Asked(request.GET)
    if not form.is_valid():
        raise Http404
    return form


@require_safe
@VIEW
def page(request: Request) -> HttpResponse:
    """Counts of a month by area: the map, and the table that needs no script."""
    form = _asked(request)
    month, first, above = (form.cleaned_data[name] for name in ("month", "first", "above"))
    today = localdate(now())
    this = Period.of_month(today.year, today.month)
    months = dict.fromkeys([this, *(month_before(this, back) for back in range(1, MONTHS)), month])
    query = urlencode(form.query)
    context = {
        "above": above,
        "rows": _rows(request.user, above, month, first, form.query),
        "heads": [indicators()[key] for key in SHOWN],
        "months": [(name_of(one), one == month) for one in months],
        "classes": [(value, label, value == first) for value, label in form.fields["first"].choices],  # type: ignore[attr-defined]
        "at_home": "、".join(Class(one).label for one in AT_HOME),
        "charts": _charts(request.user, month),
        "month": name_of(month),
        "map": f"{reverse('map_areas')}?{query}",
        "marks": f"{reverse('map_marks')}?{query}",
    }
    return render(request, "grid/map.html", context)


def _areas(above: Area) -> list[Area]:
    """The area, and what lies right below it."""
    below = Area.objects.filter(parent=above, closed_on=None).select_related("level").order_by("code")
    return [*below, above]


def _rows(user: Any, above: Area, month: Period, first: str, query: dict[str, Any]) -> list[dict[str, Any]]:
    areas = _areas(above)
    found = by_area(user, areas, month, first)
    return [
        {
            "area": area,
            "whole": area == above,
            "opens": "" if area == above else f"?{urlencode({**query, 'above': area.pk})}",
            "village": is_village(area),
            "cells": [
                (TOO_FEW if n is None else n, _list(key, month, area, first) if n else "")
                for key, n in found[area.pk].items()
            ],
        }
        for area in areas
    ]


def _list(key: str, month: Period, area: Area, first: str = "") -> str:
    return Counted(key, month, area.code, part=f"class-{first}" if first else "").url


@require_safe
@VIEW
def areas(request: Request) -> JsonResponse:
    """The outlines of the month's last day, each with what was reported there and its list."""
    form = _asked(request)
    month, first, above = (form.cleaned_data[name] for name in ("month", "first", "above"))
    drawn = Boundary.objects.current(min(month.last, localdate(now()))).filter(area__in=_areas(above))
    rows = list(drawn.select_related("area").only("area__name", "area__code", "area__path", "sketch"))
    found = by_area(request.user, [row.area for row in rows], month, first)
    most = max((found[row.area_id][SHOWN[0]] or 0 for row in rows if row.area != above), default=0)
    shown = []
    for row in sorted(rows, key=lambda row: row.area.path):
        n = found[row.area_id][SHOWN[0]]
        own = {"id": row.area_id, "name": row.area.name, "shape": row.sketch, "frame": row.area == above}
        url = _list(SHOWN[0], month, row.area, first) if n else ""
        shown.append({**own, "count": TOO_FEW if n is None else n, "heat": shade(n or 0, most), "url": url})
    return answer(shown)


@require_safe
@VIEW
def points(request: Request) -> JsonResponse:
    """The marks of a window, for each pan of the map."""
    form = _asked(request)
    box = form.cleaned_data["box"]
    if box is None:
        raise Http404
    return JsonResponse(
        {"marks": marks(request.user, form.cleaned_data["month"], box, form.cleaned_data["first"])}
    )


def _charts(user: Any, month: Period) -> list[Chart]:
    """How long the half and nine tenths took, from the report to the answer, by level and by unit."""
    there = Incident.objects.visible_to(user).filter(answered(month))
    by_level = spreads(there, "level", TIMES)
    by_unit = spreads(there, "unit__code", TIMES)
    return [
        _chart(
            "level", "各级事件多久反馈", {f"level-{one}": by_level[one] for one in sorted(by_level)}, month
        ),
        _chart(
            "unit",
            "各单位多久反馈",
            {f"unit-{one}": by_unit[one] for one in sorted(filter(None, by_unit))},
            month,
        ),
    ]


def _chart(key: str, title: str, found: dict[str, dict[str, Any]], month: Period) -> Chart:
    told = {part: row for part, row in found.items() if row["answered_half"] is not None}
    urls = [Counted("incident_answered", month, part=part).url for part in told]
    half, most = ([round(row[f"answered_{end}"]) for row in told.values()] for end in ("half", "most"))
    said = "从上报到反馈，一半、九成的事件在多少小时以内；不足三件的不列，不排名。"
    series = [Series("一半以内", half, urls), Series("九成以内", most, urls)]
    return Chart(
        f"spread-{key}",
        "spread",
        title,
        said,
        [words(part) for part in told],
        series,
        "小时",
        heading="级别、单位",
    )


# --- The village's own page ------------------------------------------------------------------------------------------


@require_safe
@VIEW
@planned_anew()
def village(request: Request, pk: int | None = None) -> HttpResponse:
    """Its people, matters, numbers and next dates. Without `pk` the reader's own; of others who answers for what holds it."""
    user = request.user
    if pk is None:
        own = own_village(user)
        return redirect("village", pk=own) if own else redirect("grid_map")
    area = get_object_or_404(Area, pk=pk)
    if not (is_village(area) and _near(user, area)):
        raise Http404
    moment, calendar = now(), office_calendar(user)
    today = localdate(moment)
    month = Period.of_month(today.year, today.month)
    open_ = Matter.objects.visible_to(user).in_area(area).filter(closed_at=None)
    columns = table.chosen(table.columns(None, moment, calendar), ("种类", "环节", "现由", "下一期限"))
    soonest = open_.order_by("due_at", "pk").select_related(*table.SHOWN).only(*table.READ)
    running = Clock.objects.running().filter(matter__in=open_.values("pk"), expires_at__isnull=False)
    first = running.select_related("matter").order_by("expires_at", "pk")
    counts = count(Incident.objects.visible_to(user).in_area(area), [(key, month) for key in OF_VILLAGE])
    context = {
        "area": area,
        "people": _people(area, today),
        "open": open_.count(),
        "heads": table.plain_heads(columns),
        "rows": table.rows(soonest[:LINES], columns, moment, calendar),
        "due": [table.due(clock, moment, calendar) for clock in first[:LINES]],
        "numbers": [_number(key, counts[key, month], month, area) for key in OF_VILLAGE],
        "month": name_of(month),
        "map": f"{reverse('map_areas')}?{urlencode({'above': area.pk})}",
        "marks": f"{reverse('map_marks')}?{urlencode({'above': area.pk})}",
    }  # fmt: skip
    return render(request, "grid/village.html", context)


def _near(user: Any, area: Area) -> bool:
    """A post of the user is for it, for what holds it or for what lies in it."""
    paths = [post.path for post in user.reach.posts]
    return any(area.path.startswith(path) or path.startswith(area.path) for path in paths)


def _number(key: str, value: Any, month: Period, area: Area) -> dict[str, Any]:
    number = indicators()[key]
    url = _list(key, month, area) if value else ""
    return {
        "label": number.label,
        "definition": number.definition,
        "value": kept(key, value),
        "url": url,
        "unit": "件",
    }


def _people(area: Area, day: date) -> list[tuple[str, list[Answer]]]:
    """Who answers here on a day, by place: the village first, then its grids."""
    places = dict(
        Area.objects.filter(path__startswith=area.path, closed_on=None)
        .order_by("path")
        .values_list("pk", "name")
    )
    found = answering.on(places, day)
    return [(name, found[pk]) for pk, name in places.items() if found[pk]]
