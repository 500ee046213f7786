"""综合指挥: the live board for the wall and the duty officer. Everything on it is read in one statement.

It names no citizen, shows no title and nothing that is sealed; whoever is on duty stands there with name and number.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from command import rosters, tonight
from command.models import Decision, Meeting, Resolution
from core.access.request import Request
from core.lists import wall
from core.lists.cards import cards
from core.models import Matter, Roster, Turn
from core.procedure.cards import Live, Looking
from core.procedure.procedure import procedures
from core.values.moments import now
from core.values.screen_formats import day

PARTS = (
    ("hall", "今天大厅"),
    ("due", "期限"),
    ("finds", "网格事件"),
    ("desk", "值守"),
    ("again", "反复反映"),
)
DECISIONS, UNITS = 2, 10


def _in_hall(looking: Looking) -> QuerySet[Turn]:
    return Turn.objects.running(rosters.HALL.kind, looking.at)


LIVE = (
    Live("to_call", "待打电话", "Ⅰ级紧急、要紧情况，还没有通知到本人的。",
         lambda at: tonight.open_calls(tonight.known_to(at.user)), "tonight", "desk", rosters.SERVE, warns=True),
    Live("here", "单位到岗", "今天坐班、已经签到的。", lambda at: _in_hall(at).exclude(signed_at=None), "hall_roster", "desk", rosters.SERVE, "个"),
    Live("not_here", "没有签到", "今天坐班、还没有签到的。", lambda at: _in_hall(at).filter(signed_at=None), "hall_roster", "desk", rosters.SERVE, "个"),
)  # fmt: skip


def read(user: Any, at: datetime) -> dict[str, Any]:
    """All that the board shows."""
    found = wall.ask(user, at, lambda looking: [*wall.parts(looking), *_own(looking)])
    numbers = wall.numbers(user, found)
    units = wall.units(user, found)
    return {
        "parts": [(key, label, numbers[key]) for key, label in PARTS if key in numbers],
        "units": units[:UNITS],
        "more_units": max(len(units) - UNITS, 0),
        "hours": wall.lines("hours", found, user),
        "acts": [line for card in cards().values() if card.acts for line in wall.lines(card.key, found, user, card.acts)],
        "duty": [_turn(row) for row in sorted(found.get("duty", ()), key=lambda row: (row["kind"], row["day"], row["id"]))],
        "decisions": _decisions(found),
        "opens": wall.opens(user),
        "maps": wall.drawings(user, at, found),
        "moment": at,
    }  # fmt: skip


def _own(looking: Looking) -> Iterator[QuerySet[Any]]:
    """Who is on duty or receives today, and what meetings decided last."""
    user, at = looking.user, looking.at
    kinds = [one.kind for one in procedures() if one.model is Roster and one.kind != rosters.HALL.kind]
    for kind in kinds:
        yield wall.part(
            "duty", Turn.objects.running(kind, at).order_by(), id=F("pk"), kind=F("matter__kind"), day=F("day"), place=F("place"),
            name=Coalesce("substitute__name", "user__name"), phone=Coalesce("substitute__phone", "user__phone"),
            signed=F("signed_at"), begins=F("begins"), ends=F("ends"),
        )  # fmt: skip
    # What was decided about a matter is shown to who sees the matter; the order itself opens to fewer.
    seen = Matter.objects.visible_to(user).filter(compartment="")
    decided = Decision.objects.filter(matter__parent__in=seen.values("pk"), matter__compartment="")
    order = Subquery(seen.filter(pk=OuterRef("matter")).values("pk"))
    yield wall.part(
        "decision", decided.order_by("-at", "-pk")[:DECISIONS], at=F("at"), measure=F("measure"), on=F("held_on"),
        pk=Coalesce(order, F("matter__parent")),
        minutes=F("minutes"), unit=F("matter__unit__short_name"),
    )  # fmt: skip
    # That a meeting decided something stands there for all; it opens to who sees the meeting.
    resolved = Resolution.objects.filter(matter__compartment="", number__isnull=False)  # of signed minutes
    meeting = Subquery(seen.filter(pk=OuterRef("matter")).values("pk"))
    yield wall.part(
        "resolved", resolved.order_by("-at", "-pk")[:DECISIONS], at=F("at"), pk=meeting, form=F("matter__form"),
        unit=F("unit__short_name"), due=F("due_on"),
    )  # fmt: skip


def _turn(row: dict[str, Any]) -> dict[str, Any]:
    begins, ends = row["begins"][:5], row["ends"][:5]
    hours = f"{begins}–{'次日' if ends <= begins else ''}{ends}"
    return {**row, "hours": hours}


def _decisions(found: wall.Found) -> list[dict[str, str]]:
    """The newest of supervision and of meetings; of these without their words, which may name somebody."""
    made = [(row["at"], _decision(row)) for row in found.get("decision", ())]
    made += [(row["at"], _resolved(row)) for row in found.get("resolved", ())]
    return [shown for _, shown in sorted(made, key=lambda one: one[0], reverse=True)][:DECISIONS]


def _resolved(row: dict[str, Any]) -> dict[str, str]:
    return {
        "url": reverse("matter", args=[row["pk"]]) if row["pk"] else "",
        "words": f"{row['unit']}：{Meeting.Form(row['form']).label}议定",
        "said": f"{day(date.fromisoformat(row['due']))} 前完成",
    }


def _decision(row: dict[str, Any]) -> dict[str, str]:
    return {
        "url": reverse("matter", args=[row["pk"]]),
        "words": f"{row['unit']}：{Decision.Measure(row['measure']).label}",
        "said": f"{day(date.fromisoformat(row['on']))} {row['minutes']}",
    }


@require_safe
@permission_required(rosters.SERVE, raise_exception=True)
def page(request: Request) -> HttpResponse:
    """The board; asked by the page itself every half minute, the part that changes alone."""
    template = "command/_board.html" if "X-Part" in request.headers else "command/board.html"
    return render(request, template, read(request.user, now()))
