"""排队叫号: numbers without gaps, nobody called twice, rights by where one sits, waits that can be trusted."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404

from cases import waiting
from cases.models import Room, Ticket
from core.models import Access, Unit
from core.values.refused import Refused
from tests.people import Town, moment
from tests.sweeps.world import at_once

State = Ticket.State
TEN = "2026-11-18 10:00"


@pytest.fixture
def hall(town: Town) -> dict[str, Room]:
    """Two windows and the law room of the centre, and a room in which another unit sits."""
    first = Room.objects.get(kind="window")
    return {
        "one": first,
        "two": Room.objects.create(name="综合受理二号窗口", kind="window", unit=town.centre, order=2),
        "law": Room.objects.get(name="法律咨询室"),
        "talk": Room.objects.create(name="矛盾调解室", unit=town.committee, order=5),
    }


def take(town: Town, room: Room, **facts: Any) -> Ticket:
    return waiting.take(town.receptionist, room, key=facts.pop("key", uuid4()), **facts)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("room").get(pk=ticket.pk)


def served(town: Town, room: Room, user: Any = None) -> Ticket:
    """A visitor who is being served at a window."""
    take(town, room)
    called = waiting.call_next(user or town.receptionist, room)
    assert called
    return waiting.serve(user or town.receptionist, called.pk)


# --- Numbers ------------------------------------------------------------------------------------------------


def test_numbers_begin_at_one_each_day_and_the_same_form_gives_one(town: Town, hall: dict[str, Room]) -> None:
    with time_machine.travel(moment("2026-11-17 16:00"), tick=False):
        assert [take(town, hall["one"]).number for _ in range(3)] == [1, 2, 3]
    with time_machine.travel(moment(TEN), tick=False):
        key = uuid4()
        assert {take(town, hall["one"], key=key).number for _ in range(2)} == {1}
        assert take(town, hall["talk"]).number == 2  # one row of numbers for the whole hall
    with pytest.raises(PermissionDenied):
        waiting.take(town.mediator, hall["talk"], key=uuid4())


def test_priority_goes_first_then_the_number_over_all_windows(town: Town, hall: dict[str, Room]) -> None:
    one, two = take(town, hall["one"]), take(town, hall["two"])
    old, law = take(town, hall["one"], first=True), take(town, hall["law"])
    assert (waiting.before(one), waiting.before(two), waiting.before(old), waiting.before(law)) == (
        1,
        2,
        0,
        0,
    )
    users = (town.receptionist, town.dispatcher, town.director)
    called = [waiting.call_next(user, hall["two"]) for user in users]
    assert [ticket.number for ticket in called if ticket] == [old.number, one.number, two.number]
    assert fresh(one).room == hall["two"]  # who called has the visitor
    assert waiting.call_next(town.petition_officer, hall["one"]) is None
    assert fresh(law).state == State.WAITING


# --- Steps --------------------------------------------------------------------------------------------------


def test_a_second_click_does_nothing(town: Town, hall: dict[str, Room]) -> None:
    for _ in range(3):
        take(town, hall["one"])
    desk, room = town.receptionist, hall["one"]
    with time_machine.travel(moment(TEN), tick=False) as clock:
        for _ in range(3):
            take(town, room)
        ticket = waiting.call_next(desk, room)
        assert ticket and waiting.call_next(desk, room) == ticket  # called, and not come yet
        assert waiting.call_again(desk, ticket.pk).calls == 1
        clock.shift(60)
        assert waiting.call_again(desk, ticket.pk).calls == 2 == waiting.call_again(desk, ticket.pk).calls
        assert fresh(ticket).called_at == moment(TEN)  # calling again makes no wait longer
        for verb, state in (
            (waiting.gone, State.GONE),
            (waiting.back, State.WAITING),
        ):
            assert verb(desk, ticket.pk).state == state == verb(desk, ticket.pk).state
        assert waiting.call_next(desk, room) == ticket
        assert waiting.serve(desk, ticket.pk).state == State.SERVING == waiting.serve(desk, ticket.pk).state
        with pytest.raises(Refused, match="还在接待"):
            waiting.call_next(desk, room)
        assert waiting.done(desk, ticket.pk).state == State.DONE == waiting.done(desk, ticket.pk).state
    for verb in (waiting.serve, waiting.call_again, waiting.gone, waiting.back):
        with time_machine.travel(moment(TEN), tick=False), pytest.raises(Refused, match="已接待"):
            verb(desk, ticket.pk)


def test_nobody_jumps_the_queue_at_a_window_but_a_room_takes_whom_it_sees(
    town: Town, hall: dict[str, Room]
) -> None:
    here, there = take(town, hall["one"]), take(town, hall["talk"])
    with pytest.raises(Refused, match="按次序"):
        waiting.serve(town.receptionist, here.pk)
    taken = waiting.serve(town.mediator, there.pk)
    assert taken.state == State.SERVING and taken.called_at and taken.called_by == town.mediator


def test_who_is_passed_on_waits_there_with_the_old_number_and_arrival(
    town: Town, hall: dict[str, Room]
) -> None:
    with time_machine.travel(moment(TEN), tick=False) as clock:
        ticket = take(town, hall["one"])
        clock.shift(timedelta(minutes=7))
        waiting.call_next(town.receptionist, hall["one"])
        waiting.serve(town.receptionist, ticket.pk)
        clock.shift(timedelta(minutes=20))
        for _ in range(2):
            waiting.pass_on(town.receptionist, ticket.pk, hall["talk"])
        clock.shift(timedelta(minutes=4))
        now = fresh(ticket)
        assert (now.state, now.room, now.passed_from) == (State.WAITING, hall["talk"], hall["one"])
        assert now.arrived_at == moment(TEN) and waiting.waited(now) == 4 and waiting.until_called(now) == 7
        assert waiting.serve(town.mediator, ticket.pk).state == State.SERVING
        waiting.pass_on(town.mediator, ticket.pk, hall["law"])
        with pytest.raises(Refused, match="已转到法律咨询室"):
            waiting.pass_on(
                town.mediator, ticket.pk, hall["law"]
            )  # the second click of who may no longer see it
        found = waiting.figures([fresh(ticket)])
        assert (found.called, found.median, found.longest, found.served, found.waiting) == (1, 7, 7, 1, 1)


def test_rights_are_those_of_the_seat(town: Town, hall: dict[str, Room]) -> None:
    window, talk = take(town, hall["one"]), take(town, hall["talk"])
    assert set(waiting.tickets_seen(town.receptionist, waiting.open_rooms())) == {window, talk}
    assert set(waiting.tickets_seen(town.mediator, waiting.open_rooms())) == {talk}
    assert not waiting.tickets_seen(town.grid_worker, waiting.open_rooms()).exists()
    with pytest.raises(PermissionDenied):
        waiting.call_next(town.mediator, hall["one"])
    for verb in (waiting.call_again, waiting.serve, waiting.gone, waiting.back, waiting.done):
        with pytest.raises(PermissionDenied):
            verb(town.receptionist, talk.pk)  # seen from the window, not the clerk's
        with pytest.raises(Http404):
            verb(town.mediator, window.pk)
        with pytest.raises(Http404):
            verb(town.mediator, 9**30)
    moved = waiting.pass_on(
        town.receptionist, talk.pk, hall["one"]
    )  # who gives numbers puts a wrong one right
    assert moved.room == hall["one"]
    with pytest.raises(Http404):
        waiting.pass_on(town.mediator, window.pk, hall["talk"])


def test_windows_of_another_unit_are_another_queue(town: Town, hall: dict[str, Room]) -> None:
    police = Unit.objects.create(
        code="S01", name="栖云派出所", short_name="派出所", kind="stationed", area=town.town
    )
    other = Room.objects.create(name="户籍窗口", kind="window", unit=police)
    ticket = take(town, other)
    assert waiting.call_next(town.receptionist, hall["one"]) is None
    with pytest.raises(PermissionDenied):
        waiting.call_next(town.receptionist, other)
    assert fresh(ticket).state == State.WAITING


# --- Days and numbers of the day -------------------------------------------------------------------------------


def test_yesterday_never_blocks_today_and_the_night_ends_it(town: Town, hall: dict[str, Room]) -> None:
    with time_machine.travel(moment("2026-11-17 16:00"), tick=False):
        at_table = served(town, hall["one"])
        called = waiting.call_next(town.dispatcher, hall["two"]) or take(town, hall["two"])
        left = take(town, hall["talk"])
    with time_machine.travel(moment(TEN), tick=False):
        assert not waiting.tickets_seen(town.receptionist, waiting.open_rooms()).exists()
        assert waiting.call_next(town.receptionist, hall["one"]) is None
        with pytest.raises(Http404):
            waiting.done(town.receptionist, at_table.pk)
        today = take(town, hall["one"])
        assert waiting.close_days() == 3 and waiting.close_days() == 0
        assert [fresh(t).state for t in (at_table, called, left, today)] == [
            State.DONE,
            State.GONE,
            State.GONE,
            State.WAITING,
        ]


def test_the_figures_say_of_how_many(town: Town, hall: dict[str, Room]) -> None:
    empty = waiting.figures([])
    assert (empty.numbers, empty.median, empty.longest, empty.longest_now) == (0, None, None, None)
    with time_machine.travel(moment(TEN), tick=False) as clock:
        for minutes in (3, 5, 30):
            ticket = take(town, hall["one"], people=2)
            clock.shift(timedelta(minutes=minutes))
            assert waiting.call_next(town.receptionist, hall["one"]) == ticket
            if minutes == 5:
                waiting.gone(town.receptionist, ticket.pk)
            else:
                waiting.serve(town.receptionist, ticket.pk)
                waiting.done(town.receptionist, ticket.pk)
        take(town, hall["one"])
        clock.shift(timedelta(minutes=40, seconds=59))
        found = waiting.figures(list(waiting.tickets_seen(town.receptionist, waiting.open_rooms())))
    assert (found.numbers, found.people, found.served, found.gone, found.waiting) == (4, 7, 2, 1, 1)
    assert (found.called, found.median, found.longest, found.longest_now) == (3, 5, 40, 40)


# --- The case -----------------------------------------------------------------------------------------------


def test_a_guided_case_takes_its_visitor_along(town: Town, hall: dict[str, Room]) -> None:
    ticket, case = served(town, hall["one"]), town.register()
    waiting.attach(town.receptionist, str(ticket.pk), case)
    town.act(case, "guide", town.receptionist, room=hall["talk"])
    now = fresh(ticket)
    assert (now.case_id, now.state, now.room) == (case.pk, State.WAITING, hall["talk"])
    town.act(case, "take_in_room", town.mediator)
    assert fresh(ticket).state == State.SERVING and fresh(ticket).called_by == town.mediator
    town.act(case, "pass_on", town.mediator, room=hall["law"])
    assert (fresh(ticket).state, fresh(ticket).room) == (State.WAITING, hall["law"])


def test_the_room_that_takes_the_visitor_takes_the_case(town: Town, hall: dict[str, Room]) -> None:
    ticket, case = served(town, hall["one"]), town.register()
    waiting.attach(town.receptionist, str(ticket.pk), case)
    town.act(case, "guide", town.receptionist, room=hall["talk"])
    waiting.serve(town.mediator, ticket.pk)
    case.refresh_from_db()
    assert case.holder_user == town.mediator and not case.clocks.filter(rule="cases.room", ended_at=None)
    waiting.pass_on(town.mediator, ticket.pk, hall["law"])
    case.refresh_from_db()
    assert (case.room, case.holder_unit, case.holder_user) == (hall["law"], town.centre, None)
    assert fresh(ticket).room == hall["law"] and fresh(ticket).state == State.WAITING


def test_a_case_sealed_before_the_room_stays_where_it_is(town: Town, hall: dict[str, Room]) -> None:
    ticket, case = served(town, hall["one"]), town.register()
    waiting.attach(town.receptionist, str(ticket.pk), case)
    town.act(case, "guide", town.receptionist, room=hall["talk"])
    town.act(case, "seal", town.director, compartment="minor", reason="涉及未成年人。")
    Access.objects.filter(matter_id=case.pk, user=town.mediator).update(ends_at=case.received_at)
    assert waiting.serve(town.mediator, ticket.pk).state == State.SERVING
    case.refresh_from_db()
    assert case.holder_user is None


@pytest.mark.parametrize("address", [None, "", "x", "0", "-1", "9" * 40, "１", "\x00"])
def test_a_registration_never_fails_for_its_ticket(town: Town, hall: dict[str, Room], address: Any) -> None:
    case = town.register()
    waiting.attach(town.receptionist, address, case)
    waiting.attach(town.receptionist, str(take(town, hall["one"]).pk), case)  # not served yet
    waiting.attach(
        town.receptionist, str(served(town, hall["talk"], town.mediator).pk), case
    )  # not the clerk's
    assert not Ticket.objects.exclude(case=None).exists()


# --- Two at once ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once(town: Town, hall: dict[str, Room]) -> None:
    key = uuid4()
    given = at_once(
        *(lambda: take(town, hall["one"]) for _ in range(4)), *(lambda: take(town, hall["one"], key=key),) * 2
    )
    assert sorted({ticket.number for ticket in given}) == [1, 2, 3, 4, 5]
    desks = ((town.receptionist, "one"), (town.dispatcher, "two"), (town.director, "one"))
    called = at_once(
        *(lambda user=user, room=room: waiting.call_next(user, hall[room]) for user, room in desks)
    )
    assert len({ticket.pk for ticket in called}) == 3
    again = at_once(*(lambda: waiting.call_next(town.petition_officer, hall["two"]),) * 2)  # one double click
    assert len({ticket.pk for ticket in again}) == 1
    assert Ticket.objects.filter(state=State.CALLED).count() == 4
    target = called[0].pk
    ends = at_once(
        lambda: waiting.gone(town.receptionist, target), lambda: waiting.serve(town.receptionist, target)
    )
    assert sum(isinstance(end, Refused) for end in ends) == 1
