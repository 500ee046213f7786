"""Counting: many numbers of many periods in one query, and comparisons (domain: 4.1, 4.2).

Official tables are made here under the statistician's right: they count every matter, sealed ones too,
and hold nothing but numbers. Working numbers start from Matter.objects.visible_to(user) instead.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from core.models import Area
from core.procedure import compiled
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, counting, indicators

COLUMNS = {
    "month": "本月",
    "last_month": "上月",
    "mom": "环比",
    "last_year": "上年同月",
    "yoy": "同比",
    "ytd": "今年累计",
}

Asked = tuple[str, Period]  # the key of an indicator, and when
Counts = dict[Asked, Fraction | None]
Groups = dict[tuple[Any, ...], dict[Asked, int]]
Row = dict[str, int | float | None]  # by column
Table = dict[str, Row]  # by indicator


# --- Periods -----------------------------------------------------------------------------------------


def month_of(text: str) -> Period:
    """`2026-11` as a period; ValueError with a sentence for anything else."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) or text.startswith("0000"):
        raise ValueError(f"月份“{text}”不对，应写作 2026-11")
    return Period.of_month(int(text[:4]), int(text[5:]))


def name_of(month: Period) -> str:
    """The month as it is asked for: 2026-11."""
    return f"{month.first:%Y-%m}"


