"""What is told of rosters by itself: the day before; the same day, where nobody came; that none follows; the end."""

from datetime import date, time, timedelta

from django.utils.timezone import localdate, localtime

from core.access.people import once, with_permission
from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import YearMissing
from core.models import Roster, Turn
from core.procedure.procedure import Procedure, procedures
from core.records.notices import tell
from core.rosters.clocks import AHEAD
from core.rosters.rule import WEEKDAYS
from core.values.moments import now
from core.workflow.perform import perform

MORNING = time(8)
WEEK = timedelta(days=7)
LONG = timedelta(days=40)  # so long a missing log is asked for
LOG_AHEAD = 3  # working days; then it is told up


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
        told += _missed(turn) if turn.missed(moment) else _late(turn) if turn.late(moment) else 0
    if moment.time() >= MORNING:
        told += sum(_unpublished(procedure, today) for procedure in procedures() if procedure.model is Roster)
        told += _unlogged(today)
    return told + _finish()


def _tomorrow(turn: Turn) -> int:
    day = f"{turn.day:%m-%d} {WEEKDAYS[turn.day.weekday()][1]} {turn.hours}"
    sentence = f"明天（{day}）在{turn.place}轮值的是{turn.person.name}：{turn.matter.named}"
    people = once([turn.person, turn.matter.holder_user])
    return tell(people, turn.matter, sentence, key=f"turn:{turn.pk}:{turn.person.pk}:{turn.day}")


def _late(turn: Turn) -> int:
    """To whoever should be there and who keeps the roster: while it can still be mended."""
    people = once([turn.person, turn.matter.holder_user])
    sentence = f"{turn.hours} {turn.place}，{turn.person.name}还没有签到：{turn.matter.named}"
    return tell(people, turn.matter, sentence, key=f"turn:{turn.pk}:{turn.person.pk}:late")


def _unpublished(procedure: Procedure, today: date) -> int:
    """A roster that ran is about to end and none follows: to those who keep it a week before, to the director as well from
    the day on which the next one should have been published. A kind that never had a roster misses none.
    """
    last = Turn.objects.published(procedure.kind).select_related("matter__area").last()
    if last is None or last.day > today + WEEK or last.day < today - WEEK:
        return 0
    if Roster.objects.filter(kind=procedure.kind, status=Roster.Status.DRAFTED, last__gt=last.day).exists():
        return 0  # its clock reminds
    late = last.day <= today + timedelta(days=AHEAD)
    keepers = with_permission(procedure.labels["keep"], area=last.matter.area)
    people = once(keepers, with_permission("core.direct", area=last.matter.area) if late else ())
    sentence = f"{procedure.label}到 {last.day:%m-%d} 为止，下一期还没有公示，请排班：{last.matter.named}"
    key = f"roster:{procedure.kind}:{last.day}:{'late' if late else 'soon'}"
    return tell(people, last.matter, sentence, urgent=late, key=key)


def _missed(turn: Turn) -> int:
    """To the director, as a fact of that day; nothing is counted of anybody."""
    sentence = f"{turn.day:%m-%d} {turn.hours} {turn.place}，{turn.person.name}没有签到：{turn.matter.named}"
    directors = with_permission("core.direct", area=turn.matter.area)
    return tell(directors, turn.matter, sentence, key=f"turn:{turn.pk}:missed")


def _unlogged(today: date) -> int:
    """What was done in a turn is not written down: to who sat there from the next working day on, three working days later to
    who keeps the roster and the director too.
    """
    kinds = [one.kind for one in procedures() if one.labels.get("logs")]
    rows = Turn.objects.filter(
        matter__kind__in=kinds, signed_at__isnull=False, log=None, day__gte=today - LONG
    )
    told = 0
    for turn in rows.select_related("matter__area", "matter__holder_user", "user", "substitute"):
        late = _working_days(turn.day, today)
        if not late:
            continue
        up = late > LOG_AHEAD
        directors = with_permission("core.direct", area=turn.matter.area) if up else ()
        people = once([turn.person], [turn.matter.holder_user] if up else (), directors)
        sentence = (
            f"{turn.day:%m-%d} {turn.place}的值班还没有记录，请{turn.person.name}补记：{turn.matter.named}"
        )
        told += tell(
            people, turn.matter, sentence, urgent=up, key=f"turn:{turn.pk}:log:{'up' if up else 'own'}"
        )
    return told


def _working_days(day: date, today: date) -> int:
    """So many working days have begun since; where a calendar is missing, days of the week."""
    calendar, count = office_calendar(), 0
    for ahead in range(1, (today - day).days + 1):
        on = day + timedelta(days=ahead)
        try:
            count += calendar.is_workday(on)
        except YearMissing:
            count += on.weekday() < 5
    return count


def _finish() -> int:
    """Rosters whose days are over end by themselves."""
    over = Roster.objects.filter(status=Roster.Status.PUBLISHED, last__lt=localdate(now()))
    for roster in over:
        perform(roster.pk, "finish_roster", by=None)
    return len(over)
