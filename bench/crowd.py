"""Eight people at once: a web server of our own on the loopback, each of them with a connection and a session."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from cases.models import Case
from core.models import Unit, User
from tools.processes import bound

PEOPLE = 8
EACH = 10
PATIENCE = 60


@dataclass(frozen=True)
class Pace:
    """What the eight did together: acts a second, and the 95th of 100 waits, in milliseconds."""

    per_second: float
    p95: float


@contextmanager
def web_server(port: int, settings: str = "bench.settings") -> Iterator[None]:
    """gunicorn as in service; it ends with the block, or when we die."""
    words = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
    server = subprocess.Popen(
        words,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PORT": str(port), "DJANGO_SETTINGS_MODULE": settings},
        preexec_fn=bound(15),
    )
    try:
        _wait(port, server)
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            Person(port, "").get("/")
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the web server does not answer")


class Person:
    """A browser without a screen: one connection that stays, one session, one token against forged forms."""

    def __init__(self, port: int, session: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies, self.token = f"fengqiao={session}", ""

    def get(self, path: str) -> str:
        self.line.request("GET", path, headers={"Cookie": self.cookies})
        answer = self.line.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name == "Set-Cookie" and value.startswith("csrftoken="):
                self.cookies += f"; {value.split(';')[0]}"
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self.token = found[1] if found else self.token
        return page

    def post(self, path: str, fields: dict[str, str]) -> None:
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self.line.request("POST", path, body, headers)
        answer = self.line.getresponse()
        page = answer.read().decode()
        if answer.status != 302:
            wrong = re.findall(r"invalid-feedback[^>]*>([^<]+)", page)
            raise RuntimeError(f"{path}: {answer.status} {wrong}")


def session_of(user: User) -> str:
    """Logged in, as after a password: the login itself is not measured."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "core.accounts.backend.PostBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def registering(port: int, user: User) -> Pace:
    """Eight at the counter, each registering one matter after another."""

    def act(person: Person, number: int) -> None:
        fields = {
            "channel": "visit",
            "demand": f"测量用 {uuid4().hex}：路灯不亮，希望修理。",
            "key": str(uuid4()),
        }
        person.post("/cases/register/", {**SHEET, **fields})

    return _together(port, user, "/cases/register/", act)


def handing_over(port: int, user: User, unit: Unit) -> Pace:
    """Eight who hand over what was registered, each their own matters."""
    waiting = list(Case.objects.filter(status="registered").order_by("-pk")[: PEOPLE * EACH])

    def act(person: Person, number: int) -> None:
        case = waiting[number]
        fields = {
            "unit": str(unit.pk),
            "grade": "ordinary",
            "key": str(uuid4()),
            "version": str(case.version),
        }
        person.post(f"/matters/{case.pk}/do/hand_over/", fields)

    return _together(port, user, "/queue/", act)


def reading(port: int, user: User, path: str) -> Pace:
    """Eight who read the same page again and again."""

    def act(person: Person, number: int) -> None:
        person.get(path)

    return _together(port, user, path, act)


SHEET = {"version": "0", "people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0", "area": "不详"}


def _together(port: int, user: User, first: str, act: Callable[[Person, int], None]) -> Pace:
    people = [Person(port, session_of(user)) for _ in range(PEOPLE)]
    for person in people:
        person.get(first)
    waits: list[float] = []
    wrong: list[Exception] = []

    def work(place: int) -> None:
        try:
            for turn in range(EACH):
                begun = time.perf_counter()
                act(people[place], place * EACH + turn)
                waits.append(time.perf_counter() - begun)
        except (RuntimeError, OSError, http.client.HTTPException) as problem:
            wrong.append(problem)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(PEOPLE)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    if wrong:
        raise wrong[0]
    return Pace(len(waits) / (time.perf_counter() - begun), sorted(waits)[len(waits) * 95 // 100] * 1000)
