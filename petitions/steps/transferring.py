"""To other bodies and from them: transfer and assignment, objections within five working days, results fed back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.deadlines.clocks import Start
from core.deadlines.terms import Term
from core.models import Clock, Correspondence
from core.outside import acts as outside
from core.outside.clocks import ANSWER
from core.procedure.transitions import Outcome, Snapshot
from core.values.moments import noon
from core.values.refused import Refused
from petitions import clocks
from petitions.models import Petition

Data = Mapping[str, Any]
S = Petition.Status
Purpose = Correspondence.Purpose
FORWARD, ASSIGN = Purpose.FORWARD, Purpose.ASSIGN
BEFORE_IT_WENT = "对方收到日期早于去函日期。"


def last_sent(matter: Any) -> Correspondence | None:
    sent = [
        row for row in matter.correspondence.all() if row.purpose in (FORWARD, ASSIGN) and not row.answered_on
    ]
    return sent[-1] if sent else None


# --- Why not -----------------------------------------------------------------------------------------------------


def acts_as_office(now: Snapshot) -> str:
    return (
        ""
        if now.matter.as_office
        else "本镇不是本件的信访部门，不能转送、交办；不属于职权范围的，请告知或者提出异议。"
    )


def was_sent_down(now: Snapshot) -> str:
    return "" if now.matter.sent_down else "直接提出的，不能提出异议；不属于职权范围的，请“不予受理”并告知。"


def within_five_days(now: Snapshot) -> str:
    clock = now.clock(clocks.OBJECT.key)
    if clock is None or clock.ended_at:
        return "已经提出过异议，或者已经分类，不能再提。"
    if clock.raw and localdate(now.at) > clock.raw:
        return f"异议应当在 {clock.raw:%m-%d} 以前提出（自收到之日起5个工作日），现在已经超过，请依法办理（第二十三条第三款）。"
    return ""


def not_received_yet(now: Snapshot) -> str:
    return "对方收到的日期已经登记。" if _their_term(now) else ""


def they_have_it(now: Snapshot) -> str:
    """Their five working days run from the day on which they received it, not from ours (art. 23 ¶3)."""
    return (
        "" if _their_term(now) else "请先“登记对方收到”：对方的5个工作日从收到之日起算（第二十三条第三款）。"
    )


def _their_term(now: Snapshot) -> Clock | None:
    clock = now.clock(clocks.THEIR_OBJECTION.key)
    return clock if clock and clock.ended_at is None else None


def objections_are_over(now: Snapshot) -> str:
    clock, sent = _their_term(now), last_sent(now.matter)
    if sent and sent.purpose == ASSIGN:
        return "交办的要等办结报告，请“收到办结报告”。"
    if clock is None:
        return they_have_it(now)
    if clock.raw and localdate(now.at) > clock.raw:
        return ""
    if clock.raw is None:
        return "对方提出异议的期限还算不出来，请先导入工作日历。"
    return f"对方 {clock.raw:%m-%d} 以前还可以提出异议。"


# --- Out ---------------------------------------------------------------------------------------------------------


def transfer(now: Snapshot, data: Data) -> Outcome:
    """转送、交办 (art. 22): an assignment names a day and asks a report; a transfer stands when nobody has objected."""
    if data["purpose"] == ASSIGN and not data.get("due_on"):
        raise Refused("交办的要指定办理期限（第二十二条第一款第三项）。", "due_on")
    sent, body, received = outside.send(now, data), data["body"], data.get("received_on")
    if received and received < sent.rows[0].dated_on:  # type: ignore[attr-defined]
        raise Refused(BEFORE_IT_WENT, "received_on")
    next_term = (
        _theirs(now, received) if received else Start(clocks.THEIR_RECEIPT.key, unit=now.matter.holder_unit)
    )
    where = "，".join(filter(None, (body.address, body.phone)))
    return replace(
        sent,
        facts={"sorted_at": now.at, "told_body": body.name, "told_where": where},
        starts=[*(sent.starts or ()), next_term],
        meets=clocks.over(clocks.SORT),
        detail={"purpose": Purpose(data["purpose"]).label, **sent.detail},
    )


def _theirs(now: Snapshot, on: date) -> Start:
    return Start(clocks.THEIR_OBJECTION.key, at=noon(on), unit=now.matter.holder_unit)


def they_received(now: Snapshot, data: Data) -> Outcome:
    """对方收到: from here their five working days run."""
    sent = last_sent(now.matter)
    if sent and data["on"] < sent.dated_on:
        raise Refused(BEFORE_IT_WENT, "on")
    return Outcome(starts=[_theirs(now, data["on"])], detail={"on": f"{data['on']}"})


def their_objection(now: Snapshot, data: Data) -> Outcome:
    """对方异议: agreed, it comes back and is sorted anew while the fifteen days run from the first receipt; or it stands."""
    sent = last_sent(now.matter)
    if sent is None:
        raise Refused("没有在等答复的转送、交办。")
    on, agreed, clock = data["on"], data["agreed"] == "yes", _their_term(now)
    if agreed and clock and clock.raw and on > clock.raw:
        raise Refused(f"对方 {on:%m-%d} 提出，已经超过5个工作日（{clock.raw:%m-%d}），不予同意。", "agreed")
    said = {
        "body": sent.body.name,
        "words": data["words"],
        "agreed": "同意退回" if agreed else "不同意，仍由对方办理",
    }
    if not agreed:
        return Outcome(facts={"status": S.TRANSFERRED}, starts=[], cancels=[], meets=[], detail=said)
    taken = _answered(now, sent, data, Correspondence.Outcome.REFUSED)
    rules = (clocks.SORT, clocks.NOTICE) if _told_it_went(now) else (clocks.SORT,)
    again = [Start(rule.key, at=now.matter.received_at, unit=now.matter.holder_unit) for rule in rules]
    return replace(
        taken, facts={"status": S.REGISTERED}, starts=again, cancels=[clocks.THEIR_OBJECTION.key], detail=said
    )


def _told_it_went(now: Snapshot) -> bool:
    """Was the petitioner told of the body that sends it back? Then where it goes now is told anew (art. 23 ¶1)."""
    clock = now.clock(clocks.NOTICE.key)
    return bool(now.matter.owes_notice and clock and clock.ended_at)


def report_came(now: Snapshot, data: Data) -> Outcome:
    """收到办结报告 (art. 22(3))."""
    sent = last_sent(now.matter)
    if sent is None:
        raise Refused("没有在等答复的转送、交办。")
    return replace(_answered(now, sent, data, Correspondence.Outcome.ANSWERED), result=data["words"])


def _answered(now: Snapshot, letter: Correspondence, data: Data, outcome: str) -> Outcome:
    answer = {"letter": letter, "answered_on": data["on"], "outcome": outcome, "answer": data["words"]}
    return outside.take_answer(now, {**answer, "answer_reference": data.get("reference") or ""})


def transfer_stands(now: Snapshot, data: Data) -> Outcome:
    """Nobody objected in time: the transfer stands, ours is done."""
    body = now.matter.told_body
    return Outcome(detail={"body": body}, result=f"已转送{body}处理。")


# --- In ----------------------------------------------------------------------------------------------------------


def objects(now: Snapshot, data: Data) -> Outcome:
    """提出异议: with detailed reasons, within five working days; the notice's fifteen days keep running (art. 23 ¶3)."""
    due = _before_the_notice(now)
    sent = outside.send(now, {**data, "purpose": Purpose.OBJECTION, "body": now.matter.sender, "due_on": due})
    return replace(sent, meets=clocks.over(clocks.OBJECT))


