"""The monthly report (综治中心运行情况月报): its numbers, frozen, and the paper made of them and nothing else."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.documents import paper_formats
from core.documents.charts import Chart, Series, draw
from core.documents.issue import DocumentKind
from core.models import Area
from core.procedure.indicators import Period
from core.records.history import canonical
from core.statistics import wording
from core.statistics.counting import all_of, count_by, month_before, month_of, name_of, trend
from core.values.digest import digest
from reports import narrative, tables
from reports.models import MonthlyReport

KIND = "reports.monthly"
LABEL = "综治中心运行情况月报"
TEMPLATE = "documents/monthly_report.html"
MONTHS = 13  # of the chart: the month, and back to the same one of last year
BACK = 12  # months before whose reports are looked through for corrections
COMPARING = (
    "同比＝（本期－上年同期）÷上年同期；环比＝（本期－上期）÷上期。率类指标比较百分点，用列出的一位小数相减。"
    "基数为零或者没有的记“—”，不可比；基数不足 10 的写增减数，不算百分比。件数为整数，率保留一位小数，四舍五入。"
)

Facts = Mapping[str, Any]


# --- The numbers -------------------------------------------------------------------------------------------


def frozen(month: Period) -> dict[str, Any]:
    """The numbers of the report, under the statistician's right: all matters, no personal data."""
    return {
        "month": name_of(month),
        "tables": tables.frozen(month),
        "trend": [[name_of(one), came, went] for one, came, went in _trend(month)],
        "villages": _villages(month),
        "categories": _categories(month),
        "corrections": list(corrections(month)),
    }


def _trend(month: Period) -> list[tuple[Period, int, int]]:
    board = tables.board()
    _, came, went, _ = board.flow
    return trend(all_of(board.kind), (came, went), month, MONTHS)


def _villages(month: Period) -> list[tuple[str, int]]:
    """What was received, by village, the most first; what lies in none is left out."""
    board = tables.board()
    came = (board.flow[1], month)
    villages = Area.objects.filter(parent__parent=None, parent__isnull=False).values_list("path", "name")
    sums: dict[str, int] = {}
    for (path,), counts in count_by(all_of(board.kind), ("area_path",), [came]).items():
        name = next((name for own, name in villages if path.startswith(own)), "")
        sums[name] = sums.get(name, 0) + counts[came]
    return sorted(((name, n) for name, n in sums.items() if name and n), key=lambda pair: -pair[1])


def _categories(month: Period) -> list[tuple[str, int, int]]:
    """Received in the month and in that of last year, by the first level of the categories, the most first."""
    board = tables.board()
    _, first_level, names = board.groups
    now, before = (board.flow[1], month), (board.flow[1], month_before(month, 12))
    counted = count_by(all_of(board.kind), {"top": first_level}, [now, before])
    named = names()
    found = [(named.get(top or "", ""), row[now], row[before]) for (top,), row in counted.items()]
    return sorted((one for one in found if one[0] and one[1]), key=lambda one: -one[1])


def fingerprint(facts: Facts) -> str:
    """The digest of the frozen numbers, printed on the cover."""
    return digest(canonical(facts))


def unlike(before: Facts, after: Facts) -> Iterator[str]:
    """Where two counts of one month differ, in sentences."""
    old, new = tables.flat(before["tables"]), tables.flat(after["tables"])
    for key in tables.unlike(old, new):
        yield tables.said(key, old.get(key), new.get(key))


def corrections(month: Period) -> Iterator[dict[str, Any]]:
    """更正: where a report of the year before told other numbers than there are now (补录, 作废).

    What a later report has corrected already is compared with the corrected number.
    """
    first = month_before(month, BACK).first
    issued = MonthlyReport.objects.filter(issued_at__isnull=False, month__gte=first).order_by("month")
    told: dict[str, dict[str, Any]] = {}
    for report in issued:
        for one in report.facts["corrections"]:
            if one["month"] in told:
                told[one["month"]][one["key"]] = one["now"]
        told[report.facts["month"]] = tables.flat(report.facts["tables"])
    for name, old in told.items():
        if name >= name_of(month):
            continue
        new = tables.flat(tables.frozen(month_of(name)))
        for key in tables.unlike(old, new):
            said = tables.said(key, old.get(key), new.get(key))
            yield {"month": name, "key": key, "now": new.get(key), "said": said}


