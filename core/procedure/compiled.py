"""Statements that count, put together once: the same numbers of other periods and other readers differ in parameters alone.

The tables of a month are some four hundred conditions, and to put them together anew took nine tenths of their time.
A statement is compiled for two sets of periods that nobody asks for. What both share is fixed; of every other
parameter it must be told, by one way alone, from which moment of which period it comes and how far off it lies. Where
that cannot be told, or where a condition asks the database for itself, nothing is kept and it is compiled each time.

So a condition depends on its periods, on the code, on the day, and on what is `given` while it is counted; on the moment,
and on whether a period is over, only by `Period.known_until`. tests/reports/test_compiled.py compares both ways.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import BooleanField, Expression, F, Q, QuerySet, Value
from django.utils import timezone

from core.procedure.indicators import Period
from core.values import statements
from core.values.moments import as_of
from core.values.statements import MARK, Converters, Row, read_row

Columns = Mapping[str, Any]  # by name: a path of the kind's rows, or an expression
Made = tuple[Q, Sequence[Any]]  # a condition and the aggregates of what it leaves
Make = Callable[[Sequence[Period]], Made]
PutTogether = Callable[[Sequence[Period]], "_Statement"]
MOST = 1_000  # statements kept; some forty are in use, and one for each who reads a dashboard
GAP = "(/* the rows */ %s)"


# --- What is given while it is counted -----------------------------------------------------------------------------

_given: ContextVar[Mapping[str, Any]] = ContextVar("given", default={})  # noqa: B039 (never changed)


class Given(list[Any]):
    """A parameter that is looked up anew whenever the statement runs: the list given under a name and a key."""

    def __init__(self, name: str, key: str) -> None:
        super().__init__(_given.get()[name][key])
        self.place = (name, key)


@contextmanager
def given(name: str, values: Mapping[str, list[Any]]) -> Iterator[None]:
    """While many numbers are counted: lists that their conditions read (Given) and that are found once for all."""
    token = _given.set({**_given.get(), name: values})
    try:
        yield
    finally:
        _given.reset(token)


def is_given(name: str) -> bool:
    return name in _given.get()


# --- Periods that nobody asks for ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told(Period):
    """A period whose `known_until` does not run on while a statement is put together."""

    known: datetime

    @property
    def known_until(self) -> datetime:
        return self.known

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        return self.since, self.until, self.known

    @cached_property
    def days(self) -> tuple[date, ...]:
        return self.first, self.last, timezone.localdate(self.known)

    @cached_property
    def hours(self) -> tuple[time, ...]:
        return tuple(timezone.localtime(moment).time() for moment in self.moments)

    def points(self, what: type) -> tuple[Any, ...]:
        return {datetime: self.moments, date: self.days, time: self.hours}[what]


def _told(period: Period) -> _Told:
    return _Told(period.first, period.last, period.known_until)


def _odd(place: int, turn: int) -> _Told:
    """Far and wide apart, so that no two of their days differ alike in both turns: over for long in the first, to come in the
    second, so that what is the earlier of today and a day of theirs is not taken for a fixed day.
    """
    dice = Random(1000 * turn + place)  # noqa: S311 (no secret)
    begin, wide, long = (date(2100, 1, 1), 1_000_000, 100_000) if turn else (date(1992, 1, 1), 6_000, 3_000)
    first = begin + timedelta(days=dice.randrange(wide))
    last = first + timedelta(days=dice.randrange(40, long))
    known = datetime.combine(
        last + timedelta(days=dice.randrange(400, long)), time(9, 41, dice.randrange(60))
    )
    return _Told(first, last, timezone.make_aware(known))


# --- A statement ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _From:
    """A parameter that lies `off` from a moment, or a day, of a period, or is the hour of one."""

    period: int
    place: int
    what: type
    off: timedelta | bool

    def of(self, periods: Sequence[_Told]) -> Any:
        point = periods[self.period].points(self.what)[self.place]
        return point if self.what is time else point + self.off


@dataclass(frozen=True)
class _Statement:
    """SQL with a gap for the rows that are counted, its parameters, and how what comes back is read."""

    sql: str
    params: Row
    converters: Converters

    def filled(self, rows: "Condition", periods: Sequence[_Told]) -> tuple[str, list[Any]]:
        where, own = rows
        found: list[Any] = []
        for one in self.params:
            if one is MARK:
                found.extend(own)
            elif isinstance(one, _From):
                found.append(one.of(periods))
            else:
                found.append(Given(*one.place) if isinstance(one, Given) else one)
        return self.sql.replace(GAP, f"({where})", 1), found

    def run(self, rows: "Condition", periods: Sequence[_Told]) -> list[Row]:
        with statements.planned_anew(), connection.cursor() as cursor:
            cursor.execute(*self.filled(rows, periods))
            return [read_row(row, self.converters) for row in cursor.fetchall()]


class _Gap(Expression):
    """Where the condition of the rows that are counted stands."""

    conditional = True

    def __init__(self) -> None:
        super().__init__(output_field=BooleanField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Row]:
        return GAP, (MARK,)


Condition = tuple[str, Sequence[Any]]
NONE: Condition = ("TRUE", ())
_kept: dict[Any, _Statement | None] = {}
_day: list[date] = []


def counted(matters: Any, columns: Columns, key: Any, periods: Sequence[Period], make: Make) -> list[Row]:
    """Of the rows that the condition leaves: the aggregates, for each group of rows that agree in the columns, which
    come first. `make` is told apart by its `key`: it says the same for the same one, save for the periods. One query.
    """
    asked = [_told(period) for period in periods]
    if not {name for name, times in matters.query.alias_refcount.items() if times} <= _tables(matters.model):
        return _compiled(matters, columns, make(asked)).run(
            NONE, asked
        )  # a table of its own may stand for another
    found = _condition(matters)
    if found is None:
        return []
    key = (matters.model, tuple(columns.items()), key, len(asked), frozenset(_given.get()))
    kept = _keep(key, len(asked), lambda those: _compiled(_gap(matters.model), columns, make(those)))
    return (kept or _compiled(_gap(matters.model), columns, make(asked))).run(found, asked)


def listed(
    key: Any, periods: Sequence[Period], make: Callable[[Sequence[Period]], QuerySet[Any]]
) -> list[Row]:
    """The rows of the query that `make` says for the periods; it is told apart by its `key`, where all stands that it asks
    of its reader. What it asks for the present moment (core.values.moments.now) is what the first period knows.
    """
    asked = [_told(period) for period in periods]

    def put_together(those: Sequence[Period]) -> _Statement:
        with as_of(those[0].known_until):
            return _Statement(*statements.compiled(make(those).query))

    kept = _keep((key, len(asked), frozenset(_given.get())), len(asked), put_together)
    return (kept or put_together(asked)).run(NONE, asked)


def _keep(key: Any, many: int, put_together: PutTogether) -> _Statement | None:
    """The statement for whatever periods, learnt once a day; None where it must be put together each time."""
    if _day != [timezone.localdate()] or len(_kept) > MOST:
        _kept.clear()
        _day[:] = [timezone.localdate()]
    if key in _kept:
        return _kept.get(key)  # another thread may forget them all meanwhile: then it is compiled this once
    kept = _kept[key] = _learnt(many, put_together)
    return kept


def _condition(matters: Any) -> Condition | None:
    """By which the rows of a kind are chosen, on its own columns and the matter's. None: there are none."""
    compiler = matters.query.get_compiler(connection=connection)
    try:
        where, params = matters.query.where.as_sql(compiler, connection)
    except EmptyResultSet:
        return None
    except FullResultSet:
        return NONE
    return where, params


