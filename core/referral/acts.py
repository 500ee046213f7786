"""The acts of a referral, as rows for any procedure's table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.access import exclusions
from core.access.people import of_unit
from core.deadlines.clocks import ClockRule, Of, Start
from core.deadlines.terms import term_until
from core.models import Referral, Unit, User
from core.models.matter import CLOSED, PROTECTED
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    QUIET,
    Clocks,
    Outcome,
    Paper,
    Snapshot,
    Transition,
    Words,
    anybody,
)
from core.records.notices import Tell
from core.referral import clocks, rules
from core.referral import forms as asks
from core.values.refused import Refused

Data = Mapping[str, Any]
S = Referral.State
REFER = "core.refer"


# --- Why not ------------------------------------------------------------------------------------------------------


def it_was_sent(now: Snapshot) -> str:
    return "" if _open(now, S.SENT) else "没有待对方接收的转介。"


def feedback_is_due(now: Snapshot) -> str:
    return "" if _open(now, S.SENT, S.ACCEPTED) else "没有待反馈的转介。"


def somebody_is_refused(now: Snapshot) -> str:
    there = _open(now, S.REFUSED) and Referral.objects.filter(matter=now.matter.pk).refused().exists()
    return "" if there else "没有对方不接收、还要另找帮助的转介。"


def _open(now: Snapshot, *states: str) -> list[Referral]:
    return [one for one in now.matter.referrals.all() if one.state in states] if now.matter.pk else []


# --- Sending ------------------------------------------------------------------------------------------------------


def send(now: Snapshot, data: Data) -> Outcome:
    """转介: consent or ground, receiver, what is passed on; its clock runs to the day set for it."""
    return _sent(now, data)


def pass_on(now: Snapshot, data: Data) -> Outcome:
    """转给另一家, of one that was refused: the same person, help and information; the same consent where it covers others too,
    else one that was asked for anew. The person was told to whom it goes.
    """
    row: Referral = data["referral"]
    on = localdate(now.at)
    _refuse(
        rules.why_not_passed_on(
            row, data.get("body"), data.get("unit"), data.get("helper"), data["told_on"], on
        ),
        "told_on",
    )
    consents = row.ground == Referral.Ground.CONSENT
    agreed_on = data.get("consent_on")
    if consents and (agreed_on or not row.covers):  # also where the first consent holds no more
        _refuse("" if agreed_on and agreed_on >= localdate(row.ended_at) else rules.ASK_ANEW, "consent_on")
        consent = {name: data.get(name) for name in CONSENT}
    else:
        consent = {name: getattr(row, name) for name in CONSENT}
    kept = {name: getattr(row, name) for name in ("person", "help", "ground")}
    shared, need = rules.still_passed(now.matter, row)
    answers = {**data, **kept, **consent, "shared": shared, "need": need or data.get("need", "")}
    outcome = _sent(now, answers, earlier=row, told_on=data["told_on"])
    return replace(
        outcome,
        meets=_running(now, row, clocks.AGAIN),
        detail={**outcome.detail, "earlier": f"第{row.number}项"},
    )


CONSENT = ("consent_on", "consent_how", "consent_by", "covers")


def leave(now: Snapshot, data: Data) -> Outcome:
    """不再转介: nobody else is asked; why, and that the person knows it."""
    row: Referral = data["referral"]
    _refuse(
        "" if localdate(row.ended_at) <= data["told_on"] <= localdate(now.at) else rules.TOLD_AHEAD, "told_on"
    )
    values = {"left": data["reason"], "told_on": data["told_on"]}
    detail = _said(row, reason=data["reason"], told_on=f"{data['told_on']}")
    return Outcome(changes=[(row, values)], cancels=_running(now, row, clocks.AGAIN), detail=detail)


def _sent(now: Snapshot, data: Data, **more: Any) -> Outcome:
    assert now.by is not None
    person, body, unit, helper = data["person"], data.get("body"), data.get("unit"), data.get("helper")
    on, ground, shared = localdate(now.at), data["ground"], data["shared"]
    consents = ground == Referral.Ground.CONSENT
    by = data.get("consent_by") if consents else None
    _refuse(
        rules.why_not_grounded(ground, person, on, data.get("consent_on"), data.get("consent_how", ""), by),
        "ground",
    )
    _refuse(rules.why_not_to(ground, body), "body")
    _refuse(rules.why_not_helper(helper, data["help"]), "helper")
    _refuse(rules.why_not_passed(now.matter, person, ground, shared, data.get("need", "")), "shared")
    _may_receive(now, unit or (body.unit if body else None))
    _refuse("" if data["due_on"] > on else "反馈期限要晚于今天。", "due_on")
    row = Referral(
        number=now.matter.referrals.count() + 1, person=person, body=body, unit=unit, room=data.get("room", ""), helper=helper,
        help=data["help"], need=data.get("need", ""), shared=list(shared), ground=ground,
        consent_on=data["consent_on"] if consents else None, consent_how=data["consent_how"] if consents else "",
        consent_by=by, covers=consents and bool(data.get("covers")), due_on=data["due_on"], sender=now.by, sent_at=now.at, **more,
    )  # fmt: skip
    told = f"转介第 {row.number} 项，请凭转介单接收、反馈：{{matter}}"
    return Outcome(
        rows=[row], starts=[_runs(now, row, now.matter.holder_unit, row.due_on)],
        notices=[Tell(of_unit(unit), told)] if unit else [],
        detail=_said(row, ground=row.get_ground_display(), due_on=f"{row.due_on}"),
    )  # fmt: skip


def _refuse(sentence: str, field: str) -> None:
    if sentence:
        raise Refused(sentence, field)


def _may_receive(now: Snapshot, unit: Unit | None) -> None:
    """Never who is shut out of the matter. Raises Refused."""
    barred = exclusions.barred(now.matter)
    people = of_unit(unit) if unit else []
    if unit and (barred.unit(unit) or (people and not barred.let(people))):
        raise Refused("接收单位已经回避，或者是被检举、控告的，不能转介。", "unit")


def _runs(now: Snapshot, row: Referral, unit: Unit, due_on: date) -> Start:
    term = term_until(now.at, due_on)
    return Start(clocks.FEEDBACK.key, unit=unit, user=row.sender, term=term, item=row.number)


# --- What the receiver says, typed from the slip --------------------------------------------------------------------


def accept(now: Snapshot, data: Data) -> Outcome:
    row: Referral = data["referral"]
    values = {
        "state": S.ACCEPTED, "accepted_at": now.at, "answered_by": data["answered_by"], "words": data.get("words", ""),
    }  # fmt: skip
    return Outcome(changes=[(row, values)], detail=_said(row, answered_by=data["answered_by"]))


def refuse(now: Snapshot, data: Data) -> Outcome:
    """不接收: the sender finds another who helps, by a day."""
    row: Referral = data["referral"]
    again = Start(clocks.AGAIN.key, unit=now.matter.holder_unit, user=row.sender, item=row.number)
    return replace(_ended(now, row, S.REFUSED, data, "被对方退回，请转给另一家"), starts=[again])


def feed_back(now: Snapshot, data: Data) -> Outcome:
    """反馈: what came of it, in the receiver's words."""
    row: Referral = data["referral"]
    outcome = Referral.Outcome(data["outcome"])
    return _ended(now, row, S.ANSWERED, data, f"已反馈：{outcome.label}", outcome=outcome)


