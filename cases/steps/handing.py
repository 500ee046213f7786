"""Handing a case over: to a lead unit and helpers, returned, ruled upon, extended; leaders' instructions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cases import clocks
from cases.forms_acts import RETURN_REASONS
from cases.models import Case, Extension, Handover, Instruction
from cases.steps.helping import help_of, own_clocks, shut
from core.access import exclusions
from core.access.people import of_unit, with_permission
from core.deadlines.clocks import Extend, Of, Start
from core.deadlines.terms import Term
from core.models import Access, Matter, Unit, User
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.tasks.acts import given
from core.values.refused import Refused

Data = Mapping[str, Any]
LEAD_IS_NAMED_BY = "cases.name_lead"  # the director's


# --- Why not -----------------------------------------------------------------------------------------------


def within_return_term(now: Snapshot) -> str:
    """The unit may return within its term; the matter's own clock runs on."""
    clock = now.clock(clocks.RETURNS[now.matter.sent_down].key)
    if clock and clock.expires_at and now.at >= clock.expires_at:
        return f"已过退回期限（{Term.parse(clock.term).label}，{clock.rolled:%m-%d} 止；{clock.basis}）。"
    return ""


def not_bound(now: Snapshot) -> str:
    """Who was named by the director, or whose return was not agreed to, does it."""
    lead = now.matter.lead()
    return "承办单位已经裁定，不能再退回。" if lead and lead.binding else ""


def was_returned(now: Snapshot) -> str:
    last = now.matter.last_lead()
    return "" if last and last.returned_for else "没有待裁定的退回。"


def another_than_before(now: Snapshot) -> str:
    """A case that was reopened is handled by somebody else (domain: 10.1)."""
    matter = now.matter
    if matter.reopened_at and now.by and now.by.pk == matter.answered_by_id:
        return f"重办要换人：上次由{now.by.name}办理。"
    return ""


def not_asked_yet(now: Snapshot) -> str:
    """Asked before the due day, once."""
    if not extension_waits(now):
        return "延期申请还没有批复。"
    if any(clock.extended_by for clock in now.clocks):
        return "已经延期过一次，不能再延。"
    due = handling(now)
    if due and due.expires_at and now.at >= due.expires_at:
        return f"已过办理期限（{due.raw:%m-%d} 止），不能再申请延期。"
    return ""


def extension_waits(now: Snapshot) -> str:
    """Read from its clock, which runs as long as nobody has decided."""
    clock = now.clock(clocks.EXTENSION.key)
    return "" if clock and clock.ended_at is None else "没有待批的延期申请。"


# --- Leaders -------------------------------------------------------------------------------------------------


def ask_instruction(now: Snapshot, data: Data) -> Outcome:
    """报请批示: the desk's opinion goes to a leader, whose working day begins."""
    leader = data["leader"]
    if exclusions.barred(now.matter).user(leader):
        raise Refused(exclusions.NOT_TO_THE_ACCUSED, "leader")
    posts = [post for post in leader.reach.posts if post.unit_id in leader.reach.units]
    return Outcome(
        holder=(posts[0].unit, leader),
        starts=(Start(clocks.INSTRUCT.key, unit=posts[0].unit, user=leader),),
        access=[Access(user=leader, part="instruction")],
        notices=[Tell([leader], "请批示：{matter}")],
        detail={"leader": leader.name, "opinion": data["opinion"]},
    )


def instruct(now: Snapshot, data: Data) -> Outcome:
    """批示: the leader's words, and the hand-over that follows from them in the same act.

    On screen by the leader, or typed by the desk from paper, which then says whose words they are.
    """
    by_leader = now.by is not None and now.by.has_perm("core.lead")
    if not by_leader and not now.decided_by:
        raise Refused("代录批示要写明是谁批的，例如 唐志远（分管副镇长）。", "decided_by")
    given_by = now.decided_by or f"{now.by.name}（{now.by.reach.posts[0].name}）"  # type: ignore[union-attr]
    words = Instruction(words=data["words"], given_by=given_by, given_at=now.at, typed_by=now.by)
    done = to_units(now, data)
    told = given(now, data.get("tasks", ()), giver=_leader(now, by_leader))
    said = {"instruction": data["words"], "given_by": given_by}
    return replace(
        done,
        rows=[words, *done.rows, *told.rows],
        starts=[*(done.starts or ()), *(told.starts or ())],
        notices=[*done.notices, *told.notices],
        detail={**said, **done.detail, **told.detail},
    )


def _leader(now: Snapshot, by_leader: bool) -> User | None:
    """Whose tasks they are: his own, or of the leader whose words are typed, who was asked or sits there today."""
    if by_leader:
        return now.by
    said = [user for user in with_permission("core.lead") if user.name in now.decided_by]
    return said[0] if said else None


