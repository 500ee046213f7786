"""Taking a case in: what registering makes of the answers, who is told, who may see it; and the rooms."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cases import clocks, waiting
from cases.models import Case
from core.access import exclusions
from core.access.exclusions import Barred
from core.access.people import alarmed, of_unit, with_permission
from core.access.sealing import keepers
from core.deadlines.clocks import Start
from core.intake import places
from core.intake.accusations import Accusation, accusation
from core.intake.titles import title_of
from core.models import Access, Matter, Party, Unit, User
from core.parties import danger_reports, representation
from core.procedure.below import demand_of
from core.procedure.procedure import by_kind
from core.procedure.transitions import Outcome, Snapshot, says
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]
OUT = (Case.Status.GUIDED, Case.Status.AWAITING, Case.Status.HANDED_OVER, Case.Status.IN_HAND)
# What registering keeps of its answers, as columns of the case.
FACTS = (
    "channel",
    "demand",
    "place",
    "category",
    "petition_class",
    "particulars",
    "head_count",
    "materials",
    "read_aloud",
    "flags",
    "wishes",
    "secrecy",
    "repeated",
    "source_key",
    "source_number",
    "grade",
)


def no_red_flag(now: Snapshot) -> str:
    """A red flag forbids ordinary closing until the director has cleared it (domain: 10.1)."""
    red = now.matter.red
    return f"要紧情况（{'、'.join(red)}）还没有解除，不能办结。" if red else ""


def has_red_flag(now: Snapshot) -> str:
    return "" if now.matter.red else "没有未解除的要紧情况。"


def crowd_waits_for_its_report(now: Snapshot) -> str:
    return "" if now.matter.owes_urgent_report else "不是五人以上聚集，或者已经报告过。"


def crowd_is_reported(now: Snapshot) -> str:
    """Five or more who gather are reported upwards before the alarm may end (信访工作条例 art. 25)."""
    if now.matter.owes_urgent_report:
        return "五人以上聚集，还没有“紧急报告”党委政府和主管部门，不能解除。"
    return ""


@says(danger_reports.NOT_REPORTED)
def reported_if_must(now: Snapshot) -> str:
    """What threatens a child, or at home somebody without full capacity, is not cleared before it was reported."""
    return representation.why_not_reported(now, now.matter.harm)


def not_sealed_yet(now: Snapshot) -> str:
    return "已经封闭。" if now.matter.sealed else ""


def compartment_of(data: Data) -> str:
    """Which closed label the answers ask for, the tightest first."""
    if data.get("accusation"):
        return Matter.Compartment.ACCUSATION
    flags = data.get("flags", ())
    if Case.Flag.DOMESTIC_VIOLENCE in flags:
        return Matter.Compartment.DOMESTIC_VIOLENCE
    if Case.Flag.MINOR in flags:
        return Matter.Compartment.MINOR
    return Matter.Compartment.CONFIDENTIAL if data.get("confidential") else Matter.Compartment.NONE


def first_contact(now: Snapshot) -> list[Access]:
    """Who took it in goes on seeing it, also from the street (首问负责)."""
    return [Access(user=now.by, part="first_contact")] if now.by else []


def _of_above(above: Matter | None, data: Data) -> Data:
    """What a case below another matter takes over from it."""
    if above is None:
        return data
    given = {
        "channel": Case.Channel.GRID,
        "demand": demand_of(above).words or above.title,
        "centre": places.centre(),
    }
    return {**given, **data, "title": above.title, "area": above.area, "compartment": above.compartment}


def _starts(data: Data, unit: Unit) -> list[Start]:
    """Of what is brought in from before nothing is left to dispatch; what was answered has its handling clock."""
    if data.get("historic"):
        return [Start(clocks.HANDLE[data["grade"]].key)] if data.get("grade") else []
    return [Start(clocks.DISPATCH.key, unit=unit)]


def register(now: Snapshot, data: Data) -> Outcome:
    """A new case: facts, parties, seal, alarm. Below another matter its words, place, people and label are those of that one."""
    data = _of_above(now.matter.parent, data)
    area = data.get("area") or data["town"]
    compartment = data.get("compartment") or compartment_of(data)
    facts = {name: data[name] for name in FACTS if name in data}
    facts |= {
        "title": data.get("title") or title_of(data["demand"]),
        "area": area,
        "compartment": compartment,
        "received_at": now.at,
        "first_contact": data.get("taken_in_by") or now.by or data["first_contact"],
    }
    parties = places.parties_of(data)
    of_it = compartment == Matter.Compartment.ACCUSATION
    accused = accusation(area, data, parties) if of_it else Accusation()
    holder = accused.kept_by(data["centre"])
    flags = data.get("flags", ())
    told = accused.who.let(alarmed(area, flags) if flags else [])
    opened = keepers(area, now.by) + of_alarm(compartment, told) if compartment else first_contact(now)
    return Outcome(
        facts=facts,
        holder=holder,
        rows=[*parties, *accused.accused],
        exclusions=accused.exclusions,
        starts=_starts(data, holder[0]),
        access=[*opened, *accused.access],
        notices=_alarm(told, flags),
        reserved=data.get("reserved"),
        detail=_said(data, parties, told, accused),
    )


def _said(data: Data, parties: list[Party], told: list[User], accused: Accusation) -> dict[str, Any]:
    return {
        "channel": Case.Channel(data["channel"]).label,
        "parties": len(parties),
        "flags": words(data.get("flags", ())),
        "told": "、".join(user.name for user in told),
        **accused.said,
        "not_sealed": data.get("not_sealed", ""),
        **data.get("imported", {}),
    }


def words(flags: Iterable[str]) -> str:
    return "、".join(Case.Flag(flag).label for flag in flags)


def of_alarm(compartment: str, told: Iterable[User]) -> list[Access]:
    """Who is told of danger must see it; an accusation stays with its keepers all the same (信访工作条例 30)."""
    if compartment == Matter.Compartment.ACCUSATION:
        return []
    return [Access(user=user, part="alarm") for user in told]


def _alarm(told: list[User], flags: Iterable[str]) -> list[Tell]:
    return [Tell(told, f"要紧情况（{words(flags)}）：{{matter}}", call=True)] if told else []


def _below(now: Snapshot, flags: Iterable[str]) -> list[Tell]:
    """Who is at work on what is open below learns it too: the flags hold there."""
    said = f"上级事项有要紧情况（{words(flags)}）：{{matter}}"
    return [
        Tell([below.holder_user], said, urgent=True, about=below)
        for below in now.below
        if below.is_open and below.holder_user and below.holder_user != now.by
    ]


def raise_flags(now: Snapshot, data: Data) -> Outcome:
    """Something dangerous shows later: the same alarm, and the label that belongs to it."""
    matter = now.matter
    new = [flag for flag in data["flags"] if flag not in matter.flags or matter.flags_cleared_at]
    if not new:
        raise Refused("这些要紧情况都已经记着，还没有解除。", "flags")
    told = exclusions.barred(matter).let(alarmed(matter.area, new))
    compartment = matter.compartment or compartment_of({"flags": data["flags"]})
    standing = [] if matter.flags_cleared_at else matter.flags
    facts: dict[str, Any] = {"flags": [*standing, *new], "flags_cleared_at": None, "flags_cleared_by": None}
    access = of_alarm(compartment, told) if compartment else []
    if compartment != matter.compartment:
        facts["compartment"] = compartment
        access = keepers(matter.area, matter.first_contact, now.by) + access
    return Outcome(
        facts=facts,
        access=access,
        notices=[*_alarm(told, new), *_below(now, new)],
        detail={
            "flags": words(new),
            "note": data["note"],
            "told": "、".join(user.name for user in told),
        },
    )


def clear_flags(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        facts={"flags_cleared_at": now.at, "flags_cleared_by": now.by},
        detail={"flags": "、".join(now.matter.red), "reason": data["reason"]},
    )


def report_crowd(now: Snapshot, data: Data) -> Outcome:
    """紧急报告: to the party committee and government, and to the department in charge; each is named."""
    return Outcome(
        facts={"crowd_reported_at": now.at},
        detail={"government": data["government"], "department": data["department"], "note": data["note"]},
    )


STAYS = Outcome(starts=(), cancels=())  # with whom it is, and its clocks run on


def seal(now: Snapshot, data: Data) -> Outcome:
    """Close it now: from this transition on only Access opens it. What turns out to be an accusation asks whom it
    names, and comes back from whoever may not handle one.
    """
    matter = now.matter
    label = Matter.Compartment(data["compartment"])
    of_it = label == Matter.Compartment.ACCUSATION
    accused = accusation(matter.area, data, matter.people, matter) if of_it else Accusation()
    if of_it:
        _refuse_where_it_waits(matter)
    back = _taken_back(now, accused) if of_it else STAYS
    return replace(
        back,
        facts={**back.facts, "compartment": label},
        rows=accused.accused,
        exclusions=accused.exclusions,
        access=[*keepers(matter.area, matter.first_contact, now.by), *accused.access],
        detail={"compartment": label.label, **accused.said, **back.detail, "reason": data["reason"]},
    )


def _refuse_where_it_waits(matter: Any) -> None:
    """What waits for another matter is first taken out of it. Raises Refused."""
    if matter.status == Case.Status.MERGED:
        raise Refused("请先解除并案，再按检举控告封闭。", "compartment")
    if matter.status == Case.Status.BELOW:
        below = by_kind()[matter.waits_for]
        why = below.workflow.opening.words.instead
        raise Refused(f"{why}请先作废{below.label}，再按检举控告封闭。", "compartment")


def _taken_back(now: Snapshot, accused: Accusation) -> Outcome:
    """An accusation is with no unit, room or leader that may not have it; the centre decides anew."""
    matter = now.matter
    if may_keep(matter, accused.who):
        return STAYS
    detail = {"taken_from": matter.holder_unit.name}
    to = accused.kept_by(matter.first_contact_unit())
    if matter.status not in OUT:  # still or again at the centre
        return replace(STAYS, holder=to, detail=detail)
    running = matter.handovers.filter(ended_at=None).select_related("unit")
    return Outcome(
        facts={"status": Case.Status.RETURNED, "room": None},
        holder=to,
        changes=[(row, {"ended_at": now.at}) for row in running],
        starts=(Start(clocks.DISPATCH.key, unit=to[0]),),
        detail=detail,
    )


def may_keep(matter: Any, who: Barred) -> bool:
    """Whether an accusation may stay with whoever holds it, when these are shut out of it."""
    unit = matter.holder_unit
    if who.unit(unit) or matter.status not in OUT:
        return not who.unit(unit)
    if matter.status == Case.Status.AWAITING:
        return not who.user(matter.holder_user)
    people = of_unit(unit)
    return unit.takes_accusations and (not people or bool(who.let(people)))


def name_accused(now: Snapshot, data: Data, people: Iterable[Party] = ()) -> Outcome:
    """Whom the accusation names is known only now, or was written down wrongly. From a unit or leader that is accused
    it comes back at once.
    """
    accused = accusation(now.matter.area, data, people, now.matter)
    back = _taken_back(now, accused)
    return replace(
        back,
        rows=accused.accused,
        exclusions=accused.exclusions,
        access=accused.access,
        detail={**accused.said, **back.detail},
    )


# --- Rooms (功能室) ---------------------------------------------------------------------------------------


def guide(now: Snapshot, data: Data) -> Outcome:
    """To a room: its people see the case from here on and have half an hour to take it."""
    return _to_room(now, data, {"room": data["room"].name, "note": data.get("note", "")})


def pass_on(now: Snapshot, data: Data) -> Outcome:
    """The room is not the right one: on to another, whose half hour begins."""
    if data["room"].pk == now.matter.room_id:
        raise Refused("已经在这个功能室，请选别的。", "room")
    old = now.matter.room.name if now.matter.room else ""
    return _to_room(now, data, {"from_room": old, "room": data["room"].name, "note": data.get("note", "")})


def _to_room(now: Snapshot, data: Data, detail: dict[str, str]) -> Outcome:
    room = data["room"]
    sitting = with_permission("cases.room", unit=room.unit)
    return Outcome(
        facts={"room": room},
        holder=(room.unit, None),
        changes=waiting.when_guided(now.matter, room),
        access=[Access(user=user, part="room") for user in sitting],
        notices=[Tell(sitting, f"请在{room.name}接待：{{matter}}")],
        detail=detail,
    )


def take_in_room(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        holder=(now.matter.holder_unit, now.by),
        changes=waiting.when_taken(now.matter, now.by),
        detail={"room": now.matter.room.name},
    )


def not_taken_yet(now: Snapshot) -> str:
    return "已经有人接待。" if now.matter.holder_user_id else ""


def back_to_hall(now: Snapshot, data: Data) -> Outcome:
    """What the room could say is noted; the centre goes on with the case."""
    centre = now.matter.first_contact_unit()
    told = with_permission("cases.dispatch", unit=centre)
    return Outcome(
        facts={"room": None},
        holder=(centre, None),
        notices=[Tell(told, "功能室已送回，请接着办：{matter}")],
        detail={"room": now.matter.room.name, "note": data["note"]},
    )
