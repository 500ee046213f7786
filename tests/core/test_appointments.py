"""Dates with people and place, for any room: nobody and no place is taken twice; a person's day shows them all."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from cases.models import Room
from core.models import Appointment, Exclusion
from core.procedure.procedure import by_kind, procedures
from core.values.moments import now
from core.values.refused import Refused
from core.values.screen_formats import when
from core.workflow.appointments import call_off
from tests.people import Town, moment
from tests.sweeps.world import at_once

PARTIES = [
    {"name": "陶根发", "role": "applicant"},
    {"name": "潘水英", "role": "respondent"},
    {"name": "秦满仓", "role": "witness"},
]


def taken(town: Town, by: Any = None) -> Any:
    """A case in hand of a handler."""
    case = town.hand_over(town.register(parties=[dict(one) for one in PARTIES]))
    return town.act(case, "sign", by or town.handler).matter


def in_two_days() -> Any:
    return now() + timedelta(days=2)


def test_a_handler_arranges_a_talk_and_it_stands_in_his_day(town: Town, client: Client) -> None:
    case, at = taken(town), in_two_days()
    client.force_login(town.handler)
    page = client.get(reverse("act", args=[case.pk, "arrange"])).content.decode()
    assert "约谈" in page and page.count("checked") == 2  # both sides, no witness
    asked = {"when": f"{localtime(at):%Y-%m-%dT%H:%M}", "minutes": 30, "place": " 村镇办  会议室 "}
    visitor = next(party for party in case.people if party.role == "applicant")
    typed = {**asked, "parties": [visitor.pk], "key": str(uuid4()), "version": case.version}
    assert client.post(reverse("act", args=[case.pk, "arrange"]), typed).status_code == 302
    row = Appointment.objects.get()
    assert (row.user, row.what, row.place, row.parties) == (
        town.handler,
        "谈话",
        "村镇办 会议室",
        [visitor.pk],
    )
    assert row.until - row.at == timedelta(minutes=30)
    for address in (reverse("my_day"), f"{reverse('my_day')}?on={localtime(at).date()}"):
        shown = client.get(address).content.decode()
        assert "村镇办 会议室" in shown and "陶**" in shown and case.number in shown
    assert "村镇办 会议室" not in client.get(f"{reverse('my_day')}?on={localtime().date()}").content.decode()
    assert "约定的谈话" in client.get(f"/matters/{case.pk}/").content.decode()
    assert client.post(reverse("appointment_call_off", args=[row.pk])).status_code == 302
    assert "村镇办 会议室" not in client.get(reverse("my_day")).content.decode()
    said = case.history.latest("seq")
    assert said.action == "cases.call_off" and "村镇办 会议室" in str(said.detail.values)


def test_the_day_has_the_dates_of_all_rooms(town: Town, client: Client) -> None:
    """A committee's head mediates, and handles a case of his unit."""
    case = town.register(parties=[dict(one) for one in PARTIES])
    town.act(case, "hand_over", town.dispatcher, unit=town.committee, grade="ordinary")
    town.act(case, "sign", town.committee_head)
    made = town.mediate(town.register(parties=[dict(one) for one in PARTIES[:2]]), "accepted")
    town.act(made, "appoint", town.committee_head, mediator=town.committee_head)
    at = in_two_days()
    town.act(case, "arrange", town.committee_head, when=at, place="司法所")
    town.act(made, "arrange", town.committee_head, when=at + timedelta(hours=1), place="司法所")
    client.force_login(town.committee_head)
    page = client.get(f"{reverse('my_day')}?week={localtime(at).date()}").content.decode()
    assert case.number in page and made.number in page
    assert page.index("谈话") < page.index("调解</span>")


