"""The board of a campaign: its matters by lawful ending and by what is still owed to the citizen, unit by unit in office order.

Counts only, of all that were chosen; who may not see a matter reads it in the number and nowhere else. What turned out to be
an accusation since stays in the number of those chosen and moves no other: its ending and its terms have names that tell what
it is (信访工作条例 30). Nobody is ranked.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from command.models import Campaign, Chosen
from core.models import Clock, Matter
from core.procedure.procedure import by_kind, clock_rules
from core.values.moments import now


@dataclass
class Line:
    """Of one unit, or of all."""

    name: str
    chosen: int = 0
    late: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)

    @property
    def done(self) -> int:
        return self.ended.total()

    @property
    def left(self) -> int:
        return self.chosen - self.done


def chosen(campaign: Campaign) -> list[Chosen]:
    """Those that stand in it, by unit in the order of the codes, then the oldest first."""
    rows = (row for row in campaign.picked() if row.stands)
    return sorted(rows, key=lambda row: (row.unit.code, row.about.received_at, row.about_id))


def out(campaign: Campaign) -> list[tuple[str, str]]:
    """The numbers of those that were taken out, voided or merged, each with the reason; of what is sealed by now neither."""
    return [
        ("保密事项", "不列")
        if row.about.sealed
        else (row.about.number, row.reason or ("已作废" if row.about.voided_at else "已并案"))
        for row in campaign.picked()
        if not row.stands
    ]


def lines(rows: list[Chosen]) -> tuple[Line, list[Line]]:
    """The whole, and each unit that had matters in hand when they were chosen: who ends one is often the hall."""
    whole = Line("合计")
    units: dict[int, Line] = {}
    owed = _owed([row.about for row in rows])
    for row in rows:
        about = row.about
        line = units.setdefault(row.unit_id, Line(str(row.unit.short_name)))
        for one in (whole, line):
            one.chosen += 1
            if about.compartment == Matter.Compartment.ACCUSATION:
                continue
            if about.closed_at:
                one.ended[ending(about)] += 1
            else:
                one.late += bool(about.due_at and about.due_at <= now())
                one.owed += owed.get(about.pk, Counter())
    return whole, list(units.values())


def ending(row: Matter) -> str:
    """信访 已答复办结: the lawful ending that it came to."""
    procedure = by_kind()[row.kind]
    return f"{procedure.label} {procedure.workflow.stage_of(row).label}"


def _owed(rows: list[Matter]) -> Mapping[int | None, Counter[str]]:
    """Running terms of the office towards people, of the matter and of what has opened below it: an answer, a visit, a paper."""
    ids = {row.pk for row in rows if not row.closed_at}
    owing = [
        key
        for key, rule in clock_rules().items()
        if not rule.inner and rule.whose not in ("citizen", "outside")
    ]
    found: dict[int | None, Counter[str]] = {}
    running = Clock.objects.filter(
        Q(matter__in=ids) | Q(matter__parent__in=ids), rule__in=owing, ended_at=None
    )
    for pk, above, label in running.values_list("matter", "matter__parent", "label"):
        found.setdefault(pk if pk in ids else above, Counter())[label] += 1
    return found


def said(counts: Counter[str]) -> str:
    """答复 3，回访 1"""
    return "，".join(f"{word} {count}" for word, count in sorted(counts.items()))


def figures(rows: list[Chosen], campaign: Campaign) -> dict[str, Any]:
    """All of it in words and numbers, for the page and the summary; `rows`: as `chosen` gives them."""
    whole, units = lines(rows)
    gone = out(campaign)
    target = (
        f"目标依法办结 {campaign.target} 件，已办结 {whole.done} 件"
        if campaign.target
        else f"已办结 {whole.done} 件"
    )
    return {
        "total": f"选入 {whole.chosen} 件，{target}，在办 {whole.left} 件，其中逾期 {whole.late} 件" + (f"；移出 {len(gone)} 件" if gone else ""),
        "out": gone,
        "ended": said(whole.ended), "owed": said(whole.owed),
        "units": [(one.name, one.chosen, one.done, one.left, one.late, said(one.ended), said(one.owed)) for one in units],
    }  # fmt: skip
