"""Where a point lies, and who answers for a place."""

from decimal import Decimal
from typing import Any

from core.models import Area, Unit


def area_at(longitude: Decimal, latitude: Decimal) -> Area | None:
    """The grid that a point (WGS-84) lies in; None while no boundaries are known."""
    return None


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
