"""T9 of October 2026 counted by hand, how long things take, the map's counts and marks, and a village's own page."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.lists.drilldown import Counted
from core.models import Area, Matter, User
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.workflow.perform import open_matter
from grid import standard_tables
from grid.map_counts import SHOWN, by_area, marks
from grid.models import Incident, IncidentKind
from reports import tables
from tests.grid.test_boundaries import LEFT, RIGHT, bring, collection, square
from tests.grid.test_incidents import WHAT
from tests.people import Town, moment

OCTOBER = Period.of_month(2026, 10)
POINT = {"longitude": "123.102000", "latitude": "29.203000"}


def report(town: Town, by: User | None = None, at: str = "", topic: str = "0102", **facts: Any) -> Any:
    """A find; now, where no moment is said."""
    data = {"what": WHAT, "topic": IncidentKind.objects.get(pk=topic), **facts}
    when = moment(at) if at else None
    return open_matter("incident", by=by or town.grid_worker, data=data, key=uuid4(), at=when).matter


def way(town: Town, made: Any, *steps: str, level: str = "3") -> Any:
    """Dispatched, signed, answered, closed: a moment for each, as far as there are some."""
    acts: list[tuple[str, Any, dict[str, Any]]] = [
        ("dispatch", town.dispatcher, {"unit": town.works, "level": level, "task": ""}),
        ("sign", town.handler, {}),
        ("answer", town.handler, {"settled_how": "已处置"}),
        ("close", town.dispatcher, {}),
    ]
    for (name, by, data), at in zip(acts, steps, strict=False):
        if name == "close" and level == "2":
            made = town.act(made, "check", town.grid_chief, moment(at), passed="yes", words="看过了").matter
        made = town.act(made, name, by, moment(at), **data).matter
    return made


@pytest.fixture(scope="module")
def october(scene: Town) -> Town:
    """A month: what each is for stands in BY_HAND."""
    town = scene
    way(
        town,
        report(town, at="2026-09-28 09:00", to="town"),
        "2026-09-28 10:00",
        "2026-09-28 11:00",
        "2026-10-12 09:00",
        "2026-10-12 10:00",
    )
    way(
        town,
        report(town, at="2026-10-09 09:00", to="town", **POINT),
        "2026-10-09 10:00",
        "2026-10-09 12:00",
        "2026-10-10 09:00",
        "2026-10-10 15:00",
    )
    report(town, at="2026-10-12 10:00", topic="0401", settled_how="已代办")
    way(
        town,
        report(town, at="2026-10-14 09:00", topic="0601", to="town", **POINT),
        "2026-10-14 09:20",
        "2026-10-14 09:40",
        "2026-10-16 09:00",
        "2026-10-16 10:00",
        level="2",
    )
    report(town, at="2026-10-20 09:00", **POINT)
    report(
        town,
        by=town.dispatcher,
        at="2026-10-29 16:00",
        topic="1101",
        area=town.songling,
        to="town",
        longitude="123.112000",
        latitude="29.203000",
    )
    report(town, at="2026-10-15 09:00", topic="0704", flags=["domestic_violence"], **POINT)
    gone = report(town, at="2026-10-21 09:00", to="town", **POINT)
    town.act(gone, "void", town.dispatcher, moment("2026-10-21 10:00"), reason="重复上报")
    return town  # fmt: skip


@pytest.fixture
def town(october: Town, db: None) -> Town:
    return october


# 上报: 10-09, 10-12, 10-14, 10-20, 10-29; not that of September, the sealed one, the voided one. 自办结: 10-12. 上报镇: 10-09,
# 10-14, 10-29. 办结: those of 09-28, 10-09, 10-12, 10-14. 办结率: three of the five. 超时: of 09-28 (three working days are
# over with 10-08), of 10-14 (24 hours), of 10-20 (with 10-23). 红灯 at the end: of 10-20, and of 10-29, not dispatched in four hours.
BY_HAND = {
    "reported": 5,
    "settled": 1,
    "to_town": 3,
    "to_county": 0,
    "done": 4,
    "done_rate": 60.0,
    "late": 3,
    "red": 2,
    "yellow": 0,
}


def test_t9_by_hand(town: Town) -> None:
    found = standard_tables.freeze(OCTOBER, None)
    whole = found["T9"]["rows"][""]
    assert {key: whole[f"incident_{key}"] for key in BY_HAND} == BY_HAND
    assert [whole[f"level-{one}"] for one in "1234"] == [0, 1, 3, 1]
    assert (
        found["T9"]["lines"] == ["class-01", "class-04", "class-06", "class-11"]
        and found["T9"]["sealed"] == 1
    )
    taowu, grid = (found["T9A"]["rows"][area.code] for area in (town.taowu, town.taowu_2))
    assert taowu == grid and (taowu["incident_reported"], taowu["incident_late"]) == (4, 3)
    assert found["T9A"]["rows"][town.songling.code]["incident_red"] == 1
    assert found["T9A"]["lines"][0] == [town.songling.code, "松岭村", 2]
    sheet = standard_tables.sheet("T9", OCTOBER, found["T9"], "栖云镇", None)
    assert "Ⅰ＋Ⅱ＋Ⅲ＋Ⅳ级＝上报（0＋1＋3＋1＝5）" in sheet.note and "封闭办理的1件" in sheet.note
    of_village = standard_tables.freeze(OCTOBER, town.taowu)
    assert of_village["T9"]["sealed"] is None and of_village["T9"]["rows"][""]["incident_reported"] == 4


def test_each_cell_opens_what_it_counts(town: Town, client: Client) -> None:
    """Beside what the reader may not see there is nothing: the director sees them all."""
    for key in ("T9", "T9A", "T9R"):
        found = standard_tables.freeze(OCTOBER, None)[key]
        for line in standard_tables.sheet(key, OCTOBER, found, "栖云镇", None).rows:
            for cell in line.cells:
                if cell.url:
                    address = dict(pair.split("=") for pair in cell.url.split("?")[1].split("&"))
                    counted = Counted.read(address, "incident")
                    assert counted is not None
                    rows = counted.rows(Incident.objects.visible_to(town.director))
                    assert "%" in cell or rows.count() == int(cell), (line.label, cell.url)
    client.force_login(town.director)
    answer = client.get(Counted("incident_reported", OCTOBER, part="class-01.level-3").url)
    assert "上报（城市管理 Ⅲ级 一般" in answer.content.decode()


@pytest.mark.parametrize(
    "part", ["class-14", "class-1", "class-01.level-5", "level-5", "unit-X99", "grid-1", "class-01.", "unit-"]
)
def test_there_is_no_such_part(town: Town, client: Client, part: str) -> None:
    client.force_login(town.director)
    query = f"?counted=incident_reported&first=2026-10-01&last=2026-10-31&part={part}"
    assert client.get(reverse("incident_list") + query).status_code == 404


def test_the_months_report_says_it(town: Town) -> None:
    found = standard_tables.freeze(OCTOBER, None)
    kept = json.loads(json.dumps(found, sort_keys=True))  # as the database gives it back
    assert standard_tables.fields(OCTOBER, {"tables": kept}) == (
        "上报网格事件5件（城市管理2件、政府服务1件、安全应急1件、矛盾纠纷1件），自办结1件，上报镇3件，上报市县0件；"
        "办结4件，本月上报的办结率60.0%。超过处置期限3件。"
    )
    assert tables.said(f"T9A/{town.taowu.code}/incident_reported", 4, 3) == "表9附一“桃坞村—上报”原为4，现为3"
    assert tables.said("T9/class-11/incident_late", 1, 0) == "表9“矛盾纠纷—超时”原为1，现为0"
    assert not any("sealed" in key for key in tables.flat(kept))
    assert indicators()["incident_sealed"].split is None


def test_how_long_it_takes(town: Town) -> None:
    """Answered in October: after 24 hours, 48 hours and 336 hours; two of level III are too few to tell."""
    lines = standard_tables.freeze(OCTOBER, None)["T9R"]["lines"]
    few = dict.fromkeys(standard_tables.COLUMNS)
    assert lines == [
        ["level-2", "Ⅱ级 重要", {"n": 1, **few}],
        ["level-3", "Ⅲ级 一般", {"n": 2, **few}],
        ["unit-B01", "村镇办", {"n": 3, "signed_half": 1.0, "signed_most": 1.8, "answered_half": 48.0, "answered_most": 278.4}],
    ]  # fmt: skip


# --- The map ---------------------------------------------------------------------------------------------------------


def test_counts_by_grid_in_one_query_of_what_one_may_see(town: Town) -> None:
    areas = list(Area.objects.order_by("code"))
    assert town.director.reach
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = by_area(town.director, areas, OCTOBER)
    assert len(asked) == 1
    assert [found[town.taowu.pk][key] for key in SHOWN] == [4, 4, 1, 3]
    assert found[town.town.pk][SHOWN[0]] == 5 and found[town.zhuxi.pk][SHOWN[0]] == 0
    assert by_area(town.stranger, areas, OCTOBER)[town.town.pk][SHOWN[0]] == 0
    disputes = by_area(town.director, areas, OCTOBER, "11")
    assert disputes[town.songling.pk][SHOWN[0]] is None  # one quarrel of a village would tell whose
    assert by_area(town.director, areas, OCTOBER, "06")[town.taowu.pk][SHOWN[0]] == 1


def test_marks_of_a_window(town: Town) -> None:
    box = (123.0, 29.0, 123.6, 29.5)
    assert [n for *_, n, _ in marks(town.director, OCTOBER, box)] == [
        3
    ]  # not the sealed, the voided, the quarrel
    assert marks(town.director, OCTOBER, box, "11") == [] and marks(town.stranger, OCTOBER, box) == []
    made = Incident.objects.get(received_at=moment("2026-10-14 09:00"))
    assert marks(town.director, OCTOBER, box, "06") == [(29.203, 123.102, 1, made.pk)]
    assert marks(town.director, OCTOBER, (123.2, 29.0, 123.6, 29.5)) == []


def test_the_page_of_the_map(town: Town, client: Client) -> None:
    bring(town, collection(桃坞村=square(LEFT), 松岭村=square(RIGHT)))
    client.force_login(town.director)
    answer = client.get(reverse("grid_map"), {"month": "2026-10", "first": "11"})
    page = answer.content.decode()
    assert "不足3" in page and "九成以内 278小时" in page  # of the unit; the levels have too few
    shown = client.get(reverse("map_areas"), {"month": "2026-11"}).json()["areas"]
    assert {(one["name"], one["count"], one["url"]) for one in shown} == {
        ("桃坞村", 0, ""),
        ("松岭村", 0, ""),
    }
    assert (
        client.get(reverse("map_areas"), {"month": "2026-10"}).json()["areas"] == []
    )  # no outlines yet, then
    for bad in (
        "month=2026-13",
        "month=x",
        "first=99",
        "above=x",
        "above=99999999",
        "above=" + "9" * 40,
        "box=1,2,3",
        "box=a",
    ):
        for name in ("grid_map", "map_areas", "map_marks"):
            assert client.get(f"{reverse(name)}?{bad}").status_code == 404, (name, bad)
    for box in ("123,29,122,30", "0,0,0,0", "NaN,0,1,1", "1e9,0,1,1"):
        assert client.get(f"{reverse('map_marks')}?box={box}").status_code == 404
    client.force_login(town.system_admin)
    assert client.get(reverse("grid_map")).status_code == 403


def test_what_counts_many_is_planned_for_its_own_month_and_window(town: Town, client: Client) -> None:
    """A plan for any month reads every incident there is: with a hundred thousand a pan took thirty times as long."""
    kept, asked = [], 0

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        if "grid_incident" in sql and "received_at" in sql:
            asked += 1
            if context["connection"].connection.prepare_threshold is not None:
                kept.append(sql)
        return execute(sql, params, many, context)

    client.force_login(town.director)
    pages = [reverse(name) for name in ("grid_map", "map_areas", "grid_mine")]
    pages += [f"{reverse('map_marks')}?box=118,30,122,34", reverse("village", args=[town.taowu.pk])]
    with connection.execute_wrapper(note):
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert asked > len(pages)
    assert kept == []


# --- A village ---------------------------------------------------------------------------------------------------------


def test_a_village_sees_its_own_page(town: Town, client: Client) -> None:
    client.force_login(town.grid_worker)
    answer = client.get(reverse("own_village"))
    assert answer.headers["Location"] == reverse("village", args=[town.taowu.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "方立新" in page and "韩广林" in page and "村口排水沟盖板" in page
    assert "陈守田" not in page  # of the town
    assert client.get(reverse("village", args=[town.songling.pk])).status_code == 404
    assert client.get(reverse("village", args=[town.taowu_2.pk])).status_code == 404
    client.force_login(town.director)
    assert client.get(reverse("own_village")).headers["Location"] == reverse("grid_map")
    assert client.get(reverse("village", args=[town.songling.pk])).status_code == 200
    hidden = Matter.objects.get(compartment="domestic_violence")
    client.force_login(town.grid_chief)
    assert hidden.number not in client.get(reverse("village", args=[town.taowu.pk])).content.decode()
