"""Counting failures by key in the database, so that all web processes count together."""

from django.db import connection

WINDOW = "30 minutes"


def refused(key: str, limit: int) -> bool:
    """Have there been `limit` failures of this key within half an hour?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT failures >= %s FROM core_failures WHERE key = %s AND since > now() - %s::interval",
            [limit, key[:120], WINDOW],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def spend(key: str) -> None:
    """Count a failure; the count begins anew after half an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_failures (key, failures, since) VALUES (%s, 1, now())"
            " ON CONFLICT (key) DO UPDATE SET failures = CASE WHEN core_failures.since > now() - %s::interval"
            "   THEN core_failures.failures + 1 ELSE 1 END,"
            " since = CASE WHEN core_failures.since > now() - %s::interval"
            "   THEN core_failures.since ELSE now() END",
            [key[:120], WINDOW, WINDOW],
        )
