"""`make bench`: how long pages take with ten thousand matters and with a hundred thousand.

A PostgreSQL of our own in a directory that goes with it, the demo's organisation, seeded matters (manage.py
seed). The result is written into docs/performance.md. `python -m bench.pages [SMALL LARGE]` takes other sizes;
`make bench-million` grows to a million by copying rows (bench/copying.py).
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOME = Path(
    os.environ.setdefault("FENGQIAO_TEST_HOME", f"{tempfile.gettempdir()}/fengqiao-bench-{os.getpid()}")
)
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import copying, crowd, turns, written  # noqa: E402
from bench.turns import BOARD, FRAME, LIST, PAGE, Asked, Page  # noqa: E402
from cases.models import Case  # noqa: E402
from cases.standard_tables import T1  # noqa: E402
from core.documents import render, typesetting  # noqa: E402
from core.models import Area, Matter, Unit, User  # noqa: E402
from core.procedure.indicators import Period  # noqa: E402
from core.statistics.counting import month_before, table  # noqa: E402
from mediation.models import Mediation  # noqa: E402
from reports import monthly, narrative  # noqa: E402
from reports import tables as standard  # noqa: E402
from reports.models import MonthlyReport  # noqa: E402
from tools import postgres  # noqa: E402
from tools.seed.sowing import sow  # noqa: E402

SMALL, LARGE, YEARS = 10_000, 100_000, 5
SEEDED = 100_000  # matters; beyond them rows are copied
ROLES = ("receptionist", "dispatcher", "handler", "director")
MEDIATING = ("committee_head", "mediator")
PORT = 8399


@dataclass(frozen=True)
class Measured:
    """All that was measured at one size. `tables`: seconds."""

    matters: int
    seeded: float
    pages: dict[tuple[str, str], Page]
    tables: dict[str, float]
    paces: dict[str, crowd.Pace]


@contextmanager
def server() -> Iterator[None]:
    """PostgreSQL as on a site, fsync and all; its directory is removed when it has stopped."""
    try:
        with postgres.running(HOME):
            yield
            connection.close()
    finally:
        _remove(HOME)


def _remove(home: Path) -> None:
    cluster, deadline = postgres.Cluster(home), time.monotonic() + 60
    while (cluster.kept() or cluster.pid()) and time.monotonic() < deadline:
        time.sleep(0.1)
    for directory in {home, cluster.socket}:
        shutil.rmtree(directory, ignore_errors=True)


def addresses() -> dict[str, Asked]:
    """What is measured, by its name."""
    village = Area.objects.filter(level__depth=2).order_by("code")[0]
    handler = User.objects.get(username="handler")
    unit = next(iter(handler.reach.units))
    case = Case.objects.filter(status="in_hand", holder_unit=unit).order_by("pk").first()
    some = case or Case.objects.filter(handovers__unit=unit).order_by("pk")[0]
    head = User.objects.get(username="committee_head")
    mediation = Mediation.objects.filter(body__in=head.reach.units).order_by("-pk")[0]
    filtered = f"/cases/?view=all&status=finished&channel=phone&village={village.pk}"
    return {
        "the frame": Asked(turns.EMPTY, ROLES, FRAME),
        "list, open": Asked("/cases/", ROLES, LIST),
        "list, all": Asked("/cases/?view=all", ROLES, LIST),
        "list, filtered": Asked(filtered, ROLES, LIST),
        "list, finished in a category": Asked("/cases/?view=done&category=02", ROLES, LIST),
        "search, two characters": Asked("/search/?q=路灯", ROLES, LIST),
        "mediations, all": Asked("/mediations/?view=all", MEDIATING, LIST),
        "register of mediations": Asked("/mediations/register/", MEDIATING, LIST),
        "case page": Asked(f"/matters/{some.pk}/", ROLES, PAGE),
        "mediation's page": Asked(f"/matters/{mediation.pk}/", MEDIATING[:1], PAGE),
        "registration form": Asked("/cases/register/", ("receptionist", "director"), PAGE),
        "work queue": Asked("/queue/", ROLES, PAGE),
        "my day": Asked("/day/", MEDIATING, PAGE),
        "dashboard": Asked("/dashboard/", ("dispatcher", "director"), BOARD),
    }


def measure_tables() -> dict[str, float]:
    today = timezone.localdate()
    month = month_before(Period.of_month(today.year, today.month))
    return {
        "table T1 of a month": min(took(lambda: table(T1, month)) for _ in range(3)),
        "the standard tables of a month": min(took(lambda: standard.frozen(month)) for _ in range(3)),
        "all that a monthly report counts": min(took(lambda: monthly.frozen(month)) for _ in range(3)),
        **measure_report(month),
    }


def measure_report(month: Period) -> dict[str, float]:
    """The paper of a report from its frozen numbers, against WeasyPrint on the same page as static HTML."""
    facts = monthly.frozen(month)
    report = MonthlyReport(month=month.first, facts=facts, words=narrative.draft(month, facts))
    page = render.html_of(monthly.TEMPLATE, monthly.paper(report), title="月报")
    spans: dict[str, list[float]] = {"ours": [], "alone": []}
    for _ in range(4):
        spans["alone"].append(took(lambda: typesetting.typeset(page)))
        spans["ours"].append(
            took(lambda: render.render(monthly.TEMPLATE, monthly.paper(report), title="月报"))
        )
    ours, alone = (min(spans[one][1:]) for one in ("ours", "alone"))
    return {"the paper of a report": ours, "WeasyPrint alone on the same page": alone}


def measure_crowd() -> dict[str, crowd.Pace]:
    desk, dispatcher = (User.objects.get(username=role) for role in ("receptionist", "dispatcher"))
    unit = Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).order_by("code")[1]
    with crowd.web_server(PORT):
        found = {
            "registration": crowd.registering(PORT, desk),
            "hand-over": crowd.handing_over(PORT, dispatcher, unit),
            "list, all": crowd.reading(PORT, dispatcher, "/cases/?view=all"),
        }
    with crowd.web_server(PORT, "bench.floor"):
        return found | {"fifty lines (L)": crowd.reading(PORT, dispatcher, turns.L)}


def took(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def grow(missing: int, *, copied: bool) -> None:
    if copied:
        copying.multiply(missing)
    else:
        sow(missing, YEARS, 1, lambda words: None)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure(total: int) -> Measured:
    """Grow to so many matters and measure."""
    missing = total - Matter.objects.filter(kind="case").count()
    seeded = took(lambda: grow(missing, copied=total > SEEDED))
    print(f"{total}: {missing} more in {seeded:.0f} s", flush=True)
    found = Measured(total, seeded, turns.measure_all(addresses()), measure_tables(), measure_crowd())
    print(f"{total}: measured", flush=True)
    return found


def main(words: list[str]) -> None:
    sizes = [int(word) for word in words] or [SMALL, LARGE]
    with server():
        call_command("migrate", interactive=False, verbosity=0)
        found = [measure(size) for size in sizes]
    written.write("million" if sizes[-1] > SEEDED else "measured", written.report(found[0], found[-1]))


if __name__ == "__main__":
    main(sys.argv[1:])
