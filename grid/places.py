"""Where a point lies, and who answers for a place."""

from datetime import date
from decimal import Decimal
from typing import Any

from shapely import Point

from core.access.people import somebody
from core.models import Area, Unit, User
from grid.geometry import from_json
from grid.models import Boundary


def area_at(longitude: float | Decimal, latitude: float | Decimal, on: date | None = None) -> Area | None:
    """The deepest area whose outline of that day (today) holds the point; None where none does, and the reporter names it.

    Of two at one level the one that has it inside goes before the one that has it on its border, then the lower code:
    a phone errs by more than a border is wide, and the reporter sees the name and may correct it.
    """
    around = Boundary.objects.current(on).filter(
        west__lte=longitude, east__gte=longitude, south__lte=latitude, north__gte=latitude
    )
    point = Point(float(longitude), float(latitude))
    found = [
        (-row.area.level.depth, not drawn.contains(point), row.area.code, row.area)
        for row in around.filter(area__closed_on=None)
        .select_related("area__level", "area__parent")
        .defer("sketch")
        if (drawn := from_json(row.shape)).intersects(point)
    ]
    return min(found)[-1] if found else None


def own_grid(user: Any) -> Area | None:
    """The place of whoever works in a grid: that of the post, if it is not the whole town."""
    held = [post.area_id for post in user.reach.posts]
    return Area.objects.filter(pk__in=held, closed_on=None).exclude(parent=None).order_by("-path").first()


def village_of(area: Area) -> Unit | None:
    """The village (community) committee that answers for a place, the nearest above it."""
    above = [int(pk) for pk in area.path.strip("/").split("/")]
    found = Unit.objects.filter(
        kind=Unit.Kind.VILLAGE, closed_on=None, area__in=above, area__parent__isnull=False
    )
    return found.order_by("-area__path", "code").first()


def answering(area: Area) -> list[User]:
    """Who is asked to look at a place today: its worker, or the head of its village."""
    return somebody("grid.answer_as_worker", "grid.answer_as_head", area=area)


def is_village(area: Area) -> bool:
    """Does it lie right below the town?"""
    return area.path.count("/") == 3


def own_village(user: Any) -> int | None:
    """The id of the village of whoever works in one alone; None of those who answer for the town. Asks nothing: every
    page's menu does.
    """
    paths = [post.path.strip("/").split("/") for post in user.reach.posts]
    own = {path[1] if len(path) > 1 else "" for path in paths}
    return int(own.pop()) if len(own) == 1 and "" not in own else None