@pytest.mark.parametrize(
    ("minutes", "refused"), [(-61, False), (-60, False), (-59, True), (0, True), (59, True), (60, False)]
)
def test_nobody_is_at_two_at_once(town: Town, minutes: int, refused: bool) -> None:
    at = in_two_days()
    town.act(taken(town), "arrange", town.handler, when=at, place="甲室")
    other = {"when": at + timedelta(minutes=minutes), "place": "乙室"}
    if refused:
        with pytest.raises(Refused, match=f"{when(at)}您已经约了另一场谈话。"):
            town.act(taken(town), "arrange", town.handler, **other)
    else:
        town.act(taken(town), "arrange", town.handler, **other)


def test_a_place_holds_one_at_a_time_whoever_arranged_it(town: Town) -> None:
    at = in_two_days()
    made = town.mediate(town.register(parties=[dict(one) for one in PARTIES[:2]]), "told")
    first = town.act(made, "arrange", town.mediator, when=at, place="镇矛盾调解室")
    case = taken(town)
    meant = {"when": at + timedelta(minutes=30), "place": "镇矛盾调解室"}
    with pytest.raises(Refused, match=r"镇矛盾调解室 .*沈阿妹已经约用") as no:
        town.act(case, "arrange", town.handler, **meant)
    assert no.value.field == "place"
    town.act(case, "arrange", town.handler, **{**meant, "place": "村镇办"})
    row = first.matter.appointments.get()
    town.act(made, "call_off", town.mediator, appointment=row)
    town.act(taken(town), "arrange", town.unit_head, **meant)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_place_at_one_moment_are_told_in_words(town: Town) -> None:
    first, second, at = taken(town), taken(town, town.unit_head), in_two_days()
    found = at_once(
        lambda: town.act(first, "arrange", town.handler, when=at, place="会议室"),
        lambda: town.act(second, "arrange", town.unit_head, when=at, place="会议室"),
    )
    refused = [one for one in found if isinstance(one, Refused)]
    assert len(refused) == 1 and "已经约用" in refused[0].sentence
    assert Appointment.objects.count() == 1


def test_the_past_is_not_arranged_and_others_do_not_arrange(town: Town) -> None:
    case = taken(town)
    with pytest.raises(Refused, match="现在以后"):
        town.act(case, "arrange", town.handler, when=now() - timedelta(minutes=1), place="会议室")
    with pytest.raises(PermissionDenied):
        town.act(case, "arrange", town.dispatcher, when=in_two_days(), place="会议室")


def test_who_is_shut_out_finds_it_in_his_day_no_more(town: Town, client: Client) -> None:
    case = taken(town)
    town.act(case, "arrange", town.handler, when=in_two_days(), place="会议室")
    Exclusion.objects.create(
        matter=case, user=town.handler, ground="recused", article="《信访工作条例》第二十八条", reason="亲属"
    )
    client.force_login(town.handler)
    page = client.get(reverse("my_day")).content.decode()
    assert case.number not in page and "会议室" not in page


def test_the_wall_of_the_hall_says_which_room_is_taken_and_names_nobody(town: Town, client: Client) -> None:
    with time_machine.travel(moment("2026-03-10 09:00")):
        Room.objects.create(name="镇矛盾调解室", unit=town.centre, order=9)
        made = town.mediate(town.register(parties=[dict(one) for one in PARTIES[:2]]), "told")
        for hours, place in ((2, "镇矛盾调解室"), (4, "陶家门口"), (30, "镇矛盾调解室")):
            at = now() + timedelta(hours=hours)
            town.act(made, "arrange", town.mediator, when=at, place=place)
        page = client.get(reverse("screen")).content.decode()
    assert "11:00" in page and "镇矛盾调解室" in page
    assert "陶" not in page and "15:00" not in page and made.number not in page


def test_every_room_that_arranges_has_both_acts_and_gathers_its_dates() -> None:
    assert {one.kind for one in procedures() if one.arranges} >= {"case", "mediation"}
    for kind, procedure in by_kind().items():
        acts = {row.name: row for row in procedure.workflow.transitions}
        assert (procedure.arranges != "") == ("arrange" in acts) == ("appointments" in procedure.gathers), (
            kind
        )
        if procedure.arranges:
            assert acts["call_off"].effect is call_off
            assert acts["arrange"].sources <= acts["call_off"].sources
