"""T3 to T6 (domain: 4.2): mediation by kind of dispute, body, source; the ladder; what was prevented.

One query groups all mediations of the month; every table is summed from its groups. Rows are kept by the part of
the address that picks them (mediation.splits), the whole under an empty one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from core.models import Area, Unit
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics import wording
from core.statistics.counting import Asked, all_of, count_by, total, values
from core.statistics.sheets import Cell, Line, Sheet, cells, kept, named_by
from core.workflow import ladder
from mediation.indicators import PREVENTED
from mediation.ladder import LADDER
from mediation.models import BodyProfile, Mediation
from mediation.splits import BODIES, BODY, LEVEL, SOURCE, UNKNOWN, kind_word, words


def _keys(*names: str) -> tuple[str, ...]:
    return tuple(f"mediation_{name}" for name in names)


T3 = _keys(
    "opening", "accepted", "agreed", "rate", "rate_of_accepted", "ended", "closing", "people", "amount",
    "written", "oral", "performed", "confirmed", "difficult", "drafted",
)  # fmt: skip
T3_PRINTED = (*T3[:4], *T3[5:-1])  # the second rate and the drafts stand in the note
T5 = _keys("opening", "accepted", "agreed", "rate", "ended", "closing")
T6 = _keys(*(f"prevented_{key}{more}" for key, _ in PREVENTED for more in ("", "_people")))
SETTLED, REFUSED = "mediation_settled", "mediation_refused"
TITLES = {
    "T3": "表3　人民调解案件情况统计表",
    "T3L": "表3附　梯次化解情况统计表",
    "T4": "表4　按调解组织统计表",
    "T5": "表5　案件来源统计表",
    "T6": "表6　预防成效统计表",
}
SHORTER = {
    "mediation_opening": "期初",
    "mediation_agreed": "成功",
    "mediation_closing": "期末",
    "mediation_people": "当事人",
    "mediation_amount": "金额",
    "mediation_written": "书面",
    "mediation_oral": "口头",
}
SOURCES = (
    Mediation.Source.INITIATIVE,
    Mediation.Source.APPLICATION,
    *(one for one in Mediation.Source if one.value not in ("initiative", "application")),
)  # the order of the 司法部 form

Sums = Mapping[Asked, int]


# --- Counting --------------------------------------------------------------------------------------------------


def frozen(month: Period, area: Area | None) -> dict[str, Any]:
    """The tables of a month, as JSON can keep them. One query, and the names of bodies and steps."""
    asked = [(key, month) for key in (*T3, *T6, SETTLED, REFUSED)]
    groups = count_by(all_of("mediation", area), ("dispute", "body_id", "source", "settled_level"), asked)
    parted: dict[str, list[Sums]] = defaultdict(list)
    kinds = dict(BodyProfile.objects.values_list("unit", "kind"))
    for (dispute, body, source, level), found in groups.items():
        parts = ["", dispute, f"{BODY}{body}", f"{BODIES}{kinds.get(body, UNKNOWN)}", f"{SOURCE}{source}"]
        for part in [*parts, *([f"{LEVEL}{level}"] if level is not None else [])]:
            parted[part].append(found)
    rows = {part: total(found, asked) for part, found in {"": [], **parted}.items()}

    def of(part: str, keys: Iterable[str]) -> dict[str, Any]:
        sums = rows.get(part) or total([], asked)
        numbers = values(sums)
        return {key: kept(key, numbers[key, month]) for key in keys}

    lines = list(_bodies({part for part in rows if part.startswith(BODY)}, kinds, area))
    return {
        "T3": {part: of(part, T3) for part in rows if part in ("", *Mediation.Dispute.values)},
        "T3L": _ladder(rows, of),
        "T4": {"rows": {part: of(part, T3) for part in ["", *(part for part, *_ in lines)]}, "lines": lines},
        "T5": {part: of(part, T5) for part in rows if part == "" or part.startswith(SOURCE)},
        "T6": of("", (*T6, REFUSED)),
    }


def _ladder(rows: Iterable[str], of: Any) -> dict[str, Any]:
    """By the step that settled it: those of the town, and given-up ones that still count."""
    named = {f"{LEVEL}{level}": name for level, name in ladder.names(LADDER.key).items()}
    gone = sorted(part for part in rows if part.startswith(LEVEL) and part not in named)
    parts = named | {part: words(part) for part in gone}
    return {
        "rows": {part: of(part, (SETTLED,))[SETTLED] for part in ["", *parts]},
        "lines": [[part, name] for part, name in parts.items()],
    }


def _bodies(counted_parts: set[str], kinds: Mapping[int, str], area: Area | None) -> Iterable[list[Any]]:
    """Lines of T4 as [part, words, level]: by kind in the order of the form; a kind of several has its own line."""
    units = [
        unit
        for unit in Unit.objects.filter(kind=Unit.Kind.MEDIATION).select_related("area").order_by("code")
        if f"{BODY}{unit.pk}" in counted_parts or (unit.closed_on is None and _lies_in(unit, area))
    ]
    for kind in (*BodyProfile.Kind.values, UNKNOWN):
        own = [unit for unit in units if kinds.get(unit.pk, UNKNOWN) == kind]
        several = len(own) > 1
        if several:
            yield [f"{BODIES}{kind}", kind_word(kind), 0]
        for unit in own:
            yield [f"{BODY}{unit.pk}", unit.short_name, int(several)]


def _lies_in(unit: Unit, area: Area | None) -> bool:
    return area is None or unit.area.path.startswith(area.path)


# --- Printing --------------------------------------------------------------------------------------------------


def sheet(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    """One of the tables as it is printed."""
    makers = {"T3": _disputes, "T3L": _steps, "T4": _by_body, "T5": _sources, "T6": _prevented}
    return makers[key](month, found, left, area)


def _nothing(keys: Iterable[str]) -> dict[str, Any]:
    """What a row without any matter says."""
    blank = {"%": None, "元": "0.00"}
    return {key: blank.get(indicators()[key].unit, 0) for key in keys}


def _heads(first: str, keys: Iterable[str]) -> list[str]:
    return [first, *(SHORTER.get(key, indicators()[key].label) for key in keys)]


def _disputes(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    nothing = _nothing(found[""])
    lines = [
        Line(str(label), cells(found.get(kind, nothing), T3_PRINTED, month, area, kind))
        for kind, label in Mediation.Dispute.choices
    ]
    whole = found[""]
    lines.append(Line("合　计", cells(whole, T3_PRINTED, month, area, ""), sum=True))
    rate = wording.number(whole["mediation_rate_of_accepted"], rate=True)
    note = (
        f"{_identity(whole)}成功率＝成功÷（成功＋终止）；按成功÷受理为{rate}。{_drafts(whole)}"
        "履行按履行完毕的日期、司法确认按裁定日期计，不论协议何时达成；网格化解的另计，见表3附。"
    )
    return Sheet("T3", TITLES["T3"], left, "金额：万元", _heads("纠纷类型", T3_PRINTED), lines, note)


def _identity(whole: Facts) -> str:
    opening, came, agreed, ended, closing = (
        whole[f"mediation_{name}"] for name in ("opening", "accepted", "agreed", "ended", "closing")
    )
    return (
        f"勾稽：期初在调＋受理－调解成功－终止＝期末在调（{opening}＋{came}－{agreed}－{ended}＝{closing}）。"
    )


def _drafts(whole: Facts) -> str:
    """What is agreed and not signed by all; reports of earlier times did not tell it."""
    number = whole.get("mediation_drafted")
    return f"期末在调中拟达成（书面协议没有签完）{number}件，签完生效才计成功。" if number else ""


def _steps(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    rows, whole = found["rows"], found["rows"][""]

    def line(label: str, part: str, *, last: bool = False) -> Line:
        number = rows[part]
        share = Cell.of(wording.percent(number, whole))
        return Line(label, [*cells({SETTLED: number}, (SETTLED,), month, area, part), share], sum=last)

    lines = [*(line(label, part) for part, label in found["lines"]), line("合　计", "", last=True)]
    note = (
        "记在化解它的那一级；调解组织的调解员在梯次里化解的是人民调解，计入表3至表5（口头协议），不在本表。"
        "都没有化解的，由调解组织决定是否受理。"
    )
    return Sheet("T3L", TITLES["T3L"], left, "单位：件", ["梯　次", "化解", "占比"], lines, note)


def _by_body(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    rows = found["rows"]
    lines = [
        Line(label, cells(rows[part], T3_PRINTED, month, area, part), level=level)
        for part, label, level in found["lines"]
    ]
    lines.append(Line("合　计", cells(rows[""], T3_PRINTED, month, area, ""), sum=True))
    note = f"{_identity(rows[''])}一类有几个组织的，先列该类小计，再列各组织。"
    return Sheet("T4", TITLES["T4"], left, "金额：万元", _heads("调解组织", T3_PRINTED), lines, note)


def _sources(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    whole, nothing = found[""], _nothing(T5)

    def line(label: str, part: str, *, last: bool = False) -> Line:
        row = found.get(part, nothing)
        share = Cell.of(wording.percent(row["mediation_accepted"], whole["mediation_accepted"]))
        own = cells(row, T5, month, area, part)
        return Line(label, [*own[:2], share, *own[2:]], sum=last)

    lines = [line(str(one.label), f"{SOURCE}{one.value}") for one in SOURCES]
    heads = _heads("案件来源", T5)
    heads.insert(3, "占比")
    note = f"{_identity(whole)}占比＝受理÷全部受理；移送的，结果反馈移送机关。"
    return Sheet("T5", TITLES["T5"], left, "单位：件", heads, [*lines, line("合　计", "", last=True)], note)


def _prevented(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    lines = [
        Line(label, cells(found, _keys(f"prevented_{key}", f"prevented_{key}_people"), month, area, ""))
        for key, label in PREVENTED
    ]
    note = (
        "按发生时登记的日期计，人数是避免了伤害的人；一件可以登记几项，各项不相加。"
        f"本期另有不予受理{found[REFUSED]}件。排查次数、排查发现和化解率见表6附；预防纠纷本系统没有记录，表中不列。"
    )
    return Sheet("T6", TITLES["T6"], left, "", ["成　效", "件", "人"], lines, note)


# --- Telling two counts apart -----------------------------------------------------------------------------------


def flat(tables: Facts) -> dict[str, Any]:
    """The numbers by a lasting key: T3/neighbour/mediation_agreed, T4/body-12/…, T3L/level-1/…, T6//….

    Sums of a kind of body are left out: they change with what is written down of a body.
    """
    found: dict[str, Any] = {}
    rows = {
        "T3": tables.get("T3", {}),
        "T4": tables.get("T4", {}).get("rows", {}),
        "T5": tables.get("T5", {}),
        "T6": {"": tables["T6"]} if "T6" in tables else {},
        "T3L": {part: {SETTLED: n} for part, n in tables.get("T3L", {}).get("rows", {}).items()},
    }
    for name, parts in rows.items():
        for part, row in parts.items():
            if not part.startswith(BODIES):
                found |= {f"{name}/{part}/{key}": number for key, number in row.items()}
    return found


def named(name: str, rest: list[str]) -> str:
    """邻里—调解成功; 合计 for the whole. A part that is gone is named by itself."""
    part, key = rest
    label = indicators()[key].label
    return label if name == "T6" and not part else named_by(words, part, label)


TABLES = StandardTables(
    TITLES, {"T3": T3, "T3L": (SETTLED,), "T6": (REFUSED, *T6)}, frozen, sheet, flat, named
)
