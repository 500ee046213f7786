"""The watch room: a point is found in the list, a fire is reported from it, the second telephone is answered."""

import os
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from core.models import Area
from grid.models import CameraPoint
from tests.browser.conftest import Axe, Office
from tests.browser.test_main_job import act, send
from tests.browser.test_sizes import _too_wide

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"premises-{name}.png"), full_page=True)


def test_a_find_by_camera_is_called_until_somebody_answers(office: Office, axe: Axe) -> None:
    grid = Area.objects.get(name="桃坞第二网格一组")
    usual = {"area": grid, "since": date(2026, 3, 1), "owner": "镇综治中心", "sign": True}
    CameraPoint.objects.create(number="TW-0007", place="村口老槐树下", **usual)
    CameraPoint.objects.create(number="TW-0008", place="水库大坝东侧", state="broken", **usual)
    desk = office.as_("watch_keeper", "/grid/cameras/?q=槐树")
    expect(desk.get_by_text("水库大坝")).to_have_count(0)
    shot(desk, "list")
    axe(desk)
    desk.get_by_role("link", name="视频发现").first.click()
    desk.get_by_label("发现了什么").fill("柴垛起火")
    desk.get_by_label("级别").select_option("1")
    shot(desk, "find")
    axe(desk)
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_role("region", name="马上打电话")).to_contain_text("发现")
    shot(desk, "to-call")
    axe(desk)
    act(desk, "记电话")
    desk.get_by_role("radio", name="没有接").check()
    send(desk, "记电话")
    expect(desk.get_by_role("region", name="马上打电话")).to_contain_text("没有接")
    shot(desk, "not-answered")
    act(desk, "记电话")
    desk.get_by_role("radio", name="打通了").check()
    shot(desk, "call")
    send(desk, "记电话")
    expect(desk.get_by_role("region", name="马上打电话")).to_have_count(0)
    desk = office.as_("dispatcher", "/grid/cameras/")
    for name, url in (
        ("cameras", "/grid/cameras/"),
        ("import", "/grid/cameras/import/"),
        ("sites", "/grid/sites/"),
    ):
        desk.goto(url)
        shot(desk, name)
        axe(desk)
        assert not _too_wide(desk)
    desk.goto(f"/grid/cameras/{CameraPoint.objects.get(number='TW-0008').pk}/")
    shot(desk, "point")
