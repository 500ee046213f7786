"""The standard tables of the month (domain: 4.2), as the rooms declare them: plain numbers to freeze, and how they are
printed. `frozen` counts; `sheets` prints what was frozen and nothing else, each cell with the list it opens.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings

from core.models import Area
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.room import rooms
from core.procedure.standard_tables import Board, Facts, StandardTables
from core.statistics import wording
from core.statistics.sheets import Sheet


@cache
def groups() -> Mapping[str, StandardTables]:
    """Each table by its key, in the order of their numbers: T1, T2, T3, T3L … T11."""
    found = {key: group for room in rooms() for group in room.tables for key in group.titles}
    return {key: found[key] for key in sorted(found, key=_place)}


def _place(key: str) -> tuple[int, str]:
    number = re.sub(r"\D", "", key)
    return int(number), key.partition(number)[2]


@cache
def board() -> Board:
    """The numbers by month, area and category: those of the first room that declares some, which takes in the others'."""
    return next(room.board for room in rooms() if room.board)


def titles() -> dict[str, str]:
    return {key: group.titles[key] for key, group in groups().items()}


def frozen(month: Period, area: Area | None = None) -> dict[str, Any]:
    """All tables of a natural month, for the town or for an area: numbers that JSON can keep."""
    found: dict[str, Any] = {}
    for group in dict.fromkeys(group for room in rooms() for group in room.tables):
        found |= group.freeze(month, area)
    return {key: found[key] for key in groups()}


def sheets(month: Period, tables: Facts, area: Area | None = None) -> list[Sheet]:
    """The tables as they are printed, in the order of their numbers."""
    left = f"{area.name if area else settings.TOWN['name']}　{month.first.year}年{month.first.month}月"
    return [
        group.sheet(key, month, tables[key], left, area) for key, group in groups().items() if key in tables
    ]


# --- What each number means, and telling two counts apart --------------------------------------------------------


def definitions() -> list[dict[str, Any]]:
    """What each number means, under the head of the first table that prints it: several tables count 办结, each its own."""
    told: set[str] = set()
    found = []
    for name, group in groups().items():
        keys = [key for key in dict.fromkeys(group.numbers.get(name, ())) if key not in told]
        told.update(keys)
        terms = [{"term": indicators()[key].label, "text": indicators()[key].definition} for key in keys]
        found += [{"title": group.titles[name], "terms": terms}] if terms else []
    return found


def flat(tables: Facts) -> dict[str, Any]:
    """The month's own numbers by a lasting key: T1/received, T2/visit/spot."""
    found: dict[str, Any] = {}
    for group in dict.fromkeys(group for room in rooms() for group in room.tables):
        found |= group.flat(tables)
    return found


def said(key: str, was: Any, now: Any) -> str:
    """表1“事项登记”原为5，现为4 — of a key of `flat`."""
    name, *rest = key.split("/")
    group = groups()[name]
    where = group.titles[name].split("　")[0]
    old, new = (_plain("" if name in group.loose else rest[-1], value) for value in (was, now))
    return f"{where}“{group.named(name, rest)}”原为{old}，现为{new}"


def _plain(key: str, value: Any) -> str:
    """A number as a sentence names it; without an indicator a count."""
    indicator = indicators().get(key)
    if indicator is None:
        return wording.number(value or 0)
    if indicator.unit == "元":
        return f"{Decimal(value or 0):,}元"
    if value is None and not indicator.share_of:
        value = 0
    return wording.number(value, bool(indicator.share_of))


def unlike(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """The keys under which two counts of a month differ; a number that was not printed is zero.

    What the earlier count did not know at all, a table or a column of later times, is not compared.
    """
    known = {*((name, "") for name, group in groups().items() if name in group.loose), *map(_column, before)}
    for key in dict.fromkeys([*after, *before]):
        if _column(key) not in known:
            continue
        was, now = (found.get(key, _nothing(key)) for found in (before, after))
        if was != now:
            yield key


def _column(key: str) -> tuple[str, str]:
    """The table and the number; where columns come and go, the table alone."""
    name, *_, column = key.split("/")
    return name, "" if name in groups()[name].loose else column


def _nothing(key: str) -> Any:
    """What a line that was not there would have said."""
    indicator = indicators().get(key.split("/")[-1])
    if indicator is None or not (indicator.share_of or indicator.unit == "元"):
        return 0
    return None if indicator.share_of else "0.00"
