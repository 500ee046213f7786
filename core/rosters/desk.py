"""What a roster's page of a room shows: who is here today, whom to call, the days to come, the rosters themselves."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from core.models import Matter, Roster, Turn
from core.procedure.procedure import by_kind
from core.rosters.panel import lines

AHEAD = 14  # days that the page shows


def today(kind: str, moment: datetime) -> list[dict[str, Any]]:
    """Who is to be here now or later today, with the number to call; last night's while it lasts."""
    turns = list(
        Turn.objects.running(kind, moment)
        .select_related("user", "substitute", "signed_by", "matter")
        .order_by("day", "pk")
    )
    return [
        {
            **line,
            "phone": turn.person.phone,
            "sign_url": "" if turn.signed_at else reverse("act", args=[turn.matter_id, "sign_in"]),
            "pk": turn.pk,
            "person_pk": turn.person.pk,
        }
        for turn, line in zip(turns, lines(turns), strict=True)
    ]


def public_pages() -> list[tuple[str, str]]:
    """Address and name of the rosters that citizens may see."""
    shown = (one for one in by_kind().values() if one.labels.get("public"))
    return [(reverse("roster_public", args=[one.kind]), f"{one.label}公示") for one in shown]


def context(kind: str, user: Any, moment: datetime) -> dict[str, Any]:
    """Of core/roster_page.html: today first, then the days to come, then the rosters."""
    procedure, day = by_kind()[kind], localdate(moment)
    here = today(kind, moment)
    coming = Turn.objects.published(kind).filter(day__gte=day, day__lte=day + timedelta(days=AHEAD))
    coming = coming.exclude(pk__in=[line["pk"] for line in here])
    seen = Matter.objects.visible_to(user).filter(kind=kind, voided_at=None)
    rosters = Roster.objects.filter(pk__in=seen.values("pk")).order_by("-first")[:12]
    return {
        "procedure": procedure,
        "here": [{**line, "mine": line["person_pk"] in (user.pk, *user.reach.stands_for)} for line in here],
        "turns": lines(coming.select_related("user", "substitute", "signed_by").order_by("day", "pk")),
        "rosters": [
            (reverse("matter", args=[one.pk]), one.title, procedure.workflow.stage(one.status).label) for one in rosters
        ],
        "new_url": reverse("roster_new", args=[kind]) if user.has_perm(procedure.labels["keep"]) else "",
        "public_url": reverse("roster_public", args=[kind]) if procedure.labels["public"] else "",
        "moment": moment,
    }  # fmt: skip
