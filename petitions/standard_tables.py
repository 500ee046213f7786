"""T7 and T8 (domain: 4.2): petitions of the month, how well they were handled, and the year's data of art. 41.

Units stand in the order of their codes, never by how many petitions they have. Accusations stand in one row of T7: for the
whole town alone, and not compared with a month where either has fewer than three.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from core.models import Area, Unit
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.splits import UNIT
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics import wording
from core.statistics.counting import (
    COLUMNS,
    Counts,
    all_of,
    count,
    count_by,
    periods,
    rounded,
    row_of,
    rows_of,
    to_compare,
    total,
    year_to,
)
from core.statistics.sheets import Cell, Line, Sheet, compared, counted, flat_rows, named_by, text
from petitions.indicators import DESK, FIELD, WAY, words
from petitions.models import Advice, Petition
from petitions.repeats import remembered


def _keys(names: str) -> tuple[str, ...]:
    return tuple(f"petition_{name}" for name in names.split())


T7 = _keys(
    "received letters joint visits visitors groups group_people net calls fax hall first repeated revisits first_in_form first_anywhere"
    " matters suggestions appeals unsorted accusations above opening finished closing backlog_before backlog_new backlog_settled backlog"
)
T8 = _keys(
    "to_tell told to_handle handled extended refused answered answer_days to_rate rated_in_time content_in_time unrated rated"
    " content_rate reviews second_reviews late"
)
T8A = _keys(
    "told_rate handled_rate contact_rate repeat_rate rating_rate content_rate content_office_rate late"
)
MEANS = {  # per cent of nothing: days by matters
    "初次平均受理周期（天）": _keys("first_accept_days first_accepted"),
    "初次平均答复周期（天）": _keys("first_answer_days first_answered"),
}
COUNTY = "县考核口径满意率"
COUNTY_OF = _keys("content_in_time unrated rated_in_time to_rate")
COMPOSED = (*COUNTY_OF, *(key for pair in MEANS.values() for key in pair))
T7Y = _keys("matters forwarded assigned") + tuple(
    f"petition_advice_{about}{more}" for about in Advice.About.values for more in ("", "_taken")
)
TITLES = {
    "T7": "表7　信访情况统计表",
    "T7Y": "表7附　信访年度数据（《信访工作条例》第四十一条）",
    "T8": "表8　信访办理质量表",
    "T8A": "表8附　信访办理指标",
}
ACCUSATIONS, FEW = "petition_accusations", 3
INDENTED = frozenset(_keys("joint groups group_people revisits first_in_form first_anywhere"))
QUARTERS = Decimal("0.0001")

Numbers = Mapping[str, Any]


# --- Counting --------------------------------------------------------------------------------------------------------


def ratio(part: Any, whole: Any) -> float | None:
    """Part by whole with four decimals, half up; None where there is no whole (domain: 1.12)."""
    exact = share(part, whole)
    if exact is None:
        return None
    return float((Decimal(exact.numerator) / exact.denominator).quantize(QUARTERS, ROUND_HALF_UP))


def share(part: Any, whole: Any) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole else None


def county(content: Any, unrated: Any, rated: Any, owed: Any) -> Fraction | None:
    """（满意＋基本满意＋逾期未评）÷应评×参评÷应评 (domain: 1.12): what nobody rated counts as content, so it stands beside only."""
    parts = share(content + unrated, owed), share(rated, owed)
    return None if parts[0] is None or parts[1] is None else parts[0] * parts[1]


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    """What is asked of the same period is counted at once: the petitions are read once for it."""
    seventh = [key for key in T7 if area is None or key != ACCUSATIONS]
    rows, year = all_of("petition", area), [(key, at) for key in T7Y for at in (month, year_to(month))]
    with remembered(Period(periods(month)["last_year"].first, month.last)):
        found = count(rows, [*to_compare(dict.fromkeys((*seventh, *T8A, *COMPOSED)), month), *year])
        return {
            "T7": _seventh(seventh, month, found),
            "T7Y": _year(month, area, found),
            "T8": _by_unit(month, area),
            "T8A": {**rows_of(T8A, month, found), **_composed(month, found)},
        }


def _seventh(keys: list[str], month: Period, counts: Counts) -> dict[str, Any]:
    """An accusation of a village, or against the month before, would tell of whom it is."""
    found: dict[str, Any] = rows_of(keys, month, counts)
    if ACCUSATIONS in found:
        _alone(found[ACCUSATIONS])
    return found


def _alone(row: dict[str, Any]) -> None:
    """Fewer than three stand beside no other number, nor beside a sum from which another month could be reckoned."""
    earlier = row["ytd"] - row["month"]
    if min(row["month"], earlier) < FEW:
        row["ytd"] = None
    for base, changed in (("last_month", "mom"), ("last_year", "yoy")):
        if min(row["month"], row[base]) < FEW:
            row[base] = row[changed] = None


def _by_unit(month: Period, area: Area | None) -> dict[str, Any]:
    asked = [(key, month) for key in T8]
    groups = count_by(all_of("petition", area), ("unit__code",), asked)
    rows = {f"{UNIT}{code or DESK}": found for (code,), found in groups.items() if any(found.values())}
    rows[""] = total(groups.values(), asked)
    named = dict(
        Unit.objects.filter(code__in=[part.removeprefix(UNIT) for part in rows]).values_list(
            "code", "short_name"
        )
    )
    lines = [[f"{UNIT}{code}", named[code]] for code in sorted(named)]
    lines += [[UNIT + DESK, words(UNIT + DESK)]] if UNIT + DESK in rows else []
    return {
        "rows": {part: _quality({key: found[key, month] for key in T8}) for part, found in rows.items()},
        "lines": lines,
    }


def _quality(n: dict[str, int]) -> dict[str, Any]:
    """The counts of a unit, and what is made of them."""
    of = {key.removeprefix("petition_"): value for key, value in n.items()}
    owed = county(of["content_in_time"], of["unrated"], of["rated_in_time"], of["to_rate"])
    return n | {
        "told_rate": ratio(of["told"], of["to_tell"]),
        "handled_rate": ratio(of["handled"], of["to_handle"]),
        "days": ratio(of["answer_days"], of["answered"]),
        "rating_rate": ratio(of["rated_in_time"], of["to_rate"]),
        "content_rate": ratio(of["content_rate"], of["rated"]),
        "county": None if owed is None else ratio(owed, 1),
    }


def _composed(month: Period, found: Counts) -> dict[str, Any]:
    """Means in days, compared like counts; the county's rate, compared in 百分点."""
    columns = periods(month)
    rows: dict[str, Any] = {}
    for label, (days, whole) in MEANS.items():
        rows[label] = row_of(
            {name: share(found[days, at], found[whole, at]) for name, at in columns.items()},
            rate=False,
            mean=True,
        )
    rates = {name: county(*(found[key, at] for key in COUNTY_OF)) for name, at in columns.items()}
    rows[COUNTY] = row_of(
        {name: value * 100 if value is not None else None for name, value in rates.items()}, rate=True
    )
    return rows


