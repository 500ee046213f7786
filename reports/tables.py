"""The standard tables of the month (domain: 4.2): plain numbers to freeze, and how they are printed.

`frozen` counts; `sheets` prints what was frozen and nothing else, each cell with the list it opens.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db.models import Count

from cases import destinations
from cases.models import Case
from core.counted import Counted
from core.indicators import Period
from core.models import Area
from core.procedures import indicators
from mediation.models import Mediation
from reports import wording
from reports.statistics import (
    COLUMNS,
    T1,
    cases,
    count_by,
    mediations,
    month_before,
    rounded,
    table,
    total,
    values,
    year_to,
)

T11 = ("advice", "advice_in_person", "advice_by_phone", "advice_online")
T3 = tuple(
    f"mediation_{key}"
    for key in (
        "opening", "accepted", "agreed", "rate", "rate_of_accepted", "ended", "closing",
        "people", "amount", "written", "oral",
    )
)  # fmt: skip
T3_PRINTED = (*T3[:4], *T3[5:])  # the second rate stands in the note
UNITS = 5  # columns of T2; the other units together
TITLES = {
    "T1": "表1　综治中心运行情况汇总表",
    "T2": "表2　事项来源与去向表",
    "T3": "表3　人民调解案件情况统计表",
    "T11": "表11　公共法律服务统计表（法律咨询）",
}
NOTHING = ("0", "0.00", "0.0%", wording.NOTHING)  # no list stands behind these
COMPARED = {"T1": T1, "T11": T11}  # in the order of their rows: a stored object keeps none
Facts = Mapping[str, Any]


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


# --- Counting ------------------------------------------------------------------------------------------------


def frozen(month: Period, area: Area | None = None) -> dict[str, Any]:
    """All tables of a natural month, for the town or for an area: numbers that JSON can keep."""
    return {
        "T1": table(month, area),
        "T2": _by_destination(month, area),
        "T3": _by_dispute(month, area),
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


def _by_dispute(month: Period, area: Area | None) -> dict[str, Any]:
    """T3: by the kind of dispute, and the whole under an empty key. One query."""
    asked = [(key, month) for key in T3]
    groups = count_by(mediations(area), ("dispute",), asked)
    counted = {"": total(groups.values(), asked), **{kind: found for (kind,), found in groups.items()}}
    return {kind: {key: _kept(key, found[key, month]) for key in T3} for kind, found in
            ((kind, values(found)) for kind, found in counted.items())}  # fmt: skip


def _kept(key: str, value: Any) -> int | float | str | None:
    """A number as JSON keeps it: counts whole, rates with one decimal, yuan as text with two."""
    if value is None:
        return None
    if indicators()[key].share_of:
        return float(rounded(value) or 0)
    if indicators()[key].unit == "元":
        return str((Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01")))
    return int(value)


# --- Printing ------------------------------------------------------------------------------------------------


def sheets(month: Period, tables: Facts, area: Area | None = None) -> list[Sheet]:
    """The tables as they are printed, in the order of their numbers."""
    place = area.name if area else settings.TOWN["name"]
    makers = {"T1": _compared, "T2": _destinations, "T3": _disputes, "T11": _compared}
    return [
        makers[key](key, month, tables[key], f"{place}　{month.first.year}年{month.first.month}月", area)
        for key in TITLES
        if key in tables
    ]


def _counted(key: str, period: Period, area: Area | None, part: str = "") -> Counted:
    return Counted(key, period, area.code if area else "", part=part)


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
                Cell.of(text, _counted(name, periods[column], area) if column in periods else None)
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
                Cell.of(f"{n:,}", _counted("received", month, area, destinations.part(channel))),
                Cell.of(wording.percent(n, whole)),
                *(
                    Cell.of(f"{count:,}", _counted("received", month, area, destinations.part(channel, way)))
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
    ways = [way for way in (*destinations.WAYS, destinations.NOWHERE) if sums.get(way)]
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


def _disputes(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    nothing = dict.fromkeys(T3, 0) | {"mediation_rate": None, "mediation_amount": "0.00"}
    lines = [
        Line(str(label), _cells(found.get(kind, nothing), month, area, kind))
        for kind, label in Mediation.Dispute.choices
    ]
    whole = found[""]
    lines.append(Line("合　计", _cells(whole, month, area, ""), sum=True))
    opening, came, agreed, ended, closing = (
        whole[f"mediation_{name}"] for name in ("opening", "accepted", "agreed", "ended", "closing")
    )
    note = (
        f"勾稽：期初在调＋受理－调解成功－终止＝期末在调（{opening}＋{came}－{agreed}－{ended}＝{closing}）。"
        f"成功率＝成功÷（成功＋终止）；按成功÷受理为{wording.number(whole['mediation_rate_of_accepted'], rate=True)}。"
    )
    heads = ["纠纷类型", *(_head(name) for name in T3_PRINTED)]
    return Sheet(key, TITLES[key], left, "金额：万元", heads, lines, note)


def _head(key: str) -> str:
    shorter = {
        "mediation_opening": "期初",
        "mediation_agreed": "成功",
        "mediation_closing": "期末",
        "mediation_people": "当事人",
        "mediation_amount": "金额",
        "mediation_written": "书面",
        "mediation_oral": "口头",
    }
    return shorter.get(key, indicators()[key].label)


def _cells(row: Facts, month: Period, area: Area | None, part: str) -> list[Cell]:
    return [Cell.of(_text(key, row[key]), _counted(key, month, area, part)) for key in T3_PRINTED]


def _text(key: str, value: Any) -> str:
    if indicators()[key].unit == "元":
        return wording.ten_thousand(value)
    return wording.number(value, bool(indicators()[key].share_of))


# --- What each number means, and telling two counts apart --------------------------------------------------------


def definitions(tables: Facts) -> list[dict[str, str]]:
    """Each number of the tables, once, with its sentence."""
    keys = [*T1, *T3, *T11]
    return [{"term": indicators()[key].label, "text": indicators()[key].definition} for key in keys]


def flat(tables: Facts) -> dict[str, Any]:
    """The month's own numbers by a lasting key: T1/received, T2/visit/spot, T3/neighbour/mediation_agreed."""
    found = {
        f"{name}/{key}": row["month"] for name in ("T1", "T11") for key, row in tables.get(name, {}).items()
    }
    for channel, row in tables.get("T2", {}).get("cells", {}).items():
        found |= {f"T2/{channel}/{way}": number for way, number in row.items()}
    for kind, row in tables.get("T3", {}).items():
        found |= {f"T3/{kind}/{key}": number for key, number in row.items()}
    return found


def said(key: str, was: Any, now: Any) -> str:
    """表1“事项登记”原为5，现为4 — of a key of `flat`."""
    name, *rest = key.split("/")
    where = f"表{name[1:]}"
    if name == "T2":
        text = f"{where}“{destinations.CHANNELS[rest[0]]}—{destinations.word(rest[1])}”"
        return f"{text}原为{wording.number(was or 0)}，现为{wording.number(now or 0)}"
    indicator = rest[-1]
    row = "" if name != "T3" else (Mediation.Dispute(rest[0]).label if rest[0] else "合计")
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
    """The keys under which two counts of a month differ; a number that was not printed is zero."""
    for key in dict.fromkeys([*after, *before]):
        was, now = (found.get(key, _nothing(key)) for found in (before, after))
        if was != now:
            yield key


def _nothing(key: str) -> Any:
    """What a line that was not there would have said."""
    indicator = indicators().get(key.split("/")[-1])
    if indicator is None or not (indicator.share_of or indicator.unit == "元"):
        return 0
    return None if indicator.share_of else "0.00"
