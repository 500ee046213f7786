"""场所: visited at the cycle of its kind; what is found there is an incident, reported by the same act as any other."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import DateField, Exists, ExpressionWrapper, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils.timezone import localdate

from core.access.people import somebody
from core.models import Area, User
from core.procedure.indicators import Period
from core.records.admin_log import note
from core.records.notices import tell
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.form_keys import sent_before
from grid.found import incident_found
from grid.models import Site, SiteKind, SiteVisit
from grid.places import answering

LATE = timedelta(days=7)  # after which the head of the village is told too


def next_visit(kind: SiteKind, day: date) -> date | None:
    return day + timedelta(days=kind.cycle) if kind.cycle else None


@transaction.atomic
def visit(by: User, site: Site, data: dict[str, Any], key: UUID) -> SiteVisit:
    """Once, however often it is sent: with `what` an incident is reported along with it. Raises Refused."""
    site = Site.objects.select_for_update(of=("self",)).select_related("kind", "area").get(pk=site.pk)
    said = {"by": by, "site": site, "words": data["words"], "found": data.get("what", "")}
    if known := sent_before(SiteVisit.objects.all(), key, **said):
        return known
    if site.closed_on:
        raise Refused("这个场所已经注销。")
    incident = incident_found(by, site.area, data, key, place=f"{site.name} {site.address}".strip()[:80])
    site.due_on = next_visit(site.kind, localdate(now()))
    site.save(update_fields=["due_on"])
    note(by, site, f"走访，下次 {site.due_on or '不定'}")
    return SiteVisit.objects.create(
        at=now(), by=by, site=site, words=data["words"], incident=incident, key=key
    )


def due(user: Any) -> int:
    """How many places that the user sees wait for a visit."""
    return Site.objects.visible_to(user).filter(closed_on=None, due_on__lte=localdate(now())).count()


def due_in(month: Period) -> Any:
    """Places whose visit fell due by the end of the month, reckoned from the last before it; `seen`: visited in it."""
    visits = SiteVisit.objects.filter(site=OuterRef("pk"))
    before = Subquery(visits.filter(at__lt=month.since).order_by("-at").values("at")[:1])
    there = Exists(visits.filter(month.within("at")))
    rows = Site.objects.filter(Q(closed_on=None) | Q(closed_on__gt=month.last), kind__cycle__isnull=False)
    last = Coalesce(TruncDate(before), "since")
    owed = ExpressionWrapper(
        Value(month.last, DateField()) - Cast("kind__cycle", IntegerField()), DateField()
    )
    return rows.annotate(last=last, seen=there).filter(last__lte=owed)


def remind() -> int:
    """Once a week for each grid how many wait: to who answers for it; of those a week late to the head too."""
    today, told = localdate(now()), 0
    week = "{}-{}".format(*today.isocalendar())
    due = Site.objects.filter(closed_on=None, due_on__lte=today).order_by().values_list("area", "due_on")
    waits: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for pk, day in due:
        waits[pk] += 1
        late[pk] += day is not None and day <= today - LATE
    for area in Area.objects.filter(pk__in=waits).select_related("parent"):
        people = answering(area)
        heads = somebody("grid.answer_as_head", area=area)
        words = f"{area.full_name}有 {waits[area.pk]} 处场所到了走访的日子"
        told += tell(people, None, f"{words}，请安排走访。", key=f"sites:{area.pk}:{week}")
        if late[area.pk]:
            told += tell(
                heads,
                None,
                f"{words}，其中 {late[area.pk]} 处逾期一周以上，请督促。",
                urgent=True,
                key=f"sites:{area.pk}:{week}:late",
            )
    return told
