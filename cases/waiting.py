"""排队叫号: who waits in the hall, for which window or room, and since when.

Windows of one unit share one queue; a room has its own. Priority goes first (老人、残疾人、孕妇、军人), then the
number. Two desks that call at once get two visitors, or one of them nobody; a second click does nothing.
Verbs raise Http404 (hidden, or not of today), PermissionDenied (seen, not one's own) or Refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.timezone import localdate

from cases.models import Case, Room, Ticket
from core.records.numbers import next_number
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import one_at_a_time, perform

WAITING, CALLED, SERVING = Ticket.State.WAITING, Ticket.State.CALLED, Ticket.State.SERVING
DONE, GONE = Ticket.State.DONE, Ticket.State.GONE
# Who sits there: a window registers, a room takes the cases that are guided to it.
SITS = {Room.Kind.WINDOW: "cases.register", Room.Kind.ROOM: "cases.room"}
BACK = timedelta(days=14)  # how long a number may still be matched with what is registered afterwards
AGAIN = timedelta(seconds=5)  # two calls closer than this are one double click


def today() -> date:
    return localdate(now())


# --- What one sees ------------------------------------------------------------------------------------------


def open_rooms() -> list[Room]:
    """Windows and rooms in use."""
    return list(Room.objects.filter(closed_on=None).select_related("unit"))


def own(user: Any, rooms: Iterable[Room]) -> list[Room]:
    """Where the user may sit: windows and rooms of their units."""
    return [room for room in rooms if _sits(user, room)]


def _sits(user: Any, room: Room) -> bool:
    return room.unit_id in user.reach.units and user.has_perm(SITS[Room.Kind(room.kind)])


def tickets_seen(user: Any, rooms: Sequence[Room]) -> QuerySet[Ticket]:
    """Today's tickets: of the whole hall for who sits at a window, else of one's own rooms."""
    tickets = Ticket.objects.filter(day=today()).select_related("room", "called_by", "passed_from")
    mine = own(user, rooms)
    if any(room.kind == Room.Kind.WINDOW for room in mine):
        return tickets
    return tickets.filter(room__in=mine)


def same_queue(one: Room, other: Room) -> bool:
    """Windows of one unit share one queue."""
    windows = one.kind == other.kind == Room.Kind.WINDOW
    return one.pk == other.pk or (windows and one.unit_id == other.unit_id)


def place(ticket: Ticket) -> tuple[bool, int]:
    """The order of a queue."""
    return not ticket.first, ticket.number


def before(ticket: Ticket) -> int:
    """How many wait in front of this one now."""
    waiting = Ticket.objects.filter(day=ticket.day, state=WAITING).select_related("room")
    return sum(same_queue(other.room, ticket.room) and place(other) < place(ticket) for other in waiting)


@dataclass(frozen=True)
class Figures:
    """Today in numbers; waits in whole minutes, from arrival to the first call.

    `median` is of those who were called (`called` of them), None before the first; `longest` counts those
    who still wait as well, `longest_now` the present waits alone.
    """

    numbers: int
    people: int
    served: int
    serving: int
    waiting: int
    priority: int
    gone: int
    called: int
    median: int | None
    longest: int | None
    longest_now: int | None


def figures(tickets: Sequence[Ticket]) -> Figures:
    moment = now()
    called = [_minutes(t.called_at - t.arrived_at) for t in tickets if t.called_at]
    still = [_minutes(moment - t.arrived_at) for t in tickets if t.state == WAITING and not t.called_at]
    return Figures(
        numbers=len(tickets),
        people=sum(t.people for t in tickets),
        served=sum(t.served_at is not None for t in tickets),
        serving=sum(t.state == SERVING for t in tickets),
        waiting=sum(t.state == WAITING for t in tickets),
        priority=sum(t.state == WAITING and t.first for t in tickets),
        gone=sum(t.state == GONE for t in tickets),
        called=len(called),
        median=int(median(called)) if called else None,
        longest=max(called + still, default=None),
        longest_now=max((waited(t) for t in tickets if t.state == WAITING), default=None),
    )


def _minutes(span: timedelta) -> int:
    return max(int(span.total_seconds()) // 60, 0)


def waited(ticket: Ticket) -> int:
    """Minutes of the present wait, which begins anew where a visitor is passed on."""
    return _minutes(now() - ticket.queued_at)


def until_called(ticket: Ticket) -> int | None:
    """Minutes from arrival to the first call; None for who was never called."""
    return _minutes(ticket.called_at - ticket.arrived_at) if ticket.called_at else None


# --- Verbs --------------------------------------------------------------------------------------------------


@transaction.atomic
def take(
    user: Any, room: Room, *, key: UUID, purpose: str = "", people: int = 1, first: bool = False
) -> Ticket:
    """Give a number: from 1 each day, without gaps. The same key again gives the same number; Refused where it
    comes with other words.
    """
    if not user.has_perm("cases.register"):
        raise PermissionDenied
    one_at_a_time(key)
    if given := Ticket.objects.filter(key=key).first():
        if (given.purpose, given.people, given.first) != (purpose, people, first):
            raise Refused(f"这张表单已经取过 {given.number} 号，这次填的和那次不一样，请再取一次。")
        return given
    moment = now()
    day = localdate(moment)
    return Ticket.objects.create(
        key=key,
        day=day,
        number=next_number(f"ticket {day:%m-%d}", day.year),
        room=room,
        purpose=purpose,
        people=people,
        first=first,
        arrived_at=moment,
        queued_at=moment,
    )


@transaction.atomic
def call_next(user: Any, room: Room) -> Ticket | None:
    """Call whose turn it is to this window or room; None where nobody waits.

    Whom the caller has called already and who has not come is called no second time. Raises Refused while the
    caller serves somebody here.
    """
    if not _sits(user, room):
        raise PermissionDenied
    Room.objects.select_for_update(no_key=True).get(pk=room.pk)  # one window calls one visitor at a time
    here = Ticket.objects.filter(day=today(), room=room, called_by=user)
    if ticket := here.filter(state=SERVING).first():
        raise Refused(f"{ticket.number} 号还在接待，办完再叫下一位。")
    if ticket := here.filter(state=CALLED).first():
        return ticket
    queue = _queue(room).select_for_update(no_key=True, of=("self",), skip_locked=True)
    ticket = queue.order_by(F("first").desc(), "number").first()
    if ticket is None:
        return None
    moment = now()
    return _write(
        ticket,
        state=CALLED,
        room=room,
        called_by=user,
        called_at=ticket.called_at or moment,
        last_called_at=moment,
        calls=ticket.calls + 1,
    )


def _queue(room: Room) -> QuerySet[Ticket]:
    """Who waits for this seat; windows of one unit share one queue."""
    waiting = Ticket.objects.filter(day=today(), state=WAITING)
    if room.kind == Room.Kind.WINDOW:
        return waiting.filter(room__unit=room.unit_id, room__kind=Room.Kind.WINDOW)
    return waiting.filter(room=room)


@transaction.atomic
def call_again(user: Any, pk: int) -> Ticket:
    """The visitor has not come: once more on the screen."""
    ticket = _locked(user, pk)
    _refuse_unless(ticket, (CALLED,), "再叫")
    if ticket.last_called_at and now() - ticket.last_called_at < AGAIN:
        return ticket
    return _write(ticket, last_called_at=now(), calls=ticket.calls + 1)


@transaction.atomic
def serve(user: Any, pk: int) -> Ticket:
    """开始接待. A room may take who waits for it without a call; the case that came along is taken too."""
    _move_case(user, pk, "take_in_room")
    ticket = _locked(user, pk)
    if ticket.state == SERVING:
        return ticket
    if ticket.state == WAITING and ticket.room.kind == Room.Kind.WINDOW:
        raise Refused(f"{ticket.number} 号还没有叫，请按次序叫号。")
    _refuse_unless(ticket, (WAITING, CALLED), "接待")
    return _write(ticket, **_taken(ticket, user))


@transaction.atomic
def pass_on(user: Any, pk: int, room: Room) -> Ticket:
    """转到别处: waits there with the old number and arrival; the case that was guided here goes along."""
    if room.kind == Room.Kind.ROOM and _move_case(user, pk, "pass_on", room):
        return Ticket.objects.select_related("room").get(pk=pk)
    ticket = _locked(user, pk, to_pass_on=True)
    if ticket.state == WAITING and same_queue(ticket.room, room):
        return ticket
    _refuse_unless(ticket, (WAITING, CALLED, SERVING), "转走")
    return _write(ticket, **_sent(ticket, room))


@transaction.atomic
def done(user: Any, pk: int) -> Ticket:
    """办完."""
    ticket = _locked(user, pk)
    if ticket.state == DONE:
        return ticket
    _refuse_unless(ticket, (SERVING,), "办完")
    return _write(ticket, state=DONE, ended_at=now())


@transaction.atomic
def gone(user: Any, pk: int) -> Ticket:
    """过号: called, and nobody came."""
    ticket = _locked(user, pk)
    if ticket.state == GONE:
        return ticket
    _refuse_unless(ticket, (CALLED,), "过号")
    return _write(ticket, state=GONE, ended_at=now())


@transaction.atomic
def back(user: Any, pk: int) -> Ticket:
    """The visitor has come after all: waits again under the same number, today only."""
    ticket = _locked(user, pk)
    if ticket.state == WAITING:
        return ticket
    _refuse_unless(ticket, (GONE,), "重新排队")
    return _write(ticket, state=WAITING, ended_at=None, queued_at=now(), called_by=None)


def _locked(user: Any, pk: int, *, to_pass_on: bool = False) -> Ticket:
    """A ticket of today under lock, if the user may move it. Who gives numbers may redirect whoever waits."""
    locked = Ticket.objects.select_for_update(no_key=True, of=("self",))
    ticket = locked.select_related("room", "passed_from").filter(pk=pk, day=today()).first()
    if ticket is None:
        raise Http404
    if _sits(user, ticket.room):
        return ticket
    if not tickets_seen(user, open_rooms()).filter(pk=pk).exists():
        if ticket.passed_from and _sits(user, ticket.passed_from):
            raise Refused(f"{ticket.number} 号已转到{ticket.room.name}。")
        raise Http404
    if to_pass_on and ticket.state == WAITING:
        return ticket
    raise PermissionDenied


def _refuse_unless(ticket: Ticket, states: Sequence[str], word: str) -> None:
    if ticket.state not in states:
        raise Refused(f"{ticket.number} 号现在是“{ticket.get_state_display()}”，不能{word}。")


def _write(ticket: Ticket, **values: Any) -> Ticket:
    for name, value in values.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=values.keys())
    return ticket


def _taken(ticket: Ticket, user: Any) -> dict[str, Any]:
    """Somebody serves the visitor from now on."""
    moment = now()
    return {
        "state": SERVING,
        "called_by": user,
        "called_at": ticket.called_at or moment,
        "last_called_at": ticket.last_called_at or moment,
        "served_at": moment,
    }


def _sent(ticket: Ticket, room: Room) -> dict[str, Any]:
    """The visitor waits anew, for this room."""
    return {
        "state": WAITING,
        "room": room,
        "passed_from": ticket.room if ticket.room_id != room.pk else ticket.passed_from,
        "queued_at": now(),
        "called_by": None,
        "last_called_at": None,
        "calls": 0,
    }


# --- The case of a ticket -------------------------------------------------------------------------------------


def attach(user: Any, pk: str | None, case: Case) -> None:
    """What the visitor came for has been registered: the ticket points at it.

    Whatever the address says, a registration never fails for it: a ticket that has a case already, or is neither being
    served at a window of the user's today nor left unregistered (cases.unregistered), is left alone.
    """
    if not pk or not (pk.isascii() and pk.isdigit()):
        return
    ticket = Ticket.objects.select_related("room").filter(pk=pk, case=None, state__in=(SERVING, DONE)).first()
    if ticket is None:
        return
    here = ticket.state == SERVING and ticket.day == today() and _sits(user, ticket.room)
    late = ticket.state == DONE and ticket.day >= today() - BACK and not (ticket.matter_id or ticket.nothing)
    if here or (late and user.has_perm("cases.counter")):
        Ticket.objects.filter(pk=ticket.pk, state=ticket.state, case=None).update(case=case)


def when_guided(case: Case, room: Room) -> list[tuple[Ticket, Mapping[str, Any]]]:
    """The changes of Outcome when a case is guided to a room: its visitor waits there."""
    return [(ticket, _sent(ticket, room)) for ticket in _open_tickets(case)]


def when_taken(case: Case, user: Any) -> list[tuple[Ticket, Mapping[str, Any]]]:
    """The changes of Outcome when the room takes a case: its visitor is being served."""
    return [
        (ticket, _taken(ticket, user))
        for ticket in _open_tickets(case)
        if ticket.room_id == case.room_id and ticket.state != SERVING
    ]


def _open_tickets(case: Case) -> QuerySet[Ticket]:
    return Ticket.objects.filter(case_id=case.pk, day=today(), ended_at=None).select_related("room")


def _move_case(user: Any, pk: int, name: str, room: Room | None = None) -> bool:
    """The same step for the case that was guided here with the visitor, so that nobody does it twice.

    The case is locked before the ticket, as everywhere. Who may not move the case moves the ticket alone.
    """
    ticket = Ticket.objects.select_related("room", "case").filter(pk=pk, day=today()).first()
    case = ticket.case if ticket else None
    if ticket is None or case is None or case.status != Case.Status.GUIDED or case.room_id != ticket.room_id:
        return False
    if not _sits(user, ticket.room) or case.holder_unit_id not in user.reach.units:
        return False
    if case.holder_user_id if name == "take_in_room" else room == ticket.room:
        return False
    try:
        perform(case.pk, name, by=user, data={"room": room} if room else {})
    except Http404:  # sealed before the reader
        return False
    except PermissionDenied:
        raise Refused(f"{ticket.number} 号刚刚转走了。") from None
    return True


# --- By itself --------------------------------------------------------------------------------------------------


def close_days() -> int:
    """Shortly after midnight: what was left open on earlier days ends, as 已接待 where somebody was serving."""
    left = Ticket.objects.filter(day__lt=today(), ended_at=None)
    moment = now()
    served = left.filter(state=SERVING).update(state=DONE, ended_at=moment)
    return served + left.update(state=GONE, ended_at=moment)
