"""What goes on beside the way: dangers, levels, the county, places, people."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.access import exclusions
from core.access.sealing import keepers
from core.deadlines.clocks import Start
from core.intake import places
from core.models import Access, Correspondence, Matter
from core.outside import acts as outside
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from grid import clocks
from grid.models import Incident
from grid.steps import police
from grid.steps.handling import to_be_checked
from grid.steps.police import CONFIRM, is_owed
from grid.steps.reporting import alarmed, another_level, dispatch_starts, label_of, risen

Data = Mapping[str, Any]
S, Level, Flag = Incident.Status, Incident.Level, Matter.Flag


def raise_flags(now: Snapshot, data: Data) -> Outcome:
    """A danger shows later: who takes alarms is told, the label that belongs to it closes the incident, and what was
    still in the village is the town's.
    """
    matter = now.matter
    new = [flag for flag in data["flags"] if flag not in matter.standing_flags]
    if not new:
        raise Refused("这些要紧情况都已经记着。", "flags")
    told = exclusions.barred(matter).let(alarmed(matter.area, matter.level, new, matter.topic))
    label = matter.compartment or label_of({"flags": new})
    words = "、".join(f"{Flag(flag).label}" for flag in new)
    opened = keepers(matter.area, matter.first_contact, now.by) if label != matter.compartment else []
    moved, centre = matter.status == S.VILLAGE, places.centre()
    facts = {"flags": [*matter.standing_flags, *new], "compartment": label}
    return Outcome(
        facts=facts | ({"status": S.REPORTED, "at_town_at": now.at} if moved else {}),
        holder=(centre, None) if moved else None,
        cancels=[clocks.VILLAGE.key] if moved else [],
        starts=[
            *(dispatch_starts(matter.level, matter.item, centre) if moved else []),
            *police.starts(now, matter.level, new, matter.topic),
        ],
        access=[*opened, *(Access(user=user, part="alarm") for user in told if label)],
        notices=[
            Tell(
                told,
                f"网格事件（{words}）{CONFIRM if is_owed(matter.level, new, matter.topic) else ''}：{{matter}}",
                call=True,
            )
        ],
        detail={"flags": words, "note": data["note"], "told": "、".join(user.name for user in told)},
    )


def change_level(now: Snapshot, data: Data) -> Outcome:
    """调整级别."""
    matter, level = now.matter, data["level"]
    if level == matter.level:
        raise Refused("级别没有变。", "level")
    return Outcome(
        facts={"level": level}, cancels=[*(rule.key for rule in clocks.HANDLING), *police.cancels(matter, level, matter.topic)], starts=another_level(now, level),
        notices=risen(matter, level),
        detail={"level": f"{Level(matter.level).label} → {Level(level).label}", "reason": data["reason"]},
    )  # fmt: skip


# --- The county ------------------------------------------------------------------------------------------------------


def hand_to_county(now: Snapshot, data: Data) -> Outcome:
    """上报县级: beyond the town or taken back; who found it learns where it is."""
    sent, finder = tell_lead(now, data), now.matter.first_contact
    return replace(
        sent,
        facts={**sent.facts, "unit": None},
        holder=(places.centre(), None),
        notices=[
            Tell(
                [finder] if finder != now.by else [],
                f"您上报的网格事件已上报{data['body'].short_name}：{{matter}}",
            )
        ],
    )


def tell_lead(now: Snapshot, data: Data) -> Outcome:
    """上报牵头部门: the county leads, the town goes on with its share."""
    facts = {"county": data["body"], "at_county_at": now.at, "at_town_at": now.matter.at_town_at or now.at}
    return replace(outside.send(now, data), facts=facts)


def county_answers(now: Snapshot, data: Data) -> Outcome:
    """Its answer back: looked at on the spot like every other, or sent down again to be dispatched (下派)."""
    taken, matter, centre = outside.take_answer(now, data), now.matter, places.centre()
    word = Correspondence.Outcome(data["outcome"]).label
    finder = [Tell([matter.first_contact], f"{matter.county.short_name}已{word}您上报的网格事件：{{matter}}")]
    if data["outcome"] == Correspondence.Outcome.REFUSED:
        starts = [
            *dispatch_starts(matter.level, matter.item, centre),
            Start(clocks.BY_LEVEL[matter.level].key),
        ]
        return replace(taken, starts=starts, notices=[*taken.notices, *finder])
    facts = {
        "settled_how": f"{matter.county.short_name}：{data['answer']}"[:500],
        "answered_at": now.at,
        "answered_by": None,
    }
    checked = to_be_checked(now, facts, taken.detail)
    return replace(taken, facts=facts, starts=checked.starts, access=checked.access,
        notices=[*taken.notices, *finder, *checked.notices])  # fmt: skip


# --- Places and people -------------------------------------------------------------------------------------------------


def correct_place(now: Snapshot, data: Data) -> Outcome:
    """更正地点: by name, or by the point on the map."""
    facts = {name: data[name] for name in ("area", "place", "longitude", "latitude") if data.get(name)}
    return Outcome(facts=facts, detail={"area": data["area"].full_name, "place": data["place"]})


def note(now: Snapshot, data: Data) -> Outcome:
    return Outcome(detail={"note": data["note"]})
