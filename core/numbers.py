"""Gapless numbers, given inside the caller's transaction."""

import secrets
from datetime import date

from django.conf import settings
from django.db import connection

from core.identity import matter_code

# Look-up codes are read aloud and typed by citizens: no 0 O 1 I L.
LOOKUP_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def next_number(kind: str, year: int) -> int:
    """Take the next number of a series. The row stays locked until the transaction ends, so a
    number whose matter was not stored is given again: no gaps, no doubles.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_series (kind, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (kind, year) DO UPDATE SET last = core_series.last + 1 RETURNING last",
            [kind, year],
        )
        return cursor.fetchone()[0]


def new_code(day: date) -> str:
    """The code of a root matter (一案一码): SX, region, day, yearly serial, check digit."""
    return matter_code(settings.TOWN["region"], day, next_number("matter", day.year))


def new_lookup_code() -> str:
    """Eight random letters for the citizen's look-up; not derived from anything."""
    return "".join(secrets.choice(LOOKUP_LETTERS) for _ in range(8))
