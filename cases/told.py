"""What a citizen is told of a case: where it stands, who has it, by when, and the result.

Days are those of the promise or the law, never the office's inner ones. Units that help, the case it was
merged with and everything it is about stay out.
"""

from collections.abc import Iterator

from django.utils.timezone import localtime

from cases import clocks
from cases.models import Case
from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import local_term
from core.deadlines.terms import Term, compute
from core.documents import paper_formats as say
from core.models import Clock
from core.procedure.procedure import by_kind, clock_rules
from core.values.moments import now
from core.workflow.public_status import Step, Told

S = Case.Status
HANDLING = tuple(rule.key for rule in clocks.HANDLING)
ARRANGING = {
    S.REGISTERED: "正在安排承办单位",
    S.GUIDED: "功能室正在接待",
    S.AWAITING: "已报领导批示",
    S.RETURNED: "正在重新安排承办单位",
}
AT_WORK = {
    S.HANDED_OVER: "等待承办单位签收",
    S.IN_HAND: "正在办理",
    S.MERGED: "与另一件同类事项合并办理",
}
ANSWERED = frozenset({S.REPLIED, S.FINISHED, S.SETTLED, S.TOLD, S.REFERRED})
# The clock that limits the present step; a room takes half an hour, which is no day to name.
LIMITS = {
    S.REGISTERED: (clocks.DISPATCH.key,),
    S.RETURNED: (clocks.DISPATCH.key,),
    S.AWAITING: (clocks.INSTRUCT.key,),
    S.HANDED_OVER: (clocks.SIGN.key,),
    S.REPLIED: (clocks.CALL_BACK.key,),
}


def told(case: Case) -> Told:
    """The whole page of a case that may be told."""
    flow = by_kind()[case.kind].workflow
    stage = flow.stage_of(case)
    if case.status == S.VOIDED:
        return Told(stage.plain)
    rating = flow.transition("rate")
    elsewhere = case.status == S.TOLD
    running = list(Clock.objects.running().filter(matter__root_id=case.root_id).order_by("raw", "id"))
    return Told(
        stage.plain,
        tuple(_lines(case, running)) if case.is_open else (),
        tuple(_path(case, running, stage.plain)),
        result=case.answer if case.status in ANSWERED and not elsewhere else "",
        facts=_where_to_go(case) if elsewhere else (),
        rate=rating.name if case.status in rating.sources and not case.own_rated_at else "",
        rated=case.get_own_rating_display() if case.own_rated_at else "",
    )


def _where_to_go(case: Case) -> tuple[tuple[str, str], ...]:
    """不属职责: which body, where, on what ground (《信访工作条例》第二十三条)."""
    return ("请到", case.told_body), ("地址、电话", case.told_where), ("依据", case.told_basis)


def _lines(case: Case, running: list[Clock]) -> Iterator[str]:
    """Who has it and until when; of a procedure below also its own limits."""
    yield f"现由{case.holder_unit.name}负责。"
    own = [clock for clock in running if clock.matter_id == case.pk]
    step = next((clock for clock in own if _limits(case, clock)), None)
    if step:
        yield f"这一步{_by(step)}。"
    if answer := next((clock for clock in own if clock.rule in HANDLING), None):
        yield f"给您答复：{_by(answer)}。"
    for clock in running:
        if clock.matter_id != case.pk and not clock_rules()[clock.rule].inner:
            yield f"{clock.label}：{_by(clock)}。"


def _limits(case: Case, clock: Clock) -> bool:
    """Is it the clock of the present step, and of the unit that has the case?"""
    here = clock.rule in LIMITS.get(S(case.status), ())
    return here and clock.unit_id in (None, case.holder_unit_id)


def _by(clock: Clock) -> str:
    """最晚4月3日（五）; what is over is said to be over."""
    over = clock.expires_at is not None and clock.expires_at <= now()
    last = say.due_short(clock).removesuffix("前")
    return f"本应在{last}以前，已经超过" if over else f"最晚{last}"


def _path(case: Case, running: list[Clock], here: str) -> Iterator[Step]:
    """The citizen's way in the order of the steps, also where the case left the ordinary road; `here`: its stage in words."""
    status = S(case.status)
    yield Step("已登记", say.short(case.received_at), "done")
    if status in (S.SETTLED, S.TOLD, S.REFERRED):
        yield Step(here, say.short(case.closed_at), "done")
        return
    lead = case.last_lead()
    if status in ARRANGING:
        yield Step(ARRANGING[status], "现在到这一步", "now")
    elif lead and status not in (S.BELOW, S.MERGED):
        yield Step("已转承办单位", say.short(lead.handed_at), "done")
    if status in AT_WORK or status == S.BELOW:
        yield Step(AT_WORK.get(status, here), "现在到这一步", "now")
    else:
        yield Step("办理") if status in ARRANGING else Step("已办理", "", "done")
    yield from _end_of_the_path(case, running)


def _end_of_the_path(case: Case, running: list[Clock]) -> Iterator[Step]:
    """The answer, and the call after it."""
    if case.status not in ANSWERED:
        yield Step("给您答复", _answer_by(case, running))
        length = Term.parse(local_term(clocks.CALL_BACK, case).term).label.replace(" ", "")
        yield Step("打电话问您满不满意", f"答复后{length}内")
        return
    yield Step("已给您答复", say.short(case.answered_at), "done")
    if case.status == S.REPLIED:
        yield Step("打电话问您满不满意", "现在到这一步", "now")
    else:
        yield Step("已办结", say.short(case.closed_at), "done")


def _answer_by(case: Case, running: list[Clock]) -> str:
    """The day of the handling clock; before anybody said how hard it is, that of the longest promise."""
    clock = next((one for one in running if one.rule in HANDLING and one.matter_id == case.pk), None)
    if clock:
        return _by(clock)
    if S(case.status) not in ARRANGING:
        return ""
    term = Term.parse(local_term(clocks.COMPLEX, case).term)
    start = localtime(case.reopened_at or case.received_at)
    last = say.short(compute(term, start, office_calendar()).raw)
    return f"最晚{last}" if last else ""
