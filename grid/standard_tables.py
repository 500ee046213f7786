"""T9 (domain: 4.2): incidents of the month by class and level, by village and grid, and how long they take.

Grids and units stand in the order of their codes, never by how many they have. What is sealed stands in one sentence of
the whole town. Times are told by level and unit, of three incidents and more, and never by person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from core.models import Area, Unit
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics import wording
from core.statistics.counting import all_of, count_by, total, values
from core.statistics.sheets import Cell, Line, Sheet, cells, counted, flat_rows, kept, named_by
from core.statistics.spread import hours, spreads
from grid.indicators import NONE, answered, words
from grid.models import Incident

T9 = tuple(
    f"incident_{name}" for name in "reported settled to_town to_county done done_rate late red yellow".split()
)
REPORTED, ANSWERED, SEALED = "incident_reported", "incident_answered", "incident_sealed"
TITLES = {
    "T9": "表9　网格事件统计表（按类别、级别）",
    "T9A": "表9附一　网格事件统计表（按村、网格）",
    "T9R": "表9附二　网格事件签收、反馈时间",
}
LEVELS = Incident.Level.values
GRID = 3  # the depth of a 综合网格: what lies below is counted there
TIMES = {"signed": hours("dispatched_at", "signed_at"), "answered": hours("received_at", "answered_at")}
COLUMNS = tuple(f"{name}_{end}" for name in TIMES for end in ("half", "most"))


# --- Counting --------------------------------------------------------------------------------------------------------


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    rows = all_of("incident", area)
    return {
        "T9": _by_class(rows, month, area),
        "T9A": _by_area(rows, month, area),
        "T9R": _times(rows, month),
    }


def numbers(groups: Iterable[Mapping[Any, int]], month: Period) -> dict[str, Any]:
    """The numbers of a row, of several groups together."""
    asked = [(key, month) for key in T9]
    found = values(total(groups, asked))
    return {key: kept(key, found[key, month]) for key in T9}


def _by_class(rows: Any, month: Period, area: Area | None) -> dict[str, Any]:
    asked = [(key, month) for key in T9] + ([] if area else [(SEALED, month)])
    groups = count_by(rows, ("topic__first", "level"), asked)
    lines: dict[str, list[Any]] = defaultdict(list)
    for (first, level), n in groups.items():
        lines[f"class-{first or NONE}"].append((level, n))
    lines[""] = [(level, n) for (_, level), n in groups.items()]

    def row(found: list[Any]) -> dict[str, Any]:
        of = {level: sum(n[REPORTED, month] for own, n in found if own == level) for level in LEVELS}
        return numbers((n for _, n in found), month) | {f"level-{level}": n for level, n in of.items()}

    frozen = {part: row(found) for part, found in sorted(lines.items())}
    shown = [part for part, own in frozen.items() if part and any(own.values())]
    sealed = None if area else sum(n[SEALED, month] for n in groups.values())
    return {"lines": shown, "rows": {part: frozen[part] for part in [*shown, ""]}, "sealed": sealed}


def _by_area(rows: Any, month: Period, area: Area | None) -> dict[str, Any]:
    """Of each village and of each grid in it; what lies in no village, or no grid, is told as 本级."""
    groups = count_by(rows, ("area_path",), [(key, month) for key in T9])
    shown = Area.objects.filter(level__depth__gt=1, level__depth__lte=GRID).select_related("level")
    if area:
        shown = shown.filter(path__startswith=area.path)
    found: dict[str, Any] = {}
    lines = []
    for one in shown.order_by("code"):
        own = numbers((n for (path,), n in groups.items() if path.startswith(one.path)), month)
        if one.closed_on is None or any(own.values()):
            found[one.code] = own
            lines.append([one.code, one.name, one.level.depth])
    return {"rows": found | {"": numbers(groups.values(), month)}, "lines": lines}


def _times(rows: Any, month: Period) -> dict[str, Any]:
    """By level and by unit: [part, name, numbers], units in the order of their codes."""
    there = rows.filter(answered(month))
    levels, units = spreads(there, "level", TIMES), spreads(there, "unit__code", TIMES)
    named = dict(
        Unit.objects.filter(code__in=[code for code in units if code]).values_list("code", "short_name")
    )
    lines = [[f"level-{one}", words(f"level-{one}"), levels[one]] for one in LEVELS if one in levels]
    return {"lines": lines + [[f"unit-{code}", named[code], units[code]] for code in sorted(named)]}


# --- Printing --------------------------------------------------------------------------------------------------------


def sheet(key: str, month: Period, found: Any, left: str, area: Area | None) -> Sheet:
    """One of the tables as it is printed."""
    return {"T9": _print_classes, "T9A": _print_areas, "T9R": _print_times}[key](month, found, left, area)


def _heads(*before: str) -> list[str]:
    return [*before, *(indicators()[key].label for key in T9)]


def identity(row: Facts) -> str:
    """上报 parts into levels, and so it must add up."""
    by_level = "＋".join(str(row[f"level-{level}"]) for level in LEVELS)
    return f"勾稽：Ⅰ＋Ⅱ＋Ⅲ＋Ⅳ级＝上报（{by_level}＝{row[REPORTED]}）；"


def _print_classes(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    lines = []
    for part in [*found["lines"], ""]:
        row = found["rows"][part]
        by_level = [
            Cell.of(
                f"{row[f'level-{level}']:,}",
                counted(REPORTED, month, area, f"{part}.level-{level}" if part else f"level-{level}"),
            )
            for level in LEVELS
        ]
        own = [*by_level, *cells(row, T9, month, area, part)]
        lines.append(Line(words(part) if part else "合　计", own, sum=not part))
    whole = found["rows"][""]
    sealed = (
        "封闭办理的不在表内。"
        if found["sealed"] is None
        else f"另有封闭办理的{found['sealed']}件，不分类、不分地区，不计入各行。"
    )
    note = f"{identity(whole)}各类之和＝合计。级别是上报、派遣时定的最后一级。{sealed}"
    return Sheet(
        "T9", TITLES["T9"], left, "单位：件", _heads("类　别", "Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级"), lines, note
    )


def _print_areas(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    areas = Area.objects.in_bulk([code for code, *_ in found["lines"]], field_name="code")
    lines = [
        Line(name, cells(found["rows"][code], T9, month, areas[code]), level=depth - 2)
        for code, name, depth in found["lines"]
    ]
    whole = found["rows"][""]
    lines.append(Line("合　计", cells(whole, T9, month, area), sum=True))
    villages = sum(found["rows"][code][REPORTED] for code, _, depth in found["lines"] if depth == 2)
    rest = (
        ""
        if area
        else f"勾稽：各村之和＋不在哪个村的＝合计（{villages}＋{whole[REPORTED] - villages}＝{whole[REPORTED]}，上报）；"
    )
    note = f"{rest}村的数包含它的网格。按编码排列，不排名；封闭办理的不在表内。"
    return Sheet("T9A", TITLES["T9A"], left, "单位：件", _heads("村、网格"), lines, note)


def _print_times(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    lines = [
        Line(
            name,
            [
                Cell.of(f"{row['n']:,}", counted(ANSWERED, month, area, part)),
                *(
                    Cell.of(wording.NOTHING if row[column] is None else f"{row[column]:,.1f}")
                    for column in COLUMNS
                ),
            ],
        )
        for part, name, row in found["lines"]
    ]
    heads = [
        "级别、单位",
        "反馈（件）",
        "签收：一半以内",
        "签收：九成以内",
        "反馈：一半以内",
        "反馈：九成以内",
    ]
    note = "签收从派遣算起，反馈从上报算起，都按钟点，现场、村里办好的不在内；“一半以内”是中位数，“九成以内”是第90百分位。不足三件的不列；不按个人统计，单位按代码排列，不排名。"
    return Sheet("T9R", TITLES["T9R"], left, "单位：小时", heads, lines, note)


# --- Telling two counts apart, and in words ----------------------------------------------------------------------------


def flat(tables: Facts) -> dict[str, Any]:
    """The month's own numbers, of classes and of areas; of what is sealed none."""
    found = flat_rows("T9", "T9A")(tables)
    return {name: value for name, value in found.items() if name.split("/")[-1] in indicators()}


