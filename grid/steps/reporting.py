"""上报: an incident comes in, from the phone in the field or from a desk; settled on the spot, to the village, or to the town."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.access import exclusions
from core.access.people import alarmed as told_of
from core.access.people import once, with_permission
from core.access.sealing import keepers
from core.deadlines.clocks import Start
from core.intake import places
from core.intake.titles import title_of
from core.models import Access, DangerReport, Matter, Party, Unit, User
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from grid import clocks
from grid.models import DutyItem, Incident, IncidentKind
from grid.places import area_at, own_grid, village_of
from grid.steps import police
from grid.steps.police import CONFIRM, is_owed

Data = Mapping[str, Any]
S, Level, Flag = Incident.Status, IncidentKind.Level, Matter.Flag
FACTS = ("channel", "camera", "topic", "place", "longitude", "latitude", "flags", "what", "secrecy")
TAKEN_BACK = "该事项已由上级部门收回，请上报{}。"
MUST_BE_REPORTED = "涉及未成年人、家庭暴力或者无民事行为能力人的，应当上报镇里并依法报告，不能自办结。"
URGENT_GOES_UP = "Ⅰ级事件应当立即上报，不能自办结。"
PROTECTED_FLAGS = frozenset({Flag.MINOR, Flag.DOMESTIC_VIOLENCE, Flag.INCAPABLE})
AHEAD = 300  # seconds by which a phone's clock may be fast


def _facts(now: Snapshot, data: Data, settled: str) -> dict[str, Any]:
    """What was said, and by whom; of what was settled on the spot also when and how."""
    return {name: data[name] for name in FACTS if data.get(name) not in (None, "")} | {
        "title": data.get("title") or title_of(data["what"]),
        "received_at": now.at,
        "first_contact": now.by,
        "settled_how": settled,
        "answered_at": now.at if settled else None,
        "answered_by": now.by if settled else None,
    }


def _owed(holder: Unit, parties: list[Party]) -> list[Start]:
    """Whoever reported it is told what came of it."""
    return [Start(clocks.TELL.key, unit=holder)] if any(map(reported_it, parties)) else []


def _starts(data: Data, level: str, centre: Unit, first: Iterable[Start]) -> list[Start]:
    """What a camera saw is called out besides."""
    rule = clocks.CALL_NOW if level in (Level.I, Level.II) else clocks.CALL
    call = [Start(rule.key, unit=centre)] if data.get("camera") else []
    return [*level_starts(level), *first, *call]


def report(now: Snapshot, data: Data) -> Outcome:
    """上报. What both a phone and a desk give: `what`, `topic`, `level` (else the topic's), `happened_at`, `area` or a point,
    `place`, `flags`, `parties`, `reports` (强制报告), `settled_how` where it was settled on the spot.
    One piece: level, label and where it stands decide all that follows.
    """
    topic: IncidentKind | None = data.get("topic")
    area = _area(now, data)
    level = data.get("level") or (topic.level if topic else Level.III)
    item = topic.item_on(localdate(now.at)) if topic else None
    flags = list(data.get("flags", ()))
    parties = places.parties_of(data)
    child = any(party.minor_on(localdate(now.at)) for party in parties)  # named, whether flagged or not
    label = label_of(data) or (Matter.Compartment.MINOR if child else "")
    happened_at = data.get("happened_at") or now.at
    if (happened_at - now.now).total_seconds() > AHEAD:
        raise Refused("发现时间晚于现在，请核对手机的时间。", "happened_at")
    village, centre = village_of(area), data.get("centre") or places.centre()
    settled = (data.get("settled_how") or "").strip()
    if settled and (why := why_not_settled(level, flags, item)):
        raise Refused(why, "settled_how")
    status = _status(now, data, level, label, item, village)
    holder = centre if status == S.REPORTED or village is None else village
    told = alarmed(area, level, flags, topic)
    by_camera = data.get("camera") and not label
    called = there(area) if by_camera or (level == Level.I and not label) else []
    called = [user for user in called if user != now.by]
    shifts = with_permission("grid.watch", area=area) if by_camera else []  # who goes on telephoning
    seeing = {now.by, *called, *desk(area, label, centre)}
    first = [] if settled else _first(status, level, item, holder)
    starts = _owed(holder, parties) if settled else _starts(data, level, centre, first)
    if not police.told_police(data):
        starts += police.starts(now, level, flags, topic)
    facts = {
        **_facts(now, data, settled),
        "area": area,
        "compartment": label,
        "happened_at": min(happened_at, now.at),
        "level": level,
        "item": item,
        "status": status,
        "at_town_at": now.at if status == S.REPORTED else None,
    }
    return Outcome(
        facts=facts,
        holder=(holder, None),
        rows=[*parties, *_told_to(now, data, facts["happened_at"])],
        access=[
            *_access(now, area, label, told, village if status == S.REPORTED else None),
            *(Access(user=user, part="called") for user in called),
            *(Access(user=user, part="watch") for user in shifts if user not in seeing),
        ],
        starts=starts,
        notices=[
            *_notices(now, facts, told, holder),
            Tell(
                called,
                f"{'视频发现' if by_camera else 'Ⅰ级紧急'}，请到场看：{{matter}}",
                urgent=level == Level.I,
            ),
        ],
        detail=_said(data, facts, told),
    )


def _area(now: Snapshot, data: Data) -> Any:
    if data.get("area"):
        return data["area"]
    longitude, latitude = data.get("longitude"), data.get("latitude")
    found = None if longitude is None or latitude is None else area_at(longitude, latitude)
    return found or (own_grid(now.by) if now.by else None) or data.get("town") or places.town()


def there(area: Any) -> list[User]:
    """Who answers for the place and has an account: whom the watch room telephones."""
    worker = with_permission("grid.answer_as_worker", area=area)
    return once(worker, with_permission("grid.answer_as_head", area=area))


def reported_it(party: Party) -> bool:
    """To whoever of the people reported it the outcome is told."""
    return party.role == Party.Role.APPLICANT


def label_of(data: Data) -> str:
    """The closed label that the answers ask for, the tightest first."""
    flags = data.get("flags", ())
    if Flag.DOMESTIC_VIOLENCE in flags:
        return Matter.Compartment.DOMESTIC_VIOLENCE
    if Flag.MINOR in flags:
        return Matter.Compartment.MINOR
    return Matter.Compartment.CONFIDENTIAL if data.get("confidential") else ""


def why_not_settled(level: str, flags: Iterable[str], item: DutyItem | None) -> str:
    """Why it may not be settled on the spot, in a sentence."""
    if not PROTECTED_FLAGS.isdisjoint(flags):
        return MUST_BE_REPORTED
    if level == Level.I:
        return URGENT_GOES_UP
    return TAKEN_BACK.format(item.lead) if item and item.taken_back else ""


def _status(
    now: Snapshot, data: Data, level: str, label: str, item: DutyItem | None, village: Unit | None
) -> str:
    """Settled; or to the village, where it is slow, open and nothing dangerous, unless who is there hands it on."""
    if data.get("settled_how"):
        return S.SETTLED
    slow = level in (Level.III, Level.IV) and not (label or data.get("flags") or (item and item.taken_back))
    return (
        S.VILLAGE
        if village and slow and (data.get("to") or _usual(now.by, village)) == "village"
        else S.REPORTED
    )


def _usual(by: User | None, village: Unit) -> str:
    """A desk of the town has it already, and the village's own head would settle it; all others begin at the village."""
    if by is None or _of_the_town(by) or (by.has_perm("grid.village") and village.pk in by.reach.units):
        return "town"
    return "village"


def _of_the_town(user: User) -> bool:
    """Does one of the posts see the whole town?"""
    return any(path.count("/") == 2 for path in user.reach.sees_areas)


def level_starts(level: str) -> list[Start]:
    """The clocks of a level. Whoever holds the matter answers for them."""
    more = [clocks.ARRIVE, clocks.FIRST_REPORT] if level == Level.I else []
    return [Start(rule.key) for rule in (*more, clocks.BY_LEVEL[level])]


def another_level(now: Snapshot, level: str) -> list[Start]:
    """The clocks where the level becomes another one. A more urgent term runs from here; a longer one from where the
    shorter began, and what is late already stays late. Raises Refused.
    """
    if level == now.matter.level:
        return []
    if level < now.matter.level:
        matter = now.matter
        return [*level_starts(level), *police.starts(now, level, matter.standing_flags, matter.topic)]
    keys = {rule.key for rule in clocks.HANDLING}
    running = [one for one in now.clocks if one.rule in keys and one.ended_at is None]
    if any(one.expires_at and one.expires_at <= now.at for one in running):
        raise Refused("已经超期，不能调低级别。", "level")
    since = min((one.started_at for one in running), default=now.matter.received_at)
    return [replace(one, at=since) for one in level_starts(level)]


def _first(status: str, level: str, item: DutyItem | None, holder: Unit) -> list[Start]:
    if status == S.VILLAGE:
        return [Start(clocks.VILLAGE.key, unit=holder)]
    return dispatch_starts(level, item, holder)


def dispatch_starts(level: str, item: DutyItem | None, centre: Unit) -> list[Start]:
    """What the centre owes: to dispatch it, or to send it to the county at once."""
    urgent = level in (Level.I, Level.II)
    rule = clocks.HAND_UP if item and item.taken_back else clocks.DISPATCH_NOW if urgent else clocks.DISPATCH
    return [Start(rule.key, unit=centre)]


def alarmed(area: Any, level: str, flags: Sequence[str], topic: IncidentKind | None) -> list[User]:
    """Whom a danger is told at once: who takes alarms for the place, the units named for the flags, and of level I the unit
    that usually handles it.
    """
    if level != Level.I and not flags:
        return []
    unit = topic.unit if topic and level == Level.I else None
    return told_of(area, flags, *([unit] if unit else ()))


def desk(area: Any, label: str, centre: Unit) -> list[User]:
    """Who dispatches; of what is sealed, those who keep it."""
    return (
        with_permission("core.keep_sealed", area=area)
        if label
        else with_permission("grid.dispatch", unit=centre)
    )


def risen(matter: Any, level: str) -> list[Tell]:
    """What becomes level I is told at once, as if it had come in so."""
    told = alarmed(matter.area, level, [], matter.topic) if level != matter.level else []
    told = exclusions.barred(matter).let(told)
    alone = CONFIRM if is_owed(level, matter.standing_flags, matter.topic) else ""
    return [Tell(told, f"网格事件升为Ⅰ级紧急{alone}：{{matter}}", call=True)] if told else []


def _told_to(now: Snapshot, data: Data, seen_at: Any) -> list[DangerReport]:
    """强制报告 made before or with the report, to the minute."""
    lines = data.get("reports", ())
    if any(
        line["reported_at"].replace(second=0) < seen_at.replace(second=0, microsecond=0) for line in lines
    ):
        raise Refused("报告时间早于发现时间，请核对。", "happened_at")
    ground = (
        DangerReport.Ground.MINOR if Flag.MINOR in data.get("flags", ()) else DangerReport.Ground.INCAPABLE
    )
    return [
        DangerReport(
            ground=ground, seen_at=min(seen_at, line["reported_at"]), note=data["what"], by=now.by,
            **{name: line.get(name) or "" for name in ("body", "reported_at", "person", "receipt")},
        )
        for line in lines
    ]  # fmt: skip


def _access(now: Snapshot, area: Any, label: str, told: Iterable[User], village: Unit | None) -> list[Access]:
    """Who found it goes on seeing it; what is sealed is open to its keepers and to who is alarmed, and to no village."""
    if label:
        return [*keepers(area, now.by), *(Access(user=user, part="alarm") for user in told)]
    finder = [Access(user=now.by, part="first_contact")] if now.by else []
    return [*finder, *([Access(unit=village, part="village")] if village else [])]


def _notices(now: Snapshot, facts: Data, told: list[User], holder: Unit) -> list[Tell]:
    urgent = facts["level"] == Level.I
    words = ["Ⅰ级紧急"] * urgent + [f"{Flag(flag).label}" for flag in facts.get("flags", ())]
    alone = is_owed(facts["level"], facts.get("flags", ()), facts.get("topic"))
    sentence = f"网格事件（{'、'.join(words)}）{CONFIRM if alone else ''}：{{matter}}"
    found = [Tell(told, sentence, call=True)] if told else []
    if facts["status"] == S.SETTLED:
        return found
    in_village = facts["status"] == S.VILLAGE
    waits = (
        with_permission("grid.village", unit=holder)
        if in_village
        else desk(facts["area"], facts["compartment"], holder)
    )
    waits = [user for user in waits if user not in told and user != now.by]
    return [*found, Tell(waits, "新上报的网格事件，请处置：{matter}", urgent=urgent)]


def _said(data: Data, facts: Data, told: Iterable[User]) -> dict[str, Any]:
    found = {
        "channel": Incident.Channel(facts.get("channel", Incident.Channel.GRID)).label,
        "topic": facts["topic"].name if facts.get("topic") else "",
        "level": Level(facts["level"]).label,
        "item": str(facts["item"] or ""),
        "settled_how": facts["settled_how"],
        "flags": "、".join(f"{Flag(flag).label}" for flag in data.get("flags", ())),
        "told": "、".join(user.name for user in told),
        "reported": "、".join(
            dict.fromkeys(DangerReport.Body(one["body"]).label for one in data.get("reports", ()))
        ),
        "not_sealed": data.get("not_sealed", ""),
        "clock": data.get("clock", ""),
    }
    return {name: words for name, words in found.items() if words}
