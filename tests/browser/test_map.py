"""The map in the browser: outlines come from a file and from the hand; counts by grid open their lists."""

import json
import os
from pathlib import Path

from playwright.sync_api import Page, expect

from core.models import Area
from grid.models import Boundary
from tests.browser.conftest import DESK, PHONE, Axe, Office
from tests.grid.test_boundaries import LEFT, RIGHT, collection, square

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
    page.get_by_role("button", name="确认启用").click()
    expect(page.get_by_text("已启用 1 个边界")).to_be_visible()
    assert Boundary.objects.filter(area=zhuxi, until=None).exists()
