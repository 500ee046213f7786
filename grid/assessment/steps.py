"""The acts of an assessment: drawn from the record, opened to the heads of the grids, objected to, decided by another than
who drew it, confirmed.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.access.people import may_there, once, with_permission
from core.deadlines.clocks import Of, Start
from core.intake import places
from core.models import Access, Area
from core.procedure.indicators import Period
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from grid.assessment import clocks, numbers
from grid.assessment.forms import OBJECT
from grid.models import AssessedIncident, Assessment, AssessmentObjection
from grid.objections import term_to_confirm
from grid.places import village_of
from grid.posts.answering import keepers

Data = Mapping[str, Any]
DECIDE = "grid.assess_decide"
NAMED = 3  # grids said by name in a sentence
Verdict = AssessmentObjection.Verdict


def draw(now: Snapshot, data: Data) -> Outcome:
    """拟: the numbers and what they are made of, as they are recorded now."""
    first = data["month"]
    month = Period.of_month(first.year, first.month)
    if month.last >= localdate(now.at):
        raise Refused("这个月还没有过完，不能考核。", "month")
    if Assessment.objects.filter(month=first, dropped=False).exists():
        raise Refused("这个月的考核已经拟过；要重拟的，先把那一件“不用了”。", "month")
    grids, found = numbers.drawn(month)
    if not grids:
        raise Refused("还没有登记网格，没有可以考核的。")
    return Outcome(
        facts=places.begun(now, month=first, grids=grids, title=f"{first:%Y年%-m月}网格考核"),
        holder=(places.centre(), now.by),
        rows=found,
        detail={"month": f"{first:%Y-%m}", "grids": f"{len(grids)} 个网格", "found": f"{len(found)} 件网格事件"},
    )  # fmt: skip


def open_it(now: Snapshot, data: Data) -> Outcome:
    """征求异议: whoever answers for the grids sees it, and may object through the day. Of those for which nobody answers,
    the keepers of posts are told.
    """
    last, grids = data["objections_by"], Area.objects.filter(pk__in=now.matter.grids)
    units = {unit.pk: unit for area in grids if (unit := village_of(area))}
    known = {area: with_permission(OBJECT, area=area) for area in grids}
    heads = once(*known.values())
    bare = [area for area, users in known.items() if not users]
    names = "、".join(area.full_name for area in bare[:NAMED]) + (
        f"等 {len(bare)} 个网格" if bare[NAMED:] else ""
    )
    return Outcome(
        facts={"objections_by": last},
        access=[*(Access(unit=unit, part=Access.HANDLING) for unit in units.values()), *(Access(user=user, part="heads") for user in heads)],
        starts=[Start(clocks.CONFIRM.key, unit=now.matter.holder_unit, term=term_to_confirm(now, last))],
        notices=[
            Tell(heads, f"网格考核征求异议，{last:%m-%d} 截止，请核对本网格的数：{{matter}}"),
            Tell(once(*map(keepers, bare)), f"{names}没有网格长、网格员，没有人能提异议，请先配齐：{{matter}}"),
        ],
        detail={
            "objections_by": f"{last}", "people": "、".join(user.name for user in heads)[:300],
            **({"nobody": names} if bare else {}),
        },
    )  # fmt: skip


def object_to(now: Snapshot, data: Data) -> Outcome:
    """提出异议: of one's own grids alone. The office must decide in its term."""
    matter, files = now.matter, sorted(data["incidents"], key=lambda row: row.pk)
    if now.by is not None and not all(may_there(now.by, OBJECT, row.about.area) for row in files):
        raise Refused("只能对自己管辖的网格提异议。", "incidents")
    if matter.objections.filter(
        verdict="", number=data["number"], incidents__overlap=[row.pk for row in files]
    ).exists():
        raise Refused("这一项里有的事件已经提过异议，还没有认定。", "incidents")
    place = matter.objections.count() + 1
    row = AssessmentObjection(
        at=now.at,
        by=now.by,
        place=place,
        number=data["number"],
        incidents=[one.pk for one in files],
        words=data["words"],
    )
    return Outcome(
        rows=[row],
        starts=[Start(clocks.DECIDE.key, unit=matter.holder_unit, item=place)],
        notices=[Tell(with_permission(DECIDE, area=matter.area), f"网格考核有异议（第{place}件），请认定：{{matter}}")],
        detail={"number": numbers.label(row.number), "about": _named(files), "words": row.words},
    )  # fmt: skip


def _named(files: list[AssessedIncident]) -> str:
    return "、".join(row.about.number for row in files)[:300]


def decide(now: Snapshot, data: Data) -> Outcome:
    """认定: what was drawn stays to be read beside what counts now."""
    objection = now.matter.objections.get(pk=data["objection"].pk)
    if objection.verdict:
        raise Refused("这件异议已经认定过。", "objection")
    if now.by and now.by.pk == objection.by_id:
        raise Refused("异议是您提的，要由别人认定。", "objection")
    changes: list[Any] = []
    if data["verdict"] == Verdict.CORRECTED:
        files = now.matter.incidents.filter(pk__in=[row.pk for row in data["incidents"]]).select_related(
            "about"
        )
        try:
            changes = [(row, {"decided": numbers.turned(row, objection.number)}) for row in files]
        except ValueError as no:
            raise Refused(str(no), "incidents") from None
    said = {"verdict": data["verdict"], "reason": data["reason"], "decided_at": now.at, "decided_by": now.by}
    return Outcome(
        changes=[(objection, said), *changes],
        meets=[Of(clocks.DECIDE.key, None, objection.place)],
        notices=[Tell([objection.by] if objection.by else [], f"网格考核第{objection.place}件异议已认定：{{matter}}")],
        detail={
            "objection": f"第{objection.place}件，{numbers.label(objection.number)}", "verdict": Verdict(data["verdict"]).label,
            **({"corrected": "；".join(f"{row.about.number}{_how(row, new['decided'])}" for row, new in changes)[:300]} if changes else {}),
            "reason": data["reason"],
        },
    )  # fmt: skip


def _how(row: AssessedIncident, new: list[str]) -> str:
    """计入办结、不计入退回重办."""
    moved = [key for key in numbers.NUMBERS if (key in new) != (key in row.counted)]
    return "、".join(f"{'' if key in new else '不'}计入{numbers.label(key)}" for key in moved)


def confirm(now: Snapshot, data: Data) -> Outcome:
    name = now.decider
    return Outcome(
        facts={"confirmed_on": localdate(now.at), "confirmed_by": name}, detail={"confirmed_by": name}
    )


def drop(now: Snapshot, data: Data) -> Outcome:
    """不用了: the month may be drawn anew."""
    told = [row.user for row in now.matter.access.filter(user__isnull=False).select_related("user")]
    return Outcome(
        facts={"dropped": True},
        notices=[Tell(told, "这件网格考核不用了，会另拟：{matter}")],
        detail=dict(data),
    )
