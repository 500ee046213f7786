"""Nobody sits in two places at one hour, and no place has two turns of a kind at one hour: a visit would count, and be paid, twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from core.models import Roster, Turn, User
from core.procedure.procedure import by_kind
from core.procedure.transitions import Snapshot
from core.values.refused import Refused

DAY = timedelta(days=1)


def refuse(now: Snapshot, turns: Sequence[Turn], field: str = "") -> None:
    """Refused, at this field of the form, where one of the turns, as they would be, overlaps another of them, of this roster or
    of one that is published. Acts on rosters that are there wait for one another, so that the second finds what the first did.
    """
    roster: Roster = now.matter
    if roster.pk:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core.rosters'))")
    standing: dict[date, list[Turn]] = defaultdict(list)
    for one in _counted(roster, turns):
        standing[one.day].append(one)
    for turn in turns:
        for day in (turn.day - DAY, turn.day, turn.day + DAY):
            for other in standing[day]:
                if _overlap(roster.kind, turn, other):
                    raise Refused(
                        f"{said(other)}已经排在{_where(other, roster)}里，时间重叠，不能排两次。", field
                    )
        standing[turn.day].append(turn)


def _counted(roster: Roster, turns: Sequence[Turn]) -> Iterator[Turn]:
    """All turns that count near these, but themselves."""
    days = [turn.day for turn in turns]
    counts = Q(matter=roster.pk) | Q(matter__status__in=(Roster.Status.PUBLISHED, Roster.Status.OVER))
    near = Turn.objects.filter(counts, day__range=(min(days) - DAY, max(days) + DAY))
    rest = near.exclude(pk__in=[turn.pk for turn in turns if turn.pk])
    yield from rest.select_related("matter", "user", "substitute")


def _overlap(kind: str, turn: Turn, other: Turn) -> bool:
    theirs = other.matter.kind if other.matter_id else kind
    same = turn.person == other.person
    if theirs == kind:
        same = same or turn.place == other.place
    elif _round_the_clock(kind) or _round_the_clock(theirs):
        return False
    return same and turn.start < other.end and other.start < turn.end


def _round_the_clock(kind: str) -> bool:
    """Whoever is on duty by day and night receives, or sits in the hall, meanwhile."""
    return bool(by_kind()[kind].labels["overnight"])


def _where(other: Turn, roster: Roster) -> str:
    if not other.matter_id or other.matter_id == roster.pk:
        return "本期"
    return f"{by_kind()[other.matter.kind].label}{other.matter.number}"


def by(turn: Turn, person: User, **values: Any) -> Turn:
    """The turn as it would be with somebody else there."""
    meant = copy(turn)
    meant.user, meant.substitute = person, None
    for name, value in values.items():
        setattr(meant, name, value)
    return meant


def said(turn: Turn) -> str:
    return f"{turn.day:%m-%d} {turn.hours} {turn.place} {turn.person.name}"