def _year(month: Period, area: Area | None, found: Counts) -> list[list[Any]]:
    """Lines as [label, key, part, this month, this year]: the whole, by way, by field, by unit in the order of codes; letters; advice."""
    both = [month, year_to(month)]
    whole = "petition_matters"
    groups = count_by(all_of("petition", area), ("way", "field", "unit__code"), [(whole, at) for at in both])

    def of(picks: Any) -> list[int]:
        return [sum(n[whole, at] for group, n in groups.items() if picks(*group)) for at in both]

    codes = sorted({code for *_, code in groups if code})
    parts = [(f"{WAY}{way}", of(lambda own, *_, way=way: own == way)) for way in Petition.Way.values]
    for field in sorted({field for _, field, _ in groups}, key=lambda field: field or "~"):
        parts += [(f"{FIELD}{field or DESK}", of(lambda _, own, __, field=field: own == field))]
    parts += [(f"{UNIT}{code}", of(lambda *group, code=code: group[-1] == code)) for code in codes]
    lines = [[indicators()[whole].label, whole, "", *of(lambda *_: True)]]
    lines += [[words(part), whole, part, *numbers] for part, numbers in parts]
    return lines + [
        [indicators()[key].label, key, "", *(int(found[key, at] or 0) for at in both)] for key in T7Y[1:]
    ]


