"""What the acts of a check-up do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.clocks import Of, Start
from core.deadlines.terms import term_until
from core.intake import places
from core.intake.titles import title_of
from core.models import Access, Party
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from core.workflow.record_steps import row_of, said
from legal import clocks
from legal.checkup.questions import newest
from legal.models import Checkup, Finding

Data = Mapping[str, Any]
S, State = Checkup.Status, Finding.State
COLUMNS = ("colour", "area", "words", "advice", "due_on")


def register(now: Snapshot, data: Data) -> Outcome:
    team = [user for user in with_permission("legal.answer", area=places.where(data)) if user != now.by]
    title = f"法治体检：{title_of(data['demand'])}"[:80]
    return places.taken_in(
        now, data, facts={"title": title, "demand": data["demand"], "size": data["size"]},
        access=[Access(user=now.by, part="first_contact"), *(Access(user=user, part="team") for user in team)],
        notices=[Tell(team, "有企业预约法治体检：{matter}")], detail=said(Checkup(size=data["size"]), "size"),
    )  # fmt: skip


def self_check(now: Snapshot, data: Data) -> Outcome:
    facts = {"list_version": newest(), "gaps": data["gaps"], "notes": data.get("notes", "")}
    return Outcome(facts=facts, detail={"list_version": newest(), "gaps": f"{len(data['gaps'])} 项"})


def visit(now: Snapshot, data: Data) -> Outcome:
    facts = {name: data[name] for name in ("visited_on", "team", "visit_words")}
    return Outcome(facts=facts, detail=said(Checkup(**facts), *facts))


# --- Findings and the report -----------------------------------------------------------------------------------------


def find(now: Snapshot, data: Data) -> Outcome:
    _not_before(data["due_on"], localdate(now.at), "今天", "due_on")
    row = row_of(now, Finding, data, *COLUMNS, number=now.matter.findings.count() + 1)
    return Outcome(rows=[row], detail={"number": row.number, **said(row, *COLUMNS)})


def _not_before(on: Any, earliest: Any, word: str, field: str) -> None:
    if on < earliest:
        raise Refused(f"日期早于{word}（{earliest:%Y-%m-%d}），请核对。", field)


def drop(now: Snapshot, data: Data) -> Outcome:
    return _changed(now, data, state=State.DROPPED, why=data["reason"])


def an_enterprise_is_named(now: Snapshot) -> str:
    named = any(one.role == Party.Role.APPLICANT for one in now.matter.people)
    return "" if named else "还没有写企业名称，请先“补充当事人”。"


def report(now: Snapshot, data: Data) -> Outcome:
    """出具报告: from here the enterprise's terms run, of each finding its own; without any there is nothing to mend."""
    risks = now.matter.risks
    today = localdate(now.at)
    if late := [one for one in risks if one.due_on < today]:
        raise Refused(f"第 {late[0].number} 个风险点的整改期限已经过了，请撤掉重写。")
    starts = [_runs(now, one.number, one.due_on) for one in risks]
    return Outcome(
        facts={"reported_on": today, "found": len(risks), "status": S.MENDING if risks else S.RETURNING},
        starts=starts or [Start(clocks.RETURN.key)],
        detail={"found": f"{len(risks)} 个" if risks else "没有发现"},
    )


def _runs(now: Snapshot, number: int, due_on: Any) -> Start:
    return Start(clocks.MEND.key, term=term_until(now.at, due_on), item=number)


# --- What becomes of them --------------------------------------------------------------------------------------------