def _before_the_notice(now: Snapshot) -> date:
    """By when the sender is asked to answer: while the petitioner can still be told in time, who handles it."""
    clock, today = now.clock(clocks.NOTICE.key), localdate(now.at)
    if clock and clock.ended_at is None and clock.raw and clock.raw > today:
        return clock.raw
    return today + timedelta(days=Term.parse(ANSWER.term).count)


def sender_answers(now: Snapshot, data: Data) -> Outcome:
    """The sender checks it: agreed, the material goes back; not agreed, the town handles it."""
    agreed, objection = (
        data["agreed"] == "yes",
        now.matter.correspondence.filter(purpose=Purpose.OBJECTION).last(),
    )
    outcome = Correspondence.Outcome.ACCEPTED if agreed else Correspondence.Outcome.REFUSED
    return replace(
        _answered(now, objection, data, outcome),
        facts={"status": S.RETURNED if agreed else S.REGISTERED},
        cancels=[clocks.NOTICE.key, clocks.REPORT.key] if agreed else [],
        detail={"agreed": "同意交还" if agreed else "不同意，由本镇办理", "words": data["words"]},
        result=f"{now.matter.sender.name}同意交还。" if agreed else "",
    )


def report_result(now: Snapshot, data: Data) -> Outcome:
    """反馈办理结果: to the body that assigned it, on the day set."""
    sent = outside.send(now, {**data, "purpose": Purpose.REPORT, "body": now.matter.sender})
    return replace(sent, meets=clocks.over(clocks.REPORT))


def owes_a_report(now: Snapshot) -> str:
    clock = now.clock(clocks.REPORT.key)
    return "" if clock and clock.ended_at is None else "没有要求反馈，或者已经反馈。"


def hand_over(now: Snapshot, data: Data) -> Outcome:
    """移送: to the body that handles accusations by its powers, sealed, and never to who is accused (arts. 30, 46(5)). With it
    the town is done, so of a cadre the organisation department has been told before (art. 30 ¶2).
    """
    told = any(row.purpose == Purpose.NOTICE for row in now.matter.correspondence.all())
    if data.get("cadre") == "yes" and not told:
        raise Refused("还没有向组织部门通报，请先“致函镇外单位”，事由选“通报”（第三十条第二款）。", "cadre")
    sent = outside.send(now, {**data, "purpose": Purpose.FORWARD})
    return replace(sent, meets=clocks.over(clocks.SORT, clocks.HAND_OVER), detail={**sent.detail, "how": data["how"]},
        result=f"已按管理权限移送{data['body'].name}。")  # fmt: skip
