"""责任倒查: who had a matter in hand when, and for how many working minutes. Facts and dates, no verdict.

The stretches are those of the road map, cut wherever stage, unit or holder changes: their minutes are the age of the matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from command.models import Heard
from core.access import sealed
from core.access.request import Request
from core.deadlines.calendars import office_calendar
from core.deadlines.lights import worked, worked_long
from core.deadlines.workdays import YearMissing
from core.models import Clock, HistoryEntry, Holding
from core.privacy.masking import veil
from core.procedure.procedure import by_kind
from core.values.moments import now
from core.values.roles import roles
from core.values.screen_formats import day, when
from core.workflow.roadmap import HOURS_NOTE, legs


@dataclass(frozen=True)
class Stretch:
    """Whose it was from when to when, in which post; None where the calendar of a year is missing."""

    who: str
    post: str
    stage: str
    since: datetime
    until: datetime
    minutes: int | None


def stretches(matter: Any, moment: datetime) -> list[Stretch]:
    """In the order of time; a closed matter ends when it was closed."""
    procedure, calendar = by_kind()[matter.kind], office_calendar()
    entries = list(
        HistoryEntry.objects.filter(matter=matter.pk)
        .select_related("unit", "holder", "detail")
        .order_by("seq")
    )
    made = []
    for leg in legs(entries, matter.closed_at or moment, lambda entry: True):
        if leg.left is None and leg.entered.after in procedure.workflow.final:
            continue
        entered = leg.entered
        try:
            minutes = calendar.working_minutes(leg.since, leg.until)
        except YearMissing:
            minutes = None
        unit, person = entered.unit, entered.holder
        who = f"{unit.short_name} · {person.name}" if person else str(unit.short_name)
        stage = procedure.workflow.stage(entered.after).label
        made.append(Stretch(who, _post(person, unit, leg.since), stage, leg.since, leg.until, minutes))
    return made


def _post(person: Any, unit: Any, at: datetime) -> str:
    """The post in which a person had it; of a unit, who headed it that day. Also of those who have left since."""
    day = localdate(at)
    there = Holding.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), post__unit=unit, starts_on__lte=day)
    held = there.exclude(activated_by=None).select_related("post", "user")
    if person is not None:
        return "、".join(dict.fromkeys(one.post.name for one in held.filter(user=person)))
    heads = held.filter(
        post__role__in=[key for key, role in roles().items() if "core.head_unit" in role.permissions]
    )
    return "、".join(dict.fromkeys(f"{one.post.name} {one.user.name}" for one in heads.order_by("pk")))


def summed(found: Sequence[Stretch]) -> list[tuple[str, int | None]]:
    """The minutes of each holder, in the order in which they first had it."""
    sums: dict[str, int | None] = {}
    for one in found:
        before = sums.get(one.who, 0)
        sums[one.who] = None if before is None or one.minutes is None else before + one.minutes
    return list(sums.items())


def age(found: Sequence[Stretch]) -> int | None:
    minutes = [one.minutes for one in found]
    return None if None in minutes else sum(minutes)  # type: ignore[arg-type]


def terms(matter: Any) -> list[tuple[str, ...]]:
    """Each duty: whose, from when, its last day, when it was done."""
    clocks = (
        Clock.objects.filter(matter=matter.pk, right=False)
        .select_related("unit")
        .order_by("started_at", "pk")
    )
    return [
        (
            clock.label, clock.unit.short_name if clock.unit else "", when(clock.started_at),
            day(clock.raw) if clock.raw else "待日历",
            f"{when(clock.ended_at)} {clock.get_end_display()}" if clock.ended_at else "还没有完成",
        )
        for clock in clocks
    ]  # fmt: skip


def heard(matter: Any) -> list[tuple[str, str, str]]:
    """What the units said for themselves, in the supervisions of the matter."""
    rows = Heard.objects.filter(matter__parent=matter.pk)
    return [(f"{when(row.heard_at)} {row.speaker}", row.words, row.answer) for row in rows]


@require_safe
def review(request: Request, pk: int) -> HttpResponse:
    """Of any matter that the reader may see."""
    matter = sealed.enter(request, pk)
    if not request.user.has_perm("command.check"):
        raise PermissionDenied
    found = stretches(matter, now())
    context = {
        "stretches": [
            (one.who, one.post, one.stage, when(one.since), when(one.until), worked(one.minutes), one.minutes)
            for one in found
        ],
        "sums": [(who, worked_long(minutes), minutes) for who, minutes in summed(found)],
        "age": worked_long(age(found)), "age_minutes": age(found), "terms": terms(matter), "heard": heard(matter),
        "note": HOURS_NOTE,
    }  # fmt: skip
    return render(request, "command/review.html", {"matter": matter, **veil(context, matter.names)})
