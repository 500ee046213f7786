"""值班带班 and 进驻单位 across the National Day of 2026: off 10-01 to 10-07, working Saturday 10-10."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, time
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from command import rosters
from command.models import Stationed
from core.deadlines.calendars import office_calendar
from core.models import Matter, Notice, Turn, User
from core.rosters import rule, watch
from core.rosters.forms import AskSwapForm
from core.values.refused import Refused
from core.workflow.perform import open_matter
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 9, 28), date(2026, 10, 14)
LAWYERS = "法律咨询"


def drafted(town: Town, kind: str, **facts: Any) -> Any:
    usual: dict[str, Any] = {
        "duty_roster": {"weekdays": range(7), "off": "keep", "begins": time(8, 30), "ends": time(8, 30), "seats": rosters.duty_seats()},
        "hall_roster": {"weekdays": range(5), "off": "skip", "made_up": True, "begins": time(8, 30), "ends": time(17, 30),
                 "seats": rosters.hall_seats()},
    }[kind]  # fmt: skip
    data = {
        "first": OCTOBER[0], "last": OCTOBER[1], "centre": town.centre, "town": town.town, "title": kind, **usual, **facts,
    }  # fmt: skip
    return open_matter(kind, by=town.dispatcher, data=data, key=uuid4()).matter


def published(town: Town, kind: str, **facts: Any) -> Any:
    return town.act(drafted(town, kind, **facts), "publish_roster", town.dispatcher).matter


def days(roster: Any, place: str) -> list[str]:
    return [
        f"{day:%m-%d}"
        for day in Turn.objects.filter(matter=roster.pk, place=place).values_list("day", flat=True)
    ]


def people(roster: Any, place: str) -> list[str]:
    turns = Turn.objects.filter(matter=roster.pk, place=place).select_related("user", "substitute")
    return [turn.person.name for turn in turns]


@pytest.fixture(scope="module")
def built(scene: Town) -> Town:
    """村镇办 sits on all working days, 镇调委会 on Wednesdays, 农业农村办 when it is called."""
    for unit, way, on in (
        (scene.works, "standing", ""),
        (scene.committee, "rotating", "三"),
        (scene.farms, "on_call", ""),
    ):
        Stationed.objects.create(
            unit=unit, way=way, weekdays=on, phone="0991-5550101" if way == "on_call" else ""
        )
    return scene


@pytest.fixture
def town(built: Town) -> Iterator[Town]:
    with time_machine.travel(moment("2026-09-20 09:00"), tick=False):
        yield deepcopy(built)


WORKED = ["09-28", "09-29", "09-30", "10-08", "10-09", "10-10", "10-12", "10-13", "10-14"]


def test_a_standing_unit_sits_on_every_working_day_and_the_made_up_saturday(town: Town) -> None:
    roster = drafted(town, "hall_roster")
    assert days(roster, "村镇办") == WORKED
    assert days(roster, "镇调委会") == ["09-30", "10-14"]  # 10-07 is off
    assert not Turn.objects.filter(matter=roster.pk, place="农业农村办").exists()
    moved = drafted(town, "hall_roster", off="move")
    assert days(moved, "镇调委会") == ["09-30", "10-08", "10-14"]
    assert "10-10" not in days(drafted(town, "hall_roster", made_up=False), "村镇办")


def test_reception_on_mondays_moves_behind_the_holiday(town: Town) -> None:
    calendar = office_calendar()
    on = {
        off: [f"{day:%m-%d}" for day in rule.days(*OCTOBER, [0], off, calendar)]
        for off in ("skip", "move", "keep")
    }
    assert on == {
        "skip": ["09-28", "10-12"], "move": ["09-28", "10-08", "10-12"], "keep": ["09-28", "10-05", "10-12"],
    }  # fmt: skip


def test_duty_is_kept_on_every_day_by_a_leader_and_an_officer_in_turn(town: Town) -> None:
    roster = drafted(town, "duty_roster")
    assert len(days(roster, "带班领导")) == len(days(roster, "值班员")) == 17
    leaders = people(roster, "带班领导")
    assert set(leaders) == {"唐志远", "孟德顺"} and all(one != other for one, other in pairwise(leaders))
    assert set(people(roster, "值班员")).isdisjoint(leaders)
    town.act(roster, "publish_roster", town.dispatcher)
    following = drafted(town, "duty_roster", first=date(2026, 10, 15), last=date(2026, 10, 20))
    assert people(following, "带班领导")[0] != leaders[-1]


def test_nobody_sits_at_two_places_on_one_day_and_a_place_without_people_is_named(town: Town) -> None:
    leaders = rosters.duty_seats()[0]
    with pytest.raises(Refused, match="排了两处"):
        drafted(town, "duty_roster", seats=[leaders, rule.Seat("值班员", leaders.people[:1])])
    with pytest.raises(Refused, match="“值班员”没有人可以排"):
        drafted(town, "duty_roster", seats=[leaders, rule.Seat("值班员", [])])


def test_a_leaders_duty_is_taken_over_by_a_leader_only(town: Town) -> None:
    roster = published(town, "duty_roster")
    turn = Turn.objects.filter(matter=roster.pk, place="带班领导").first()
    assert turn is not None
    with pytest.raises(Refused, match="“带班领导”只能由这些人轮值"):
        town.act(roster, "substitute", town.dispatcher, turn=turn, person=town.watch_keeper, reason="出差")
    mine = Turn.objects.filter(matter=roster.pk, place="值班员").first()
    assert mine is not None
    with pytest.raises(Refused, match="只能由这些人轮值"):
        town.act(roster, "ask_swap", mine.user, turn=mine, other=turn, reason="有事")


def test_a_swap_between_two_leaders_is_made_by_both(town: Town) -> None:
    roster = published(town, "duty_roster")
    mine, other, *_ = Turn.objects.filter(matter=roster.pk, place="带班领导").select_related("user")
    offered = AskSwapForm(user=mine.user, matter=roster).fields["other"].queryset
    assert {turn.place for turn in offered} == {"带班领导"}, "nobody is offered a turn that he may not sit in"
    town.act(roster, "ask_swap", mine.user, turn=mine, other=other, reason="县里开会")
    town.act(roster, "agree_swap", other.user, swap=roster.swaps.get())
    assert people(roster, "带班领导")[:2] == [other.user.name, mine.user.name]


def test_the_night_belongs_to_the_turn_that_began_it(town: Town) -> None:
    roster = published(town, "duty_roster")
    turn = Turn.objects.filter(matter=roster.pk, day=date(2026, 10, 1), place="值班员").get()
    assert turn.hours == "08:30–次日08:30" and turn.end == moment("2026-10-02 08:30")
    running = {at: set(Turn.objects.running("duty_roster", moment(at)).values_list("day", flat=True)) for at in
               ("2026-10-02 03:00", "2026-10-02 09:00", "2026-10-02 08:29")}  # fmt: skip
    first, second = date(2026, 10, 1), date(2026, 10, 2)
    assert list(running.values()) == [{first}, {second}, {first}]


def test_somebody_of_a_unit_sees_the_roster_and_signs_in_on_the_day(town: Town, client: Client) -> None:
    roster = published(town, "hall_roster")
    sits = (
        Turn.objects.filter(matter=roster.pk, place="村镇办", day=date(2026, 10, 10))
        .select_related("user")
        .get()
        .user
    )
    with time_machine.travel(moment("2026-10-10 08:25"), tick=False):
        user = User.objects.get(pk=sits.pk)
        assert Matter.objects.visible_to(user).filter(pk=roster.pk).exists()
        client.force_login(user)
        text = client.get(reverse("hall_roster")).content.decode()
        assert (
            "村镇办" in text
            and "0991-5550101" in text
            and reverse("act", args=[roster.pk, "sign_in"]) in text
        )
        turn = Turn.objects.get(matter=roster.pk, place="村镇办", day=date(2026, 10, 10))
        town.act(roster, "sign_in", user, turn=turn)
        assert Turn.objects.get(pk=turn.pk).signed_at == moment("2026-10-10 08:25")


def test_who_is_late_is_reminded_at_once_and_told_to_the_director_at_the_end(town: Town) -> None:
    roster = published(town, "hall_roster")
    turn = Turn.objects.get(matter=roster.pk, place="村镇办", day=date(2026, 10, 9))
    told = {}
    for at in ("08:40", "08:45", "09:00", "17:30"):
        with time_machine.travel(moment(f"2026-10-09 {at}"), tick=False):
            Notice.objects.filter(key="").delete()
            before = set(Notice.objects.values_list("pk", flat=True))
            watch.remind()
            new = Notice.objects.exclude(pk__in=before).filter(key__startswith=f"turn:{turn.pk}:")
            told[at] = sorted(one.user.username for one in new)
    assert told == {
        "08:40": [], "08:45": sorted({turn.user.username, "dispatcher"}), "09:00": [], "17:30": ["director"],
    }  # fmt: skip


def test_a_roster_that_none_follows_is_told_a_week_before_and_two_days_before(town: Town) -> None:
    published(town, "duty_roster")
    told = []
    for at in ("2026-10-06 09:00", "2026-10-07 09:00", "2026-10-08 09:00", "2026-10-12 09:00"):
        with time_machine.travel(moment(at), tick=False):
            before = set(Notice.objects.values_list("pk", flat=True))
            watch.remind()
            new = Notice.objects.exclude(pk__in=before).filter(key__startswith="roster:duty_roster")
            told.append(sorted(one.user.username for one in new))
    keepers = ["director", "dispatcher", "second_dispatcher"]
    assert told == [[], keepers, [], keepers]
    drafted(town, "duty_roster", first=date(2026, 10, 15), last=date(2026, 10, 31))
    Notice.objects.filter(key__startswith="roster:").delete()
    with time_machine.travel(moment("2026-10-13 09:00"), tick=False):
        watch.remind()
    assert not Notice.objects.filter(key__startswith="roster:duty_roster").exists()


def test_duty_is_not_public_and_the_hall_is(town: Town, client: Client) -> None:
    published(town, "duty_roster")
    published(town, "hall_roster")
    assert client.get(reverse("roster_public", args=["duty_roster"])).status_code == 404
    assert "村镇办" in client.get(reverse("roster_public", args=["hall_roster"])).content.decode()


def test_it_is_drafted_on_its_page_with_people_for_each_place(town: Town, client: Client) -> None:
    client.force_login(town.dispatcher)
    address = reverse("roster_new", args=["duty_roster"])
    text = client.get(address).content.decode()
    assert "带班领导" in text and "值班员" in text and 'value="08:30"' in text
    typed = {
        "first": "2026-10-01", "last": "2026-10-07", "weekdays": [*"0123456"], "off": "keep", "begins": "08:30", "ends": "08:30",
        "seat_0": [town.chief.pk, town.duty_leader.pk], "seat_1": [town.watch_keeper.pk], "key": str(uuid4()), "version": "0",
    }  # fmt: skip
    answer = client.post(address, typed)
    assert answer.status_code == 302 and Turn.objects.filter(matter__kind="duty_roster").count() == 14
    nobody = {**typed, "seat_0": [], "seat_1": [], "key": str(uuid4())}
    assert "请选轮值的人" in client.post(address, nobody).content.decode()
    client.force_login(town.handler)
    assert client.get(address).status_code == 403
