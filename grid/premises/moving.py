"""Camera points, places and plans of patrols of a grid that is no more: they go to the one in its stead. Where there are
several, whoever keeps the registers is told to say to which, and a plan ends.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from core.access.people import somebody
from core.models import Area, User
from core.records.admin_log import note_each
from core.records.notices import tell
from grid.models import CameraPoint, PatrolPlan, Site
from grid.premises.cameras import KEEP


def closed(area: Area, on: date, made: Sequence[Area], by: User) -> None:
    alone = made[0] if len(made) == 1 else None
    _plans(area, on, alone)
    points, places = CameraPoint.objects.filter(area=area), Site.objects.filter(area=area, closed_on=None)
    if alone:
        there = set(Site.objects.filter(area=alone, closed_on=None).values_list("name", "address"))
        fits = [one.pk for one in places if (one.name, one.address) not in there]
        for rows in (points, places.filter(pk__in=fits)):
            note_each(by, rows, f"区域变动，归入{alone.name}")
            rows.update(area=alone)
    n, m = points.count(), places.count()
    if n or m:
        sentence = f"{area.name}自 {on:%m-%d} 停用，还有 {n} 个视频点位、{m} 处场所登记在那里，请逐个更正到新的网格。"
        tell(somebody(KEEP, area=area), None, sentence, key=f"moving:{area.pk}")


def _plans(area: Area, on: date, alone: Area | None) -> None:
    """A plan ends the day before, and goes on as another: what was planned of a place stays with it."""
    plans = PatrolPlan.objects.filter(area=area, ends_on__gte=on)
    going = list(plans)
    plans.update(ends_on=Greatest(F("starts_on"), Value(on - timedelta(days=1)), output_field=DateField()))
    for plan in going if alone else ():
        plan.pk, plan.area, plan.starts_on = None, alone, max(on, plan.starts_on)  # type: ignore[assignment]
        plan.save()
