"""A roster on its page: the rule that made it, its turns, what was swapped."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from core.models import Matter, Roster, Swap, Turn
from core.procedure.procedure import by_kind
from core.rosters.rule import WEEKDAYS
from core.values.moments import now
from core.values.screen_formats import when


def brief(roster: Roster, user: Any) -> dict[str, Any]:
    return {
        "title": roster.title,
        "facts": list(roster.rule.items()),
        "published": when(roster.published_at) if roster.published_at else "",
    }


def turns(roster: Roster, user: Any) -> dict[str, Any]:
    """All turns of it, and the swaps that were asked for."""
    rows = roster.turns.select_related("user", "substitute", "signed_by")
    swaps = roster.swaps.select_related("turn", "other", "asked_by", "asked_of")
    where = by_kind()[roster.kind].labels["where"]
    return {
        "where": where,
        "turns": lines(rows),
        "swaps": [swap_line(one) for one in swaps],
        "logs": logs(roster, user),
    }


def logs(roster: Roster, user: Any) -> list[dict[str, Any]]:
    """What was done in the turns; matters that the reader does not see are counted."""
    rows = list(roster.logs.select_related("turn", "by")) if by_kind()[roster.kind].labels.get("logs") else []
    ids = [pk for row in rows for pk in row.matters]
    seen = {one.pk: one.number for one in Matter.objects.visible_to(user, among=ids)} if ids else {}
    return [
        {
            "day": f"{row.turn.day:%m-%d}", "place": row.turn.place, "by": row.by.name if row.by else "", "people": row.people,
            "words": row.words, "matters": [(pk, seen[pk]) for pk in row.matters if pk in seen],
            "hidden": sum(pk not in seen for pk in row.matters), "at": when(row.at),
        }
        for row in rows
    ]  # fmt: skip


def lines(rows: Iterable[Turn]) -> list[dict[str, Any]]:
    """Turns as rows of a table. Whether somebody came is said as it is, and of nobody a count."""
    today, moment = localdate(), now()
    return [
        {
            "day": turn.day,
            "day_text": f"{turn.day:%m-%d} {WEEKDAYS[turn.day.weekday()][1]}",
            "today": turn.day == today,
            "hours": turn.hours,
            "place": turn.place,
            "person": turn.person.name,
            "instead_of": turn.user.name if turn.substitute_id else "",
            "named_by": turn.substituted_by,
            "why": turn.substitute_reason,
            "signed": when(turn.signed_at) if turn.signed_at else "",
            "signed_for": turn.signed_by.name if turn.signed_by and turn.signed_by != turn.person else "",
            "missed": turn.missed(moment),
            "late": turn.late(moment),
        }
        for turn in rows
    ]


def swap_line(swap: Swap) -> dict[str, str]:
    state = {None: "等对方答复", True: "已换", False: "对方不同意"}[swap.agreed]
    return {
        "asked": f"{swap.asked_by.name} {swap.turn.day:%m-%d}",
        "other": f"{swap.asked_of.name} {swap.other.day:%m-%d}",
        "reason": swap.reason,
        "state": state,
        "when_text": when(swap.answered_at or swap.asked_at),
        "answer": swap.answer,
    }
