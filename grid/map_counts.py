"""What the map of incidents shows: counts by area in one query, and the points of a month as at most 400 marks.

Everything starts from what the reader may see, and what is sealed is nowhere on a map. Of kinds that lead to somebody's door
(health, welfare, disputes …) no point is drawn, and a count below three is not told.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DecimalField, F, Func, IntegerField, Min, Value

from core.models import Area
from core.procedure.indicators import Period
from core.statistics.counting import count_by
from core.statistics.spread import FEW
from core.values.statements import planned_anew
from grid.geometry import Box
from grid.indicators import OPEN, on
from grid.models import Incident, IncidentKind

SHOWN = tuple(f"incident_{name}" for name in ("reported", "done", "in_hand", "late"))
Class = IncidentKind.Class
AT_HOME = (Class.HEALTH, Class.WELFARE, Class.OPINION, Class.DISPUTE, Class.JUSTICE)
SIDE = 20  # cells along each side of the window
Numbers = dict[str, int | None]  # by indicator


def _rows(user: Any, first: str) -> Any:
    rows: Any = Incident.objects.visible_to(user).filter(OPEN)
    return rows.filter(topic__first=first) if first else rows


def by_area(user: Any, areas: Iterable[Area], month: Period, first: str = "") -> dict[int, Numbers]:
    """The numbers of each area with all below it, of one class or of all, by its id; None where they are too few to tell."""
    groups = count_by(_rows(user, first), ("area_path",), [(key, month) for key in SHOWN])
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for (path,), found in groups.items():
        for pk in path.strip("/").split("/"):  # the place itself and all above it
            for key in SHOWN:
                sums[int(pk), key] += found[key, month]

    def told(n: int) -> int | None:
        return None if first in AT_HOME and 0 < n < FEW else n

    return {area.pk: {key: told(sums[area.pk, key]) for key in SHOWN} for area in areas}


class Bucket(Func):
    """Which of SIDE equal cells between two ends a coordinate falls into."""

    function = "width_bucket"
    output_field = IntegerField()

    def __init__(self, column: str, start: float, end: float) -> None:
        ends = (Value(Decimal(str(one)), DecimalField()) for one in (start, end))
        super().__init__(F(column), *ends, Value(SIDE))


@planned_anew()
def marks(user: Any, month: Period, box: Box, first: str = "") -> list[tuple[float, float, int, int]]:
    """Latitude, longitude, how many, and the incident where it is one: a mark for each cell of the window with points."""
    west, south, east, north = box
    points = _rows(user, first).filter(
        on("received_at")(month),
        longitude__gte=west,
        longitude__lt=east,
        latitude__gte=south,
        latitude__lt=north,
    )
    cells = (
        points.exclude(topic__first__in=AT_HOME)
        .order_by()
        .values(x=Bucket("longitude", west, east), y=Bucket("latitude", south, north))
        .annotate(n=Count("pk"), up=Avg("latitude"), along=Avg("longitude"), one=Min("pk"))
    )
    return [
        (
            round(float(cell["up"]), 6),
            round(float(cell["along"]), 6),
            cell["n"],
            cell["one"] if cell["n"] == 1 else 0,
        )
        for cell in cells
    ]
