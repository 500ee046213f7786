"""What is told of rosters by itself: the day before; the same day, where nobody came; and the end of a roster."""

from datetime import time, timedelta

from django.utils.timezone import localdate, localtime

from core.access.people import once, with_permission
from core.models import Roster, Turn
from core.records.notices import tell
from core.rosters.rule import WEEKDAYS
from core.values.moments import now
from core.workflow.perform import perform

MORNING = time(8)


def remind() -> int:
    """Everything that is due now, each thing once however often it is asked; returns how many were told or done."""
    moment = localtime(now())
    today, told = moment.date(), 0
    published = Turn.objects.filter(matter__status=Roster.Status.PUBLISHED, signed_at=None)
    known = published.select_related("matter__area", "matter__holder_user", "user", "substitute")
    if moment.time() >= MORNING:
        for turn in known.filter(day=today + timedelta(days=1)):
            told += _tomorrow(turn)
    for turn in known.filter(day__lte=today, day__gt=today - timedelta(days=3)):
        told += _missed(turn) if turn.missed(moment) else 0
    return told + _finish()


def _tomorrow(turn: Turn) -> int:
    day = f"{turn.day:%m-%d} {WEEKDAYS[turn.day.weekday()][1]} {turn.hours}"
    sentence = f"明天（{day}）在{turn.place}轮值的是{turn.person.name}：{turn.matter.named}"
    people = once([turn.person, turn.matter.holder_user])
    return tell(people, turn.matter, sentence, key=f"turn:{turn.pk}:{turn.person.pk}:{turn.day}")


def _missed(turn: Turn) -> int:
    """To the director, as a fact of that day; nothing is counted of anybody."""
    sentence = f"{turn.day:%m-%d} {turn.hours} {turn.place}，{turn.person.name}没有签到：{turn.matter.named}"
    directors = with_permission("core.direct", area=turn.matter.area)
    return tell(directors, turn.matter, sentence, key=f"turn:{turn.pk}:missed")


def _finish() -> int:
    """Rosters whose days are over end by themselves."""
    over = Roster.objects.filter(status=Roster.Status.PUBLISHED, last__lt=localdate(now()))
    for roster in over:
        perform(roster.pk, "finish_roster", by=None)
    return len(over)
