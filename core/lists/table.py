"""The table of a list of matters: columns, heads, and rows preformatted once, so that no cell costs a localisation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.deadlines import lights
from core.deadlines.lights import Light
from core.deadlines.workdays import Calendar
from core.models import Clock, Matter
from core.procedure import paging
from core.procedure.listing import Cell, Column, Listing
from core.procedure.paging import Order
from core.procedure.procedure import by_kind
from core.values import money
from core.values.screen_formats import day, last_day, until

SHOWN = ("area__parent__parent", "holder_unit", "holder_user")
# All that a line is made of, beside what a listing reads for its own columns: half of a page's reading was the rest.
READ = (
    "kind", "code", "number", "root", "masked_title", "status", "waits_for", "compartment", "held_since", "received_at", "closed_at",
    "voided_at", "warn_at", "due_at", "due_measure", "black_at", "suspended_at", "area_path", "area__name", "area__parent__name", "area__parent__parent__name",
    "holder_unit__short_name", "holder_user__name",
)  # fmt: skip
CODE_ORDERS = (paging.LAST_CODE, paging.FIRST_CODE)


@dataclass(frozen=True)
class Head:
    """The head of a column. `url` sorts by it, `sorted` says how the list is sorted now (aria-sort)."""

    text: str
    css: str = "fit"
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Row:
    """One line of components/matters.html. `cells`: class, what is said before it on a phone, text."""

    pk: int
    url: str
    light: Light
    code: str
    title: str
    cells: Sequence[tuple[str, str, str]]
    found: str = ""


def columns(listing: Listing | None, moment: datetime, calendar: Calendar) -> tuple[Column, ...]:
    """All columns that a list can show beside light, code and title; without a listing, of mixed kinds."""
    own = listing.own if listing else (Column("种类", 0, lambda matter: by_kind()[matter.kind].label),)
    return (
        Column("村", 0, _village),
        *own,
        Column("环节", 0, lambda matter: by_kind()[matter.kind].workflow.stage_of(matter).label),
        Column("现由", 0, _holder, label="现由"),
        Column(
            "已持有", 0, lambda matter: _held(matter, moment, calendar), "已持有", True, (paging.LONGEST,)
        ),
        Column("下一期限", 0, _due, "限", orders=(paging.SOONEST,)),
        Column("收到", 0, _received, "收到", orders=(paging.NEWEST, paging.OLDEST), usual=False),
        Column("登记号", 0, lambda matter: matter.number, usual=False),
        *(listing.outcome if listing else ()),
    )


def chosen(columns: Sequence[Column], heads: Sequence[str] = ()) -> list[Column]:
    """The columns with these heads, in the list's own order; the usual ones where none is left of a choice."""
    return [column for column in columns if column.head in heads] or [one for one in columns if one.usual]


def plain_heads(columns: Iterable[Column]) -> list[Head]:
    """Heads of a list that is always sorted the same way."""
    return [Head("编号"), Head("事项", ""), *(Head(column.head, _css(column)) for column in columns)]


def heads(request: HttpRequest, columns: Iterable[Column], order: Order, live: bool) -> list[Head]:
    """Heads that sort: the second time the other way round, where there is one."""
    sorting = [_head(request, column.head, _css(column), column.orders, order, live) for column in columns]
    return [_head(request, "编号", "fit", CODE_ORDERS, order, live), Head("事项", ""), *sorting]


def _head(
    request: HttpRequest, text: str, css: str, orders: Sequence[Order], order: Order, live: bool
) -> Head:
    offered = [one for one in orders if live or not one.live]
    if not offered:
        return Head(text, css)
    following = offered[(offered.index(order) + 1) % len(offered)] if order in offered else offered[0]
    now_sorted = ("descending" if order.descending else "ascending") if order in offered else ""
    return Head(text, css, paging.url(request, sort=following.name), now_sorted)


def rows(
    matters: Iterable[Matter],
    columns: Sequence[Column],
    now: datetime,
    calendar: Calendar,
    found: Mapping[int, str] | None = None,
) -> list[Row]:
    """Lines for matters fetched with `SHOWN` related; `found` says by id where a search matched."""
    where = found or {}
    before, _, after = reverse("matter", args=[0]).rpartition("0")
    return [
        Row(
            pk=matter.pk,
            url=f"{before}{matter.pk}{after}",
            light=lights.of_matter(matter, now, calendar),
            code=matter.code,
            title=matter.shown_title,
            cells=[(_css(column), column.label, _text(column.value(matter))) for column in columns],
            found=where.get(matter.pk, ""),
        )
        for matter in matters
    ]


def due(clock: Clock, now: datetime, calendar: Calendar) -> dict[str, Any]:
    """A line of components/due.html: a clock, fetched with its matter."""
    matter = clock.matter
    return {
        "light": lights.of_clock(clock, now, calendar),
        "label": clock.label,
        "last": until(clock.expires_at) if clock.expires_at else f"待{clock.pending_year}年日历",
        "url": reverse("matter", args=[matter.pk]),
        "number": matter.number,
        "title": matter.shown_title,
    }


def _css(column: Column) -> str:
    return "fit n" if column.number else "fit"


def _text(value: Cell) -> str:
    if isinstance(value, Decimal):
        return money.digits(value)
    return day(value) if isinstance(value, date) else value or ""


# --- Cells ----------------------------------------------------------------------------------------------------


def due_day(matter: Any) -> date | None:
    """The last day of the tightest term."""
    return last_day(matter.due_at)


def _village(matter: Any) -> str:
    """The village that a grid lies in; the town itself where none is known."""
    area = matter.area
    for _ in range(matter.area_path.strip("/").count("/") - 1):
        area = area.parent
    return area.name


def _holder(matter: Any) -> str:
    if matter.closed_at:
        return ""
    return matter.holder_user.name if matter.holder_user else matter.holder_unit.short_name


def _held(matter: Any, now: datetime, calendar: Calendar) -> str:
    return "" if matter.closed_at else lights.span(matter.held_since, now, calendar)


def _received(matter: Any) -> str:
    return day(matter.received_at)


def _due(matter: Any) -> str:
    """By when; of what is closed, when it was."""
    if matter.closed_at:
        return day(matter.closed_at)
    return until(matter.due_at)
