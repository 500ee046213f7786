"""Lawyers on duty: a visit is written down by who sat there, asked for where it is not, and paid once by the town's rate."""

import copy
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from core.models import Holding, Notice, PayRate, Turn, User
from core.procedure.indicators import Period
from core.rosters import watch
from core.values.refused import Refused
from core.workflow.perform import open_matter
from legal import lawyers
from legal.standard_tables import TABLES
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
PLACES = ["综治中心法律服务窗口", "桃坞村法律服务室"]
DAY = date(2026, 4, 13)  # Mon


@pytest.fixture
def town(scene: Town) -> Any:
    with time_machine.travel(moment("2026-04-10 09:00"), tick=False):
        yield copy.deepcopy(scene)


def published(town: Town, by: Any = None, **facts: Any) -> Any:
    data = {
        "first": DAY, "last": date(2026, 4, 14), "weekdays": range(5), "off": "skip", "places": PLACES, "begins": time(9), "ends": time(11, 30),
        "people": [town.legal_officer, town.other_lawyer], "centre": town.committee, "town": town.town, "title": "律师值班", **facts,
    }  # fmt: skip
    made = open_matter("lawyer_roster", by=by or town.committee_head, data=data, key=uuid4()).matter
    return town.act(made, "publish_roster", town.committee_head).matter


def own(town: Town, roster: Any, user: Any = None) -> Turn:
    return Turn.objects.get(matter=roster.pk, day=DAY, user=user or town.legal_officer)


def sat(town: Town, roster: Any, **facts: Any) -> Any:
    """Signed in on the day, one answer given, and written down."""
    turn = own(town, roster)
    with time_machine.travel(moment("2026-04-13 09:05"), tick=False):
        town.act(roster, "sign_in", town.legal_officer, turn=turn)
        asked = {
            "channel": "hall",
            "question": "房东不退押金怎么办",
            "answer": "先协商。",
            "area": town.taowu,
            "centre": town.centre,
            "town": town.town,
        }
        given = open_matter("consultation", by=town.legal_officer, data=asked, key=uuid4()).matter
    with time_machine.travel(moment("2026-04-13 11:20"), tick=False):
        log = {"turn": turn, "people": 3, "words": "解答租房、工资问题。", "matters": [given], **facts}
        town.act(roster, "log_turn", town.legal_officer, **log)
    return given


def test_who_sat_there_writes_it_down_with_what_he_answered_that_day(town: Town, client: Client) -> None:
    roster = published(town)
    with pytest.raises(Refused, match="没有您签了到"):
        town.act(roster, "log_turn", town.legal_officer, turn=own(town, roster), people=1, words="没有。")
    with pytest.raises(Refused, match="人次不能少于件数"):
        sat(town, roster, people=0)
    other = town.register("不是他办的")
    turn = own(town, roster)
    with time_machine.travel(moment("2026-04-13 11:30"), tick=False):
        log = {"turn": turn, "people": 3, "words": "解答租房、工资问题。"}
        with pytest.raises(Refused, match="办过的"):
            town.act(roster, "log_turn", town.legal_officer, **log, matters=[other])
        town.act(roster, "log_turn", town.legal_officer, **log, matters=[])
    client.force_login(town.committee_head)
    assert "解答租房、工资问题。" in client.get(f"/matters/{roster.pk}/").content.decode()
    found = TABLES.freeze(Period.of_month(2026, 4), None)["T11"]
    assert (found["lawyer_turns"]["month"], found["lawyer_people"]["month"]) == (1, 3)


