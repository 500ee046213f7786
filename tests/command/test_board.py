"""The live board: one statement, each number its list, no citizen's name. 今夜必达: called, tried, ticked off once."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from command import board, tonight
from command import rosters as rules
from command.models import Call, Decision, Resolution, Supervision
from core.lists.cards import cards
from core.models import Clock, Exclusion, Notice
from core.procedure import compiled
from core.procedure.room import rooms
from core.records.notices import tell
from core.values.moments import now
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from grid.map_counts import AT_HOME
from grid.models import Incident, IncidentKind
from tests.command import test_rosters as rosters
from tests.grid.test_boundaries import LEFT, RIGHT, bring, collection, square
from tests.grid.test_numbers import report
from tests.people import USERS, Town, moment
from tests.sweeps.world import PARTIES

pytestmark = pytest.mark.django_db
NOON = moment("2026-10-09 12:00")


@pytest.fixture(scope="module")
def busy(scene: Town) -> Town:
    """A Friday noon: what came today, what is late for two weeks, incidents of all levels, somebody on duty."""
    town = scene
    with time_machine.travel(moment("2026-09-15 09:00"), tick=False):
        late = town.register(parties=[dict(party) for party in PARTIES])
        late = town.act(late, "hand_over", town.dispatcher, unit=town.works, grade="ordinary").matter
        town.act(late, "sign", town.handler)
        rosters.published(town, "duty_roster")
        sealed = town.register("孩子身上有伤", flags=["minor"])
        Case.objects.filter(pk=sealed.pk).update(compartment="minor")
    with time_machine.travel(moment("2026-10-08 09:00"), tick=False):
        sweep()
        order = Supervision.objects.latest("pk")
        Decision.objects.create(
            matter=order, at=now(), by=town.supervisor, held_on=now().date(), minutes="栖综纪〔2026〕3号", measure="talk", words="约谈"
        )  # fmt: skip
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        again = town.register("路灯不亮", parties=[dict(party) for party in PARTIES])
        Case.objects.filter(pk=again.pk).update(repeated=True)
        for level in "1234":
            made = report(town, level=level)
            Incident.objects.filter(pk=made.pk).update(
                level=level, channel="video" if level == "4" else "grid", status="accepted"
            )
    return town


@pytest.fixture
def town(busy: Town) -> Iterator[Town]:
    with time_machine.travel(NOON, tick=False):
        yield deepcopy(busy)


def page(client: Client, user: Any, **headers: str) -> Any:
    client.force_login(user)
    answer = client.get(reverse("board"), headers=headers)
    assert answer.status_code == 200
    return answer


def test_everything_on_it_is_read_in_one_statement(town: Town) -> None:
    user = town.dispatcher
    assert user.reach
    board.read(user, now())
    with CaptureQueriesContext(connection) as asked:
        shown = board.read(user, now())
    assert len(asked) == 1
    assert shown["duty"] and shown["decisions"] and shown["units"] and shown["acts"]


def test_it_is_put_together_once_for_each_reader_and_says_the_same_at_any_moment(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By night and day, before a holiday and behind it, and for who is shut out of something since."""
    serving = [user for user in town.users.values() if user.has_perm(rules.SERVE)]
    serving = [serving[0], serving[-1]]
    assert serving[0] != serving[1]
    compiled._kept.clear()
    for at in ("2026-10-09 12:00", "2026-10-09 23:40", "2026-10-12 09:00"):
        with time_machine.travel(moment(at), tick=False):
            if at > "2026-10-10":
                late = Case.objects.filter(title__contains="路灯").first() or Case.objects.latest("pk")
                Exclusion.objects.get_or_create(
                    matter_id=late.root_id, user=serving[0], ground=Exclusion.Ground.RECUSED
                )
            for user in serving:
                learnt = board.read(user, now())
                with monkeypatch.context() as each_time:
                    each_time.setattr(compiled, "_keep", lambda *_: None)
                    assert board.read(user, now()) == learnt, (user.name, at)
    kept = {key: one for key, one in compiled._kept.items() if key[0][0] == "wall"}
    assert len(kept) == len(serving) and None not in kept.values()


