"""巡查: planned by weeks where somebody plans, written once by one of the team, counted by grid and month.

Nobody is counted, and nothing is asked where there is no plan (国办函〔2026〕12号). What is found is an incident, reported by
the same act as any other.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate

from core.access.people import may_there, somebody
from core.models import Area, User
from core.procedure.indicators import Period
from core.records.notices import tell
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.form_keys import sent_before
from grid.found import incident_found
from grid.models import Patrol, PatrolPlan
from grid.rounds.clocks import ANSWERS

OLDEST = 7  # days after which nobody remembers a walk
WEEKDAYS = "一二三四五六日"


@transaction.atomic
def write(by: User, data: dict[str, Any], key: UUID) -> Patrol:
    """Once, however often it is sent: with `what` an incident is reported along with it. Raises Refused."""
    day, area, line = data["day"], data["area"], data.get("line", "")
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)  # the second of two at once finds the first's
    said = {
        "by": by,
        "day": day,
        "area": area,
        "line": line,
        "team": data["team"],
        "found": data.get("what", ""),
    }
    if known := sent_before(Patrol.objects.all(), key, **said):
        return known
    today = localdate(now())
    if not today - timedelta(days=OLDEST) <= day <= today:
        raise Refused(f"请记今天到 {OLDEST} 天以前的巡查。", "day")
    if Patrol.objects.filter(day=day, area=area, line=line).exists():
        raise Refused("这一天这条路线已经有人记了，不用重复写；又走了一遍的，路线写“第二遍”。", "line")
    incident = incident_found(by, area, data, key)
    return Patrol.objects.create(
        at=now(), by=by, day=day, area=area, line=line, team=data["team"], words=data.get("words", ""), incident=incident, key=key,
    )  # fmt: skip


def planned(period: Period, plans: Any) -> Iterator[tuple[PatrolPlan, date]]:
    """Each plan and each of its days in the period."""
    for plan in plans.filter(starts_on__lte=period.last, ends_on__gte=period.first).select_related("area"):
        day, last = max(plan.starts_on, period.first), min(plan.ends_on, period.last)
        while day <= last:
            if day.weekday() in plan.weekdays:
                yield plan, day
            day += timedelta(days=1)


def by_grid(period: Period, area: Area | None) -> dict[int, dict[str, int]]:
    """Of each grid (id): `walks`, those that `found` something, days that were `due` by a plan and `done` on them."""
    within = {"area__path__startswith": area.path if area else "/"}
    walks = Patrol.objects.filter(period.within_days("day"), **within)
    plans = PatrolPlan.objects.filter(**within)
    grouped = (
        walks.order_by()
        .values_list("area")
        .annotate(n=Count("pk"), hits=Count("pk", filter=Q(incident__isnull=False)))
    )
    found = {pk: {"walks": n, "found": hits, "due": 0, "done": 0} for pk, n, hits in grouped}
    there = set(walks.order_by().values_list("area", "day"))
    for grid, day in sorted({(plan.area_id, day) for plan, day in planned(period, plans)}):
        row = found.setdefault(grid, {"walks": 0, "found": 0, "due": 0, "done": 0})
        row["due"] += 1
        row["done"] += (grid, day) in there
    return found


def owed_today(user: Any) -> list[Area]:
    """Grids of the user for which a walk is planned today and none is written yet."""
    day = localdate(now())
    there = set(Patrol.objects.filter(day=day).values_list("area", flat=True))
    plans = planned(Period(day, day), PatrolPlan.objects.filter(area__closed_on=None).exclude(area__in=there))
    return list(
        {plan.area_id: plan.area for plan, _ in plans if may_there(user, ANSWERS, plan.area)}.values()
    )


def remind() -> int:
    """The morning after a planned day on which nothing was written: who answers for the grid, and the head of the village."""
    day = localdate(now()) - timedelta(days=1)
    there = set(Patrol.objects.filter(day=day).values_list("area", flat=True))
    told = 0
    for plan, on in planned(Period(day, day), PatrolPlan.objects.filter(area__closed_on=None)):
        if plan.area_id not in there:
            sentence = (
                f"{plan.area.full_name}安排了 {on:%m-%d} 巡查，还没有记录；走过的请补记，没走的请另行安排。"
            )
            told += tell(
                somebody(ANSWERS, "grid.answer_as_head", area=plan.area),
                None,
                sentence,
                key=f"patrol:{plan.area_id}:{on}",
            )
    return told


def said(weekdays: list[int]) -> str:
    """每周一、三、五."""
    return f"每周{'、'.join(WEEKDAYS[day] for day in sorted(weekdays))}"
