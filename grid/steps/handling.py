"""From the village to the end: settled there or handed up, accepted, dispatched, answered, checked on site, closed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.access.people import of_unit, with_permission
from core.deadlines.clocks import Extend, Of, Start
from core.intake import places
from core.models import Access, Matter, Unit, User
from core.parties import danger_reports
from core.procedure.transitions import Outcome, Snapshot, says
from core.records.notices import Tell
from grid import clocks
from grid.models import Extension, Incident
from grid.places import village_of
from grid.steps import police
from grid.steps.reporting import (
    MUST_BE_REPORTED,
    TAKEN_BACK,
    URGENT_GOES_UP,
    another_level,
    desk,
    dispatch_starts,
    reported_it,
    risen,
    why_not_settled,
)  # fmt: skip

Data = Mapping[str, Any]
S, Level, Flag = Incident.Status, Incident.Level, Matter.Flag

# --- Why not -------------------------------------------------------------------------------------------------------


@says(TAKEN_BACK.format("…"))
def not_taken_back(now: Snapshot) -> str:
    item = now.matter.item
    return TAKEN_BACK.format(item.lead) if item and item.taken_back else ""


def has_an_item(now: Snapshot) -> str:
    known = now.matter.item_id or now.matter.item_decided
    return "" if known else "履职事项清单上没有对应的事项，请值班长先“清单外决定”。"


def has_no_item(now: Snapshot) -> str:
    return "清单上有对应的履职事项，不用另行决定。" if now.matter.item_id else ""


def is_shared(now: Snapshot) -> str:
    item = now.matter.item
    return "" if item and item.shared else "不是配合履职的事项，不用上报牵头部门。"


def lead_was_told(now: Snapshot) -> str:
    """Of what the county leads the town does its share; it is not closed before the county knows."""
    item = now.matter.item
    told = now.matter.at_county_at or not (item and item.shared)
    return "" if told else f"本事项由{item.lead}牵头，请先“上报牵头部门”。"


@says(MUST_BE_REPORTED, URGENT_GOES_UP, TAKEN_BACK.format("…"))
def may_be_settled(now: Snapshot) -> str:
    return why_not_settled(now.matter.level, now.matter.standing_flags, now.matter.item)


def within_return_term(now: Snapshot) -> str:
    clock = now.clock(clocks.MAY_RETURN.key)
    late = clock and clock.expires_at and now.at >= clock.expires_at
    return f"已过退回期限（{clock.rolled:%m-%d} 止），请处置，或者申请改派。" if clock and late else ""


def another_checks(now: Snapshot) -> str:
    """Who handled it does not check it; Ⅰ and Ⅱ are checked by somebody else than the finder too (domain: 10.4)."""
    matter, by = now.matter, now.by.pk if now.by else None
    if by == matter.answered_by_id and by:
        return "处置的人不能核查自己的处置。"
    finder = matter.is_urgent and by == matter.first_contact_id
    return "Ⅰ、Ⅱ级事件要由发现人以外的人现场核查。" if finder else ""


def checked_if_urgent(now: Snapshot) -> str:
    unchecked = now.matter.is_urgent and now.matter.status == S.ANSWERED
    return "Ⅰ、Ⅱ级事件要先“现场核查”，合格了再结案。" if unchecked else ""


@says(danger_reports.NOT_REPORTED)
def reported_if_must(now: Snapshot) -> str:
    """强制报告 is recorded before the end."""
    return why_not_reported(now.matter, localdate(now.at))


def why_not_reported(matter: Any, on: date) -> str:
    """Of a child and a ward also where they are not named; the danger of other adults is theirs to tell."""
    flagged = not {Flag.MINOR, Flag.INCAPABLE}.isdisjoint(matter.standing_flags)
    if flagged and not danger_reports.reports(matter).exists():
        return danger_reports.NOT_REPORTED
    return danger_reports.why_not_reported(matter, on, matter.harm)


def may_be_prolonged(now: Snapshot) -> str:
    """Once, before the day, and never what is reckoned by the hour."""
    matter, clock = now.matter, now.clock(clocks.BY_LEVEL[now.matter.level].key)
    if matter.is_urgent:
        return "Ⅰ、Ⅱ级按小时处置，不延期；处置不了的上报或者移交。"
    if clock and clock.expires_at and now.at >= clock.expires_at:
        return f"处置期限（{clock.raw:%m-%d} 止）已过，不能再延期。"
    return "已经延期过一次，不能再延。" if clock and clock.extended_by else ""


def none_waits(now: Snapshot) -> str:
    return "延期申请还没有批复。" if _waiting(now) else ""


def one_waits(now: Snapshot) -> str:
    return "" if _waiting(now) else "没有待批的延期申请。"


def _waiting(now: Snapshot) -> Extension | None:
    """While its term runs: a unit that answered, gave it back or lost it asks for nothing any more."""
    clock = now.clock(clocks.EXTENSION.key)
    asked = [row for row in now.matter.extensions.all() if row.granted is None]
    return asked[-1] if asked and clock and clock.ended_at is None else None


def somebody_reported_it(now: Snapshot) -> str:
    return "" if any(map(reported_it, now.matter.people)) else "没有登记反映人，不用告知。"


def not_told_yet(now: Snapshot) -> str:
    return "已经告知过反映人。" if now.matter.told_at else ""


# --- In the village ------------------------------------------------------------------------------------------------


def settle(now: Snapshot, data: Data) -> Outcome:
    """就地办结: the finder is told, as of every end."""
    facts = {"settled_how": data["settled_how"], "answered_at": now.at, "answered_by": now.by}
    return Outcome(
        facts=facts,
        notices=_finder(now, "已就地办结"),
        starts=_owed(now),
        detail={"settled_how": data["settled_how"]},
    )


def pass_up(now: Snapshot, data: Data) -> Outcome:
    return _to_town(now, {"reason": data["reason"]})


def goes_up(now: Snapshot, data: Data) -> Outcome:
    """Nobody in the village took it up in its term: the system hands it up."""
    return _to_town(now, {"reason": "村（社区）到期没有处置，自动上报"})


def _to_town(now: Snapshot, said: Data) -> Outcome:
    matter, centre = now.matter, places.centre()
    told = desk(matter.area, matter.compartment, centre)
    return Outcome(
        facts={"at_town_at": now.at}, holder=(centre, None), access=_goes_on_seeing(matter), detail=said,
        starts=dispatch_starts(matter.level, matter.item, centre),
        notices=[Tell(told, "村里上报的网格事件，请受理派遣：{matter}")],
    )  # fmt: skip


def spot_check(now: Snapshot, data: Data) -> Outcome:
    """抽查 of what was settled on the spot; what was not is the village's again."""
    passed = data["passed"] == "yes"
    facts = {"checked_by": now.by, "checked_at": now.at, "check_words": data["words"]}
    again = [Start(clocks.VILLAGE.key, unit=now.matter.holder_unit), *_level(now.matter)]
    return Outcome(
        facts=facts | ({} if passed else {"status": S.VILLAGE, "redone": now.matter.redone + 1}),
        starts=[] if passed else again,
        notices=[] if passed else _finder(now, "抽查没有办好，请重新处置"),
        detail=_verdict(data),
    )


