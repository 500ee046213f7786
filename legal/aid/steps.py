"""What the acts of help with legal aid do (法律援助法 arts. 31, 32, 40–44, 48, 49)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.access.sealing import keepers
from core.deadlines.clocks import Of, Start
from core.deadlines.terms import Term, compute, term_until
from core.intake import places
from core.intake.titles import title_of
from core.models import Access, Correspondence, Matter
from core.outside import acts as outside
from core.parties import capacity
from core.procedure.below import demand_of
from core.procedure.transitions import Effect, Outcome, Snapshot, says
from core.records.notices import Tell
from core.values.moments import noon
from core.values.refused import Refused
from core.workflow.record_steps import said
from legal import clocks
from legal.aid.checklist import why_nobody_applies
from legal.models import Aid

Data = Mapping[str, Any]
S, Item = Aid.Status, Aid.Item
KEEPS = "legal.aid"
FACTS = ("subject", "no_limit", "no_check", "labour_ended_on", "bar_on", "preserve")
SEALS = Matter.Compartment


def _starts(left: int | None, urgent: bool) -> list[Start]:
    """`left`: days to the time bar, where one is known."""
    check = Start(clocks.CHECK.key, term="4WH") if urgent else Start(clocks.CHECK.key)
    return [check, *_bar(left)]


def _bar(left: int | None) -> list[Start]:
    return [Start(clocks.BAR.key, term=f"{left}C")] if left and left > 0 else []


def register(now: Snapshot, data: Data) -> Outcome:
    """登记申请. What is urgent is handed over today; the day of the time bar runs as a clock of its own (art. 44)."""
    above = now.matter.parent
    words = data.get("demand") or (demand_of(above).words or above.title if above else "")
    area = above.area if above else places.where(data)
    facts = {name: data[name] for name in FACTS if data.get(name) not in (None, "")}
    made = Aid(**facts)
    label = str(above.compartment) if above else _label(data)
    title = f"申请法律援助：{title_of(words)}"[:80]
    facts |= {"title": title, "demand": words, "area": area, "compartment": label}
    urgent = made.is_urgent(localdate(now.at))
    keeping = [] if label else with_permission(KEEPS, area=area)
    opened = keepers(area, now.by) if label else [Access(user=now.by, part="first_contact")]
    return places.taken_in(
        now, {**data, "parties": () if above else data.get("parties", ())}, facts=facts,
        access=[*opened, *(Access(user=user, part="keeping") for user in keeping if user != now.by)],
        starts=_starts(made.days_to_bar(localdate(now.at)), urgent),
        notices=[Tell([user for user in keeping if user != now.by], _said(urgent), urgent=urgent)],
        detail={"subject": Aid.Subject(data["subject"]).label, "not_sealed": data.get("not_sealed", "")}
        | ({"ends": f"{data['bar_on']}"} if data.get("bar_on") else {}),
    )  # fmt: skip


def _said(urgent: bool) -> str:
    return "法律援助申请情况紧急，请当日转交：{matter}" if urgent else "有法律援助申请，请初审：{matter}"


def _label(data: Data) -> str:
    """What was ticked; whoever was ill-treated at home is protected without a tick."""
    flags = [*(data.get("flags") or ()), *(["confidential"] if data.get("confidential") else [])]
    if data.get("no_limit") == Aid.NoLimit.ABUSED:
        flags.append(SEALS.DOMESTIC_VIOLENCE)
    order = (SEALS.DOMESTIC_VIOLENCE, SEALS.MINOR, SEALS.CONFIDENTIAL)
    return next((str(one) for one in order if one in flags), "")


def term(now: Snapshot, data: Data) -> Outcome:
    """登记、更正时效: the right's own clock runs anew; what has become urgent by it is handed over in four hours."""
    aid, on = now.matter, localdate(now.at)
    facts = {name: data.get(name) for name in ("labour_ended_on", "bar_on")} | {"preserve": data["preserve"]}
    later = Aid(**facts)
    hurries = aid.status == S.CHECKING and later.is_urgent(on) and not aid.is_urgent(on)
    return Outcome(
        facts=facts, cancels=[clocks.BAR.key, *([clocks.CHECK.key] if hurries else [])],
        starts=_starts(later.days_to_bar(on), True) if hurries else _bar(later.days_to_bar(on)),
        detail={"ends": f"{later.bar_on or '没有'}", **({"preserve": "是"} if later.preserve else {})},
    )  # fmt: skip


