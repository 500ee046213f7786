"""网上来件: what a citizen sends is never lost, never shown to who must not see it, and never taken in twice."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from core.intake import online
from core.models import Failures, Matter, OnlineIntake
from core.values.refused import Refused
from core.values.statements import run
from core.views.lookup import PAUSED
from tests.people import Town
from tests.sweeps.world import at_once

WORDS = "竹溪村三组的桥栏杆断了，请修一修"
GOOD = {"name": "钱满囤", "phone": "199-0000-0021", "place": "竹溪村三组", "demand": WORDS, "leave_empty": ""}


@pytest.fixture(autouse=True)
def switched_on(settings: Any) -> None:
    settings.ONLINE_INTAKE = True


def send(client: Client, **given: Any) -> Any:
    return client.post("/online/", GOOD | {"key": str(uuid4())} | given)


def make(**given: Any) -> OnlineIntake:
    data = {name: GOOD[name] for name in ("name", "place", "demand")} | {
        "phone": "19900000021",
        "confidential": False,
    }
    return online.send("case", uuid4(), data | given)


def registration(intake: OnlineIntake, **given: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "version": "0",
        "online": str(intake.pk),
        "channel": "net",
        "demand": str(intake.demand),
        "area": "不详",
        "secrecy": "internal",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-role": "applicant",
        "people-0-name": str(intake.name),
        "people-0-phone": str(intake.phone),
        **given,
    }


def look(client: Client, code: str, lookup_code: str) -> str:
    return client.post("/lookup/", {"code": code, "lookup_code": lookup_code}).content.decode()


# --- The public page -----------------------------------------------------------------------------------------


def test_it_is_switched_off_unless_a_site_wants_it(db: None, client: Client, settings: Any) -> None:
    assert client.get("/online/").status_code == 200 and "我要反映" in client.get("/lookup/").content.decode()
    settings.ONLINE_INTAKE = False
    assert client.get("/online/").status_code == send(client).status_code == 404
    assert not OnlineIntake.objects.exists() and "我要反映" not in client.get("/lookup/").content.decode()


def test_who_writes_gets_a_number_and_a_key(db: None, client: Client) -> None:
    text = send(client).content.decode()
    intake = OnlineIntake.objects.get()
    assert re.fullmatch(r"WS\d{8}0001", intake.code) and intake.code in text
    assert f"{intake.lookup_code[:4]} {intake.lookup_code[4:]}" in text
    assert (intake.name, intake.phone, intake.demand) == ("钱满囤", "19900000021", WORDS)
    assert "已收到，等待核对" in look(client, intake.code.lower(), str(intake.lookup_code).lower())
    assert WORDS not in look(client, intake.code, str(intake.lookup_code))
    assert "没有查到" in look(client, intake.code, "ZZZZZZZZ")


def test_the_notice_of_personal_data_and_the_warnings_stand_there(db: None, client: Client) -> None:
    text = client.get("/online/").content.decode()
    for word in ("110", "第十七条、第三十五条", "保存期限", "检举控告", "当面", "查阅、复制、更正"):
        assert word in text, word


def test_the_same_form_again_is_the_same_and_other_words_are_another(db: None, client: Client) -> None:
    key = str(uuid4())
    first, again = send(client, key=key), send(client, key=key)
    intake = OnlineIntake.objects.get()
    assert intake.code in first.content.decode() and intake.code in again.content.decode()
    send(client, key=key, demand="还有一件：路灯不亮")
    assert OnlineIntake.objects.count() == 2
    assert {str(row.demand) for row in OnlineIntake.objects.all()} == {WORDS, "还有一件：路灯不亮"}


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_and_numbers_have_no_gap() -> None:
    key = str(uuid4())
    at_once(*[lambda: send(Client(), key=key)] * 4)
    assert OnlineIntake.objects.count() == 1
    at_once(*[lambda n=n: send(Client(REMOTE_ADDR=f"192.0.2.{n}"), demand=f"第{n}件") for n in range(1, 7)])
    serials = sorted(int(row.code[-4:]) for row in OnlineIntake.objects.all())
    assert serials == list(range(1, 8))


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(db: None, client: Client) -> None:
    wrong = {
        "name": ("", "\0", "名" * 61),
        "phone": ("", "123", "没有", "\0", "9" * 31),
        "place": ("\0", "长" * 81),
        "demand": ("", " ", "\0", "长" * 3001),
        "key": ("", "x"),
    }
    for name, values in wrong.items():
        for value in values:
            answer = send(client, **{name: value})
            assert answer.status_code == 200 and 'role="alert"' in answer.content.decode(), (name, value)
            kept = "竹溪村三组" if name != "place" else "钱满囤"
            assert kept in answer.content.decode(), (name, value)
    assert not OnlineIntake.objects.exists() and not Failures.objects.exists()
    html = send(client, demand="<script>alert(1)</script>", name="𬸣𫖮")
    assert html.status_code == 200 and OnlineIntake.objects.get().name == "𬸣𫖮"


def test_a_program_falls_into_the_trap_and_a_person_gets_out(db: None, client: Client) -> None:
    answer = send(client, leave_empty="http://x")
    text = answer.content.decode()
    assert "请再提交一次" in text and WORDS in text and "http://x" not in text
    assert not OnlineIntake.objects.exists()


def test_five_an_hour_of_one_address(db: None, client: Client) -> None:
    key = str(uuid4())
    for number in range(5):
        assert (
            "已收到"
            in send(client, demand=f"第{number}件", key=key if number == 4 else str(uuid4())).content.decode()
        )
    answer = send(client)
    assert answer.status_code == 429 and WORDS in answer.content.decode()
    assert "已收到" in send(client, demand="第4件", key=key).content.decode()  # sent before: its number again
    assert OnlineIntake.objects.count() == 5
    assert send(client, REMOTE_ADDR="192.0.2.9").status_code == 429  # a field of the form is no address
    assert client.post("/online/", GOOD | {"key": str(uuid4())}, REMOTE_ADDR="192.0.2.9").status_code == 200
    Failures.objects.update(since=timezone.now() - timedelta(minutes=59))
    assert send(client, demand="第六件").status_code == 429
    Failures.objects.update(since=timezone.now() - timedelta(minutes=61))
    assert send(client, demand="第六件").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/online/", GOOD).status_code == 403


# --- The clerk's page ----------------------------------------------------------------------------------------


def test_the_list_is_masked_and_oldest_first(town: Town, client: Client) -> None:
    late = make(demand="后来的", name="欧阳小川")
    early = make(demand=f"{WORDS}，电话19900000021")
    OnlineIntake.objects.filter(pk=early.pk).update(sent_at=timezone.now() - timedelta(days=3))
    client.force_login(town.receptionist)
    text = client.get("/cases/online/").content.decode()
    assert (
        text.index(early.code) < text.index(late.code)
        and "3 天前" in text
        and "钱**" in text
        and "欧阳**" in text
    )
    assert not [
        word for word in ("19900000021", "钱满囤", "欧阳小川", str(early.lookup_code)) if word in text
    ]
    assert re.search(r'href="/cases/online/"[^>]*>.*?网上来件<span>2</span>', text, re.DOTALL)
    make(name="保密的人", confidential=True)
    for clerk in (town.receptionist, town.director, town.auditor):
        assert run(*online.asks(clerk))[0][0] == online.waiting(clerk).count(), clerk


def test_who_may_not_check_sees_nothing(town: Town, client: Client, settings: Any) -> None:
    intake = make()
    for key in ("handler", "liaison", "grid_worker", "auditor", "system_admin", "watch_keeper"):
        client.force_login(town.users[key])
        assert client.get("/cases/online/").status_code == 403, key
        assert client.post(f"/cases/online/{intake.pk}/refuse/", {"reason": "其他"}).status_code == 403, key
        if key in ("liaison", "grid_worker", "watch_keeper"):  # they register, but not what the town got
            assert client.get(f"/cases/register/?online={intake.pk}").status_code == 404, key
            assert client.post("/cases/register/", registration(intake)).status_code == 404, key
    client.force_login(town.receptionist)
    settings.ONLINE_INTAKE = False
    assert "网上来件</a>" not in client.get("/queue/").content.decode()
    assert intake.code in client.get("/cases/online/").content.decode()  # what has come is not lost
    for wrong in ("x", "0", "-1", "9" * 40, "١"):
        assert client.get("/cases/register/", {"online": wrong}).status_code == 404, wrong
    assert not Matter.objects.exists()


def test_who_asks_for_secrecy_is_read_by_keepers_alone(town: Town, client: Client) -> None:
    intake = make(confidential=True, demand="举报虚报补偿款")
    client.force_login(town.receptionist)
    text = client.get("/cases/online/").content.decode()
    assert "另有 1 件要求保密" in text and intake.code not in text and "补偿" not in text
    assert client.get(f"/cases/register/?online={intake.pk}").status_code == 404
    assert client.get(f"/cases/online/{intake.pk}/refuse/").status_code == 404
    assert client.post("/cases/register/", registration(intake)).status_code == 404
    client.force_login(town.petition_officer)
    assert intake.code in client.get("/cases/online/").content.decode()
    client.post(
        "/cases/register/", registration(intake)
    )  # the tick is left out, and it is sealed all the same
    case = Case.objects.get()
    assert case.compartment == "accusation"
    told = look(client, case.code, str(intake.lookup_code))
    assert "已登记" in told and "负责" not in told
    client.force_login(town.dispatcher)
    assert case.number not in client.get("/cases/online/?view=checked").content.decode()


# --- Registered ----------------------------------------------------------------------------------------------


def test_checked_it_becomes_a_case_under_the_same_key(town: Town, client: Client) -> None:
    intake = make()
    OnlineIntake.objects.filter(pk=intake.pk).update(sent_at=timezone.now() - timedelta(days=2, hours=1))
    intake.refresh_from_db()
    client.force_login(town.receptionist)
    text = client.get(f"/cases/register/?online={intake.pk}").content.decode()
    for word in (WORDS, "钱满囤", "19900000021", "竹溪村三组", f'name="online" value="{intake.pk}"'):
        assert word in text, word
    assert re.search(r'value="net"[^>]*checked', text)
    assert LogEntry.objects.filter(user=town.receptionist, object_repr=intake.code).exists()
    form = registration(intake)
    answer = client.post("/cases/register/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    client.post("/cases/register/", form)  # a double click
    case = Case.objects.get()
    assert case.received_at == intake.sent_at == case.clocks.get(rule="cases.dispatch").started_at
    assert (case.channel, case.parties.get().phone) == ("net", "19900000021")
    intake.refresh_from_db()
    assert intake.matter_id == case.pk and intake.checked_by == town.receptionist
    assert case.lookup_code == intake.lookup_code
    told = look(client, intake.code, str(intake.lookup_code))
    assert "已登记" in told and case.code in told and f"/lookup/?code={case.code}" in told
    assert case.number in look(client, case.code, str(intake.lookup_code))
    assert case.number in client.get("/cases/online/?view=checked").content.decode()
    assert intake.code not in client.get("/cases/online/").content.decode()


def test_a_form_with_a_mistake_still_knows_where_it_came_from(town: Town, client: Client) -> None:
    intake = make()
    client.force_login(town.receptionist)
    answer = client.post("/cases/register/", registration(intake, demand=""))
    assert answer.status_code == 200 and f'name="online" value="{intake.pk}"' in answer.content.decode()
    assert not Matter.objects.exists() and OnlineIntake.objects.get().checked_at is None


def test_the_second_of_two_clerks_is_told(town: Town, client: Client) -> None:
    intake = make()
    client.force_login(town.dispatcher)
    client.post("/cases/register/", registration(intake))
    other = Client()
    other.force_login(town.receptionist)
    answer = other.post("/cases/register/", registration(intake))
    assert answer.status_code == 200 and f"已由{town.dispatcher.name}" in answer.content.decode()
    assert Case.objects.count() == 1
    for url in (f"/cases/register/?online={intake.pk}", f"/cases/online/{intake.pk}/refuse/"):
        moved = other.get(url, follow=True)
        assert (
            moved.redirect_chain[-1][0] == "/cases/online/"
            and f"已由{town.dispatcher.name}" in moved.content.decode()
        )
    other.post(f"/cases/online/{intake.pk}/refuse/", {"reason": "无实际内容"})
    assert OnlineIntake.objects.get().refused_for == ""


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_make_one_case_and_no_gap(calendar: None, town: Town) -> None:
    intake = make()

    def act(user: Any, refuses: bool) -> Any:
        client = Client()
        client.force_login(user)
        if refuses:
            return client.post(f"/cases/online/{intake.pk}/refuse/", {"reason": "重复提交"}).status_code
        return client.post("/cases/register/", registration(intake)).status_code

    found = at_once(
        lambda: act(town.receptionist, False),
        lambda: act(town.dispatcher, False),
        lambda: act(town.director, True),
    )
    assert all(status in (200, 302) for status in found), found
    intake.refresh_from_db()
    assert Case.objects.count() == (1 if intake.matter_id else 0)
    assert bool(intake.matter_id) != bool(intake.refused_for)
    assert town.register().number.endswith(f"{Case.objects.count():04}号")


# --- Not registered ------------------------------------------------------------------------------------------


def test_a_refusal_has_a_reason_that_is_kept_and_told(town: Town, client: Client) -> None:
    intake = make()
    client.force_login(town.receptionist)
    url = f"/cases/online/{intake.pk}/refuse/"
    text = client.get(url).content.decode()
    assert WORDS in text and "钱满囤" not in text
    for wrong in (
        {},
        {"reason": "其他"},
        {"reason": "x"},
        {"reason": "其他", "words": "\0"},
        {"reason": "其他", "words": "长" * 151},
    ):
        answer = client.post(url, wrong)
        assert answer.status_code == 200 and 'role="alert"' in answer.content.decode(), wrong
    assert client.post(url, {"reason": "重复提交", "words": "与昨天登记的是同一件。"}).status_code == 302
    intake.refresh_from_db()
    assert intake.refused_for == "重复提交：与昨天登记的是同一件" and intake.checked_by == town.receptionist
    told = look(client, intake.code, str(intake.lookup_code))
    assert "不予登记" in told and "与昨天登记的是同一件" in told
    assert "与昨天登记的是同一件" in client.get("/cases/online/?view=checked").content.decode()
    with pytest.raises(Refused):
        online.refuse(intake, "其他：再来一次", town.dispatcher)


def test_tries_at_a_number_of_ours_are_counted_like_those_of_a_case(db: None, client: Client) -> None:
    intake = make()
    for _ in range(5):
        assert "没有查到" in look(client, intake.code, "ZZZZZZZZ")
    assert PAUSED in look(client, intake.code, str(intake.lookup_code))


def test_the_clerk_s_page_costs_the_same_for_three_and_for_forty(town: Town, client: Client) -> None:
    client.force_login(town.director)

    def asked(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = ("/cases/online/", "/cases/online/?view=checked")
    for number in range(3):
        online.refuse(make(demand=f"第{number}件"), "重复提交", town.director)
        make(demand=f"新的第{number}件")
    few = [asked(url) for url in urls]
    for number in range(40):
        online.refuse(make(demand=f"又第{number}件"), "重复提交", town.director)
        make(demand=f"再第{number}件")
    assert [asked(url) for url in urls] == few and max(few) <= 12


def test_what_was_refused_is_forgotten_after_half_a_year_and_says_why_all_the_same(
    town: Town, client: Client
) -> None:
    kept, gone = make(demand="早登记的"), make(demand="乱写的")
    online.refuse(gone, "无实际内容", town.dispatcher)
    assert online.forget_refused() == 0
    with time_machine.travel(timezone.now() + timedelta(days=184), tick=False):
        assert online.forget_refused() == 1 and online.forget_refused() == 0
    gone, kept = OnlineIntake.objects.get(pk=gone.pk), OnlineIntake.objects.get(pk=kept.pk)
    assert (str(gone.name), str(gone.phone), gone.place, str(gone.demand)) == ("", "", "", "")
    assert gone.refused_for == "无实际内容" and str(kept.demand) == "早登记的"
