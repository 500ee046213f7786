"""The numbers of an assessment: which incidents each is made of, as the indicators count them, and how they stand now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.models import Area
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.statistics.counting import all_of
from grid.models import AssessedIncident, Assessment
from grid.rounds.known import GRID

REPORTED, OWN, DONE, IN_TIME, REDONE, RATED, SATISFIED = NUMBERS = tuple(
    f"incident_{name}" for name in "reported own_find done done_in_time redone rated satisfied".split()
)
# Each is a part of another: what leaves that one leaves this too.
PART_OF: Mapping[str, str] = {OWN: REPORTED, IN_TIME: DONE, REDONE: DONE, SATISFIED: RATED}
UNSEALED = Q(about__compartment="")
CENTRE, NOWHERE = "centre", "none"  # the lines beside those of grids, by the word of the address


def label(key: str) -> str:
    return indicators()[key].label


def choices() -> list[tuple[str, str]]:
    return [(key, label(key)) for key in NUMBERS]


def month_of(assessment: Assessment) -> Period:
    return Period.of_month(assessment.month.year, assessment.month.month)


def drawn(month: Period) -> tuple[list[int], list[AssessedIncident]]:
    """The grids in use, and each incident of the month with the numbers that count it, in the order of their numbers."""
    grids = {area.path: area for area in Area.objects.filter(level__depth=GRID)}
    rows = all_of("incident")
    counted: dict[int, list[str]] = {}
    for key in NUMBERS:
        for pk in indicators()[key].rows(rows, month).values_list("pk", flat=True):
            counted.setdefault(pk, []).append(key)
    found = [
        AssessedIncident(
            about_id=one.pk, grid=grids.get("/".join(one.area_path.split("/")[: GRID + 1]) + "/"),
            at_centre=one.at_town_at is not None, drawn=counted[one.pk],
        )
        for one in rows.filter(pk__in=counted).order_by("number")
    ]  # fmt: skip
    there = {row.grid_id for row in found}
    shown = [area for area in grids.values() if area.closed_on is None or area.pk in there]
    return [area.pk for area in sorted(shown, key=lambda area: area.code)], found


@dataclass(frozen=True)
class Line:
    """A grid, the office, or what lies in no grid; by number how many were drawn, and how many count now."""

    name: str
    key: str
    drawn: Mapping[str, int]
    now: Mapping[str, int]
    size: int  # how many incidents it has

    def said(self, key: str) -> str:
        """3; where it was corrected 3 拟 4."""
        now, drawn = self.now[key], self.drawn[key]
        return f"{now}" if now == drawn else f"{now} 拟 {drawn}"


def lines(assessment: Assessment) -> list[Line]:
    """In the order of the tree; below them the office. What was sealed since it was drawn is in no number any more."""
    rows = list(assessment.incidents.filter(UNSEALED))
    areas = Area.objects.filter(pk__in=assessment.grids).select_related("parent").order_by("code")
    found = [
        _line(area.full_name, area.code, (row for row in rows if row.grid_id == area.pk)) for area in areas
    ]
    if nowhere := [row for row in rows if row.grid_id is None]:
        found.append(_line("不在哪个网格", NOWHERE, nowhere))
    return [*found, _line("综治中心（到镇里的）", CENTRE, (row for row in rows if row.at_centre))]


def _line(name: str, key: str, rows: Iterable[AssessedIncident]) -> Line:
    own = list(rows)
    drawn = {number: sum(number in row.drawn for row in own) for number in NUMBERS}
    return Line(
        name, key, drawn, {number: sum(number in row.counted for row in own) for number in NUMBERS}, len(own)
    )


def of_line(assessment: Assessment, key: str) -> Any:
    """The incidents of a line."""
    rows = assessment.incidents.filter(UNSEALED).select_related("about", "grid")
    if key == CENTRE:
        return rows.filter(at_centre=True)
    return rows.filter(grid=None) if key == NOWHERE else rows.filter(grid__code=key)


def turned(row: AssessedIncident, key: str) -> list[str]:
    """Under which numbers it counts, when it is counted under this one otherwise than so far. ValueError: as part of
    one that does not count it.
    """
    left = set(row.counted) ^ {key}
    if key in left and (whole := PART_OF.get(key)) and whole not in left:
        raise ValueError(f"{row.about.number}没有计入“{label(whole)}”，不能计入“{label(key)}”。")
    return [one for one in NUMBERS if one in left and PART_OF.get(one, one) in left]
