"""What is known of a grid before it reports: matters registered there already, so that nobody writes one twice."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import make_aware

from core.models import Area, HistoryEntry, Matter
from core.procedure.procedure import by_kind
from core.procedure.traits import Trait
from core.procedure.transitions import Result
from grid.models import Hazard, IncidentKind, ScreenedFind, Screening

Class, What = IncidentKind.Class, ScreenedFind.What
HAZARDS = (Class.DISASTER, Class.SAFETY, Class.TRAFFIC)
GRID = 3  # the depth of a 综合网格; what lies below is reported with it


def grids_of(areas: list[Area]) -> list[Area]:
    """The grids in use in these places, each once; a village that has none reports itself, a smaller place too."""
    live = Area.objects.filter(closed_on=None).select_related("level")
    there = list(live.filter(Area.under([area.path for area in areas])))
    grids = [area for area in there if area.level.depth == GRID]
    bare = [
        area
        for area in there
        if area.level.depth == GRID - 1 and not any(grid.path.startswith(area.path) for grid in grids)
    ]
    small = [area for area in areas if area.level.depth > GRID]
    return sorted({area.pk: area for area in (*grids, *bare, *small)}.values(), key=lambda area: area.code)


def disputes() -> Q:
    """Mediated, or an incident of that class. What else came in at a counter may be a mere question."""
    kinds = [one.kind for one in by_kind().values() if one.traits == {Trait.DISPUTE}]
    mediated = Exists(Matter.objects.filter(root=OuterRef("pk"), kind__in=kinds))
    return Q(mediated) | Q(as_incident__topic__first=Class.DISPUTE)


def hazards() -> Q:
    return Q(as_incident__topic__first__in=HAZARDS) | Q(Exists(Hazard.objects.filter(matter=OuterRef("pk"))))


def known(user: Any, screening: Screening, area: Area) -> Any:
    """Disputes and hazards of the grid that came in during the round's days, that the user sees and nobody has reported yet.
    A sealed one is never among them: in a grid of fifty households a number tells of whom it is.
    """
    rows = Matter.objects.visible_to(user).filter(
        disputes() | hazards(), parent=None, merged_into=None, compartment="", voided_at=None,
        area_path__startswith=area.path,
        received_at__gte=_midnight(screening.first), received_at__lt=_midnight(screening.last + timedelta(days=1)),
    )  # fmt: skip
    return rows.exclude(pk__in=ScreenedFind.objects.values("found")).order_by("received_at", "pk")


def what_is(found: Matter) -> str:
    return What.DISPUTE if Matter.objects.filter(disputes(), pk=found.pk).exists() else What.HAZARD


def solved(until: datetime) -> Q:
    """Of finds: closed by then, not void, and nothing of its family ended without a result (调解不成、不予受理、撤回) that was
    not settled afterwards.
    """
    well = HistoryEntry.objects.filter(
        matter__root=OuterRef("matter__root"), action__in=_acts(Result.SETTLED), pk__gt=OuterRef("pk")
    )
    badly = HistoryEntry.objects.filter(
        ~Exists(well), matter__root=OuterRef("found"), action__in=_acts(Result.NOT_SETTLED, Result.WITHDRAWN)
    )
    return Q(~Exists(badly), found__closed_at__lt=until, found__voided_at=None)


def _acts(*results: Result) -> list[str]:
    """The rows with such a result, of all procedures, as the history names them."""
    return [
        f"{one.labels.get('app', one.kind)}.{row.name}"
        for one in by_kind().values()
        for row in one.workflow.transitions
        if row.moves.result in results
    ]


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