def _verdict(data: Data) -> dict[str, str]:
    return {"passed": "合格" if data["passed"] == "yes" else "不合格", "words": data["words"]}


# --- In the town ---------------------------------------------------------------------------------------------------


def accept(now: Snapshot, data: Data) -> Outcome:
    """受理: its kind and level as the centre sees them; another item or level has terms of its own."""
    matter, topic, level = now.matter, data["topic"], data["level"]
    item = matter.item if topic == matter.topic else topic.item_on(localdate(matter.received_at))
    said = {"topic": topic.name, "level": Level(level).label, "item": str(item or "")}
    same = level == matter.level and item == matter.item
    began = [
        Start(one.rule, at=matter.at_town_at, unit=one.unit) for one in dispatch_starts(level, item, matter.holder_unit)
    ]  # fmt: skip
    return Outcome(
        facts={"topic": topic, "item": item, "level": level},
        cancels=[
            *([] if same else [rule.key for rule in (*clocks.DISPATCHING, *_others(matter, level))]),
            *police.cancels(matter, level, topic),
        ],
        starts=[] if same else [*began, *another_level(now, level)],
        notices=risen(matter, level),
        detail={name: words for name, words in said.items() if words},
    )


def _others(matter: Any, level: str) -> tuple[Any, ...]:
    return clocks.HANDLING if level != matter.level else ()


