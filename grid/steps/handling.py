"""Accepted, dispatched, signed for, answered, checked, closed."""

from collections.abc import Mapping
from typing import Any

from core.access.people import of_unit
from core.deadlines.clocks import Start
from core.models import Access
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from grid import clocks
from grid.models import Incident
from grid.steps.reporting import TAKEN_BACK, level_starts

Data = Mapping[str, Any]
S = Incident.Status


def not_taken_back(now: Snapshot) -> str:
    item = now.matter.item
    return TAKEN_BACK.format(item.lead) if item and item.taken_back else ""


def dispatch(now: Snapshot, data: Data) -> Outcome:
    """派遣: the unit sees it from here on; another level begins its own term."""
    matter, unit, level = now.matter, data["unit"], data["level"]
    urgent = level in (Incident.Level.I, Incident.Level.II)
    signing = clocks.SIGN_NOW if urgent else clocks.SIGN
    changed = level != matter.level
    told = of_unit(unit)
    return Outcome(
        facts={
            "unit": unit, "level": level, "task": data["task"], "dispatched_at": now.at,
            "at_town_at": matter.at_town_at or now.at,
        },
        holder=(unit, None),
        access=[Access(unit=unit, part=Access.HANDLING)],
        starts=[
            Start(signing.key, unit=unit), Start(clocks.MAY_RETURN.key, unit=unit),
            *(level_starts(level) if changed else ()),
        ],
        cancels=[rule.key for rule in clocks.HANDLING] if changed else [],
        notices=[Tell(told, "请签收并处置网格事件：{matter}", urgent=level == Incident.Level.I)],
        detail={"unit": unit.name, "level": Incident.Level(level).label, "task": data["task"]},
    )  # fmt: skip


def sign(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"signed_at": now.at}, holder=(now.matter.holder_unit, now.by))


def answer(now: Snapshot, data: Data) -> Outcome:
    """反馈: back to the centre; it is checked by somebody else."""
    centre = now.matter.first_contact_unit()
    return Outcome(
        facts={"settled_how": data["settled_how"], "answered_at": now.at},
        holder=(centre, None),
        detail={"settled_how": data["settled_how"]},
    )


def close(now: Snapshot, data: Data) -> Outcome:
    """结案; who found it is told what came of it (双向反馈)."""
    finder = [now.matter.finder] if now.matter.finder != now.by else []
    return Outcome(notices=[Tell(finder, "您上报的网格事件已结案：{matter}")])


def void(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"voided_at": now.at}, detail={"reason": data["reason"]}, result=data["reason"])
