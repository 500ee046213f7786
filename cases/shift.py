"""交接班单: what was taken in during a shift of a hall and what the next one must look to.

Two looks at the cases that the reader may see: those of the shift, and those that are open. Nothing is stored:
the sheet is printed, signed by both and filed on paper.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate, localtime, make_aware

from cases import clocks
from cases.models import Case
from cases.unregistered import unregistered
from core.documents import paper_formats as say
from core.intake import blank
from core.models import Clock, HistoryEntry, Unit, User
from core.values.moments import now
from core.values.screen_formats import until

S = Case.Status
MOST = 50  # lines of one list; more are counted and said
WAITING = (S.REGISTERED, S.RETURNED)


@dataclass(frozen=True)
class Shift:
    """A stretch of one day: from `start` up to, not including, `end`."""

    day: date
    begins: time
    ends: time | None  # None: the end of the day
    words: str

    @property
    def start(self) -> datetime:
        return make_aware(datetime.combine(self.day, self.begins))

    @property
    def end(self) -> datetime:
        if self.ends is None:
            return make_aware(datetime.combine(self.day + timedelta(days=1), time.min))
        return make_aware(datetime.combine(self.day, self.ends))


NOON = time(12)
HALVES: dict[str, tuple[time, time | None, str]] = {
    "am": (time.min, NOON, "上午"),
    "pm": (NOON, None, "下午"),
    "day": (time.min, None, "全天"),
}


def half(day: date, name: str) -> Shift:
    """上午, 下午 (both with the hours before and after) or the whole day."""
    return Shift(day, *HALVES[name])


def stretch(day: date, begins: time, ends: time) -> Shift:
    """A shift with hours of its own: 8:30–14:00."""
    return Shift(day, begins, ends, f"{begins:%H:%M} 至 {ends:%H:%M}")


def present() -> str:
    """Which half of the day it is."""
    return "am" if localtime(now()).time() < NOON else "pm"


@dataclass(frozen=True)
class Line:
    """One case of a list: titles of sealed ones stay closed also for who may open them."""

    pk: int
    number: str
    title: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One list of the sheet, with how many there are in all."""

    key: str
    label: str
    count: int
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def parts(user: User, hall: Unit, shift: Shift) -> list[Part]:
    """All lists of the sheet; the first two of the shift, the others as things stand now."""
    taken = _of_hall(user, hall).filter(
        Q(registered_at__gte=shift.start, registered_at__lt=shift.end)
        | Q(status=S.SETTLED, closed_at__gte=shift.start, closed_at__lt=shift.end)
    )
    found = list(taken.order_by("registered_at", "pk"))
    came = [case for case in found if shift.start <= case.registered_at < shift.end]
    settled = [
        case for case in found if case.status == S.SETTLED and shift.start <= case.closed_at < shift.end
    ]
    return [
        _part("registered", "本班登记", came, _late),
        _part("settled", "本班当场办结", settled),
        *_open_parts(user, hall),
    ]


def _of_hall(user: User, hall: Unit) -> Any:
    """What this hall took in: the unit of the first entry of the history."""
    first = HistoryEntry.objects.filter(matter=OuterRef("pk"), seq=1, unit=hall)
    return Case.objects.visible_to(user).filter(Exists(first))


def _open_parts(user: User, hall: Unit) -> list[Part]:
    """Everything open of the hall that somebody must look to, read once and told apart here."""
    today = localdate(now())
    night = make_aware(datetime.combine(today + timedelta(days=1), time.min))
    red = ~Q(flags=[]) & Q(flags_cleared_at=None)
    asked = Q(status__in=[*WAITING, S.REPLIED]) | Q(due_at__lte=night) | red
    rows = list(_of_hall(user, hall).filter(asked, closed_at=None).order_by("due_at", "pk"))
    calls = _last_days(rows)
    late = [case for case in rows if case.due_at and case.due_at <= now()]
    due = [case for case in rows if case.due_at and now() < case.due_at <= night]
    back = [case for case in rows if case.status == S.REPLIED]

    def last_day(case: Case) -> str:
        on = calls.get(case.pk)
        if on is None:
            return "期限待日历"
        return "已逾期" if on < today else "今天" if on == today else f"{say.short(on)}前"

    return [
        _part("red", "要紧情况未解除", [case for case in rows if case.red], lambda case: "、".join(case.red)),
        _part("waiting", "待分流", [case for case in rows if case.status in WAITING]),
        _part("call_back", "待回访", back, last_day),
        _part("due", "今天到期", due),
        _part("late", "已经逾期", late, lambda case: until(case.due_at)),
    ]


def _last_days(rows: Iterable[Case]) -> dict[int, date | None]:
    """By when each is to be called back."""
    waiting = [case.pk for case in rows if case.status == S.REPLIED]
    running = Clock.objects.running().filter(rule=clocks.CALL_BACK.key, matter__in=waiting)
    return dict(running.values_list("matter_id", "raw"))


def _late(case: Case) -> str:
    """Typed in this shift, but come in on an earlier day."""
    if localdate(case.received_at) == localdate(case.registered_at):
        return ""
    return f"{say.short(case.received_at, weekday=False)}收到，补录"


def _part(key: str, label: str, cases: list[Case], note: Callable[[Case], str] = lambda case: "") -> Part:
    lines = [
        Line(case.pk, case.number, case.shown_title, S(case.status).label, "" if case.sealed else note(case))
        for case in cases[:MOST]
    ]
    return Part(key, label, len(cases), lines)


def blanks(user: User) -> list[dict[str, Any]]:
    """Batches of blank forms with numbers that are not used yet."""
    rows = [row for row in blank.batches(user, "case") if row["left"]]
    return [{**row, "span": blank.span(row["first"], row["last"])} for row in rows]


def sheet(user: User, hall: Unit, shift: Shift) -> dict[str, Any]:
    """What the page and the paper show."""
    return {
        "unit": settings.TOWN["centre"],
        "hall": hall.name,
        "day": say.day(shift.day, weekday=True),
        "shift": shift.words,
        "printed_at": say.moment(now()),
        "printed_by": user.name,
        "parts": parts(user, hall, shift),
        "blanks": blanks(user),
        "unregistered": unregistered().filter(room__unit=hall).count(),
    }