# --- The first check ---------------------------------------------------------------------------------------------


@says(
    "缺少的材料已于…一次性告知，不能再告知另一份（第四十三条第二款）。材料仍不齐的，按现有材料转交，由县里审查。"
)
def not_told_before(now: Snapshot) -> str:
    """一次性告知 (art. 43 ¶2): the same list may be printed again, another one may not be told."""
    aid = now.matter
    if aid.told_on is None:
        return ""
    return f"缺少的材料已于{aid.told_on:%Y年%-m月%-d日}一次性告知，不能再告知另一份（第四十三条第二款）。材料仍不齐的，按现有材料转交，由县里审查。"


def tell_missing(now: Snapshot, data: Data) -> Outcome:
    on, until = localdate(now.at), data["supply_by"]
    facts = {
        "checked_on": on, "told_on": on, "missing": data["missing"], "missing_more": data.get("missing_more", ""), "supply_by": until,
    }  # fmt: skip
    told = Aid(**facts).missing_words
    return Outcome(
        facts=facts,
        starts=[Start(clocks.SUPPLY.key, term=term_until(now.at, until))],
        detail={"missing": "；".join(told), "supply_by": f"{until}"},
    )


def term_to_supply_is_over(now: Snapshot) -> str:
    until = now.matter.supply_by
    if until and localdate(now.at) <= until:
        return f"补充期限到{until:%-m月%-d日}，还没有届满。申请人自己撤回的，请选“撤回申请”。"
    return ""


@says(
    "还没有登记申请人，请先“补充当事人”。", capacity.THROUGH_GUARDIAN, capacity.WITH_GUARDIAN, capacity.WARD
)
def somebody_applies(now: Snapshot) -> str:
    """A ward applies through the guardian; what is urgent goes at once and the rest follows (arts. 40, 44 ¶2)."""
    on = localdate(now.at)
    return "" if now.matter.is_urgent(on) else why_nobody_applies(now.matter, on)


def send(now: Snapshot, data: Data) -> Outcome:
    """转交 with the day. What is missing has been told before, once; what is urgent goes as it is."""
    aid, missing = now.matter, data["missing"]
    on = data.get("dated_on") or localdate(now.at)
    if missing and aid.told_on is None and not aid.is_urgent(localdate(now.at)):
        words = "、".join(str(Item(one).label) for one in missing)
        raise Refused(f"还缺：{words}。请先“一次性告知”。", "have")
    sent = outside.send(now, data)
    letter: Any = sent.rows[0]
    letter.due_on = _last(now, clocks.DECIDE.term, on)
    lacking = {"missing": "、".join(str(Item(one).label) for one in missing)} if missing else {}
    return replace(
        sent,
        facts={"sent_on": on, **({} if aid.checked_on else {"checked_on": on, "missing": missing})},
        starts=[Start(clocks.DECIDE.key, at=_since(now, on))],
        meets=[Of(clocks.CHECK.key, None)],
        cancels=[clocks.SUPPLY.key],
        detail={**sent.detail, **lacking},
    )


def _since(now: Snapshot, on: date) -> datetime:
    return now.at if on == localdate(now.at) else noon(on)


def _last(now: Snapshot, term: str, on: date) -> date | None:
    return compute(Term.parse(term), noon(on), now.calendar).raw


# --- What the county does ------------------------------------------------------------------------------------------


def not_received_yet(now: Snapshot) -> str:
    return "县里收到的日期已经登记。" if now.matter.received_on else ""


def received(now: Snapshot, data: Data) -> Outcome:
    """县里收到: its seven days run from here, no more from the day of sending."""
    aid, on = now.matter, data["on"]
    _not_before(on, aid.sent_on, "转交")
    letters = aid.correspondence.filter(answered_on=None, withdrawn_at=None)
    return Outcome(
        facts={"received_on": on},
        changes=[
            (letter, {"due_on": _last(now, clocks.DECIDE.term, on), "first_due_on": letter.asked_by})
            for letter in letters
        ],
        cancels=[clocks.DECIDE.key],
        starts=[Start(clocks.DECIDE.key, at=_since(now, on))],
        detail={"on": f"{on}"},
    )


