"""SQL that the ORM has put together, to be run again and again: its text, its parameters, and how its columns are read."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

Row = tuple[Any, ...]
Converters = tuple[tuple[int, Any, Any], ...]  # column, its converters, its expression
MARK = object()  # a parameter in whose place something else comes


def compiled(query: Any) -> tuple[str, Row, Converters]:
    """EmptyResultSet: nothing can be found."""
    compiler = query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([one for one, *_ in compiler.select])
    return sql, tuple(params), tuple((place, *one) for place, one in converters.items())


def read_row(row: Row, converters: Converters) -> Row:
    """A row of the database as the models read it."""
    if not converters:
        return row
    cells = list(row)
    for place, convert, expression in converters:
        for one in convert:
            cells[place] = one(cells[place], expression, connection)
    return tuple(cells)


SEEN = 1  # times that a statement is run before the database keeps its plan


def run(sql: str, params: Sequence[Any]) -> list[Row]:
    """The rows of a statement whose text stays the same. The database keeps its plan, too, on this connection: to plan a
    matter's ten joins takes it four times as long as to run them.

    For rows that are found by their keys, where every plan is the same; a list is planned for what it asks.
    """
    with _planned() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _planned() -> Any:
    """A cursor that sends values apart from the text, with Django's wrappers around it. Where queries are written down,
    Django's own, that they stand there with their values.
    """
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    connection.connection.prepare_threshold = SEEN
    return connection._prepare_cursor(ServerBindingCursor(connection.connection))
