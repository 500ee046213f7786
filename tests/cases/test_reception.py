"""领导接访: booked on the roster, received in order, instructed with tasks; counted, and on paper."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases import reception
from cases.models import Reception
from core.deadlines.calendars import load_from_chinesecalendar
from core.models import Access, Exclusion, Matter, Task, Turn
from core.procedure.indicators import Period
from core.procedure.procedure import document_kinds, indicators
from core.values.refused import Refused
from core.workflow.perform import perform
from tests.core.test_rosters import act, draft
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 13)
PERSON = {"name": "陶根发", "role": "applicant", "phone": "19900000013", "of_age": True}


@pytest.fixture
def turn(town: Town) -> Any:
    """The first turn of April's roster, 唐志远's, on its morning."""
    load_from_chinesecalendar()
    with time_machine.travel(moment("2026-04-01 09:00"), tick=False):
        roster = draft(town)
        act(roster, "publish_roster", town.dispatcher)
    with time_machine.travel(moment("2026-04-13 09:10"), tick=False):
        yield Turn.objects.filter(matter=roster.pk).earliest("day")


def came(town: Town, turn: Turn, demand: str = "路灯坏了半年") -> Any:
    case = town.register(demand, channel="leader", parties=[dict(PERSON)])
    town.act(case, "book_reception", town.receptionist, turn=turn)
    return case


def received(town: Town, case: Any, outcome: str = "answered") -> Reception:
    row = Reception.objects.get(matter=case.pk)
    said = {"outcome": outcome, "record": "" if outcome == "absent" else "当面说明。", "opinion": ""}
    town.act(case, "receive", town.receptionist, reception=row, **said)
    row.refresh_from_db()
    return row


def test_visitors_stand_before_the_leader_in_order(town: Town, turn: Turn) -> None:
    first, second = came(town, turn), came(town, turn, "水费算错了")
    rows = reception.day(town.duty_leader, DAY)[0]["visits"]
    assert [(row["order"], row["number"]) for row in rows] == [(1, first.number), (2, second.number)]
    with pytest.raises(Refused, match="已经约好"):
        town.act(first, "book_reception", town.receptionist, turn=turn)


def test_who_came_for_a_leader_and_stands_before_none_is_named(town: Town, turn: Turn) -> None:
    case = town.register("想见领导", channel="leader")
    assert [one.pk for one in reception.unplaced(town.receptionist, DAY)] == [case.pk]
    town.act(case, "book_reception", town.receptionist, turn=turn)
    assert reception.unplaced(town.receptionist, DAY) == []


def test_the_leader_instructs_at_the_table_with_tasks(town: Town, turn: Turn) -> None:
    case = came(town, turn)
    task = {"what": "修好路灯", "unit": town.farms, "user": None, "due_on": DAY + timedelta(days=5)}
    data = {"words": "五天内修好。", "unit": town.works, "grade": "ordinary", "tasks": [task]}
    town.act(case, "instruct_there", town.duty_leader, **data)
    row = Reception.objects.get()
    assert (row.outcome, row.opinion, row.leader) == ("instructed", "五天内修好。", town.duty_leader)
    assert Matter.objects.get(pk=case.pk).holder_unit == town.works
    assert Task.objects.get().giver == town.duty_leader and case.instructions.get().words == "五天内修好。"


def test_the_short_way_is_for_who_sits_before_the_leader_only(town: Town, turn: Turn) -> None:
    case = town.register("没有约过")
    with pytest.raises(Refused, match="请“报请批示”"):
        town.act(case, "instruct_there", town.duty_leader, words="办。", unit=town.works, grade="ordinary")


def test_what_a_clerk_types_for_the_leader_says_whose_words_they_are(town: Town, turn: Turn) -> None:
    case = came(town, turn)
    task = {"what": "修好路灯", "unit": town.farms, "user": None, "due_on": DAY + timedelta(days=5)}
    data = {"words": "五天内修好。", "unit": town.works, "grade": "ordinary", "tasks": [task]}
    with pytest.raises(Refused, match="写明是谁批的"):
        town.act(case, "instruct_there", town.dispatcher, **data)
    perform(
        case.pk, "instruct_there", by=town.dispatcher, data=data, key=uuid4(), decided_by="唐志远（分管副镇长）"
    )  # fmt: skip
    task = Task.objects.get()
    assert (task.giver, task.typed_by) == (town.duty_leader, town.dispatcher)


def test_a_leader_who_is_shut_out_does_not_receive_it(town: Town, turn: Turn) -> None:
    case = town.register("告他的")
    Exclusion.objects.create(
        matter=case, user=town.duty_leader, ground="accused", article="《信访工作条例》第三十条"
    )
    with pytest.raises(Refused, match="不得转送"):
        town.act(case, "book_reception", town.receptionist, turn=turn)
    assert not Access.objects.filter(matter=case, user=town.duty_leader).exists()


def test_what_was_said_is_asked_and_who_did_not_come_is_not_counted(town: Town, turn: Turn) -> None:
    case, other = came(town, turn), came(town, turn, "水费算错了")
    row = Reception.objects.get(matter=case.pk)
    with pytest.raises(Refused, match="接谈情况"):
        town.act(case, "receive", town.receptionist, reception=row, outcome="answered", record="", opinion="")
    received(town, case)
    received(town, other, "absent")
    period = Period.of_month(2026, 4)
    rows = indicators()["received_by_leaders"].rows(type(case).objects, period)
    assert [row.pk for row in rows] == [case.pk]
    assert [
        row.pk
        for row in indicators()["received_by_leaders"].rows(type(case).objects, period, f"{town.chief.pk}")
    ] == []


def test_each_number_opens_the_list_that_it_counts(town: Town, turn: Turn, client: Client) -> None:
    case = came(town, turn)
    received(town, case)
    client.force_login(town.director)
    page = client.get(reverse("reception") + "?month=2026-04")
    numbers = {label: (number, url) for label, number, _, url in page.context["numbers"]}
    count, url = numbers["领导接访（批次）"]
    assert count == 1 and case.title in client.get(url).content.decode()
    assert (page.context["planned"], page.context["held"]) == (3, 0)


def test_the_record_says_who_sat_there_and_of_a_sealed_matter_no_more(town: Town, turn: Turn) -> None:
    case = came(town, turn)
    received(town, case)
    kind = document_kinds()["cases.reception_record"]
    case = type(case).objects.get(pk=case.pk)
    assert kind.values(case, None)[1]["record"] == "当面说明。"
    Matter.objects.filter(pk=case.pk).update(compartment="minor")
    case = type(case).objects.get(pk=case.pk)
    values = kind.values(case, None)[1]
    assert values["leader"] == "唐志远" and "record" not in values and "visitor" not in values


def test_a_sealed_matter_stands_on_nobody_s_page_who_may_not_see_it(
    town: Town, turn: Turn, client: Client
) -> None:
    case = came(town, turn)
    Matter.objects.filter(pk=case.pk).update(compartment="minor")
    client.force_login(town.second_dispatcher)
    page = client.get(reverse("reception_day") + "?on=2026-04-13").content.decode()
    assert "唐志远" in page and case.number not in page


def test_the_wall_says_who_receives_today(town: Town, turn: Turn, client: Client) -> None:
    assert "今天领导接访：唐志远" in client.get("/screen/").content.decode()
