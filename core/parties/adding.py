"""补充当事人: one more party of a matter, with all that may be known."""

from collections.abc import Mapping, Set
from typing import Any

from core.models import Party
from core.parties.forms import PartyForm
from core.procedure.transitions import ASIDE, Outcome, Show, Snapshot, Transition, Who, Words

Data = Mapping[str, Any]


def another(now: Snapshot, data: Data) -> Party:
    """Behind those who are there, from this moment on."""
    return Party(order=now.matter.people.count() + 1, added_at=now.at, **data["party"])


def add_party(now: Snapshot, data: Data) -> Outcome:
    party = another(now, data)
    return Outcome(rows=[party], detail={"role": party.get_role_display()})


def party_added(sources: Set[str], who: Who, closed: frozenset[str], show: Show = ASIDE) -> Transition:
    return Transition("add_party", "补充当事人", sources, None, who, add_party, PartyForm, closed=closed, show=show,
        words=Words("当事人已补充。"))  # fmt: skip
