"""Cards of the dashboard: a number of now, and the list behind it from the same condition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from core.procedure.indicators import Period


@dataclass(frozen=True)
class Looking:
    """Who looks at the dashboard, and when: all that the condition of a card may depend on."""

    user: Any
    at: datetime

    @classmethod
    def of(cls, user: Any, today: Period, month: Period) -> "Looking":
        """At the moment until which today is known, with these days for today's and the month's."""
        looking = cls(user, today.known_until)
        looking.__dict__.update(today=today, month=month)
        return looking

    @cached_property
    def units(self) -> list[int]:
        """The units whose matters this person works on."""
        return list(self.user.reach.units)

    @cached_property
    def today(self) -> Period:
        day = localdate(self.at)
        return Period(day, day)

    @cached_property
    def month(self) -> Period:
        """This month, to today."""
        day = localdate(self.at)
        return Period(day.replace(day=1), day)


@dataclass(frozen=True)
class Card:
    """How many matters stand so now, of those that the reader may see and that were open some time this month.

    `holds`: the condition on columns of core.Matter. `kind`: of which kind; empty for all kinds together, whose list
    is a page of the kernel. `packs`: for whom (config/roles.py: PACKS). `says`: the definition, in one sentence.
    `warns`: it is red when it is not zero. `permission`: shown only with it, where a pack's roles differ.
    `wall`: the part of the live board that it stands in; no pack is needed for that, and nothing that is sealed is
    counted there. `acts`: the row of the workflow offered there beside the most pressing of them.
    """

    key: str
    label: str
    says: str
    holds: Callable[[Looking], Q]
    packs: frozenset[str]
    kind: str = ""
    warns: bool = False
    permission: str = ""
    wall: str = ""
    acts: str = ""

    def condition(self, looking: Looking) -> Q:
        """The matters that it counts, among those visible to who looks. The number and the list both come from here."""
        return looking.month.in_play & self.among_open(looking)

    def among_open(self, looking: Looking) -> Q:
        """The same, of matters that were open some time this month: said once for all cards of a page."""
        shown = Q(compartment="") if self.wall else Q()
        return self.holds(looking) & shown & (Q(kind=self.kind) if self.kind else Q())


@dataclass(frozen=True)
class Live:
    """How many rows of a room's own there are now, for the live board: people who wait, units that are here.

    `rows` gives them, `url` names the page that lists them. The rest is as of Card.
    """

    key: str
    label: str
    says: str
    rows: Callable[[Looking], Any]
    url: str
    wall: str
    permission: str
    unit: str = "人"
    warns: bool = False


@dataclass(frozen=True)
class WallMap:
    """A drawing on the live board. `parts` are its queries of the board's one statement (core.lists.wall), `drawn` makes
    SVG of what they found; "" where there is nothing to draw on.
    """

    label: str
    permission: str
    parts: Callable[[Looking], Iterable[Any]]
    drawn: Callable[[Mapping[str, list[Any]], Looking], str]
