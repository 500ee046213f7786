"""What is done with papers to and from bodies outside: effects, and the builders of rows for any procedure's table.

A room that needs more of an act writes its own effect around one of these: `replace(send(now, data), facts=…)`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.access import exclusions
from core.access.people import of_unit
from core.deadlines.clocks import Of, Start
from core.models import Accused, Correspondence, Matter, OutsideBody
from core.models.matter import CLOSED
from core.outside import clocks
from core.outside import forms as asks
from core.outside.bodies import letters
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    ORDINARY,
    Clocks,
    Effect,
    Guard,
    Outcome,
    Paper,
    Show,
    Snapshot,
    Transition,
    Who,
    Words,
)
from core.records.notices import Tell
from core.values.moments import noon
from core.values.refused import Refused

C = Correspondence
Data = Mapping[str, Any]
Direction, Purpose = C.Direction, C.Purpose
NOTHING = Clocks()


# --- Why not -----------------------------------------------------------------------------------------------------


def an_answer_is_awaited(now: Snapshot) -> str:
    return "" if _sent(now, asked=True) else "没有等镇外单位回复的函件。"


def something_was_sent(now: Snapshot) -> str:
    return "" if _sent(now) else "没有发给镇外单位、还没有回复的函件。"


def no_answer_is_awaited(now: Snapshot) -> str:
    """For what closes a matter: what was asked of others is answered first, or withdrawn with a reason."""
    left = _sent(now, asked=True)
    return f"{left[0].named}还没有回复，请登记回复；不再等的，写明理由撤回。" if left else ""


def _sent(now: Snapshot, asked: bool = False) -> list[Correspondence]:
    """Sent, and neither answered nor withdrawn."""
    found = [row for row in letters(now.matter) if row.direction == Direction.SENT and not row.answered_on]
    return [row for row in found if not row.withdrawn_at and (row.due_on or not asked)]


def may_be_sent(matter: Any, body: OutsideBody, purpose: str = "") -> None:
    """Never to the accused nor to whom he leads, and an accusation only to who may handle it; of a cadre the organisation
    department is told besides (信访工作条例 30 ¶2). Raises Refused.
    """
    if body.closed_on:
        raise Refused(f"{body.name}已经停用，请选别的单位。", "body")
    root = exclusions.root_of(matter)
    if exclusions.barred(matter).unit(body.unit) or any(
        names(body, one) for one in Accused.objects.filter(matter__root=root).select_related("unit")
    ):
        raise Refused(exclusions.NOT_TO_THE_ACCUSED, "body")
    told = purpose == Purpose.NOTICE and body.kind == OutsideBody.Kind.PERSONNEL
    if matter.compartment == Matter.Compartment.ACCUSATION and not body.takes_accusations and not told:
        raise Refused(
            f"检举控告只能送按管理权限有权处理的机关，{body.short_name}不是"
            "（《信访工作条例》第三十条、第四十六条第五项）。",
            "body",
        )


def names(body: OutsideBody, accused: Accused) -> bool:
    """Do the words about the accused name this body: as the unit accused, or as the one in which his post is?"""
    if accused.unit and (accused.unit_id == body.unit_id or accused.unit.name == body.name):
        return True
    shorter = body.name.replace(settings.TOWN["county"], "县", 1)
    said = f"{accused.name} {accused.post}"
    return any(name in said for name in (body.name, body.short_name, shorter))


# --- Sending and receiving ---------------------------------------------------------------------------------------


def send(now: Snapshot, data: Data) -> Outcome:
    """发函: its row, and the other side's term where an answer is asked. `about`: what of theirs it answers."""
    may_be_sent(now.matter, data["body"], data["purpose"])
    row = _written(now, data, Direction.SENT, signed_by=data.get("signed_by", ""))
    about = data.get("about")
    if about is None:
        return Outcome(
            rows=[row], starts=_runs(now, row, clocks.ANSWER.key), meets=[], detail=_said(row, data)
        )
    values = {"answered_on": row.dated_on, "outcome": ANSWERING.get(row.purpose, C.Outcome.ANSWERED)}
    return Outcome(
        rows=[row],
        changes=[(_of(now, about), values)],
        starts=_runs(now, row, clocks.ANSWER.key),
        meets=[Of(clocks.REPLY.key, None, about.number)],
        detail=_said(row, data, about=about.named),
    )