def decide_item(now: Snapshot, data: Data) -> Outcome:
    """清单外决定: the duty officer names the item, or says that the town does it all the same, and why."""
    item = data.get("item")
    facts = {"item": item, "item_decided": data.get("words", "")}
    centre, matter = now.matter.holder_unit, now.matter
    moved = item is not None and item.taken_back
    return Outcome(
        facts=facts,
        cancels=[rule.key for rule in clocks.DISPATCHING] if moved else [],
        starts=dispatch_starts(matter.level, item, centre) if moved else [],
        detail={"item": str(item or ""), "words": data.get("words", "")},
    )


def dispatch(now: Snapshot, data: Data) -> Outcome:
    """派遣: the unit sees it from here on; another level begins its own term."""
    matter, unit, level = now.matter, data["unit"], data["level"]
    signing = clocks.SIGN_NOW if level in (Level.I, Level.II) else clocks.SIGN
    facts = {"unit": unit, "level": level, "task": data["task"], "dispatched_at": now.at, "signed_at": None}
    return Outcome(
        facts=facts,
        holder=(unit, None),
        access=[Access(unit=unit, part=Access.HANDLING)],
        cancels=[
            *(rule.key for rule in (*clocks.SIGNING, clocks.EXTENSION, *_others(matter, level))),
            *police.cancels(matter, level, matter.topic),
        ],
        starts=[
            Start(signing.key, unit=unit),
            Start(clocks.MAY_RETURN.key, unit=unit),
            *another_level(now, level),
        ],
        notices=[
            Tell(of_unit(unit), "请签收并处置网格事件：{matter}", urgent=level == Level.I),
            *risen(matter, level),
        ],
        detail={"unit": unit.name, "level": Level(level).label, "task": data["task"]},
    )


def sign(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"signed_at": now.at}, holder=(now.matter.holder_unit, now.by))


def return_it(now: Snapshot, data: Data) -> Outcome:
    """退回, with the reason (滨州条例 12): the centre dispatches it anew."""
    return _to_centre(now, {"unit": None}, [], "承办单位退回，请重新派遣", data)


def _to_centre(now: Snapshot, facts: Data, more: list[Start], words: str, said: Data) -> Outcome:
    """Back to be dispatched."""
    matter, centre = now.matter, places.centre()
    return Outcome(
        facts={"status": S.ACCEPTED, **facts}, holder=(centre, None), detail=said,
        starts=[*dispatch_starts(matter.level, matter.item, centre), *more],
        notices=[Tell(desk(matter.area, matter.compartment, centre), f"{words}：{{matter}}")],
    )  # fmt: skip


def ask_extension(now: Snapshot, data: Data) -> Outcome:
    row = Extension(at=now.at, by=now.by, days=data["days"], reason=data["reason"])
    told = with_permission("grid.extend", area=now.matter.area)
    centre = places.centre()
    return Outcome(rows=[row], starts=[Start(clocks.EXTENSION.key, unit=centre)], detail=data,
        notices=[Tell(told, "申请延期，请在到期以前批复：{matter}")])  # fmt: skip


def grant_extension(now: Snapshot, data: Data) -> Outcome:
    row = _waiting(now)
    assert row is not None  # its guard
    return Outcome(
        changes=[(row, {"granted": True, "decided_by": now.by})],
        meets=[Of(clocks.EXTENSION.key, None)],
        extends=[Extend(clocks.BY_LEVEL[now.matter.level].key, f"{row.days}W")],
        notices=[Tell(_handlers(now.matter), "已同意延期：{matter}")], detail={"days": row.days},
    )  # fmt: skip


def refuse_extension(now: Snapshot, data: Data) -> Outcome:
    row = _waiting(now)
    assert row is not None  # its guard
    told = [Tell(_handlers(now.matter), "没有同意延期：{matter}")]
    changes = [(row, {"granted": False, "decided_by": now.by})]
    return Outcome(changes=changes, meets=[Of(clocks.EXTENSION.key, None)], detail=data, notices=told)


def _handlers(matter: Any) -> list[User]:
    return [matter.holder_user] if matter.holder_user else of_unit(matter.holder_unit)


def answer(now: Snapshot, data: Data) -> Outcome:
    """反馈: somebody else looks at it on the spot."""
    facts = {"settled_how": data["settled_how"], "answered_at": now.at, "answered_by": now.by}
    return to_be_checked(now, facts, {"settled_how": data["settled_how"]})


