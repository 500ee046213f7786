"""A room: all that one app brings into the house beside its procedures. config/procedures.py lists the rooms.

Whatever a page, a command or a printed table needs of an app is read from here; nobody else names it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core.models import Area, User
from core.models.facts import Kind as Thing
from core.procedure.cards import Card, Live, WallMap
from core.procedure.procedure import Panel, Procedure
from core.procedure.standard_tables import Board, StandardTables, Write
from core.records.seals import Record

DAILY, MANAGING = "我的工作", "统计与管理"  # sections of the menu that no room owns


@dataclass(frozen=True)
class Entry:
    """A page in the menu: name of its address, words, icon, and the permission that shows it (empty: to everybody).

    `section`: DAILY or MANAGING, where it does not stand in the room's own. `waiting(user)`: how much waits
    behind it; None leaves the entry out. `asks(user)`: the SQL of that number and its parameters, which the frame asks in
    one round trip with its own; None leaves the entry out. Where there is `waiting` too, it is asked if this finds some.
    """

    url: str
    label: str
    icon: str
    permission: str
    section: str = ""
    waiting: Callable[[Any], int | None] | None = None
    asks: Callable[[Any], tuple[str, Sequence[Any]] | None] | None = None


@dataclass(frozen=True)
class Timed:
    """A recurring job: `every` so many minutes, or once a day `at` a time of the office."""

    name: str
    path: str
    why: str
    every: int = 0
    at: str = ""
    cluster: str = "work"


class People(Protocol):
    """What a room knows of who answers for places, beside the posts of the kernel."""

    @property
    def steps(self) -> Mapping[str, Callable[..., None]]:
        """Kinds of lines of the organisation's table (core.exchange.organisation_file), by their word in 类别."""

    def total(self, name: str) -> int | None:
        """How many there are of what such a table calls so; None: it knows nothing of that name."""

    def closed(self, area: Area, on: date, made: Sequence[Area], by: User, *, same: bool) -> None:
        """A place was closed on a day, and others `made` in its stead; `same`: it is the same place below another, and
        they go along.
        """


@dataclass(frozen=True)
class Room:
    """An app, under its section of the menu.

    `homes`: (permission, url name): where a login lands; the first that is allowed, in the order of the rooms.
    `permissions`: permission → what it is for, of those that no act asks for; an act's own words are its label.
    `keys`: keyboard of its pages, as (page, ((keys, what they do), …)). `urls`: module of its addresses.
    `reference`: functions by path that load the lists it brings along. `cards`: numbers of the dashboard and
    of the live board; `live`: those of the live board that count no matters; `maps`: its drawings on it.
    `tables`: its standard tables of the month; `sections`: what it writes in the month's report, by heading.
    `board`: the numbers by month, area and category that leaders read. `public()`: its pages for citizens without
    an account that are open now, as (url name, words).
    `about`: its pages about one matter of whatever kind, by the matter's id.
    `printed`: its own pages of docs/tables, as file name → (title, lines).
    `panels`: parts that it adds to the page of every matter, of whichever room. `people`: who answers for
    places beside the posts of the kernel.
    `things`, `records`: its own tables that are sealed, as what stands about a thing or as what is only added;
    `unsealed`: those that are not, with the reason (core.models.facts). `cites`: its page on which words of law are found, for
    every field that quotes law.
    """

    app: str
    label: str
    urls: str
    procedures: tuple[Procedure, ...] = ()
    menu: tuple[Entry, ...] = ()
    about: tuple[Entry, ...] = ()
    homes: tuple[tuple[str, str], ...] = ()
    permissions: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    reference: tuple[str, ...] = ()
    schedules: tuple[Timed, ...] = ()
    cards: tuple[Card, ...] = ()
    live: tuple[Live, ...] = ()
    maps: tuple[WallMap, ...] = ()
    tables: tuple[StandardTables, ...] = ()
    sections: Mapping[str, Write] = field(default_factory=dict)
    board: Board | None = None
    panels: tuple[Panel, ...] = ()
    people: People | None = None
    things: tuple[Thing, ...] = ()
    records: tuple[Record, ...] = ()
    unsealed: Mapping[str, str] = field(default_factory=dict)
    public: Callable[[], Sequence[tuple[str, str]]] = tuple
    cites: Entry | None = None
    printed: Mapping[str, tuple[str, Callable[[], Iterator[str]]]] = field(default_factory=dict)


def rooms() -> tuple[Room, ...]:
    """All rooms, the kernel's own pages last."""
    return import_string(settings.ROOMS)


@cache
def law_at_hand() -> Entry | None:
    """The page on which words of law are found; None in an office without one."""
    return next((room.cites for room in rooms() if room.cites), None)


@cache
def permission_words() -> Mapping[str, str]:
    """What the permissions are for that no act asks for."""
    return {name: words for room in rooms() for name, words in room.permissions.items()}


def schedules() -> tuple[Timed, ...]:
    return tuple(timed for room in rooms() for timed in room.schedules)
