"""What the browser's server serves: the product, at the moment that a request names (Office.at), else now."""

from collections.abc import Callable, Iterable
from datetime import datetime
from http.cookies import SimpleCookie
from threading import Lock
from time import monotonic
from typing import Any

import time_machine
from django.test import override_settings

MOMENT = "moment"  # a cookie: a service worker's requests carry it too
_ONE_AT_A_TIME = Lock()  # there is one clock in a process
YEAR = 365 * 24  # hours: weeks pass in a minute, and nobody is to log in again
LONG = {"LOGIN_HOURS": YEAR, "LOGIN_IDLE_MINUTES": YEAR * 60, "SESSION_COOKIE_AGE": YEAR * 3600}
_seen: dict[str, float] = {}  # when each moment was first told: from then on it goes on


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    told = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(MOMENT)
    from config.wsgi import application as product  # which the tests, who know this module, do not start

    if told is None:
        return product(environ, start_response)
    with _ONE_AT_A_TIME:
        since = monotonic() - _seen.setdefault(told.value, monotonic())
        with (
            time_machine.travel(datetime.fromisoformat(told.value).timestamp() + since),
            override_settings(**LONG),
        ):
            answer = product(environ, start_response)
            try:
                return list(answer)
            finally:
                getattr(answer, "close", lambda: None)()
