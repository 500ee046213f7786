"""A round from its draft to the summary: issued at the desk, answered on a phone in one press, summed up on paper; and a hazard
that is looked at again on the spot.
"""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.utils.timezone import localdate
from playwright.sync_api import Page, ViewportSize, expect

from core.workflow.perform import open_matter
from grid.models import IncidentKind, Screening
from tests.browser.conftest import Axe, Office, choose
from tests.browser.test_main_job import act, send
from tests.browser.test_petitions import done, fill
from tests.browser.test_sizes import _too_small, _too_wide

SHOTS = os.environ.get("SHOTS")
SMALL: ViewportSize = {"width": 360, "height": 740}


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"rounds-{name}.png"), full_page=True)


def test_a_round_is_issued_answered_in_one_press_and_summed_up(office: Office, axe: Axe) -> None:
    desk = office.as_("dispatcher", "/grid/screening/")
    desk.get_by_role("link", name="起草排查").first.click()
    choose(desk.get_by_label("种类"), "敏感时点排查")
    desk.get_by_label("名称").fill("汛期")
    desk.get_by_label("排查重点").fill("涉水纠纷、沟渠险情")
    desk.get_by_label("只查一个网格").fill("桃坞第二网格一组")  # where no other story registers
    shot(desk, "draft")
    axe(desk)
    desk.get_by_role("button", name="起草").click()
    expect(desk.get_by_text("已起草，请核对网格和日期后下发")).to_be_visible()
    shot(desk, "drafted")
    act(desk, "下发")
    send(desk, "下发")
    made = Screening.objects.latest("pk")
    there = f"/matters/{made.pk}/"

    phone = office.as_("grid_worker", "/grid/mine/", viewport=SMALL)
    expect(phone.get_by_text("还有 1 个网格的排查没有报")).to_be_visible()
    shot(phone, "mine")
    phone.get_by_role("link", name="去报").click()
    shot(phone, "phone")
    axe(phone)
    assert _too_small(phone) == [] and not _too_wide(phone)
    phone.get_by_role("button", name="零报告").click()
    expect(phone.get_by_text("桃坞第二网格一组零报告，已收到")).to_be_visible()
    shot(phone, "reported")

    desk.goto(there)
    expect(desk.get_by_role("region", name="各网格结果")).to_contain_text("零报告")
    shot(desk, "overview")
    axe(desk)
    act(desk, "汇总")
    desk.get_by_label("汇总意见").fill("汛期平稳，没有新的矛盾纠纷。")
    send(desk, "汇总")
    expect(desk.get_by_text("已汇总，请打印排查情况汇总表")).to_be_visible()
    shot(desk, "closed")
    desk.goto("/grid/patrols/new/")
    shot(desk, "patrol")
    axe(desk)


def test_a_hazard_is_looked_at_again_until_it_is_gone(office: Office, axe: Axe) -> None:
    data = {"what": "祠堂里电线老化，私拉乱接", "topic": IncidentKind.objects.get(pk="0604")}
    made = open_matter("incident", by=office.town.grid_worker, data=data, key=uuid4()).matter
    there = f"/matters/{made.pk}/do"
    chief = office.as_("grid_chief", f"{there}/watch_hazard/", viewport=SMALL)
    by = f"{localdate() + timedelta(days=5)}"
    fill(chief, demand="更换老化电线", owner="祠堂管理小组", finish_by=by, cycle="2")
    axe(chief)
    done(chief, "列入复查")
    chief.goto(f"{there}/settle/")
    expect(chief.get_by_text("隐患还没有消除").first).to_be_visible()
    worker = office.as_("grid_worker", viewport=SMALL)
    for gone, words in ((False, "换了一半"), (True, "全部换好，漏保也装了")):
        worker.goto(f"{there}/recheck/")
        fill(worker, words=words, **({"gone": True} if gone else {}))
        done(worker, "隐患复查")
    shot(worker, "hazard-gone")
    chief.goto(f"{there}/settle/")
    fill(chief, settled_how="电线全部更换，隐患消除。")
    done(chief, "就地办结")
    assert made.hazards.get().gone_on == localdate() and made.rechecks.count() == 2