# --- Names ------------------------------------------------------------------------------------------------


def number_of(month: Period) -> str:
    """栖云综治月报〔2026〕11期."""
    return f"{settings.TOWN['short']}综治月报〔{month.first.year}〕{month.first.month}期"


def month_words(month: Period) -> str:
    """2026年11月."""
    return f"{month.first.year}年{month.first.month}月"


# --- The paper ------------------------------------------------------------------------------------------


def paper(report: MonthlyReport) -> dict[str, Any]:
    """What the template prints, made of the frozen numbers and words alone."""
    month, facts = report.period, report.facts
    year, number = month.first.year, month.first.month
    issued_on = paper_formats.day(localdate(report.issued_at)) if report.issued_at else ""
    sections: list[dict[str, Any]] = [
        {"title": title, "paragraphs": paper_formats.paragraphs(text)}
        for key, (title, _) in narrative.SECTIONS.items()
        if (text := report.words.get(key, "").strip())
    ]
    for place, section in enumerate(sections, 1):
        section["title"] = f"{paper_formats.numeral(place)}、{section['title']}"
    return {
        "unit": settings.TOWN["county"] + settings.TOWN["centre"],
        "heading": LABEL,
        "month_line": f"{year}年第{number}期　{wording.month_in_characters(year, number)}",
        "cover": _cover(report, month, issued_on),
        "snapshot": f"YB-{settings.TOWN['region']}-{year}{number:02}",
        "hash": fingerprint(facts),
        "issued_on": issued_on,
        "draft": report.issued_at is None,
        "sections": sections,
        "tables": tables.sheets(month, facts["tables"]),
        "figures": [_figure(facts["trend"])] if any(any(row[1:]) for row in facts["trend"]) else [],
        "definitions": [
            *tables.definitions(),
            {"title": "各表", "terms": [{"term": "同比、环比", "text": COMPARING}]},
        ],
        "corrections": list(told_corrections(facts)),
    }


def _cover(report: MonthlyReport, month: Period, issued_on: str) -> list[dict[str, str]]:
    last = f"{month.first.month}月{month.last.day}日"
    return [
        {"label": "统计期间", "value": f"{paper_formats.day(month.first)}至{last}"},
        {"label": "数据截止", "value": f"{paper_formats.day(month.last)}24时"},
        {"label": "编　　制", "value": report.drafter.name if report.drafter else ""},
        {"label": "审　　核", "value": report.checker.name if report.checker else ""},
        {"label": "签　　发", "value": report.signed_by},
        {"label": "报出日期", "value": issued_on},
    ]


def told_corrections(facts: Facts) -> Iterator[str]:
    """One sentence for each month that is corrected."""
    for name, group in groupby(facts["corrections"], key=lambda one: one["month"]):
        yield f"{month_words(month_of(name))}月报：{'；'.join(one['said'] for one in group)}。"


def _figure(months: list[list[Any]]) -> dict[str, Any]:
    first = months[0][0]
    names = [
        f"{year}.{int(month)}" if name == first or month == "01" else str(int(month))
        for name, *_ in months
        for year, month in [name.split("-")]
    ]
    caption = f"近{len(months)}个月登记和办结件数"
    series = [
        Series("登记", [row[1] for row in months], line=True),
        Series("办结", [row[2] for row in months]),
    ]
    chart = Chart("trend", "columns", caption, said=caption, labels=names, series=series)
    return {"caption": f"图1　{caption}", "svg": draw(chart)}


DOCUMENT = DocumentKind(
    KIND,
    LABEL,
    TEMPLATE,
    paper,
    permission="reports.issue",
    statuses=frozenset({MonthlyReport.Status.ISSUED}),
)
