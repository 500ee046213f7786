"""Somebody who lives alone: proposed on a phone, consent, approved, opened with a reason, visited, ended."""

import os
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from grid.models import Care
from tests.browser.conftest import Axe, Office, choose
from tests.browser.test_main_job import act, send
from tests.browser.test_sizes import _too_small, _too_wide

SHOTS = os.environ.get("SHOTS")
SMALL: ViewportSize = {"width": 360, "height": 740}
NAME = "苗秋英"


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"care-{name}.png"), full_page=True)


def due(care: Care) -> str:
    """The day of the next visit."""
    return f"{care.clocks.get(rule='care.visit', ended_at=None).raw}"


def opened(page: Page, there: str, shown: str = NAME) -> None:
    """Why is asked before anything is shown."""
    page.goto(there)
    expect(page.get_by_text(shown)).to_have_count(0)
    page.get_by_label("查看理由").fill("今天要上门走访")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_text(shown).first).to_be_visible()


def test_somebody_is_cared_for_until_it_ends(office: Office, axe: Axe) -> None:
    office.allowed += [
        "403",
        "404",
        "422",
    ]  # why is asked first; who proposed it sees it no more; what is refused
    office.at("2026-09-01 09:00")
    worker = office.as_("grid_worker", "/grid/care/new/", viewport=SMALL)
    choose(worker.get_by_label("类别"), "独居老人")
    worker.get_by_label("姓名").fill(NAME)
    worker.get_by_label("住址").fill("桃坞村五组12号")
    worker.get_by_label("需要的帮助").fill("刑满释放，回村不久")
    worker.get_by_role("button", name="拟纳入").click()
    expect(worker.get_by_text("不设“刑释人员”这一类").first).to_be_visible()
    shot(worker, "refused")
    axe(worker)
    assert _too_small(worker) == [] and not _too_wide(worker)
    worker.get_by_label("需要的帮助").fill("腿脚不便，要人帮着买药。")
    worker.get_by_role("button", name="拟纳入").click()
    expect(worker.get_by_text("已拟纳入，等另一个人审批").first).to_be_visible()
    shot(worker, "proposed")
    act(worker, "登记同意")
    send(worker, "登记同意")
    care = Care.objects.latest("pk")
    there = f"/matters/{care.pk}/"

    office.at("2026-09-02 10:00")
    director = office.as_("director", there)
    shot(director, "why")
    opened(director, there)
    act(director, "同意纳入")
    send(director, "同意纳入")
    worker.goto(there)
    expect(worker.get_by_text(NAME)).to_have_count(0)
    assert due(care) == "2026-09-17"

    office.at("2026-09-16 15:00")
    member = office.as_("care_member", "/grid/care/", viewport=SMALL)
    expect(member.get_by_text("苗某").first).to_be_visible()
    shot(member, "list")
    opened(member, there)
    shot(member, "card")
    act(member, "走访记录")
    expect(member.get_by_label("走访日期")).to_have_value("2026-09-16")
    member.get_by_label("情况", exact=True).fill("药已买好。")
    shot(member, "visit")
    axe(member)
    send(member, "走访记录")
    expect(member.get_by_role("region", name="走访", exact=True)).to_contain_text("药已买好")
    assert due(care) == "2026-10-01"

    office.watch("2026-10-08 08:31")  # nobody went in the holidays
    head = office.as_("care_head", "/notices/")
    expect(head.get_by_text("昨天到期没有做").first).to_be_visible()
    assert due(care) == "2026-10-16", "the next term runs from the day that was missed"
    opened(head, there)
    shot(head, "page")
    axe(head)
    office.at("2026-10-12 10:00")
    opened(member, there)
    act(member, "走访记录")
    member.get_by_label("情况", exact=True).fill("已搬去女儿家。")
    send(member, "走访记录")
    opened(head, there)
    head.goto(f"{there}do/propose_end/")
    choose(head.get_by_label("结束原因"), "不再需要")
    head.get_by_label("理由").fill("已随女儿生活。")
    send(head, "拟结束")
    office.at("2026-10-13 09:00")
    opened(director, there)
    act(director, "同意结束")
    send(director, "同意结束")
    expect(director.get_by_text("苗某")).to_be_visible()
    shot(director, "ended")

    office.watch("2026-11-13 08:31")  # thirty days, and one on which it could still be objected to
    keeper = office.as_("care_officer")
    opened(keeper, there, "已依法删除")
    expect(keeper.get_by_text("苗")).to_have_count(0)
    shot(keeper, "erased")
    care.refresh_from_db()
    assert (care.name, care.address, care.need) == ("", "", "")
