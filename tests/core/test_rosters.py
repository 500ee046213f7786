"""Rosters: made by a rule, published, swapped by consent, substituted, signed in."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from core.deadlines.calendars import load_from_chinesecalendar, office_calendar
from core.models import Matter, Notice, Roster, Turn
from core.rosters import rule, watch
from core.values.refused import Refused
from core.workflow.perform import open_matter, perform
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1), date(2026, 4, 30)
MONDAYS = [0]


@pytest.fixture
def calendar(db: None) -> Any:
    load_from_chinesecalendar()
    return office_calendar()


def draft(town: Town, **facts: Any) -> Roster:
    data = {
        "first": APRIL[0], "last": APRIL[1], "weekdays": MONDAYS, "off": "skip", "places": ["接访室"],
        "begins": time(9), "ends": time(11, 30), "people": [town.duty_leader, town.chief],
        "centre": town.centre, "town": town.town, "title": "领导接访排班", **facts,
    }  # fmt: skip
    return open_matter("reception", by=town.dispatcher, data=data, key=uuid4()).matter


def act(roster: Any, name: str, by: Any, **data: Any) -> Any:
    decided_by = data.pop("decided_by", "")
    return perform(roster.pk, name, by=by, data=data, key=uuid4(), decided_by=decided_by).matter


@pytest.fixture
def roster(town: Town, calendar: Any) -> Any:
    with time_machine.travel(moment("2026-03-20 09:00"), tick=False):
        made = draft(town)
        yield act(made, "publish_roster", town.dispatcher)


def turns(roster: Any) -> list[tuple[int, str]]:
    return [(turn.day.day, turn.person.name) for turn in Turn.objects.filter(matter=roster.pk)]


def test_no_hour_of_a_place_or_a_person_is_planned_twice(town: Town, roster: Any) -> None:
    """Two rosters of the same hours would count, and pay, one visit twice; the refusal names the other duty."""
    taken = rf"04-13 09:00–11:30 接访室 唐志远已经排在领导接访排班{roster.number}里，时间重叠"
    for facts in ({}, {"begins": time(10), "ends": time(12)}, {"places": ["接访室二"], "begins": time(8)}):
        with pytest.raises(Refused, match=taken):
            draft(town, **facts)
    first, second = (draft(town, begins=time(11, 30), ends=time(17)) for _ in range(2))
    act(first, "publish_roster", town.dispatcher)
    with pytest.raises(Refused, match=rf"11:30–17:00.*{first.number}里，时间重叠"):
        act(second, "publish_roster", town.dispatcher)


def lawyers(town: Town, *people: Any, **facts: Any) -> Roster:
    """A roster of another kind."""
    usual = {
        "people": people,
        "places": ["律师窗口"],
        "begins": time(11),
        "ends": time(12),
        "title": "律师值班",
    }
    made = open_matter(
        "lawyer_roster", by=town.dispatcher, key=uuid4(),
        data={"first": APRIL[0], "last": date(2026, 4, 13), "weekdays": MONDAYS, "off": "skip", "centre": town.centre,
              "town": town.town, **usual, **facts},
    ).matter  # fmt: skip
    return act(made, "publish_roster", town.dispatcher)


def test_nobody_is_on_two_rosters_at_one_hour_but_whoever_is_on_duty_by_day_and_night(
    town: Town, roster: Any
) -> None:
    with pytest.raises(Refused, match=f"唐志远已经排在领导接访排班{roster.number}里"):
        lawyers(town, town.duty_leader)
    other = lawyers(town, town.chief)
    turn = Turn.objects.get(matter=roster.pk, day=date(2026, 4, 13))
    with pytest.raises(Refused, match=f"孟德顺已经排在律师值班{other.number}里"):
        act(roster, "substitute", town.dispatcher, turn=turn, person=town.chief, reason="出差。")
    mine = Turn.objects.get(matter=roster.pk, day=date(2026, 4, 20))
    with pytest.raises(Refused, match=f"孟德顺已经排在律师值班{other.number}里"):
        act(roster, "ask_swap", town.chief, turn=mine, other=turn, reason="出差。")
    by_night = {"begins": time(8, 30), "ends": time(8, 30), "off": "keep", "weekdays": range(7)}
    seats = [rule.Seat("带班领导", [town.duty_leader, town.chief])]
    data = {
        "first": APRIL[0],
        "last": APRIL[1],
        "seats": seats,
        "centre": town.centre,
        "town": town.town,
        "title": "值班带班",
    }
    duty = open_matter("duty_roster", by=town.dispatcher, data={**data, **by_night}, key=uuid4()).matter
    act(duty, "publish_roster", town.dispatcher)
    with pytest.raises(Refused, match=r"08:30–次日08:30 带班领导 .*已经排在值班带班"):
        open_matter(
            "duty_roster", by=town.dispatcher, data={**data, **by_night, "begins": time(18)}, key=uuid4()
        )


def test_days_that_are_no_working_days_are_skipped_moved_or_kept_as_chosen(calendar: Any) -> None:
    """6 April 2026 is Qingming's Monday off."""
    of = {
        off: [day.day for day in rule.days(*APRIL, MONDAYS, off, calendar)]
        for off in ("skip", "move", "keep")
    }
    assert of == {"skip": [13, 20, 27], "move": [7, 13, 20, 27], "keep": [6, 13, 20, 27]}


