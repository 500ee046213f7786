"""The phone's one door: a report comes once however often it is sent, by the office's clock, and from its author only."""

import base64
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.models import DangerReport, HistoryEntry, Matter, Party
from core.privacy.account_keys import key_pair
from core.values.refused import Refused
from grid.models import Incident
from grid.phone.moments import happened
from tests.cases.test_registering import picture
from tests.people import Town, moment

REPORT = "/grid/report/"
NOW = moment("2026-11-18 10:26")


@pytest.fixture
def town(scene: Town, db: None) -> Town:
    return deepcopy(scene)


@pytest.fixture
def phone(town: Town) -> Client:
    return logged_in(town.grid_worker)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ago(**more: float) -> str:
    return (timezone.now() - timedelta(**more)).isoformat()


def send(client: Client, **facts: Any) -> Any:
    """As the script sends what has waited."""
    who = client.get(f"{REPORT}key/").json()
    data = {"key": str(uuid4()), "what": "路灯不亮", "topic": "0103", "_writer": who["writer"], **facts}
    return client.post(REPORT, data, headers={"X-Part": "1"})


# --- Once -----------------------------------------------------------------------------------------------------------


def test_half_a_point_is_none(phone: Client) -> None:
    send(phone, longitude="120.1")
    assert Incident.objects.get().longitude is None


def test_sent_twice_is_one_with_its_photo(phone: Client, town: Town) -> None:
    facts = {"key": str(uuid4()), "seen": ago(hours=8), "apart": "0,1"}
    first, second = (
        send(phone, scan=SimpleUploadedFile("照片.png", picture()), **facts).json() for _ in range(2)
    )
    assert first == second and first["done"]
    made = Incident.objects.get()
    assert (made.area, made.topic_id, made.attachments.count()) == (town.taowu_2, "0103", 1)
    assert made.happened_at.isoformat() == facts["seen"]
    assert timezone.now() - made.received_at < timedelta(minutes=1)


def test_what_was_changed_after_it_came_is_shown_beside_it(phone: Client) -> None:
    key = str(uuid4())
    send(phone, key=key)
    answer = send(phone, key=key, what="路灯不亮，电线也垂下来了")
    assert (answer.status_code, answer.json()["there"]) == (422, "路灯不亮")
    assert "已经送到" in answer.json()["errors"][0]
    assert Incident.objects.get().what == "路灯不亮"


def test_what_is_refused_says_why_and_stores_nothing(phone: Client) -> None:
    before = HistoryEntry.objects.count()
    big = SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff" + bytes(21 * 1024 * 1024))
    for facts, words in (
        ({"what": ""}, "请写发现了什么"),
        ({"what": "村主任贪污", "closed_accusation": "yes"}, "检举控告不作网格事件上报"),
        ({"settled": "on"}, "请写一句怎么办的"),
        ({"topic": "0703", "settled": "on", "settled_how": "已劝"}, "不能自办结"),
        ({"area": "999999"}, "哪个网格|选择"),
        ({"longitude": "31.2", "latitude": "120.1"}, "不能超过 60|不能小于 70"),
        ({"scan": big}, "20 MB|太大|超过"),
        ({"seen": ago(days=40)}, "已过 30 天以上"),
        ({"seen": ago(days=-2)}, "比现在还晚"),
        ({"seen": ago(days=3), "apart": "259200,0"}, "改过"),
        ({"seen": ago(days=3), "apart": "a,b"}, "有效"),
    ):
        answer = send(phone, **facts)
        assert answer.status_code == 422, facts
        assert any(one in " ".join(answer.json()["errors"]) for one in words.split("|")), answer.json()
    assert not Incident.objects.exists() and HistoryEntry.objects.count() == before


def test_words_that_point_to_a_child_are_asked_about(phone: Client) -> None:
    answer = send(phone, what="8岁的女孩手臂有淤青").json()
    assert "像" in answer["errors"][0] and 'name="closed_minor"' in answer["asked"]
    assert send(phone, what="8岁的女孩手臂有淤青", closed_minor="yes").json()["done"]
    assert Incident.objects.get().compartment == "minor"


def test_the_correction_of_the_clock_stands_in_the_history(phone: Client) -> None:
    assert "手机时钟慢 3 天" in send(phone, seen=ago(days=3, hours=2), apart="259200,259201").json()["said"]
    made = Incident.objects.get()
    assert timedelta(hours=1.9) < timezone.now() - made.happened_at < timedelta(hours=2.1)
    assert "手机时钟慢 3 天" in str(made.history.get(action="grid.report").detail.values)


def test_what_must_be_reported_goes_along_to_the_minute(phone: Client) -> None:
    lines = {
        "reports-TOTAL_FORMS": "2", "reports-INITIAL_FORMS": "0",
        "reports-0-body": "police", "reports-0-reported_at": "2026-05-09T16:30", "reports-0-person": "派出所值班",
        "reports-1-body": "civil", "reports-1-reported_at": "2026-05-09T16:35", "reports-1-person": "民政办",
    }  # fmt: skip
    answer = send(phone, flags="minor", happened_at="2026-05-09T16:20", **lines)
    assert answer.json()["done"]
    reported = DangerReport.objects.values_list("body", "reported_at")
    assert list(reported) == [("police", moment("2026-05-09 16:30")), ("civil", moment("2026-05-09 16:35"))]


