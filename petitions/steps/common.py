"""Small acts and guards that several parts of a petition share."""

from collections.abc import Mapping
from typing import Any

from core.deadlines.clocks import Start
from core.models import Party
from core.parties.adding import another
from core.parties.forms import PartyForm
from core.procedure.transitions import Outcome, Snapshot
from core.service.clocks import SERVE
from petitions import clocks
from petitions.people import refuse_more_than_five

Data = Mapping[str, Any]
__all__ = ["PartyForm"]


def is_major(now: Snapshot) -> str:
    return "" if now.matter.major else "听证用于重大、复杂、疑难的信访事项（第三十一条第六项）。"


def has_been_told(now: Snapshot) -> str:
    """Where the town owes the notice, the petitioner is told where it went before it ends (art. 23 ¶1)."""
    clock = now.clock(clocks.NOTICE.key)
    return "还没有书面告知信访人，请先“登记送达”。" if clock and clock.ended_at is None else ""


def go_below(now: Snapshot, data: Data) -> Outcome:
    """调解 (art. 33) inside the petition: its sixty days run on."""
    return Outcome()


def take_result(now: Snapshot, data: Data) -> Outcome:
    unit = now.matter.unit or now.matter.first_contact_unit()
    return Outcome(holder=(unit, None), detail={"words": data["words"]})


def add_party(now: Snapshot, data: Data) -> Outcome:
    """One more. Where nobody could be told before, the petitioner who is named now is owed the notice, from the day of
    receipt (art. 23 ¶2).
    """
    matter, party = now.matter, another(now, data)
    refuse_more_than_five([*matter.people, party])
    named = matter.unreachable and party.role == Party.Role.APPLICANT
    owed = named and matter.as_unit and matter.kind_of != matter.Kind.ACCUSATION
    notice = Start(clocks.NOTICE.key, at=matter.received_at, unit=matter.first_contact_unit())
    unserved = (
        named and matter.ground == matter.Ground.UNREACHABLE
    )  # its opinion was signed: now it can be served
    again = {"status": matter.Status.TO_SERVE, "ground": "", "ended_on": None} if unserved else {}
    serve = Start(SERVE.key, unit=matter.first_contact_unit())
    return Outcome(
        facts={"unreachable": False, **again} if named else {},
        rows=[party],
        starts=[*([notice] if owed else []), *([serve] if unserved else [])],
        cancels=[clocks.FILE.key] if unserved else [],
        detail={"role": party.get_role_display()},
    )


def note(now: Snapshot, data: Data) -> Outcome:
    return Outcome(detail={"note": data["note"]})
