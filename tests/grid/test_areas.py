"""Places that are renamed, split and merged: what came in before stays where it was, under the name of its day."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from core.models import Area, HistoryEntry, Matter, Notice
from core.operations import verify_history
from core.records import seals
from core.records.admin_log import note_each
from core.values.moments import now
from core.values.refused import Refused
from core.workflow import areas
from grid import lists
from grid.models import Boundary, BoundaryFile, CameraPoint, PatrolPlan, Responsibility, Site, SiteKind
from grid.posts import answering, duties
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 10)
NEW = [{"code": "990121101204005", "name": "桃坞东网格"}, {"code": "990121101204006", "name": "桃坞西网格"}]


@pytest.fixture
def town(scene: Town) -> Any:
    with time_machine.travel(moment("2026-03-10 09:00"), tick=False), transaction.atomic():
        duties.load()
        yield scene
        transaction.set_rollback(True)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def page(user: Any, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_new_name_leaves_the_old_one_to_what_came_in_before(town: Town) -> None:
    case = town.register(area=town.taowu_2, at=moment("2026-03-02 09:00"))
    areas.rename(fresh(town.taowu_2), "桃花网格", ON, "栖政发〔2026〕3号", town.director)
    place = fresh(town.taowu_2)
    assert (place.name, place.called(date(2026, 3, 9)), place.called(ON)) == (
        "桃花网格",
        "桃坞第二网格",
        "桃花网格",
    )
    shown = page(town.dispatcher, f"/matters/{case.pk}/")
    assert "那天这里的名称是“桃坞第二网格”" in shown
    then = page(town.dispatcher, f"/grid/posts/?area={place.code}&on=2026-03-02")
    assert "名称是“桃坞第二网格”" in then and "栖政发〔2026〕3号" in then and "韩广林" in then
    areas.rename(place, "桃李网格", date(2026, 3, 20), "文", town.director)
    assert [fresh(place).called(date(2026, 3, day)) for day in (1, 15, 20)] == [
        "桃坞第二网格",
        "桃花网格",
        "桃李网格",
    ]
    with pytest.raises(Refused, match="早于上一次更名"):
        areas.rename(fresh(place), "又改", ON, "文", town.director)


def test_a_split_closes_the_old_place_and_carries_what_lies_below(town: Town) -> None:
    case, old_case = town.register(area=town.taowu_2), town.register("去年的", area=town.taowu_2_1)
    Responsibility.objects.create(
        area=town.taowu_2_1, kind="volunteer", name="志愿一", starts_on=date(2026, 1, 1)
    )
    east, west = areas.reshape([fresh(town.taowu_2)], NEW, ON, "文", town.director, {town.taowu_2_1.pk: 1})
    assert fresh(town.taowu_2).closed_on == ON and fresh(town.taowu_2_1).closed_on == ON
    (carried,) = Area.objects.filter(parent=west)
    assert (carried.name, carried.code, carried.path.startswith(west.path)) == (
        "桃坞第二网格一组",
        "990121101204006001",
        True,
    )
    before, after = answering.on([town.taowu_2_1.pk], date(2026, 3, 9)), answering.on([carried.pk], ON)
    assert "志愿一" in [row.name for row in before[town.taowu_2_1.pk]]
    assert [row.name for row in after[carried.pk]] == ["志愿一"]
    assert Matter.objects.get(pk=case.pk).area == town.taowu_2 and areas.successors(town.taowu_2) == [
        east,
        west,
    ]
    # Counted: one grid became two, its group went along.
    counts = [Area.objects.filter(level=place.level, closed_on=None).count() for place in (west, carried)]
    assert counts == [2, 1]
    vacant = {(one.area, one.since) for one in answering.vacant([town.town.path])}
    assert {(east, ON), (west, ON)} <= vacant
    before, after = (
        page(town.director, f"/grid/posts/?area={town.taowu.code}&on={day}")
        .split('id="below"')[1]
        .split("</section>")[0]
        for day in ("2026-03-09", "2026-03-10")
    )
    assert "桃坞第二网格" in before and "桃坞东网格" not in before
    assert "桃坞东网格" in after and "桃坞第二网格" not in after
    told = Notice.objects.filter(user=town.security_admin, sentence__contains="桃坞第二网格自 03-10 停用")
    assert told.exists()
    shown = page(town.director, "/areas/matters/")
    assert case.number in shown and old_case.number in shown and "桃坞东网格" in shown


def test_open_matters_move_by_decision_and_closed_ones_never(town: Town) -> None:
    case, stays = town.register(area=town.taowu_2), town.register("留下的", area=town.taowu_2)
    closed = town.register("办完的", area=town.taowu_2)
    town.act(closed, "answer_on_spot", town.receptionist, answer="已说明。")
    east, _ = areas.reshape([fresh(town.taowu_2)], NEW, ON, "文", town.director)
    client = Client()
    client.force_login(town.director)
    sent = {f"matter_{case.pk}": east.pk, f"matter_{closed.pk}": east.pk, f"matter_{stays.pk}": ""}
    client.post("/areas/matters/", sent)
    moved = Matter.objects.get(pk=case.pk)
    assert (moved.area, moved.area_path) == (east, east.path)
    assert HistoryEntry.objects.filter(matter=case).latest("seq").detail.values["area_to"] == "桃坞东网格"
    assert {Matter.objects.get(pk=one.pk).area for one in (stays, closed)} == {town.taowu_2}


def test_two_become_one(town: Town) -> None:
    third = Area.objects.create(
        code="990121101204003", name="桃坞第三网格", level=town.taowu_2.level, parent=town.taowu
    )
    (one,) = areas.reshape([fresh(town.taowu_2), third], NEW[:1], ON, "文", town.director)
    assert areas.successors(third) == areas.successors(town.taowu_2) == [one]
    again = areas.reshape(
        [one],
        [{**NEW[1], "code": "990121101204007"}, {**NEW[1], "code": "990121101204008", "name": "南"}],
        ON,
        "文",
        town.director,
    )
    assert areas.successors(third) == again


def test_what_a_place_had_goes_along_and_is_no_tampering(town: Town) -> None:
    """Points, places, plans and the outline go where there is one place to go to; where there are several somebody says."""
    lists.load()
    third = Area.objects.create(
        code="990121101204003", name="桃坞第三网格", level=town.taowu_2.level, parent=town.taowu
    )
    point = CameraPoint.objects.create(number="TW-1", place="村口", area=third, since=ON, owner="镇综治中心")
    kind = SiteKind.objects.get(name="门店")
    site, same, other = (
        Site.objects.create(name=name, kind=kind, area=area, since=ON)
        for name, area in (("小卖部", third), ("粮站", third), ("粮站", town.taowu_2))
    )
    days = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 5, 31)}
    plan = PatrolPlan.objects.create(
        at=now(), by=town.director, area=third, team=["grid"], weekdays=[0], **days
    )
    file = BoundaryFile.objects.create(by=town.director, name="图", digest="x", system="wgs84", basis="文")
    ring = [[[[123.1, 29.2], [123.11, 29.2], [123.11, 29.21], [123.1, 29.2]]]]
    shape = {"type": "MultiPolygon", "coordinates": ring}
    for area in (third, town.taowu_2_1):
        Boundary.objects.create(
            area=area, since=date(2026, 1, 1), file=file, shape=shape, sketch=shape, hectares=1, west=123.1, south=29.2,
            east=123.11, north=29.21,
        )  # fmt: skip
    written = Responsibility.objects.create(
        area=town.taowu_2_1, kind="volunteer", name="志愿一", starts_on=date(2026, 1, 1)
    )
    note_each(town.director, (point, site, same, other, written), "登记")
    seals.seal()
    with time_machine.travel(moment("2026-03-10 10:00"), tick=False):
        (one,) = areas.reshape([fresh(town.taowu_2), third], NEW[:1], ON, "文", town.director)
    assert fresh(point).area == fresh(site).area == fresh(other).area == one
    assert fresh(same).area == third  # one of that name is there already
    assert Notice.objects.filter(sentence__contains="还有 0 个视频点位、1 处场所").exists()
    assert fresh(plan).ends_on == date(2026, 3, 9) and PatrolPlan.objects.get(area=one).ends_on == date(
        2026, 5, 31
    )
    (carried,) = Area.objects.filter(parent=one)
    held = Boundary.objects.current(ON)
    assert [row.area for row in held] == [carried] and held.get().shape == shape
    assert set(Boundary.objects.current(date(2026, 3, 9)).values_list("area", flat=True)) == {
        third.pk,
        town.taowu_2_1.pk,
    }
    with time_machine.travel(moment("2026-03-11 09:00"), tick=False):
        seals.seal()
        assert list(verify_history.verify()) == []
    Notice.objects.all().delete()
    areas.reshape(
        [one],
        [{**NEW[1], "code": "990121101204007"}, {**NEW[1], "code": "990121101204008", "name": "南"}],
        ON,
        "文",
        town.director,
    )
    assert (
        fresh(point).area == one
        and Notice.objects.filter(sentence__contains="还有 1 个视频点位、2 处场所").exists()
    )


WRONG = {
    "act=split&lines=990121101204005 东": "拆分要写两个以上新区域",
    "act=split&lines=990121101204005 东\n990121101204 西": "编码",
    "act=split&lines=东\n西": "请写成：编码 名称 户数",
    "act=merge&lines=990121101204005 东": "拆分要写两个以上新区域；合并只写一个",
    "act=rename&name=": "请填写新名称",
    "act=rename&name=桃坞第二网格": "新名称和现在的一样",
    "act=rename&name=桃花&on=2026-03-11": "请在生效那天或者以后登记",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_stored(town: Town, wrong: str) -> None:
    client = Client()
    client.force_login(town.director)
    sent = {"on": "2026-03-10", "basis": "文", **dict(part.split("=", 1) for part in wrong.split("&"))}
    answer = client.post(f"/areas/{town.taowu_2.pk}/change/", sent)
    assert answer.status_code == 422 and WRONG[wrong] in answer.content.decode()
    assert Area.objects.count() == 6 and fresh(town.taowu_2).name == "桃坞第二网格"
    client.force_login(town.grid_chief)
    assert client.post(f"/areas/{town.taowu_2.pk}/change/", sent).status_code == 403
