"""A real browser before a real gunicorn, on the test's database with the cast of tests/people.py in it.

The town is built once for all stories of this directory: each story works on matters of its own.
Tests talk to the pages; what they need to know beside that they ask the database.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, BrowserType, Locator, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from cases import categories
from core.models import Heartbeat
from core.operations.database_roles import as_owner
from core.privacy.pinyin import initials
from core.procedure.procedure import procedures
from core.values.moments import now
from core.workflow.escalation import sweep
from tests.browser.told import MOMENT
from tests.kept import load_calendar, make_town
from tests.people import PASSWORD, Town, moment
from tools.processes import bound
from tools.run import answers

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in our thread
expect.set_options(timeout=10_000)  # milliseconds

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--in-process-gpu",  # nothing is drawn by a graphics card here,
    "--renderer-process-limit=1",  # and all pages are ours: a process for each is only work
)
# Playwright keeps shared memory in files of /tmp, for containers whose /dev/shm is small.
ROOMY = os.path.ismount("/dev/shm") and shutil.disk_usage("/dev/shm").free > 1024**3
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _missing(sentence: str) -> None:
    """Where all tests must run, what they need must be there."""
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def _program() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def launched(kind: BrowserType, *switches: str) -> Browser:
    """A Chromium of its own."""
    return kind.launch(
        executable_path=_program(),
        args=[*SWITCHES, *switches],
        ignore_default_args=["--disable-dev-shm-usage"] if ROOMY else None,
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    if not _program():
        _missing("没有 Chromium：浏览器测试没有运行。")
    with sync_playwright() as playwright:
        running = launched(playwright.chromium)
        yield running
        running.close()


@contextmanager
def program(*words: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """One of our programs on the test's database; it ends with the block, and with us in any case."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "FENGQIAO_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=bound(signal.SIGKILL),
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def cluster() -> Iterator[None]:
    """The queue's workers, as make run starts them."""
    with program("manage.py", "cluster", "work", "--skip-checks"):
        yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """Where it answers, whom it knows, and the sessions of those who have logged in."""

    url: str
    town: Town
    sessions: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="package")
