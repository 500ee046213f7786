"""The live board's map: the outlines of the villages and where the open finds lie, drawn as SVG.

Nothing that is sealed is on it, and of kinds that lead to somebody's door no point is drawn. The outlines are read and
laid out once: the board's statement asks only whether they are still the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import cos, radians
from typing import Any

import shapely
from django.db.models import Count, F, Max, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from shapely.geometry import shape

from core.lists import wall
from core.lists.wall import part, summed
from core.procedure.cards import Looking, WallMap
from grid.indicators import OPEN
from grid.map_counts import AT_HOME
from grid.models import Boundary, Incident

WIDE = 1000  # of the drawing; its height follows the town's own
FINE = 1.5  # of the drawing: what lies nearer to a line than this is not seen
MOST = 300  # finds, the newest
Ends = tuple[float, float, float, float]  # west, south, east, north


def _outlines(day: date) -> QuerySet[Boundary]:
    """Of the places right below the town."""
    return (
        Boundary.objects.current(day)
        .filter(area__parent__parent=None, area__closed_on=None)
        .exclude(area__parent=None)
    )


def parts(looking: Looking) -> Iterator[QuerySet[Any]]:
    yield summed("outlines", _outlines(localdate(looking.at)), last=Max("pk"), n=Count("pk"))
    there = wall.known(looking.user, Incident.objects).filter(OPEN, closed_at=None, latitude__isnull=False)
    newest = there.exclude(topic__first__in=AT_HOME).order_by("-pk")[:MOST]
    yield part(
        "find",
        newest,
        pk=F("pk"),
        number=F("number"),
        level=F("level"),
        along=F("longitude"),
        up=F("latitude"),
    )


def drawn(found: Mapping[str, list[Any]], looking: Looking) -> str:
    there = found["outlines"][0]
    if not there["n"]:
        return ""
    ends, high, areas = _drawn(localdate(looking.at), there["last"], there["n"])
    west, south, east, north = ends
    opens = wall.opens(looking.user)
    dots = [
        (
            format_html('href="{}"', reverse("matter", args=[row["pk"]])) if opens else "", row["number"], row["level"],
            round((float(row["along"]) - west) / (east - west) * WIDE), round((north - float(row["up"])) / (north - south) * high),
        )
        for row in found.get("find", ())
        if west <= float(row["along"]) <= east and south <= float(row["up"]) <= north
    ]  # fmt: skip
    marks = format_html_join("", '<a {}><title>{}</title><path data-level="{}" d="M{} {}h0"/></a>', dots)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="group" aria-label="在办网格事件的位置">{}{}</svg>',
        WIDE,
        high,
        areas,
        marks,
    )


@lru_cache(maxsize=2)
def _drawn(day: date, last: int, n: int) -> tuple[Ends, int, SafeString]:
    """The outlines of a day, each a link to its numbers. `last`, `n`: what tells these outlines from others."""
    rows = list(_outlines(day).select_related("area").order_by("area__code"))
    ends, high, flat = laid(rows)
    areas = format_html_join(
        "", '<a href="{}?above={}"><title>{}</title><path data-area d="{}"/></a>',
        (
            (reverse("grid_map"), row.area_id, row.area.name, path(shapely.transform(shape(row.sketch), flat).simplify(FINE)))
            for row in rows
        ),
    )  # fmt: skip
    return ends, high, mark_safe(areas)  # noqa: S308 (made by format_html_join)


def laid(rows: Sequence[Boundary]) -> tuple[Ends, int, Callable[[Any], Any]]:
    """What encloses the outlines, the height of their drawing, and how points come onto it."""
    ends = (
        min(row.west for row in rows), min(row.south for row in rows),
        max(row.east for row in rows), max(row.north for row in rows),
    )  # fmt: skip
    west, south, east, north = ends
    high = round(WIDE * (north - south) / ((east - west) * cos(radians((south + north) / 2))))
    return (
        ends,
        high,
        lambda points: (points - (west, north)) * (WIDE / (east - west), high / (south - north)),
    )


def path(drawn: Any) -> str:
    """The words of an SVG path."""
    rings = [ring for one in shapely.get_parts(drawn) for ring in (one.exterior, *one.interiors)]
    return "".join(f"M{' '.join(f'{x:.0f} {y:.0f}' for x, y in ring.coords)}Z" for ring in rings)


MAP = WallMap("网格事件位置", "grid.view", parts, drawn)
