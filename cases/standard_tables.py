"""Tables 1 and 2 of the month (domain: 4.2): what came to the hall, and where it went."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from cases import destinations
from cases.models import Case
from core.models import Area
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics import wording
from core.statistics.counting import all_of
from core.statistics.sheets import Cell, Line, Sheet, comparing, counted

# The rows of T1, in the order in which they are printed.
T1 = (
    "visits", "visitors", "received", "settled", "dispatched", "opening", "finished", "closing",
    "on_time_rate", "finished_late", "overdue", "satisfaction_rate", "rated", "legal_wishes",
)  # fmt: skip
UNITS = 5  # columns of T2; the other units together
TITLE = "表2　事项来源与去向表"


def _flow(found: Facts) -> str:
    opening, came, went, closing = (
        found[name]["month"] for name in ("opening", "received", "finished", "closing")
    )
    return (
        f"勾稽：期初在办＋事项登记－办结＝期末在办（{opening}＋{came}－{went}＝{closing}）。"
        "累计栏的期初为1月1日零时。各项口径见“指标解释”。"
    )


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    """What was received, by source and by where it went first. One query and the units' names."""
    rows = indicators()["received"].rows(all_of("case", area), month).order_by()
    sent = rows.annotate(way=destinations.destination(month.until)).values_list("channel", "way")
    cells: dict[str, dict[str, int]] = {}
    for channel, way, number in sent.annotate(n=Count("pk")):
        cells.setdefault(channel, {})[way] = number
    ways = sorted({way for row in cells.values() for way in row})
    return {"T2": {"cells": cells, "ways": {way: destinations.word(way) for way in ways}}}


def sheet(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    cells = found["cells"]
    sums: Counter[str] = Counter()
    for row in cells.values():
        sums.update(row)
    columns = _columns(sums, found["ways"])
    whole = sum(sums.values())

    def line(label: str, channel: str, row: Mapping[str, int], *, last: bool = False) -> Line:
        n = sum(row.values())
        parts = [(way, sum(row.get(member, 0) for member in members)) for way, _, members in columns]
        return Line(
            label,
            [
                Cell.of(f"{n:,}", counted("received", month, area, destinations.part(channel))),
                Cell.of(wording.percent(n, whole)),
                *(
                    Cell.of(f"{count:,}", counted("received", month, area, destinations.part(channel, way)))
                    for way, count in parts
                ),
            ],
            sum=last,
        )

    lines = [line(label, channel, cells.get(channel, {})) for channel, label in Case.Channel.choices]
    heads = ["来　源", "件数", "占比", *(head for _, head, _ in columns)]
    note = "去向以首次送出为准：当场答复、转调解、书面告知、转给的承办单位；之后退回、改派的不改。合计与表1“事项登记”相等。"
    return Sheet(key, TITLE, left, "单位：件", heads, [*lines, line("合　计", "", sums, last=True)], note)


def _columns(sums: Mapping[str, int], words: Mapping[str, str]) -> list[tuple[str, str, list[str]]]:
    """(destination, its head, what it holds): the fixed ones that occur, the busiest units, the others."""
    ways = [way for way in (*destinations.ways(), destinations.NOWHERE) if sums.get(way)]
    units = sorted(
        (way for way in sums if way.startswith(destinations.UNIT)), key=lambda way: (-sums[way], way)
    )
    named, rest = (units, []) if len(units) <= UNITS + 1 else (units[:UNITS], units[UNITS:])
    columns = [(way, words[way], [way]) for way in (*(w for w in ways if w != destinations.NOWHERE), *named)]
    if rest:
        others = destinations.others(int(way.removeprefix(destinations.UNIT)) for way in named)
        columns.append((others, destinations.word(others), rest))
    if destinations.NOWHERE in ways:
        columns.append((destinations.NOWHERE, words[destinations.NOWHERE], [destinations.NOWHERE]))
    return columns


# --- Telling two counts apart -----------------------------------------------------------------------------------


def flat(tables: Facts) -> dict[str, Any]:
    """T2/visit/spot."""
    rows = tables.get("T2", {}).get("cells", {})
    return {f"T2/{channel}/{way}": number for channel, row in rows.items() for way, number in row.items()}


def named(name: str, rest: list[str]) -> str:
    """来访—当场办结."""
    return f"{destinations.CHANNELS[rest[0]]}—{destinations.word(rest[1])}"


TABLES = (
    comparing("T1", "表1　综治中心运行情况汇总表", T1, _flow),
    StandardTables({"T2": TITLE}, {}, freeze, sheet, flat, named, loose=frozenset({"T2"})),
)