def test_each_number_is_the_length_of_its_list(town: Town, client: Client) -> None:
    for user in (town.dispatcher,):
        shown = page(client, user).context
        for number in (one for *_, numbers in shown["parts"] for one in numbers):
            behind = client.get(number.url)
            assert behind.status_code == 200, number
            if "card" in number.url:
                assert int(number.value) == len(behind.context["rows"]), (user, number)
        for unit in shown["units"]:
            assert unit["late"] == len(client.get(unit["late_url"]).context["rows"])
            if unit["black"]:
                assert unit["black"] == len(client.get(unit["black_url"]).context["rows"])


def test_who_is_on_duty_without_seeing_the_town_reads_the_same_and_opens_nothing(
    town: Town, client: Client
) -> None:
    """At night the watch keeper is alone with it: that nothing is late must not stand there because he may open nothing."""
    guard, shift = town.watch_keeper, town.dispatcher
    bring(town, collection(桃坞村=square(LEFT), 松岭村=square(RIGHT)), date(2026, 1, 1))
    Incident.objects.filter(level="1").update(latitude="29.205", longitude="123.105")

    def told(user: Any) -> dict[str, str]:
        return {one.label: one.value for *_, found in board.read(user, now())["parts"] for one in found}

    alike = ("今天登记", "逾期", "Ⅰ级·紧急", "待派遣", "视频发现", "重复反映")
    assert [told(guard)[label] for label in alike] == [told(shift)[label] for label in alike]
    assert int(told(guard)["逾期"]) > 0 and told(guard)["Ⅰ级·紧急"] == "1"
    shown = board.read(guard, now())
    assert shown["units"] and shown["acts"]
    text = page(client, guard).content.decode()
    assert "没有逾期的" not in text and "data-level" in text and "/matters/" not in text
    for address in set(re.findall(r'href="(/[^"?#]*)', text)) - {"/static/css/board.css"}:
        assert address.startswith("/static/") or client.get(address, follow=True).status_code == 200, address
    late = Case.objects.filter(due_at__lte=now(), compartment="").get()
    before = int(told(guard)["逾期"])
    Exclusion.objects.create(matter_id=late.root_id, user=guard, ground=Exclusion.Ground.RECUSED)
    assert int(told(guard)["逾期"]) < before


def test_units_stand_in_the_order_of_the_office_and_add_up(town: Town) -> None:
    shown = board.read(town.dispatcher, now())
    late = {one.label: int(one.value) for key, _, found in shown["parts"] for one in found if key == "due"}
    assert sum(unit["late"] for unit in shown["units"]) == late["逾期"] > 0
    assert sum(unit["black"] for unit in shown["units"]) == late["超 5 个工作日"] > 0
    codes = [unit["late_url"].split("=")[1] for unit in shown["units"]]
    assert codes == sorted(codes)


def test_levels_finds_and_what_is_repeated_are_counted(town: Town) -> None:
    shown = board.read(town.dispatcher, now())
    found = {one.label: one.value for *_, numbers in shown["parts"] for one in numbers}
    assert [
        found[f"{level}级·{word}"]
        for level, word in zip("ⅠⅡⅢⅣ", ("紧急", "重要", "一般", "服务"), strict=True)
    ] == ["1"] * 4
    assert (found["视频发现"], found["重复反映"], found["今天登记"]) == ("1", "1", "1")
    assert {line.act[1] for line in shown["acts"] if line.act} == {"派遣"}


