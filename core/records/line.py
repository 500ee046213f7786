"""The line of a matter: itself and all that stands above it, up to its root."""

from typing import NamedTuple

from django.db import connection


class Standing(NamedTuple):
    """One of the line, and what it was merged into."""

    kind: str
    merged_into: int | None


LINE = """
WITH RECURSIVE line AS (
    SELECT id, kind, merged_into_id, parent_id FROM core_matter WHERE id = %s
    UNION ALL
    SELECT m.id, m.kind, m.merged_into_id, m.parent_id FROM core_matter m JOIN line ON m.id = line.parent_id
) SELECT id, kind, merged_into_id FROM line"""


def line(pk: int) -> dict[int, Standing]:
    """By id; empty where there is no such matter. A result may move each of them, a clock is passed up to each."""
    with connection.cursor() as cursor:
        cursor.execute(LINE, [pk])
        return {row[0]: Standing(*row[1:]) for row in cursor.fetchall()}
