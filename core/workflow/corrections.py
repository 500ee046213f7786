"""What every room mends alike: two matters that have to do with one another (关联), and what was registered by mistake (作废)."""

from collections.abc import Mapping, Set
from typing import Any

from core.models.matter import CLOSED
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    QUIET,
    Effect,
    Guard,
    Moves,
    Outcome,
    Result,
    Snapshot,
    Transition,
    Who,
    Words,
)
from core.workflow import links
from core.workflow.forms import ReasonForm

Data = Mapping[str, Any]
TWICE_OR_WRONG = "只在重复登记、登错时用。"


def void(now: Snapshot, data: Data) -> Outcome:
    """The number stays and says why; what is told above is the reason."""
    return Outcome(facts={"voided_at": now.at}, detail={"reason": data["reason"]}, result=data["reason"])


def by_a_second_person(now: Snapshot) -> str:
    """Voiding takes another pair of eyes than the one that registered."""
    return "作废要由登记人以外的人来做。" if now.by and now.by.pk == now.matter.first_contact_id else ""


def linked(sources: Set[str], who: Who) -> Transition:
    return Transition("link", "关联", sources, None, who, links.link, links.OtherForm, closed=CLOSED, show=ASIDE | QUIET,
        words=Words("两件事项已关联，在两边的页面上都能看到。"))  # fmt: skip


def voided(
    sources: Set[str], to: str, who: Who, *guards: Guard, effect: Effect = void, note: str = TWICE_OR_WRONG
) -> Transition:
    """`guards`: what else stands against it; `effect`: of a room where something else ends with it; `note`: when to use it."""
    return Transition("void", "作废", sources, to, who, effect, ReasonForm, (by_a_second_person, *guards), closed=CLOSED,
        show=ASIDE | DANGER, moves=Moves(result=Result.WITHDRAWN), words=Words("已作废，编号保留、不再使用。", note=note))  # fmt: skip
