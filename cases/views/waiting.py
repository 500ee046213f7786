"""排队叫号: the page of the desks, the slip, and the screen on the wall."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases import waiting as queue
from cases.forms_waiting import TicketForm
from cases.models import Room, Ticket
from cases.reception import turns_between
from cases.unregistered import PERMISSION, unregistered
from core.access.request import Request
from core.models import Appointment, Matter
from core.privacy.masking import mask_digits
from core.rosters.panel import lines
from core.values.form_base import renew
from core.values.moments import now
from core.values.refused import Refused

SEAT = "seat"  # in the session: the window or room one sits at
CALLS_SHOWN, NEXT_SHOWN = 6, 12  # on the wall
LATELY = 6  # ended tickets on the page
ORDER = {Ticket.State.CALLED: 0, Ticket.State.SERVING: 1}


@permission_required("cases.queue", raise_exception=True)
def waiting(request: Request) -> HttpResponse:
    """Who waits, who is called, who is served; POST gives a number."""
    user = request.user
    rooms = queue.open_rooms()
    places = destinations(rooms)
    form = TicketForm(places, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not user.has_perm("cases.register"):
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            return redirect("waiting_slip", pk=queue.take(user, **form.cleaned_data).pk)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            renew(form)
    tickets = list(queue.tickets_seen(user, rooms))
    mine = queue.own(user, rooms)
    seat = _seat(request, mine)
    return render(
        request,
        "cases/waiting.html",
        {
            "form": form if user.has_perm("cases.register") and places else None,
            "seat": seat,
            "tabs": _tabs(mine, seat, tickets) if len(mine) > 1 else [],
            "numbers": _numbers(queue.figures(tickets)),
            "moment": localtime(now()),
            "unregistered": unregistered().count() if user.has_perm(PERMISSION) else 0,
            "waits": sum(_turn_of(ticket, seat) for ticket in tickets),
            **Desk(user, rooms, seat, tickets).lines("all" in request.GET),
        },
    )


def destinations(rooms: Sequence[Room]) -> list[tuple[Room, str]]:
    """Where a visitor may be sent: windows of one unit as one queue, under its first window; each room."""
    found: list[tuple[Room, str]] = []
    for room in rooms:
        if not any(queue.same_queue(room, known) for known, _ in found):
            found.append((room, queue_name(room, rooms)))
    return found


def queue_name(room: Room, rooms: Sequence[Room]) -> str:
    """What one waits for: a room by name; windows that share a queue as 窗口, with the unit if others have some."""
    windows = [other for other in rooms if other.kind == Room.Kind.WINDOW]
    shared = [other for other in windows if queue.same_queue(other, room)]
    if len(shared) < 2:
        return room.name
    return "窗口" if len(shared) == len(windows) else f"窗口（{room.unit.short_name}）"


def _seat(request: Request, mine: Sequence[Room]) -> Room | None:
    """Where the user sits today: asked for, or as last time, or the first of their own."""
    asked = request.GET.get("room", "")
    by_pk = {str(room.pk): room for room in mine}
    seat = by_pk.get(asked) or by_pk.get(str(request.session.get(SEAT, ""))) or next(iter(mine), None)
    if seat and asked == str(seat.pk):
        request.session[SEAT] = seat.pk
    return seat


def _turn_of(ticket: Ticket, seat: Room | None) -> bool:
    """Does this visitor wait for the seat?"""
    return seat is not None and ticket.state == Ticket.State.WAITING and queue.same_queue(ticket.room, seat)


def _tabs(mine: Sequence[Room], seat: Room | None, tickets: Sequence[Ticket]) -> list[dict[str, Any]]:
    return [
        {
            "url": f"?room={room.pk}",
            "label": room.name,
            "count": sum(_turn_of(ticket, room) for ticket in tickets),
            "current": room == seat,
        }
        for room in mine
    ]


def _numbers(today: queue.Figures) -> list[dict[str, Any]]:
    """The strip of numbers, each with what it was counted of."""
    rows = (
        ("来人", today.numbers, "个号", "共", today.people, "人"),
        (
            "已接待",
            today.served,
            f"／ {today.numbers} 个号",
            "正在接待",
            today.serving,
            f"· 过号 {today.gone}",
        ),
        ("正在等", today.waiting, "个号", "其中优先", today.priority, "个"),
        ("一半人等候不超过", today.median, "分", "叫到的", today.called, "个"),
        ("等候最长", today.longest, "分", "正在等的最长", today.longest_now, "分"),
    )
    return [
        {
            "label": label,
            "value": "—" if value is None else value,
            "unit": unit,
            "lines": [(words, "—" if more is None else more, "", after)],
        }
        for label, value, unit, words, more, after in rows
    ]


class Desk:
    """The hall as one user finds it: where they sit, which cases they may see, and a line for each ticket."""

    def __init__(
        self, user: Any, rooms: Sequence[Room], seat: Room | None, tickets: Sequence[Ticket]
    ) -> None:
        self.rooms, self.seat, self.tickets = rooms, seat, tickets
        self.places = destinations(rooms)
        self.own = {room.pk for room in queue.own(user, rooms)}
        cases = [ticket.case_id for ticket in tickets if ticket.case_id]
        visible = Matter.objects.visible_to(user).filter(pk__in=cases)
        self.visible = set(visible.values_list("pk", flat=True))

    def line(self, ticket: Ticket) -> dict[str, Any]:
        waits = ticket.state == Ticket.State.WAITING
        return {
            "ticket": ticket,
            "where": queue_name(ticket.room, self.rooms) if waits else ticket.room.name,
            "purpose": mask_digits(ticket.purpose),
            "waited": queue.waited(ticket),
            "until_called": queue.until_called(ticket),
            "here": _turn_of(ticket, self.seat),
            "own": ticket.room_id in self.own,
            "seen_case": ticket.case_id in self.visible,
            "others": [row for row in self.places if not queue.same_queue(row[0], ticket.room)],
        }

    def lines(self, everything: bool) -> dict[str, Any]:
        """In hand at this seat, waiting, elsewhere, ended: the last few, and who may still come."""
        busy = [t for t in self.tickets if t.state in ORDER]
        busy.sort(key=lambda t: (ORDER[Ticket.State(t.state)], t.number))
        waits = [t for t in self.tickets if t.state == Ticket.State.WAITING]
        waits.sort(key=lambda t: (not _turn_of(t, self.seat), queue.place(t)))
        ended = sorted(
            (t for t in self.tickets if t.ended_at), key=lambda t: t.ended_at or t.arrived_at, reverse=True
        )
        shown = [t for n, t in enumerate(ended) if everything or n < LATELY or t.state == Ticket.State.GONE]
        return {
            "in_hand": [self.line(t) for t in busy if t.room == self.seat],
            "waiting": [self.line(t) for t in waits],
            "elsewhere": [self.line(t) for t in busy if t.room != self.seat],
            "ended": [self.line(t) for t in shown],
            "more": len(ended) if len(shown) < len(ended) else 0,
        }


# --- Acts ---------------------------------------------------------------------------------------------------

# What is said when it is done; nothing where the page itself shows it.
ACTS: dict[str, tuple[Callable[[Any, int], Ticket], str]] = {
    "again": (queue.call_again, ""),
    "serve": (queue.serve, ""),
    "gone": (queue.gone, "记为过号"),
    "back": (queue.back, "重新排队"),
    "done": (queue.done, "办完"),
}


@require_POST
@permission_required("cases.queue", raise_exception=True)
def call(request: Request) -> HttpResponse:
    """叫下一位, to the window or room one sits at."""
    room = _room(request)
    _call_next(request, room)
    request.session[SEAT] = room.pk
    return redirect("waiting")


@require_POST
@permission_required("cases.queue", raise_exception=True)
def act(request: Request, pk: int, name: str) -> HttpResponse:
    """One step of a ticket; `next` calls the next visitor after it."""
    if name != "pass" and name not in ACTS:
        raise Http404
    try:
        if name == "pass":
            ticket = queue.pass_on(request.user, pk, _room(request))
            messages.success(request, f"{ticket.number} 号已转到{ticket.room.name}。")
        else:
            verb, said = ACTS[name]
            ticket = verb(request.user, pk)
            if said:
                messages.success(request, f"{ticket.number} 号{said}。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        if "next" in request.POST:
            _call_next(request, _room(request, "next"))
    return redirect("waiting")


def _call_next(request: Request, room: Room) -> None:
    try:
        if queue.call_next(request.user, room) is None:
            messages.info(request, "没有人在等。")
    except Refused as refused:
        messages.warning(request, refused.sentence)


def _room(request: Request, name: str = "room") -> Room:
    found = next((r for r in queue.open_rooms() if str(r.pk) == request.POST.get(name, "")), None)
    if found is None:
        raise Http404
    return found


# --- Paper and wall -------------------------------------------------------------------------------------------


@permission_required("cases.queue", raise_exception=True)
def slip(request: Request, pk: int) -> HttpResponse:
    """号条: number, where, how many are before."""
    rooms = queue.open_rooms()
    ticket = queue.tickets_seen(request.user, rooms).filter(pk=pk).first()
    if ticket is None:
        raise Http404
    shown = {
        "ticket": ticket,
        "where": queue_name(ticket.room, rooms),
        "before": queue.before(ticket),
        "moment": localtime(now()),
    }
    return render(request, "cases/slip.html", shown)


@login_not_required
@never_cache
def screen(request: HttpRequest) -> HttpResponse:
    """The wall of the hall: numbers and windows, nothing else; so it needs no login that would run out."""
    rooms = queue.open_rooms()
    tickets = list(Ticket.objects.filter(day=queue.today(), ended_at=None).select_related("room"))
    called = [t for t in tickets if t.state == Ticket.State.CALLED]
    called.sort(key=lambda t: t.last_called_at or t.arrived_at, reverse=True)
    waits = sorted((t for t in tickets if t.state == Ticket.State.WAITING), key=queue.place)
    queues = [
        (name, [t for t in waits if queue.same_queue(t.room, room)]) for room, name in destinations(rooms)
    ]
    shown = {
        "called": called[:CALLS_SHOWN],
        "serving": [t for t in tickets if t.state == Ticket.State.SERVING],
        "queues": [(name, here[:NEXT_SHOWN], len(here)) for name, here in queues if here],
        "today": lines(turns_between(queue.today(), queue.today())),
        "booked": _booked(rooms),
        "moment": localtime(now()),
    }
    return render(request, "cases/screen.html", shown)


def _booked(rooms: Sequence[Room]) -> list[tuple[str, str]]:
    """Which room of the hall is taken when today, and for nobody's ears more."""
    here = Appointment.objects.filter(
        cancelled_at=None, until__gt=now(), place__in=[room.name for room in rooms]
    )
    rows = [row for row in here.order_by("at")[:NEXT_SHOWN] if localtime(row.at).date() == queue.today()]
    return [(f"{localtime(row.at):%H:%M}", row.place) for row in rows]
