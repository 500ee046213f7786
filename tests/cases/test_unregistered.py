"""没有登记的号: whoever was served is registered, matched, or written down as asking nothing (信访工作条例 43, 44)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from cases import unregistered, waiting
from cases.models import Room, Ticket
from tests.cases.test_waiting import TEN, fresh, hall, served
from tests.people import Town, moment

__all__ = ["hall"]
PAGE = "/cases/waiting/unregistered/"


@pytest.fixture
def left(town: Town, hall: dict[str, Room]) -> Ticket:
    """Served yesterday, and nothing registered."""
    with time_machine.travel(moment(TEN), tick=False):
        ticket = served(town, hall["one"])
        Ticket.objects.filter(pk=ticket.pk).update(purpose="问低保 19900000031", people=2)
        return waiting.done(town.receptionist, ticket.pk)


@pytest.fixture
def next_day() -> Any:
    with time_machine.travel(moment(TEN) + timedelta(days=1), tick=False):
        yield


def open_numbers() -> list[int]:
    return [ticket.pk for ticket in unregistered.unregistered()]


def test_the_list_holds_who_was_served_and_led_to_nothing(
    town: Town, hall: dict[str, Room], left: Ticket, next_day: None, client: Client
) -> None:
    registered, gone = served(town, hall["one"]), waiting.take(town.receptionist, hall["one"], key=uuid4())
    Ticket.objects.filter(pk=registered.pk).update(case=town.register())
    waiting.done(town.receptionist, registered.pk)
    called = waiting.call_next(town.receptionist, hall["one"])
    assert called == gone and waiting.gone(town.receptionist, gone.pk)
    assert open_numbers() == [left.pk]
    client.force_login(town.receptionist)
    page = client.get(PAGE).content.decode()
    assert "问低保" in page and "19900000031" not in page
    assert "1 个号接待过，还没有登记" in client.get("/cases/shift/").content.decode()


def test_a_visit_is_registered_from_the_day_on_which_it_was_served(
    town: Town, left: Ticket, next_day: None, client: Client
) -> None:
    client.force_login(town.receptionist)
    answer = client.post(PAGE, {"ticket": left.pk, "register": "1"})
    address = answer.headers["Location"]
    assert f"ticket={left.pk}" in address
    form = client.get(address).context["form"]
    assert form["at"].value() == "2026-11-18T10:00"
    posted = {
        "channel": "visit", "demand": "低保停发三个月，要求说明原因", "area": "不详", "secrecy": "internal", "key": form["key"].value(),
        "version": "0", "at": form["at"].value(), "people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post(address, posted).status_code == 302
    case = fresh(left).case
    assert case and case.received_at == moment(TEN) and open_numbers() == []


def test_a_number_is_matched_with_what_is_registered_elsewhere(
    town: Town, left: Ticket, next_day: None, client: Client
) -> None:
    matter = town.register("三组路灯不亮")
    client.force_login(town.receptionist)
    page = client.post(PAGE, {"ticket": left.pk, "matter": "没有这样的"}, follow=True)
    assert open_numbers() == [left.pk] and page.context["lines"]
    client.post(PAGE, {"ticket": left.pk, "matter": matter.number})
    ticket = fresh(left)
    assert (ticket.matter_id, ticket.settled_by) == (matter.pk, town.receptionist) and open_numbers() == []
    assert client.post(PAGE, {"ticket": left.pk, "nothing": "问路"}).status_code == 404


def test_who_asked_nothing_is_written_down_by_name(
    town: Town, left: Ticket, next_day: None, client: Client
) -> None:
    client.force_login(town.receptionist)
    client.post(PAGE, {"ticket": left.pk})
    client.post(PAGE, {"ticket": left.pk, "nothing": " "})
    assert open_numbers() == [left.pk]
    page = client.post(PAGE, {"ticket": left.pk, "nothing": "问卫生间在哪里"}, follow=True).content.decode()
    assert open_numbers() == []
    assert "问卫生间在哪里" in page and town.receptionist.name in page


def test_only_who_sits_at_the_counter_sees_the_list(town: Town, left: Ticket, client: Client) -> None:
    for user, status in (
        (town.director, 200),
        (town.receptionist, 200),
        (town.mediator, 403),
        (town.handler, 403),
    ):
        client.force_login(user)
        assert client.get(PAGE).status_code == status, user


def test_whoever_dispatches_is_told_in_the_morning_until_it_is_settled(
    town: Town, left: Ticket, next_day: None
) -> None:
    unregistered.remind()
    assert unregistered.remind() >= 0  # a second run on one day tells nobody anew
    for user in (town.dispatcher, town.director):
        told = [one.sentence for one in user.notices.all() if "还没有登记" in one.sentence]
        assert len(told) == 1 and told[0].startswith("1 个号")
    unregistered.nothing(town.receptionist, left, "问路")
    assert unregistered.remind() == 0