def server(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator["Server"]:
    """gunicorn as it is deployed (one worker), and the town it serves."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with django_db_blocker.unblock():
        load_calendar()
        categories.load()
        Heartbeat.objects.update_or_create(name="watch", defaults={"ran_at": now()})
        town = make_town()
        for area in town.areas.values():
            area.initials = initials(area.name)
            area.save()
        with program(
            "-m",
            "gunicorn",
            "-c",
            "config/gunicorn.py",
            "tests.browser.told:application",
            PORT=str(port),
            WEB_WORKERS="1",
            ONLINE_INTAKE="1",
        ) as process:
            deadline = time.monotonic() + 60
            while not answers(f"{url}/login/"):
                assert process.poll() is None and time.monotonic() < deadline, "gunicorn does not answer"
                time.sleep(0.05)
            yield Server(url, town)
        with as_owner():
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
        load_calendar()  # the tests that follow expect it
        connection.close()


@pytest.fixture
def db(server: Server) -> None:
    """In place of pytest-django's, which would undo or empty everything after each story."""


@dataclass
class Office:
    """The house as one test sees it. `allowed`: words of console lines that this story brings about."""

    browser: Browser
    server: Server
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    windows: dict[str, Page] = field(default_factory=dict)
    moment: list[Any] = field(default_factory=list)  # the cookie by which the server is told what time it is
    sessions: dict[str, Any] = field(default_factory=dict)  # of those who logged in at such a time

    def at(self, told: str) -> None:
        """From here on it is then in Shanghai, for the server: "2026-07-11 21:40"."""
        self.moment = [{"name": MOMENT, "value": moment(told).isoformat(), "url": self.url}]
        for context in self.contexts:
            context.add_cookies(self.moment)

    def watch(self, told: str) -> None:
        """It is then, and the watch looks at what is due."""
        self.at(told)
        with time_machine.travel(moment(told)):
            sweep()

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def town(self) -> Town:
        return self.server.town

    def stranger(self, **options: Any) -> Page:
        """A new browser that nobody has logged in with; light, Chinese, at a desk unless told otherwise."""
        options = {
            "viewport": DESK,
            "color_scheme": "light",
            "locale": "zh-CN",
            "base_url": self.url,
            **options,
        }
        context = self.browser.new_context(**options)
        context.set_default_timeout(10_000)
        context.add_cookies(self.moment)
        self.contexts.append(context)
        page = context.new_page()
        self._listen(page)
        return page

    def as_(self, name: str, at: str = "/", **options: Any) -> Page:
        """Somebody of the cast at an address, or where their day starts: logged in by the page, once for all
        stories. Who has a window open in this story goes on in it.
        """
        page = None if options else self.windows.get(name)
        if page is None or page.is_closed():
            known = self.sessions if self.moment else self.server.sessions
            state = known.get(name)
            if state is None:
                page = self.newly(name)
                state = known[name] = page.context.storage_state()
            if options or page is None or page.is_closed():
                page = self.stranger(storage_state=state, **options)
        if not options:
            self.windows[name] = page
        page.goto(at)
        return page

    def newly(self, name: str) -> Page:
        """Somebody of the cast in a session of their own."""
        page = self.stranger()
        page.goto("/login/")
        self.log_in(page, name)
        return page

    def log_in(self, page: Page, name: str, *, stays: bool = False) -> None:
        """Fill in the login page. `stays`: what comes next stands at the same address."""
        page.get_by_label("账号").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        if not stays:
            page.wait_for_url(lambda url: "/login/" not in url)

    def _listen(self, page: Page) -> None:
        page.on("console", lambda line: self._note(f"{line.type}: {line.text}", line.type == "error"))
        page.on("pageerror", lambda error: self._note(f"script: {error}", True))
        # A request that the next click cut short did not fail.
        page.on(
            "requestfailed",
            lambda request: self._note(
                f"failed: {request.url} {request.failure}", request.failure != "net::ERR_ABORTED"
            ),
        )
        page.on(
            "request",
            lambda request: self._note(
                f"elsewhere: {request.url}", not request.url.startswith((self.url, "data:", "about:"))
            ),
        )

    def _note(self, text: str, bad: bool) -> None:
        if bad and not any(word in text for word in self.allowed):
            self.faults.append(text)


@pytest.fixture
def office(browser: Browser, server: Server, db: None) -> Iterator[Office]:
    """The house with its people. Nothing may have gone wrong unseen when the story is over."""
    house = Office(browser, server)
    yield house
    for context in house.contexts:
        context.close()
    assert house.faults == []


def choose(field: Locator, name: str) -> None:
    """The choice of this name, whatever facts stand beside it."""
    field.locator("option", has_text=name).first.wait_for(state="attached")
    found = [text.strip() for text in field.locator("option").all_text_contents()]
    field.select_option(label=next(text for text in found if text.startswith(name)))


def tick_all(page: Page, name: str) -> None:
    """Every box of that name, on a page whose heading has been seen: its end may still be on the way."""
    page.wait_for_load_state("domcontentloaded")
    boxes = page.locator(f"[name={name}]").all()
    assert boxes
    for box in boxes:
        box.check()


def said(label: str) -> "re.Pattern[str]":
    """What is read after an act with this word on its button: the sentence of a row, whichever status it led to."""
    rows = [row for procedure in procedures() for row in procedure.workflow.transitions if row.label == label]
    sentences = [
        text
        for row in rows
        for text in ([row.words.done] if isinstance(row.words.done, str) else row.words.done.values())
    ]
    assert sentences, label
    return re.compile("|".join(map(re.escape, sentences)))


Axe = Callable[[Page], None]


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Look at a page for what shuts people out (WCAG 2.2 A and AA)."""
    script = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

    def look(page: Page) -> None:
        page.evaluate(script)
        page.evaluate("scrollTo(0, 0)")  # what has scrolled half under the band at the top is no small target
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )["violations"]
        said = [
            f"{row['id']}: {node['target']} {node['failureSummary']}"
            for row in found
            for node in row["nodes"]
        ]
        assert said == [], page.url

    return look
