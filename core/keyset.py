"""Keyset paging both ways: the page after a row, not page number n. Deep pages cost no more than the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

FAR = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
SIZES = (50, 100)
MANY = 10_000


@dataclass(frozen=True)
class Order:
    """A total order of matters: a moment, then the id. `soonest` puts rows without a moment last."""

    column: str
    descending: bool

    def ready(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.alias(_at=F(self.column) if self.descending else Coalesce(self.column, Value(FAR)))

    def beyond(self, key: tuple[datetime, int], forward: bool) -> Q:
        """Rows on the far side of a key."""
        word = "lt" if self.descending == forward else "gt"
        at, pk = key
        return Q(**{f"_at__{word}": at}) | Q(_at=at, **{f"id__{word}": pk})

    def by(self, forward: bool) -> tuple[str, str]:
        sign = "-" if self.descending == forward else ""
        return f"{sign}_at", f"{sign}id"

    def key(self, row: Any) -> str:
        return f"{(getattr(row, self.column) or FAR).isoformat()}|{row.pk}"


NEWEST = Order("received_at", descending=True)
SOONEST = Order("due_at", descending=False)


@dataclass(frozen=True)
class Page:
    """What components/pager.html shows, and the rows in order."""

    rows: Sequence[Any]
    text: str
    previous_url: str
    next_url: str
    sizes: tuple[tuple[str, str], ...]


def size_of(request: HttpRequest) -> int:
    asked = request.GET.get("size", "")
    return int(asked) if asked in map(str, SIZES) else SIZES[0]


def cut(request: HttpRequest, rows: QuerySet[Any], order: Order) -> tuple[QuerySet[Any], bool]:
    """The rows of the asked page and one more, unsorted for use as a subquery; and whether we go forward."""
    after, before = _read(request.GET.get("after", "")), _read(request.GET.get("before", ""))
    forward = before is None
    rows = order.ready(rows)
    if after or before:
        rows = rows.filter(order.beyond(after or before, forward))  # type: ignore[arg-type]
    return rows.order_by(*order.by(forward))[: size_of(request) + 1], forward


def page(request: HttpRequest, fetched: Sequence[Any], order: Order, forward: bool, counted: int) -> Page:
    """Make the page of rows fetched in the order of `cut`."""
    size = size_of(request)
    more, rows = len(fetched) > size, list(fetched[:size])
    if not forward:
        rows.reverse()
    has_before = more if not forward else "after" in request.GET
    has_after = more if forward else True
    return Page(
        rows,
        f"本页 {len(rows)} 件，共{f' {counted} 件' if counted <= MANY else '超过一万件'}",
        _url(request, before=order.key(rows[0])) if rows and has_before else "",
        _url(request, after=order.key(rows[-1])) if rows and has_after else "",
        tuple((str(n), "" if n == size else _url(request, size=str(n))) for n in SIZES),
    )


def count(rows: QuerySet[Any]) -> int:
    """Exact up to ten thousand; beyond that, more than ten thousand is all that is said."""
    return rows.order_by()[: MANY + 1].count()


def _url(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _read(text: str) -> tuple[datetime, int] | None:
    """A key of the address; whatever is not one is no key."""
    at, _, pk = text.partition("|")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.tzinfo and 0 < int(pk) < 2**63 else None
    except ValueError:
        return None