def decided(now: Snapshot, data: Data) -> Outcome:
    """给予 or 不予 (art. 43 ¶1): a refusal is in writing with its reasons; from what is given the assignment is owed."""
    aid, on = now.matter, data["decided_on"]
    _not_before(on, aid.sent_on, "转交", "decided_on")
    _not_before(on, aid.received_on, "县里收到", "decided_on")
    taken = outside.take_answer(now, data)
    granted = data["outcome"] == Correspondence.Outcome.ACCEPTED
    facts = {"status": S.GRANTED if granted else S.REFUSED, "decided_on": on}
    return replace(
        taken,
        facts=facts if granted else {**facts, "refused_why": data["answer"][:500]},
        meets=[*(taken.meets or ()), Of(clocks.DECIDE.key, None)],
        starts=[Start(clocks.ASSIGN.key, at=_since(now, on))] if granted else [Start(clocks.FOLLOW_UP.key)],
        detail={**taken.detail, "decided_on": f"{on}"},
    )


def objected(now: Snapshot, data: Data) -> Outcome:
    """异议 (art. 49): to the justice bureau, whose five days run from receipt."""
    on = data["on"]
    _not_before(on, now.matter.resulted_on or now.matter.decided_on, "决定")
    return Outcome(
        facts={"objected_on": on, "upheld_on": None}, starts=[Start(clocks.OBJECTION.key, at=_since(now, on))],
        detail={"on": f"{on}", "words": data["words"]},
    )  # fmt: skip


def refused_or_ended(now: Snapshot) -> str:
    """Against both one may object (art. 49 ¶1)."""
    aid = now.matter
    there = aid.status == S.REFUSED or aid.result == Aid.Result.ENDED
    return "" if there else "只有不予援助、终止援助的决定可以提出异议。"


def not_upheld_before(now: Snapshot) -> str:
    if now.matter.upheld_on:
        return "司法行政部门已经维持决定；仍不服的，可以申请行政复议或者提起行政诉讼（第四十九条第三款）。"
    return ""


def objection_decided(now: Snapshot, data: Data) -> Outcome:
    """维持, or 责令改正: then the county owes the assignment after all, or again."""
    aid, on, corrected = now.matter, data["on"], data["outcome"] == "corrected"
    _not_before(on, aid.objected_on, "异议")
    ended = bool(aid.result)  # what was objected to: the end of what had been given
    facts = {"status": S.RESULTED if ended else S.REFUSED, "upheld_on": on}
    if corrected:
        anew = {"result": "", "result_words": "", "resulted_on": None} if ended else {"decided_on": on}
        facts = {"status": S.GRANTED, "refused_why": "", **anew}
    word = "责令改正" if corrected else "维持"
    return Outcome(
        facts=facts, starts=[Start(clocks.ASSIGN.key, at=_since(now, on)) if corrected else Start(clocks.FOLLOW_UP.key)],
        detail={"on": f"{on}", "outcome": word, "words": data.get("words", "")},
    )  # fmt: skip


def _not_before(on: date, earlier: date | None, word: str, field: str = "on") -> None:
    if earlier and on < earlier:
        raise Refused(f"日期早于{word}日期（{earlier:%Y-%m-%d}），请核对。", field)


def follow_up(now: Snapshot, data: Data) -> Outcome:
    """回访, and the end: of what was refused it is also told what can still be done."""
    facts = {"satisfaction": data["satisfaction"]}
    return Outcome(facts=facts, detail={**said(Aid(**facts), "satisfaction"), "words": data["words"]})


def dated(column: str, after: str, word: str, *kept: str) -> Effect:
    """The effect that writes down a day, which is not before another one, and what came with it."""

    def effect(now: Snapshot, data: Data) -> Outcome:
        _not_before(data["on"], getattr(now.matter, after), word)
        facts = {column: data["on"], **{name: data[name] for name in kept}}
        words = {"words": data["words"]} if data.get("words") else {}
        return Outcome(facts=facts, detail={"on": f"{data['on']}", **said(Aid(**facts), *kept), **words})

    return effect


supplied = dated("supplied_on", "told_on", "告知")
assigned = dated("assigned_on", "decided_on", "决定", "assignee")
result = dated("resulted_on", "assigned_on", "指派", "result", "result_words")
