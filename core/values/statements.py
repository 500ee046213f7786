"""SQL that the ORM has put together, to be run again and again: its text, its parameters, and how its columns are read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

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


def run(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> list[Row]:
    """The rows of a statement whose text stays the same."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@contextmanager
def planned_anew() -> Iterator[None]:
    """What is asked within is planned for its own values: of a list or a count, whose best way depends on what is chosen and
    by whom. A plan for any values holds every span of time and every window of the map for narrow.
    """
    wrapped: Any = connection
    wrapped.ensure_connection()
    kept, wrapped.connection.prepare_threshold = wrapped.connection.prepare_threshold, None
    try:
        yield
    finally:
        wrapped.connection.prepare_threshold = kept