ANSWERING: Mapping[str, str] = {Purpose.OBJECTION: C.Outcome.REFUSED, Purpose.REPORT: C.Outcome.ACCEPTED}


def receive(now: Snapshot, data: Data) -> Outcome:
    """收函: also of the act by which a matter is registered. Where they set a day, our term to answer runs."""
    row = _written(now, data, Direction.RECEIVED, came_on=data["came_on"])
    if row.came_on and row.came_on > localdate(now.now):
        raise Refused("收到日期在今天以后，请核对。", "came_on")
    if row.came_on and row.came_on < row.dated_on:
        raise Refused("收到日期早于落款日期，请核对。", "came_on")
    return Outcome(rows=[row], starts=_runs(now, row, clocks.REPLY.key), detail=_said(row, data))


def _written(now: Snapshot, data: Data, direction: str, **more: Any) -> Correspondence:
    dated_on, due_on = data.get("dated_on") or localdate(now.at), data.get("due_on")
    if dated_on > localdate(now.now):
        raise Refused("落款日期在今天以后，请核对。", "dated_on")
    if due_on and due_on <= dated_on:
        raise Refused("要求回复的日期要晚于落款日期。", "due_on")
    number = now.matter.correspondence.count() + 1 if now.matter.pk else 1
    return C(
        number=number, direction=direction, purpose=data["purpose"], body=data["body"], about=data.get("about"),
        reference=data.get("reference", ""), dated_on=dated_on, due_on=due_on, words=data["words"],
        typed_by=now.by, typed_at=now.now, **more,
    )  # fmt: skip


def _runs(now: Snapshot, row: Correspondence, rule: str) -> list[Start]:
    """From the day of the paper to the day that stands on it; of nobody by name, so of whoever holds the matter."""
    if row.due_on is None:
        return []
    today = row.dated_on == localdate(now.at)
    at = now.at if today else noon(row.dated_on)
    return [Start(rule, at=at, term=f"{(row.due_on - row.dated_on).days}C", item=row.number)]


def _said(row: Correspondence, data: Data, **more: str) -> dict[str, str]:
    days = {name: f"{data[name]}" for name in ("dated_on", "came_on", "due_on") if data.get(name)}
    texts = {name: data.get(name, "") for name in ("reference", "words", "signed_by")}
    said = {"letter": row.named, "body": row.body.name, **more, **days, **texts}
    return {name: text for name, text in said.items() if text}


# --- What comes of it --------------------------------------------------------------------------------------------


def _of(now: Snapshot, letter: Correspondence) -> Correspondence:
    """As it stands under the lock. Raises Refused where it is over."""
    row = now.matter.correspondence.select_related("body").filter(pk=letter.pk).first()
    if row is None or row.answered_on or row.withdrawn_at:
        raise Refused("这件函件已经回复、撤回，或者不是本事项的。", "letter")
    return row


def take_answer(now: Snapshot, data: Data) -> Outcome:
    """登记回复: what the other side wrote. Who holds the matter is told, where somebody else typed it."""
    row, on = _of(now, data["letter"]), data["answered_on"]
    if not row.dated_on <= on <= localdate(now.now):
        raise Refused(f"收到日期要在去函（{row.dated_on:%Y-%m-%d}）以后、今天以前，请核对。", "answered_on")
    values = {
        "answered_on": on, "outcome": data["outcome"], "answer": data["answer"],
        "answer_reference": data.get("answer_reference", ""), "answered_by": now.by,
    }  # fmt: skip
    word = C.Outcome(data["outcome"]).label
    told = [user for user in _holders(now) if user != now.by]
    return Outcome(
        changes=[(row, values)],
        meets=[Of(clocks.ANSWER.key, None, row.number)],
        notices=[Tell(told, f"{row.body.short_name}已回复（{word}）：{{matter}}")],
        detail={"letter": row.named, "outcome": word, "answered_on": f"{on}", "answer": data["answer"]}
        | ({"answer_reference": values["answer_reference"]} if values["answer_reference"] else {}),
    )


