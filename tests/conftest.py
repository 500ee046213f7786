"""What every test needs: one throw-away PostgreSQL server for the whole run."""

import fcntl
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg._preparing import PrepareManager
from pytest_django.plugin import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from core.operations.database_roles import as_owner
from core.records import journal
from tests import kept
from tests.kept import load_calendar, make_town
from tests.people import Town
from tools import postgres
from tools.processes import bound

_server = pytest.StashKey[ExitStack]()


def _starts_processes(config: pytest.Config) -> bool:
    """Is this the process that was called, and not a worker of pytest-xdist?"""
    return not hasattr(config, "workerinput")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server before the first test, or the first worker, connects to it."""
    gc.freeze()  # a process full of modules: looking through them all again and again is a tenth of the run
    gc.set_threshold(50_000, 20, 100)
    if _starts_processes(session.config) and not session.config.option.collectonly:
        session.config.stash[_server] = ExitStack()
        session.config.stash[_server].enter_context(postgres.running(settings.HOME, throwaway=True))
        session.config.stash[_server].enter_context(_pattern_in_the_making())


PATTERN = settings.HOME / "pattern.lock"


def _pattern_in_the_making() -> "subprocess.Popen[bytes]":
    """Migrates the server's own database while the tests are collected: each worker's is a copy of it. This program
    holds the lock until its end; should it fail, each worker migrates what it finds, and tells what is wrong.
    """
    with PATTERN.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity=0"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[lock.fileno()],
            preexec_fn=bound(signal.SIGKILL),
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of the server: its keeper stops and removes it, now or when we are killed."""
    if server := config.stash.get(_server, None):
        server.close()


# What takes longest begins first, and test_compartments builds a scene that the last ones wait for (world.standing).
FIRST = ("browser", "browser_2", "test_tooling_run", "test_compartments", "test_papers", "test_urls")
# Many alike on one scene: they come last and one by one, so that all workers end together.
LAST = ("test_bad_input", "test_workflows")


def _together(path: Path) -> str:
    """The file, whose scene is built once; the browser's stories on two servers, or all would wait for them."""
    if path.parent.name == "browser":
        return "browser" if path.stem < "test_i" else "browser_2"
    return path.stem


def _place(item: pytest.Item) -> int:
    order = (*FIRST, "", *LAST)
    name = _together(item.path)
    return order.index(name if name in order else "")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_place)


class ByScene(LoadScopeScheduling):  # type: ignore[misc]
    """Hands a worker what shares a scene, whole; of the last files test by test."""

    def _split_scope(self, nodeid: str) -> str:
        name = _together(Path(nodeid.split("::")[0]))
        return nodeid if name in LAST else name


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByScene:
    config.option.loadscopereorder = False  # by their number of tests
    return ByScene(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database is made by its owner, of the pattern; the tests then work in it as the lesser role."""
    with PATTERN.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    connection.settings_dict["TEST"]["TEMPLATE"] = postgres.NAME
    connection.settings_dict.update(settings.DATABASE_OWNER)


def _emptied_by_the_owner(case: TransactionTestCase) -> None:
    """A test on real transactions has all tables emptied after it, which the lesser role may not do."""
    with as_owner():
        _teardown(case)


_teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
TransactionTestCase._fixture_teardown = _emptied_by_the_owner  # type: ignore[attr-defined]


def _not_for_a_rollback(kept: PrepareManager, prep: Any, results: Sequence[Any]) -> bool:
    """Every test ends with a rollback, and many a step within one: psycopg would drop all kept plans with it. It takes
    back rows, not the shape of tables.
    """
    return _should_discard(kept, prep, [one for one in results if one.command_status != b"ROLLBACK"])


_should_discard = PrepareManager._should_discard
PrepareManager._should_discard = _not_for_a_rollback  # type: ignore[method-assign]
PrepareManager.prepared_max = 1000  # a worker asks for the pages of all rooms


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What tests begin with is kept; emptying append-only tables is allowed to the teardown alone. At the end the
    sessions of programs that a story has just stopped are closed, or the database could not be dropped.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_not_emptied%'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        kept.keep()
    connection.close()
    connection.settings_dict["OPTIONS"] = settings.ROLE
    yield
    connection.close()
    connection.settings_dict.update(settings.DATABASE_OWNER)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """The brakes of public pages count by the minute, and acts are noted in a file: no test stands in the way of
    the next.
    """
    cache.clear()
    journal.begin_anew([])


@pytest.fixture
def calendar(db: None) -> None:
    """The working days."""
    load_calendar()


@pytest.fixture
def town(calendar: None) -> Town:
    """The cast (tests/people.py)."""
    return make_town()


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """A cast that all tests of a module share, for what is dear to build: one transaction around the module, within
    which each test's own changes are undone. Not for a module with tests on real transactions.

    A fixture built on it gives each test a deep copy: objects remember what they have read.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        load_calendar()
        yield make_town()
        transaction.set_rollback(True)
