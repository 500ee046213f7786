"""A registration as it is typed: what the page says meanwhile, and what no accident can take away."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Axe, Office

SHOTS = os.environ.get("SHOTS")
PERSON = {
    "name": "陈守田",
    "role": "applicant",
    "phone": "19900000001",
    "address": "澄湖县栖云镇竹溪村三组5号",
    "id_kind": "resident",
    "id_number": "990121195803160112",
}


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"{name}.png"))


def test_shots(office: Office, axe: Axe) -> None:
    town = office.town
    old = town.register(
        "邻居把排水沟填了，下雨水都往灶房里倒", area=town.zhuxi, parties=[PERSON], by=town.receptionist
    )
    town.hand_over(old)
    town.replied(demand="咨询农房翻建手续", parties=[PERSON], area=town.zhuxi)
    for name, size in (
        ("desk", {"width": 1440, "height": 900}),
        ("small", {"width": 1366, "height": 768}),
        ("phone", PHONE),
    ):
        page = office.as_("receptionist", viewport=size)
        shot(page, f"{name}-empty")
        page.get_by_label("诉求", exact=True).fill(
            "邻居去年把两家之间的排水沟填了垫院子，今年下雨水都往他家灶房里倒。去村里说过两次没结果，要求恢复排水沟，赔粮食受潮的损失。"
        )
        page.get_by_label("地点", exact=True).fill("竹溪村")
        page.get_by_label("类别", exact=True).fill("0201 用水排水通行通风采光")
        page.get_by_label("第 1 行 姓名或名称").fill("陈守田")
        page.get_by_label("来访人数").fill("6")
        page.get_by_label("代表").fill("陈守田、方立新")
        expect(page.get_by_text("很像")).to_be_visible()
        page.get_by_role("checkbox", name="带入资料").first.check(force=True)
        page.wait_for_timeout(2600)
        shot(page, f"{name}-full")
        axe(page)
        page.locator(".fq-more > summary").click()
        page.wait_for_timeout(200)
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{name}-more.png"), full_page=True)
        axe(page)
