"""The acts of the care register: what each changes, and why not. Nothing that the history keeps says who it is."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.utils.timezone import localdate, make_aware

from core.access.people import once, with_permission
from core.deadlines.clocks import Of, Start
from core.intake import places
from core.models import Access, Area, Clock, Matter, User
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from core.values.roles import roles
from core.workflow.record_steps import said
from grid.care import clocks
from grid.care.clocks import APPROVE, ARTICLE, ERASED_SOON, KEEP, MISSES, UNWELL, posts, team
from grid.care.refused import refused
from grid.models import Care, CareHelp, CareVisit
from grid.places import village_of

Data = Mapping[str, Any]
S, Basis, Why = Care.Status, Care.Basis, Care.Why
PART = "care"
PROPOSE = "grid.care_propose"
WHO = ("name", "phone", "address", "guardian", "need")  # erased when it ends
CLOSES = Matter.Compartment.REGISTER


# --- Whom it is open to ------------------------------------------------------------------------------------------------


def readers(care: Care, status: str) -> list[User]:
    """Of what is proposed, who proposed it; of what is on the register, the team; always the two posts, and nobody else."""
    if status == S.PROPOSED:
        return once([care.first_contact], posts(care))
    return once(team(care) if status in (S.LISTED, S.ENDING) else [], posts(care))


def opened(now: Snapshot, status: str) -> dict[str, Any]:
    """Open to exactly those from here on: as `access` and `changes` of an Outcome."""
    wanted = {user.pk: user for user in readers(now.matter, status)}
    standing = list(Access.objects.current().filter(matter_id=now.matter.pk))
    known = {row.user_id for row in standing if row.user_id in wanted}
    return {
        "access": [Access(user=user, part=PART) for pk, user in wanted.items() if pk not in known],
        "changes": [(row, {"ends_at": now.now}) for row in standing if row.user_id not in wanted],
    }


def strangers(care: Care) -> bool:
    """Has somebody come into a post or left one since it was opened?"""
    standing = set(Access.objects.current().filter(matter_id=care.pk).values_list("user", flat=True))
    return standing != {user.pk for user in readers(care, care.status)}


def open_anew(now: Snapshot, data: Data) -> Outcome:
    return Outcome(**opened(now, now.matter.status))


# --- On to the register ------------------------------------------------------------------------------------------------


def _visited(area: Area) -> Area:
    """The village that it lies in, whose team visits there. Raises Refused where nobody does."""
    village = village_of(area)
    if village is None:
        raise Refused("这个地方没有村（居）民委员会，不能纳入。", "area")
    area = village.area or area
    if not with_permission(clocks.VISIT, unit=village, area=area):
        raise Refused(f"{village.short_name}还没有老年人和妇女儿童工作委员会的人，没有人走访。", "area")
    return area


def propose(now: Snapshot, data: Data) -> Outcome:
    """拟纳入: by a worker or a department. What is written is refused where it names what this is no list of."""
    topic, area = data["topic"], data["area"]
    if why := refused(*(data.get(name) for name in (*WHO, "article"))):
        raise Refused(why)
    area = _visited(area)
    if topic.closed_on_day(localdate(now.at)):
        raise Refused(f"“{topic}”还没有经第二人同意，或者已经停用。", "topic")
    if topic.unit is None:
        raise Refused(f"“{topic}”还没有写由哪个部门帮扶，请系统管理员在“关爱对象类别”补上。", "topic")
    approvers = with_permission(APPROVE, area=area)
    if not approvers:
        raise Refused("没有可以审批的人。")
    centre = places.centre()
    people = once([now.by], with_permission(KEEP, area=area), approvers)
    facts = {name: data.get(name) or "" for name in (*WHO, "article")}
    return Outcome(
        facts={
            **facts, "topic": topic, "basis": data["basis"], "cycle": data.get("cycle") or topic.cycle,
            "title": "关爱对象走访", "area": area, "compartment": CLOSES, "received_at": now.at, "first_contact": now.by or approvers[0],
        },
        holder=(centre, None),
        access=[Access(user=user, part=PART) for user in people],
        starts=[Start(clocks.DECIDE.key, unit=centre)],
        notices=[Tell(approvers, "拟纳入关爱对象，请审批：{matter}")],
        detail={"topic": topic.name, "basis": Basis(data["basis"]).label, **({"article": data["article"]} if data.get("article") else {})},
    )  # fmt: skip


def sign_consent(now: Snapshot, data: Data) -> Outcome:
    """登记同意: of a child the guardian's (个人信息保护法 29, 31)."""
    care: Care = now.matter
    if data["consent_on"] > localdate(now.at):
        raise Refused("同意书日期晚于今天。", "consent_on")
    if care.topic.child and data["consent_by"] != "guardian":
        raise Refused("未成年人由监护人同意。", "consent_by")
    facts = {name: data[name] for name in ("consent_by", "consent_on")}
    words = dict(Care._meta.get_field("consent_by").flatchoices)[data["consent_by"]]
    return Outcome(facts=facts, detail={"consent_by": str(words), "consent_on": f"{data['consent_on']}"})