def _holders(now: Snapshot) -> list[Any]:
    matter = now.matter
    return [matter.holder_user] if matter.holder_user else of_unit(matter.holder_unit)


def urge(now: Snapshot, data: Data) -> Outcome:
    """催问: asked once more, in writing. The term goes on; what is late stays late, and the leaders are told of it."""
    row, until = _of(now, data["letter"]), data["urged_until"]
    if until <= localdate(now.at):
        raise Refused("请对方回复的日期要晚于今天。", "urged_until")
    values = {"urged_on": localdate(now.at), "urged": row.urged + 1, "urged_until": until}
    return Outcome(changes=[(row, values)], detail={"letter": row.named, "urged_until": f"{until}"})


def withdraw(now: Snapshot, data: Data) -> Outcome:
    """撤回: no answer is waited for."""
    row = _of(now, data["letter"])
    return Outcome(
        changes=[(row, {"withdrawn_at": now.at, "reason": data["reason"]})],
        cancels=[Of(clocks.ANSWER.key, None, row.number)],
        detail={"letter": row.named, "reason": data["reason"]},
    )


def answer_words(matter: Any) -> list[str]:
    """What the bodies outside answered, each with its name: for the answer that the people get."""
    rows = matter.correspondence.filter(direction=Direction.SENT).exclude(answer="").select_related("body")
    return [f"{row.body.name}：{row.answer}" for row in rows]


# --- Rows for a table --------------------------------------------------------------------------------------------


def sending(
    name: str,
    label: str,
    purposes: Iterable[str],
    sources: Iterable[str],
    who: Who,
    *,
    to: str | None = None,
    effect: Effect = send,
    form: type[asks.SendForm] = asks.SendForm,
    guards: tuple[Guard, ...] = (),
    beside: Clocks = NOTHING,
    kinds: Iterable[str] = (),
    levels: Iterable[str] = (),
    term: int = 0,
    answers: bool = False,
    show: Show = ORDINARY,
    paper: str = "",
    words: Words | None = None,
) -> Transition:
    """The row that sends: `kinds`, `levels` of the bodies offered, `term` in days as offered; `answers`: it may be the
    answer to what was received. `beside`: what it does to the room's own clocks.
    """
    asked = form.of(
        PURPOSES=tuple(purposes), KINDS=tuple(kinds), LEVELS=tuple(levels), TERM=term, ANSWERS=answers
    )
    own = Clocks(starts=(clocks.ANSWER,), meets=(clocks.REPLY,) if answers else ())
    said = words or Words("已记下，请出具函件，盖章后送出。", note="到要求回复的日期没有回复的，提醒催问。")
    return Transition(name, label, frozenset(sources), to, who, _with(effect, beside), asked, guards, CLOSED, show,
        clocks=_both(own, beside), paper=Paper(paper), words=said)  # fmt: skip


def receiving(
    name: str,
    label: str,
    purposes: Iterable[str],
    sources: Iterable[str],
    who: Who,
    *,
    to: str | None = None,
    effect: Effect = receive,
    form: type[asks.ReceiveForm] = asks.ReceiveForm,
    guards: tuple[Guard, ...] = (),
    beside: Clocks = NOTHING,
    kinds: Iterable[str] = (),
    show: Show = ASIDE,
    words: Words | None = None,
) -> Transition:
    """The row by which a paper of theirs is written down in a matter that is here already."""
    asked = form.of(PURPOSES=tuple(purposes), KINDS=tuple(kinds))
    said = words or Words("来函已登记。", note="来函定了回复日期的，从落款之日起算，到期提醒。")
    return Transition(name, label, frozenset(sources), to, who, _with(effect, beside), asked, guards, CLOSED, show,
        clocks=_both(Clocks(starts=(clocks.REPLY,)), beside), words=said)  # fmt: skip