def test_what_is_not_written_down_is_asked_for_then_told_up(town: Town) -> None:
    roster = published(town)
    with time_machine.travel(moment("2026-04-13 09:05"), tick=False):
        town.act(roster, "sign_in", town.legal_officer, turn=own(town, roster))
    told = Notice.objects.filter(matter=roster.pk, sentence__contains="还没有记录")
    for at, many in (("2026-04-13 18:00", 0), ("2026-04-14 08:10", 1), ("2026-04-16 08:10", 1)):
        with time_machine.travel(moment(at), tick=False):
            watch.remind()
        assert told.count() == many, at
    assert told.get().user == town.legal_officer
    with time_machine.travel(moment("2026-04-17 08:10"), tick=False):
        watch.remind()
    assert {one.user for one in told} == {town.legal_officer, town.committee_head, town.director}


def test_what_one_keeper_drafts_another_of_a_different_unit_publishes(town: Town, client: Client) -> None:
    roster = published(town)
    assert not {one.user for one in roster.access.filter(part="keeper")} & {town.committee_head}
    client.force_login(town.director)
    assert f"/matters/{roster.pk}/" in client.get("/legal/lawyers/").content.decode()
    drafted = published(town, by=town.dispatcher, centre=town.centre, begins=time(14), ends=time(17))
    later = User.objects.get(pk=town.stranger.pk)
    for user, status in ((town.committee_head, 200), (later, 404)):
        client.force_login(user)
        assert client.get(f"/matters/{drafted.pk}/").status_code == status
    post = town.committee_head.reach.posts[0]
    Holding.objects.create(post=post, user=later, given_by=town.director, activated_by=town.dispatcher)
    client.force_login(User.objects.get(pk=later.pk))
    assert client.get(f"/matters/{drafted.pk}/").status_code == 200, (
        "whoever takes over the post keeps what stands"
    )


def test_a_swap_takes_both(town: Town) -> None:
    roster = published(town, places=PLACES[:1])
    mine, other = own(town, roster), Turn.objects.get(matter=roster.pk, day=date(2026, 4, 14))
    town.act(roster, "ask_swap", town.legal_officer, turn=mine, other=other, reason="开庭。")
    with pytest.raises(Refused, match="对方本人同意"):
        town.act(roster, "agree_swap", town.legal_officer, swap=roster.swaps.get())
    town.act(roster, "agree_swap", town.other_lawyer, swap=roster.swaps.get())
    assert Turn.objects.get(pk=mine.pk).user == town.other_lawyer


def test_whoever_asked_for_a_swap_does_not_agree_to_it_as_the_others_deputy(town: Town) -> None:
    roster = published(town, places=PLACES[:1])
    held = Holding.objects.get(user=town.other_lawyer)
    Holding.objects.create(
        post=held.post, user=town.legal_officer, deputy=True, starts_on=localdate(), ends_on=DAY, given_by=held.given_by,
        activated_by=held.activated_by,
    )  # fmt: skip
    alone = User.objects.get(pk=town.legal_officer.pk)
    mine, other = own(town, roster), Turn.objects.get(matter=roster.pk, day=date(2026, 4, 14))
    town.act(roster, "ask_swap", alone, turn=mine, other=other, reason="开庭。")
    with pytest.raises(Refused, match="您是申请的一方"):
        town.act(roster, "agree_swap", alone, swap=roster.swaps.get())


def test_a_visit_is_paid_once_at_the_rate_of_its_place(town: Town, client: Client) -> None:
    for what, amount in (("hall", 200), ("village", 260)):
        PayRate.objects.create(
            what=f"lawyer_pay.{what}",
            amount=amount,
            number="栖云政发〔2026〕8号",
            valid_from=date(2026, 1, 1),
        )
    roster = published(town)
    sat(town, roster)
    with time_machine.travel(moment("2026-05-06 09:00"), tick=False):
        watch.remind()
        days = {"first": date(2026, 4, 1), "last": date(2026, 4, 30)}
        made = open_matter("lawyer_pay", by=town.committee_head, data=days, key=uuid4()).matter
        line = made.lines.get()
        assert (line.payee, line.about_id, line.key) == (
            town.legal_officer,
            roster.pk,
            f"turn:{own(town, roster).pk}",
        )
        assert line.amount == (260 if "桃坞村" in line.words else 200)
        client.force_login(town.director)
        assert f'href="/matters/{roster.pk}/"' in client.get(f"/matters/{made.pk}/").content.decode()
        town.act(made, "check_sheet", town.director)
        made = town.act(made, "pay_sheet", town.committee_head, paid_on=localdate(), voucher="记-32").matter
        with pytest.raises(Refused, match="没有可以列的"):
            open_matter("lawyer_pay", by=town.committee_head, data=days, key=uuid4())
    assert made.status == "paid"