def rests_on_consent(now: Snapshot) -> str:
    return "" if now.matter.basis == Basis.CONSENT else "依据是法律规定，不用同意书。"


def has_a_basis(now: Snapshot) -> str:
    care = now.matter
    lacks = care.basis == Basis.CONSENT and care.consent_on is None
    return "同意书还没有签，请先打印同意书，签好后“登记同意”。" if lacks else ""


def by_another(now: Snapshot) -> str:
    return (
        "拟纳入的人不能自己审批，请另一个人批。"
        if now.by and now.by.pk == now.matter.first_contact_id
        else ""
    )


def approve(now: Snapshot, data: Data) -> Outcome:
    """审批同意: on the register, seen by the team from here on and no more by who proposed it."""
    care: Care = now.matter
    return Outcome(
        facts={"listed_on": localdate(now.at)},
        holder=(village_of(care.area) or care.holder_unit, None),
        starts=[_next(care, now.at, care.cycle)],
        notices=[Tell(team(care), f"纳入关爱对象，请在 {care.cycle} 天内第一次走访：{{matter}}")],
        detail={"cycle": f"{care.cycle} 天"},
        **opened(now, S.LISTED),
    )


def decline(now: Snapshot, data: Data) -> Outcome:
    return Outcome(starts=_erasure(now, ERASED_SOON), detail=dict(data), **opened(now, S.REFUSED))


def _erasure(now: Snapshot, term: str = "") -> list[Start]:
    return [Start(clocks.ERASE.key, unit=now.matter.holder_unit, term=term)]


# --- Visits --------------------------------------------------------------------------------------------------------------


def _next(care: Care, at: datetime, cycle: int) -> Start:
    unit = village_of(care.area) or care.holder_unit
    return Start(clocks.LOOK_IN.key, at=at, unit=unit, term=f"{cycle}C")


def looked_after(user: User) -> list[tuple[Care, Any]]:
    """Whom the user visits as one of the team, with the day of the next visit."""
    units = {post.unit_id for post in user.reach.posts if clocks.VISIT in roles()[post.role].permissions}
    there = {
        care.pk: care for care in Care.objects.filter(holder_unit__in=units, status__in=(S.LISTED, S.ENDING))
    }
    running = Clock.objects.running().filter(matter__in=there, rule=clocks.LOOK_IN.key)
    return [(there[clock.matter_id], clock.raw) for clock in running.order_by("raw", "matter")]


def _due(now: Snapshot) -> Clock | None:
    clock = now.clock(clocks.LOOK_IN.key)
    return clock if clock and clock.ended_at is None else None


def _noon(day: Any) -> datetime:
    return make_aware(datetime.combine(day, time(12)))


def visit(now: Snapshot, data: Data) -> Outcome:
    """走访: the next one counts from this day; where not all was well it is soon, and the two posts see to help."""
    care, today, due = now.matter, localdate(now.at), _due(now)
    if data["day"] > today:
        raise Refused("走访日期晚于今天。", "day")
    if data["day"] < care.listed_on:
        raise Refused("走访日期早于纳入日期。", "day")
    last = care.visits.filter(made=True).order_by("-day").first()
    if last and data["day"] < last.day:
        raise Refused(f"{last.day:%m-%d} 已经有走访记录，不能倒着补。", "day")
    owed = due.raw if due and care.missed < MISSES else None  # a day that was missed is counted already
    row = CareVisit(
        due_on=owed, day=data["day"], well=data["well"], words=data.get("words", ""), at=now.at, by=now.by
    )  # fmt: skip
    again = care.cycle if row.well else min(care.cycle, UNWELL)
    helps, at = care.topic.unit.short_name if care.topic.unit else "", min(_noon(row.day), now.at)
    return Outcome(
        facts={"missed": 0},
        rows=[row],
        starts=[
            _next(care, at, again),
            *([] if row.well else [Start(clocks.HELP.key, at=at, unit=places.centre())]),
        ],
        notices=[]
        if row.well
        else [Tell(posts(care), f"走访发现有需要，请联系{helps}帮扶：{{matter}}", urgent=True)],
        detail=said(row, "day"),
    )