def test_nobody_is_at_two_places_on_one_day_and_all_take_their_turn() -> None:
    on = [date(2026, 4, day) for day in (1, 2, 3)]
    plan = rule.plan(on, ["一室", "二室"], ["甲", "乙", "丙"], after="甲")
    assert [one.person for one in plan] == ["乙", "丙", "甲", "乙", "丙", "甲"]
    for day in on:
        assert len({one.person for one in plan if one.day == day}) == 2
    with pytest.raises(Refused, match="至少要选 2 个人"):
        rule.plan(on, ["一室", "二室"], ["甲"])


def test_a_year_without_a_calendar_is_refused_in_words(town: Town, calendar: Any) -> None:
    with pytest.raises(Refused, match="2031 年的工作日历还没有导入"):
        draft(town, first=date(2031, 4, 1), last=date(2031, 4, 30))


def test_the_next_roster_goes_on_behind_the_last_one(town: Town, roster: Any) -> None:
    assert turns(roster) == [(13, "唐志远"), (20, "孟德顺"), (27, "唐志远")]
    following = draft(town, first=date(2026, 5, 6), last=date(2026, 5, 31))
    assert turns(following)[0][1] == "孟德顺"


def test_the_page_of_the_next_roster_begins_behind_the_last(town: Town, roster: Any, client: Client) -> None:
    client.force_login(town.dispatcher)
    usual = client.get("/rosters/reception/new/").context["form"].initial
    assert (usual["first"], usual["last"]) == (date(2026, 5, 1), date(2026, 5, 31))
    with time_machine.travel(moment("2026-07-06 09:00"), tick=False):
        client.force_login(town.dispatcher)
        usual = client.get("/rosters/reception/new/").context["form"].initial
    assert (usual["first"], usual["last"]) == (date(2026, 8, 1), date(2026, 8, 31))


def test_a_draft_that_begins_tomorrow_must_be_public_today(town: Town, calendar: Any) -> None:
    """Nothing else reminds of it: while a draft is there, nobody is told that the next roster is missing."""
    for at, due in (("2026-04-03 09:00", date(2026, 4, 11)), ("2026-04-12 15:00", date(2026, 4, 12))):
        with time_machine.travel(moment(at), tick=False):
            made = draft(town, first=date(2026, 4, 13))
        assert made.clocks.get(rule="core.roster_publish").raw == due


def test_a_draft_is_changed_and_a_published_roster_is_not(town: Town, calendar: Any) -> None:
    made = draft(town)
    turn = Turn.objects.filter(matter=made.pk).first()
    with pytest.raises(Refused, match="不是工作日"):
        act(made, "change_turn", town.dispatcher, turn=turn, day=date(2026, 4, 11))
    act(
        made, "change_turn", town.dispatcher, turn=turn, day=date(2026, 4, 11), chosen=True, person=town.chief
    )
    assert (11, "孟德顺") in turns(made)
    act(made, "publish_roster", town.dispatcher)
    with pytest.raises(Refused, match="现在是“已公示”，不能调整班次"):
        act(made, "change_turn", town.dispatcher, turn=turn, person=town.duty_leader)


def test_a_swap_asks_the_others_consent_and_tells_the_director(town: Town, roster: Any) -> None:
    mine, other, _ = Turn.objects.filter(matter=roster.pk)
    act(roster, "ask_swap", town.duty_leader, turn=mine, other=other, reason="县里开会。")
    swap = roster.swaps.get()
    with pytest.raises(Refused, match="没有等您答复的换班申请"):
        act(roster, "agree_swap", town.duty_leader, swap=swap)
    assert turns(roster)[0] == (13, "唐志远")
    act(roster, "agree_swap", town.chief, swap=swap)
    assert turns(roster)[:2] == [(13, "孟德顺"), (20, "唐志远")]
    assert any("换班" in row.sentence for row in Notice.objects.filter(user=town.director))


