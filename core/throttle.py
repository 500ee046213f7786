"""Counting tries of public pages by key in the database, so that all web processes count together.

A try is counted before it is looked at, and forgiven when it was right: many at the same moment gain nothing.
"""

from django.db import connection

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