def answered(
    name: str,
    label: str,
    sources: Iterable[str],
    who: Who,
    *,
    leads: Mapping[str, str | None] | None = None,
    last: bool = False,
    purposes: Iterable[str] = tuple(Purpose),
    effect: Effect = take_answer,
    form: type[asks.AnswerForm] = asks.AnswerForm,
    beside: Clocks = NOTHING,
    show: Show = IF_POSSIBLE,
    words: Words | None = None,
) -> Transition:
    """The row by which an answer is written down. `leads`: the outcomes that may be chosen, each with the status that
    it leads to, None where the matter stays; without it all of them, and the matter stays. `last`: only the last of the
    answers that are awaited leads there.
    """
    ways = dict.fromkeys(tuple(C.Outcome)) if leads is None else leads
    asked = form.of(PURPOSES=tuple(purposes), OUTCOMES=tuple(ways))

    def take(now: Snapshot, data: Data) -> Outcome:
        outcome, status = effect(now, data), ways[data["outcome"]]
        if last and any(one.waits and one != data["letter"] for one in now.matter.correspondence.all()):
            return outcome
        return replace(outcome, facts={**outcome.facts, "status": status}) if status else outcome

    to = (None, *dict.fromkeys(status for status in ways.values() if status))
    return Transition(name, label, frozenset(sources), to, who, _with(take, beside), asked, (something_was_sent,),
        CLOSED, show, clocks=_both(Clocks(meets=(clocks.ANSWER,)), beside),
        words=words or Words("回复已登记，承办人会收到通知。"))  # fmt: skip


def urged(
    name: str,
    label: str,
    sources: Iterable[str],
    who: Who,
    *,
    purposes: Iterable[str] = tuple(Purpose),
    paper: str = "",
) -> Transition:
    """The row by which the other side is asked again; `paper`: the key of 催问函."""
    return Transition(name, label, frozenset(sources), None, who, urge, asks.UrgeForm.of(PURPOSES=tuple(purposes)),
        (an_answer_is_awaited,), CLOSED, IF_POSSIBLE | ASIDE, paper=Paper(paper),
        words=Words("已记下催问，请出具催问函。", note="原来的回复日期不变；逾期 5 个工作日以上的，告知领导。"))  # fmt: skip


def withdrawn(
    name: str, label: str, sources: Iterable[str], who: Who, *, purposes: Iterable[str] = tuple(Purpose)
) -> Transition:
    """The row by which no answer is waited for any more."""
    return Transition(name, label, frozenset(sources), None, who, withdraw,
        asks.WithdrawForm.of(PURPOSES=tuple(purposes)), (something_was_sent,), CLOSED, IF_POSSIBLE | ASIDE,
        clocks=Clocks(cancels=(clocks.ANSWER,)), words=Words("已撤回，不再等回复。"))  # fmt: skip


def _both(own: Clocks, room_s: Clocks) -> Clocks:
    return replace(
        room_s,
        starts=(*own.starts, *room_s.starts),
        meets=(*own.meets, *room_s.meets),
        cancels=(*own.cancels, *room_s.cancels),
    )


def _with(effect: Effect, room_s: Clocks) -> Effect:
    """What the effect leaves of the room's own clocks to the row (core.procedure.transitions.Clocks) still happens."""
    if room_s == NOTHING:
        return effect

    def done(now: Snapshot, data: Data) -> Outcome:
        outcome = effect(now, data)
        mine = {one.key for one in clocks.CLOCKS}
        chosen: dict[str, Any] = {}
        for what in ("starts", "meets", "cancels"):
            picked = getattr(outcome, what)
            if picked is not None and all(getattr(one, "rule", one) in mine for one in picked):
                chosen[what] = [*picked, *(rule.key for rule in getattr(room_s, what))]
        return replace(outcome, **chosen)

    return done
