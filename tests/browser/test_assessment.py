"""A month's assessment on the screen: drawn at the desk, a number opened and objected to on a phone, decided by the director."""

import os
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, ViewportSize, expect

from core.workflow.perform import open_matter
from grid.models import Assessment, IncidentKind
from tests.browser.conftest import Axe, Office, choose
from tests.browser.test_main_job import act, send
from tests.browser.test_sizes import _too_wide
from tests.people import moment

SHOTS = os.environ.get("SHOTS")
SMALL: ViewportSize = {"width": 360, "height": 740}


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"assessment-{name}.png"), full_page=True)


def test_a_number_is_opened_objected_to_and_corrected(office: Office, axe: Axe) -> None:
    for what, channel in (("檐水纠纷，当面劝和", "people"), ("祠堂路灯不亮，已换", "grid")):
        data = {
            "what": what, "topic": IncidentKind.objects.get(pk="0103"), "area": office.town.taowu_2, "channel": channel, "settled_how": "好了。",
        }  # fmt: skip
        open_matter(
            "incident", by=office.town.grid_worker, data=data, key=uuid4(), at=moment("2026-09-12 10:00")
        )

    office.at("2026-10-08 09:00")
    desk = office.as_("dispatcher", "/grid/assessment/")
    desk.get_by_role("link", name="拟网格考核").first.click()
    shot(desk, "draw")
    desk.get_by_role("button", name="拟网格考核").click()
    expect(desk.get_by_text("已按记录拟出")).to_be_visible()
    shot(desk, "drawn")
    axe(desk)
    act(desk, "征求异议")
    send(desk, "征求异议")
    there = f"/matters/{Assessment.objects.latest('pk').pk}/"

    office.at("2026-10-09 15:00")
    phone = office.as_("grid_chief", there, viewport=SMALL)
    shot(phone, "phone")
    assert not _too_wide(phone)
    row = phone.get_by_role("row").filter(has_text="桃坞第二网格")
    row.get_by_role("link").nth(1).click()  # 主动发现
    shot(phone, "files")
    axe(phone)
    assert not _too_wide(phone)
    phone.get_by_role("row").filter(has_text="檐水").get_by_role("checkbox").check()
    phone.get_by_role("button", name="对勾选的提出异议").click()
    phone.get_by_label("异议和理由").fill("网格员当时在场，是我们先发现的。")
    shot(phone, "object")
    send(phone, "提出异议")

    office.at("2026-10-12 09:00")
    director = office.as_("director", there)
    act(director, "认定异议")
    choose(director.get_by_label("认定", exact=True), "成立，更正")
    director.get_by_role("checkbox", name="檐水").check()
    director.get_by_label("理由").fill("巡查日志有记录。")
    shot(director, "decide")
    send(director, "认定异议")
    expect(director.get_by_role("region", name="各网格")).to_contain_text("拟 1")
    shot(director, "corrected")
    axe(director)
    desk.goto("/grid/commendations/new/")
    shot(desk, "commendation")
    axe(desk)
