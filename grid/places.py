"""Where a point lies: the grid of a report, by its coordinates."""

from datetime import date

from shapely import Point

from core.models import Area
from grid.geometry import from_json
from grid.models import Boundary


def area_at(longitude: float, latitude: float, on: date | None = None) -> Area | None:
    """The deepest area whose outline of that day (today) holds the point; None where none does, and the reporter names it.

    Of two at one level the one that has it inside goes before the one that has it on its border, then the lower code:
    a phone errs by more than a border is wide, and the reporter sees the name and may correct it.
    """
    around = Boundary.objects.current(on).filter(
        west__lte=longitude, east__gte=longitude, south__lte=latitude, north__gte=latitude
    )
    point = Point(longitude, latitude)
    found = [
        (-row.area.level.depth, not drawn.contains(point), row.area.code, row.area)
        for row in around.filter(area__closed_on=None)
        .select_related("area__level", "area__parent")
        .defer("sketch")
        if (drawn := from_json(row.shape)).intersects(point)
    ]
    return min(found)[-1] if found else None
