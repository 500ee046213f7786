"""What an app declares of its list of matters: views, filters and columns. The page and the export read the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from core.procedure.paging import NEWEST, SOONEST, Order

Cell = str | date | Decimal | None  # a Decimal is yuan
SEALED = "保密"  # what stands in place of what a label keeps
PAGING = ("after", "before", "size")  # where one is in a list, not what it shows


@dataclass(frozen=True)
class View:
    """A fixed view of a list, one of the tabs above it. `live`: of open matters only."""

    name: str
    label: str
    holds: Callable[[datetime], Q]
    live: bool = False
    order: Order = NEWEST

    def condition(self, moment: datetime) -> Q:
        """What stands in it at a moment."""
        return Q(self.holds(moment), closed_at=None) if self.live else self.holds(moment)


OPEN = View("open", "全部在办", lambda at: Q(), live=True, order=SOONEST)
OVERDUE = View("overdue", "逾期", lambda at: Q(due_at__lte=at), live=True, order=SOONEST)
ALL = View("all", "全部", lambda at: Q())


def standing(name: str, label: str, *statuses: str) -> View:
    """Open matters at one of these statuses, the most pressing first."""
    return View(name, label, lambda at: Q(status__in=statuses), live=True, order=SOONEST)


def ended(name: str, label: str, *statuses: str) -> View:
    """Matters whose life ended at one of these statuses."""
    return View(name, label, lambda at: Q(status__in=statuses))


@dataclass(frozen=True)
class Column:
    """A column. `value` is read from the procedure's own row; `width` is that of the export.

    On the page: `label` is said before the cell on a phone, `number` stands to the right, the head sorts by one of
    `orders`, and what is not `usual` is shown to those who choose it.
    """

    head: str
    width: int
    value: Callable[[Any], Cell]
    label: str = ""
    number: bool = False
    orders: tuple[Order, ...] = ()
    usual: bool = True


@dataclass(frozen=True)
class Names:
    """A column of a register with the people of one role: masked, or in full for a reason."""

    head: str
    width: int
    role: str


@dataclass(frozen=True)
class Register:
    """A printed register: its title, the official form whose boxes it follows, the key of the number whose rows it lists
    line by line, and its columns (`width`: their share of a line). `related`, `read`: as of a Listing.
    """

    title: str
    form: str
    counts: str
    columns: tuple[Column | Names, ...]
    related: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A list. The first view is the one to begin with, the last holds everything.

    `filters`: a FilterSet over core.Matter. `own` columns stand after the place, `outcome` at the end of an
    export's line. `related` is fetched with the rows, `read` are the procedure's own columns
    that these need: no others are fetched. `nothing`: what to say, and what to do, when there is none. `start`: how a matter of this kind is
    begun: name of the page, its words, the permission. `both_sides`: an export names respondents beside applicants.
    `stays`: it is read here and never exported.
    """

    label: str
    filters: Any
    views: tuple[View, ...] = (OPEN, ALL)
    own: tuple[Column, ...] = ()
    outcome: tuple[Column, ...] = ()
    related: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    nothing: tuple[str, str] = ("没有符合条件的事项", "换个条件，或清除筛选再看。")
    start: tuple[str, str, str] | None = None
    both_sides: bool = False
    stays: bool = False

    def view(self, name: str | None) -> View:
        """By name; without one the first, and for an unknown one everything."""
        found = (view for view in self.views if view.name == name)
        return self.views[0] if name is None else next(found, self.views[-1])


def in_words(form: Any) -> list[str]:
    """What was chosen in a valid filter: 村：桃坞村."""
    return [
        f"{form.fields[name].label}：{_word(form.fields[name], value)}"
        for name, value in form.cleaned_data.items()
        if value not in (None, "")
    ]


def _word(field: Any, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return str(value)
