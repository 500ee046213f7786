"""The live board's numbers: cards and Live of all rooms, as parts of one statement.

Each part is a query of two columns, what it is and its data as JSON, so that a page joins them by UNION ALL with parts of
its own and asks the database once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Any

from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from core.lists.cards import Number, cards, number
from core.models import Exclusion, Matter
from core.procedure import compiled
from core.procedure.cards import Card, Live, Looking, WallMap
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind
from core.procedure.room import rooms
from core.values.moments import now
from core.values.screen_formats import last_day

LINES = 4  # of the most pressing matters with an act
Found = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Line:
    """One matter on the wall: its number and whose it is, never its title. `pk`: for who may open it. `act`: address and word of
    what may be done.
    """

    pk: int | None
    number: str
    unit: str
    stage: str
    due: datetime | None
    act: tuple[str, str] | None = None

    @property
    def by(self) -> str:
        """The hour at which it is due; the day where it is not today's. The end of a day is its 24:00."""
        if self.due is None:
            return ""
        local, today = localtime(self.due), localdate(now())
        if last_day(self.due) != today:
            return f"{local:%m-%d}"
        return "24:00" if local.date() > today else f"{local:%H:%M}"


def part(what: str, rows: QuerySet[Any], **data: Any) -> QuerySet[Any]:
    """One part: a row with its data for each of the rows."""
    return rows.values_list(_named(what), JSONObject(**data))


def _named(what: str) -> Value:
    return Value(what, output_field=TextField())


def summed(what: str, rows: QuerySet[Any], *by: str, **sums: Any) -> QuerySet[Any]:
    """One part with a row for each group."""
    groups = rows.order_by().values(*by, what=_named(what))
    return groups.annotate(data=JSONObject(**{name: F(name) for name in by}, **sums)).values_list(
        "what", "data"
    )


def ask(user: Any, at: datetime, parts: Callable[[Looking], Iterable[QuerySet[Any]]]) -> Found:
    """All parts in one statement, put together once for each reader; the rows of each by its name."""

    def make(days: Sequence[Period]) -> QuerySet[Any]:
        return reduce(lambda one, other: one.union(other, all=True), parts(Looking.of(user, *days)))

    looking, found = Looking(user, at), dict[str, list[Any]]()
    key = ("wall", user.pk, user.reach)  # what a part may ask of its reader
    for what, data in compiled.listed(key, [looking.today, looking.month], make):
        found.setdefault(what, []).append(data)
    return found


# --- What the parts are made of ------------------------------------------------------------------------------------


def opens(user: Any) -> bool:
    """Does the reader see the town, and so the lists behind the numbers?"""
    return bool(user.reach.sees_areas)


def known(user: Any, rows: Any = Matter.objects) -> Any:
    """What the reader's board shows: what their lists show. Whoever is on duty without seeing the town reads the same numbers and
    opens nothing behind them; there is nobody's data in them, and whoever is shut out of a matter learns nothing of it.
    """
    if opens(user):
        return rows.visible_to(user)
    mine = Q(user__in=[user.pk, *user.reach.stands_for]) | Q(unit__in=user.reach.belongs)
    shut_out = Q(root__in=Exclusion.objects.current().filter(mine).values("matter"))
    return rows.filter(compartment="").exclude(Q(kind__in=user.reach.closed_kinds) | shut_out)


def on_wall(user: Any) -> list[Card]:
    return [
        card
        for card in cards().values()
        if card.wall and (not card.permission or user.has_perm(card.permission))
    ]


def live(user: Any) -> list[Live]:
    return [one for room in rooms() for one in room.live if user.has_perm(one.permission)]


def maps(user: Any) -> list[WallMap]:
    return [one for room in rooms() for one in room.maps if user.has_perm(one.permission)]


def parts(looking: Looking) -> Iterator[QuerySet[Any]]:
    """The numbers, the units with what is late, the most pressing matters."""
    user = looking.user
    among = known(user).filter(looking.month.in_play)
    shown = on_wall(user)
    counts = {card.key: Count("pk", filter=card.among_open(looking)) for card in shown}
    yield summed("numbers", among, **counts)
    for one in live(user):
        yield summed(one.key, one.rows(looking), n=Count("pk"))
    red = among.filter(cards()["wall_late"].among_open(looking))
    yield summed("unit", red, "holder_unit__code", "holder_unit__short_name",
        late=Count("pk"), black=Count("pk", filter=Q(black_at__lte=looking.at)))  # fmt: skip
    yield _pressing("hours", among.filter(cards()["wall_hours"].among_open(looking)))
    for drawing in maps(user):
        yield from drawing.parts(looking)
    for card in shown:
        if card.acts:
            yield _pressing(card.key, among.filter(card.among_open(looking)))


def _pressing(what: str, rows: QuerySet[Matter]) -> QuerySet[Any]:
    first = rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:LINES]
    return part(
        what, first, pk=F("pk"), kind=F("kind"), number=F("number"), status=F("status"), due=F("due_at"),
        unit=F("holder_unit__short_name"),
    )  # fmt: skip


# --- What was found, for the page -------------------------------------------------------------------------------------


def numbers(user: Any, found: Found) -> dict[str, list[Number]]:
    """By part of the board; what counts no matters first."""
    made: dict[str, list[Number]] = {}
    for one in live(user):
        count = found[one.key][0]["n"]
        shown = Number(one.label, f"{count:,}", reverse(one.url), one.says, one.warns and count > 0, one.unit)
        made.setdefault(one.wall, []).append(shown)
    counts = found["numbers"][0]
    for card in on_wall(user):
        shown = number(card, counts[card.key])
        made.setdefault(card.wall, []).append(shown if opens(user) else replace(shown, url=""))
    return made


def units(user: Any, found: Found) -> list[dict[str, Any]]:
    """In the order of the office, never by how much is late."""
    rows = sorted(found.get("unit", ()), key=lambda row: row["holder_unit__code"])

    def list_of(card: str, row: Mapping[str, Any]) -> str:
        return f"{reverse('card', args=[card])}?unit={row['holder_unit__code']}" if opens(user) else ""

    return [
        {
            "name": row["holder_unit__short_name"], "late": row["late"], "black": row["black"],
            "late_url": list_of("wall_late", row), "black_url": list_of("wall_black", row),
        }
        for row in rows
    ]  # fmt: skip


def drawings(user: Any, at: datetime, found: Found) -> list[tuple[str, str]]:
    """What there is to draw, under its words."""
    made = [(one.label, one.drawn(found, Looking(user, at))) for one in maps(user)]
    return [(label, drawn) for label, drawn in made if drawn]


def lines(what: str, found: Found, user: Any, act: str = "") -> list[Line]:
    """The most pressing; with the act, where the reader may do it."""
    made = [_line(row, user, act) for row in found.get(what, ())]
    return sorted(made, key=lambda line: (line.due is None, line.due))


def _line(row: Mapping[str, Any], user: Any, act: str) -> Line:
    workflow = by_kind()[row["kind"]].workflow
    offered = None
    if act and opens(user) and user.has_perm((step := workflow.transition(act)).permission):
        offered = (reverse("act", args=[row["pk"], act]), step.label)
    due = datetime.fromisoformat(row["due"]) if row["due"] else None
    return Line(
        row["pk"] if opens(user) else None,
        row["number"],
        row["unit"],
        workflow.stage(row["status"]).label,
        due,
        offered,
    )
