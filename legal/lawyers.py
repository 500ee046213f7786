"""Lawyers on duty in the hall and in the villages: their roster, what is paid for a visit, and their page."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.models import Area, Turn, TurnLog, User
from core.pay.procedure import pay_sheet_of
from core.pay.rates import Item
from core.rosters import desk
from core.rosters.procedure import roster_of
from core.values.moments import now
from legal.indicators import LAWYERS

WHATS = {"hall": "驻大厅值班", "village": "驻村（居）值班"}


def items(first: date, last: date) -> list[Item]:
    """Visits that were signed in and written down; who only signed in has not said what was done."""
    rows = TurnLog.objects.filter(
        matter__kind=ROSTER.kind, turn__day__range=(first, last), turn__signed_at__isnull=False
    ).select_related("matter", "turn__user", "turn__substitute")
    villages = list(Area.objects.exclude(parent=None).values_list("name", flat=True))
    return [_item(row, villages) for row in rows]


def _item(row: TurnLog, villages: list[str]) -> Item:
    turn = row.turn
    what = "village" if any(name in turn.place for name in villages) else "hall"
    words = f"{turn.place}值班 {turn.hours}，接待 {row.people} 人次"
    return Item(f"turn:{turn.pk}", row.matter, turn.person, what, words, turn.day)


ROSTER = roster_of(
    "lawyer_roster", "律师值班", app="legal", keep="legal.keep_rosters", serve="legal.on_duty",
    basis="镇公共法律服务工作站值班制度", page="lawyer_roster", series="律值", logs="consultation", more=LAWYERS,
)  # fmt: skip
PAY = pay_sheet_of(
    "lawyer_pay", "律师值班补贴", app="legal", pays="legal.lawyers", draw="legal.draw_pay", check="legal.check_pay", see="legal.view_pay",
    page="lawyer_pay_list", new="lawyer_pay_new", series="律补", basis="镇公共法律服务工作站值班制度",
)  # fmt: skip


def on_duty(user: Any, moment: datetime) -> list[tuple[User, str]]:
    """The lawyers whose turn is today where the user sits, each with the hours; in a village's room its own, else the hall's."""
    villages = dict(Area.objects.exclude(parent=None).values_list("pk", "name"))
    own = [name for pk, name in villages.items() if any(f"/{pk}/" in post.path for post in user.reach.posts)]
    turns = Turn.objects.running(ROSTER.kind, moment).select_related("user", "substitute")
    here = [
        turn for turn in turns if any(name in turn.place for name in own or villages.values()) == bool(own)
    ]
    return [(turn.person, turn.hours) for turn in here]


def named(user: Any, moment: datetime, name: str) -> User | None:
    """The account of a lawyer whom the desk names as who answered: one of those on duty there, if only one is called so."""
    found = {person for person, _ in on_duty(user, moment) if person.name == name} if user and name else set()
    return found.pop() if len(found) == 1 else None


@require_safe
@permission_required("core.view_matters", raise_exception=True)
def page(request: Request) -> HttpResponse:
    shown: dict[str, Any] = desk.context(ROSTER.kind, request.user, now())
    return render(request, "core/roster_page.html", shown)
