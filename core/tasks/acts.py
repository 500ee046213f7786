"""The acts of a task, as rows for any procedure's table.

Given by a leader, or typed by the desk for one; answered by the unit that is asked; checked by who gave it. The
director stands in for a giver who does not act, for it is he who is told last.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from core.access import exclusions
from core.access.people import answering, of_unit, unit_of
from core.deadlines.clocks import Of, Start
from core.deadlines.terms import term_until
from core.models import Access, Matter, Task, Unit, User
from core.models.matter import CLOSED
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    ORDINARY,
    PRIMARY,
    Clocks,
    Effect,
    Guard,
    Outcome,
    Paper,
    Show,
    Snapshot,
    Transition,
    Words,
    anybody,
)
from core.records.notices import Tell
from core.tasks import clocks, teams
from core.tasks import forms as asks
from core.values.refused import Refused
from core.workflow.unfinished import ended, fallen

Data = Mapping[str, Any]
S = Task.State
GIVE, DO, DIRECT = "core.give_task", "core.do_task", "core.direct"


# --- Why not -----------------------------------------------------------------------------------------------------


def somebody_waits_for_me(now: Snapshot) -> str:
    return "" if _open(now, S.GIVEN, by_doer=True) else "没有待您接受的交办。"


def it_is_in_my_hand(now: Snapshot) -> str:
    return "" if _open(now, S.ACCEPTED, by_doer=True) else "没有您正在办的交办。"


def it_was_reported(now: Snapshot) -> str:
    return "" if _open(now, S.REPORTED) else "没有待验收的交办。"


def it_is_not_done(now: Snapshot) -> str:
    return "" if _open(now, S.GIVEN, S.ACCEPTED) else "没有在办的交办。"


def no_task_is_open(now: Snapshot) -> str:
    """For what closes a matter in the ordinary way: what a leader wanted done is done first."""
    left = [task for task in now.matter.tasks.all() if task.is_open] if now.matter.pk else []
    return f"还有 {len(left)} 项交办没有了结，请先办完、验收，或者由交办人取消。" if left else ""


def _open(now: Snapshot, *states: str, by_doer: bool = False) -> list[Task]:
    found = [task for task in now.matter.tasks.all() if task.state in states]
    return [task for task in found if now.by is None or not by_doer or task.is_asked_of(now.by)]


# --- Giving ------------------------------------------------------------------------------------------------------


def give(now: Snapshot, data: Data) -> Outcome:
    team = teams.members(data)
    lines = teams.lines(team, data["what"], data["due_on"]) if team else [data]
    return given(now, lines, data.get("giver"))


def given(now: Snapshot, lines: Iterable[Data], giver: User | None = None) -> Outcome:
    """交办, one or several: rows, sight, clocks and notices. `giver`: whose words they are, where another types them."""
    rows: list[Any] = []
    starts, tells, said = [], [], {}
    first = now.matter.tasks.count() + 1
    for number, line in enumerate(lines, first):
        task, access = _made(now, line, number, giver or now.by)
        rows += [access, task]
        starts.append(_runs(now, task))
        tells.append(Tell(answering(task.unit, task.user), f"交办第 {number} 项，请接受并办理：{{matter}}"))
        said[f"item.{number}"] = f"{task.who}，{task.due_on:%Y-%m-%d} 前：{task.what}"
    if rows and giver and giver != now.by:
        said["giver"] = giver.name
    return Outcome(rows=rows, starts=starts, notices=tells, detail=said)


def _made(now: Snapshot, line: Data, number: int, giver: User | None) -> tuple[Task, Access]:
    unit, user = line["unit"], line.get("user")
    if giver is None:
        raise Refused("请写明交办人。", "giver")
    if line["due_on"] < localdate(now.at):
        raise Refused("完成期限早于今天。", "due_on")
    may_be_asked(now.matter, unit, user)
    # Of a sealed matter the person named sees it and nobody else of the unit.
    access = Access(user=user, part="task") if now.matter.sealed else Access(unit=unit, part=Access.HANDLING)
    task = Task(
        number=number, what=line["what"], unit=unit, user=user, due_on=line["due_on"], giver=giver,
        typed_by=now.by, given_at=now.at, access=access,
    )  # fmt: skip
    return task, access


def may_be_asked(matter: Any, unit: Unit, user: User | None) -> None:
    """Never who is shut out; of a sealed matter only a person by name, of an accusation only who may handle it.

    Raises Refused.
    """
    barred, people = exclusions.barred(matter), of_unit(unit)
    if barred.unit(unit) or barred.user(user) or (people and not barred.let(people)):
        raise Refused("这个单位或者责任人已经回避，或者是被检举、控告的，不能交办。", "unit")
    if matter.sealed and user is None:
        raise Refused("封闭的事项要交办到人，请选责任人。", "user")
    accusation = matter.compartment == Matter.Compartment.ACCUSATION
    if accusation and unit != matter.holder_unit and not unit.takes_accusations:
        raise Refused("检举控告只能交办给承办单位，或者按管理权限有权处理的机关。", "unit")


def _runs(now: Snapshot, task: Task, due_on: date | None = None) -> Start:
    term = term_until(now.at, due_on or task.due_on)
    return Start(clocks.DO.key, unit=task.unit, user=task.user, term=term, item=task.number)


# --- Doing -------------------------------------------------------------------------------------------------------


def _doer_s(now: Snapshot, data: Data) -> Task:
    task: Task = data["task"]
    if now.by is not None and not task.is_asked_of(now.by):
        raise Refused(f"这一项交办给{task.who}，您不能代办。", "task")
    return task


def accept(now: Snapshot, data: Data) -> Outcome:
    task = _doer_s(now, data)
    return Outcome(
        changes=[(task, {"state": S.ACCEPTED, "accepted_at": now.at})], detail=_said(task, doer=task.who)
    )


def hand_back(now: Snapshot, data: Data) -> Outcome:
    """退回交办: its giver gives it to somebody else, or drops it."""
    task = _doer_s(now, data)
    ended = _ended(now, task, S.RETURNED, data["reason"])
    told = Tell([task.giver], f"交办第 {task.number} 项被退回，请改交或者另行安排：{{matter}}")
    return Outcome(
        changes=ended, cancels=[Of(clocks.DO.key, task.unit, task.number)], notices=[told],
        detail=_said(task, returned_by=task.who, reason=data["reason"]),
    )  # fmt: skip


def report(now: Snapshot, data: Data) -> Outcome:
    """报完成: with proof, which is attached with the act, or the reason why there is none."""
    task = _doer_s(now, data)
    values = {
        "state": S.REPORTED, "report": data["report"], "no_proof": data.get("no_proof", ""),
        "reported_at": now.at, "reported_by": now.by,
    }  # fmt: skip
    unit = unit_of(task.giver) or now.matter.holder_unit
    return Outcome(
        changes=[(task, values)],
        meets=[Of(clocks.DO.key, task.unit, task.number)],
        starts=[Start(clocks.CHECK.key, unit=unit, user=task.giver, item=task.number)],
        notices=[Tell([task.giver], f"交办第 {task.number} 项已报完成，请验收：{{matter}}")],
        detail=_said(task, report=data["report"], no_proof=data.get("no_proof", "")),
    )


# --- Checking ----------------------------------------------------------------------------------------------------


def _giver_s(now: Snapshot, data: Data) -> Task:
    """Of who gave it, his deputy or the director; typed by others with the giver's name."""
    task: Task = data["task"]
    by = now.by
    own = by is None or task.is_given_by(by) or by.has_perm(DIRECT)
    if not own and not now.decided_by:
        raise Refused(f"这由交办人{task.giver.name}定；代录的，请在“由谁决定”里写明。", "decided_by")
    return task


