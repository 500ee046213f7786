"""The pages of the queue: desk, room, slip and wall, for whom they are and what they must not show."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import waiting
from cases.models import Room, Ticket
from tests.cases.test_waiting import TEN, State, fresh, hall, served, take
from tests.people import Town, moment

__all__ = ["hall"]


def test_registration_from_the_ticket_hangs_the_case_on_it(
    town: Town, hall: dict[str, Room], client: Client
) -> None:
    ticket = served(town, hall["one"])
    client.force_login(town.receptionist)
    page = client.get("/cases/waiting/").content.decode()
    assert f"/cases/register/?ticket={ticket.pk}" in page
    form = {
        "channel": "visit",
        "demand": "想问宅基地怎么确权",
        "area": "不详",
        "secrecy": "internal",
        "key": str(uuid4()),
        "version": "0",
        "people-TOTAL_FORMS": "0",
        "people-INITIAL_FORMS": "0",
    }
    for _ in range(2):
        assert client.post(f"/cases/register/?ticket={ticket.pk}", form).status_code == 302
    case = fresh(ticket).case
    assert case and case.title == "想问宅基地怎么确权"
    assert f"/matters/{case.pk}/" in client.get("/cases/waiting/").content.decode()


def test_a_sealed_case_shows_nothing_in_the_queue(town: Town, hall: dict[str, Room], client: Client) -> None:
    ticket, case = served(town, hall["one"]), town.register("举报某村干部", accusation=True)
    Ticket.objects.filter(pk=ticket.pk).update(case=case, state=State.DONE, ended_at=ticket.served_at)
    client.force_login(town.dispatcher)
    page = client.get("/cases/waiting/").content.decode()
    assert f"/matters/{case.pk}/" not in page and "举报" not in page


def test_the_desk_in_two_presses_and_the_slip(town: Town, hall: dict[str, Room], client: Client) -> None:
    client.force_login(town.receptionist)
    form = client.get("/cases/waiting/").context["form"]
    posted = {"key": form["key"].value(), "room": form["room"].value(), "people": "1"}
    answers = [client.post("/cases/waiting/", posted) for _ in range(2)]
    ticket = Ticket.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {f"/cases/waiting/{ticket.pk}/slip/"}
    take(town, hall["one"], first=True)
    page = client.get(f"/cases/waiting/{ticket.pk}/slip/").content.decode()
    assert "前面还有 <b>1</b> 位" in page and "data-print" in page
    client.force_login(town.mediator)
    assert client.get(f"/cases/waiting/{ticket.pk}/slip/").status_code == 404
    assert client.post("/cases/waiting/", {**posted, "key": str(uuid4())}).status_code == 403


def test_what_is_typed_wrongly_gives_no_number(town: Town, hall: dict[str, Room], client: Client) -> None:
    client.force_login(town.receptionist)
    good = {"key": str(uuid4()), "room": str(hall["one"].pk), "people": "1"}
    for bad in (
        {"key": "x"},
        {"room": "0"},
        {"room": "x"},
        {"room": ""},
        {"room": "\x00"},
        {"people": "0"},
        {"people": "1000"},
        {"people": "9" * 40},
        {"purpose": "长" * 41},
        {"purpose": "a\x00b"},
    ):
        answer = client.post("/cases/waiting/", {**good, **bad})
        assert answer.status_code == 200 and "还没有保存" in answer.content.decode(), bad
    hall["one"].closed_on = "2026-01-01"
    hall["one"].save()
    assert client.post("/cases/waiting/", good).status_code == 200
    assert not Ticket.objects.exists()


def test_buttons_of_the_page(town: Town, hall: dict[str, Room], client: Client) -> None:
    first, second = take(town, hall["one"], purpose="问低保 199-0000-0001"), take(town, hall["one"])
    client.force_login(town.receptionist)
    room = {"room": hall["two"].pk}

    def press(address: str, **data: Any) -> str:
        answer = client.post(f"/cases/waiting/{address}", data, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    page = press("call/", **room)
    assert (
        f'aria-label="{first.number} 号"' in page
        and fresh(first).room == hall["two"]
        and "199-0000-0001" not in page
    )
    assert client.session["seat"] == hall["two"].pk
    press(f"{first.pk}/serve/")
    page = press(f"{first.pk}/done/", next=hall["two"].pk)
    assert f"{first.number} 号办完" in page and f'aria-label="{second.number} 号"' in page
    page = press(f"{first.pk}/done/", next=hall["two"].pk)  # the second click
    assert fresh(second).calls == 1
    assert "不能重新排队" in press(f"{first.pk}/back/")
    press(f"{second.pk}/gone/")
    assert "重新排队" in press(f"{second.pk}/back/")
    assert "已转到法律咨询室" in press(f"{second.pk}/pass/", room=hall["law"].pk)
    assert "没有人在等" in press("call/", **room)
    for address, data, status in (
        ("call/", {}, 404),
        ("call/", {"room": "x"}, 404),
        ("call/", {"room": hall["talk"].pk}, 403),
        (f"{first.pk}/pass/", {"room": "0"}, 404),
        (f"{first.pk}/explode/", {}, 404),
        ("999999/serve/", {}, 404),
    ):
        assert client.post(f"/cases/waiting/{address}", data).status_code == status, address
    assert client.get(f"/cases/waiting/?room={hall['talk'].pk}").context["seat"] == hall["two"]


@pytest.mark.parametrize("who", ["handler", "duty_leader", "auditor", "system_admin", "grid_worker"])
def test_who_sits_at_no_desk_has_no_queue(
    town: Town, hall: dict[str, Room], client: Client, who: str
) -> None:
    ticket = take(town, hall["one"])
    client.force_login(town.users[who])
    assert client.get("/cases/waiting/").status_code == 403
    assert client.post("/cases/waiting/call/", {"room": hall["one"].pk}).status_code == 403
    assert client.post(f"/cases/waiting/{ticket.pk}/done/").status_code == 403


def test_the_wall_shows_numbers_and_windows_and_nothing_else(
    town: Town, hall: dict[str, Room], client: Client
) -> None:
    take(town, hall["one"], purpose="离婚纠纷")
    take(town, hall["talk"], purpose="离婚纠纷", first=True)
    waiting.call_next(town.receptionist, hall["two"])
    page = client.get("/screen/").content.decode()
    assert "<b>1</b> <span>号</span> <em>综合受理二号窗口</em>" in page and "矛盾调解室" in page
    assert "离婚" not in page and town.receptionist.name not in page and "refresh" in page


def test_a_full_hall_costs_no_more_queries(town: Town, hall: dict[str, Room], client: Client) -> None:
    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    def fill(count: int) -> None:
        for number in range(count):
            ticket = take(town, hall[("one", "law", "talk")[number % 3]])
            if number % 4 == 0:
                case = town.register()
                done = {"state": State.DONE, "ended_at": ticket.arrived_at, "called_at": ticket.arrived_at}
                Ticket.objects.filter(pk=ticket.pk).update(case=case, **done)

    client.force_login(town.receptionist)
    fill(5)
    few = [cost(url) for url in ("/cases/waiting/", "/screen/")]
    fill(40)
    assert [cost(url) for url in ("/cases/waiting/", "/screen/")] == few
    assert max(few) <= 12, few


def test_looking_by_itself_keeps_no_login_alive(town: Town, hall: dict[str, Room], client: Client) -> None:
    with time_machine.travel(moment(TEN), tick=False) as clock:
        client.force_login(town.receptionist)
        assert client.get("/cases/waiting/").status_code == 200
        poll = {"X-Part": "1", "X-Poll": "1"}
        for _ in range(2):
            clock.shift(timedelta(minutes=14))
            assert client.get("/cases/waiting/", headers=poll).status_code == 200
        clock.shift(timedelta(minutes=3))
        assert client.get("/cases/waiting/", headers=poll).status_code == 401
