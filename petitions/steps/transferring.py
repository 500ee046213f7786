"""To other bodies and from them: transfer and assignment, objections within five working days, results fed back."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.deadlines.clocks import Start
from core.models import Correspondence
from core.procedure.transitions import Outcome, Snapshot
from core.values.refused import Refused
from petitions import clocks
from petitions.models import Petition
from petitions.steps.registering import noon

Data = Mapping[str, Any]
S = Petition.Status
Purpose = Correspondence.Purpose
FORWARD, ASSIGN = Purpose.FORWARD, Purpose.ASSIGN


def letter(now: Snapshot, purpose: Correspondence.Purpose, body: Any, data: Data, **more: Any) -> Correspondence:
    """A paper to a body outside, as the next item of the matter."""
    return Correspondence(
        number=now.matter.correspondence.count() + 1, purpose=purpose, body=body, reference=data.get("reference") or "",
        dated_on=data.get("dated_on") or localdate(now.at), due_on=data.get("due_on"), words=data["words"], typed_by=now.by,
        **more,
    )  # fmt: skip


def last_sent(matter: Any) -> Correspondence | None:
    sent = [row for row in matter.correspondence.all() if row.purpose in (FORWARD, ASSIGN) and not row.answered_on]
    return sent[-1] if sent else None


# --- Why not -----------------------------------------------------------------------------------------------------


def acts_as_office(now: Snapshot) -> str:
    return "" if now.matter.as_office else "本镇不是本件的信访部门，不能转送、交办；不属于职权范围的，请告知或者提出异议。"


def was_sent_down(now: Snapshot) -> str:
    return "" if now.matter.sent_down else "直接提出的，不能提出异议；不属于职权范围的，请“不予受理”并告知。"


def within_five_days(now: Snapshot) -> str:
    clock = now.clock(clocks.OBJECT.key)
    if clock is None or clock.ended_at:
        return "已经提出过异议，或者已经分类，不能再提。"
    if clock.raw and localdate(now.at) > clock.raw:
        return f"异议应当在 {clock.raw:%m-%d} 以前提出（自收到之日起5个工作日），现在已经超过，请依法办理（第二十三条第三款）。"
    return ""


def objections_are_over(now: Snapshot) -> str:
    clock, sent = now.clock(clocks.THEIR_OBJECTION.key), last_sent(now.matter)
    if sent and sent.purpose == ASSIGN:
        return "交办的要等办结报告，请“收到办结报告”。"
    over = clock is None or (clock.raw and localdate(now.at) > clock.raw)
    return "" if over else f"对方 {clock.raw:%m-%d} 以前还可以提出异议。"


# --- Out ---------------------------------------------------------------------------------------------------------


def transfer(now: Snapshot, data: Data) -> Outcome:
    """转送、交办 (art. 22): an assignment names a day and asks a report; a transfer stands when nobody has objected."""
    purpose = Purpose(data["purpose"])
    if purpose == ASSIGN and not data.get("due_on"):
        raise Refused("交办的要指定办理期限（第二十二条第一款第三项）。", "due_on")
    if data.get("due_on") and data["due_on"] <= localdate(now.at):
        raise Refused("办理期限应当在今天以后。", "due_on")
    body, came = data["body"], data.get("came_on") or localdate(now.at)
    return Outcome(
        facts={"sorted_at": now.at, "told_body": body.name, "told_where": "，".join(filter(None, (body.address, body.phone)))},
        rows=[letter(now, purpose, body, data)],
        starts=[Start(clocks.THEIR_OBJECTION.key, at=noon(came), unit=now.matter.holder_unit)],
        detail={"purpose": purpose.label, "body": body.name, "reference": data.get("reference") or ""},
    )


def their_objection(now: Snapshot, data: Data) -> Outcome:
    """对方异议: agreed, it comes back and is sorted anew while the fifteen days run from the first receipt; or it stands."""
    sent = last_sent(now.matter)
    if sent is None:
        raise Refused("没有在等答复的转送、交办。")
    on, agreed = data["on"], data["agreed"] == "yes"
    clock = now.clock(clocks.THEIR_OBJECTION.key)
    late = bool(clock and clock.raw and on > clock.raw)
    if agreed and late:
        raise Refused(f"对方 {on:%m-%d} 提出，已经超过5个工作日（{clock.raw:%m-%d}），不予同意。", "agreed")  # type: ignore[union-attr]
    ending = {"answered_on": on, "outcome": Correspondence.Outcome.REFUSED, "answer": data["words"], "answered_by": now.by}
    again = Start(clocks.SORT.key, at=now.matter.received_at, unit=now.matter.holder_unit)
    return Outcome(
        facts={"status": S.REGISTERED if agreed else S.TRANSFERRED},
        changes=[(sent, ending)] if agreed else [],
        starts=[again] if agreed else [],
        detail={"body": sent.body.name, "words": data["words"], "agreed": "同意退回" if agreed else "不同意，仍由对方办理"},
    )


def report_came(now: Snapshot, data: Data) -> Outcome:
    """收到办结报告 (art. 22(3))."""
    sent = last_sent(now.matter)
    if sent is None:
        raise Refused("没有在等答复的转送、交办。")
    ending = {
        "answered_on": data["on"], "answer_reference": data.get("reference") or "", "answer": data["words"],
        "outcome": Correspondence.Outcome.ANSWERED, "answered_by": now.by,
    }  # fmt: skip
    return Outcome(changes=[(sent, ending)], detail={"body": sent.body.name, "words": data["words"]}, result=data["words"])


def transfer_stands(now: Snapshot, data: Data) -> Outcome:
    """Nobody objected in time: the transfer stands, ours is done."""
    body = now.matter.told_body
    return Outcome(detail={"body": body}, result=f"已转送{body}处理。")


# --- In ----------------------------------------------------------------------------------------------------------


def objects(now: Snapshot, data: Data) -> Outcome:
    """提出异议: with detailed reasons, within five working days; the notice's fifteen days keep running (art. 23 ¶3)."""
    row = letter(now, Purpose.OBJECTION, now.matter.sender, data)
    return Outcome(rows=[row], detail={"body": now.matter.sender.name, "words": data["words"]})


def sender_answers(now: Snapshot, data: Data) -> Outcome:
    """The sender checks it: agreed, the material goes back; not agreed, the town handles it."""
    agreed, objection = data["agreed"] == "yes", now.matter.correspondence.filter(purpose=Purpose.OBJECTION).last()
    outcome = Correspondence.Outcome.ACCEPTED if agreed else Correspondence.Outcome.REFUSED
    ending = {"answered_on": data["on"], "outcome": outcome, "answer": data["words"], "answered_by": now.by}
    return Outcome(
        facts={"status": S.RETURNED if agreed else S.REGISTERED},
        changes=[(objection, ending)],
        cancels=[clocks.NOTICE.key, clocks.REPORT.key] if agreed else [],
        detail={"agreed": "同意交还" if agreed else "不同意，由本镇办理", "words": data["words"]},
        result=f"{now.matter.sender.name}同意交还。" if agreed else "",
    )


def report_result(now: Snapshot, data: Data) -> Outcome:
    """反馈办理结果: to the body that assigned it, on the day set; by a leader's signature."""
    row = letter(now, Purpose.REPORT, now.matter.sender, data)
    return Outcome(rows=[row], detail={"body": now.matter.sender.name, "words": data["words"]})


def owes_a_report(now: Snapshot) -> str:
    clock = now.clock(clocks.REPORT.key)
    return "" if clock and clock.ended_at is None else "没有要求反馈，或者已经反馈。"
