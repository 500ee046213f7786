"""The acts of supervision: what each changes, and why not. The system drafts; a person signs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from command import clocks
from command import forms as asks
from command.clocks import REPLY_DAYS
from command.models import Decision, Heard, Round, Supervision
from command.models.supervision import Colour
from core.access import exclusions
from core.access.people import of_unit, unit_of, with_permission
from core.deadlines.clocks import Of, Start
from core.deadlines.steps import SUPERVISE
from core.deadlines.terms import Term, term_until
from core.deadlines.workdays import YearMissing
from core.documents.paper_formats import day as said_day
from core.intake import places
from core.models import Access, Clock, Correspondence, Unit, User
from core.outside import acts as outside
from core.privacy.masking import mask_digits, mask_names
from core.procedure.below import displeased
from core.procedure.procedure import clock_rules
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.tasks.acts import given
from core.values.form_base import limit
from core.values.kept import Coming, Kept
from core.values.moments import noon
from core.values.refused import NothingLeft, Refused
from core.workflow.record_steps import row_of, said

Data = Mapping[str, Any]
S, Form, Trigger = Supervision.Status, Supervision.Form, Supervision.Trigger
SIGN_RED, SIGN, CHECK = "command.sign_red", "command.sign", "command.check"
LISTS = 5  # working days overdue at which a matter may be put up for listing
LISTS_RED = 3  # the same of what a red order itself asks
# To whom nobody here gives orders: units of the county, and bodies of the citizens' own.
FORMS = {
    Unit.Kind.STATIONED: Form.ADVICE, Unit.Kind.OUTSIDE: Form.ADVICE,
    Unit.Kind.VILLAGE: Form.REMINDER, Unit.Kind.MEDIATION: Form.REMINDER,
}  # fmt: skip
DEMAND = "请说明原因，依法按程序办理，按期办结并报结果。"
NOT_HEARD = "签发红色督办以前，先听取责任单位陈述，请记“听取陈述”。"
FOUR = {name: str(asks.ReplyForm.base_fields[name].label) for name in asks.FOUR}


def form_for(unit: Unit, work: str = "", trigger: str = "") -> str:
    """Which paper a unit gets: a village an order only in work that it does for the government."""
    if trigger == Trigger.RISK:
        return Form.WARNING
    if unit.kind == Unit.Kind.VILLAGE and work:
        return Form.ORDER
    return FORMS.get(Unit.Kind(unit.kind), Form.ORDER)


_RUNNING = Kept(
    lambda: (
        Clock.objects.filter(matter=Coming(0), ended_at=None)
        .select_related("unit", "matter__holder_unit")
        .order_by("started_at", "id")
    )
)

# --- Drafting ------------------------------------------------------------------------------------------------------


def draft(now: Snapshot, data: Data) -> Outcome:
    """拟督办: by the system, of a term that is over (`lapsed`) or of what an act shows (`at_fault`), or by a person. The unit
    hears nothing of it.
    """
    above = now.matter.parent
    late = _late(now, above, data["lapsed"]) if "lapsed" in data else []
    facts = _of_clocks(now, late) if late else _of_fault(above, data)
    unit = facts["unit"]
    if exclusions.barred(above).unit(unit):
        raise Refused("这个单位已经回避，或者是被检举、控告的，不能向它发督办。", "unit")
    _said_by_somebody(above, facts["trigger"])
    form = form_for(unit, facts.get("work", ""), facts["trigger"])
    _not_twice(above, unit, form)
    colour = Colour.BLUE if form == Form.ORDER else ""
    signers = _signers(now, colour)
    if not signers:
        raise Refused("没有可以签发督办的领导。")
    desk = _desk(signers[0], unit) or above.holder_unit
    label = "预警" if form == Form.WARNING else "督办"
    return Outcome(
        facts={
            **facts, "form": form, "desk": desk, "next_colour": colour, "title": f"{label}：{above.title}"[:80],
            "area": above.area, "received_at": now.at, "first_contact": now.by or signers[0],
            **_listed(now, late),
        },
        holder=(desk, signers[0]),
        starts=[Start(clocks.SIGN.key, unit=desk, user=signers[0])],
        notices=[Tell(signers, f"{Form(form).label}待签发：{{matter}}", urgent=True)],
        detail={"trigger": Trigger(facts["trigger"]).label, "unit": unit.name, "reason": facts["reason"]},
    )  # fmt: skip


def _not_twice(above: Any, unit: Unit, form: str) -> None:
    if form == Form.WARNING:
        return
    # What stands below it first: a plan that begins with the orders reads all that are open for each that is drafted.
    below = [*above.offspring.filter(kind="supervision", closed_at=None).values_list("pk", flat=True)]
    if below and Supervision.objects.filter(pk__in=below, unit=unit, form=form).exists():
        raise Refused("对这个单位的督办正在办，请在那一件里办。", "unit")


def _said_by_somebody(above: Any, trigger: str) -> None:
    """整改 takes somebody who called the result bad; of what is closed nothing else is put to a unit any more."""
    if trigger == Trigger.DISPLEASED and not displeased(above):
        raise Refused("没有登记过群众评价不满意，请选别的情形。", "trigger")
    if trigger != Trigger.DISPLEASED and above.closed_at:
        raise Refused("已经办结的，只能因群众不满意督办。", "trigger")


def _late(now: Snapshot, above: Any, label: str) -> list[Clock]:
    """The running clock of the matter above that is long over, and what else the same unit is a working day late with there:
    put to it in the same breath.
    """
    running = _RUNNING(above.pk)
    clock = next((one for one in reversed(running) if one.label == label), None)
    if clock is None:
        return []
    over = [
        one for one in running
        if one.pk != clock.pk and one.suspended_at is None and one.expires_at and one.expires_at <= now.at
        and _is_put_to(one) and _owes(one) == _owes(clock) and _days(now, one) > 0
    ]  # fmt: skip
    return [clock, *sorted(over, key=lambda one: one.expires_at)[:2]]


def _of_clocks(now: Snapshot, late: list[Clock]) -> dict[str, Any]:
    clock = late[0]
    rule = clock_rules().get(clock.rule)
    return {
        "trigger": Trigger.NOT_ACCEPTED if rule and rule.accepts else Trigger.NOT_HANDLED,
        "unit": _owes(clock),
        "reason": _all_over(now, late),
        "demand": DEMAND,
    }


def _of_fault(above: Any, data: Data) -> dict[str, Any]:
    """Of what an act shows (Outcome.at_fault); else what a person wrote."""
    if "at_fault" not in data:
        return dict(data)
    unit, words = data["at_fault"]
    reason = mask_digits(mask_names(words, above.names))
    return {"trigger": Trigger.UNLAWFUL, "unit": unit, "reason": reason, "demand": DEMAND}


def _over(now: Snapshot, clock: Clock) -> str:
    """“转办签收”9月23日届满，至9月24日逾期1个工作日（依据：…）."""
    today = localdate(now.at)
    return (
        f"“{clock.label}”{said_day(clock.raw)}届满，至{said_day(today)}逾期{_days(now, clock)}个工作日，仍未完成"
        f"（依据：{clock.basis}）。"
    )


def _all_over(now: Snapshot, late: list[Clock]) -> str:
    return "".join(_over(now, one) for one in late)


def _owes(clock: Clock) -> Unit:
    return clock.unit or clock.matter.holder_unit


def _is_put_to(clock: Clock) -> bool:
    """Is it of those that are put to the unit when they are over?"""
    rule = clock_rules().get(clock.rule)
    return rule is not None and any(step.acts == SUPERVISE for step in rule.table)


def _days(now: Snapshot, clock: Clock) -> int:
    try:
        return now.calendar.workdays_between(clock.raw, localdate(now.at)) if clock.raw else 0
    except YearMissing:
        return (localdate(now.at) - clock.raw).days if clock.raw else 0


def _listed(now: Snapshot, late: list[Clock]) -> dict[str, Any]:
    """达到挂牌条件: the condition alone."""
    return {"listed_on": localdate(now.at)} if any(_days(now, one) >= LISTS for one in late) else {}


def _listed_red(now: Snapshot, label: str) -> dict[str, Any]:
    """Of a red order whose own term is long over."""
    own = next((one for one in now.clocks if one.label == label and one.ended_at is None), None)
    over = now.matter.colour == Colour.RED and own is not None and _days(now, own) >= LISTS_RED
    return {"listed_on": localdate(now.at)} if over else {}


def _signers(now: Snapshot, colour: str) -> list[User]:
    """Red is asked of the principal leader, the others of the leader in charge."""
    matter = now.matter
    area = matter.area if matter.pk else matter.parent.area
    let = exclusions.barred(matter if matter.pk else matter.parent).let
    red = let(with_permission(SIGN_RED, area=area))
    rest = [user for user in let(with_permission(SIGN, area=area)) if user not in red]
    return red if colour == Colour.RED else rest or red


def _desk(signer: User, unit: Unit) -> Unit | None:
    """Who holds the draft and checks what is reported: the signer's unit, the centre where the order is to that unit itself."""
    desk = unit_of(signer)
    return places.centre() if desk == unit else desk


