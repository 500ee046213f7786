"""What the frame of every page needs: menu, counters, banner. One query, besides who asks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any, TypeAlias
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core.models import gate
from core.procedure.room import DAILY, MANAGING, Entry, rooms
from core.records.server_clock import off
from core.values.moments import now
from core.values.statements import run

WATCH_LATE = timedelta(minutes=5)
Offered: TypeAlias = tuple[
    str, tuple[tuple[Entry, str], ...]
]  # of a section, its entries and their addresses
SHOWN, SHORT = 20, 4  # entries of a menu, and of a section, that is seen whole


@dataclass(frozen=True)
class Item:
    url: str
    label: str
    icon: str
    current: bool
    count: int = 0  # what waits behind it


@dataclass(frozen=True)
class Section:
    """A room's part of the menu. `folded`: its name alone is seen, and how much waits in it, until it is opened."""

    label: str
    items: tuple[Item, ...]
    folded: bool = False

    @property
    def count(self) -> int:
        return sum(item.count for item in self.items)


@dataclass(frozen=True)
class Shell:
    """The frame: see templates/base.html."""

    menu: tuple[Section, ...]
    queue_count: int
    unread: int
    banner: str
    town: str
    user_label: str
    demo: bool
    phone: str = settings.TOWN["phone"]
    centre: str = settings.TOWN["centre"]

    @property
    def side(self) -> str:
        """The menu as it stands beside the page."""
        return _drawn(self.menu)

    @property
    def waiting(self) -> list[Item]:
        """The pages behind which something waits."""
        return [item for section in self.menu for item in section.items if item.count]

    @property
    def public(self) -> list[tuple[str, str]]:
        """Pages of the rooms for citizens, where they are open."""
        return [(reverse(name), words) for room in rooms() for name, words in room.public()]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that pages without the frame ask nothing."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    user: Any = getattr(request, "user", None)  # a request that was refused early has none
    town = settings.TOWN["county"] + settings.TOWN["centre"]
    if user is None or not user.is_authenticated:
        return Shell((), 0, 0, "", town, "", settings.DEMO)
    entries = _offered(user.reach.permissions)
    queue, unread, watched, clock, found = _counters(
        user, [one for _, offered in entries for one, _ in offered]
    )
    late = user.has_perm("core.view_matters") and (watched is None or now() - watched > WATCH_LATE)
    banner = "期限提醒已停了五分钟以上：灯照常准确，但不会有新的提醒。请告知系统管理员。" if late else ""
    if wrong := off(clock):
        banner = f"{wrong}：期限、灯和登记时间都会跟着错。请告知系统管理员校准，校准前先不要登记。"
    post = user.reach.posts[0].name if user.reach.posts else ""
    return Shell(
        _menu(request, user, entries, found),
        queue,
        unread,
        banner,
        town,
        f"{user.name} · {post}" if post else user.name,
        settings.DEMO,
    )


def _menu(
    request: HttpRequest, user: Any, entries: Iterable[Offered], found: Mapping[str, int | None]
) -> tuple[Section, ...]:
    """A person's own work first, then the rooms, administration last. `found`: what entries have asked of the database."""
    made = (
        Section(label, tuple(item for one, url in offered if (item := _item(request, user, one, url, found))))
        for label, offered in entries
    )
    kept = unquote(request.COOKIES.get("menu", "")).split("|")  # static/js/menu.js
    return _folded([section for section in made if section.items], _own(user.reach.permissions), kept)


def _folded(menu: list[Section], own: str, kept: Collection[str]) -> tuple[Section, ...]:
    """Of a long menu the long sections are folded, but for one's own work, one's own room (`own`, else the longest), where one
    is, and what one has opened (`kept`).
    """
    if sum(len(section.items) for section in menu) <= SHOWN:
        return tuple(menu)
    labels = {section.label for section in menu}
    own = own if own in labels else max(menu, key=lambda section: len(section.items)).label
    return tuple(
        replace(section, folded=True)
        if len(section.items) > SHORT
        and section.label not in (DAILY, own, *kept)
        and not any(item.current for item in section.items)
        else section
        for section in menu
    )


@cache
def _own(permissions: frozenset[str]) -> str:
    """The room where a login of whoever has these rights lands."""
    homes = ((room.label, permission) for room in rooms() for permission, _ in room.homes)
    return next((label for label, permission in homes if permission in permissions), "")


@cache
def _offered(permissions: frozenset[str]) -> tuple[Offered, ...]:
    """Sections and entries for whoever has these rights, each with its address."""
    found = [(entry.section or room.label, entry) for room in rooms() for entry in room.menu]
    labels = [DAILY, *(label for label, _ in found if label not in (DAILY, MANAGING)), MANAGING]
    mine = [(name, one) for name, one in found if not one.permission or one.permission in permissions]
    return tuple(
        (label, tuple((one, reverse(one.url)) for name, one in mine if name == label))
        for label in dict.fromkeys(labels)
    )


def _item(
    request: HttpRequest, user: Any, entry: Entry, url: str, found: Mapping[str, int | None]
) -> Item | None:
    """None where those with a counter say so."""
    count = found.get(entry.url, 1 if entry.waiting else 0)
    if count and entry.waiting:
        count = entry.waiting(user)
    return None if count is None else Item(url, entry.label, entry.icon, request.path == url, count)


@lru_cache(maxsize=500)
def _drawn(menu: tuple[Section, ...]) -> str:
    """The side of the page: few menus are in use at a time, and each is shown again and again."""
    return render_to_string("components/side.html", {"menu": menu})


# Matter.objects.in_hand_of(user), written out: every page asks it, and building it costs more than running it.
_NAMES = {"compartment": "m.compartment", "kind": "m.kind", "root": "m.root_id", "area": "m.area_path"}
_OWN = {"closed": "m.closed_at", "merged": "m.merged_into_id", "holder": "m.holder_user_id"}
_BOTH = {"pk": "m.id", "unit": "m.holder_unit_id"}


def _counters(user: Any, entries: Iterable[Entry]) -> tuple[int, int, Any, Any, dict[str, int | None]]:
    """Open matters in the user's hand, unread notices, when the watch last ran, the database's clock, and what entries of
    the menu ask: one round trip.
    """
    mine, whose = gate.in_hand(user, **_OWN, **_BOTH)
    sees, params = gate.each(user, few=False, **_NAMES, **_BOTH)
    asked = {one.url: one.asks(user) for one in entries if one.asks}
    sql = [what for what in asked.values() if what]
    queue, unread, watched, clock, numbers = run(
        f"SELECT (SELECT count(*) FROM core_matter m WHERE %s AND {mine} AND {sees}),"  # noqa: S608 (fixed text)
        " (SELECT count(*) FROM core_notice WHERE user_id = %s AND read_at IS NULL),"
        " (SELECT ran_at FROM core_heartbeat WHERE name = 'watch'), clock_timestamp(),"
        f" ARRAY[{', '.join(f'({what})' for what, _ in sql)}]::bigint[]",
        (
            user.has_perm("core.view_matters"),
            *whose,
            *params,
            user.pk,
            *(one for _, values in sql for one in values),
        ),
    )[0]
    waits = iter(numbers)
    return queue, unread, watched, clock, {url: next(waits) if what else None for url, what in asked.items()}