def approve(now: Snapshot, data: Data) -> Outcome:
    task = _giver_s(now, data)
    return Outcome(
        changes=_ended(now, task, S.DONE, ""),
        meets=_running(now, clocks.CHECK.key, task),
        notices=[Tell(answering(task.unit, task.user), f"交办第 {task.number} 项已验收：{{matter}}")],
        detail=_said(task, note=data.get("note", "")),
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    """退回重办: what was reported is not enough; with a new day, or the old one."""
    task = _giver_s(now, data)
    due_on = _later(now, data["due_on"])
    values = {"state": S.ACCEPTED, "reported_at": None, "due_on": due_on, "reason": data["reason"]}
    told = Tell(
        answering(task.unit, task.user),
        f"交办第 {task.number} 项没有通过验收，请重办：{{matter}}",
        urgent=True,
    )
    return Outcome(
        changes=[(task, values)], meets=_running(now, clocks.CHECK.key, task), starts=[_runs(now, task, due_on)], notices=[told],
        detail=_said(task, reason=data["reason"], due_on=f"{due_on}"),
    )  # fmt: skip


def extend(now: Snapshot, data: Data) -> Outcome:
    """延长交办期限: a later day, and why."""
    task = _giver_s(now, data)
    due_on = _later(now, data["due_on"])
    if due_on <= task.due_on:
        raise Refused(f"新的期限要晚于原来的 {task.due_on}。", "due_on")
    told = Tell(answering(task.unit, task.user), f"交办第 {task.number} 项延至 {due_on:%m-%d}：{{matter}}")
    return Outcome(
        changes=[(task, {"due_on": due_on, "reason": data["reason"]})],
        cancels=[Of(clocks.DO.key, task.unit, task.number)],
        starts=[_runs(now, task, due_on)],
        notices=[told],
        detail=_said(task, due_on=f"{due_on}", **{"old.due_on": f"{task.due_on}"}, reason=data["reason"]),
    )


def cancel(now: Snapshot, data: Data) -> Outcome:
    task = _giver_s(now, data)
    told = Tell(answering(task.unit, task.user), f"交办第 {task.number} 项已取消：{{matter}}")
    return Outcome(
        changes=_ended(now, task, S.CANCELLED, data["reason"]),
        cancels=[Of(clocks.DO.key, task.unit, task.number)],
        notices=[told],
        detail=_said(task, reason=data["reason"]),
    )


def drop(now: Snapshot, tasks: Iterable[Task], reason: str) -> Outcome:
    """What they were given for is over before the matter is: the row declares that DO and CHECK are cancelled."""
    left = list(tasks)
    running = [
        one
        for task in left
        for rule in (clocks.DO.key, clocks.CHECK.key)
        for one in _running(now, rule, task)
    ]
    return replace(fallen(left, now.at, reason), cancels=running)


def _later(now: Snapshot, due_on: date) -> date:
    if due_on < localdate(now.at):
        raise Refused("完成期限早于今天。", "due_on")
    return due_on


def _running(now: Snapshot, rule: str, task: Task) -> list[Of]:
    """The clock of a task, whichever unit the one who gave it had then."""
    return [
        Of(clock.rule, clock.unit, clock.item)
        for clock in now.clocks
        if (clock.rule, clock.item) == (rule, task.number) and clock.ended_at is None and clock.unit
    ]


def _ended(now: Snapshot, task: Task, state: str, reason: str) -> list[tuple[Any, dict[str, Any]]]:
    return ended(task, state, now.at, reason)


def _said(task: Task, **more: str) -> dict[str, str]:
    return {"task": f"第{task.number}项 {task.what}", **{word: text for word, text in more.items() if text}}


# --- The table -----------------------------------------------------------------------------------------------------


def _act(
    sources: frozenset[str],
    name: str,
    label: str,
    may: str,
    effect: Effect,
    form: Any,
    guard: Guard | None,
    done: str,
    show: Show = ORDINARY,
    note: str = "",
    **more: Any,
) -> Transition:
    guards, hidden = ((guard,), IF_POSSIBLE) if guard else ((), ORDINARY)
    words, who = Words(done, note), anybody(may)
    return Transition(
        name, label, sources, None, who, effect, form, guards, CLOSED, show | hidden, words=words, **more
    )


def rows(sources: frozenset[str], document: str = "") -> tuple[Transition, ...]:
    """The acts for a table: none moves the matter. `document`: the key of the task's paper. Which item of the dossier
    the proof is, the procedure's dossier says (`acts=("report_task",)`).
    """
    act = partial(_act, sources)
    return (
        act("give_task", "交办", GIVE, give, asks.GiveForm, None, "已交办，责任单位会收到通知；要纸质的，打印交办单。",
            ASIDE, clocks=Clocks(starts=(clocks.DO,)), paper=Paper(document),
            note="到期没有办的，先告知交办人，再告知中心主任。"),
        act("accept_task", "接受交办", DO, accept, asks.OfferedForm, somebody_waits_for_me,
            "已接受。办完请选“报完成”。", PRIMARY),
        act("return_task", "退回交办", DO, hand_back, asks.ReturnForm, somebody_waits_for_me,
            "已退回交办人。", DANGER, clocks=Clocks(cancels=(clocks.DO,))),
        act("report_task", "报完成", DO, report, asks.ReportForm, it_is_in_my_hand,
            "已报完成，由交办人验收。", PRIMARY,
            clocks=Clocks(meets=(clocks.DO,), starts=(clocks.CHECK,))),
        act("approve_task", "验收通过", GIVE, approve, asks.ApproveForm, it_was_reported,
            "已验收，这一项了结。", PRIMARY, clocks=Clocks(meets=(clocks.CHECK,))),
        act("send_back_task", "退回重办", GIVE, send_back, asks.SendBackForm, it_was_reported,
            "已退回重办，责任单位会收到通知。", clocks=Clocks(meets=(clocks.CHECK,), starts=(clocks.DO,))),
        act("extend_task", "延长交办期限", GIVE, extend, asks.ExtendForm, it_is_not_done,
            "期限已延长，责任单位会收到通知。", ASIDE, clocks=Clocks(cancels=(clocks.DO,), starts=(clocks.DO,))),
        act("cancel_task", "取消交办", GIVE, cancel, asks.CancelForm, it_is_not_done,
            "已取消，责任单位会收到通知。", ASIDE | DANGER, clocks=Clocks(cancels=(clocks.DO,))),
    )  # fmt: skip