# --- To units --------------------------------------------------------------------------------------------------


def handling(now: Snapshot) -> Any:
    """The case's own clock that runs, whatever its grade."""
    keys = [rule.key for rule in clocks.HANDLE.values()]
    running = [clock for clock in now.clocks if clock.rule in keys and clock.ended_at is None]
    return running[-1] if running else None


def hand_over(now: Snapshot, data: Data) -> Outcome:
    """To a unit: its signing clock starts; the case's own clock has run since the day it came in.

    After a second return the director names the lead, who then cannot return it.
    """
    if now.matter.times_returned() >= 2 and not _director_decides(now):
        raise Refused(
            "已经两次退回，由中心主任指定牵头单位；主任已定的，请在“由谁决定”里写明。", "decided_by"
        )
    return to_units(now, data, binding=now.matter.times_returned() >= 2)


def _director_decides(now: Snapshot) -> bool:
    return bool(now.decided_by) or (now.by is not None and now.by.has_perm(LEAD_IS_NAMED_BY))


def reassign(now: Snapshot, data: Data) -> Outcome:
    """改派: taken from the unit in charge, with the director's consent; the due day does not move."""
    if not _director_decides(now):
        raise Refused("改派要经中心主任同意；已同意的，请在“由谁决定”里写明。", "decided_by")
    lead = now.matter.lead()
    if lead and lead.unit_id == data["unit"].pk:
        raise Refused("已经由这个单位承办，请选别的单位。", "unit")
    done = to_units(now, data)
    ended = [(lead, {"ended_at": now.at}), *shut(now, lead.unit)] if lead else []
    before = now.matter.holder_unit
    its_own = [Of(rule.key, before) for rule in clocks.OF_LEAD]
    return replace(
        done,
        changes=[*ended, *done.changes],
        cancels=[*(done.cancels or ()), *its_own],
        notices=[*done.notices, Tell(of_unit(before), "已改由别的单位承办：{matter}")],
        detail={"from_unit": before.name, "reason": data["reason"], **done.detail},
    )


def _starts(matter: Case, data: Data, binding: bool) -> Iterator[Start]:
    """To sign, to handle, to give back, to answer by the day that was asked for."""
    unit = data["unit"]
    yield Start(clocks.SIGN.key, unit=unit)
    yield Start(clocks.HANDLE[data["grade"]].key, at=matter.reopened_at or matter.received_at)
    if not binding:
        yield Start(clocks.RETURNS[matter.sent_down].key, unit=unit)
    if data.get("days"):
        yield Start(clocks.FEEDBACK.key, unit=unit, term=f"{data['days']}W")


def to_units(now: Snapshot, data: Data, binding: bool = False) -> Outcome:
    """A lead unit and those who help: rows, clocks, sight and notices of a hand-over."""
    unit, matter = data["unit"], now.matter
    helpers = [asked for asked in data.get("helpers", ()) if asked]
    may_receive(matter, unit, helpers)
    if any(asked["unit"].pk == unit.pk for asked in helpers):
        raise Refused("主办单位不能同时协办。", "unit")
    grade = clocks.HANDLE[data["grade"]]
    others = [rule.key for rule in clocks.HANDLE.values() if rule is not grade]
    lead = Handover(unit=unit, note=data.get("note", ""), handed_at=now.at, handed_by=now.by, binding=binding)
    helping = help_of(now, helpers)
    before = matter.helper_of((unit.pk,))  # who helped and now leads helps no more
    return Outcome(
        facts={"grade": data["grade"], "room": None},
        holder=(unit, None),
        rows=[lead, *helping.rows],
        changes=[(before, {"ended_at": now.at})] if before else [],
        cancels=[*others, *(own_clocks(unit) if before else ())],
        starts=(*_starts(matter, data, binding), *(helping.starts or ())),
        access=[Access(unit=unit, part=Access.HANDLING), *helping.access],
        notices=[Tell(of_unit(unit), "新转办：{matter}"), *helping.notices],
        detail={
            "unit": unit.name,
            "grade": Case.Grade(data["grade"]).label,
            "days": f"{data['days']} 个工作日" if data.get("days") else "",
            "note": data.get("note", ""),
            **helping.detail,
        },
    )


def may_receive(matter: Any, unit: Unit, helpers: Sequence[Any] = ()) -> None:
    """An accusation goes to one body that may handle it by its powers, and never to the accused (信访工作条例 30, 46).

    Raises Refused.
    """
    if matter.compartment != Matter.Compartment.ACCUSATION:
        return
    shut_out = exclusions.barred(matter)
    if shut_out.unit(unit) or matter.accused.filter(unit=unit).exists():
        raise Refused(exclusions.NOT_TO_THE_ACCUSED, "unit")
    if not unit.takes_accusations:
        raise Refused("检举控告只能转给纪检监察等按管理权限有权处理的机关；镇里没有的，用“移送”。", "unit")
    people = of_unit(unit)
    if people and not shut_out.let(people):
        raise Refused(exclusions.NOT_TO_THE_ACCUSED, "unit")
    if helpers:
        raise Refused("检举控告由一个机关办，不设协办。", "unit")


