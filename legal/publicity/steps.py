"""What the acts of publicity do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.access.people import of_unit
from core.deadlines.clocks import Of, Start
from core.deadlines.terms import term_until
from core.intake import places
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from core.workflow.record_steps import row_of, said
from legal import clocks
from legal.models import Certificate, Lesson, Plan
from legal.models.publicity import last_of

Data = Mapping[str, Any]
State = Lesson.State
HELD = ("held_on", "place", "hours", "attended", "leaflets", "cost", "words")


def register(now: Snapshot, data: Data) -> Outcome:
    """普法计划登记: the duty unit holds it and is told; each event has until the end of its month."""
    unit, year = data["unit"], data["year"]
    if Plan.objects.filter(unit=unit, year=year, voided_at=None).exists():
        raise Refused(f"{unit.short_name} {year} 年的普法计划已经登记，请在那一件里加。", "unit")
    lessons = [
        Lesson(number=number, month=month, topic=topic, at=now.at, by=now.by)
        for number, (month, topic) in enumerate(data["lines"], 1)
    ]
    return places.taken_in(
        now, data,
        facts={"title": f"{unit.short_name} {year} 年普法计划"[:80], "demand": data["demand"], "unit": unit, "year": year},
        holder=(unit, None), rows=lessons,
        starts=[_runs(now, unit, one.number, _end(now, year, one.month, "lines")) for one in lessons],
        notices=[Tell(of_unit(unit), "年度普法计划已下达，请按月开展：{matter}")],
        detail={"unit": unit.name, "year": f"{year}", "lines": f"{len(lessons)} 场"},
    )  # fmt: skip


def _end(now: Snapshot, year: int, month: int, field: str) -> date:
    """The last day of the month, which is not over."""
    last = last_of(year, month)
    if last < localdate(now.at):
        raise Refused(f"{year} 年 {month} 月已经过去，不能再列进计划。", field)
    return last


def _runs(now: Snapshot, unit: Any, number: int, last: date) -> Start:
    return Start(clocks.LESSON.key, unit=unit, term=term_until(now.at, last), item=number)


def add(now: Snapshot, data: Data) -> Outcome:
    plan, columns = now.matter, ("month", "kind", "topic", "audience")
    row = row_of(now, Lesson, data, *columns, number=plan.lessons.count() + 1)
    row.month = int(data["month"])
    last = _end(now, plan.year, row.month, "month")
    return Outcome(rows=[row], starts=[_runs(now, plan.unit, row.number, last)], detail=said(row, *columns))


def _over(now: Snapshot, row: Lesson) -> list[Of]:
    return [Of(clocks.LESSON.key, None, row.number)]


def hold(now: Snapshot, data: Data) -> Outcome:
    """登记开展: in its year; what was held after its month is held all the same, and stays late."""
    plan, row = now.matter, data["lesson"]
    if data["held_on"].year != plan.year:
        raise Refused(f"开展日期不在 {plan.year} 年。", "held_on")
    values = {name: data[name] for name in HELD if data.get(name) not in (None, "")} | {"state": State.HELD}
    kept = said(Lesson(**values), *HELD[:-1])
    return Outcome(
        changes=[(row, values)],
        meets=_over(now, row),
        starts=_summing(now, row),
        detail={"lesson": str(row), **kept},
    )


def _summing(now: Snapshot, row: Lesson) -> list[Start]:
    """Once nothing is planned any more, the year is summed up."""
    left = now.matter.lessons.filter(state=State.PLANNED).exclude(pk=row.pk).exists()
    running = any(clock.rule == clocks.SUM.key and clock.ended_at is None for clock in now.clocks)
    return [] if left or running else [Start(clocks.SUM.key, unit=now.matter.unit)]


def move(now: Snapshot, data: Data) -> Outcome:
    plan, row = now.matter, data["lesson"]
    last = _end(now, plan.year, data["month"], "month")
    return Outcome(
        changes=[(row, {"month": data["month"], "why": data["reason"]})], cancels=_over(now, row),
        starts=[_runs(now, plan.unit, row.number, last)],
        detail={"lesson": str(row), "month": f"{data['month']} 月", "reason": data["reason"]},
    )  # fmt: skip


def drop(now: Snapshot, data: Data) -> Outcome:
    row = data["lesson"]
    return Outcome(
        changes=[(row, {"state": State.DROPPED, "why": data["reason"]})], cancels=_over(now, row), starts=_summing(now, row),
        detail={"lesson": str(row), "reason": data["reason"]},
    )  # fmt: skip


def certify(now: Snapshot, data: Data) -> Outcome:
    """发培训证书: no more than came, nobody twice. The history keeps how many."""
    row, names = data["lesson"], data["names"]
    there = set(row.certificates.values_list("name", flat=True))
    if twice := [name for name in names if name in there]:
        raise Refused(f"{twice[0]}已经发过这次培训的证书。", "names")
    if len(there) + len(names) > row.attended:
        raise Refused(f"这次培训到了 {row.attended} 人，证书不能多于人数。", "names")
    made = [Certificate(lesson=row, name=name, at=now.at, by=now.by) for name in names]
    return Outcome(rows=made, detail={"lesson": str(row), "names": f"{len(names)} 人"})


def something_is_planned(now: Snapshot) -> str:
    there = now.matter.lessons.filter(state=State.PLANNED).exists()
    return "" if there else "没有待开展的活动；还要开展的，请先“加一场活动”。"


def a_training_was_held(now: Snapshot) -> str:
    there = now.matter.lessons.filter(state=State.HELD, kind=Lesson.Kind.TRAINING).exists()
    return "" if there else "还没有开展过培训。"


def nothing_is_left(now: Snapshot) -> str:
    left = now.matter.lessons.filter(state=State.PLANNED).count()
    return f"还有 {left} 场没有开展，请先登记开展，或者由司法所写明理由取消。" if left else ""


def sum_up(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"summary": data["summary"]}, detail={"summary": data["summary"]})


def nothing_was_held(now: Snapshot) -> str:
    there = now.matter.lessons.filter(state=State.HELD).exists()
    return "已经开展过活动的计划不能作废。" if there else ""
