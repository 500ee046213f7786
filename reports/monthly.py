"""The monthly report (综治中心运行情况月报): its numbers, frozen, and the paper made of them and nothing else."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, localtime

from core import charts, documents, papers, written
from core.digest import digest
from core.history import canonical
from core.indicators import Period
from core.models import Document, User
from core.moments import now
from core.procedures import indicators
from reports import wording
from reports.statistics import COLUMNS, cases, month_before, month_of, name_of, table, trend

KIND = "reports.monthly"
LABEL = "综治中心运行情况月报"
TEMPLATE = "documents/monthly_report.html"
MONTHS = 13  # of the chart: the month, and back to the same one of last year
COMPARING = (
    "同比＝（本期－上年同期）÷上年同期；环比＝（本期－上期）÷上期。率类指标比较百分点，用列出的一位小数相减。"
    "基数为零或者没有的记“—”，不可比。件数为整数，率保留一位小数，四舍五入。"
)

Facts = Mapping[str, Any]


def issued(month: Period) -> Any:
    """The reports of a month, newest version first."""
    return Document.objects.filter(kind=KIND, matter=None, scope=name_of(month)).order_by("-version")


def frozen(month: Period) -> dict[str, Any]:
    """The numbers of the report, under the statistician's right: all matters, no personal data."""
    found = table(month)
    return {
        "month": name_of(month),
        "table": found,
        "trend": [[name_of(one), came, went] for one, came, went in trend(cases(), month, MONTHS)],
        "corrections": _corrections(month, found),
    }


def fingerprint(facts: Facts) -> str:
    """The digest of the frozen numbers, printed on the cover."""
    return digest(canonical(facts))


def _corrections(month: Period, found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """更正: where the month before was issued with other numbers than it has now (作废, 补录)."""
    before = month_before(month)
    last = issued(before).first()
    if last is None:
        return []
    told = last.facts["table"]
    sentences = []
    for key, row in found.items():
        was, is_now = told.get(key, {}).get("month"), row["last_month"]
        if key in told and was != is_now:
            rate, name = bool(indicators()[key].share_of), indicators()[key].label
            old, new = wording.number(was, rate), wording.number(is_now, rate)
            sentences.append(f"{month_words(before)}月报第{last.version}版表1“{name}”原为{old}，现为{new}。")
    return sentences


def issue(facts: Facts, by: User | None) -> Document:
    """Lay out the paper and store it as the next version; the caller's transaction keeps others out."""
    month = month_of(facts["month"])
    last = issued(month).first()
    version = last.version + 1 if last else 1
    number, code = number_of(month), secrets.token_urlsafe(12)
    context = {**paper(facts, version, by), **documents.seal_of(code, number), "created": localtime(now())}
    data = papers.render(TEMPLATE, context, title=f"{LABEL} {number}", author=settings.TOWN["centre"])
    return documents.store(KIND, LABEL, data, by, number=number, scope=name_of(month), code=code, facts=facts)


def number_of(month: Period) -> str:
    """栖云综治月报〔2026〕11期."""
    return f"{settings.TOWN['short']}综治月报〔{month.first.year}〕{month.first.month}期"


def month_words(month: Period) -> str:
    """2026年11月."""
    return f"{month.first.year}年{month.first.month}月"


# --- The paper ------------------------------------------------------------------------------------------


def paper(facts: Facts, version: int, by: User | None) -> dict[str, Any]:
    """What the template prints, made of the frozen numbers alone."""
    month, issued_on = month_of(facts["month"]), written.day(localdate(now()))
    year, number = month.first.year, month.first.month
    return {
        "unit": settings.TOWN["county"] + settings.TOWN["centre"],
        "heading": LABEL,
        "month_line": f"{year}年第{number}期　{wording.month_in_characters(year, number)}",
        "cover": [
            {"label": "统计期间", "value": f"{written.day(month.first)}至{number}月{month.last.day}日"},
            {"label": "数据截止", "value": f"{written.day(month.last)}24时"},
            {"label": "编　　制", "value": by.name if by else "系统按期编制"},
            {"label": "审　　核", "value": ""},
            {"label": "签　　发", "value": ""},
            {"label": "报出日期", "value": issued_on},
        ],
        "snapshot": f"YB-{settings.TOWN['region']}-{year}{number:02}-{version}",
        "version": version,
        "hash": fingerprint(facts),
        "issued_on": issued_on,
        "draft": False,
        "paragraphs": [summary(month, facts["table"])],
        "tables": [_table(month, facts["table"])],
        "figures": [_figure(facts["trend"])],
        "definitions": _definitions(facts["table"]),
        "corrections": facts["corrections"],
    }


def _table(month: Period, found: Mapping[str, Any]) -> dict[str, Any]:
    opening, came, went, closing = (
        found[key]["month"] for key in ("opening", "received", "finished", "closing")
    )
    rows = [(indicators()[key], row) for key, row in found.items() if key in indicators()]
    return {
        "title": "表1　综治中心运行情况汇总表",
        "left": f"{settings.TOWN['name']}　{month_words(month)}",
        "right": "点＝百分点",
        "heads": ["指　标", *COLUMNS.values()],
        "rows": [{"label": wording.label(one), "cells": wording.cells(one, row)} for one, row in rows],
        "note": f"勾稽：期初在办＋事项登记－办结＝期末在办（{opening}＋{came}－{went}＝{closing}）。"
        "累计栏的期初为1月1日零时。各项口径见“指标解释”。",
    }


def summary(month: Period, found: Mapping[str, Any]) -> str:
    """总体情况 in one paragraph: only what the table says."""

    def told(key: str, column: str = "month") -> str:
        return wording.number(found[key][column], bool(indicators()[key].share_of))

    def compared(key: str, month: str, year: str) -> str:
        rate = bool(indicators()[key].share_of)
        words = (
            (month, wording.rise(found[key]["mom"], rate)),
            (year, wording.rise(found[key]["yoy"], rate)),
        )
        return "".join(f"，{start}{text}" for start, text in words if text)

    timely = (
        ""
        if found["on_time_rate"]["month"] is None
        else f"按期办结率{told('on_time_rate')}" + compared("on_time_rate", "比上月", "比上年同月") + "；"
    )
    content = (
        f"参评{told('rated')}件，满意率{told('satisfaction_rate')}。"
        if found["satisfaction_rate"]["month"] is not None
        else "本月没有参评的事项。"
    )
    return (
        f"{month.first.month}月，共接待来访{told('visits')}批次、{told('visitors')}人次，登记事项{told('received')}件"
        f"{compared('received', '环比', '同比')}；当场办结{told('settled')}件，分流转办{told('dispatched')}件。"
        f"办结{told('finished')}件{compared('finished', '环比', '同比')}，{timely}"
        f"期末在办{told('closing')}件，其中超期{told('overdue')}件。{content}"
    )


def _figure(months: list[list[Any]]) -> dict[str, Any]:
    first = months[0][0]
    names = [
        f"{year}.{int(month)}" if name == first or month == "01" else str(int(month))
        for name, *_ in months
        for year, month in [name.split("-")]
    ]
    chart = charts.month_trend(names, [row[1] for row in months], [row[2] for row in months])
    return {"caption": f"图1　近{len(months)}个月登记和办结件数", "svg": charts.svg(chart)}


def _definitions(found: Mapping[str, Any]) -> list[dict[str, str]]:
    told = [indicators()[key] for key in found if key in indicators()]
    return [
        *({"term": one.label, "text": one.definition} for one in told),
        {"term": "同比、环比", "text": COMPARING},
    ]