def test_the_map_shows_open_finds_and_none_that_is_sealed_or_leads_to_a_door(
    town: Town, client: Client
) -> None:
    assert (
        "<svg" not in page(client, town.dispatcher).content.decode()
    )  # without outlines there is nothing to draw on
    bring(town, collection(桃坞村=square(LEFT), 松岭村=square(RIGHT)), date(2026, 1, 1))
    shown, sealed, far = Incident.objects.filter(level__in="123").order_by("pk")
    at_home = report(town, topic=IncidentKind.objects.filter(first__in=AT_HOME).first().pk)  # type: ignore[union-attr]
    places = {shown: "123.105", sealed: "123.106", far: "99.1", at_home: "123.107"}
    for one, longitude in places.items():
        Incident.objects.filter(pk=one.pk).update(latitude="29.205", longitude=longitude)
    Incident.objects.filter(pk=sealed.pk).update(compartment="minor")
    text = page(client, town.dispatcher).content.decode()
    drawn = text[text.index("<svg") : text.index("</svg>")]
    assert drawn.count("data-area") == 2 and "桃坞村" in drawn
    assert [one.pk for one in places if f"/matters/{one.pk}/" in drawn] == [shown.pk]
    with CaptureQueriesContext(connection) as asked:
        board.read(town.dispatcher, now())
    assert len(asked) == 1


def test_the_last_decisions_are_those_of_supervision_and_of_signed_minutes(town: Town) -> None:
    data = {
        "form": "weekly", "begins_at": now() + timedelta(hours=1), "place": "三楼", "chair": town.duty_leader, "units": [town.farms],
    }  # fmt: skip
    meeting = open_matter("office_meeting", by=town.supervisor, data=data, key=uuid4()).matter
    facts = {"what": "陶根发家门口的渠由农业农村办清理。", "unit": town.farms, "due_on": date(2026, 10, 20)}
    made = Resolution.objects.create(matter=meeting, at=now(), by=town.supervisor, **facts)
    told = [one["words"] for one in board.read(town.director, now())["decisions"]]
    assert len(told) == 1 and "约谈" in told[0]  # the minutes are not signed
    Resolution.objects.filter(pk=made.pk).update(number=1)
    first, second = board.read(town.director, now())["decisions"]
    assert (
        first["words"].startswith("农业农村办：") and "10-20" in first["said"] and "约谈" in second["words"]
    )
    assert "陶根发" not in str((first, second))
    shift = [one for one in board.read(town.dispatcher, now())["decisions"] if "例会" in one["words"]]
    assert [one["url"] for one in shift] == [""], (
        "that it was decided stands there, the meeting opens to others"
    )
    order = Supervision.objects.latest("pk")
    assert second["url"] == f"/matters/{order.pk}/"
    one = board.read(town.petition_officer, now())["decisions"]  # who sees the matter, though not the order
    assert [line["url"] for line in one if "约谈" in line["words"]] == [f"/matters/{order.parent_id}/"]


def test_no_citizen_and_nothing_sealed_stands_on_it(town: Town, client: Client) -> None:
    """Of names and numbers only those of who is on duty; no title; the whole page and the part."""
    for user in (town.director, town.duty_leader):
        for headers in ({}, {"X-Part": "1"}):
            text = page(client, user, **headers).content.decode()
            duty = {row["name"] for row in board.read(user, now())["duty"]}
            citizens = [
                party[key]
                for party in PARTIES
                for key in ("name", "phone", "id_number", "address")
                if party.get(key)
            ]
            cast = [name for _, _, name, *_ in USERS if name not in duty]
            assert [
                word for word in (*citizens, *cast, "路灯", "孩子", "排水渠", "保密") if word in text
            ] == []
    sealed = Case.objects.exclude(compartment="").first()
    assert sealed and sealed.number not in text


def test_the_page_asks_for_its_part_alone_and_without_a_script_looks_again_by_itself(
    town: Town, client: Client
) -> None:
    whole, part = page(client, town.director), page(client, town.director, **{"X-Part": "1"})
    assert b'<meta http-equiv="refresh" content="30">' in whole.content and b'id="board"' in part.content
    assert b"<html" not in part.content and len(part.content) < 16_000
    for user in (town.receptionist, town.handler, town.system_admin):
        client.force_login(user)
        assert client.get(reverse("board")).status_code == client.get(reverse("tonight")).status_code == 403


