"""Somebody with all rights in the database and none outside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tools import postgres


@contextmanager
def superuser() -> Iterator[Any]:
    """A cursor with the owner's rights, past all triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute(f"SET session_replication_role = DEFAULT; SET ROLE {postgres.ROLE}")
