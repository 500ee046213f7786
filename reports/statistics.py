"""Counting: many numbers of many periods in one query, comparisons, and table T1 (domain: 4.1, 4.2).

Official tables are made here under the statistician's right: they count every matter, sealed ones too,
and hold nothing but numbers. Working numbers start from Matter.objects.visible_to(user) instead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.indicators import Indicator, Period
from core.models import Area
from core.procedures import by_kind, indicators

# The rows of T1, in the order in which they are printed.
T1 = (
    "visits", "visitors", "received", "settled", "dispatched", "opening", "finished", "closing",
    "on_time_rate", "finished_late", "overdue", "satisfaction_rate", "rated",
)  # fmt: skip
COLUMNS = {
    "month": "本月",
    "last_month": "上月",
    "mom": "环比",
    "last_year": "上年同月",
    "yoy": "同比",
    "ytd": "今年累计",
}
TREND = ("received", "finished")

Asked = tuple[str, Period]


# --- Periods -----------------------------------------------------------------------------------------


def month_of(text: str) -> Period:
    """`2026-11` as a period; ValueError with a sentence for anything else."""
    year, _, month = text.partition("-")
    if not (
        len(text) == 7 and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and int(year)
    ):
        raise ValueError(f"月份“{text}”不对，应写作 2026-11")
    return Period.of_month(int(year), int(month))


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


def day_before(day: date) -> date:
    return day - timedelta(days=1)


# --- Counting ----------------------------------------------------------------------------------------


def cases() -> Any:
    """Every case, for official tables: the caller answers for the right to count all."""
    return by_kind()["case"].model._default_manager.all()


def count(matters: Any, asked: Iterable[Asked]) -> dict[Asked, Fraction | None]:
    """The numbers asked for, in one query. Counts are whole; a rate is exact per cent, None over nothing."""
    asked = list(asked)
    parts = {part: f"n{index}" for index, part in enumerate(_parts(asked))}
    found = matters.aggregate(**aggregates(parts))
    return {one: _value(indicators()[one[0]], one[1], parts, found) for one in asked}


def count_by(
    matters: Any, columns: tuple[str, ...], asked: Iterable[Asked]
) -> list[tuple[tuple[Any, ...], list[int]]]:
    """Counts (not rates) for each group of rows that agree in the columns: (group, numbers)."""
    parts = {part: f"n{index}" for index, part in enumerate(asked)}
    rows = matters.order_by().values_list(*columns).annotate(**aggregates(parts))
    return [(row[: len(columns)], list(row[len(columns) :])) for row in rows]


def aggregates(parts: Mapping[Asked, str]) -> dict[str, Any]:
    """The aggregates of a query, by alias."""
    return {alias: indicators()[key].aggregate(period) for (key, period), alias in parts.items()}


def _parts(asked: Iterable[Asked]) -> dict[Asked, None]:
    """What must be counted: of a rate also what stands below the line. Each once, in order."""
    wanted: dict[Asked, None] = {}
    for key, period in asked:
        wanted[key, period] = None
        if below := indicators()[key].share_of:
            wanted[below, period] = None
    return wanted


def _value(indicator: Indicator, period: Period, parts: Mapping[Asked, str], found: Mapping[str, int]) -> Any:
    number = found[parts[indicator.key, period]]
    if not indicator.share_of:
        return Fraction(number)
    whole = found[parts[indicator.share_of, period]]
    return Fraction(number * 100, whole) if whole else None


# --- Rounding and comparing ------------------------------------------------------------------------------


def rounded(value: Fraction | None) -> Decimal | None:
    """One decimal, half up, away from zero: 0.05 → 0.1, −0.05 → −0.1."""
    if value is None:
        return None
    tenths = (abs(value.numerator) * 20 + value.denominator) // (2 * value.denominator)
    return Decimal(tenths if value >= 0 else -tenths).scaleb(-1)


def change(now: Fraction | None, before: Fraction | None, rate: bool) -> Decimal | None:
    """同比 or 环比: per cent of the base; of rates the difference in 百分点, taken before rounding.

    None (—, 不可比) where the base is 0 or unknown.
    """
    if now is None or before is None:
        return None
    if rate:
        return rounded(now - before)
    return rounded((now - before) * 100 / before) if before else None


# --- T1 ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A row of T1. Counts are ints, rates and changes have one decimal; None is printed —."""

    indicator: Indicator
    month: int | Decimal | None
    last_month: int | Decimal | None
    mom: Decimal | None
    last_year: int | Decimal | None
    yoy: Decimal | None
    ytd: int | Decimal | None

    @property
    def is_rate(self) -> bool:
        return bool(self.indicator.share_of)

    def facts(self) -> dict[str, int | float | None]:
        """Plain numbers by column, for JSON; changes of rates are 百分点, of counts per cent."""
        values = {column: getattr(self, column) for column in COLUMNS}
        return {name: float(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def table(month: Period, area: Area | None = None) -> dict[str, Line]:
    """T1 of a natural month, for the town or for an area and what lies below it. One query."""
    matters = cases().in_area(area) if area else cases()
    columns = {
        "month": month, "last_month": month_before(month), "last_year": month_before(month, 12),
        "ytd": year_to(month),
    }  # fmt: skip
    found = count(matters, [(key, period) for key in T1 for period in columns.values()])
    return {key: _line(key, {name: found[key, period] for name, period in columns.items()}) for key in T1}


def _line(key: str, values: Mapping[str, Fraction | None]) -> Line:
    indicator = indicators()[key]
    rate = bool(indicator.share_of)
    shown = {name: rounded(value) if rate else int(value or 0) for name, value in values.items()}
    return Line(
        indicator, **shown,
        mom=change(values["month"], values["last_month"], rate),
        yoy=change(values["month"], values["last_year"], rate),
    )  # fmt: skip


def facts(month: Period, area: Area | None = None) -> dict[str, dict[str, int | float | None]]:
    """T1 as plain numbers: what the report freezes and `manage.py statistics --json` prints."""
    return {key: line.facts() for key, line in table(month, area).items()}


def trend(matters: Any, last: Period, months: int) -> list[tuple[Period, int, int]]:
    """Received and finished of the months up to `last`, oldest first. One query."""
    periods = [month_before(last, back) for back in range(months - 1, 0, -1)] + [last]
    found = count(matters, [(key, period) for period in periods for key in TREND])
    return [(period, *(int(found[key, period] or 0) for key in TREND)) for period in periods]