def is_no_warning(now: Snapshot) -> str:
    return "预警函不升级。" if now.matter.form == Form.WARNING else ""


def by_the_system(now: Snapshot) -> str:
    """What a person drafts is a supervision of its own."""
    return "下一颜色由系统按期限拟出，或者在退回时拟出。" if now.by else ""


def draft_next(now: Snapshot, data: Data) -> Outcome:
    """拟下一颜色: some days later, or because a term of the order itself has run out. Drafted once, whatever comes first;
    a letter is not coloured, and what is reported as done is checked first.
    """
    order: Supervision = now.matter
    if "at_fault" in data:
        return _of_the_same(now, *data["at_fault"])
    late = _late(now, order.parent, data["lapsed"])
    if late and _owes(late[0]) != order.unit:
        raise Refused(_another(order.unit, _owes(late[0])))
    why = _all_over(now, late) if late else f"“{data['lapsed']}”到期没有完成。"
    listed = {} if order.listed_on else _listed(now, late) or _listed_red(now, data["lapsed"])
    raised = _raised(now, why) if order.status != S.REPORTED else Outcome(starts=[])
    added = _added(now, late[0]) if late and not raised.facts else {}
    if not listed and not raised.facts and not added:
        raise NothingLeft("下一颜色已经拟好，或者已经是红色。")
    told = (
        [Tell(_signers(now, Colour.RED), "达到挂牌条件，是否挂牌由联席会议决定：{matter}", urgent=True)]
        if listed
        else []
    )
    return replace(
        raised, facts={**raised.facts, **listed, **added}, notices=[*raised.notices, *told],
        detail={"reason": why, **raised.detail, **({"listed": said_day(localdate(now.at))} if listed else {})},
    )  # fmt: skip