def withdraw(now: Snapshot, data: Data) -> Outcome:
    """撤回转介: the person takes the consent back (个人信息保护法 art. 15), or it is no longer needed."""
    row: Referral = data["referral"]
    return _ended(now, row, S.WITHDRAWN, {"words": data["reason"]}, "已撤回")


def _ended(now: Snapshot, row: Referral, state: str, data: Data, told: str, outcome: str = "") -> Outcome:
    values = {
        "state": state, "ended_at": now.at, "outcome": outcome, "words": data["words"],
        "answered_by": data.get("answered_by", row.answered_by),
    }  # fmt: skip
    of, met = _running(now, row), state == S.ANSWERED
    others: list[User] = [row.sender] if now.by != row.sender else []
    if row.unit and state == S.WITHDRAWN:
        others += of_unit(row.unit)
    said = {"outcome": str(Referral.Outcome(outcome).label)} if outcome else {"reason": data["words"]}
    return Outcome(
        changes=[(row, values)], meets=of if met else [], cancels=[] if met else of,
        notices=[Tell(others, f"转介第 {row.number} 项{told}：{{matter}}")] if others else [],
        detail=_said(row, **said),
    )  # fmt: skip


def ask_again(now: Snapshot, data: Data) -> Outcome:
    """催问: whom was asked and until when an answer is now expected; the steps begin anew."""
    row: Referral = data["referral"]
    _refuse("" if data["due_on"] > localdate(now.at) else "反馈期限要晚于今天。", "due_on")
    of = _running(now, row)
    unit = (of[0].unit if of else None) or now.matter.holder_unit
    told = (
        [Tell(of_unit(row.unit), f"转介第 {row.number} 项，请反馈：{{matter}}", urgent=True)]
        if row.unit
        else []
    )
    return Outcome(
        changes=[(row, {"asked_again": row.asked_again + 1, "due_on": data["due_on"]})],
        cancels=of, starts=[_runs(now, row, unit, data["due_on"])], notices=told,
        detail=_said(row, answered_by=data["answered_by"], due_on=f"{data['due_on']}"),
    )  # fmt: skip


