"""T13 关爱走访情况表 (domain: 4.2): counts and nothing else, of the whole town alone. A cell below three is left out, and with it
what would give it away: another cell of its column, and who came in beside who left.

No indicator and no list stands behind it: whoever may count may not open the register.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q

from core.models import Area
from core.procedure.indicators import Period
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics.sheets import Cell, Line, Sheet, flat_rows
from grid.models import Care, CareHelp, CareKind, CareVisit

COLUMNS = {"on": "在册", "new": "新增", "ended": "结束", "due": "应走访", "made": "已走访", "help": "帮扶"}
TITLE = "表13　关爱走访情况表"
FEWEST = 3
LEFT_OUT = "＊"
PAIRS = (("new", "ended"), ("due", "made"))
Counts = dict[str, dict[str, int]]


def counts(month: Period) -> Counts:
    """By kind, all cells as they are."""
    within = (month.first, month.last)
    people = _by_kind(
        Care.objects.filter(listed_on__lte=month.last), "topic",
        on=Q(ended_on=None) | Q(ended_on__gt=month.last), new=Q(listed_on__range=within), ended=Q(ended_on__range=within),
    )  # fmt: skip
    visits = _by_kind(
        CareVisit.objects.filter(due_on__range=within), "matter__topic", due=Q(), made=Q(made=True)
    )
    helps = _by_kind(CareHelp.objects.filter(day__range=within), "matter__topic", help=Q())
    found = {
        kind.name: {
            key: {**people.get(kind.pk, {}), **visits.get(kind.pk, {}), **helps.get(kind.pk, {})}.get(key, 0)
            for key in COLUMNS
        }
        for kind in CareKind.objects.all()
    }
    return {name: row for name, row in found.items() if any(row.values())}


def _by_kind(rows: Any, column: str, **cells: Q) -> dict[int, dict[str, int]]:
    """The cells of each kind, in one query."""
    groups = (
        rows.order_by()
        .values(column)
        .annotate(**{key: Count("pk", filter=which) for key, which in cells.items()})
    )
    return {group.pop(column): group for group in groups}


def suppressed(rows: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int | None]]:
    """With the sum ("") and None where a cell is left out. What is left out of a column adds up to three at least and is never
    one cell alone beside a sum that is shown, so no subtraction tells it.
    """
    whole = {**rows, "": {key: sum(row[key] for row in rows.values()) for key in COLUMNS}}
    out = {(name, key) for name, row in whole.items() for key in COLUMNS if 0 < row[key] < FEWEST}
    before: set[tuple[str, str]] = set()
    while before != out:
        before = set(out)
        for name in whole:
            for pair in PAIRS:
                if any((name, key) in out for key in pair):
                    out |= {(name, key) for key in pair}
        for key in COLUMNS:
            out |= _beside(whole, key, out)
    return {
        name: {key: None if (name, key) in out else row[key] for key in COLUMNS}
        for name, row in whole.items()
    }


def _beside(
    whole: Mapping[str, Mapping[str, int]], key: str, out: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """One more cell of the column, the smallest, where what is left out could be told from the sum; else the sum itself."""
    hidden = [name for name in whole if name and (name, key) in out]
    if not hidden or ("", key) in out:
        return set()
    if len(hidden) > 1 and sum(whole[name][key] for name in hidden) >= FEWEST:
        return set()
    left = sorted(
        (whole[name][key], name) for name in whole if name and name not in hidden and whole[name][key]
    )
    return {(left[0][1] if left else "", key)}


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    """Frozen as it may be printed: what is left out is nowhere. Of a part of the town nothing, for the others could be told by it."""
    rows = {} if area else suppressed(counts(month))
    return {"T13": {"rows": rows, "lines": [name for name in rows if name]}}


def sheet(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    def line(label: str, name: str, **more: Any) -> Line:
        row = found["rows"][name]
        return Line(
            label, [Cell(LEFT_OUT if row[one] is None else f"{row[one]:,}") for one in COLUMNS], **more
        )

    rows = found["rows"]
    lines = [line(name, name) for name in found["lines"]]
    lines += [line("合　计", "", sum=True)] if "" in rows else []
    note = (
        f"只列数，内部掌握。不足{FEWEST}的不列（{LEFT_OUT}），能由此推算出来的也不列。只出全镇的表。"
        "应走访按走访周期到期计，到期没有走访的算应走访。帮扶按次计。"
    )
    return Sheet("T13", TITLE, left, "", ["类　别", *COLUMNS.values()], lines, note)


def named(name: str, rest: list[str]) -> str:
    """独居老人—在册."""
    return f"{rest[0] or '合计'}—{COLUMNS[rest[-1]]}"


TABLES = StandardTables({"T13": TITLE}, {"T13": ()}, freeze, sheet, flat_rows("T13"), named)