def _of_the_same(now: Snapshot, unit: Unit, words: str) -> Outcome:
    """What a unit does against the rules while an order to it runs: the next colour is drafted; another unit is not meant here."""
    if unit != now.matter.unit:
        raise Refused(_another(now.matter.unit, unit))
    if now.matter.status == S.REPORTED:
        raise Refused("责任单位已经报结，请核查的人一并看。")
    raised = _raised(now, words)
    return replace(raised, detail={"reason": words, **raised.detail})


def _another(ordered: Unit, unit: Unit) -> str:
    return f"另一个单位（{ordered.short_name}）的督办正在办，请另行督办{unit.short_name}。"


def _added(now: Snapshot, late: Clock) -> dict[str, str]:
    """What waits for a signature says this too, where it does not say it yet."""
    order: Supervision = now.matter
    if not order.next_colour and order.status != S.DRAFT:
        return {}
    name = "next_why" if order.colour else "reason"
    has, words = getattr(order, name), _over(now, late)
    fits = f"“{late.label}”" not in has and len(has + words) <= (limit(Supervision, name) or 0)
    return {name: has + words} if fits else {}


def _raised(now: Snapshot, why: str) -> Outcome:
    """The draft of the next colour, where none waits and there is one."""
    order: Supervision = now.matter
    following = Colour(order.colour).next if order.is_order and order.colour else None
    if order.next_colour or following is None:
        return Outcome(starts=[])
    signers = _signers(now, following)
    if not signers:
        raise Refused("没有可以签发督办的领导。")
    first = from_day(order, now.calendar)  # nobody is late with what may not be signed yet
    at = noon(first) if first and first > localdate(now.at) else None
    return Outcome(
        facts={"next_colour": following, "next_why": why},
        starts=[Start(clocks.SIGN.key, at=at, unit=unit_of(signers[0]) or order.desk, user=signers[0])],
        notices=[Tell(signers, f"{following.label}督办待签发：{{matter}}", urgent=True)],
        detail={"next_colour": following.label},
    )


# --- Signing -------------------------------------------------------------------------------------------------------


