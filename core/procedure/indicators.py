"""A number of the office: its label, its definition in one sentence, and what it counts."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import User
from core.values.moments import now


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted; days begin at midnight in the office's time zone."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"期间的末日 {self.last} 早于首日 {self.first}")
        if not 1900 <= self.first.year <= self.last.year <= 9000:
            raise ValueError(f"没有 {self.first} 至 {self.last} 这样的期间")
        object.__setattr__(self, "_hash", hash((self.first, self.last)))

    def __hash__(self) -> int:
        """Kept: counts are looked up by period, thousands of times a page."""
        return self._hash  # type: ignore[attr-defined]

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """The natural month (domain: 4.1)."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @property
    def since(self) -> datetime:
        """The first moment of the period."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """The first moment after the period."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def known_until(self) -> datetime:
        """The end of the period, or now while it runs: nobody can be late tomorrow."""
        return min(self.until, now())

    @property
    def in_play(self) -> Q:
        """Matters that had come in before the end and were not closed before the beginning.

        Whatever is counted of a period is one of them; said first, it spares reading all the others.
        """
        return Q(received_at__lt=self.until) & (Q(closed_at=None) | Q(closed_at__gte=self.since))

    def within(self, column: str) -> Q:
        """The moment in the column lies in the period. That there is one is said too: beside an unknown answer PostgreSQL would
        go on to the next condition, however dear, of every matter that is open.
        """
        return Q(**{f"{column}__gte": self.since, f"{column}__lt": self.until, f"{column}__isnull": False})

    def within_days(self, column: str) -> Q:
        """The day in the column does."""
        return Q(**{f"{column}__range": (self.first, self.last)})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Split:
    """How the rows of a number are parted in a table: by source, by kind of dispute.

    A part is a short text of the address; `condition(period, part)` picks its rows and `words(part)` names it.
    Both raise ValueError for a part that there is not.
    """

    condition: Callable[[Period, str], Q]
    words: Callable[[str], str]


def leader(part: str) -> str:
    """The name of a leader whom a number is parted by. ValueError: no such account."""
    user = User.objects.filter(pk=int(part)).first()
    if user is None:
        raise ValueError("没有这位领导")
    return user.name


def on_own_day(model: Any, column: str) -> Callable[[Period], Q]:
    """The condition of matters of one model whose own day, a column of it, falls in the period."""

    def counts(period: Period) -> Q:
        rows = model._default_manager.filter(period.within_days(column))
        return Q(pk__in=rows.values("pk"))

    return counts


def weighed(rows: Callable[[Period], Any], what: Any = None, **matter: Any) -> dict[str, Any]:
    """How a number of rows is counted: the matters that they stand in, each with how many, or with a sum of theirs (`what`);
    `matter`: what holds of the matter itself.
    """

    def weight(period: Period) -> Any:
        own = rows(period).filter(matter=OuterRef("pk")).order_by().values("matter")
        return Coalesce(Subquery(own.annotate(n=what or Count("pk")).values("n"), IntegerField()), 0)

    return {
        "counts": lambda period: Q(pk__in=rows(period).values("matter"), **matter),
        "weight": weight,
        "afterwards": True,
    }


@dataclass(frozen=True)
class Indicator:
    """A number and what it counts.

    `counts` is the condition of a period, among the matters in play: the number and the list behind
    it are made from the same one. Events of the period are counted, not today's status: last month
    stays what it was.
    `weight`: the column or expression that is summed where not rows are counted (people, yuan), or a function that gives it
    for a period, where what is summed happened then. `share_of`: the key of the
    indicator it is divided by; then it is a rate, in per cent, and its rows are what stands above the line.
    `sum_of`: the keys of those that part its rows between them; it is then added up, not counted again.
    `split`: how its rows are parted in a table whose cells open their lists. `afterwards`: what it counts may happen
    to a matter that was closed before the period. `of_leader`: the column of the table of leaders that it fills; it is
    then parted by their ids (leader). `listed`: the page that lists what it counts, where that are not matters of its kind.
    """

    key: str
    label: str
    definition: str
    counts: Callable[[Period], Q]
    unit: str = "件"
    weight: Any = ""
    share_of: str = ""
    sum_of: tuple[str, ...] = ()
    split: Split | None = None
    afterwards: bool = False
    of_leader: str = ""
    listed: str = ""

    def rows(self, matters: Any, period: Period, part: str = "") -> Any:
        """The matters that are counted, out of those given: the list that the number opens.

        ValueError: no such part.
        """
        return matters.filter(self.among(period, part))

    def among(self, period: Period, part: str = "") -> Q:
        """The condition of these rows, or of those of a part."""
        rows = Q() if self.afterwards else period.in_play
        return Q(rows, self.counts(period), *self._of_part(period, part))

    def _of_part(self, period: Period, part: str) -> list[Q]:
        if part and self.split is None:
            raise ValueError(f"“{self.label}”不再细分")
        return [self.split.condition(period, part)] if part and self.split else []

    def aggregate(self, period: Period) -> Count | Sum:
        """The count as a part of a query over the matters in play that counts many numbers at once."""
        condition = self.counts(period)
        if self.weight:
            weight = self.weight(period) if callable(self.weight) else self.weight
            return Sum(weight, filter=condition, default=0)
        return Count("pk", filter=condition)
