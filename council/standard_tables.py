"""T11A, beside T11 (domain: 4.2): democratic consultation in the month, each number with its list."""

from typing import Any

from core.models import Area
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics.counting import COLUMNS, table
from core.statistics.sheets import Sheet, compared
from council.indicators import INDICATORS

KEYS = tuple(one.key for one in INDICATORS)
TITLES = {"T11A": "表11附　民主协商情况表"}
NOTE = "各项按各自办理的日期计，一件议题可以在几项里各计一次；只列数，不评比村居。"


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    return {"T11A": table(KEYS, month, area)}


def sheet(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    heads = ["指　标", *COLUMNS.values()]
    return Sheet(key, TITLES[key], left, "点＝百分点", heads, compared(KEYS, month, found, area), NOTE)


def flat(tables: Facts) -> dict[str, Any]:
    return {f"T11A/{key}": row["month"] for key, row in tables.get("T11A", {}).items()}


def named(name: str, rest: list[str]) -> str:
    return indicators()[rest[-1]].label


TABLES = StandardTables(TITLES, {"T11A": KEYS}, freeze, sheet, flat, named)
