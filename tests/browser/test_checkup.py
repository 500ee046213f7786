"""An enterprise check-up with one red finding, from the booking to its return visit."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from legal.models import Checkup
from tests.browser.conftest import PHONE, Axe, Office
from tests.browser.test_child import act, done
from tests.browser.test_mediation import unfold

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, axe: Axe, name: str) -> None:
    page.evaluate("scrollTo(0, 0)")
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"checkup-{name}.png"), full_page=True)
    axe(page)


def back(days: int, hour: str = "10:00") -> str:
    return f"{localdate() - timedelta(days=days)}T{hour}"


def test_one_red_finding_to_its_return_visit(office: Office, axe: Axe) -> None:
    desk = office.as_("receptionist", "/legal/checkups/register/")
    desk.get_by_label("第 1 行 姓名或名称").fill("桃坞建材有限公司")
    desk.get_by_label("第 2 行 姓名或名称").fill("柏成")
    desk.get_by_label("想了解的问题").fill("去年有工人要求经济补偿，想看看用工")
    desk.get_by_label("地点", exact=True).fill("桃坞村")
    shot(desk, axe, "book")
    unfold(desk)
    desk.locator("[name=at]").fill(back(40))
    desk.get_by_role("button", name="登记并打印自查清单").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("已登记")
    shot(desk, axe, "booked")
    place = f"/matters/{Checkup.objects.latest('pk').pk}/"
    act(desk, place, "self_check", back(36), notes="其他都做到了。")
    desk.get_by_label("6. 用工一个月内都签了书面劳动合同", exact=False).check()
    shot(desk, axe, "self-check")
    done(desk, "登记企业自查")

    lawyer = office.as_("legal_officer", place)
    act(
        lawyer,
        place,
        "visit",
        back(30),
        visited_on=back(30)[:10],
        team="秦援手，澄湖律师事务所",
        visit_words="看了合同、工资表。",
    )
    done(lawyer, "登记上门体检")
    due = f"{localdate() + timedelta(days=10)}"
    act(lawyer, place, "find", back(29), words="三人没有签劳动合同", advice="补签书面劳动合同", due_on=due)
    lawyer.get_by_label("等级").select_option(value="red")
    lawyer.get_by_label("类别").select_option(value="labour")
    shot(lawyer, axe, "find")
    done(lawyer, "记风险点")
    act(lawyer, place, "report", back(28))
    done(lawyer, "出具评估报告")
    lawyer.goto("/legal/checkups/?view=red")
    expect(lawyer.get_by_text("法治体检：去年有工人").first).to_be_visible()
    shot(lawyer, axe, "list")

    act(desk, place, "mended", back(10), on=back(10)[:10], words="三人都签了书面劳动合同。")
    done(desk, "登记企业整改")
    act(lawyer, place, "check_mending", back(8), words="看了三份合同。")
    lawyer.get_by_label("已整改").check()
    shot(lawyer, axe, "check")
    done(lawyer, "核查企业整改")
    act(lawyer, place, "return_visit", back(1), on=back(1)[:10], return_words="新招的人也签了。")
    lawyer.get_by_label("满意度").select_option(value="satisfied")
    done(lawyer, "登记回访，归档")
    shot(lawyer, axe, "matter")
    shot(office.as_("legal_officer", place, viewport=PHONE), axe, "phone")
    made = Checkup.objects.latest("pk")
    assert (made.status, made.found, made.findings.get().state) == ("filed", 1, "passed")
    assert made.mended_on == localdate() - timedelta(days=8)
