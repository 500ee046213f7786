"""Counting tries by key in the database, so that all web processes count together.

A try is counted before it is looked at, and forgiven when it was right: many at the same moment gain nothing.
Passwords have a count of their own (core.accounts.lockout), with its log.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WINDOW = "30 minutes"


def spend(key: str, window: str = WINDOW) -> int:
    """Count a try; returns how many there are within the window, which begins with the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_failures (key, failures, since) VALUES (%s, 1, now())"
            " ON CONFLICT (key) DO UPDATE SET failures = CASE WHEN core_failures.since > now() - %s::interval"
            "   THEN core_failures.failures + 1 ELSE 1 END,"
            " since = CASE WHEN core_failures.since > now() - %s::interval"
            "   THEN core_failures.since ELSE now() END"
            " RETURNING failures",
            [key[:120], window, window],
        )
        return cursor.fetchone()[0]


def forgive(*keys: str) -> None:
    """Take back a try that was right."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_failures SET failures = failures - 1 WHERE key = ANY(%s) AND failures > 0",
            [[key[:120] for key in keys]],
        )


PAPERS = 12  # that one person has made by opening an address, in a minute


def papers_limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that makes a PDF and keeps it nowhere, which takes seconds: one at a time for each person, and so
    many a minute; more are a 429. Whoever presses again and again takes no web process from the others.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        key = f"paper:{request.user.pk}"
        if spend(key, "1 minute") > PAPERS:
            return _slowly(request, "一分钟里做的文书太多了，请过一会儿再打开。")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
            if not cursor.fetchone()[0]:
                return _slowly(request, "您要的上一份还在做，做好了再打开这一份。")
        try:
            return view(request, *args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])

    return limited


def _slowly(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "429.html", {"sentence": sentence}, status=429)
