"""What a citizen is told with a number and its look-up code: step, unit, day and result, in plain words.

The words are the procedure's own (Procedure.told); whether anything may be told at all is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.documents import paper_formats
from core.models import Matter
from core.procedure.procedure import by_kind


@dataclass(frozen=True)
class Step:
    """One step of the way: its words, the day or the limit, and done, now or next."""

    label: str
    when: str = ""
    state: str = "next"


@dataclass(frozen=True)
class Told:
    """The page of a citizen.

    `rate`: the transition by which the result can be rated now; `rated`: what was said of it.
    `next_code`: the number under which it goes on, with the same look-up code.
    """

    words: str
    lines: Sequence[str] = ()
    path: Sequence[Step] = ()
    result: str = ""
    facts: Sequence[tuple[str, str]] = ()
    rate: str = ""
    rated: str = ""
    next_code: str = ""
    number: str = ""


def of_matter(matter: Matter) -> Told:
    """What may be told: of sealed matters, and where somebody must not be reached, only that it is known."""
    if matter.sealed or not all(party.may_be_reached() for party in matter.people):
        received = f"{paper_formats.short(matter.received_at)}收到。"
        return Told("已登记", (f"{received}办理情况由首问接待人当面或者按约定的方式告诉您。",))
    procedure = by_kind()[matter.kind]
    if procedure.told:
        child = procedure.child(matter)
        child.holder_unit = matter.holder_unit
        return procedure.told(child)
    return Told(procedure.workflow.stage_of(matter).plain)
