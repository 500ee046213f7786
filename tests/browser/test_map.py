"""The map in the browser: outlines come from a file and from the hand; counts by grid open their lists."""

import json
import os
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.models import Area
from core.values.moments import noon
from grid.models import Boundary, Incident
from tests.browser.conftest import DESK, PHONE, Axe, Office
from tests.grid.test_boundaries import LEFT, RIGHT, bring, collection, square
from tests.grid.test_numbers import report

X, Y = LEFT


def shot(page: Page, name: str) -> None:
    if place := os.environ.get("SHOTS"):
        page.screenshot(path=Path(place) / f"{name}.png", full_page=True)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_outlines_from_a_file_and_drawn(office: Office, axe: Axe) -> None:
    page = office.as_("director", "/grid/boundaries/")
    page.set_viewport_size(DESK)
    wrong = square(LEFT)
    wrong["coordinates"][0].pop()
    office.allowed.append("422")
    upload(page, collection(桃坞村=wrong, 松岭村=square(RIGHT)))
    expect(page.get_by_role("alert")).to_contain_text("桃坞村：边界没有闭合")
    town = square((X - 0.01, Y - 0.01), 0.04)
    upload(page, collection(栖云镇=town, 桃坞村=square(LEFT, 0.011), 松岭村=square(RIGHT)))
    expect(page.get_by_text("松岭村和桃坞村重叠 10.8 公顷")).to_be_visible()
    expect(page.locator(".fq-map path")).to_have_count(3)
    axe(page)
    shot(page, "boundary-file")
    page.get_by_role("button", name="确认启用").click()
    expect(page.get_by_text("已启用 3 个边界")).to_be_visible()
    page.locator(".fq-map path").first.wait_for()
    axe(page)
    shot(page, "boundaries")
    draw(page, office)
    page.set_viewport_size(PHONE)
    page.goto("/grid/boundaries/")
    page.locator(".fq-map path").first.wait_for()
    assert fits(page)
    shot(page, "boundaries-phone")


def upload(page: Page, data: bytes) -> None:
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "网格.geojson", "mimeType": "application/geo+json", "buffer": data}
    )
    page.get_by_label("文件的坐标系").select_option("cgcs2000")
    page.get_by_label("启用日期").fill("2026-11-01")
    page.get_by_label("依据").fill("栖云镇网格划分方案")
    page.get_by_role("button", name="上传并检查").click()


def draw(page: Page, office: Office) -> None:
    """竹溪村 by hand: four clicks, and the first point again."""
    zhuxi = Area.objects.get(name="竹溪村")
    page.goto(f"/grid/boundaries/areas/{zhuxi.pk}/")
    place = page.locator(".fq-map")
    page.locator(".fq-map path").first.wait_for()
    page.get_by_title("画边界").click()
    box = place.bounding_box()
    assert box
    corners = [(0.40, 0.10), (0.60, 0.10), (0.60, 0.25), (0.40, 0.25)]
    for x, y in [*corners, corners[0]]:
        page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        page.wait_for_timeout(150)  # Leaflet waits whether a click becomes two
    expect(page.locator(".fq-draft")).to_have_count(1)
    assert json.loads(page.locator("[name=shape]").input_value())["type"] == "MultiPolygon"
    shot(page, "boundary-drawn")
    page.get_by_label("启用日期").fill("2026-11-01")
    page.get_by_label("依据").fill("村委会会议")
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text("新的边界 1 个")).to_be_visible()
    expect(page.locator(".fq-map .fq-area")).to_have_count(1)
    expect(page.locator(".fq-map .fq-beside")).to_have_count(2)  # its neighbours as they are
    shot(page, "boundary-beside")
    page.get_by_role("button", name="确认启用").click()
    expect(page.get_by_text("已启用 1 个边界")).to_be_visible()
    assert Boundary.objects.filter(area=zhuxi, until=None).exists()


def test_counts_on_the_map_open_their_list(office: Office, axe: Axe) -> None:
    town = office.town
    bring(
        town,
        collection(栖云镇=square((X - 0.01, Y - 0.01), 0.04), 桃坞村=square(LEFT), 松岭村=square(RIGHT)),
        localdate(),
    )
    before = Incident.objects.filter(
        area_path__startswith=town.taowu.path,
        compartment="",
        received_at__gte=noon(localdate().replace(day=1)) - timedelta(hours=12),
    ).count()  # other stories'
    for place in range(3):
        made = report(town, to="town", longitude=f"123.10{place + 2}", latitude="29.203")
        town.act(made, "dispatch", town.dispatcher, unit=town.works, level="3", task="换盖板")
        town.act(made, "sign", town.handler)
        town.act(made, "answer", town.handler, settled_how="已换好")
    report(town, by=town.dispatcher, area=town.songling, topic="0601", longitude="123.115", latitude="29.206")
    page = office.as_("director", "/")
    page.set_viewport_size(DESK)
    page.get_by_text("网格化服务管理", exact=True).click()
    page.get_by_role("link", name="网格地图").first.click()
    expect(page.locator(".fq-map .fq-mark").first).to_be_visible()
    expect(page.locator(".fq-map").get_by_text(f"桃坞村 {before + 3}", exact=True)).to_be_visible()
    assert page.locator(".fq-map svg").last.bounding_box()["width"] > 100  # type: ignore[index]
    axe(page)
    shot(page, "map")
    box = page.locator(".fq-map .fq-heat-4").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 12, box["y"] + box["height"] - 12)
    expect(page.get_by_role("heading", level=1)).to_contain_text("上报（桃坞村")
    expect(
        page.get_by_role("row").filter(has_text="排水沟盖板").nth(2)
    ).to_be_visible()  # among those of other stories
    page.goto("/grid/map/")
    page.set_viewport_size(PHONE)
    page.reload()
    page.locator(".fq-map .fq-mark").first.wait_for()
    assert fits(page)
    axe(page)
    shot(page, "map-phone")
    chief = office.as_("grid_chief", "/")
    chief.set_viewport_size(DESK)
    chief.get_by_role("link", name="本村", exact=True).first.click()
    expect(chief.get_by_role("heading", level=1)).to_have_text("桃坞村")
    expect(chief.get_by_role("region", name="今天由谁负责")).to_contain_text("韩广林")
    axe(chief)
    shot(chief, "village")
    chief.set_viewport_size(PHONE)
    chief.reload()
    assert fits(chief)
    axe(chief)
    shot(chief, "village-phone")
    bare = office.stranger(java_script_enabled=False, storage_state=page.context.storage_state())
    bare.goto("/grid/map/")
    expect(
        bare.get_by_role("row")
        .filter(has_text="桃坞村")
        .get_by_role("link", name=f"{before + 3}", exact=True)
        .first
    ).to_be_visible()
    expect(bare.locator(".fq-map")).to_be_hidden()
