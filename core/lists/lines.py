"""Rows of a list read cheaply: the columns that it names, in one statement, and what many rows share made once.

`select_related` with `only` makes six objects of each of fifty rows, most of them the same few areas, units and people
again; a third of a list's time was theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Expression, F, Func, Model
from django.db.models.base import ModelState

from core.procedure.paging import Order
from core.values.statements import MARK, Converters, Row, compiled, planned_anew, read_row, run

Names = tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """What of a row belongs to one object: its columns from `start` on, the key among them, and the objects beside it."""

    model: type[Model]
    names: tuple[str, ...]
    start: int
    key: int
    beside: tuple[tuple[str, "_Part"], ...]


def fetch(model: Any, chosen: Any, order: Order, forward: bool, related: Names, read: Names) -> list[Any]:
    """Objects as `select_related(*related).only(*read)` gives them, of the rows that a query of the matters has chosen, in
    this order; those with the same key are one. What is named in `related` and of which nothing is read is read whole.

    They are chosen first and then looked up by key, by a statement that is the same for every reader: to plan its joins
    would take the database longer than all the rest.
    """
    with planned_anew():
        keys = [key for (key,) in chosen.values_list("pk")]
    if not keys:
        return []
    part, paths = _plan(model, related, read)
    around, params, converters = _around(model, paths, order, forward)
    rows = run(around, [keys if one is MARK else one for one in params])
    made: dict[tuple[int, Any], Any] = {}
    return [_object(part, read_row(row, converters), made) for row in rows]


def of(rows: Any, related: Names, read: Names) -> list[Any]:
    """The same of rows in any order."""
    part, paths = _plan(rows.model, related, read)
    made: dict[tuple[int, Any], Any] = {}
    return [_object(part, row, made) for row in rows.values_list(*paths)]


class _Chosen(Expression):
    """Where the keys of the chosen rows stand."""

    def __init__(self) -> None:
        super().__init__(output_field=ArrayField(BigIntegerField()))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Row]:
        return "%s", (MARK,)


@cache
def _around(model: Any, paths: Names, order: Order, forward: bool) -> tuple[str, Row, Converters]:
    """The statement about the rows that are chosen: SQL, parameters, and how its columns are read."""
    found = Func(
        F("pk"), _Chosen(), template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=BooleanField()
    )
    rows = order.ready(model._default_manager.filter(found)).order_by(*order.by(forward))
    return compiled(rows.values_list(*paths).query)


def _object(part: _Part, row: Row, made: dict[tuple[int, Any], Any]) -> Any:
    key = row[part.key]
    if key is None:
        return None
    if (part.start, key) in made:
        return made[part.start, key]
    found = made[part.start, key] = part.model.__new__(part.model)
    state = ModelState()
    state.adding, state.db = False, "default"
    found.__dict__ = dict(zip(part.names, row[part.start :], strict=False), _state=state)
    for name, other in part.beside:
        state.fields_cache[name] = _object(other, row, made)
    return found


@cache
def _plan(
    model: type[Model], related: tuple[str, ...], read: tuple[str, ...]
) -> tuple[_Part, tuple[str, ...]]:
    """How a row is taken apart, and the paths of its columns in order."""
    paths: list[str] = []
    return _part(model, "", related, read, paths), tuple(paths)


def _part(model: Any, prefix: str, related: Sequence[str], read: Sequence[str], paths: list[str]) -> _Part:
    own = [model._meta.get_field(name) for name in read if "__" not in name]
    names = dict.fromkeys(field.attname for field in own if field.concrete)
    if not read:
        names = dict.fromkeys(field.attname for field in model._meta.concrete_fields)
    names |= dict.fromkeys(_keys(model))
    below = dict.fromkeys(name.split("__")[0] for name in (*related, *(one for one in read if "__" in one)))
    fields = [model._meta.get_field(name) for name in below]
    names |= dict.fromkeys(field.attname for field in fields if field.concrete)
    start = len(paths)
    key = start + list(names).index(model._meta.pk.attname)
    paths += [prefix + name for name in names]
    beside = tuple(
        (
            field.cache_name,
            _part(field.related_model, f"{prefix}{name}__", _rest(related, name), _rest(read, name), paths),
        )
        for name, field in zip(below, fields, strict=True)
    )
    return _Part(model, tuple(names), start, key, beside)


def _keys(model: Any) -> list[str]:
    """Of the row and of those of its parents."""
    return [model._meta.pk.attname, *(parent._meta.pk.attname for parent in model._meta.parents)]


def _rest(paths: Iterable[str], name: str) -> list[str]:
    return [path.removeprefix(f"{name}__") for path in paths if path.startswith(f"{name}__")]
