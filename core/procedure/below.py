"""Procedures under procedures: which may open below which, and the rows of the matter above that follow from it.

A pair (above, below) exists where a trait of the one is among those that the other opens on. No table names another
procedure: `connected` prints a row for each pair into the table of the one above.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from core.models import Matter
from core.procedure.procedure import Procedure, by_kind, procedures
from core.procedure.traits import Demand, Displeased, Offer
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    QUIET,
    Clocks,
    Guard,
    Moves,
    Outcome,
    Snapshot,
    Transition,
    Workflow,
    anybody,
    says,
)

Pair = tuple[str, str]
AGAIN = "上级事项已经在办这一程序，不能在下面再开。"


def pairs(declared: Sequence[Procedure]) -> Iterator[tuple[Procedure, Procedure]]:
    """Each (above, below): what waits and what is offered, by their traits. Nothing opens below its own kind, nor
    anywhere at all below one that is sealed at every stage or owes nothing.
    """
    for above in declared:
        for below in declared:
            offer = below.offer
            if offer is None or above.kind == below.kind or (offer.waits and not above.workflow.below):
                continue
            anywhere = offer.anywhere and above.urged and bool(above.workflow.live - above.workflow.walled)
            if anywhere or not above.traits.isdisjoint(below.opens_on):
                yield above, below


def connected(declared: Sequence[Procedure], off: Mapping[Pair, str] | None = None) -> tuple[Procedure, ...]:
    """The procedures, each with a row for every one that may open below it.

    `off`: pairs of kinds that are switched off, with the sentence that refuses them. ValueError: no such pair.
    """
    off, found = off or {}, list(pairs(declared))
    if unknown := off.keys() - {(above.kind, below.kind) for above, below in found}:
        raise ValueError(f"no such pair of procedures: {unknown}")
    return tuple(
        replace(one, workflow=_table(one, [below for above, below in found if above is one], off))
        for one in declared
    )


def _table(above: Procedure, children: Sequence[Procedure], off: Mapping[Pair, str]) -> Workflow:
    """The table of the one above: in the place of its own row for what opens below, one for each."""
    flow = above.workflow
    made = [_row(above, child, off.get((above.kind, child.kind), "")) for child in children]
    made = [row for row in made if row.sources]  # none where only sealed matters stand at every stage
    if flow.below is None:
        return replace(flow, transitions=(*flow.transitions, *made)) if made else flow
    own, rows = flow.below.opening, list(flow.transitions)
    place = rows.index(own)
    rows[place : place + 1] = made
    stages = {
        child.kind: replace(child.offer.stage, status=str(own.target))
        for child in children
        if child.offer and flow.below.waits
    }
    return replace(flow, transitions=tuple(rows), below=replace(flow.below, stages=stages))


def opening_name(child: Procedure) -> str:
    """The name of the rows that open it below others."""
    return (child.offer.name if child.offer else "") or f"to_{child.kind}"


def _row(above: Procedure, child: Procedure, reason: str) -> Transition:
    flow, offer, opening = above.workflow, child.offer, child.workflow.opening
    assert offer is not None, "a pair has one"
    if offer.waits and flow.below and flow.below.waits:
        own = flow.below.opening
    elif offer.anywhere or flow.below is None:
        own = _beside(above, offer.anywhere)
    else:
        own = replace(
            flow.below.opening,
            sources=(flow.live | flow.below.opening.sources) - flow.walled, to=None,
            who=anybody(""),  # it changes nothing of the one above, so it need not be in one's hand
            effect=beside, guards=(), clocks=Clocks(), show=QUIET,
        )  # fmt: skip
    # What opens anywhere has nothing below it: no page need look up the line.
    again = () if offer.anywhere else (_not_again(child.kind),)
    return replace(
        own,
        name=opening_name(child),
        label=offer.label,
        who=replace(own.who, permission=opening.permission),
        asks=opening.asks,
        guards=(*_switched_off(reason), *own.guards, *offer.guards, *again),
        closed=opening.closed,
        moves=Moves(opens=child.kind, again=offer.again),
        words=replace(opening.words, done=offer.done),
    )


def _beside(above: Procedure, anywhere: bool) -> Transition:
    """The own part of a row that changes nothing of the one above: of what is open; what opens anywhere also of what is closed,
    where people called the result bad.
    """
    flow, sources = above.workflow, above.workflow.live
    own = Transition("", "", sources - flow.walled, None, anybody(""), beside, show=QUIET | ASIDE)
    if above.displeased is None or not anywhere:
        return own
    closed = flow.final - {"voided", "merged"}
    return replace(
        own,
        sources=(sources | closed) - flow.walled,
        guards=(_open_or_displeased,),
        show=own.show | IF_POSSIBLE,
    )


CONTENT = "已经办结，群众也没有评价不满意，不再向单位提出。"


@says(CONTENT)
def _open_or_displeased(now: Snapshot) -> str:
    return CONTENT if now.matter.closed_at and not displeased(now.matter) else ""


def displeased(matter: Matter) -> Displeased | None:
    """Who called the result of a matter bad; None where nobody did, or nobody is asked."""
    procedure = by_kind()[matter.kind]
    return procedure.displeased(procedure.child(matter)) if procedure.displeased else None


def puts_to_unit(flow: Workflow) -> list[str]:
    """The permissions of who may put a bad result to the unit in writing."""
    return [row.permission for row in flow.transitions if _open_or_displeased in row.guards]


def beside(now: Snapshot, data: Mapping[str, Any]) -> Outcome:
    """What goes on beside the matter above changes nothing of it."""
    return Outcome()


def _switched_off(reason: str) -> tuple[Guard, ...]:
    return (says(reason)(lambda now: reason),) if reason else ()


def _not_again(kind: str) -> Guard:
    """No procedure stands below one of its own kind, however far up."""

    @says(AGAIN)
    def not_again(now: Snapshot) -> str:
        above = now.matter.parent
        while above is not None and above.kind != kind:
            above = above.parent
        return AGAIN if above is not None else ""

    return not_again


def offer_of(kind: str) -> Offer | None:
    """How a kind is offered; None for what opens below nothing."""
    return by_kind()[kind].offer


@cache
def joins_above(kind: str) -> tuple[str, ...]:
    """What those above say of what it is about, to be fetched with the row itself: a page asks no query for it."""
    found = [
        above
        for above, below in pairs(procedures())
        if below.kind == kind and above.demand and above.accessor
    ]
    return tuple(
        "__".join(("parent", above.accessor, join)) for above in found for join in above.demand_joins
    )


def demand_of(matter: Any) -> Demand:
    """What it is about, as it was told to the matter itself or to the nearest above it. Read once for an act or a page."""
    if "_demand" not in matter.__dict__:
        matter.__dict__["_demand"] = _told(matter)
    return matter.__dict__["_demand"]


def _told(matter: Matter | None) -> Demand:
    if matter is None:
        return Demand()
    procedure = by_kind()[matter.kind]
    return procedure.demand(procedure.child(matter)) if procedure.demand else _told(matter.parent)