def sign(now: Snapshot, data: Data) -> Outcome:
    lead = now.matter.lead()
    changes = [(lead, {"signed_at": now.at, "signed_by": now.by})] if lead else []
    return Outcome(holder=(now.matter.holder_unit, now.by), changes=changes)


# --- Back, and what the centre says to it --------------------------------------------------------------------------


def hand_back(now: Snapshot, data: Data) -> Outcome:
    """退回: the centre rules; a second time the director. The case's due date does not move."""
    lead = now.matter.lead()
    if lead is None:
        raise Refused("没有可退回的转办。")
    reason = f"{dict(RETURN_REASONS)[data['reason']]}：{data['explanation']}"
    centre, times = now.matter.first_contact_unit(), now.matter.times_returned() + 1
    directors = with_permission(LEAD_IS_NAMED_BY, unit=centre) if times > 1 else []
    told = directors or with_permission("cases.dispatch", unit=centre)
    what = "第 2 次退回，请指定牵头单位" if directors else "退回待裁定"
    return Outcome(
        holder=(centre, directors[0] if directors else None),
        changes=[
            (lead, {"ended_at": now.at, "returned_for": reason, "returned_by": now.by}),
            *shut(now, lead.unit),
        ],
        cancels=[Of(rule.key, lead.unit) for rule in clocks.OF_LEAD],
        notices=[Tell(told, f"{what}：{{matter}}")],
        detail={"returned_by": lead.unit.name, "reason": reason},
    )


def uphold(now: Snapshot, data: Data) -> Outcome:
    """不同意退回: it stays with the unit that sent it back, which then does it."""
    if now.matter.times_returned() >= 2 and not _director_decides(now):
        raise Refused("已经两次退回，由中心主任决定；主任已定的，请在“由谁决定”里写明。", "decided_by")
    last = now.matter.last_lead()
    row = Handover(unit=last.unit, note=data["reason"], handed_at=now.at, handed_by=now.by, binding=True)
    again = f"第 {now.matter.times_returned()} 次退回，没有同意：{data['reason']}"
    return Outcome(
        holder=(last.unit, None),
        rows=[row],
        access=[Access(unit=last.unit, part=Access.HANDLING)],
        notices=[Tell(of_unit(last.unit), "退回没有同意，仍由本单位承办：{matter}")],
        detail={"unit": last.unit.name, "reason": data["reason"]},
        at_fault=(last.unit, again) if now.matter.times_returned() > 1 else None,
    )


# --- Longer terms -----------------------------------------------------------------------------------------------


def ask_extension(now: Snapshot, data: Data) -> Outcome:
    centre = now.matter.first_contact_unit()
    row = Extension(days=data["days"], reason=data["reason"], asked_at=now.at, asked_by=now.by)
    told = with_permission("cases.grant_extension", unit=centre)
    return Outcome(
        rows=[row],
        starts=(Start(clocks.EXTENSION.key, unit=centre),),
        notices=[Tell(told, "申请延期，请批：{matter}")],
        detail={"days": f"{data['days']} 日", "reason": data["reason"]},
    )


def grant_extension(now: Snapshot, data: Data) -> Outcome:
    """同意延期: the term grows from its first day; the first contact tells the visitor."""
    row, clock = now.matter.extension(), handling(now)
    if clock is None:
        raise Refused("办理期限没有在走，不用延期。")
    until = (
        f"{clock.raw + timedelta(days=row.days):%Y-%m-%d}" if clock.raw else f"待{clock.pending_year}年日历"
    )
    told = [row.asked_by, now.matter.first_contact]
    return Outcome(
        changes=[(row, {"granted": True, "decided_at": now.at})],
        extends=[Extend(clock.rule, f"{row.days}C")],
        meets=[Of(clocks.EXTENSION.key, now.matter.first_contact_unit())],
        notices=[Tell(told, f"已同意延期至 {until}，请告知来访人：{{matter}}")],
        detail={"days": f"{row.days} 日", "until": until, "note": data.get("note", "")},
    )


def refuse_extension(now: Snapshot, data: Data) -> Outcome:
    row = now.matter.extension()
    return Outcome(
        changes=[(row, {"granted": False, "decided_at": now.at})],
        meets=[Of(clocks.EXTENSION.key, now.matter.first_contact_unit())],
        notices=[Tell([row.asked_by], "延期没有同意：{matter}")],
        detail={"reason": data["reason"]},
    )