def _changed(now: Snapshot, data: Data, **values: Any) -> Outcome:
    """One finding with its new values; where it was the last to wait for, the return visit is next."""
    row: Finding = data["finding"]
    ended = values.get("state") in (State.PASSED, State.LEFT)
    waits = [one for one in now.matter.findings.all() if one.state in Finding.WAITS and one.pk != row.pk]
    over = ended and not waits
    facts: dict[str, Any] = {"status": S.RETURNING} if over else {}
    left = values.get("state") == State.LEFT or any(
        one.state == State.LEFT for one in now.matter.findings.all()
    )
    if over and not left:
        facts["mended_on"] = localdate(now.at)
    words = {name: data[name] for name in ("words", "reason") if data.get(name)}
    return Outcome(
        facts=facts, changes=[(row, values)], starts=[Start(clocks.RETURN.key)] if over else [], meets=[],
        cancels=[], detail={"finding": str(row), **words},
    )  # fmt: skip


def mended(now: Snapshot, data: Data) -> Outcome:
    """企业报整改: its term is kept; that it is so, the team looks at."""
    row, on = data["finding"], data["on"]
    _not_before(on, now.matter.reported_on, "报告日期", "on")
    made = _changed(now, data, state=State.REPORTED, reported_on=on, report=data["words"])
    return _with(
        made,
        meets=[Of(clocks.MEND.key, None, row.number)],
        starts=[Start(clocks.MEND_CHECK.key, item=row.number)],
    )


def check(now: Snapshot, data: Data) -> Outcome:
    row, good, today = data["finding"], data["good"], localdate(now.at)
    met = [Of(clocks.MEND_CHECK.key, None, row.number)]
    values = {"checked_on": today, "check_words": data["words"]}
    if good:
        return _with(_changed(now, data, state=State.PASSED, **values), meets=met)
    _not_before(data["due_on"], today, "今天", "due_on")
    made = _changed(
        now,
        data,
        state=State.OPEN,
        due_on=data["due_on"],
        first_due_on=row.first_due_on or row.due_on,
        **values,
    )
    return _with(made, meets=met, starts=[_runs(now, row.number, data["due_on"])])


def remind(now: Snapshot, data: Data) -> Outcome:
    words = f"{data['way']}：{data['words']}"
    return _changed(
        now, data, reminded_on=localdate(now.at), reminded_of=data["finding"].due_on, reminder=words
    )


def leave(now: Snapshot, data: Data) -> Outcome:
    """企业不整改: only once it is over and was reminded; nobody may force it, and the director is told."""
    row: Finding = data["finding"]
    if row.due_on >= localdate(now.at):
        raise Refused(f"整改期限到 {row.due_on:%Y-%m-%d}，还没有届满。", "finding")
    if row.reminded_on is None or row.reminded_on <= row.due_on:
        raise Refused("期满以后还没有提醒过企业，请先“提醒企业整改”。", "finding")
    made = _changed(now, data, state=State.LEFT, why=data["reason"])
    told = Tell(
        with_permission("core.direct", area=now.matter.area),
        f"企业没有整改第 {row.number} 个风险点：{{matter}}",
    )
    return _with(made, cancels=[Of(clocks.MEND.key, None, row.number)], notices=[told])


def _with(made: Outcome, **more: Any) -> Outcome:
    return replace(made, **{**more, "starts": [*(made.starts or ()), *more.get("starts", ())]})


def one_is(*states: str, said_else: str) -> Any:
    """The guard that asks for a finding in one of these states."""

    def guard(now: Snapshot) -> str:
        there = any(one.state in states for one in now.matter.findings.all())
        return "" if there else said_else

    guard.__dict__["says"] = (said_else,)
    return guard


some_are_open = one_is(State.OPEN, said_else="没有待整改的风险点。")
some_are_reported = one_is(State.REPORTED, said_else="没有待核查的整改。")


def return_visit(now: Snapshot, data: Data) -> Outcome:
    _not_before(data["on"], now.matter.reported_on, "报告日期", "on")
    facts = {
        "returned_on": data["on"],
        "return_words": data["return_words"],
        "satisfaction": data["satisfaction"],
    }
    return Outcome(
        facts=facts, detail={"on": f"{data['on']}", **said(Checkup(**facts), "return_words", "satisfaction")}
    )
