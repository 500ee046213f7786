"""Where a matter happened and who holds it first, when nobody said more; and what a place may be called."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from core.intake.forms import NOWHERE
from core.models import Access, Area, Party, Unit
from core.procedure.transitions import Outcome, Snapshot
from core.values.kept import Kept


def places() -> list[tuple[str, str]]:
    """What the place may be called, and the other ways to find it. A name that is not the only one of
    its kind is given with the place above it.
    """
    return _named(tuple(_AREAS()))


_AREAS = Kept(
    lambda: Area.objects.filter(closed_on=None).values_list(
        "pk", "parent", "path", "code", "name", "initials"
    )
)


@lru_cache(maxsize=2)
def _named(rows: tuple[Any, ...]) -> list[tuple[str, str]]:
    """Of these rows, which are the same from one form to the next."""
    areas = {
        pk: Area(pk=pk, parent_id=above, path=path, code=code, name=name, initials=initials)
        for pk, above, path, code, name, initials in rows
    }
    for area in areas.values():
        area.parent = areas.get(area.parent_id or 0)
    many = Counter(area.name for area in areas.values())
    return [
        *((word, "") for word in NOWHERE),
        *(
            (
                area.name if many[area.name] == 1 else area.full_name,
                f"{area.code} {area.initials} {area.full_name}",
            )
            for area in areas.values()
        ),
    ]


def town() -> Area:
    """The root of the tree: where a matter happened if nobody said."""
    return Area.objects.filter(parent=None).order_by("code")[0]


def begun(now: Snapshot, **facts: Any) -> dict[str, Any]:
    """What a matter that the office begins by itself has beside its own facts: it concerns the whole town, from now on."""
    return {"area": town(), "received_at": now.at, "first_contact": now.by, **facts}


def where(data: Mapping[str, Any]) -> Area:
    """The place of what is taken in."""
    area: Area = data.get("area") or data.get("town") or town()
    return area


def parties_of(data: Mapping[str, Any]) -> list[Party]:
    """The people of what is taken in, in the order in which they were written down."""
    return [Party(order=order, **one) for order, one in enumerate(data.get("parties", ()), 1)]


def taken_in(now: Snapshot, data: Mapping[str, Any], **own: Any) -> Outcome:
    """What a counter takes in: who took it, when and where it happened, who holds it, its people, and that it is open to
    whoever took it. `own`: of the room, which goes first.
    """
    facts = {"area": where(data), "received_at": now.at, "first_contact": data.get("taken_in_by") or now.by}
    own["facts"] = facts | own["facts"]
    own.setdefault("rows", parties_of(data))
    own.setdefault("access", [Access(user=now.by, part="first_contact")])
    if "holder" not in own:
        own["holder"] = (data.get("centre") or centre(), None)
    return Outcome(reserved=data.get("reserved"), **own)


def centre() -> Unit:
    """The centre, which holds what has just come in."""
    return Unit.objects.filter(kind=Unit.Kind.CENTRE, closed_on=None).order_by("code")[0]