def to_be_checked(now: Snapshot, facts: Data, said: Data) -> Outcome:
    """The people of the village who may look at it are asked, but for who found it where that is not allowed."""
    matter, centre = now.matter, places.centre()
    village = None if matter.sealed else village_of(matter.area)
    near = with_permission("grid.check", unit=village) if village else []
    barred = {facts.get("answered_by"), matter.first_contact if matter.is_urgent else None}
    told = [user for user in near if user not in barred]
    rule = clocks.CHECK_NOW if matter.is_urgent else clocks.CHECK
    return Outcome(
        facts=facts, holder=(centre, None), detail=said, starts=[Start(rule.key, unit=centre)],
        access=[Access(user=user, part="check") for user in told],
        notices=[Tell(told or desk(matter.area, matter.compartment, centre), "请现场核查网格事件：{matter}")],
    )  # fmt: skip


def check(now: Snapshot, data: Data) -> Outcome:
    facts = {"checked_by": now.by, "checked_at": now.at, "check_words": data["words"]}
    if data["passed"] == "yes":
        starts = [Start(clocks.CLOSE.key, unit=places.centre())]
        return Outcome(facts={"status": S.CHECKED, **facts}, starts=starts, detail=_verdict(data))
    return _again(now, facts, _verdict(data))


def rework(now: Snapshot, data: Data) -> Outcome:
    return _again(now, {}, {"reason": data["reason"]})


def _again(now: Snapshot, facts: Data, said: Data) -> Outcome:
    """退回重办, in a new term: to the unit that did it; without one to be dispatched."""
    matter, times = now.matter, now.matter.redone + 1
    facts = {**facts, "redone": times}
    unit: Unit | None = matter.unit
    if unit is None:
        return _to_centre(now, facts, _level(matter), "核查不合格，请重新派遣", said)
    return Outcome(facts={"status": S.AT_WORK, **facts}, holder=(unit, matter.answered_by), starts=_level(matter),
        detail=said, notices=[Tell(of_unit(unit), "核查不合格，请重办：{matter}", urgent=True)],
        at_fault=(unit, f"报了处置结果，核查第 {times} 次不合格，退回重办。") if times > 1 else None)  # fmt: skip


def _level(matter: Any) -> list[Start]:
    return [Start(clocks.BY_LEVEL[matter.level].key)]


def close(now: Snapshot, data: Data) -> Outcome:
    """结案: who found it is told what came of it, and who reported it is still to be told (双向反馈)."""
    return Outcome(notices=_finder(now, "已结案"), starts=_owed(now))


def _finder(now: Snapshot, words: str) -> list[Tell]:
    finder = now.matter.first_contact
    return [Tell([finder], f"您上报的网格事件{words}：{{matter}}")] if finder != now.by else []


def _owed(now: Snapshot) -> list[Start]:
    told = any(map(reported_it, now.matter.people))
    return [Start(clocks.TELL.key, unit=now.matter.first_contact_unit())] if told else []


def feed_back(now: Snapshot, data: Data) -> Outcome:
    rating = Incident.Rating(data["rating"]).label if data["rating"] else ""
    facts = {"told_at": now.at, "rating": data["rating"]}
    return Outcome(facts=facts, meets=[Of(clocks.TELL.key, None)], detail={**data, "rating": rating})


def void(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"voided_at": now.at}, detail=data, notices=_finder(now, "已作废"))


# --- What opens below ------------------------------------------------------------------------------------------------


def go_below(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        facts={"at_town_at": now.matter.at_town_at or now.at},
        access=_goes_on_seeing(now.matter),
        notices=_finder(now, "已转有权办理的单位、程序"),
    )


def _goes_on_seeing(matter: Any) -> list[Access]:
    """Who had it in hand, unless a label closes it."""
    return [] if matter.sealed else [Access(unit=matter.holder_unit, part="before")]


def take_result(now: Snapshot, data: Data) -> Outcome:
    """What came of it there is the outcome here."""
    centre = places.centre()
    facts = {"settled_how": data["words"][:500], "answered_at": now.at, "answered_by": None}
    return Outcome(facts=facts, holder=(centre, None), starts=[Start(clocks.CLOSE.key, unit=centre)],
        detail={"words": data["words"]}, notices=_finder(now, "已有结果"))  # fmt: skip


def take_back(now: Snapshot, data: Data) -> Outcome:
    return _to_centre(now, {}, _level(now.matter), "没有转成，请重新派遣", {"words": data["words"]})
