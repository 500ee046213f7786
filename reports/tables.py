"""The standard tables of the month (domain: 4.2): plain numbers to freeze, and how they are printed.

`frozen` counts; `sheets` prints what was frozen and nothing else, each cell with the list it opens.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count

from cases import destinations
from cases.models import Case
from core.models import Area
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from reports import mediation_tables, wording
from reports.mediation_tables import T3, T6
from reports.sheets import Cell, Facts, Line, Sheet, counted
from reports.statistics import COLUMNS, T1, cases, month_before, table, year_to

T11 = ("advice", "advice_in_person", "advice_by_phone", "advice_online")
UNITS = 5  # columns of T2; the other units together
TITLES = {
    "T1": "表1　综治中心运行情况汇总表",
    "T2": "表2　事项来源与去向表",
    **mediation_tables.TITLES,
    "T11": "表11　公共法律服务统计表（法律咨询）",
}
COMPARED = {"T1": T1, "T11": T11}  # in the order of their rows: a stored object keeps none


# --- Counting ------------------------------------------------------------------------------------------------


def frozen(month: Period, area: Area | None = None) -> dict[str, Any]:
    """All tables of a natural month, for the town or for an area: numbers that JSON can keep."""
    return {
        "T1": table(month, area),
        "T2": _by_destination(month, area),
        **mediation_tables.frozen(month, area),
        "T11": table(month, area, T11),
    }


def _by_destination(month: Period, area: Area | None) -> dict[str, Any]:
    """T2: what was received, by source and by where it went first. One query and the units' names."""
    rows = indicators()["received"].rows(cases(area), month).order_by()
    sent = rows.annotate(way=destinations.destination(month.until)).values_list("channel", "way")
    cells: dict[str, dict[str, int]] = {}
    for channel, way, number in sent.annotate(n=Count("pk")):
        cells.setdefault(channel, {})[way] = number
    ways = sorted({way for row in cells.values() for way in row})
    return {"cells": cells, "ways": {way: destinations.word(way) for way in ways}}


# --- Printing ------------------------------------------------------------------------------------------------


def sheets(month: Period, tables: Facts, area: Area | None = None) -> list[Sheet]:
    """The tables as they are printed, in the order of their numbers."""
    place = area.name if area else settings.TOWN["name"]
    makers = {"T1": _compared, "T2": _destinations, "T11": _compared}
    return [
        makers.get(key, mediation_tables.sheet)(
            key, month, tables[key], f"{place}　{month.first.year}年{month.first.month}月", area
        )
        for key in TITLES
        if key in tables
    ]


def _compared(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    """T1 and T11: one line an indicator, with the months it is compared with."""
    periods = {
        "month": month,
        "last_month": month_before(month),
        "last_year": month_before(month, 12),
        "ytd": year_to(month),
    }
    lines = [
        Line(
            wording.label(indicators()[name]),
            [
                Cell.of(text, counted(name, periods[column], area) if column in periods else None)
                for column, text in zip(COLUMNS, wording.cells(indicators()[name], found[name]), strict=True)
            ],
        )
        for name in COMPARED[key]
        if name in found
    ]
    note = (
        _flow(*(found[name]["month"] for name in ("opening", "received", "finished", "closing")))
        if key == "T1"
        else ""
    )
    return Sheet(key, TITLES[key], left, "点＝百分点", ["指　标", *COLUMNS.values()], lines, note)


def _flow(opening: int, came: int, went: int, closing: int) -> str:
    return (
        f"勾稽：期初在办＋事项登记－办结＝期末在办（{opening}＋{came}－{went}＝{closing}）。"
        "累计栏的期初为1月1日零时。各项口径见“指标解释”。"
    )


def _destinations(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
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
    return Sheet(
        key, TITLES[key], left, "单位：件", heads, [*lines, line("合　计", "", sums, last=True)], note
    )


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


# --- What each number means, and telling two counts apart --------------------------------------------------------


def definitions(tables: Facts) -> list[dict[str, str]]:
    """Each number of the tables, once, with its sentence."""
    keys = [*T1, *T3, mediation_tables.SETTLED, mediation_tables.REFUSED, *T6, *T11]
    return [{"term": indicators()[key].label, "text": indicators()[key].definition} for key in keys]


def flat(tables: Facts) -> dict[str, Any]:
    """The month's own numbers by a lasting key: T1/received, T2/visit/spot, T3/neighbour/mediation_agreed."""
    found = {
        f"{name}/{key}": row["month"] for name in ("T1", "T11") for key, row in tables.get(name, {}).items()
    }
    for channel, row in tables.get("T2", {}).get("cells", {}).items():
        found |= {f"T2/{channel}/{way}": number for way, number in row.items()}
    return found | mediation_tables.flat(tables)


def said(key: str, was: Any, now: Any) -> str:
    """表1“事项登记”原为5，现为4 — of a key of `flat`."""
    name, *rest = key.split("/")
    where, row = f"表{name[1:]}", ""
    if name == "T2":
        text = f"{where}“{destinations.CHANNELS[rest[0]]}—{destinations.word(rest[1])}”"
        return f"{text}原为{wording.number(was or 0)}，现为{wording.number(now or 0)}"
    if name in mediation_tables.TITLES:
        where, row = mediation_tables.named(name, rest[0])
    indicator = rest[-1]
    label = f"{row}{'—' if row else ''}{indicators()[indicator].label}"
    old, new = (_plain(indicator, value) for value in (was, now))
    return f"{where}“{label}”原为{old}，现为{new}"


def _plain(key: str, value: Any) -> str:
    if indicators()[key].unit == "元":
        return f"{Decimal(value or 0):,}元"
    if value is None and not indicators()[key].share_of:
        value = 0
    return wording.number(value, bool(indicators()[key].share_of))


def unlike(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """The keys under which two counts of a month differ; a number that was not printed is zero.

    What the earlier count did not know at all, a table or a column of later times, is not compared.
    """
    known = {("T2", ""), *map(_column, before)}
    for key in dict.fromkeys([*after, *before]):
        if _column(key) not in known:
            continue
        was, now = (found.get(key, _nothing(key)) for found in (before, after))
        if was != now:
            yield key


def _column(key: str) -> tuple[str, str]:
    """The table and the number; of T2, whose columns come and go, the table alone."""
    name, *_, column = key.split("/")
    return name, "" if name == "T2" else column


def _nothing(key: str) -> Any:
    """What a line that was not there would have said."""
    indicator = indicators().get(key.split("/")[-1])
    if indicator is None or not (indicator.share_of or indicator.unit == "元"):
        return 0
    return None if indicator.share_of else "0.00"
