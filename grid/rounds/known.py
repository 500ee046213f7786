"""What is known of a grid before it reports: matters registered there already, so that nobody writes one twice."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import make_aware

from core.models import Area, Matter
from core.procedure.procedure import by_kind
from core.procedure.traits import Trait
from core.procedure.transitions import Result
from grid.models import Incident, IncidentKind, ScreenedFind, Screening

Class, What = IncidentKind.Class, ScreenedFind.What
HAZARDS = (Class.DISASTER, Class.SAFETY, Class.TRAFFIC)
GRID = 3  # the depth of a 综合网格; what lies below is reported with it


def grids_of(areas: list[Area]) -> list[Area]:
    """The grids in use in these places, each once; a village that has none reports itself, a smaller place too."""
    there = Area.objects.filter(Area.under([area.path for area in areas]), closed_on=None).select_related(
        "level"
    )
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
    below = Matter.objects.filter(kind__in=kinds).values("root")
    incidents = Incident.objects.filter(topic__first=Class.DISPUTE).values("pk")
    return Q(pk__in=below) | Q(pk__in=incidents)


def hazards() -> Q:
    found = Incident.objects.filter(Q(topic__first__in=HAZARDS) | Q(hazards__isnull=False))
    return Q(pk__in=found.values("pk"))


def known(user: Any, screening: Screening, area: Area) -> Any:
    """Disputes and hazards of the grid that came in during the round's days, that the user sees and nobody has reported yet.
    A sealed one is never among them: in a grid of fifty households a number tells of whom it is.
    """
    rows = Matter.objects.visible_to(user).filter(
        disputes() | hazards(), parent=None, compartment="", voided_at=None, area_path__startswith=area.path,
        received_at__gte=_midnight(screening.first), received_at__lt=_midnight(screening.last + timedelta(days=1)),
    )  # fmt: skip
    return rows.exclude(pk__in=ScreenedFind.objects.values("found")).order_by("received_at", "pk")


def what_is(found: Matter) -> str:
    return What.DISPUTE if Matter.objects.filter(disputes(), pk=found.pk).exists() else What.HAZARD


def solved(until: datetime) -> Q:
    """Of finds: closed by then, neither void nor ended without a result (调解不成、不予受理、撤回)."""
    failed = [
        f"{one.labels.get('app', one.kind)}.{row.name}"
        for one in by_kind().values()
        for row in one.workflow.transitions
        if row.moves.result in (Result.NOT_SETTLED, Result.WITHDRAWN)
    ]
    closed = Q(found__closed_at__lt=until, found__voided_at=None)
    return closed & ~Q(found__in=Matter.objects.filter(history__action__in=failed).values("pk"))


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
