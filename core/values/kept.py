"""Queries of the ORM that are put together once a process, and filled anew whenever they run.

To put a statement about one matter together takes longer than to run it: its tables are wide, and most queries join
some. Here the ORM does it once, for values that are still to come; what comes back are its own objects, made as it
makes them, with their joins. Nothing of the database is kept, only text that the models alone decide.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Expression,
    F,
    Field,
    Func,
    Manager,
    Model,
    Q,
    QuerySet,
)
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

from core.values.statements import Converters, Row, read_row, run

NOTHING: tuple[frozenset[str], bool] = frozenset(), True  # deferred


class Coming(Expression):
    """A value that each run brings: the `place`th."""

    def __init__(self, place: int, field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=field or BigIntegerField())
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Row]:
        return "%s", (self,)


class Gap(Expression):
    """Where a condition stands that each run brings as (SQL, parameters), written for the columns of this query."""

    conditional = True

    def __init__(self, place: int) -> None:
        super().__init__(output_field=BooleanField())
        self.place = place

    @property
    def text(self) -> str:
        return f"(/* {self.place} */ %s)"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Row]:
        return self.text, (self,)


def among(name: str, place: int, of: "Field[Any, Any] | None" = None) -> Func:
    """The column is one of the numbers (values `of` a field) in the list that each run brings; an IN would be as long as the
    list.
    """
    values = Coming(place, ArrayField(of or BigIntegerField()))
    return Func(
        F(name),
        values,
        template="(%(expressions)s))",
        arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )


class Kept:
    """A query that `make` says for values and conditions to come (Coming, Gap), once it is asked for.

    Called with them, in the order of their places, it gives the rows as a list. `make` may read nothing that changes, no clock and no table.
    """

    def __init__(self, make: Callable[[], QuerySet[Any]]) -> None:
        self.make = make

    @cached_property
    def _compiled(self) -> tuple[str, Row, Any, Callable[[Row], Any]]:
        rows = self.make()
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        found = compiler.get_converters([one for one, *_ in compiler.select])
        make = tuple if rows._iterable_class is ValuesListIterable else _maker(compiler)
        return sql, tuple(params), tuple((place, *one) for place, one in found.items()), make

    def __call__(self, *values: Any) -> list[Any]:
        sql, params, converters, make = self._compiled
        filled: list[Any] = []
        for one in params:
            if isinstance(one, Gap):
                where, own = values[one.place]
                sql = sql.replace(one.text, f"({where})", 1)
                filled.extend(own)
            else:
                filled.append(values[one.place] if isinstance(one, Coming) else one)
        return [make(read_row(row, converters)) for row in run(sql, filled)]

    def first(self, *values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(*values)), None)


def _maker(compiler: Any) -> Callable[[Row], Any]:
    """What makes the object of a row, with those beside it, as ModelIterable does."""
    info, select = compiler.klass_info, compiler.select
    model, places = info["model"], info["select_fields"]
    begin, end = places[0], places[-1] + 1
    names = [one[0].target.attname for one in select[begin:end]]
    beside = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
    annotated = tuple((compiler.annotation_col_map or {}).items())

    def make(row: Row) -> Any:
        found = model.from_db(DEFAULT_DB_ALIAS, names, row[begin:end])
        for one in beside:
            one.populate(row, found)
        for name, place in annotated:
            setattr(found, name, row[place])
        return found

    return make


# --- One row by its key ------------------------------------------------------------------------------------------------


@cache
def _by_key(model: type[Model], joins: tuple[str, ...]) -> Kept:
    return Kept(lambda: _joined(model._base_manager.filter(pk=Coming(0, _key_field(model))), joins))


def _key_field(model: type[Model]) -> Any:
    """The field of its key; of a child of another model, that of the parent's."""
    field: Any = model._meta.pk
    while field.remote_field:
        field = field.target_field
    return field


def _joined(rows: QuerySet[Any], joins: Sequence[str]) -> QuerySet[Any]:
    return rows.select_related(*joins) if joins else rows


def by_key(model: type[Model], pk: Any, *joins: str) -> Any:
    """The row, as `select_related(*joins).get(pk=pk)` gives it. Raises model.DoesNotExist."""
    found = _by_key(model, joins)(pk)
    if not found:
        raise model.DoesNotExist(f"{model._meta.object_name} {pk}")  # type: ignore[attr-defined]
    return found[0]


