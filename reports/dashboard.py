"""The leader's dashboard: what the reader may see, by month, village and category; each number opens its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import CharField, Func, Q, Value
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone

from core.deadlines import lights
from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import Calendar
from core.documents.charts import Chart, Series
from core.lists.drilldown import Counted
from core.lists.lines import of as columns_of
from core.models import Area, Matter
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, clock_rules, indicators
from core.procedure.room import rooms
from core.procedure.standard_tables import Board, ended_in
from core.statistics import wording
from core.statistics.counting import (
    Asked,
    change,
    count_by,
    month_before,
    shown,
    total,
    trend,
    values,
    year_to,
)
from core.statistics.spread import second_of
from core.values.moments import now
from core.values.statements import planned_anew
from reports import tables

OLDEST = 5
LATE = (
    "compartment", "masked_title", "area_path", "voided_at", "closed_at", "warn_at", "due_at", "due_measure", "black_at", "suspended_at",
    "holder_unit__short_name",
)  # fmt: skip
MONTHS = 12
TERM = 100  # the whole term, in per cent
SLOWEST = 10  # the slowest tenth: its fastest is the figure that nine tenths keep below

Groups = Mapping[tuple[Any, ...], Mapping[Asked, int]]


@dataclass(frozen=True)
class Scope:
    """Whose numbers of which month and area. A month that runs is compared with the same days of others."""

    user: Any
    month: Period
    area: Area
    children: Sequence[Area]
    today: date
    board: Board = field(default_factory=tables.board)

    @cached_property
    def period(self) -> Period:
        return Period(self.month.first, min(self.month.last, self.today))

    @cached_property
    def before(self) -> Period:
        return self._same_days(month_before(self.month))

    @cached_property
    def year_before(self) -> Period:
        return self._same_days(month_before(self.month, 12))

    @property
    def runs(self) -> bool:
        return self.month.last >= self.today

    def _same_days(self, month: Period) -> Period:
        if not self.runs:
            return month
        return Period(month.first, month.first.replace(day=min(self.today.day, month.last.day)))

    @property
    def rows(self) -> Any:
        """Working numbers count only what the reader may see."""
        model: Any = by_kind()[self.board.kind].model
        return model.objects.visible_to(self.user).in_area(self.area)

    @property
    def matters(self) -> Any:
        """The same, by the columns that all kinds have: nothing more is read."""
        return Matter.objects.visible_to(self.user).in_area(self.area).filter(kind=self.board.kind)

    @property
    def below(self) -> Any:
        """Of each matter the id of the area directly below this one; empty where it lies in none."""
        rest = Substr("area_path", len(self.area.path) + 1)
        return Func(rest, Value("/"), Value(1), function="split_part", output_field=CharField())

    def url(
        self,
        key: str,
        period: Period | None = None,
        area: Area | None = None,
        exact: bool = False,
        **more: Any,
    ) -> str:
        """The list that a number opens."""
        counted = Counted(key, period or self.period, (area or self.area).code, exact)
        extra = "".join(f"&{name}={value}" for name, value in more.items())
        return f"{counted.url}{extra}"


def areas_near(code: str) -> list[Area]:
    """The town, its villages, and the area asked for with what lies directly below it. One query."""
    near = Q(parent=None) | Q(parent__parent=None) | Q(code=code) | Q(parent__code=code)
    return list(Area.objects.filter(near).order_by("path"))


def offered(near: Sequence[Area], chosen: Area) -> list[Area]:
    """What the page offers to choose: town and villages, and what is shown now."""
    return [area for area in near if area == chosen or area.parent_id in (None, near[0].pk)]


def words(scope: Scope) -> str:
    """What and which days are counted, and with which they are compared."""
    counted = next(room.label for room in rooms() if room.board is scope.board)
    return f"只计{counted}的事项 · {_days_counted(scope)}"


def _days_counted(scope: Scope) -> str:
    first, last = scope.period.first, scope.period.last
    if not scope.runs:
        return f"{first.year} 年 {first.month} 月全月 · 同比对上年同月，环比对上月"
    earlier, before = scope.year_before, scope.before
    begun = f"{first.year} 年 {first.month} 月 1 日" + (f"至 {last.day} 日" if last > first else "")
    return (
        f"{begun} {timezone.localtime(now()):%H:%M}"
        f" · 同比对 {earlier.first.year} 年 {_days(earlier)}，环比对 {_days(before)}"
    )


def _days(period: Period) -> str:
    """11 月 1—8 日; on the first of a month 11 月 1 日."""
    last = f"—{period.last.day}" if period.last > period.first else ""
    return f"{period.first.month} 月 {period.first.day}{last} 日"


def build(scope: Scope) -> dict[str, Any]:
    """Everything that the page shows. Four queries, and the calendar."""
    board, calendar = scope.board, office_calendar(scope.user)
    keys = [key for _, key in board.strip]
    periods = (scope.period, scope.before, scope.year_before)
    asked = [(key, period) for key in keys for period in periods] + [
        (key, scope.period) for key in (board.flow[0], board.listed)
    ]
    # Few groups, made by the database: thousands, added up here, took four fifths of the page.
    groups = count_by(scope.rows, {"below": scope.below, "top": board.groups[1]}, asked)
    months = trend(scope.matters, (board.flow[1], board.flow[2]), scope.month, MONTHS)
    whole = total(groups.values(), asked)
    return {
        "numbers": _cards(scope, whole, months),
        "chart": _trend_chart(scope, months),
        "chart_span": f"{months[0][0].first:%Y} 年 {months[0][0].first.month} 月起的 {len(months)} 个月，件",
        "villages": _villages(scope, groups),
        "categories": _categories(scope, groups),
        "waits": _waits(scope, calendar),
        "late": _late(scope, calendar),
        "late_count": whole[board.late, scope.period],
        "late_url": scope.url(board.late),
    }


# --- The strip of numbers -----------------------------------------------------------------------------


def _cards(scope: Scope, whole: Mapping[Asked, int], months: Sequence[Any]) -> list[dict[str, Any]]:
    found = values(whole)
    cards = []
    for label, key in scope.board.strip:
        indicator = indicators()[key]
        rate = bool(indicator.share_of)
        current = found[key, scope.period]
        text = wording.number(shown(current, rate), rate)
        earlier = (("同比", found[key, scope.year_before]), ("环比", found[key, scope.before]))
        cards.append(
            {
                "label": label,
                "value": text.removesuffix("%"),
                "unit": indicator.unit if current is not None else "",
                "url": scope.url(key),
                "definition": indicator.definition,
                "lines": [
                    *((word, _changed(current, then, rate), "", "") for word, then in earlier),
                    *_beside(scope, key, whole, months),
                ],
            }
        )
    return cards


def _changed(current: Any, then: Any, rate: bool) -> str:
    return wording.compared(current, then, change(current, then, rate), rate, " 个百分点")


def _beside(
    scope: Scope, key: str, whole: Mapping[Asked, int], months: Sequence[Any]
) -> list[tuple[str, ...]]:
    """The last lines of a card: what the number is made of."""

    def counted(name: str) -> int:
        return whole[name, scope.period]

    opening, came, went, closing = scope.board.flow
    if key in (came, went):
        place = (came, went).index(key) + 1
        this_year = sum(month[place] for month in months if month[0].first.year == scope.month.first.year)
        return [("今年累计", f"{this_year:,}", scope.url(key, year_to(scope.period)), "件")]
    if key == closing:
        flow = f"＋ {counted(came):,} − {counted(went):,}"
        return [("期初", f"{counted(opening):,}", scope.url(opening), flow)]
    if key == scope.board.late:
        listed = scope.board.listed
        return [("其中达到挂牌条件", f"{counted(listed):,}", scope.url(listed), "件")]
    below = indicators()[key].share_of
    share = f"÷ {counted(below):,} 件"
    if below == scope.board.asked and counted(went):
        share += f"，参评 {wording.percent(counted(below), counted(went))}"
    return [("", f"{counted(key):,}", scope.url(key), share)]


# --- The trend --------------------------------------------------------------------------------------------


def _trend_chart(scope: Scope, months: Sequence[tuple[Period, int, int]]) -> Chart:
    most = max(months, key=lambda row: row[1])
    words = [
        f"近 {len(months)} 个月登记与办结件数",
        f"登记最多的是 {most[0].first.month} 月 {most[1]} 件；数字见下表",
    ]
    return Chart(
        "trend",
        "columns",
        "登记与办结走势",
        said="，".join(words),
        labels=[f"{month.first.month}月" for month, *_ in months],
        series=[
            Series("登记", [row[1] for row in months], _lists(scope, scope.board.flow[1], months), line=True),
            Series("办结", [row[2] for row in months], _lists(scope, scope.board.flow[2], months)),
        ],
        part=f"{scope.month.first.month}月截至{scope.today.day}日" if scope.runs else "",
    )


def _lists(scope: Scope, key: str, months: Sequence[tuple[Period, int, int]]) -> list[str]:
    return [scope.url(key, month) for month, *_ in months]


# --- Villages and categories ----------------------------------------------------------------------------------


def _villages(scope: Scope, groups: Groups) -> list[dict[str, Any]]:
    """One line for each area directly below, in the order of the areas, and one for what lies in none of them."""
    sums: dict[Area, dict[str, int]] = {
        area: dict.fromkeys(scope.board.by_area, 0) for area in (*scope.children, scope.area)
    }
    by_id = {str(child.pk): child for child in scope.children}
    for (below, _), counts in groups.items():
        for key in scope.board.by_area:
            sums[by_id.get(below, scope.area)][key] += counts[key, scope.period]
    rest = sums.pop(scope.area)
    listed = [(area, counts) for area, counts in sums.items() if not area.closed_on or any(counts.values())]
    most = max([counts[scope.board.flow[1]] for _, counts in listed] + [rest[scope.board.flow[1]], 1])
    lines = [_village(scope, area, area.name, counts, most, exact=False) for area, counts in listed]
    if any(rest.values()):
        name = "未落到村" if scope.area.parent_id is None else scope.area.name if not listed else "未落到下级"
        lines.append(_village(scope, scope.area, name, rest, most, exact=True))
    return lines


def _village(
    scope: Scope, area: Area, name: str, counts: Mapping[str, int], most: int, *, exact: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "url": f"?month={scope.month.first:%Y-%m}&area={area.code}" if not exact else "",
        "cells": {
            key: (f"{counts[key]:,}", scope.url(key, area=area, exact=exact)) for key in scope.board.by_area
        },
        "late": bool(counts[scope.board.late]),
        "share": 100 * counts[scope.board.flow[1]] / most,
    }


def _categories(scope: Scope, groups: Groups) -> list[dict[str, Any]]:
    """First-level categories by what was received, the most frequent first."""
    name, _, first_level = scope.board.groups
    came = scope.board.flow[1]
    sums: dict[str | None, list[int]] = {}
    for (_, top), counts in groups.items():
        pair = sums.setdefault(top, [0, 0])
        pair[0] += counts[came, scope.period]
        pair[1] += counts[came, scope.year_before]
    names = first_level()
    unsorted = sums.pop(None, [0, 0])
    ranked = sorted(sums.items(), key=lambda item: (-item[1][0], -item[1][1], item[0] or ""))
    lines = [(names.get(code or "", ""), pair, f"{scope.url(came)}&{name}={code}") for code, pair in ranked]
    if any(unsorted):
        lines.append(("未定类别", unsorted, scope.url(scope.board.ungrouped)))
    most = max([pair[0] for _, pair, _ in lines] + [1])
    return [
        {
            "name": name,
            "url": url,
            "count": f"{pair[0]:,}",
            "share": 100 * pair[0] / most,
            "change": wording.compared(
                pair[0], pair[1], change(Fraction(pair[0]), Fraction(pair[1]), rate=False)
            ),
        }
        for name, pair, url in lines
        if any(pair)
    ]


# --- Where it waits longest -----------------------------------------------------------------------------------


def _waits(scope: Scope, calendar: Calendar) -> Chart | None:
    """Of each step the part of its term that was used, where it was done in the period: what half of them
    kept below, and what nine tenths did; the tightest first. Steps, never persons or units.
    """
    used = _used(scope, calendar)
    steps = sorted(used, key=lambda rule: (-_slowest(used[rule]), clock_rules()[rule].label))
    if not steps:
        return None
    medians = [used[rule][(len(used[rule]) - 1) // 2] for rule in steps]
    slowest = [_slowest(used[rule]) for rule in steps]
    lists = [scope.url(scope.board.ended, part=rule) for rule in steps]
    labels = [clock_rules()[rule].label for rule in steps]
    over = "，超过时限" if slowest[0] > TERM else ""
    return Chart(
        "waits",
        "spread",
        "哪里等得最久",
        said=f"{labels[0]}最紧，中位数 {medians[0]}%，最慢一成 {slowest[0]}%{over}；数字见下表",
        labels=labels,
        series=[Series("中位数", medians, lists), Series("最慢一成", slowest, lists)],
        unit="%",
        limit=TERM,
        heading="环节",
        beside=[Series("次数", [len(used[rule]) for rule in steps])],
    )


def _used(scope: Scope, calendar: Calendar) -> dict[str, list[int]]:
    """Of each rule the parts of the term that were used, in per cent of its working time, the smallest first."""
    ended = ended_in(scope.period).filter(matter__in=scope.matters, expires_at__isnull=False).order_by()
    columns = [second_of(name) for name in ("started_at", "ended_at", "expires_at")]
    with (
        planned_anew(),
        connection.cursor() as cursor,
    ):  # the numbers as they come: to convert each cell took a third of it
        cursor.execute(*ended.values_list("rule", *columns).query.sql_with_params())
        rows = cursor.fetchall()
    used: dict[str, list[int]] = {}
    worked = calendar.minutes_worked
    known = bool(rows) and calendar.knows(min(row[1] for row in rows), max(max(row[2:]) for row in rows))
    for rule, begun, done, due in rows:
        if not known and not calendar.knows(begun, max(done, due)):
            continue
        start = worked(begun)
        if (allowed := worked(due) - start) > 0:
            used.setdefault(rule, []).append(100 * (worked(done) - start) // allowed)
    return {rule: sorted(parts) for rule, parts in used.items()}


def _slowest(parts: Sequence[int]) -> int:
    return parts[len(parts) - 1 - len(parts) // SLOWEST]


# --- What is late ---------------------------------------------------------------------------------------------


def _late(scope: Scope, calendar: Calendar) -> list[dict[str, Any]]:
    """The longest overdue, under the reader's rights; a sealed one without its title."""
    late = indicators()[scope.board.late].rows(scope.rows, scope.period).order_by("due_at", "pk")[:OLDEST]
    moment, rows = now(), columns_of(late, ("holder_unit",), LATE)
    near = sorted((*scope.children, scope.area), key=lambda area: -len(area.path))
    return [
        {
            "url": reverse("matter", args=[row.pk]),
            "title": row.shown_title,
            "light": lights.of_matter(row, moment, calendar),
            "unit": row.holder_unit.short_name,
            "place": next((area.name for area in near if row.area_path.startswith(area.path)), ""),
        }
        for row in rows
    ]