def _tables(model: Any) -> set[str]:
    return {model._meta.db_table, *(parent._meta.db_table for parent in model._meta.parents)}


def _gap(model: Any) -> Any:
    """Rows whose condition is still to come."""
    return model._default_manager.filter(_Gap())


def _compiled(matters: Any, columns: Columns, made: Made) -> _Statement:
    condition, aggregates = made
    by: dict[str, Any] = {
        f"by{n}": F(one) if isinstance(one, str) else one for n, one in enumerate(columns.values())
    }
    by = by or {"by": Value(1)}
    rows = matters.annotate(**by).filter(condition).order_by().values(*by)
    query = rows.annotate(**{f"n{n}": one for n, one in enumerate(aggregates)}).query
    own = matters.model._meta.db_table
    if any(query.alias_map[name].parent_alias not in (None, own) for name in _tables(matters.model)):
        raise RuntimeError("a table of the kind's own stands under another name")
    return _Statement(*statements.compiled(query))


def _learnt(many: int, put_together: PutTogether) -> _Statement | None:
    """The statement for whatever periods; None where it is not the same for all."""
    turns = [[_odd(place, turn) for place in range(many)] for turn in (0, 1)]
    try:
        with connection.execute_wrapper(_refused):
            one, other = map(put_together, turns)
    except _Asked:
        return None
    if one.sql != other.sql or len(one.params) != len(other.params):
        return None
    pairs = zip(one.params, other.params, strict=True)
    params = tuple(_parameter(*pair, turns) for pair in pairs)
    return None if None in params else replace(one, params=params)


class _Asked(Exception):
    """A condition asked the database while it was put together."""


def _refused(*_: Any) -> Any:
    raise _Asked


def _parameter(one: Any, other: Any, turns: Sequence[Sequence[_Told]]) -> Any:
    """What stands for both: the same value, or the one way in which both come from their periods. None: neither."""
    if type(one) is not type(other):
        return None
    if one == other or getattr(one, "obj", MARK) == getattr(other, "obj", None):
        return one
    what = next((known for known in (datetime, date, time) if isinstance(one, known)), None)
    if what is None:
        return None
    ways = [
        _From(period, place, what, off)
        for period, both in enumerate(zip(*turns, strict=True))
        for place, (point, then) in enumerate(zip(*(told.points(what) for told in both), strict=True))
        if (off := _off(one, point)) == _off(other, then) and off is not False
    ]
    return ways[0] if len(ways) == 1 else None


def _off(one: Any, point: Any) -> timedelta | bool:
    """How far off a moment or a day lies; of an hour, whether it is the same: one that is not comes from elsewhere."""
    return one == point if isinstance(one, time) else one - point
