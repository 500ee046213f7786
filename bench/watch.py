"""How fast the watch works off what is due: `python -m bench.watch`.

Ten thousand copies of one matter whose term ends at the same moment; some hundred of them a working day later, when the
system drafts an order; then a million running clocks of which two hundred are due.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import time_machine
from django.core.management import call_command
from django.db import connection

from bench import pages, written  # before all models: pages names the settings
from bench.copying import columns, copy
from cases.clocks import COMPLEX
from cases.models import Case
from core.deadlines.clocks import steps_of
from core.models import Access, Clock, Matter, Party
from core.workflow.escalation import sweep
from tools.seed.sowing import sow

TOLD, DONE, MILLION, DUE = 10_000, 300, 1_000_000, 200
BARS = {"told": 200, "performed": 25}  # a second
WELL_UNDER = 1.0  # seconds
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Took:
    """Of how many clocks, and the seconds: by the clock, and of Python's processor time."""

    many: int
    wall: float
    python: float

    @property
    def rate(self) -> float:
        return self.many / self.wall


def swept(many: int, at: datetime) -> Took:
    """So many clocks at a moment when steps of theirs have come."""
    with time_machine.travel(at + MINUTE):
        wall, python = time.perf_counter(), time.process_time()
        steps = sweep()
    assert steps >= many, f"{steps} steps of {many} clocks"
    return Took(many, time.perf_counter() - wall, time.process_time() - python)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def multiply(clock: Clock) -> None:
    """The matter of a clock, so many times over; no other clock is looked at any more."""
    ids = "nextval(pg_get_serial_sequence('core_matter', 'id'))"
    moved = {
        "number": "o.number || '-' || t.round",
        "code": "left(o.code, 16) || t.round",
        "root_id": "t.new",
    }
    run(
        "UPDATE core_clock SET look_at = NULL",
        f"UPDATE core_clock SET look_at = expires_at WHERE id = {clock.pk:d}",  # noqa: S608 (our own tables)
        f"CREATE TEMP TABLE twin AS SELECT {clock.matter_id:d}::bigint AS old, round, {ids} AS new"  # noqa: S608
        f" FROM generate_series(1, {TOLD}) round",
        "SET session_replication_role = replica",  # no triggers: no history either
        copy(Matter, "id", moved),
        copy(Case, "matter_ptr_id"),
        *(copy(model, "matter_id") for model in (Access, Clock, Party)),
        "SET session_replication_role = origin",
        "VACUUM ANALYZE",
    )


def crowd(clock: Clock, over: datetime) -> None:
    """A hundred clocks more for each matter, of which few are due."""
    own = {name: f'o."{name}"' for name in columns(Clock, "id")} | {
        "item": "round",
        "looked_at": "o.started_at",
        "look_at": f"CASE WHEN round = 2 AND o.matter_id % {TOLD // DUE} = 0 THEN o.expires_at ELSE o.expires_at + interval '9 years' END",
    }
    names = ", ".join(f'"{name}"' for name in own)
    run(
        f"INSERT INTO core_clock ({names}) SELECT {', '.join(own.values())} FROM core_clock o, generate_series(2, {MILLION // TOLD + 1}) round"  # noqa: S608
        f" WHERE o.rule = '{clock.rule}' AND o.item = 0 AND o.ended_at IS NULL AND o.expires_at = '{over.isoformat()}'",
        "VACUUM ANALYZE core_clock",
    )


def report(told: Took, performed: Took, sparse: Took) -> Iterator[str]:
    yield "| what is due | clocks | seconds | Python | a second | misses |"
    yield "| --- | --: | --: | --: | --: | --- |"
    for name, bar, took in (("told", BARS["told"], told), ("performed", BARS["performed"], performed)):
        misses = f"**{took.rate:.0f} < {bar}**" if took.rate < bar else ""
        yield f"| {name} | {took.many:,} | {took.wall:.1f} | {took.python:.1f} | {took.rate:.0f} | {misses} |"
    misses = f"**{sparse.wall:.1f} s**" if sparse.wall >= WELL_UNDER else ""
    yield f"| of a million running | {sparse.many} | {sparse.wall:.2f} | {sparse.python:.2f} | {sparse.rate:.0f} | {misses} |"


def main() -> None:
    with pages.server():
        call_command("migrate", interactive=False, verbosity=0)
        sow(100, pages.YEARS, 1, lambda words: None)
        duties = Clock.objects.running().filter(rule=COMPLEX.key, expires_at__isnull=False)
        clock = duties.filter(matter__compartment="").order_by("-expires_at")[0]
        multiply(clock)
        print("multiplied", flush=True)
        assert clock.expires_at
        told = swept(TOLD, clock.expires_at)
        late = next(step.at(clock) for step in steps_of(clock) if step.acts)
        assert late
        run(
            "UPDATE core_clock SET look_at = NULL WHERE id NOT IN (SELECT id FROM core_clock"  # noqa: S608
            f" WHERE look_at IS NOT NULL ORDER BY id LIMIT {DONE})"
        )
        performed = swept(DONE, late)
        crowd(clock, clock.expires_at)
        sparse = swept(DUE, clock.expires_at)
        written.write("watch", report(told, performed, sparse))


if __name__ == "__main__":
    main()