def test_a_swap_that_is_refused_changes_nothing(town: Town, roster: Any) -> None:
    mine, other, _ = Turn.objects.filter(matter=roster.pk)
    act(roster, "ask_swap", town.duty_leader, turn=mine, other=other, reason="县里开会。")
    act(roster, "refuse_swap", town.chief, swap=roster.swaps.get(), reason="那天我也开会。")
    assert turns(roster)[:2] == [(13, "唐志远"), (20, "孟德顺")]
    with pytest.raises(Refused, match="只能换自己的班次"):
        act(roster, "ask_swap", town.duty_leader, turn=other, other=mine, reason="想换。")


def test_a_substitute_is_named_by_somebody_and_told(town: Town, roster: Any) -> None:
    turn = Turn.objects.filter(matter=roster.pk).first()
    act(
        roster,
        "substitute",
        town.dispatcher,
        turn=turn,
        person=town.chief,
        reason="出差。",
        decided_by="周玉兰主任",
    )
    turn = Turn.objects.get(pk=turn.pk)
    assert (turn.person, turn.substituted_by) == (town.chief, "周玉兰主任")
    assert any("代唐志远" in row.sentence for row in Notice.objects.filter(user=town.chief))


def test_one_signs_in_on_the_day_and_not_for_another(town: Town, roster: Any) -> None:
    turn = Turn.objects.filter(matter=roster.pk).first()
    with pytest.raises(Refused, match="今天没有要签到"):
        act(roster, "sign_in", town.duty_leader, turn=turn)
    with (
        time_machine.travel(moment("2026-04-13 07:30"), tick=False),
        pytest.raises(Refused, match="还没有到时间"),
    ):
        act(roster, "sign_in", town.duty_leader, turn=turn)
    with time_machine.travel(moment("2026-04-13 08:55"), tick=False):
        with pytest.raises(Refused, match="由本人签到"):
            act(roster, "sign_in", town.chief, turn=turn)
        act(roster, "sign_in", town.duty_leader, turn=turn)
    turn.refresh_from_db()
    assert turn.signed_at == moment("2026-04-13 08:55")


def test_the_day_before_is_reminded_and_who_did_not_come_is_told_the_same_day_once(
    town: Town, roster: Any
) -> None:
    told = {}
    for at in ("2026-04-12 08:10", "2026-04-13 11:00", "2026-04-13 11:40", "2026-04-13 12:00"):
        with time_machine.travel(moment(at), tick=False):
            Notice.objects.exclude(key__startswith="turn:").delete()
            before = set(Notice.objects.values_list("pk", flat=True))
            watch.remind()
            new = Notice.objects.exclude(pk__in=before)
            told[at[5:]] = sorted({row.user.username for row in new})
    assert told == {
        "04-12 08:10": ["dispatcher", "duty_leader"], "04-13 11:00": ["dispatcher", "duty_leader"], "04-13 11:40": ["director"], "04-13 12:00": []
    }  # fmt: skip


def test_a_roster_whose_days_are_over_ends_by_itself(town: Town, roster: Any) -> None:
    with pytest.raises(Refused, match="还有 3 个班次没有到"):
        act(roster, "finish_roster", town.dispatcher)
    with time_machine.travel(moment("2026-05-01 00:10"), tick=False):
        watch.remind()
    assert Matter.objects.get(pk=roster.pk).status == "over"


def test_the_public_page_shows_what_is_published_without_a_login(
    town: Town, calendar: Any, client: Client
) -> None:
    with time_machine.travel(moment("2026-04-01 09:00"), tick=False):
        made = draft(town)
        assert "唐志远" not in client.get("/rosters/reception/public/").content.decode()
        act(made, "publish_roster", town.dispatcher)
        assert "唐志远" in client.get("/rosters/reception/public/").content.decode()
    assert client.get("/rosters/case/public/").status_code == 404


@time_machine.travel(moment("2026-03-20 09:00"))
def test_the_roster_is_drafted_on_its_page_and_says_what_is_wrong(
    town: Town, calendar: Any, client: Client
) -> None:
    client.force_login(town.dispatcher)
    typed = {
        "first": "2026-04-01", "last": "2026-04-30", "weekdays": ["0"], "off": "skip", "places": "接访室\n二号室",
        "begins": "09:00", "ends": "11:30", "people": [town.chief.pk], "key": str(uuid4()), "version": "0",
    }  # fmt: skip
    assert "至少要选 2 个人" in client.post("/rosters/reception/new/", typed).content.decode()
    past = {**typed, "first": "2026-02-01", "last": "2026-02-28"}
    assert "止日已经过了" in client.post("/rosters/reception/new/", past).content.decode()
    typed["people"] = [town.chief.pk, town.duty_leader.pk]
    answer = client.post("/rosters/reception/new/", typed)
    assert answer.status_code == 302 and Turn.objects.count() == 6
    assert "接访室" in client.get(answer["Location"]).content.decode()
    client.force_login(town.handler)
    assert client.get("/rosters/reception/new/").status_code == 403
