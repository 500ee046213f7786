"""T6 附, what was found by screening, and T10 走访与巡查 (domain: 4.2), without its rows of kinds of people: a town keeps no list
of those. Nothing is counted by person; where nothing was planned, nothing was due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core.models import Area
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics import wording
from core.statistics.counting import all_of, count_by, name_of, total, values
from core.statistics.sheets import Cell, Line, Sheet, cells, counted, flat_rows, kept, named_by
from grid.models import SiteKind
from grid.premises.sites import due_in
from grid.rounds.indicators import INDICATORS, PART, due_rechecks, grids, in_time, words
from grid.rounds.patrols import by_grid

T6A = tuple(
    number.key for number in INDICATORS if number.key not in ("screening_in_time", "screening_in_time_rate")
)
TITLES = {"T6A": "表6附　矛盾纠纷排查情况统计表", "T10": "表10　网格走访与巡查表"}
Pair = tuple[int, int]


@dataclass(frozen=True)
class Visited:
    """A row of T10: how many visits were due in a month and how many were made, and where their list is."""

    label: str
    count: Callable[[Period, Area | None], Pair]
    url: Callable[[Period, Area | None], str]


def _screened(month: Period, area: Area | None) -> Pair:
    rows = grids(month).filter(area__path__startswith=area.path if area else "/")
    return rows.count(), rows.filter(at__isnull=False).count()


def _walked(month: Period, area: Area | None) -> Pair:
    found = by_grid(month, area).values()
    return sum(row["due"] for row in found), sum(row["done"] for row in found)


def _rechecked(month: Period, area: Area | None) -> Pair:
    rows = due_rechecks(month).filter(matter__area_path__startswith=area.path if area else "/")
    return rows.count(), in_time(rows).count()


def _of_rounds(month: Period, area: Area | None) -> str:
    return counted("screening_grids", month, None).url


def _of_walks(month: Period, area: Area | None) -> str:
    return f"{reverse('patrols')}?month={name_of(month)}"


def _of_hazards(month: Period, area: Area | None) -> str:
    return counted("incident_recheck_due", month, area).url


VISITED = {
    "screening": Visited("矛盾纠纷排查（网格·轮）", _screened, _of_rounds),
    "patrol": Visited("按安排巡查（网格·天）", _walked, _of_walks),
    "recheck": Visited("隐患复查（次）", _rechecked, _of_hazards),
}


def _sites(kind: int, month: Period, area: Area | None) -> Pair:
    found = due_in(month).filter(kind=kind, area__path__startswith=area.path if area else "/")
    return found.count(), found.filter(seen=True).count()


def _of_sites(kind: int, month: Period, area: Area | None) -> str:
    return f"{reverse('sites')}?{urlencode({'kind': kind, 'month': name_of(month), 'area': area.code if area else ''})}"


def _visited() -> dict[str, Visited]:
    """The rows of the table: those of every town, and one for each kind of place."""
    return VISITED | {
        f"site{kind.pk}": Visited(
            f"{kind.name}走访（处）", partial(_sites, kind.pk), partial(_of_sites, kind.pk)
        )
        for kind in SiteKind.objects.all()
    }


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    asked = [(key, month) for key in T6A]
    groups = count_by(all_of("screening", area), ("occasion",), asked)

    def row(found: Any) -> dict[str, Any]:
        numbers = values(total(found, asked))
        return {key: kept(key, numbers[key, month]) for key in T6A}

    parts = {f"{PART}{one}": row([n]) for (one,), n in sorted(groups.items()) if any(n.values())}
    pairs = {key: one.count(month, area) for key, one in _visited().items()}
    pairs = {key: pair for key, pair in pairs.items() if key in VISITED or pair[0]}
    return {
        "T6A": {"rows": parts | {"": row(groups.values())}, "lines": list(parts)},
        "T10": {"rows": {key: {"due": due, "done": done} for key, (due, done) in pairs.items()}},
    }


def sheet(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    return (_visits if key == "T10" else _screening)(month, found, left, area)


def _screening(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    def line(label: str, part: str, **more: Any) -> Line:
        return Line(label, cells(found["rows"][part], T6A, month, area, part), **more)

    lines = [*(line(words(part), part) for part in found["lines"]), line("合　计", "", sum=True)]
    note = f"排查发现按报送日期计，一件只计一次；{indicators()['screening_solved_rate'].definition}封闭办理的不在表内。"
    return Sheet(
        "T6A", TITLES["T6A"], left, "", ["排查种类", *(indicators()[key].label for key in T6A)], lines, note
    )


def _visits(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    lines = []
    every = _visited()
    for key, row in found["rows"].items():
        one = every[key]
        url = one.url(month, area)
        pair = [Cell.of(f"{row[name]:,}") for name in ("due", "done")]
        for cell, number in zip(pair, (row["due"], row["done"]), strict=True):
            cell.url = url if number else ""
        lines.append(Line(one.label, [*pair, Cell.of(wording.percent(row["done"], row["due"]))]))
    note = (
        "“应走访（巡查）”只计下发的排查、安排了的巡查、到期的复查和到了走访周期的场所；没有安排的不计，不按人计。"
        "本表不设特殊人群、重点人员各行。逾期补报、补巡的计入已走访；复查按期做的才计入。"
    )
    return Sheet(
        "T10",
        TITLES["T10"],
        left,
        "",
        ["走访与巡查", "应走访（巡查）", "已走访（巡查）", "走访率"],
        lines,
        note,
    )


def named(name: str, rest: list[str]) -> str:
    """节前排查—排查发现; 隐患复查（次）—应."""
    part, key = rest[0], rest[-1]
    if name == "T10":
        every = _visited()
        return f"{every[part].label if part in every else part}—{'应走访' if key == 'due' else '已走访'}"
    return named_by(words, part, indicators()[key].label)


TABLES = StandardTables(
    TITLES,
    {"T6A": T6A, "T10": ("screening_grids", "screening_in_time", "incident_recheck_due")},
    freeze,
    sheet,
    flat_rows(*TITLES),
    named,
)
