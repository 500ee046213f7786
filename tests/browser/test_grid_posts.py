"""A post of the grid changes hands on a phone, and who answered for a village on 3 March."""

import os
from datetime import date
from pathlib import Path

import time_machine
from playwright.sync_api import Page, expect

from core.models import Holding, Matter, PostHandover
from grid.models import Responsibility
from grid.posts import duties
from tests.browser.conftest import PHONE, Axe, Office, choose, said
from tests.browser.test_sizes import _too_small, _too_wide
from tests.people import moment

SHOTS = os.environ.get("SHOTS")


def looked(page: Page, axe: Axe, name: str) -> None:
    axe(page)
    assert not _too_wide(page) and not _too_small(page), name
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"posts-{name}.png"), full_page=True)


def sign(page: Page, handover: PostHandover, label: str) -> None:
    page.goto(f"/matters/{handover.pk}/")
    page.get_by_role("link", name=label, exact=True).click()
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text(said(label))).to_be_visible()


def test_a_post_changes_hands_and_who_answered_on_3_march(office: Office, axe: Axe) -> None:
    town = office.town
    duties.load()
    with time_machine.travel(moment("2026-10-08 10:00")):
        case = town.register("水渠又堵了，请网格里看看", area=town.taowu_2_1)
    Matter.objects.filter(pk=case.pk).update(holder_unit=town.taowu_village, holder_user=town.liaison)
    facts = {"area": town.songling, "kind": "head"}
    Responsibility.objects.create(
        name="宋村长", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 15), **facts
    )
    Responsibility.objects.create(
        name="马村长", starts_on=date(2026, 3, 16), work_phone="199-0000-0031", **facts
    )

    office.at("2026-10-09 09:00")
    chief = office.as_("grid_chief", "/grid/posts/", viewport=PHONE)
    looked(chief, axe, "village")
    chief.get_by_role("link", name="岗位交接", exact=True).click()
    chief.get_by_label("移交人", exact=True).select_option(
        value=str(Holding.objects.get(user=town.liaison).pk)
    )
    choose(chief.get_by_label("接手人", exact=True), "韩广林")
    chief.get_by_label("移交人在岗到").fill("2026-10-09")
    looked(chief, axe, "draft")
    chief.get_by_role("button", name="起草").click()
    expect(chief.get_by_text("清单已起草")).to_be_visible()
    handover = PostHandover.objects.latest("pk")
    looked(chief, axe, "list")

    office.at("2026-10-09 15:00")
    sign(office.as_("liaison", viewport=PHONE), handover, "移交人签字")
    worker = office.as_("grid_worker", viewport=PHONE)
    sign(worker, handover, "接手人签字")
    looked(worker, axe, "signed")
    assert Matter.objects.get(pk=case.pk).holder_user == town.grid_worker

    worker.goto(f"/matters/{case.pk}/")
    expect(worker.get_by_text("移交：秦满仓").first).to_be_visible()
    worker.get_by_role("link", name="的网格责任人").click()
    expect(worker.get_by_text("秦满仓").first).to_be_visible()
    worker.get_by_label("区域", exact=True).fill("松岭村")
    worker.get_by_label("哪一天").fill("2026-03-03")
    worker.get_by_role("button", name="查看").click()
    expect(worker.get_by_text("宋村长")).to_be_visible()
    expect(worker.get_by_text("马村长")).to_have_count(0)
    looked(worker, axe, "march")
    if SHOTS:
        desk = office.as_("director", f"/grid/posts/?area={town.taowu.code}")
        desk.screenshot(path=Path(SHOTS, "posts-desk.png"), full_page=True)
