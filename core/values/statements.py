"""SQL that the ORM has put together, to be run again and again: its text, its parameters, and how its columns are read."""

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