# --- Printing --------------------------------------------------------------------------------------------------------


def sheet(key: str, month: Period, found: Any, left: str, area: Area | None) -> Sheet:
    """One of the tables as it is printed."""
    return {"T7": _print_seventh, "T7Y": _print_year, "T8": _print_units, "T8A": _print_rates}[key](
        month, found, left, area
    )


def _print_seventh(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    keys = [key for key in T7 if key in found]
    lines = [
        Line(f"其中：{line.label}" if key in INDENTED else line.label, line.cells, level=int(key in INDENTED))
        for key, line in zip(keys, compared(keys, month, found, area), strict=True)
    ]
    n = {key.removeprefix("petition_"): row["month"] for key, row in found.items()}
    note = (
        f"勾稽：初次＋重复＝信访总量（{n['first']}＋{n['repeated']}＝{n['received']}）；建议意见＋申诉求决＋未分类＝信访事项"
        f"（{n['suggestions']}＋{n['appeals']}＋{n['unsorted']}＝{n['matters']}）；期初在办＋信访事项－办结＝期末在办"
        f"（{n['opening']}＋{n['matters']}－{n['finished']}＝{n['closing']}）；期初积案＋新增－化解＝期末积案"
        f"（{n['backlog_before']}＋{n['backlog_new']}－{n['backlog_settled']}＝{n['backlog']}）。"
        "检举控告封闭办理，只在一行计数，不计入其他各行；不足三件的不与其他月份比较、不累计。"
    )
    return Sheet("T7", TITLES["T7"], left, "点＝百分点", ["指　标", *COLUMNS.values()], lines, note)


def _print_year(month: Period, found: Iterable[Any], left: str, area: Area | None) -> Sheet:
    heads = {FIELD: "领域：", UNIT: "承办单位："}
    lines = [
        Line(
            next((head for start, head in heads.items() if part.startswith(start)), "") + label,
            [
                Cell.of(f"{n:,}", counted(key, at, area, part))
                for n, at in ((now, month), (year, year_to(month)))
            ],
            level=int(bool(part)),
        )
        for label, key, part, now, year in found
    ]
    note = (
        "领域按信访内容分类的一级；单位按代码排列，不排名；列的是承办单位。督办另见督办情况。检举控告不计入。"
    )
    return Sheet("T7Y", TITLES["T7Y"], left, "单位：件", ["项　目", "本月", "今年累计"], lines, note)


# Column of T8: head, what it prints, the indicator whose list it opens. A ratio prints as per cent.
QUALITY = (
    ("应告知", "petition_to_tell", ""), ("按期告知", "petition_told", ""), ("应办结", "petition_to_handle", ""),
    ("按期办结", "petition_handled", ""), ("延期", "petition_extended", ""), ("不予受理", "petition_refused", ""),
    ("平均周期", "days", "petition_answered"), ("参评率", "rating_rate", "petition_rated_in_time"),
    ("满意率", "content_rate", "petition_content_rate"), ("县考核口径", "county", "petition_to_rate"),
    ("复查", "petition_reviews", ""), ("复核", "petition_second_reviews", ""), ("超法定期限", "petition_late", ""),
)  # fmt: skip


def _print_units(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    rows = found["rows"]

    def line(label: str, part: str, *, last: bool = False) -> Line:
        cells = [
            Cell.of(_shown(column, rows[part][column]), counted(opens or column, month, area, part))
            for _, column, opens in QUALITY
        ]
        return Line(label, cells, sum=last)

    whole = rows[""]
    rates = "，".join(
        f"{word}{_shown(key, whole[key])}"
        for word, key in (("按期受理告知率", "told_rate"), ("按期办结率", "handled_rate"))
    )
    note = (
        f"{rates}。平均周期＝从收到到作出答复的平均天数；参评率＝按期评价÷应评；满意率＝（满意＋基本满意）÷参评，没有评价的不算满意。"
        f"{COUNTY}＝（满意＋基本满意＋逾期未评）÷应评×参评÷应评，把逾期未评算作满意，只并列备查。单位按代码排列，不排名；检举控告不计入。"
    )
    lines = [*(line(label, part) for part, label in found["lines"]), line("合　计", "", last=True)]
    return Sheet(
        "T8", TITLES["T8"], left, "单位：件、天", ["责任单位", *(head for head, *_ in QUALITY)], lines, note
    )


def _shown(column: str, value: Any) -> str:
    if column in indicators():
        return text(column, value)
    if value is None:
        return wording.NOTHING
    exact = Fraction(str(value))
    return str(rounded(exact)) if column == "days" else wording.number(rounded(exact * 100), rate=True)


def _print_rates(month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    lines = compared(T8A, month, found, area)
    opens = {**{label: pair[1] for label, pair in MEANS.items()}, COUNTY: "petition_to_rate"}
    for label, key in opens.items():
        row, rate, columns = found[label], label == COUNTY, periods(month)
        cells = [
            Cell.of(
                wording.change(row[name], rate)
                if name in ("mom", "yoy")
                else wording.number(row[name], rate),
                counted(key, columns[name], area) if name in columns else None,
            )
            for name in COLUMNS
        ]
        lines.append(Line(label, cells))
    note = f"{COUNTY}把逾期未评算作满意，只并列备查。分母为零的记“—”，率的变化用百分点。公开回复率：没有公开回复的登记，不列。"
    return Sheet("T8A", TITLES["T8A"], left, "点＝百分点", ["指　标", *COLUMNS.values()], lines, note)


# --- Telling two counts apart, and in words ----------------------------------------------------------------------------


def flat(tables: Facts) -> dict[str, Any]:
    """The month's own numbers; of accusations none, for a correction would tell of one by one."""
    found = {f"T7/{key}": row["month"] for key, row in tables.get("T7", {}).items() if key != ACCUSATIONS}
    found |= {f"T8A/{key}": row["month"] for key, row in tables.get("T8A", {}).items() if key in indicators()}
    quality = flat_rows("T8")(tables).items()
    found |= {name: value for name, value in quality if name.split("/")[-1] in indicators()}
    return found


def named(name: str, rest: list[str]) -> str:
    """村镇办—应告知; 合计—应告知; of T7 the label."""
    label = indicators()[rest[-1]].label
    return named_by(words, rest[0], label) if name == "T8" else label


def letters(month: Period, facts: Facts) -> str:
    """信访, in the month's report: what came, how it was handled; nothing of accusations."""
    found = facts["tables"]["T7"]
    n = {key.removeprefix("petition_"): row["month"] for key, row in found.items()}
    if not any(n[key] for key in ("received", "opening", "finished")):
        return ""
    forms = [
        f"{word}{n[key]}{unit}"
        for key, word, unit in (("letters", "来信", "件"), ("net", "网上信访", "件"), ("calls", "来电", "件"), ("fax", "传真", "件"), ("hall", "大厅转入", "件"))
        if n[key]
    ]  # fmt: skip
    if n["visits"]:
        group = f"（其中集体访{n['groups']}批{n['group_people']}人次）" if n["groups"] else ""
        forms.insert(0, f"来访{n['visits']}批{n['visitors']}人次{group}")
    rates = [
        f"{indicators()[key].label}{wording.number(facts['tables']['T8A'][key]['month'], rate=True)}"
        for key in _keys("told_rate handled_rate content_rate")
        if facts["tables"]["T8A"][key]["month"] is not None
    ]
    late = facts["tables"]["T8A"]["petition_late"]["month"]
    return (
        f"收到信访{n['received']}件（批）{'：' if forms else ''}{'、'.join(forms)}；初次{n['first']}件，重复{n['repeated']}件。"
        f"办结{n['finished']}件，期末在办{n['closing']}件；积案{n['backlog']}件，本月新增{n['backlog_new']}件、化解{n['backlog_settled']}件。"
        + (f"{'，'.join(rates)}。" if rates else "")
        + (f"超过法定期限{late}件。" if late else "")
    )


TABLES = StandardTables(
    TITLES,
    {"T7": T7, "T7Y": T7Y, "T8": T8, "T8A": (*T8A, *COUNTY_OF)},
    freeze,
    sheet,
    flat,
    named,
    frozenset({"T7Y"}),
)
