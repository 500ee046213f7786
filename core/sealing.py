"""Whom a sealed matter is open to, and what is sealed by itself: whatever a child is a party of."""

from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.models import Access, Area, Matter, Party
from core.people import once, with_permission
from core.workflow import Outcome, Snapshot

KEEPER = "keeper"


def keepers(area: Area, *also: Any) -> list[Access]:
    """Whom a sealed matter is open to: those who keep sealed matters, and who is named."""
    users = once(with_permission("core.keep_sealed", area=area), also)
    return [Access(user=user, part=KEEPER) for user in users]


def of_minors(now: Snapshot, outcome: Outcome) -> Outcome:
    """With the label MINOR where the act brings a child in, or tells that somebody is one, and nothing is sealed yet.

    Whatever is registered, and by whom: the personal data of children are closed by default
    (未成年人保护法 art. 103; 个人信息保护法 art. 28).
    """
    matter, facts = now.matter, outcome.facts
    if facts.get("compartment", matter.compartment) or not _children(now, outcome):
        return outcome
    first = facts.get("first_contact") or matter.first_contact
    opened = keepers(facts.get("area") or matter.area, first, now.by, matter.holder_user)
    return replace(
        outcome,
        facts={**facts, "compartment": Matter.Compartment.MINOR},
        access=[*outcome.access, *opened],
        detail={**outcome.detail, "封闭": Matter.Compartment.MINOR.label},
    )


def _children(now: Snapshot, outcome: Outcome) -> bool:
    on = localdate(now.at)
    born = [row.born for row in outcome.rows if isinstance(row, Party)]
    born += [values.get("birth_on") for row, values in outcome.changes if isinstance(row, Party)]
    return any(Party(birth_on=day).minor_on(on) for day in born)