def named(name: str, rest: list[str]) -> str:
    """矛盾纠纷—上报; 桃坞村—上报; 合计—上报."""
    label, part = indicators()[rest[-1]].label, rest[0]
    if name == "T9A" and part:
        return f"{Area.objects.filter(code=part).first() or part}—{label}"
    return named_by(words, part, label)


def fields(month: Period, facts: Facts) -> str:
    """网格化服务管理, in the month's report: what was found, how it was solved, and how fast."""
    found = facts["tables"]["T9"]
    n = found["rows"][""]
    if not any(n[key] for key in T9):
        return ""
    among = "、".join(
        f"{words(part)}{found['rows'][part][REPORTED]}件"
        for part in found["lines"]
        if found["rows"][part][REPORTED]
    )
    rate = wording.number(n["incident_done_rate"], rate=True)
    urgent = [line for line in facts["tables"]["T9R"]["lines"] if line[0] == "level-1"]
    half = urgent[0][2]["answered_half"] if urgent else None
    return (
        f"上报网格事件{n[REPORTED]}件{f'（{among}）' if among else ''}，自办结{n['incident_settled']}件，上报镇{n['incident_to_town']}件，"
        f"上报市县{n['incident_to_county']}件；办结{n['incident_done']}件"
        + (f"，本月上报的办结率{rate}。" if n[REPORTED] else "。")
        + (f"超过处置期限{n['incident_late']}件。" if n["incident_late"] else "")
        + (f"Ⅰ级事件一半在{half:.1f}小时以内反馈。" if half is not None else "")
    )


TABLES = StandardTables(
    TITLES,
    {"T9": (*T9, SEALED), "T9A": (), "T9R": (ANSWERED,)},
    freeze,
    sheet,
    flat,
    named,
)