def help_given(now: Snapshot, data: Data) -> Outcome:
    """登记帮扶: by which department, when; what it was is for the team."""
    today, unit = localdate(now.at), data["unit"]
    if not now.matter.listed_on <= data["day"] <= today:
        raise Refused("帮扶日期在纳入以后、今天以前。", "day")
    row = CareHelp(unit=unit, day=data["day"], words=data["words"], at=now.at, by=now.by)
    return Outcome(rows=[row], meets=[Of(clocks.HELP.key, None)], detail=said(row, "day", "unit"))


def miss(now: Snapshot, data: Data) -> Outcome:
    """没有走访, by the calendar alone: counted, and the next term runs from the missed day. After three in a row the term is left
    to run, so that the steps of supervision come.
    """
    care, due = now.matter, _due(now)
    if due is None or due.raw is None:
        raise Refused("没有到期的走访。")
    missed = care.missed + 1
    facts, row = {"missed": missed}, CareVisit(due_on=due.raw, made=False, well=False, at=now.at, by=now.by)
    detail = {"due_on": f"{due.raw}", "missed": f"{missed} 次"}
    if missed >= MISSES:
        return Outcome(facts=facts, rows=[row], cancels=[], starts=[], detail=detail)
    return Outcome(facts=facts, rows=[row], starts=[_next(care, _noon(due.raw), care.cycle)], detail=detail)


def by_the_calendar(now: Snapshot) -> str:
    return "由系统按走访周期记。" if now.by else ""


def change_cycle(now: Snapshot, data: Data) -> Outcome:
    care, due = now.matter, _due(now)
    if data["cycle"] == care.cycle:
        raise Refused("周期没有变。", "cycle")
    if due and due.raw and due.raw < localdate(now.at):
        raise Refused("这一次走访已经到期没有做，先走访再改周期。")
    return Outcome(
        facts={"cycle": data["cycle"]},
        starts=[_next(care, now.at, data["cycle"])],
        detail={"old.cycle": f"{care.cycle} 天", "cycle": f"{data['cycle']} 天", "reason": data["reason"]},
    )


# --- The end -------------------------------------------------------------------------------------------------------------


def propose_end(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        facts={"why": data["why"]},
        starts=[Start(clocks.END.key, unit=now.matter.holder_unit)],
        notices=[Tell(with_permission(APPROVE, area=now.matter.area), "拟结束关爱，请审批：{matter}")],
        detail={"why": Why(data["why"]).label, "reason": data["reason"]},
    )


def last_said_by_another(now: Snapshot) -> str:
    """Of the proposal to end."""
    entry = now.matter.history.filter(action="grid.propose_end").order_by("-seq").first()
    return "拟结束的人不能自己审批，请另一个人批。" if now.by and entry and entry.by_id == now.by.pk else ""


def end(now: Snapshot, data: Data) -> Outcome:
    return _ended(now, now.matter.why, dict(data))


def keep_on(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"why": ""}, detail=dict(data))


def withdraw_consent(now: Snapshot, data: Data) -> Outcome:
    """撤回同意 (个人信息保护法 15): ends it at once; nobody decides on it."""
    return _ended(now, Why.ASKED, {name: words for name, words in data.items() if words}, ERASED_SOON)


def _ended(now: Snapshot, why: str, detail: Data, term: str = "") -> Outcome:
    return Outcome(
        facts={"why": why, "ended_on": localdate(now.at)},
        starts=_erasure(now, term),
        notices=[Tell(team(now.matter) if now.matter.listed_on else [], "关爱已结束，不用再走访：{matter}")],
        detail={**detail, "why": Why(why).label},
        **opened(now, S.ENDED),
    )


def erase(now: Snapshot, data: Data) -> Outcome:
    """依法删除: who it was and what was said of them is gone; that it was, when, and how many visits stays."""
    care = now.matter
    return Outcome(
        facts=dict.fromkeys(WHO, ""),
        changes=[(row, {"words": ""}) for row in (*care.visits.all(), *care.helps.all())],
        erases=ARTICLE,
        detail={"reason": ARTICLE},
    )