def a_draft_waits(now: Snapshot) -> str:
    order = now.matter
    return "" if order.next_colour or order.status == S.DRAFT else "没有待签发的督办。"


def from_day(order: Supervision, calendar: Any) -> date | None:
    """The first day on which the next colour may be signed: while a reply is still awaited, the working day after its last."""
    last = order.rounds.last()
    if last is None or last.replied_on:
        return None
    after = last.reply_by + timedelta(days=1)
    try:
        return calendar.first_workday_from(after)
    except YearMissing:
        return after


def it_may_be_signed(now: Snapshot) -> str:
    """A following colour after the last day of the reply; red by the principal leader, who has heard the unit."""
    order, first = now.matter, from_day(now.matter, now.calendar)
    if first and localdate(now.at) < first:
        last = order.rounds.last()
        return f"上一次督办的首次回复期限到{said_day(last.reply_by)}，{said_day(first)}起才能签发。"
    if order.next_colour != Colour.RED or now.by is None:
        return ""
    if not now.by.has_perm(SIGN_RED):
        return "红色督办由主要领导签发。"
    return "" if order.heard.exists() else NOT_HEARD


def sign(now: Snapshot, data: Data) -> Outcome:
    """签发: from here on the unit knows, and its terms run."""
    order: Supervision = now.matter
    work = data.get("work", order.work)
    form = order.form if order.colour else form_for(order.unit, work, order.trigger)
    colour = order.next_colour or (Colour.BLUE if form == Form.ORDER else "")
    if form != Form.ORDER:
        return _letter(now, form, {**data, "work": work})
    days = REPLY_DAYS[colour]
    today = localdate(now.at)
    reply_by = _after(now.calendar, now.at, days) if days else today
    term = f"{days}W" if days else term_until(now.at, today)
    row = Round(colour=colour, why=data["reason"], signed_on=today, signed_by=now.by, reply_by=reply_by)
    told = f"{Colour(colour).label}督办，请签收，{said_day(reply_by)}前首次回复：{{matter}}"
    first = {"reason": data["reason"]} if not order.colour else {}
    return _signed(
        now, S.ISSUED, told, reply_by, rows=[row],
        facts={**first, "form": form, "work": work, "demand": data["demand"], "colour": colour},
        starts=[Start(clocks.RECEIVE.key, unit=order.unit), Start(clocks.REPLY.key, unit=order.unit, term=term)],
        detail={"colour": Colour(colour).label, "reason": data["reason"], "demand": data["demand"]},
    )  # fmt: skip


