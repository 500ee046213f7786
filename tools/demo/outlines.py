"""The outlines of the demo town: villages and grids as cells around invented points, so that the map shows something and
a find has a place in its grid.
"""

import json
from datetime import timedelta
from itertools import count
from math import cos, sin
from typing import Any

import shapely
from django.utils.timezone import localdate
from shapely.geometry import MultiPoint, Polygon, mapping

from grid import boundaries
from grid.models import Boundary, BoundaryFile
from tools.demo.town import Town

MIDDLE = (123.3, 29.25)
BROAD, HIGH = 0.075, 0.055  # degrees: some fifteen kilometres by twelve
SQUARE = 1 / cos(0.51)  # a degree of longitude is shorter there


def draw(town: Town) -> None:
    """Brought as a file by the director and confirmed, in force since two years."""
    by = town.users["director"]
    data = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"编码": area.code}, "geometry": mapping(shape)}
                for area, shape in _shapes(town).items()
            ],
        }
    ).encode()
    file = boundaries.begin(
        by,
        "栖云镇网格边界.geojson",
        data,
        BoundaryFile.System.CGCS2000,
        localdate() - timedelta(days=730),
        "栖政〔2024〕31号",
    )
    boundaries.confirm(file, by)


def _shapes(town: Town) -> dict[Any, Any]:
    whole = _round(MIDDLE, BROAD, HIGH)
    found = {}
    for village, shape in zip(town.villages, _parted(whole, len(town.villages)), strict=True):
        found[village] = shape
        grids = town.grids(village)
        found |= dict(zip(grids, _parted(shape, len(grids)), strict=True))
    return found


def _round(middle: tuple[float, float], broad: float, high: float) -> Polygon:
    """An outline as of hills and a river: no circle."""
    steps = [n * 6.2832 / 48 for n in range(48)]
    wave = [1 + 0.09 * sin(3 * a) + 0.05 * sin(7 * a + 1) + 0.02 * sin(13 * a) for a in steps]
    return Polygon(
        (middle[0] + broad * SQUARE * r * cos(a), middle[1] + high * r * sin(a))
        for a, r in zip(steps, wave, strict=True)
    )


def _parted(whole: Any, parts: int) -> list[Any]:
    """As many cells, from west to east; each reaches to its neighbours."""
    west, south, east, north = whole.bounds
    spread = count(1)
    seeds: list[Any] = []
    while len(seeds) < parts:  # spread evenly, the same each time
        n = next(spread)
        point = shapely.Point(west + n * 0.7549 % 1 * (east - west), south + n * 0.5698 % 1 * (north - south))
        if whole.buffer(-0.15 * (north - south)).contains(point):
            seeds.append(point)
    cells = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=whole).geoms
    cut = [cell.intersection(whole) for cell in cells]
    return sorted(cut, key=lambda shape: shape.representative_point().x)


def point_in(area: Any, n: int) -> dict[str, str]:
    """The n-th place in an area that has an outline, as a find tells it; nothing where it has none."""
    outline = Boundary.objects.filter(area=area, until=None).first()
    if outline is None:
        return {}
    shape = boundaries.from_json(outline.shape)
    west, south, east, north = shape.bounds
    tries = (
        shapely.Point(west + k * 0.7549 % 1 * (east - west), south + k * 0.5698 % 1 * (north - south))
        for k in count(n * 40 + 1)
    )
    point = next(one for one in tries if shape.contains(one))
    return {"longitude": f"{point.x:.6f}", "latitude": f"{point.y:.6f}"}
