"""One page and the floors of the same run, asked in turn: what a page costs, told apart from how busy the machine is.

The cost of an answer is the processor time of Python and of the database together; the wall stands beside it.
"""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from bench import floor
from core.models import User

TIMES, WARM = 15, 3
F, L, EMPTY = "/bench/f/", "/bench/l/", "/bench/empty/"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one answer: by the clock, of Python's processor time and of the database's."""

    wall: float
    python: float
    database: float

    @property
    def whole(self) -> float:
        return self.python + self.database


@dataclass(frozen=True)
class Bar:
    """How many times a floor a page may cost, and how many milliseconds of the database (0: as many as that leaves)."""

    floor: str
    times: float
    database: float = 0


FRAME, LIST, PAGE, BOARD = Bar("F", 2), Bar("L", 3, database=10), Bar("F", 5), Bar("F", 15)


@dataclass(frozen=True)
class Asked:
    """What is measured: an address, the roles that have the page, and its bar."""

    url: str
    roles: tuple[str, ...]
    bar: Bar


@dataclass(frozen=True)
class Page:
    """One page as one role sees it, with the floors that took turns with it. `size`: bytes."""

    bar: Bar
    queries: int
    size: int
    cost: Cost
    floors: dict[str, Cost]

    @property
    def ratio(self) -> float:
        """How many times the floor of its bar."""
        return self.cost.whole / self.floors[self.bar.floor].whole


class Reader:
    """One user before the product, and the same one before the floors."""

    def __init__(self, user: User) -> None:
        self.product = self._client(
            user, "core.accounts.backend.PostBackend", settings.MIDDLEWARE, settings.SESSION_ENGINE
        )
        self.floors = self._client(user, "bench.floor_user.Backend", floor.MIDDLEWARE, floor.SESSION_ENGINE)

    @staticmethod
    def _client(user: User, backend: str, middleware: list[str], sessions: str) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend=backend)
        with override_settings(MIDDLEWARE=middleware, SESSION_ENGINE=sessions):
            client.handler.load_middleware()
        return client

    def get(self, url: str) -> Any:
        return (self.floors if url in (F, L) else self.product).get(url)

    def cost(self, url: str) -> Cost:
        begun = _clocks()
        self.get(url)
        return Cost(*(1000 * (now - then) for now, then in zip(_clocks(), begun, strict=True)))


def _clocks() -> tuple[float, float, float]:
    return time.perf_counter(), time.process_time(), spent()


def spent() -> float:
    """Seconds of processor time that the database has spent for this connection: Linux counts them in nanoseconds."""
    return int(Path(f"/proc/{_backend()}/schedstat").read_text().split()[0]) / 1e9


def _backend() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def measure(reader: Reader, url: str, bar: Bar) -> Page:
    """Medians of requests that took turns. RuntimeError: the page does not answer."""
    for _ in range(WARM):
        answers = [reader.get(one) for one in (F, L, url)]
    for answer in answers:
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        reader.get(url)
        asked = len(queries)  # the next request forgets them
    spans: dict[str, list[Cost]] = {url: [], F: [], L: []}
    for _ in range(TIMES):
        for one, costs in spans.items():
            costs.append(reader.cost(one))
    cost, f, l = (_median(spans[one]) for one in (url, F, L))  # noqa: E741 (its name everywhere)
    return Page(bar, asked, len(answers[-1].content), cost, {"F": f, "L": l})


def measure_all(asked: dict[str, Asked]) -> dict[tuple[str, str], Page]:
    """Each address by each of its roles."""
    roles = dict.fromkeys(role for one in asked.values() for role in one.roles)
    readers = {role: Reader(User.objects.get(username=role)) for role in roles}
    return {
        (name, role): measure(readers[role], one.url, one.bar)
        for name, one in asked.items()
        for role in one.roles
    }


def _median(costs: list[Cost]) -> Cost:
    names = ("wall", "python", "database")
    return Cost(*(statistics.median(getattr(one, name) for one in costs) for name in names))