def test_the_page_of_the_day_and_the_form(town: Town, client: Client) -> None:
    roster = published(town)
    with time_machine.travel(moment("2026-04-13 09:05"), tick=False):
        client.force_login(town.legal_officer)
        page = client.get("/legal/lawyers/").content.decode()
        assert PLACES[0] in page and "签到" in page
        town.act(roster, "sign_in", town.legal_officer, turn=own(town, roster))
        form = client.get(f"/matters/{roster.pk}/do/log_turn/").content.decode()
        assert "列的是那几天您自己办过的" in form
        client.force_login(town.committee_head)
        assert client.get("/rosters/lawyer_roster/new/").status_code == 200
        assert client.get("/legal/lawyers/pay/").status_code == 200


def test_whoever_writes_down_an_answer_is_told_which_lawyer_has_the_turn(town: Town, client: Client) -> None:
    """In the hall the one of the hall, in a village that one's; picked, never filled in."""
    roster = published(town)
    turns = {turn.place: turn.person.name for turn in Turn.objects.filter(matter=roster.pk, day=DAY)}
    with time_machine.travel(moment("2026-04-13 09:30"), tick=False):
        client.force_login(town.receptionist)
        form = client.get(reverse("register_consultation")).content.decode()
        hall, village = turns[PLACES[0]], turns[PLACES[1]]
        assert f"今天值班：{hall}（09:00–11:30）。" in form
        assert f'<option value="{hall}"' in form and f'value="{hall}"' not in form.replace("option value", "")
        there = lawyers.on_duty(town.grid_worker, moment("2026-04-13 09:30"))
        assert [(person.name, hours) for person, hours in there] == [(village, "09:00–11:30")]
    client.force_login(town.receptionist)
    assert "今天值班：" not in client.get(reverse("register_consultation")).content.decode()


def test_what_the_desk_types_for_the_lawyer_on_duty_is_his(town: Town, client: Client) -> None:
    """Named as who answered he sees it and writes it down with his turn; a name that has no turn here is a word."""
    roster = published(town)
    turn = Turn.objects.get(matter=roster.pk, day=DAY, place=PLACES[0])
    lawyer = turn.person
    asked = {
        "channel": "hall", "question": "房东不退押金怎么办", "answer": "先协商。", "area": town.taowu, "centre": town.centre,
        "town": town.town,
    }  # fmt: skip
    with time_machine.travel(moment("2026-04-13 09:30"), tick=False):
        town.act(roster, "sign_in", lawyer, turn=turn)

        def typed(name: str) -> Any:
            data = {**asked, "lawyer": name}
            return open_matter("consultation", by=town.receptionist, data=data, key=uuid4()).matter

        his, other = typed(lawyer.name), typed("某某")
        assert (his.answered_by, other.answered_by) == (lawyer, town.receptionist)
        client.force_login(lawyer)
        assert client.get(f"/matters/{his.pk}/").status_code == 200
        assert client.get(f"/matters/{other.pk}/").status_code == 404
        form = client.get(f"/matters/{roster.pk}/do/log_turn/").context["form"]
        assert [one.pk for one in form.fields["matters"].queryset] == [his.pk]
        log = {"turn": turn, "people": 1, "words": "解答押金问题。", "matters": [his]}
        town.act(roster, "log_turn", lawyer, **log)
    assert roster.logs.get().matters == [his.pk]