# --- Whose ----------------------------------------------------------------------------------------------------------


def test_another_login_cannot_send_it(phone: Client, town: Town) -> None:
    writer = phone.get(f"{REPORT}key/").json()["writer"]
    answer = send(logged_in(town.liaison), _writer=writer)
    assert answer.status_code == 403 and not Incident.objects.exists()


def test_after_the_login_is_over_nothing_is_taken_and_nothing_is_told(phone: Client) -> None:
    phone.logout()
    for answer in (
        phone.get(f"{REPORT}key/", headers={"X-Part": "1"}),
        phone.post(REPORT, headers={"X-Part": "1"}),
    ):
        assert answer.status_code == 401 and b"private" not in answer.content


def test_each_account_has_a_key_of_its_own_and_always_the_same() -> None:
    public, private = key_pair(1)
    assert key_pair(1) == (public, private) and key_pair(2)[0] != public
    number = int.from_bytes(base64.urlsafe_b64decode(private["d"] + "="))
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key().public_numbers()
    assert base64.urlsafe_b64decode(public["x"] + "=") == point.x.to_bytes(32)
    assert "d" not in public


def test_what_is_kept_on_the_phone_tells_of_nobody(phone: Client, town: Town) -> None:
    blank = phone.get(f"{REPORT}blank/").content.decode()
    grids = phone.get(f"{REPORT}areas/").content.decode()
    for word in (town.grid_worker.name, "csrfmiddlewaretoken", "_writer"):
        assert word not in blank and word not in grids
    assert "199-0000-0090" in blank and f"[{town.taowu_2.pk}, " in grids
    worker = phone.get(f"{REPORT}worker.js")
    assert worker["Content-Type"].startswith("text/javascript") and "/grid/report/blank/" in worker.text


# --- When -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "slow", "is_", "words"),
    [
        ("2026-11-18 08:00", timedelta(minutes=1), "2026-11-18 08:00", ""),
        ("2026-11-15 08:00", timedelta(days=3), "2026-11-18 08:00", "手机时钟慢 3 天，已按服务器的时间校正"),
        ("2026-11-20 08:00", -timedelta(days=2), "2026-11-18 08:00", "手机时钟快 2 天，已按服务器的时间校正"),
        (
            "2026-11-18 10:10",
            timedelta(minutes=10),
            "2026-11-18 10:20",
            "手机时钟慢 10 分钟，已按服务器的时间校正",
        ),
    ],
)
def test_a_clock_that_is_wrong_is_corrected_in_words(
    seen: str, slow: timedelta, is_: str, words: str
) -> None:
    assert happened(moment(seen), [slow, slow], NOW) == (moment(is_), words)


@pytest.mark.parametrize(
    ("seen", "slow", "words"),
    [
        ("2026-11-18 11:00", [timedelta(), timedelta()], "比现在还晚"),
        ("2026-10-18 10:00", [timedelta(), timedelta()], "已过 30 天以上"),
        ("2026-11-15 08:00", [timedelta(days=3), timedelta()], "手机的时钟在存下以后改过"),
    ],
)
def test_a_moment_that_cannot_be_is_asked_about(seen: str, slow: list[timedelta], words: str) -> None:
    with pytest.raises(Refused, match=f"{words}.*发现时间") as refused:
        happened(moment(seen), slow, NOW)
    assert refused.value.field == "happened_at"


# --- What is mine ---------------------------------------------------------------------------------------------------


def test_who_found_it_sees_what_came_of_it(phone: Client, town: Town) -> None:
    send(phone, settled="on", settled_how="已换灯泡，陶根发在场")
    Party.objects.create(matter=Matter.objects.get(), role="applicant", name="陶根发")
    page = phone.get("/grid/mine/?tab=found")
    assert "已换灯泡，陶**在场" in page.text and "了结" in page.text and "no-store" in page["Cache-Control"]
    assert "已换灯泡" not in logged_in(town.liaison).get("/grid/mine/?tab=found").text


def test_without_a_script_the_form_posts_itself(phone: Client) -> None:
    page = phone.get(REPORT)
    assert page.status_code == 200
    answer = phone.post(REPORT, {"key": str(uuid4()), "what": "", "other": "0602"})
    assert answer.status_code == 422 and "请写发现了什么" in answer.text
    answer = phone.post(REPORT, {"key": str(uuid4()), "what": "路边堆着气瓶", "other": "0602"}, follow=True)
    made = Incident.objects.get()
    assert (made.topic_id, made.attachments.count(), made.longitude) == ("0602", 0, None)
    assert made.number in answer.text


def test_a_complaint_of_the_tool_is_handled_like_any_need(phone: Client, town: Town) -> None:
    answer = phone.post(
        "/grid/complaint/", {"key": str(uuid4()), "what": "不要再让我们拍照打卡"}, follow=True
    )
    made = Incident.objects.get()
    assert (made.status, made.level, made.holder_unit) == ("reported", "4", town.centre)
    assert made.number in answer.text and made.clocks.exists()
