"""领导接访: booked on a turn of the published roster, received, instructed at the table (信访工作条例 18, 20)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from cases.models import Reception
from cases.steps import handing
from core.access import exclusions
from core.models import Access
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]
R = Reception.Outcome


def not_booked_yet(now: Snapshot) -> str:
    ahead = [row for row in now.matter.receptions.all() if row.waits and row.turn.day >= localdate(now.at)]
    return "已经约好接访，不用再约。" if ahead else ""


def waits_for_a_leader(now: Snapshot) -> str:
    return "" if _due(now) else "没有约到今天的领导接访。"


def before_a_leader(now: Snapshot) -> str:
    """The short way of an instruction: only for who sits before the leader on the day."""
    today = localdate(now.at)
    here = any(row.turn.day == today and row.outcome != R.ABSENT for row in now.matter.receptions.all())
    return "" if here else "不是今天领导接访的事项，请“报请批示”。"


def _due(now: Snapshot) -> list[Reception]:
    return [row for row in now.matter.receptions.all() if row.waits and row.turn.day <= localdate(now.at)]


def book(now: Snapshot, data: Data) -> Outcome:
    """预约领导接访: a leader who is shut out does not receive it."""
    turn = data["turn"]
    if exclusions.barred(now.matter).user(turn.person):
        raise Refused(exclusions.NOT_TO_THE_ACCUSED, "turn")
    if turn.day < localdate(now.at):
        raise Refused("这个班次已经过去。", "turn")
    row = Reception(turn=turn, order=turn.receptions.count() + 1, booked_at=now.at, booked_by=now.by)
    said = f"{turn.day:%Y-%m-%d} {turn.hours} {turn.place} {turn.person.name}"
    return Outcome(
        rows=[row],
        access=[Access(user=turn.person, part="reception")] if now.matter.sealed else [],
        notices=[Tell([turn.person], f"{turn.day:%m-%d} 接访有一批来访人：{{matter}}")],
        detail={"turn": said, "order": f"第 {row.order} 位"},
    )


def receive(now: Snapshot, data: Data) -> Outcome:
    """记接访: what was said at the table, by the leader himself or typed by the clerk."""
    row: Reception = data["reception"]
    if row.turn.day > localdate(now.at):
        raise Refused("还没有到接访的日子。", "reception")
    came = data["outcome"] != R.ABSENT
    if came and not data["record"]:
        raise Refused("请写明接谈情况。", "record")
    values = {
        "outcome": data["outcome"], "received_at": now.at, "leader": row.turn.person, "recorded_by": now.by,
        "record": data["record"], "opinion": data["opinion"],
    }  # fmt: skip
    said = {
        "received_by": row.turn.person.name,
        "outcome": R(data["outcome"]).label,
        "record": data["record"],
    }
    return Outcome(changes=[(row, values)], detail={**said, "opinion": data["opinion"]})


def instruct_there(now: Snapshot, data: Data) -> Outcome:
    """接访批示: the instruction, without the way over 报请批示, for the leader has heard it himself."""
    done = handing.instruct(now, data)
    today = localdate(now.at)
    row = next((row for row in now.matter.receptions.all() if row.turn.day == today), None)
    if row is None:
        return done
    values = {"outcome": R.INSTRUCTED, "opinion": data["words"]}
    if row.waits:
        values |= {"received_at": now.at, "leader": row.turn.person, "recorded_by": now.by}
    return replace(done, changes=[*done.changes, (row, values)])
