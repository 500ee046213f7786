"""The words of a situation report, drafted from the record: counts, what matters by number, supervision and meetings.

Counts are of everything, sealed matters too, for they are numbers only, but for accusations: of those no number may tell
whoever reads or signs it (信访工作条例 30). What is named by number is never sealed.
"""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from command.brought import kinds
from command.models import Meeting, Resolution, Round, SituationReport, Supervision
from core.access.people import unit_of
from core.documents.paper_formats import moment
from core.models import Matter, Task, Unit, User
from core.models.matter import MatterQuerySet
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind
from core.values.moments import now

ACCUSATION = Matter.Compartment.ACCUSATION
MOST = 20  # matters that are named
GRAVE = ("yellow", "red")


def village_of(user: User | None) -> Unit | None:
    """The village at whose desk the user writes; None for the town."""
    unit = unit_of(user) if user else None
    return unit if unit and unit.kind == Unit.Kind.VILLAGE else None


def words(period: Period, by: User | None = None) -> dict[str, str]:
    """The sections but for what comes next, which only people know. `by`: whose record it is, in a village; of that nothing
    sealed is counted either, for few numbers would tell of it.
    """
    if by:
        own = Matter.objects.visible_to(by).filter(compartment="")
        return {"overall": _overall(period, own), "major": _major(period, own)}
    everything = Matter.objects.all()
    major = [_major(period, everything), *from_villages(Q(period.within("closed_at"), parent=None))]
    return {
        "overall": _overall(period, everything),
        "major": "\n".join(major),
        "supervised": _supervised(period),
    }


def from_villages(which: Q) -> list[str]:
    """What villages reported and the town has answered, in their words: what comes next, what they ask for."""
    taken = SituationReport.objects.filter(
        which, body=None, status=SituationReport.Status.TAKEN_IN, compartment=""
    )
    return [
        f"{report.area.full_name}报告：{report.ahead}"
        for report in taken.select_related("area").order_by("closed_at", "pk")
    ]


def of_matter(matter: Any, at: datetime) -> dict[str, str]:
    """Of one matter, for an urgent report: what it is, where it stands, and what was done until now, with the minute."""
    flow = by_kind()[matter.kind].workflow
    done = [
        (one, flow.row(one.action) or flow.opening)
        for one in matter.history.select_related("unit").order_by("seq")
    ]
    acts = [
        f"{moment(one.happened_at)}，{row.label}（{one.unit.short_name}）。"
        for one, row in done
        if one.by_id and row.moves.opens != "briefing"  # what somebody did; the system has only reminded
    ]
    facts = f"{moment(matter.received_at)}接报，{matter.area.name}，{matter.shown_title}。"
    return {
        "overall": f"{facts}\n至{moment(at)}：{_line(matter)}。",
        "major": "\n".join([*acts[-MOST:], *from_villages(Q(parent=matter.pk))]),
        "supervised": "",
    }


def _overall(period: Period, among: MatterQuerySet) -> str:
    rows = among.filter(kind__in=kinds(), voided_at=None).exclude(compartment=ACCUSATION)
    came = rows.filter(period.within("received_at"))
    found = Counter(came.order_by().values_list("kind", flat=True))
    parts = "、".join(f"{label} {found[kind]} 件" for kind, label in kinds().items() if found[kind])
    closed = rows.filter(period.within("closed_at")).count()
    left = rows.filter(received_at__lt=period.until).filter(
        Q(closed_at=None) | Q(closed_at__gte=period.until)
    )
    late = left.filter(due_at__lte=period.known_until).count()
    return (
        f"{_said(period.first)}至{_said(period.last)}，新登记 {found.total()} 件{f'（{parts}）' if parts else ''}，办结 {closed} 件；"
        f"期末在办 {left.count()} 件，其中逾期 {late} 件。"
    )


def _major(period: Period, among: MatterQuerySet) -> str:
    """Open at the end of the period: with a red flag that stands, or put to a unit in yellow or red."""
    orders = Supervision.objects.filter(colour__in=GRAVE, closed_at=None).values("parent")
    rows = (
        among.filter(compartment="", closed_at=None, merged_into=None, voided_at=None, received_at__lt=period.until)
        .filter(Q(pk__in=orders) | Q(parent=None, flags_cleared_at=None) & ~Q(flags=[]))
        .exclude(kind="supervision").select_related("area", "holder_unit").order_by("received_at", "pk")
    )  # fmt: skip
    named = [
        f"{place}．{_line(one)}{'' if one.red else '（督办中）'}" for place, one in enumerate(rows[:MOST], 1)
    ]
    more = rows.count() - len(named)
    return (
        "\n".join(named + ([f"另有 {more} 件，见台账。"] if more > 0 else []))
        or "没有需要专门报告的重点事项。"
    )


def _line(matter: Any) -> str:
    """栖云访〔2026〕0042号，桃坞村，村镇办办理中（多人聚集）"""
    stage = by_kind()[matter.kind].workflow.stage_of(matter).label
    why = f"（{'、'.join(matter.red)}）" if matter.red else ""
    return f"{matter.number}，{matter.area.name}，{matter.holder_unit.short_name}，{stage}{why}"


def _supervised(period: Period) -> str:
    days = (period.first, period.last)
    signed = Round.objects.filter(signed_on__range=days).count()
    struck = Supervision.objects.filter(struck_on__range=days).count()
    held = Meeting.objects.filter(signed_on__range=days)
    decided = Resolution.objects.filter(matter__in=held, struck_at=None).count()
    done = Task.objects.filter(
        period.within("ended_at"), matter__kind="office_meeting", state=Task.State.DONE
    ).count()
    return (
        f"签发督办通知单 {signed} 份，销号 {struck} 件；开会并印发纪要 {held.count()} 次，议定事项 {decided} 项，"
        f"本期办结议定事项 {done} 项。"
    )


def _said(on: date) -> str:
    year = "" if on.year == now().year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"