def month_before(month: Period, months: int = 1) -> Period:
    """The natural month so many months earlier."""
    index = month.first.year * 12 + month.first.month - 1 - months
    return Period.of_month(index // 12, index % 12 + 1)


def year_to(period: Period) -> Period:
    """From new year to the end of the period (今年累计)."""
    return Period(date(period.last.year, 1, 1), period.last)


def periods(month: Period) -> dict[str, Period]:
    """The columns of a row that are counted, by name; the others compare them."""
    return {
        "month": month,
        "last_month": month_before(month),
        "last_year": month_before(month, 12),
        "ytd": year_to(month),
    }


# --- Counting ----------------------------------------------------------------------------------------


def all_of(kind: str, area: Area | None = None) -> Any:
    """Every matter of a kind, or those of an area, for official tables: the caller answers for the right to count all."""
    rows = by_kind()[kind].model._default_manager.all()
    return rows.in_area(area) if area else rows


def count(matters: Any, asked: Iterable[Asked]) -> Counts:
    """The numbers asked for, one query a period. Counts are whole; a rate is exact per cent, None over 0."""
    by_period: dict[Period, list[Asked]] = {}
    for key, period in asked:
        by_period.setdefault(period, []).append((key, period))
    found: Counts = {}
    for wanted in by_period.values():
        found |= values(total(count_by(matters, (), wanted).values(), wanted))
    return found


def count_by(matters: Any, columns: Sequence[str] | Mapping[str, Any], asked: Sequence[Asked]) -> Groups:
    """What must be counted for the numbers asked for, in one query, for each group of rows that agree in
    the columns (names, or expressions by name): {group: {(key, period): count}}. Sums over groups are the counts of the
    whole; `values` turns counts into numbers.
    """
    parts = _parts(asked)
    at = list(dict.fromkeys(period for _, period in parts))
    keys = tuple((key, at.index(period)) for key, period in parts)
    named = columns if isinstance(columns, Mapping) else {name: name for name in columns}

    def make(periods: Sequence[Period]) -> compiled.Made:
        those = [(key, periods[place]) for key, place in keys]
        return _among(matters.model, those), [indicators()[key].aggregate(period) for key, period in those]

    rows = compiled.counted(matters, named, keys, at, make)
    width, sums = len(named) or 1, _sums(asked)
    return {row[:width] if named else (): _with_sums(sums, parts, row[width:]) for row in rows}


def count_part(matters: Any, key: str, period: Period, part: str = "") -> int:
    """How much a number is in one of the parts that it is split into: what its list holds. ValueError: no such part."""
    number = indicators()[key]

    def make(periods: Sequence[Period]) -> compiled.Made:
        return number.among(periods[0], part), [number.aggregate(periods[0])]

    rows = compiled.counted(matters, {}, (key, part), [period], make)
    return rows[0][-1] if rows else 0


def _among(model: Any, parts: Sequence[Asked]) -> Q:
    """Those in play in the periods, and those to which what is counted happened after they were closed: each gathered by its
    index, for with an OR every matter would be looked at.
    """
    later = [indicators()[key].counts(period) for key, period in parts if indicators()[key].afterwards]
    spans = dict.fromkeys(period for _, period in parts)
    in_play = Q(reduce(or_, (period.in_play for period in spans)), kind=counting()[parts[0][0]].kind)
    if not later:
        return in_play
    rows = [model._default_manager.filter(one).order_by().values("pk") for one in (in_play, *later)]
    return Q(pk__in=rows[0].union(*rows[1:], all=True))


def total(groups: Iterable[Mapping[Asked, int]], asked: Sequence[Asked]) -> dict[Asked, int]:
    """The counts of several groups together; zeros where there are none."""
    wanted = _wanted(asked)
    rows = [[group[one] for one in wanted] for group in groups]
    return (
        dict(zip(wanted, map(sum, zip(*rows, strict=True)), strict=True))
        if rows
        else dict.fromkeys(wanted, 0)
    )


def values(counts: Mapping[Asked, int]) -> Counts:
    """The numbers that the counts make; rates by what stands above and below their line."""
    return {(key, period): _value(key, period, counts) for key, period in counts}


def _value(key: str, period: Period, counts: Mapping[Asked, int]) -> Fraction | None:
    if below := indicators()[key].share_of:
        whole = counts[below, period]
        return Fraction(counts[key, period] * 100, whole) if whole else None
    return Fraction(counts[key, period])


def _wanted(asked: Sequence[Asked]) -> list[Asked]:
    """The counts needed: of a rate also what stands below the line. Each once, in order."""
    below = [(indicators()[key].share_of, period) for key, period in asked]
    return list(dict.fromkeys([*asked, *((key, period) for key, period in below if key)]))


def _parts(asked: Sequence[Asked]) -> list[Asked]:
    """What the query counts: sums by their parts, which cost nothing more where those are asked for too."""
    parts = ((part, period) for key, period in _wanted(asked) for part in indicators()[key].sum_of or (key,))
    return list(dict.fromkeys(parts))


def _sums(asked: Sequence[Asked]) -> list[tuple[Asked, list[Asked]]]:
    """Of those wanted what is added up from its parts, with these."""
    found = ((one, indicators()[one[0]].sum_of) for one in _wanted(asked))
    return [((key, period), [(part, period) for part in parts]) for (key, period), parts in found if parts]


def _with_sums(
    sums: Sequence[tuple[Asked, Sequence[Asked]]], parts: Sequence[Asked], row: Iterable[int]
) -> dict[Asked, int]:
    """The counts of a row of the query by what they count, with the sums added up."""
    counts = dict(zip(parts, row, strict=True))
    for one, members in sums:
        counts[one] = sum(counts[member] for member in members)
    return counts


# --- Rounding and comparing ------------------------------------------------------------------------------


def rounded(value: Fraction | None) -> Decimal | None:
    """One decimal, half up, away from zero: 0.05 → 0.1, −0.05 → −0.1."""
    if value is None:
        return None
    tenths = (abs(value.numerator) * 20 + value.denominator) // (2 * value.denominator)
    return Decimal(tenths if value >= 0 else -tenths).scaleb(-1)


def shown(value: Fraction | None, rate: bool) -> int | Decimal | None:
    """An exact number as it is shown: counts whole, rates with one decimal."""
    if value is None:
        return None
    return rounded(value) if rate else int(value)


def change(now: Fraction | None, before: Fraction | None, rate: bool) -> Decimal | None:
    """同比 or 环比: per cent of the base; of rates the difference in 百分点 of what is printed, so that
    a reader who subtracts gets the same.

    None (—, 不可比) where the base is 0 or unknown.
    """
    if now is None or before is None:
        return None
    if rate:
        return (rounded(now) or Decimal()) - (rounded(before) or Decimal())
    return rounded((now - before) * 100 / before) if before else None


# --- A table with its months to compare --------------------------------------------------------------


def table(keys: Sequence[str], month: Period, area: Area | None = None) -> Table:
    """Numbers in a natural month, for the town or for an area and what lies below it: plain numbers by row and column,
    as the report freezes them and `manage.py statistics --json` prints them. The numbers of a kind are counted at once.

    Counts are whole, rates and changes have one decimal; changes of rates are 百分点, of counts per cent;
    None is printed —.
    """
    kinds: dict[str, list[str]] = {}
    for key in keys:
        kinds.setdefault(counting()[key].kind, []).append(key)
    found: Table = {}
    for kind, own in kinds.items():
        found |= rows_of(own, month, count(all_of(kind, area), to_compare(own, month)))
    return {key: found[key] for key in keys}


def to_compare(keys: Iterable[str], month: Period) -> list[Asked]:
    """What must be counted for the rows of these numbers."""
    return [(key, period) for key in keys for period in periods(month).values()]


def rows_of(keys: Iterable[str], month: Period, found: Counts) -> Table:
    """The rows of these numbers, counted before."""
    columns = periods(month)
    return {
        key: row_of(
            {name: found[key, period] for name, period in columns.items()}, bool(indicators()[key].share_of)
        )
        for key in keys
    }


def row_of(found: Mapping[str, Fraction | None], rate: bool, mean: bool = False) -> Row:
    """The columns of a row, from its exact numbers by period. A mean has a decimal as a rate has, and changes as counts do."""
    cells = {name: shown(value, rate or mean) for name, value in found.items()}
    cells["mom"] = change(found["month"], found["last_month"], rate)
    cells["yoy"] = change(found["month"], found["last_year"], rate)
    return {name: float(value) if isinstance(value := cells[name], Decimal) else value for name in COLUMNS}


def trend(matters: Any, keys: tuple[str, str], last: Period, months: int) -> list[tuple[Period, int, int]]:
    """Two numbers, as what came in and what was finished, of the months up to `last`, which may be running, oldest
    first. One query.
    """
    months_back = [month_before(last, back) for back in range(months - 1, 0, -1)] + [last]

    def make(periods: Sequence[Period]) -> compiled.Made:
        *each, span = periods
        return span.in_play, [indicators()[key].aggregate(period) for period in each for key in keys]

    span = Period(months_back[0].first, last.last)
    found = compiled.counted(matters, {}, ("trend", keys), [*months_back, span], make)
    _, *row = found[0] if found else [0] * (2 * months + 1)
    return [(period, row[2 * index], row[2 * index + 1]) for index, period in enumerate(months_back)]
