"""Outlines as numbers: from one coordinate system to another, in metres, and what is wrong with one.

All outlines are kept in WGS-84 degrees, longitude first.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import cos, isfinite, pi, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, mapping, shape

Points = Any  # an array of (longitude, latitude)
Box = tuple[float, float, float, float]  # west, south, east, north
MOST_POINTS = 10_000  # of an area
SKETCH = 5e-5  # degrees, some five metres: no eye sees it on a map of a village
ABOUT = 0.05  # degrees around the county: a point so near is a slip of the pen, not of the axes
FAULTS = {
    "Self-intersection": "边界自相交",
    "Ring Self-intersection": "边界自相交",
    "Hole lies outside shell": "挖去的一块在边界外面",
    "Holes are nested": "挖去的两块套在一起",
    "Nested shells": "两块边界套在一起",
    "Interior is disconnected": "挖去的部分把区域切断了",
    "Duplicate Rings": "同一圈边界画了两遍",
    "Too few points in geometry component": "边界的点太少，围不成一块",
}


class Misdrawn(Exception):
    """What is wrong with one outline, in words that follow its name."""


# --- GCJ-02 ----------------------------------------------------------------------------------------------------------

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323  # of the ellipsoid that GCJ-02 is computed on


def _waves(x: Points, *steps: tuple[float, float]) -> Points:
    return sum(high * np.sin(x * pi / long) for high, long in steps) * 2 / 3


def to_gcj02(points: Points) -> Points:
    """The published formula of the shift; inside China only."""
    x, y = points[:, 0] - 105, points[:, 1] - 35
    fine, root = _waves(x, (20, 1 / 6), (20, 1 / 2)), np.sqrt(np.abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + fine
    east = east + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + fine
    north = north + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30))
    latitude = np.radians(points[:, 1])
    m = 1 - _ECCENTRICITY * np.sin(latitude) ** 2
    radius = _AXIS / np.sqrt(m)
    shift = np.degrees(
        np.stack([east / (radius * np.cos(latitude)), north * m / (radius * (1 - _ECCENTRICITY))], axis=1)
    )
    return points + shift


def to_wgs84(points: Points) -> Points:
    """Back from GCJ-02: the shift changes slowly, so a few rounds find the point to a millimetre."""
    found = points
    for _ in range(4):
        found = found + points - to_gcj02(found)
    return found


# --- Metres ----------------------------------------------------------------------------------------------------------


def in_metres(geometry: Any, latitude: float | None = None) -> Any:
    """Flat, in metres; `latitude`, else its own, is where east is measured. Good to a thousandth over a county."""
    if geometry.is_empty:
        return geometry
    middle = radians(geometry.centroid.y if latitude is None else latitude)
    north = 111132.954 - 559.822 * cos(2 * middle) + 1.175 * cos(4 * middle)
    east = 111412.84 * cos(middle) - 93.5 * cos(3 * middle)
    return shapely.transform(geometry, lambda points: points * (east, north))


def apart(one: Any, other: Any) -> float:
    """Metres between the middles of two outlines."""
    return float(in_metres(LineString([one.centroid, other.centroid])).length)


def hectares(geometry: Any) -> float:
    return float(in_metres(geometry).area) / 10_000


# --- Reading an outline ----------------------------------------------------------------------------------------------


def outline(geometry: Any, box: Box) -> MultiPolygon:
    """A GeoJSON geometry as it was written. Raises Misdrawn; points outside of `box` are for `outside` to tell."""
    rings = [_rings(part) for part in _parts(geometry)]
    if sum(len(ring) for part in rings for ring in part) > MOST_POINTS:
        raise Misdrawn(f"超过 {MOST_POINTS:,} 个点，请先简化")
    for ring in (ring for part in rings for ring in part):
        outside(ring, box)
    drawn = MultiPolygon([Polygon(part[0], part[1:]) for part in rings])
    if not drawn.is_valid:
        raise Misdrawn(_fault(shapely.is_valid_reason(drawn)))
    return drawn


def _parts(geometry: Any) -> list[Any]:
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Misdrawn("不是面（Polygon、MultiPolygon），画不成边界")
    parts = geometry.get("coordinates")
    parts = [parts] if kind == "Polygon" else parts
    if not (isinstance(parts, list) and parts and all(isinstance(part, list) and part for part in parts)):
        raise Misdrawn("没有坐标")
    return parts


def _rings(part: Iterable[Any]) -> list[list[tuple[float, float]]]:
    found = [list(_points(ring)) for ring in part]
    for ring in found:
        if len(ring) < 4:
            raise Misdrawn("边界的点太少，围不成一块")
        if ring[0] != ring[-1]:
            raise Misdrawn("边界没有闭合：最后一点不是第一点")
    return found


def _points(ring: Any) -> Iterator[tuple[float, float]]:
    for point in ring if isinstance(ring, list) else [ring]:
        if not (isinstance(point, list) and 2 <= len(point) <= 4):
            raise Misdrawn("坐标写得不对")
        x, y = point[:2]
        if any(type(one) not in (int, float) or abs(one) > 1e12 or not isfinite(one) for one in (x, y)):
            raise Misdrawn("坐标不是数字")
        yield float(x), float(y)


def outside(ring: Iterable[tuple[float, float]], box: Box) -> None:
    """Raises Misdrawn for the first point that is outside of the county, with what may have led there."""
    west, south, east, north = box
    for x, y in ring:
        if west <= x <= east and south <= y <= north:
            continue
        if abs(x) > 180 or abs(y) > 180:
            raise Misdrawn(f"坐标（{x:.0f}，{y:.0f}）不是经纬度，像是以米计的投影坐标，请先换成经纬度")
        if west - ABOUT <= y <= east + ABOUT and south - ABOUT <= x <= north + ABOUT:
            raise Misdrawn(f"经度、纬度写反了：（{x:.5f}，{y:.5f}）应先写经度")
        raise Misdrawn(f"有一点（{x:.5f}，{y:.5f}）在本县范围以外")


def _fault(reason: str) -> str:
    """Self-intersection[120.1 30.2] in words."""
    what, _, where = reason.partition("[")
    words = FAULTS.get(what, "边界画得不合规则")
    return f"{words}：在（{where.rstrip(']').replace(' ', '，')}）处" if where else words


# --- Kept as JSON ----------------------------------------------------------------------------------------------------


def as_json(geometry: Any) -> dict[str, Any]:
    """GeoJSON with seven decimals, a centimetre."""
    rounded = shapely.transform(geometry, lambda points: np.round(points, 7))
    return dict(mapping(rounded))


def from_json(kept: Any) -> Any:
    return shape(kept)


def sketch(geometry: Any) -> dict[str, Any]:
    """With fewer points, for a map."""
    return as_json(geometry.simplify(SKETCH))