def _running(now: Snapshot, row: Referral, rule: ClockRule = clocks.FEEDBACK) -> list[Of]:
    return [
        Of(clock.rule, clock.unit, clock.item)
        for clock in now.clocks
        if (clock.rule, clock.item) == (rule.key, row.number) and clock.unit and not clock.ended_at
    ]


def _said(row: Referral, **more: str) -> dict[str, str]:
    """Without the person's name: the history is read by more than the paper."""
    return {
        "referral": f"第{row.number}项 {row.receiver}：{row.get_help_display()}",
        **{key: text for key, text in more.items() if text},
    }


# --- The table ----------------------------------------------------------------------------------------------------


def _act(
    sources: frozenset[str],
    name: str,
    label: str,
    effect: Any,
    form: Any,
    guard: Any,
    done: str,
    note: str = "",
    **more: Any,
) -> Transition:
    more = {"show": ASIDE | IF_POSSIBLE | QUIET, "closed": CLOSED, **more}
    words = Words(done, note)
    return Transition(name, label, sources, None, anybody(REFER), effect, form, (guard,), words=words, **more)


def rows(
    sources: frozenset[str], after: frozenset[str], document: str, accusations: frozenset[str] = frozenset()
) -> tuple[Transition, ...]:
    """The acts for a table: none moves the matter. `after`: the final stages at which answers still come in; `document`:
    the key of the paper; `accusations`: the stages at which only accusations stand, of which nothing is passed on.
    """
    either = sources | after
    return (
        Transition("send_referral", "转介", sources, None, anybody(REFER), send, asks.SendForm, closed=PROTECTED,
            show=ASIDE, clocks=Clocks(starts=(clocks.FEEDBACK,)), paper=Paper(document),
            words=Words("已转介。请打印转介单，本人（监护人）签名后送交接收单位。",
                note="对方只看到转介单上的内容，看不到本事项。", basis="《个人信息保护法》第六条、第十三条、第二十三条")),
        _act(either, "accept_referral", "对方已接收", accept, asks.AcceptForm, it_was_sent, "已记下，等待反馈。"),
        _act(either, "refuse_referral", "对方不接收", refuse, asks.RefuseForm, it_was_sent,
            "已记下，请在 3 个工作日内转给另一家，或者写明不再转介的理由。",
            clocks=Clocks(cancels=(clocks.FEEDBACK,), starts=(clocks.AGAIN,)), show=ASIDE | IF_POSSIBLE | DANGER | QUIET),
        _act(either - accusations, "pass_referral", "转给另一家", pass_on, asks.PassForm, somebody_is_refused,
            "已转给另一家。请打印转介单，本人（监护人）签名后送交接收单位。", note="转交的内容和上一家的一样；先告知本人转给谁。",
            clocks=Clocks(starts=(clocks.FEEDBACK,), meets=(clocks.AGAIN,)), paper=Paper(document),
            show=IF_POSSIBLE | QUIET, closed=PROTECTED),
        _act(either, "leave_referral", "不再转介", leave, asks.LeaveForm, somebody_is_refused, "已写明理由，这一项了结。",
            clocks=Clocks(cancels=(clocks.AGAIN,))),
        _act(either, "ask_again", "催问反馈", ask_again, asks.AskForm, feedback_is_due,
            "已记下催问，按新的日期提醒。", clocks=Clocks(cancels=(clocks.FEEDBACK,), starts=(clocks.FEEDBACK,))),
        _act(either, "take_feedback", "记反馈", feed_back, asks.FeedbackForm, feedback_is_due,
            "反馈已记录，这一项了结。", clocks=Clocks(meets=(clocks.FEEDBACK,), cancels=(clocks.FEEDBACK,))),
        _act(either, "withdraw_referral", "撤回转介", withdraw, asks.WithdrawForm, feedback_is_due,
            "已撤回，请告知接收单位停止使用转介单。", clocks=Clocks(meets=(clocks.FEEDBACK,), cancels=(clocks.FEEDBACK,)),
            show=ASIDE | IF_POSSIBLE | DANGER | QUIET),
    )  # fmt: skip
