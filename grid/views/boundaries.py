"""Outlines: what there is, a file brought in, one drawn on the map; what was found, and the yes."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.models import Area
from grid import boundaries
from grid.boundaries import Wrong
from grid.forms_boundaries import Above, DrawForm, UploadForm
from grid.geometry import hectares, sketch
from grid.models import Boundary, BoundaryFile

DRAW = permission_required("grid.draw", raise_exception=True)
TOLD = 50  # sentences on a page
MOST_HANDLES = 500  # points that can be dragged on a map
DRAWN = "图上绘制"


@DRAW
def overview(request: Request) -> HttpResponse:
    """The outlines of what lies below an area (?above=), and the upload of a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    wrong: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = boundaries.begin(
                request.user,
                asked["file"].name,
                asked["file"].read(),
                asked["system"],
                asked["since"],
                asked["basis"],
            )
            return redirect("boundary_file", pk=made.pk)
        except Wrong as why:
            wrong = why.sentences
    above = _above(request)
    context = {
        "form": form,
        "above": above,
        "rows": _rows(above),
        "map": _map(above=above.pk),
        **_told(wrong),
    }
    return render(request, "grid/boundaries.html", context, status=422 if request.method == "POST" else 200)


def _above(request: Request) -> Area:
    """The area asked for, else the town."""
    form = Above(request.GET)
    if not form.is_valid():
        raise Http404
    areas = Area.objects.select_related("level", "parent__parent__parent")
    if pk := form.cleaned_data["above"]:
        return get_object_or_404(areas, pk=pk)
    town = areas.filter(parent=None).first()
    if town is None:
        raise Http404
    return town


def _rows(above: Area) -> list[dict[str, Any]]:
    """The area and those right below it, each with its outline and whether something lies below it again."""
    below = Area.objects.filter(parent=above, closed_on=None).select_related("level").order_by("code")
    areas = [above, *below]
    there = boundaries.current(areas)
    parents = set(Area.objects.filter(parent__in=below, closed_on=None).values_list("parent", flat=True))
    return [{"area": area, "there": there.get(area.pk), "opens": area.pk in parents} for area in areas]


def _map(**asked: Any) -> str:
    return f"{reverse('outlines')}?{urlencode(asked)}"


def _told(wrong: tuple[str, ...]) -> dict[str, Any]:
    return {"wrong": wrong[:TOLD], "more": max(len(wrong) - TOLD, 0)}


@DRAW
def file(request: Request, pk: int) -> HttpResponse:
    """What was found in a file of one's own; POST puts it into force."""
    made = get_object_or_404(BoundaryFile, pk=pk, by=request.user)
    if made.confirmed_at or not made.outlines:
        messages.info(
            request, "这个文件已经启用过了。" if made.confirmed_at else "这个文件放得太久，请重新导入。"
        )
        return redirect("boundaries")
    wrong: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            stored = boundaries.confirm(made, request.user)
            messages.success(request, f"已启用 {stored} 个边界，从 {made.since} 起。原来的边界留着，查得到。")
            return redirect("boundaries")
        except Wrong as why:
            wrong = why.sentences
    new = boundaries.changed(made)
    there = boundaries.current(new)
    context = {
        "made": made,
        "lines": [(area, hectares(drawn), there.get(area.pk)) for area, drawn in new.items()],
        "same": len(made.outlines) - len(new),
        "remarks": boundaries.remarks(new),
        "map": _map(file=made.pk),
        **_told(wrong),
    }
    return render(request, "grid/boundary_file.html", context, status=422 if wrong else 200)


@DRAW
def draw(request: Request, pk: int) -> HttpResponse:
    """One area: its outlines with their days, and a map to draw the next one on."""
    area = get_object_or_404(Area.objects.select_related("level", "parent__parent__parent"), pk=pk)
    rows = list(Boundary.objects.filter(area=area).select_related("file__by"))
    now = next((row for row in rows if row.until is None), None)
    few = now is not None and len(json.dumps(now.shape).split("[")) <= MOST_HANDLES
    form = DrawForm(request.POST or None, initial={"shape": json.dumps(now.shape) if now and few else ""})
    wrong: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        data = '{"type":"FeatureCollection","features":[{"properties":{"code":%s},"geometry":%s}]}'
        drawn = (data % (json.dumps(area.code), asked["shape"])).encode()
        try:
            made = boundaries.begin(
                request.user, DRAWN, drawn, BoundaryFile.System.WGS84, asked["since"], asked["basis"]
            )
            return redirect("boundary_file", pk=made.pk)
        except Wrong as why:
            wrong = why.sentences
    context = {
        "area": area,
        "rows": rows,
        "form": form,
        "map": _map(above=area.parent_id or area.pk),
        "too_fine": now is not None and not few,
        **_told(wrong),
    }
    return render(request, "grid/boundary.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def outlines(request: Request) -> JsonResponse:
    """For a map: the outline of ?above= and of what lies right below it on a day, or those of a file of one's own, while it waits,
    among their neighbours. Where areas lie is no secret in the office.
    """
    form = Above(request.GET)
    if not form.is_valid():
        raise Http404
    if pk := form.cleaned_data["file"]:
        made = get_object_or_404(BoundaryFile, pk=pk, by=request.user)
        new = boundaries.changed(made)
        near = Area.objects.filter(parent__in=[area.parent for area in new], closed_on=None).exclude(
            pk__in=[area.pk for area in new]
        )
        beside = sorted(boundaries.current(near).values(), key=lambda row: row.area.path)
        return answer(
            [
                *({**_outline(row.area, row.sketch, False), "beside": True} for row in beside),
                *(_outline(area, sketch(one), False) for area, one in new.items()),
            ]
        )
    above = _above(request)
    rows = Boundary.objects.current(form.cleaned_data["on"]).filter(area__in=[above, *above.children.all()])
    rows = rows.select_related("area").only("area__name", "area__code", "sketch").order_by("area__path")
    return answer([_outline(row.area, row.sketch, row.area == above) for row in rows])


def _outline(area: Area, shape: Any, frame: bool) -> dict[str, Any]:
    url = "" if frame else f"?{urlencode({'above': area.pk})}"
    return {"id": area.pk, "name": area.name, "shape": shape, "frame": frame, "url": url}


def answer(areas: list[dict[str, Any]], **more: Any) -> JsonResponse:
    """What static/js/map.js reads: outlines, the county's rectangle for when there are none, and the tiles."""
    west, south, east, north = settings.TOWN_BOX
    box = [[south, west], [north, east]]
    return JsonResponse({"areas": areas, "box": box, "tiles": settings.MAP_TILES, **more})