def test_each_part_of_the_board_has_its_heading() -> None:
    walls = {card.wall for card in cards().values() if card.wall} | {
        one.wall for room in rooms() for one in room.live
    }
    assert walls == {key for key, _ in board.PARTS}


# --- 今夜必达 -----------------------------------------------------------------------------------------------------------


def to_call(user: Any) -> list[str]:
    return sorted(one.user.username for one in tonight.open_calls(tonight.known_to(user)))


def test_level_i_must_reach_people_and_level_iii_need_not(town: Town) -> None:
    Notice.objects.update(call=False)
    report(town, level="3")
    assert to_call(town.dispatcher) == []
    report(town, level="1")
    assert {"director", "duty_leader"} <= set(to_call(town.dispatcher))


def test_a_call_is_tried_made_and_ticked_off_once_with_minute_and_name(town: Town, client: Client) -> None:
    notice = tonight.open_calls(Notice.objects.filter(user=town.duty_leader)).latest("pk")
    client.force_login(town.watch_keeper)
    address = reverse("tonight_tick", args=[notice.pk])
    client.post(address, {"reached": "no"})
    assert "没打通" in client.get(reverse("tonight")).content.decode()
    for _ in range(2):
        client.post(address, {"reached": "yes", "words": "本人接的"})
    assert list(Call.objects.filter(notice=notice).values_list("reached", "by__name")) == [
        (False, "陈守田"), (True, "陈守田")
    ]  # fmt: skip
    text = client.get(reverse("tonight")).content.decode()
    assert "10-09 周五 12:00 陈守田 打通：本人接的" in text
    client.post(
        reverse("tonight_tick", args=[tonight.open_calls(Notice.objects.all()).latest("pk").pk]),
        {"reached": "x"},
    )
    assert Call.objects.count() == 2


def test_who_has_read_it_himself_is_not_called(town: Town) -> None:
    mine = Notice.objects.filter(user=town.duty_leader, call=True)
    assert tonight.open_calls(mine).exists()
    mine.update(read_at=now())
    assert not tonight.open_calls(mine).exists()


def test_what_reached_nobody_for_a_quarter_of_an_hour_is_told_upwards_once(town: Town) -> None:
    Notice.objects.update(call=False)
    tell([town.handler], Case.objects.latest("pk"), "要紧情况：请看。", call=True)
    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        assert tonight.remind() == 0
    with time_machine.travel(NOON + timedelta(minutes=15), tick=False):
        tonight.remind()
        tonight.remind()
    told = Notice.objects.filter(sentence__startswith="要紧情况 15 分钟没有通知到俞百川")
    assert {one.user.username for one in told} == {"director", "duty_leader", "chief"} and len(told) == 3


def test_whoever_is_shut_out_of_a_matter_learns_nothing_of_it_there(town: Town, client: Client) -> None:
    notice = tonight.open_calls(Notice.objects.filter(user=town.duty_leader)).latest("pk")
    root = notice.matter.top
    Exclusion.objects.create(matter=root, user=town.supervisor, ground="recused", article="第二十八条")
    client.force_login(town.supervisor)
    assert root.number not in client.get(reverse("tonight")).content.decode()
    assert client.post(reverse("tonight_tick", args=[notice.pk]), {"reached": "yes"}).status_code == 404


def test_of_what_is_sealed_only_that_there_is_something_is_told(town: Town, client: Client) -> None:
    sealed = Case.objects.exclude(compartment="").first()
    assert sealed
    tell([town.duty_leader], sealed, "要紧情况（涉未成年人）", call=True)
    client.force_login(town.watch_keeper)
    text = client.get(reverse("tonight")).content.decode()
    assert "有封闭的要紧事项" in text and sealed.number not in text and "涉未成年人" not in text


def test_a_term_of_level_i_that_runs_out_at_night_is_telephoned(town: Town) -> None:
    Notice.objects.update(call=False)
    made = report(town, level="1")
    with time_machine.travel(NOON + timedelta(hours=25), tick=False):
        Clock.objects.exclude(matter=made.pk).update(look_at=None)
        sweep()
        assert "director" in to_call(town.dispatcher)
