"""How long something takes: the half and the nine tenths that are done within so many hours, for groups of rows."""

from typing import Any

from django.conf import settings
from django.db.models import Aggregate, BigIntegerField, Count, F, FloatField, Func, Value

from core.values.statements import planned_anew

FEW = 3  # rows: of fewer the median would be the time of one


class Percentile(Aggregate):
    """Between two rows it is interpolated, as a table calculator does."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(at)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def hours(since: str, until: str) -> Func:
    """From one moment of a row to the other; nothing where one is missing."""
    return Func(
        F(until), F(since), arg_joiner=" - ", template="(EXTRACT(EPOCH FROM %(expressions)s)::float8 / 3600)",
        output_field=FloatField(),
    )  # fmt: skip


def second_of(name: str) -> Func:
    """A moment in whole seconds of local time since 1970, as Calendar.minutes_worked reads it: thousands of moments are
    no more than numbers then.
    """
    return Func(
        F(name), Value(settings.TIME_ZONE), arg_joiner=" AT TIME ZONE ",
        template="floor(EXTRACT(EPOCH FROM %(expressions)s))::bigint", output_field=BigIntegerField(),
    )  # fmt: skip


@planned_anew()
def spreads(rows: Any, by: str, times: dict[str, Func]) -> dict[Any, dict[str, Any]]:
    """By each value of a column, in one query: `n`, how many rows, and of each time {name}_half and {name}_most, the hours
    within which a half and nine tenths of them were done, to a tenth. None of fewer than FEW rows that have this time.
    """
    asked: dict[str, Any] = {"n": Count("pk")}
    for name, time in times.items():
        asked |= {
            f"{name}_n": Count(time),
            f"{name}_half": Percentile(time, at=0.5),
            f"{name}_most": Percentile(time, at=0.9),
        }
    found = {}
    for row in rows.order_by().values(by).annotate(**asked):
        told = {f"{name}_{end}": _told(row, name, end) for name in times for end in ("half", "most")}
        found[row[by]] = {"n": row["n"], **told}
    return found


def _told(row: dict[str, Any], name: str, end: str) -> float | None:
    value = row[f"{name}_{end}"]
    return None if row[f"{name}_n"] < FEW or value is None else round(value, 1)
