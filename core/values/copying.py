"""Writing many rows at once by COPY, each value as the model's own field stores it."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, connections, models

BLOCK = 2000  # ids taken from a sequence at once
# Stored as they stand on the row: asking such a field to prepare its value would take most of the time.
AS_THEY_STAND = {
    "BigAutoField", "BooleanField", "CharField", "DateField", "DateTimeField", "DecimalField", "DurationField",
    "ForeignKey", "OneToOneField", "PositiveIntegerField", "PositiveSmallIntegerField", "TextField", "UUIDField",
}  # fmt: skip


def copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Store new rows of one table. Of a child table only its own columns; ids that are missing are given."""
    fields: list[Any] = [field for field in model._meta.local_concrete_fields if not field.generated]
    if not rows:
        return
    if rows[0].pk is None:
        fields.remove(model._meta.pk)
    names = ", ".join(f'"{field.column}"' for field in fields)
    columns = [_column(field) for field in fields]
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as stream,
    ):
        for row in rows:
            stream.write_row([value(row) for value in columns])


def _column(field: Any) -> Callable[[models.Model], Any]:
    """How to get the value that a field stores from a row. A derived one (core.privacy.fields) is made from its sister."""
    if field.get_internal_type() in AS_THEY_STAND and not hasattr(field, "derive"):
        return attrgetter(field.attname)
    here = connections[connection.alias]
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), here)


def ids(model: type[models.Model]) -> Iterator[int]:
    """New ids of a table, without end, in the order in which they are given."""
    while True:
        yield from take_ids(model, BLOCK)


def take_ids(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]
