"""How long lists and maps of the grid take with a hundred thousand incidents in two thousand areas: `python -m bench.grid`.

Some incidents are reported by their acts and copied by SQL, a fortnight earlier each time, each into an area and to a
point of its own. Copies have no history; the outlines come in by the file, as they do in service.
"""

import json
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import pages, turns, written  # before all models: pages names the settings
from bench.copying import copy
from bench.turns import BOARD, LIST, PAGE, Asked
from core.models import Access, Area, AreaLevel, Clock, Matter, Unit, User
from core.procedure.indicators import Period
from core.statistics.counting import month_before, name_of
from core.values.copying import take_ids
from core.workflow.perform import open_matter, perform
from grid import boundaries, standard_tables
from grid.models import Incident, IncidentKind
from tools.seed.sowing import sow

SEEDED, AREAS, MANY = 250, 2_000, 100_000
SIDE, CORNER, SIZE = 45, (123.05, 29.05), 0.008  # the areas: a square of squares, degrees
READERS = ("director", "grid_chief")


def areas() -> None:
    """Micro-grids below one village, as many as are missing, and an outline for each."""
    village = Area.objects.filter(level__depth=2, closed_on=None).order_by("code")[0]
    level = AreaLevel.objects.order_by("-depth")[0]
    new = [
        Area(
            pk=pk,
            code=f"{village.code}9{n:05}",
            name=f"第{n}微网格",
            level=level,
            parent=village,
            path=f"{village.path}{pk}/",
        )
        for n, pk in enumerate(take_ids(Area, AREAS - Area.objects.count()), 1)
    ]
    Area.objects.bulk_create(new)
    features = [
        {"type": "Feature", "properties": {"code": area.code}, "geometry": square(n)}
        for n, area in enumerate(new)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    by = User.objects.get(username="director")
    made = boundaries.begin(by, "outlines", data, "gcj02", timezone.localdate(), "bench")
    boundaries.confirm(made, by)


def square(n: int) -> dict[str, Any]:
    x, y = CORNER[0] + n % SIDE * SIZE, CORNER[1] + n // SIDE * SIZE
    steps = [k * SIZE / 25 for k in range(25)]  # a hundred points, as a surveyor's
    ring = [(x + s, y) for s in steps] + [(x + SIZE, y + s) for s in steps]
    ring += [(x + SIZE - s, y + SIZE) for s in steps] + [(x, y + SIZE - s) for s in steps]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def incidents() -> None:
    """Reported, dispatched, signed, answered; every fifth stays where it is."""
    worker, dispatcher, handler = (
        User.objects.get(username=name) for name in ("grid_worker", "dispatcher", "handler")
    )
    unit = Unit.objects.get(pk=next(iter(handler.reach.units)))
    kinds = list(IncidentKind.objects.filter(item__part="own"))
    for n in range(SEEDED):
        data = {"what": "村口排水沟盖板断了两块，夜里危险", "topic": kinds[n % len(kinds)], "to": "town"}
        made = open_matter("incident", by=worker, data=data, key=uuid4()).matter
        if n % 5:
            perform(
                made.pk, "dispatch", by=dispatcher, data={"unit": unit, "level": "3", "task": ""}, key=uuid4()
            )
            perform(made.pk, "sign", by=handler, data={}, key=uuid4())
            perform(made.pk, "answer", by=handler, data={"settled_how": "已换好"}, key=uuid4())


def multiply(times: int) -> None:
    """Each incident `times` over."""
    ids = "nextval(pg_get_serial_sequence('core_matter', 'id'))"
    earlier = "t.round * interval '9 days'"
    moved = {
        "number": "o.number || '-' || t.round",
        "code": "o.code || t.round",
        "received_at": f"o.received_at - {earlier}",
        "closed_at": f"o.received_at - {earlier} + interval '2 days'",
        "root_id": "t.new",
        "area_id": "t.area",
        "area_path": "t.path",
    }
    own = {
        "longitude": f"{CORNER[0]} + random() * {SIDE * SIZE}",
        "latitude": f"{CORNER[1]} + random() * {SIDE * SIZE}",
        "happened_at": f"o.happened_at - {earlier}",
        "at_town_at": f"o.at_town_at - {earlier}",
        "dispatched_at": f"o.dispatched_at - {earlier}",
        "signed_at": f"o.signed_at - {earlier} + interval '1 hour'",
        "answered_at": f"o.answered_at - {earlier} + random() * interval '40 hours'",
    }
    clock = {
        name: f"o.{name} - {earlier}"
        for name in ("started_at", "warn_at", "expires_at", "black_at", "ended_at")
    }
    pairs = (
        "CREATE TEMP TABLE pair AS SELECT matter_ptr_id AS old, round, row_number() OVER () AS n"  # noqa: S608
        f" FROM grid_incident, generate_series(1, {times}) round"
    )
    twins = (
        f"CREATE TEMP TABLE twin AS SELECT old, round, {ids} AS new, place.id AS area, path FROM pair"  # noqa: S608
        " JOIN place ON place.n = pair.n % (SELECT count(*) FROM place)"
    )
    statements = (
        "SET session_replication_role = replica",  # no triggers: no history either
        "CREATE TEMP TABLE place AS SELECT row_number() OVER () - 1 AS n, id, path FROM core_area WHERE parent_id IS NOT NULL",
        pairs,
        twins,
        "ANALYZE twin",
        copy(Matter, "id", moved),
        copy(Incident, "matter_ptr_id", own),
        copy(Access, "matter_id"),
        copy(Clock, "matter_id", clock),
        "SET session_replication_role = origin",
        "VACUUM ANALYZE",
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def addresses(month: Period) -> dict[str, Asked]:
    village = Area.objects.filter(level__depth=2, closed_on=None).order_by("code")[0]
    asked = f"month={name_of(month)}"
    window = f"{CORNER[0]},{CORNER[1]},{CORNER[0] + SIDE * SIZE},{CORNER[1] + SIDE * SIZE}"
    found = {
        "incidents, open": "/incidents/",
        "incidents, all": "/incidents/?view=all",
        "map, the town": f"/grid/map/?{asked}",
        "map's counts, the town": f"/grid/map/areas/?{asked}",
        "map's counts, two thousand areas": f"/grid/map/areas/?month={name_of(this_month())}&above={village.pk}",
        "a pan: marks of a month": f"/grid/map/marks/?{asked}&box={window}",
        "a village's page": f"/grid/village/{village.pk}/",
    }
    bars = {"incidents, open": LIST, "incidents, all": LIST, "a pan: marks of a month": PAGE}
    return {name: Asked(url, READERS[:1], bars.get(name, BOARD)) for name, url in found.items()}


def this_month() -> Period:
    today = timezone.localdate()
    return Period.of_month(today.year, today.month)


def main() -> None:
    with pages.server():
        call_command("migrate", interactive=False, verbosity=0)
        sow(100, pages.YEARS, 1, lambda words: None)
        imported = pages.took(areas)
        incidents()
        print("reported", flush=True)
        multiply(MANY // SEEDED)
        print("multiplied", flush=True)
        month = month_before(this_month())
        found = turns.measure_all(addresses(month))
        table = min(pages.took(lambda: standard_tables.freeze(month, None)) for _ in range(3))
        total = f"{Incident.objects.count():,} incidents in {Area.objects.count():,} areas."
        more = f"Outlines of {AREAS:,} areas with a hundred points each, read, converted and stored: {imported:.1f} s. T9: {table:.2f} s."
        written.write("grid", (total, "", *written.at_one_size(found), "", more))


if __name__ == "__main__":
    main()