def _after(calendar: Any, at: datetime, days: int) -> date:
    """So many working days on; without the calendar of that year by weeks of five."""
    try:
        return calendar.add_workdays(localdate(at), days)
    except YearMissing:
        return localdate(at) + timedelta(days=days * 7 // 5)


def _letter(now: Snapshot, form: str, data: Data) -> Outcome:
    """提示函、预警函 to the unit itself; 建议函 to its superior in the county, which answers as a body outside does."""
    order: Supervision = now.matter
    due = _after(now.calendar, now.at, 5)
    facts = {"form": form, "next_colour": "", "reason": data["reason"], "demand": data["demand"]}
    detail = {"form": Form(form).label, "reason": data["reason"], "demand": data["demand"]}
    if form != Form.ADVICE:
        told = f"{Form(form).label}，请于{said_day(due)}前回复：{{matter}}"
        starts = [Start(clocks.LETTER.key, unit=order.unit)]
        return _signed(now, S.SENT, told, due, facts=facts, starts=starts, detail=detail)
    if not data.get("body"):
        raise Refused("县派驻单位不发督办单，请选它的县级主管单位，发建议函。", "body")
    letter = outside.send(now, {
        "purpose": Correspondence.Purpose.SUGGEST, "body": data["body"], "due_on": due,
        "words": f"{data['reason']}\n{data['demand']}", "signed_by": now.by.name if now.by else "",
    })  # fmt: skip
    signed = _signed(
        now, S.SENT, "", due, facts=facts, starts=letter.starts, detail={**detail, **letter.detail}
    )
    return replace(signed, rows=letter.rows, access=[], notices=[], holder=(order.desk, now.by))


def _signed(
    now: Snapshot, status: str, told: str, due: date, *, facts: Data, detail: Data, **more: Any
) -> Outcome:
    order: Supervision = now.matter
    let = exclusions.barred(order).let
    heads = let(with_permission("core.head_unit", unit=order.unit))
    opened = Access(unit=order.unit, part=Access.HANDLING)  # it reads on when the order is back for checking
    return Outcome(
        facts={
            **facts, "status": status, "next_colour": "", "next_why": "", "answer_by": due,
            "signed_on": localdate(now.at), "signed_by": now.by,
        },
        holder=(order.unit, heads[0] if heads else None),
        access=[opened] if not order.signed_on else [],
        meets=[Of(clocks.SIGN.key, None)],
        notices=[Tell(heads or of_unit(order.unit), told, urgent=True)],
        detail={**detail, "due_on": f"{due}"},
        **more,
    )  # fmt: skip


def drop(now: Snapshot, data: Data) -> Outcome:
    """不督办: the draft is put away, and the unit never heard of it; an order that was signed before goes on."""
    order: Supervision = now.matter
    first = {"status": S.DROPPED} if order.status == S.DRAFT else {}
    return Outcome(
        facts={"next_colour": "", "next_why": "", **first},
        cancels=[Of(clocks.SIGN.key, None)],
        detail=dict(data),
    )


# --- The unit's part -------------------------------------------------------------------------------------------------


def sign_for(now: Snapshot, data: Data) -> Outcome:
    return Outcome(changes=[(now.matter.rounds.last(), {"received_at": now.at})])


def last_finish(order: Supervision, calendar: Any, at: datetime) -> date:
    """The latest day that a reply may set itself: the term of the rules, later where the joint meeting gave a later one."""
    given = [row.due_on for row in order.decisions.all() if row.due_on]
    return max([_after(calendar, at, Term.parse(clocks.LIMIT.term).count), *given])


def reply(now: Snapshot, data: Data) -> Outcome:
    """首次回复: all four, or it is no reply."""
    lacking = [word for name, word in FOUR.items() if not data.get(name)]
    if lacking:
        name = next(name for name in FOUR if not data.get(name))
        raise Refused(f"首次回复要“四定”齐全，还缺：{'、'.join(lacking)}。", name)
    today, until, last = localdate(now.at), data["finish_by"], last_finish(now.matter, now.calendar, now.at)
    if until < today:
        raise Refused("定的时限早于今天。", "finish_by")
    if until > last:
        raise Refused(f"定的时限最晚到{said_day(last)}，请改早。", "finish_by")
    return Outcome(
        facts={name: data[name] for name in FOUR},
        changes=[(now.matter.rounds.last(), {"replied_on": today})],
        starts=[Start(clocks.LIMIT.key, unit=now.matter.unit, term=term_until(now.at, until))],
        detail={name: f"{data[name]}" for name in FOUR},
    )


def our_tasks_are_done(now: Snapshot) -> str:
    """What was given to the unit; a talk that others owe holds up striking off, not the report."""
    left = [task for task in now.matter.tasks.all() if task.is_open and task.unit_id == now.matter.unit_id]
    return f"还有 {len(left)} 项交办没有了结，请先报完成、等验收。" if left else ""


def report(now: Snapshot, data: Data) -> Outcome:
    """报结: back to who signed, for somebody else to check. A colour that was only drafted waits for what the check finds:
    accepted, it falls away; sent back, it is drafted anew.
    """
    order: Supervision = now.matter
    checkers = exclusions.barred(order).let(with_permission(CHECK, area=order.area))
    return Outcome(
        facts={"report": data["report"], "reported_by": now.by, "next_colour": "", "next_why": ""},
        holder=(order.desk, order.signed_by),
        cancels=[Of(clocks.SIGN.key, None)],
        starts=[_checking(order)],
        notices=[Tell(checkers, "督办已报结，请核查：{matter}")],
        detail={name: data[name] for name in ("report", "no_proof") if data.get(name)},
    )


def _checking(order: Supervision) -> Start:
    """Whoever ordered it looks at what came of it; an answer that nobody looks at is reminded of like a report."""
    return Start(clocks.CHECK.key, unit=order.desk, user=order.signed_by)


def answer(now: Snapshot, data: Data) -> Outcome:
    order: Supervision = now.matter
    return Outcome(
        facts={"answer": data["answer"], "answered_on": localdate(now.at), "reported_by": now.by},
        holder=(order.desk, order.signed_by),
        starts=[_checking(order)],
        notices=[Tell([order.signed_by] if order.signed_by else [], "函件已回复，请看后销号：{matter}")],
        detail={"answer": data["answer"]},
    )


def answered_outside(now: Snapshot, data: Data) -> Outcome:
    taken = outside.take_answer(now, data)
    facts = {"answer": data["answer"][:1000], "answered_on": data["answered_on"]}
    return replace(taken, facts=facts, starts=[_checking(now.matter)])


def is_ours_to_answer(now: Snapshot) -> str:
    return "建议函由县级主管单位回复，请“登记复函”。" if now.matter.form == Form.ADVICE else ""


# --- Checking --------------------------------------------------------------------------------------------------------


def by_another(now: Snapshot) -> str:
    """Neither who reported nor anybody of the unit checks."""
    order, by = now.matter, now.by
    own = by is not None and (by.pk == order.reported_by_id or order.unit_id in by.reach.units)
    return "核查、销号要由责任单位以外的人来做。" if own and order.form != Form.ADVICE else ""


def strike(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        facts={"struck_on": localdate(now.at), "next_colour": "", "next_why": ""},
        notices=[Tell(of_unit(now.matter.unit), "督办已销号：{matter}")]
        if now.matter.form != Form.ADVICE
        else [],
        detail=dict(data),
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    """退回: not done. An order goes on in the next colour, a letter waits for its answer once more."""
    order: Supervision = now.matter
    told = Tell(of_unit(order.unit), "没有通过核查，请重办：{matter}", urgent=True)
    holder = (order.unit, None)
    if not order.is_order:
        return Outcome(
            facts={"status": S.SENT}, holder=holder, starts=[Start(clocks.LETTER.key, unit=order.unit)],
            notices=[told], detail=dict(data),
        )  # fmt: skip
    raised = _raised(now, f"报结后核查没有通过：{data['reason']}")
    return replace(
        raised, facts={**raised.facts, "status": S.WORKING}, holder=holder, notices=[told, *raised.notices],
        starts=[*(raised.starts or ()), Start(clocks.LIMIT.key, unit=order.unit, term="5W")],
        detail={**data, **raised.detail},
    )  # fmt: skip


# --- The joint meeting -------------------------------------------------------------------------------------------------

HEARD = ("heard_at", "speaker", "words", "answer")
DECIDED = ("meeting", "held_on", "minutes", "measure", "words", "due_on")


def hear(now: Snapshot, data: Data) -> Outcome:
    if data["heard_at"] > now.now:
        raise Refused("听取时间不能晚于现在。", "heard_at")
    row = row_of(now, Heard, data, *HEARD)
    return Outcome(rows=[row], detail=said(row, *HEARD))


def was_heard(now: Snapshot) -> str:
    return "" if now.matter.heard.exists() else "联席会议决定以前，先听取责任单位陈述。"


def was_heard_on_it(now: Snapshot) -> str:
    return "" if now.matter.heard.exists() else "移送责任倒查以前，先听取责任单位陈述。"


def decide(now: Snapshot, data: Data) -> Outcome:
    """联席会议决定: nobody else talks to a unit officially, names it, lists it (信访工作条例 39). What is to be done is a task."""
    order: Supervision = now.matter
    row = row_of(now, Decision, data, *DECIDED)
    if row.held_on > localdate(now.now):
        raise Refused("会议日期在今天以后，请核对。", "held_on")
    if row.held_on < localdate(order.heard.earliest("heard_at").heard_at):
        raise Refused("会议要在听取陈述以后。", "held_on")
    if row.measure == Decision.Measure.LISTED and not order.listed_on:
        raise Refused("还没有达到挂牌条件（逾期满 5 个工作日，或者红色督办逾期）。", "measure")
    task = Outcome(starts=[])
    if row.due_on:
        what = f"{row.get_measure_display()}：{row.words}"[:300]
        unit = order.desk if row.measure == Decision.Measure.TALK else order.unit  # nobody talks to himself
        task = given(now, [{"what": what, "unit": unit, "user": None, "due_on": row.due_on}], order.signed_by)
    told = Tell(of_unit(order.unit), f"联席会议决定{row.get_measure_display()}：{{matter}}", urgent=True)
    return replace(
        task,
        rows=[row, *task.rows],
        notices=[told, *task.notices],
        detail=said(row, *DECIDED) | dict(task.detail),
    )
