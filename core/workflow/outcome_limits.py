"""What an act may not do, whatever its effect says: leave a child's matter open, or give it to who is shut out.

`subtract` is the one filter of an act: nobody who is shut out becomes the holder, is given access or is told.
"""

from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.access.exclusions import NOT_HIMSELF, NOT_TO_THE_ACCUSED, Barred, of, of_parties, standing
from core.access.sealing import keepers
from core.models import Exclusion, Matter, Party, Unit, User
from core.procedure.transitions import Outcome, Snapshot
from core.values.refused import Refused

Ground = Exclusion.Ground


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
        detail={**outcome.detail, "compartment": Matter.Compartment.MINOR.label},
    )


def _children(now: Snapshot, outcome: Outcome) -> bool:
    on = localdate(now.at)
    born = [row.born for row in outcome.rows if isinstance(row, Party)]
    born += [values.get("birth_on") for row, values in outcome.changes if isinstance(row, Party)]
    return any(Party(birth_on=day).minor_on(on) for day in born)


def subtract(matter: Any, outcome: Outcome, by: User | None) -> Outcome:
    """The outcome without those who are shut out, those included whom it shuts out itself.

    Raises Refused where a unit that is shut out would hold the matter, or where whoever acts is accused or a party.
    """
    parties = [row for row in outcome.rows if isinstance(row, Party)]
    new = [*outcome.exclusions, *of_parties(parties)]
    if by is not None and any(row.user_id == by.pk and row.ground != Ground.RECUSED for row in new):
        raise Refused(NOT_HIMSELF)
    ended = {row.pk for row, values in outcome.changes if isinstance(row, Exclusion) and "ends_at" in values}
    stands = [row for row in standing(matter) if row.pk not in ended]
    who = of([*stands, *new])
    if not who:
        return outcome
    known = {(row.user_id, row.unit_id, row.ground) for row in stands}
    return replace(
        outcome,
        exclusions=[row for row in new if (row.user_id, row.unit_id, row.ground) not in known],
        holder=_holder(matter, outcome, who),
        access=[one for one in outcome.access if not (who.unit(one.unit) or who.user(one.user))],
    )


def _holder(matter: Any, outcome: Outcome, who: Barred) -> tuple[Unit, User | None] | None:
    if outcome.holder is None and matter.pk is None:
        return None
    unit, user = outcome.holder or (matter.holder_unit, matter.holder_user)
    if who.unit(unit):
        raise Refused(NOT_TO_THE_ACCUSED, "unit")
    return (unit, None) if who.user(user) else outcome.holder
