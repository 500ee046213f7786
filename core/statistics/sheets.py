"""A table as paper and page show it: cells with the lists they open, lines, the sheet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from core.lists.drilldown import Counted
from core.models import Area
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics import wording
from core.statistics.counting import COLUMNS, periods, rounded, table

NOTHING = ("0", "0.00", "0.0%", wording.NOTHING)  # no list stands behind these


class Cell(str):
    """What stands in a cell, and the address of the list behind it (empty: none)."""

    url: str = ""

    @classmethod
    def of(cls, text: str, counted: Counted | None = None) -> Self:
        cell = cls(text)
        cell.url = counted.url if counted and text not in NOTHING else ""
        return cell


@dataclass(frozen=True)
class Line:
    label: str
    cells: Sequence[Cell]
    sum: bool = False
    level: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table as documents/monthly_report.html and the page of a report show it."""

    key: str
    title: str
    left: str
    right: str
    heads: Sequence[str]
    rows: Sequence[Line]
    note: str = ""


def counted(key: str, period: Period, area: Area | None, part: str = "") -> Counted:
    """What the list of a number in an area and a part is asked by."""
    return Counted(key, period, area.code if area else "", part=part)


def kept(key: str, value: Any) -> int | float | str | None:
    """A number as JSON keeps it: counts whole, rates with one decimal, yuan as text with two."""
    if value is None:
        return None
    if indicators()[key].share_of:
        return float(rounded(value) or 0)
    if indicators()[key].unit == "元":
        return str((Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01")))
    return int(value)


def text(key: str, value: Any) -> str:
    """A number as it is printed; yuan in 万元."""
    if value is not None and indicators()[key].unit == "元":
        return wording.ten_thousand(value)
    return wording.number(value, bool(indicators()[key].share_of))


def compared(keys: Iterable[str], month: Period, found: Facts, area: Area | None) -> list[Line]:
    """One line an indicator, with the months it is compared with (core.statistics.counting.table)."""
    columns = periods(month)
    return [
        Line(
            wording.label(indicators()[name]),
            [
                Cell.of(text, counted(name, columns[column], area) if column in columns else None)
                for column, text in zip(COLUMNS, wording.cells(indicators()[name], found[name]), strict=True)
            ],
        )
        for name in keys
        if name in found
    ]


def cells(row: Facts, keys: Iterable[str], month: Period, area: Area | None, part: str = "") -> list[Cell]:
    """The numbers of a row with their lists. What a report of earlier times did not count has a dash."""
    return [Cell.of(text(key, row.get(key)), counted(key, month, area, part)) for key in keys]


# --- What a room's standard tables have in common ---------------------------------------------------------------------


def comparing(
    key: str, title: str, keys: Sequence[str], note: str | Callable[[Facts], str]
) -> StandardTables:
    """A table of one line an indicator, with the months it is compared with; `note`: from its numbers."""

    def sheet(_: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
        said = note if isinstance(note, str) else note(found)
        heads = ["指　标", *COLUMNS.values()]
        return Sheet(key, title, left, "点＝百分点", heads, compared(keys, month, found, area), said)

    return StandardTables(
        {key: title}, {key: keys}, lambda month, area: {key: table(keys, month, area)}, sheet,
        lambda tables: {f"{key}/{one}": row["month"] for one, row in tables.get(key, {}).items()},
        lambda name, rest: indicators()[rest[-1]].label,
    )  # fmt: skip


def flat_rows(*names: str) -> Callable[[Facts], dict[str, Any]]:
    """The numbers of tables that are frozen as {"rows": {part: {key: n}}}, by T12/unit-B01/key."""
    return lambda tables: {
        f"{name}/{part}/{key}": value
        for name in names
        for part, row in tables.get(name, {}).get("rows", {}).items()
        for key, value in row.items()
    }


def named_by(words: Callable[[str], str], part: str, label: str) -> str:
    """村镇办—办结; 合计—办结. A part that is gone is named by itself."""
    try:
        return f"{words(part) if part else '合计'}—{label}"
    except ValueError:
        return f"{part}—{label}"