class KeyedQuerySet(QuerySet[Any]):
    """`get` by the key alone asks by a kept statement, and `save` stores by one; whatever else is asked for, as ever."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        key = self._key(args, kwargs)
        return super().get(*args, **kwargs) if key is None else by_key(self.model, key)

    def _insert(
        self, objs: Sequence[Any], fields: Any, returning_fields: Any = None, **more: Any
    ) -> list[Row]:
        """Of `save`: one row."""
        values = [vars(objs[0]).get(field.attname) for field in fields]
        if len(objs) != 1 or not fields or _beyond(self.db, more) or any(map(_computed, values)):
            return super()._insert(objs, fields, returning_fields=returning_fields, **more)  # type: ignore[misc]
        key = self.model, tuple(fields), tuple(returning_fields or ())
        if key not in _INSERTS:
            _INSERTS[key] = _insertion(self.model, objs, fields, returning_fields)
        sql, converters = _INSERTS[key]
        params = [_stored(field, field.pre_save(objs[0], add=True)) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return [read_row(row, converters) for row in cursor.fetchall()] if returning_fields else []

    def _update(self, values: Any) -> int:
        """Of `save`: one row by its key."""
        pk = self._key((), {})
        if pk is None or any(_computed(value) for *_, value in values):
            return super()._update(values)  # type: ignore[misc]
        params = [_stored(field, value) for field, _, value in values]
        key = (
            self.model,
            tuple((field, param is None) for (field, *_), param in zip(values, params, strict=True)),
        )
        if key not in _UPDATES:  # the ORM says NULL without a parameter
            query: Any = self.query.chain(UpdateQuery)
            query.add_update_fields(values)
            _UPDATES[key] = query.get_compiler(self.db).as_sql()[0]
        with connection.cursor() as cursor:
            cursor.execute(_UPDATES[key], [*(one for one in params if one is not None), pk])
            return int(cursor.rowcount)

    def update(self, **values: Any) -> int:
        """Columns of its own of one row by its key."""
        named = {field.name: field for field in self.model._meta.local_concrete_fields}
        told = values.keys() <= named.keys() and not any(isinstance(one, Model) for one in values.values())
        if not values or not told or self._key((), {}) is None:
            return super().update(**values)
        return self._update([(named[name], None, value) for name, value in values.items()])

    def _key(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        """The key where nothing else is asked for: no joins, no order of locks, no part of the row. Else None."""
        query = self.query
        if (
            query.select_related
            or query.select_for_update
            or query.annotations
            or query.is_sliced
            or query.combinator
            or query.distinct
            or query.extra
            or query.deferred_loading != NOTHING
            or self._iterable_class is not ModelIterable
            or self._prefetch_related_lookups  # type: ignore[attr-defined]
            or self._known_related_objects  # type: ignore[attr-defined]
            or self.db != DEFAULT_DB_ALIAS
        ):
            return None
        asked: Any = [*args, *kwargs.items(), *query.where.children]
        if len(asked) != 1 or query.where.negated:
            return None
        key = _asked(asked[0], self.model._meta)
        plain = type(key) in (int, str) and type(_key_field(self.model).to_python(key)) is type(key)
        return key if plain else None


# The words of the ORM for storing a row, by its model and columns.
_INSERTS: dict[Any, tuple[str, Converters]] = {}
_UPDATES: dict[Any, str] = {}


def _insertion(model: type[Model], objs: Sequence[Any], fields: Any, returned: Any) -> tuple[str, Converters]:
    query = InsertQuery(model)
    query.insert_values(fields, [*objs])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = returned
    ((sql, _),) = compiler.as_sql()
    columns = [field.get_col(model._meta.db_table) for field in returned or ()]
    return sql, tuple((place, *one) for place, one in compiler.get_converters(columns).items())


def _beyond(db: str, more: dict[str, Any]) -> bool:
    """Is a row stored elsewhere, as it stands in a file, or only where there is no such row?"""
    elsewhere = (more.get("using") or db) != DEFAULT_DB_ALIAS
    return elsewhere or any(value for name, value in more.items() if name != "using")


def _computed(value: Any) -> bool:
    return hasattr(value, "resolve_expression")


def _stored(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection=connection)


def _asked(asked: Any, options: Any) -> Any:
    """What is asked of the key, as a keyword, as the foreign key's descriptor says it, or as a filter that stands."""
    if isinstance(asked, Q) and len(asked.children) == 1 and not asked.negated:
        asked = asked.children[0]
    if isinstance(asked, Exact):
        column = asked.lhs
        own = isinstance(column, Col) and column.target is options.pk and column.alias == options.db_table
        return asked.rhs if own else None
    return asked[1] if isinstance(asked, tuple) and asked[0] in ("pk", options.pk.attname) else None


def follow_by_kept_statements() -> None:
    """Have foreign keys followed, and rows read anew, by kept statements: everywhere, for that is what most queries are.
    Called once, when all models are there.
    """
    for model in apps.get_models(include_auto_created=True):
        if model._meta.base_manager_name is None:
            manager: Any = Manager.from_queryset(KeyedQuerySet)()
            manager.name, manager.model, manager.auto_created = "_base_manager", model, True
            model._meta.__dict__["base_manager"] = manager
