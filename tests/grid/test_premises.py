"""Camera points: the table, faults until mended, a find on a Saturday night until it is settled; looks that are kept."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import localdate

from core.deadlines.calendars import office_calendar
from core.deadlines.lights import of_clock
from core.models import Clock, HistoryEntry, Holding, Matter, Notice, Post
from core.operations import verify_history
from core.procedure.indicators import Period
from core.records import seals
from core.values.refused import Used
from grid import lists
from grid.models import CameraPoint, Incident, IncidentKind, Site, SiteKind, SiteVisit, StillLook
from grid.models.premises import private_word
from grid.premises import cameras, file, finds, sites
from grid.premises.forms import NewPointForm
from grid.rounds import tables
from tests.people import BEGINNING, Town, moment
from tests.sweeps.premises import camera

pytestmark = pytest.mark.django_db
HEAD = "编号,位置,网格,产权单位,维护单位,状态,状态起,提示标识"


@pytest.fixture
def clockwork() -> Iterator[Any]:
    with time_machine.travel(moment("2026-07-11 21:44"), tick=False) as moving:
        yield moving


@pytest.fixture
def town(scene: Town, clockwork: Any) -> Iterator[Town]:
    with transaction.atomic():
        yield scene
        transaction.set_rollback(True)


def login(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def line(number: str, place: str = "村口", area: str = "桃坞第二网格", **facts: str) -> str:
    usual = {"owner": "镇综治中心", "unit": "", "state": "正常", "since": "2026-03-01", "sign": "有", **facts}
    return ",".join([number, place, area, *usual.values()])


# --- The table ---------------------------------------------------------------------------------------------------------


def test_rows_are_stored_and_each_fault_is_said(town: Town) -> None:
    data = rows(
        line("A1"), line("A2", "幸福宾馆客房"), line("A3", area="没有的网格"), line("A1", "又一个"), line("A4", state="好的"),
        line("A5", sign="有没有"), line("A6", since="2026-02-30"), line("A7", since="2026-12-01"), line("", "没有编号"),
        line("A8", "公共浴室门口", unit="村镇办"), line("A9", unit="没有的办"),
    )  # fmt: skip
    made = file.bring_cameras(data, town.dispatcher)
    assert (made.read, made.stored, made.there) == (11, 2, 0)
    assert made.faults == [
        "第 3 行：“客房”里不得安装公共视频（条例第八条），不能登记。",
        "第 4 行：没有“没有的网格”这个网格，或者不止一个，请写区域编码。",
        "第 5 行：和第 2 行是同一个。",
        "第 6 行：状态“好的”应是正常、故障、停用之一。",
        "第 7 行：提示标识写“有”或者“无”。",
        "第 8 行：状态起“2026-02-30”不是真实的日期。",
        "第 9 行：状态起 2026-12-01 晚于现在。",
        "第 10 行：“编号”是空的。",
        "第 12 行：没有“没有的办”这个单位。",
    ]
    again = file.bring_cameras(data, town.dispatcher)
    assert (again.stored, again.there, len(again.faults)) == (0, 2, 9)
    assert CameraPoint.objects.get(number="A8").unit == town.works


@pytest.mark.parametrize("written", ["2026/3/1", "2026.3.1", "2026年3月1日", "46082", "2026-03-01 00:00:00"])
def test_days_as_offices_write_them(town: Town, written: str) -> None:
    made = file.bring_cameras(rows(line("A1", since=written)), town.dispatcher)
    assert made.faults == [] and CameraPoint.objects.get().since == date(2026, 3, 1)


def test_the_template_s_example_is_no_point(town: Town) -> None:
    example = ",".join(column.example for column in file.CAMERAS)
    made = file.bring_cameras(rows(example), town.dispatcher)
    assert made.stored == 0 and "示例" in made.faults[0]


def test_a_table_that_says_otherwise_changes_nothing(town: Town) -> None:
    file.bring_cameras(rows(line("A1")), town.dispatcher)
    again = file.bring_cameras(rows(line("A1", "村尾", state="故障")), town.dispatcher)
    assert again.faults == ["第 2 行：已经登记，位置和登记的不一样，没有改。"]
    assert CameraPoint.objects.get().place == "村口"


def test_many_rows_ask_no_more_of_the_database(town: Town, django_assert_max_num_queries: Any) -> None:
    data = rows(*(line(f"B{n}", f"路口{n}") for n in range(900)))
    with django_assert_max_num_queries(14):
        assert file.bring_cameras(data, town.dispatcher).stored == 900
    with django_assert_max_num_queries(14):
        assert file.bring_cameras(data, town.dispatcher).there == 900


@pytest.mark.parametrize(
    ("place", "word"),
    [("学生宿舍走廊", "宿舍"), ("更衣室", "更衣室"), ("宿舍楼门口", ""), ("公厕对面路口", ""), ("村口", "")],
)
def test_no_private_place(place: str, word: str) -> None:
    assert private_word(place) == word


def test_pages_show_what_a_post_is_for(town: Town) -> None:
    camera(town), camera(town, "SL-1", area=town.songling, place="松岭村口", state="broken")
    everything = login(town.dispatcher).get("/grid/cameras/").content.decode()
    assert "TW-0001" in everything and "SL-1" in everything
    own = login(town.grid_worker)
    assert "SL-1" not in own.get("/grid/cameras/").content.decode()
    assert own.get(f"/grid/cameras/{CameraPoint.objects.get(number='SL-1').pk}/").status_code == 404
    asked = login(town.dispatcher).get("/grid/cameras/?state=broken&q=松岭").content.decode()
    assert "SL-1" in asked and "TW-0001" not in asked
    upload = {"file": SimpleUploadedFile("a.csv", rows(line("C1"), line("C2", "更衣室")), "text/csv")}
    told = login(town.director).post("/grid/cameras/import/", upload).content.decode()
    assert "新登记 1，已有 0，有问题 1" in told and "第 3 行" in told
    assert own.get("/grid/cameras/import/").status_code == 403


def test_a_point_is_corrected_and_not_into_a_private_room(town: Town) -> None:
    one, desk = camera(town), login(town.dispatcher)
    url, sent = (
        f"/grid/cameras/{one.pk}/correct/",
        {"area": town.songling.code, "owner": "县公安局", "place": "松岭村口"},
    )
    assert "不得安装" in desk.post(url, {**sent, "place": "公共浴室"}).content.decode()
    assert desk.post(url, sent).status_code == 302
    one.refresh_from_db()
    assert (one.area, one.place, one.sign, one.unit) == (town.songling, "松岭村口", False, None)
    said = LogEntry.objects.get(change_message__startswith="更正视频点位").change_message
    assert "→松岭村口" in said and "产权单位" in said
    assert login(town.grid_worker).get(url).status_code == 403


def test_who_keeps_the_register_of_one_village_takes_no_point_of_another(town: Town) -> None:
    one = camera(town)
    post = Post.objects.create(role="dispatcher", unit=town.centre, area=town.songling, name="值班长")
    known = Holding.objects.first()
    assert known
    Holding.objects.create(
        post=post, user=town.grid_chief, starts_on=BEGINNING, given_by=known.given_by, activated_by=known.activated_by
    )  # fmt: skip
    sent = {"area": town.songling.code, "owner": "县公安局", "place": "松岭村口"}
    assert login(town.grid_chief).post(f"/grid/cameras/{one.pk}/correct/", sent).status_code == 403
    assert not cameras.may_mend(town.grid_chief, one)


def test_a_point_and_a_place_are_added_and_corrected_by_hand(town: Town) -> None:
    lists.load()
    desk, kind = login(town.dispatcher), SiteKind.objects.get(name="学校").pk
    sent = {"number": "TW-0009", "place": "村口", "area": town.taowu_2.code, "owner": "县公安局"}
    assert desk.post("/grid/cameras/new/", sent).status_code == 302
    assert CameraPoint.objects.get(number="TW-0009").since == date(2026, 7, 11)
    assert "已存在" in desk.post("/grid/cameras/new/", sent).content.decode()
    typed = NewPointForm(
        {**sent, "number": "TW-0010"}, instance=CameraPoint(since=localdate()), user=town.dispatcher
    )
    assert typed.is_valid()
    camera(town, number="TW-0010")  # a colleague was quicker
    assert typed.stored() is None and "别人刚刚登记了" in str(typed.errors)
    place = {
        "name": "桃坞小学",
        "kind": kind,
        "area": town.taowu_2.code,
        "address": "1号",
        "contact": "钱小满",
    }
    blank = desk.get("/grid/sites/new/").content.decode()
    assert "请选择" in blank and "-----" not in blank, "a list asks to be chosen from in words"
    assert desk.post("/grid/sites/new/", {**place, "phone": "199-0000-0001"}).status_code == 302
    one = Site.objects.get()
    assert (one.phone, one.due_on) == ("19900000001", date(2026, 10, 9))
    assert "同名同址" in desk.post("/grid/sites/new/", place).content.decode()
    url = f"/grid/sites/{one.pk}/correct/"
    assert "19900000001" not in desk.get(url).content.decode()
    assert desk.post(url, {**place, "contact": "孙大有", "address": "2号"}).status_code == 302
    one.refresh_from_db()
    assert (one.phone, one.contact) == ("19900000001", "孙大有"), "a telephone left empty stays"
    said = LogEntry.objects.get(change_message__startswith="更正场所").change_message
    assert said == "更正场所：地址（1号→2号）、负责人", "who it is is nobody's to read in a log"
    assert login(town.grid_worker).get(url).status_code == 403


# --- Out of order ------------------------------------------------------------------------------------------------------


def test_a_point_out_of_order_until_it_is_mended(town: Town, clockwork: Any) -> None:
    one, handler = camera(town), town.handler
    desk = login(town.dispatcher)
    sent = {"words": "黑屏", "due_on": "2026-07-14"}
    assert desk.post(f"/grid/cameras/{one.pk}/fault/", sent).status_code == 302
    assert "还没有修好" in desk.post(f"/grid/cameras/{one.pk}/fault/", sent).content.decode()
    one.refresh_from_db()
    assert (one.state, one.since) == ("broken", date(2026, 7, 11))
    told = Notice.objects.filter(sentence__startswith="视频点位 TW-0001")
    assert handler.pk in told.values_list("user", flat=True)
    assert cameras.remind() == 0
    clockwork.move_to(moment("2026-07-14 08:20"))
    first = cameras.remind()
    assert first and "今天到期" in told.filter(user=handler).latest("pk").sentence
    cameras.remind()
    assert told.filter(user=handler).count() == 2
    clockwork.move_to(moment("2026-07-16 08:20"))
    assert cameras.remind() > first and told.filter(user=town.director, urgent=True).count() == 1
    assert (
        login(town.grid_worker).post(f"/grid/cameras/{one.pk}/mended/", {"words": "换了电源"}).status_code
        == 403
    )
    cameras.mend(handler, one, "换了电源")
    one.refresh_from_db()
    assert (one.state, one.since) == ("works", date(2026, 7, 16)) and cameras.remind() == 0
    assert "已修好" in told.filter(user=town.dispatcher).latest("pk").sentence


# --- A find on a Saturday night -----------------------------------------------------------------------------------------


def find(town: Town, by: str = "watch_keeper") -> Incident:
    """Seen at 21:40, typed at 21:44."""
    sent = {
        "key": str(uuid4()), "found_at": "2026-07-11T21:40", "what": "柴垛起火，火势向民房蔓延", "topic": "0301", "level": "1",
    }  # fmt: skip
    sent["topic"] = IncidentKind.objects.filter(first="03").first().pk  # type: ignore[union-attr]
    answer = login(town.users[by]).post(f"/grid/cameras/{camera(town).pk}/find/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert login(town.users[by]).post(f"/grid/cameras/{camera(town).pk}/find/", sent).status_code == 302
    return Incident.objects.get(channel="video")


def due(incident: Incident) -> dict[str, Any]:
    found = Clock.objects.filter(matter=incident, ended_at=None)
    return {clock.rule.removeprefix("incident."): clock.expires_at for clock in found}


def test_a_find_at_night_is_called_reached_and_settled(town: Town, clockwork: Any) -> None:
    made = find(town)
    assert made.received_at == made.happened_at == moment("2026-07-11 21:40")
    arrive = Clock.objects.get(matter=made, rule="incident.arrive")
    assert of_clock(arrive, moment("2026-07-11 21:41"), office_calendar()).text == "剩 29 分", (
        "a Saturday night"
    )
    assert (made.area, made.place, made.camera) == (town.taowu_2, "村口老槐树下", camera(town))
    assert {key: due(made)[key] for key in ("call_now", "arrive", "first_report", "level_1")} == {
        "call_now": moment("2026-07-11 21:50"),
        "arrive": moment("2026-07-11 22:10"),
        "first_report": moment("2026-07-11 23:40"),
        "level_1": moment("2026-07-12 21:40"),
    }
    names = [finds.name_of(row) for row in finds.to_call(town.taowu_2)]
    assert "韩广林" in names[0] and len(names) > 1
    page = login(town.dispatcher).get(f"/matters/{made.pk}/").content.decode()
    assert "电话还没有打通，请马上打给韩广林" in page and "韩广林" in page
    town.act(made, "call", town.watch_keeper, person=names[0], answered="no")
    assert "call_now" in due(made)
    clockwork.move_to(moment("2026-07-11 21:46"))
    assert "没有接" in login(town.dispatcher).get(f"/matters/{made.pk}/").content.decode()
    town.act(made, "call", town.dispatcher, person=names[1], answered="yes", words="马上到场")
    assert due(made)["police"] == moment("2026-07-11 21:50"), "no unit is told of such a danger"
    town.act(made, "call_police", town.dispatcher, person="接警员", words="已派消防、民警。")
    assert not {"call_now", "police"} & set(due(made))
    said = HistoryEntry.objects.filter(matter=made, action__endswith="call").latest("seq")
    assert said.happened_at == moment("2026-07-11 21:46") and said.detail.values["answered"] == "打通"
    clockwork.move_to(moment("2026-07-11 22:05"))
    town.act(made, "arrive", town.grid_worker, words="火已扑灭", safe=True)
    town.act(made, "report_up", town.dispatcher, to="县应急值班室", person="秦值班", words="火已扑灭")
    assert not {"arrive", "first_report"} & set(due(made))
    town.act(made, "dispatch", town.dispatcher, unit=town.works, level="1", task="清理余火")
    town.act(made, "sign", town.handler)
    clockwork.move_to(moment("2026-07-12 08:00"))
    town.act(made, "answer", town.handler, settled_how="余火已清，柴垛移走")
    assert due(made) == {"check_now": moment("2026-07-13 08:00")}
    level = Clock.objects.get(matter=made, rule="incident.level_1")
    assert level.ended_at == moment("2026-07-12 08:00")


def test_who_looked_why_and_at_what(town: Town) -> None:
    made = find(town, "dispatcher")
    assert Matter.objects.visible_to(town.watch_keeper).filter(pk=made.pk), "the shift goes on telephoning"
    town.act(made, "look_still", town.dispatcher, seen="21:35至21:45", reason="核对起火时间")
    one = camera(town)
    sent = {"key": str(uuid4()), "seen": "昨天一天", "reason": "走失老人家属求助"}
    for _ in range(2):  # a double click
        assert login(town.director).post(f"/grid/cameras/{one.pk}/look/", sent).status_code == 302
    other = login(town.director).post(f"/grid/cameras/{one.pk}/look/", {**sent, "seen": "前天一天"})
    assert other.status_code == 422 and "已经用过" in other.content.decode()  # refused, not swallowed
    assert str(other.context["form"]["key"].value()) != sent["key"] and StillLook.objects.count() == 2
    assert login(town.director).post(f"/grid/cameras/{one.pk}/look/", {"seen": "昨天"}).status_code == 422
    assert [(row.by, row.seen, row.matter_id) for row in StillLook.objects.order_by("pk")] == [
        (town.dispatcher, "21:35至21:45", made.pk),
        (town.director, "昨天一天", None),
    ]
    page = f"/grid/cameras/{one.pk}/"
    assert "核对起火时间" in login(town.users["second_dispatcher"]).get(page).content.decode()
    Incident.objects.filter(pk=made.pk).update(compartment="domestic_violence")
    assert "核对起火时间" not in login(town.users["second_dispatcher"]).get(page).content.decode()
    assert "走失老人" in login(town.dispatcher).get(page).content.decode()
    assert "走失老人" not in login(town.grid_worker).get(page).content.decode()


def test_what_a_find_refuses(town: Town) -> None:
    one, sent = camera(town), {"key": str(uuid4()), "found_at": "2026-07-11T21:50", "what": "柴垛起火"}
    desk = login(town.dispatcher)
    url = f"/grid/cameras/{one.pk}/find/"
    assert "晚于现在" in desk.post(url, sent).content.decode()
    assert "一天以前" in desk.post(url, {**sent, "found_at": "2026-07-09T21:50"}).content.decode()
    assert login(town.grid_worker).get(url).status_code == 403
    assert not Incident.objects.filter(channel="video").exists()


# --- Places ------------------------------------------------------------------------------------------------------------

SITES = "名称,类别,网格,地址,负责人,电话,住户姓名"


def site_rows(*lines: str) -> bytes:
    return "\n".join([SITES, *lines]).encode()


def school(town: Town) -> Site:
    data = site_rows("桃坞小学,学校,桃坞第二网格,桃坞村 1 号,钱小满,199-0000-0001,张三李四")
    file.bring_sites(data, town.dispatcher)
    return Site.objects.get()


def test_places_come_in_without_residents(town: Town) -> None:
    lists.load()
    one = school(town)
    assert (one.phone, one.due_on) == ("19900000001", date(2026, 10, 9))
    data = site_rows(
        "桃坞小学,学校,桃坞第二网格,桃坞村 1 号,钱小满,199-0000-0001,", "甲,吸毒人员,桃坞第二网格,,,,",
        "乙,门店,桃坞第二网格,,,12,", "丙,出租屋,松岭村,2 号,,,王五",
    )  # fmt: skip
    again = file.bring_sites(data, town.dispatcher)
    assert (again.stored, again.there, len(again.faults)) == (1, 1, 2)
    assert again.faults[0].startswith("第 3 行：没有“吸毒人员”这个类别")
    Site.objects.filter(pk=one.pk).update(closed_on=date(2026, 9, 1))  # one that was given up may open again
    assert (
        file.bring_sites(site_rows("桃坞小学,学校,桃坞第二网格,桃坞村 1 号,,,"), town.dispatcher).stored == 1
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(s::text, ' ') FROM grid_site s")
        stored = cursor.fetchone()[0]
    assert "王五" not in stored and "张三" not in stored and "19900000001" not in stored
    with pytest.raises(ValidationError):
        SiteKind(name="刑满释放人员").full_clean()


def test_a_place_is_visited_at_its_cycle(town: Town, clockwork: Any) -> None:
    lists.load()
    one = school(town)
    url = f"/grid/sites/{one.pk}/"
    assert sites.remind() == 0
    clockwork.move_to(moment("2026-10-09 08:15"))
    assert "有 1 处场所到了走访的日子" in login(town.grid_worker).get("/grid/mine/").content.decode()
    assert (
        sites.remind()
        and "1 处场所到了走访的日子" in Notice.objects.filter(user=town.grid_worker).latest("pk").sentence
    )
    clockwork.move_to(moment("2026-10-16 08:15"))
    sites.remind()
    assert "逾期一周以上" in Notice.objects.filter(user=town.grid_chief).latest("pk").sentence
    worker, sent = (
        login(town.grid_worker),
        {"key": str(uuid4()), "words": "看了消防通道", "what": "灭火器过期"},
    )
    for _ in range(2):
        assert worker.post(f"{url}visit/", sent).status_code == 302
    visit = SiteVisit.objects.get()
    assert visit.incident and visit.incident.area == town.taowu_2 and "桃坞小学" in visit.incident.place
    one.refresh_from_db()
    assert one.due_on == date(2027, 1, 14)
    # 表10: it fell due in October and was seen in it; in November nothing was due.
    row, month = f"site{one.kind_id}", Period.of_month(2026, 10)
    found = tables.freeze(month, None)["T10"]["rows"]
    assert (
        found[row] == {"due": 1, "done": 1}
        and row not in tables.freeze(Period.of_month(2026, 11), None)["T10"]["rows"]
    )
    sheet = tables.sheet("T10", month, {"rows": found}, "", None)
    opened = next(line.cells[0].url for line in sheet.rows if line.label == "学校走访（处）")
    assert "桃坞小学" in worker.get(opened).content.decode()
    assert "没有这样的场所" in worker.get(opened.replace("2026-10", "2026-11")).content.decode()
    page = worker.get(url).content.decode()
    assert visit.incident.number in page and "19900000001" not in page
    shown = worker.post(f"{url}phone/", {"reason": "约定走访时间"}).content.decode()
    assert "19900000001" in shown
    assert LogEntry.objects.filter(change_message__contains="约定走访时间").exists()


def test_where_nobody_answers_for_a_grid_the_directors_are_told(town: Town, clockwork: Any) -> None:
    lists.load()
    Site.objects.create(
        name="桃坞小学", kind=SiteKind.objects.get(name="学校"), area=town.taowu_2, since=localdate(), due_on=localdate()
    )  # fmt: skip
    Holding.objects.filter(post__role__in=("grid_worker", "grid_chief", "grid_head")).update(
        ends_on=date(2026, 1, 1)
    )
    sites.remind()
    assert [one.user for one in Notice.objects.filter(sentence__contains="到了走访的日子")] == [town.director]


def test_what_is_done_to_points_and_places_is_no_tampering(town: Town, clockwork: Any) -> None:
    """Each is sealed as it stands; a change has its entry, and one past the rules is found."""
    point, place = camera(town), school(town)
    seals.seal()
    clockwork.move_to(moment("2026-07-11 22:00"))
    cameras.report_fault(town.dispatcher, point, "黑屏", localdate() + timedelta(days=3))
    cameras.mend(town.dispatcher, point, "换了电源")
    key = uuid4()
    said = {"words": "门口通畅。", "what": ""}
    assert sites.visit(town.grid_worker, place, said, key) == sites.visit(town.grid_worker, place, said, key)
    for more in ({"words": "后门锁着。"}, {"what": "电线裸露"}):
        with pytest.raises(Used):
            sites.visit(town.grid_worker, place, said | more, key)
    clockwork.move_to(moment("2026-07-12 22:00"))
    seals.seal()
    assert list(verify_history.verify()) == []
    CameraPoint.objects.filter(pk=point.pk).update(place="别处")
    Site.objects.filter(pk=place.pk).update(name="别的学校")
    found = " ".join(str(one) for one in verify_history.verify())
    assert "视频点位" in found and "场所" in found


def test_who_may_not(town: Town) -> None:
    lists.load()
    far = Site.objects.create(
        name="松岭小店", kind=SiteKind.objects.get(name="门店"), area=town.songling, since=date(2026, 7, 1)
    )
    worker = login(town.grid_worker)
    for part in ("", "visit/", "phone/"):
        assert worker.get(f"/grid/sites/{far.pk}/{part}").status_code == 404
    assert worker.get(f"/grid/sites/{far.pk}/close/").status_code == 403
    assert "松岭小店" not in worker.get("/grid/sites/").content.decode()
    assert (
        login(town.dispatcher).post(f"/grid/sites/{far.pk}/close/", {"reason": "关门了"}).status_code == 302
    )
    assert "松岭小店" not in login(town.dispatcher).get("/grid/sites/?q=松岭").content.decode()
