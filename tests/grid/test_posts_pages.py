"""The pages of who answers where: keeping, substitutes, telephones, the table, the board, a hand-over begun."""

from datetime import date
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from core.models import Area, Holding, PostHandover
from grid.models import Boundary, BoundaryFile, Responsibility
from grid.models.posts import Kind
from grid.posts import answering, duties
from grid.views.posts import board_values
from tests.core.test_papers import text_of
from tests.grid.test_posts import line, table
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
OWN = "19900000061"


@pytest.fixture
def town(scene: Town) -> Any:
    with time_machine.travel(moment("2026-03-10 09:00"), tick=False), transaction.atomic():
        duties.load()
        yield scene
        transaction.set_rollback(True)


def login(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(town: Town, **facts: Any) -> dict[str, Any]:
    return {
        "area": town.taowu_2_1.code, "kind": "doctor", "name": "苏 静", "title": "卫生院医生", "work_phone": "0999-1234567",
        "phone": "199 0000 0061", "starts_on": "2026-03-01", **facts,
    }  # fmt: skip


def doctor(town: Town) -> Responsibility:
    login(town.grid_chief).post("/grid/posts/new/", sent(town))
    return Responsibility.objects.get(kind=Kind.DOCTOR)


def test_a_village_keeps_its_own_people(town: Town) -> None:
    row = doctor(town)
    again = login(town.grid_chief).post("/grid/posts/new/", sent(town))  # a second click
    assert again.status_code == 422 and "已经登记过" in again.content.decode()
    assert Responsibility.objects.filter(kind=Kind.DOCTOR).count() == 1
    assert (row.name, row.work_phone, row.phone, row.given_by) == (
        "苏静",
        "0999-1234567",
        OWN,
        town.grid_chief,
    )
    refused = login(town.grid_chief).post("/grid/posts/new/", sent(town, area=town.songling.code))
    assert refused.status_code == 422 and "只能登记自己管辖区域里的责任人" in refused.content.decode()
    assert login(town.grid_worker).post("/grid/posts/new/", sent(town)).status_code == 403
    second = sent(town, kind="liaison", area=town.taowu_2.code, starts_on="2026-03-02")
    assert login(town.director).post("/grid/posts/new/", second).status_code == 302
    again = login(town.director).post("/grid/posts/new/", {**second, "name": "又一个"})
    assert "这几天已经有人担任" in again.content.decode()
    worker = sent(town, kind="worker", area=town.taowu_2.code, starts_on="2026-03-02")
    assert (
        "已经担任；换人请在“任职授权”里办"
        in login(town.director).post("/grid/posts/new/", worker).content.decode()
    )


WRONG = {
    "name=": "请写姓名，或者选账号",
    "starts_on=2026-02-30": "有效",
    "ends_on=2026-02-01": "结束日期早于开始日期",
    "work_phone=123": "固定电话请带区号|手机号",
    "kind=of_household": "包户的要写门牌地址",
    "area=没有这个村": "对应的负责区域没有",
    "name=\0": "",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_stored(town: Town, wrong: str) -> None:
    name, value = wrong.split("=")
    answer = login(town.director).post("/grid/posts/new/", sent(town, **{name: value}))
    assert answer.status_code == 422 and not Responsibility.objects.exists()
    assert any(word in answer.content.decode() for word in WRONG[wrong].split("|"))


def test_leave_and_going_are_kept_with_their_days(town: Town) -> None:
    row = doctor(town)
    away = {"name": "钱大夫", "starts_on": "2026-03-09", "ends_on": "2026-03-12", "reason": "进修"}
    asked = login(town.grid_chief).get(f"/grid/posts/{row.pk}/substitute/").context["form"]
    choices = [label for _, label in asked.fields["user"].choices]
    assert "韩广林（桃坞村）" in choices, "names are not unique"
    assert login(town.grid_chief).post(f"/grid/posts/{row.pk}/substitute/", away).status_code == 302
    names = [answering.on([row.area_id], date(2026, 3, day))[row.area_id][-1].name for day in (8, 9, 12, 13)]
    assert names == ["苏静", "钱大夫", "钱大夫", "苏静"]
    early = login(town.grid_chief).post(
        f"/grid/posts/{row.pk}/end/", {"ends_on": "2026-03-10", "reason": "调走"}
    )
    assert "这一天以后还登记了代理人" in early.content.decode()
    login(town.grid_chief).post(f"/grid/posts/{row.pk}/end/", {"ends_on": "2026-03-12", "reason": "调走"})
    assert answering.on([row.area_id], date(2026, 3, 13))[row.area_id][-1].kind == "liaison"
    outside = login(town.grid_chief).post(
        f"/grid/posts/{row.pk}/substitute/", {**away, "ends_on": "2026-03-20"}
    )
    assert "任职的日子以内" in outside.content.decode()


def test_another_village_s_rows_are_closed_to_a_village(town: Town) -> None:
    row = Responsibility.objects.create(
        area=town.songling, kind="doctor", name="外村", starts_on=TODAY, phone=OWN
    )
    client = login(town.grid_chief)
    for page in ("end", "substitute", "phone"):
        assert client.get(f"/grid/posts/{row.pk}/{page}/").status_code == 403
        assert client.post(f"/grid/posts/{row.pk}/{page}/", {"reason": "看看"}).status_code == 403


def test_an_own_number_is_seen_for_a_reason_that_is_kept(town: Town) -> None:
    row = doctor(town)
    client = login(town.grid_chief)
    page = client.get(f"/grid/posts/?area={town.taowu_2_1.code}").content.decode()
    assert "0999-1234567" in page and OWN not in page
    assert OWN not in client.get(f"/grid/posts/{row.pk}/phone/").content.decode()
    assert OWN in client.post(f"/grid/posts/{row.pk}/phone/", {"reason": "转诊要联系"}).content.decode()
    assert "转诊要联系" in LogEntry.objects.filter(user=town.grid_chief).latest("pk").change_message


def test_a_table_comes_in_by_the_page_whole_or_not_at_all(town: Town) -> None:
    def file(*lines: str) -> dict[str, Any]:
        return {"file": SimpleUploadedFile("people.csv", table(*lines))}

    client, good = login(town.dispatcher), line("好人", "志愿者", town.taowu.code)
    told = client.post("/grid/posts/import/", file(good, line("坏", "志愿者", "77")))
    assert (
        "第 3 行：没有编码为“77”的管辖区域" in told.content.decode() and not Responsibility.objects.exists()
    )
    client.post("/grid/posts/import/", file(good))
    again = client.post("/grid/posts/import/", file(good), follow=True)
    assert "新登记 0 人，已有 1 人" in again.content.decode() and Responsibility.objects.count() == 1


def test_the_board_has_what_the_law_asks_and_nobody_s_own_number(town: Town) -> None:
    """Name of the grid, its area, who answers with a telephone, the telephone of supervision (滨州条例 art. 6)."""
    doctor(town)
    Responsibility.objects.create(
        area=town.taowu_2_1, kind=Kind.OF_HOUSEHOLD, name="干部", household="三组27号", starts_on=TODAY
    )
    answer = login(town.liaison).get(f"/grid/posts/board/?area={town.taowu_2_1.code}&size=A3")
    pdf = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert tuple(map(round, pypdfium2.PdfDocument(pdf)[0].get_size())) == (1191, 842)
    text = text_of(pdf)
    for words in (
        "桃坞第二网格一组公示牌",
        "秦满仓",
        "苏静",
        "0999-1234567",
        "韩广林",
        "方立新",
        "监督电话199-0000-0090",
    ):
        assert words in text
    assert OWN not in text and "三组27号" not in text
    assert [label for label, _ in board_values(town.taowu_2_1, TODAY)["duties"]] == [
        "微网格联络员",
        "家庭医生",
    ]
    Responsibility.objects.filter(kind=Kind.DOCTOR).update(area=town.taowu)
    people = [(one["label"], one["name"]) for one in board_values(town.taowu_2_1, TODAY)["people"]]
    assert ("桃坞村家庭医生", "苏静") in people, "of the village, and on the wall of each of its groups"


def test_the_board_says_where_the_place_lies(town: Town) -> None:
    file = BoundaryFile.objects.create(by=town.director, name="图", digest="x", system="wgs84", basis="文")
    for area, x in ((town.taowu_2, 123.11), (town.taowu_2_1, 123.105)):
        ring = [[123.1, 29.2], [x, 29.2], [x, 29.21], [123.1, 29.21], [123.1, 29.2]]
        shape = {"type": "MultiPolygon", "coordinates": [[ring]]}
        Boundary.objects.create(
            area=area, since=date(2026, 1, 1), file=file, shape=shape, sketch=shape, hectares=107.8, west=123.1, south=29.2,
            east=x, north=29.21,
        )  # fmt: skip
    Area.objects.filter(pk=town.taowu_2.pk).update(households=268)
    for kind, name in zip(
        ("police", "doctor", "of_area", "of_village"), ("卫德顺", "尤红梅", "曹春生", "赵建国"), strict=True
    ):
        Responsibility.objects.create(area=town.taowu_2, kind=kind, name=name, starts_on=date(2026, 1, 1))
    for size in ("A3", "A4"):
        answer = login(town.liaison).get(f"/grid/posts/board/?area={town.taowu_2.code}&size={size}")
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert len(pypdfium2.PdfDocument(data)) == 1, "it is hung up"
    text = text_of(data)
    assert "范围：一组，268户，107.8公顷" in text.replace(" ", "")
    assert board_values(Area.objects.get(pk=town.taowu_2.pk), TODAY)["drawing"].count("<path") == 2
    assert board_values(town.songling, TODAY)["drawing"] == ""


def test_a_hand_over_begins_on_its_page(town: Town) -> None:
    held = Holding.objects.get(user=town.grid_worker)
    client = login(town.grid_chief)
    page = client.get("/grid/posts/handover/").content.decode()
    assert "韩广林（桃坞村 · 桃坞第二网格" in page and "俞百川（栖云镇" not in page
    given = {"holding": held.pk, "receiver": town.grid_chief.pk, "last_day": "2026-03-12"}
    key = page.split('name="key" value="')[1].split('"')[0]
    for _ in range(2):  # pressed twice
        made = client.post("/grid/posts/handover/", {**given, "key": key, "version": 0})
    handover = PostHandover.objects.get()
    assert made.status_code == 302 and handover.receiver == town.grid_chief
    shown = client.get(f"/matters/{handover.pk}/").content.decode()
    assert (
        "移交人手上没有在办的事项" in shown
        and "接手人签字" in shown
        and "移交人签字" not in shown.split("现在可以做")[-1].split("期限")[0]
    )
    assert handover.number in client.get("/grid/posts/").content.decode()
