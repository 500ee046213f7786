"""周调度, 月研判 (三个一): of a kind of meeting that the office keeps up, whoever calls meetings is reminded in a week or a month
without one, and the director towards its end. Its agenda is drawn from the record when it is called, so nobody reports twice.
"""

from datetime import date, timedelta

from django.utils.timezone import localdate

from command.models import Meeting
from core.access.people import once, with_permission
from core.intake.places import town
from core.procedure.indicators import Period
from core.records.notices import tell
from core.values.moments import now

Form, S = Meeting.Form, Meeting.Status
KEPT_UP = 3  # periods back: where none was called in them, nobody is asked for the next


def remind() -> int:
    """How many were told; each once in the period, and once more with the director."""
    today = localdate(now())
    week = Period(monday := today - timedelta(days=today.weekday()), monday + timedelta(days=6))
    month = Period.of_month(today.year, today.month)
    return _about(Form.WEEKLY, "本周", week, today, first=1, last=4) + _about(
        Form.MONTHLY, "本月", month, today, first=9, last=19
    )


def _about(form: str, words: str, period: Period, today: date, *, first: int, last: int) -> int:
    """`first`, `last`: after how many days of the period it is told, and told to the director too."""
    called = Meeting.objects.filter(form=form).exclude(status=S.CANCELLED)
    gone = (today - period.first).days
    length = (period.last - period.first).days + 1
    before = period.since - timedelta(days=KEPT_UP * length)
    kept_up = called.filter(begins_at__gte=before, begins_at__lt=period.since).exists()
    there = called.filter(period.within("begins_at")).exists()
    if gone < first or there or not kept_up:
        return 0
    late = gone >= last
    people = once(
        with_permission("command.meet", area=town()),
        with_permission("core.direct", area=town()) if late else (),
    )
    sentence = f"{words}的{Form(form).label}还没有召开，请“召开会议”，议题由系统列好。"
    return tell(people, None, sentence, urgent=late, key=f"meeting:{form}:{period.first}:{late:d}")
