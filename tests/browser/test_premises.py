"""The watch room: a point is found in the list, a fire is reported from it, the second telephone is answered, and it is put out."""

import os
from datetime import date
from pathlib import Path

from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from grid.models import CameraPoint, Incident
from tests.browser.conftest import PHONE, Axe, Office
from tests.browser.test_main_job import act, send
from tests.browser.test_petitions import done, fill
from tests.browser.test_sizes import _too_wide

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"premises-{name}.png"), full_page=True)


def reached(office: Office, axe: Axe) -> None:
    """Who was called comes, the county is told, the unit puts it out, somebody else looks: closed."""
    made = Incident.objects.get(what="柴垛起火")
    worker, unit, chief = (
        office.as_(who, viewport=PHONE) for who in ("grid_worker", "handler", "grid_chief")
    )
    desk = office.as_("dispatcher")
    for at, who, name, label, values in (
        ("11 21:49", desk, "call_police", "记报警电话", {"person": "接警员0137号", "words": "已转消防。"}),
        ("11 22:05", worker, "arrive", "到场、先期处置", {"words": "已泼水控制，没有人受伤。", "safe": True}),
        ("11 22:08", desk, "dispatch", "派遣", {"unit": str(office.town.works.pk)}),
        ("11 22:20", desk, "report_up", "紧急情况报告", {"to": "县应急局值班室", "person": "秦值班", "words": "火已控制"}),
        ("11 22:30", unit, "sign", "签收", {}),
        ("12 09:30", unit, "answer", "反馈处置结果", {"settled_how": "余火已灭，清走柴草。"}),
        ("12 10:30", chief, "check", "现场核查", {"passed": "yes", "words": "到现场看过，没有余火。"}),
        ("12 11:00", desk, "close", "结案", {}),
    ):  # fmt: skip
        office.at(f"2026-07-{at}")
        who.goto(f"/matters/{made.pk}/do/{name}/")
        fill(who, **values)
        assert not _too_wide(who), name
        done(who, label)
    worker.goto(f"/matters/{made.pk}/")
    expect(worker.get_by_text("余火已灭").first).to_be_visible()
    axe(worker)
    told = {
        clock.rule.removeprefix("incident."): [
            f"{localtime(at):%d %H:%M}" for at in (clock.expires_at, clock.ended_at)
        ]
        for clock in made.clocks.filter(end="met", expires_at__isnull=False)
    }
    assert told == {
        "call_now": ["11 21:50", "11 21:47"], "police": ["11 21:50", "11 21:49"], "arrive": ["11 22:10", "11 22:05"],
        "dispatch_now": ["11 22:10", "11 22:08"], "first_report": ["11 23:40", "11 22:20"], "sign_now": ["11 22:38", "11 22:30"],
        "level_1": ["12 21:40", "12 09:30"], "check_now": ["13 09:30", "12 10:30"], "close": ["15 00:00", "12 11:00"],
    }  # fmt: skip


def test_a_find_by_camera_is_called_until_somebody_answers(office: Office, axe: Axe) -> None:
    usual = {"area": office.town.taowu_2, "since": date(2026, 3, 1), "owner": "镇综治中心", "sign": True}
    CameraPoint.objects.create(number="TW-0007", place="村口老槐树下", **usual)
    CameraPoint.objects.create(number="TW-0008", place="水库大坝东侧", state="broken", **usual)
    office.at("2026-07-11 21:40")  # a Saturday night
    desk = office.as_("watch_keeper", "/grid/cameras/?q=槐树")
    expect(desk.get_by_text("水库大坝")).to_have_count(0)
    shot(desk, "list")
    axe(desk)
    desk.get_by_role("link", name="视频发现").first.click()
    desk.get_by_label("发现了什么").fill("柴垛起火")
    desk.locator("main [name=topic]").select_option("0601")
    desk.get_by_label("级别").select_option("1")
    shot(desk, "find")
    axe(desk)
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_role("region", name="马上打电话")).to_contain_text("发现")
    shot(desk, "to-call")
    axe(desk)
    office.at("2026-07-11 21:44")
    act(desk, "记电话")
    desk.get_by_role("radio", name="没有接").check()
    send(desk, "记电话")
    expect(desk.get_by_role("region", name="马上打电话")).to_contain_text("没有接")
    shot(desk, "not-answered")
    office.at("2026-07-11 21:47")
    act(desk, "记电话")
    desk.get_by_role("radio", name="打通了").check()
    shot(desk, "call")
    send(desk, "记电话")
    expect(desk.get_by_role("region", name="马上打电话")).to_have_count(0)
    reached(office, axe)
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
