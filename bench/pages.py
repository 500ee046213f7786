"""`make bench`: how long pages take with ten thousand matters and with a hundred thousand.

A PostgreSQL of our own in a directory that goes with it, the demo's organisation, seeded matters (manage.py
seed). The result is written into docs/performance.md. Words: `python -m bench.pages [SMALL LARGE]`.
"""

import os
import shutil
import statistics
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
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import crowd, written  # noqa: E402
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
TIMES, WARM = 15, 3
EMPTY = "/bench/empty/"
ROLES = ("receptionist", "dispatcher", "handler", "director")
MEDIATING = ("committee_head", "mediator")
PORT = 8399


@dataclass(frozen=True)
class Page:
    """One page as one role sees it: medians of requests that took turns with the empty page."""

    queries: int
    ms: float
    empty_ms: float
    size: int

    @property
    def ratio(self) -> float:
        return self.ms / self.empty_ms


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


def addresses() -> dict[str, tuple[str, tuple[str, ...]]]:
    """What is measured: a name, the address, and the roles that have the page."""
    village = Area.objects.filter(level__depth=2).order_by("code")[0]
    handler = User.objects.get(username="handler")
    unit = next(iter(handler.reach.units))
    case = Case.objects.filter(status="in_hand", holder_unit=unit).order_by("pk").first()
    some = case or Case.objects.filter(handovers__unit=unit).order_by("pk")[0]
    head = User.objects.get(username="committee_head")
    mediation = Mediation.objects.filter(body__in=head.reach.units).order_by("-pk")[0]
    return {
        "list, open": ("/cases/", ROLES),
        "list, all": ("/cases/?view=all", ROLES),
        "list, filtered": (f"/cases/?view=all&status=finished&channel=phone&village={village.pk}", ROLES),
        "list, finished in a category": ("/cases/?view=done&category=02", ROLES),
        "search, two characters": ("/search/?q=路灯", ROLES),
        "case page": (f"/matters/{some.pk}/", ROLES),
        "work queue": ("/queue/", ROLES),
        "mediations, all": ("/mediations/?view=all", MEDIATING),
        "mediation's page": (f"/matters/{mediation.pk}/", MEDIATING[:1]),
        "register of mediations": ("/mediations/register/", MEDIATING),
        "my day": ("/day/", MEDIATING),
        "dashboard": ("/dashboard/", ("dispatcher", "director")),
        "registration form": ("/cases/register/", ("receptionist", "director")),
    }


def measure_page(client: Client, url: str) -> Page:
    for _ in range(WARM):
        client.get(EMPTY)
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
        asked = len(queries)  # the next request forgets them
    spans: dict[str, list[float]] = {url: [], EMPTY: []}
    for _ in range(TIMES):
        for one in spans:
            spans[one].append(took(lambda one=one: client.get(one)))  # type: ignore[misc]
    page, empty = (statistics.median(spans[one]) * 1000 for one in (url, EMPTY))
    return Page(asked, page, empty, len(answer.content))


def measure_pages(asked: dict[str, tuple[str, tuple[str, ...]]]) -> dict[tuple[str, str], Page]:
    """Each address by each of its roles."""
    clients = {}
    for role in (*ROLES, *MEDIATING):
        clients[role] = Client(SERVER_NAME="localhost")
        clients[role].force_login(
            User.objects.get(username=role), backend="core.accounts.backend.PostBackend"
        )
    return {
        (name, role): measure_page(clients[role], url)
        for name, (url, roles) in asked.items()
        for role in roles
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
    said = {"title": "月报", "author": "测量"}
    page = render.html_of(monthly.TEMPLATE, monthly.paper(report), **said)
    spans: dict[str, list[float]] = {"ours": [], "alone": []}
    for _ in range(4):
        spans["alone"].append(took(lambda: typesetting.typeset(page)))
        spans["ours"].append(took(lambda: render.render(monthly.TEMPLATE, monthly.paper(report), **said)))
    ours, alone = (min(spans[one][1:]) for one in ("ours", "alone"))
    return {"the paper of a report": ours, "WeasyPrint alone on the same page": alone}


def measure_crowd() -> dict[str, crowd.Pace]:
    desk, dispatcher = (User.objects.get(username=role) for role in ("receptionist", "dispatcher"))
    unit = Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).order_by("code")[1]
    with crowd.web_server(PORT):
        return {
            "registration": crowd.registering(PORT, desk),
            "hand-over": crowd.handing_over(PORT, dispatcher, unit),
        }


def took(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measure(total: int) -> Measured:
    """Grow to so many matters and measure."""
    missing = total - Matter.objects.filter(kind="case").count()
    seeded = took(lambda: sow(missing, YEARS, 1, lambda words: None))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{total}: {missing} seeded in {seeded:.0f} s", flush=True)
    found = Measured(total, seeded, measure_pages(addresses()), measure_tables(), measure_crowd())
    print(f"{total}: measured", flush=True)
    return found


def main(words: list[str]) -> None:
    sizes = [int(word) for word in words] or [SMALL, LARGE]
    with server():
        call_command("migrate", interactive=False, verbosity=0)
        found = [measure(size) for size in sizes]
    written.write("measured", written.report(found[0], found[-1]))


if __name__ == "__main__":
    main(sys.argv[1:])
