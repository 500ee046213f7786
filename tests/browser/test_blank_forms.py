"""A day without power: forms are printed beforehand, filled in by hand, and entered afterwards in one go."""

from datetime import timedelta

from django.utils.timezone import localtime
from playwright.sync_api import expect

from cases.models import Case
from core.intake import blank
from core.models import Reserved
from tests.browser.conftest import Axe, Office


def test_numbers_reserved_on_paper_become_cases_afterwards(office: Office, axe: Axe) -> None:
    page = office.as_("receptionist", "/cases/blank/")
    axe(page)
    page.get_by_label("份数").fill("3")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("空白表")
    name = page.url.rstrip("/").split("/")[-1]
    first, second, third = Reserved.objects.filter(batch=name)
    expect(page.locator("#job")).to_contain_text("正在排版 3 份")
    blank.lay_out(name, office.town.receptionist.pk)
    expect(page.get_by_role("link", name="打印空白表")).to_be_visible()  # by itself
    axe(page)

    spoilt = page.get_by_role("row", name=third.number)
    spoilt.get_by_label("作废理由").fill("被水泡坏")
    spoilt.get_by_role("button", name="作废").click()
    expect(page.get_by_role("row", name=third.number)).to_contain_text("被水泡坏（林小满）")

    page.get_by_role("link", name="补录").click()
    came = localtime(first.reserved_at)
    line = page.get_by_role("region", name=first.number)
    line.get_by_label("收到时间").fill((came + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    line.get_by_label("诉求").fill("停电时来的，要求清理水渠")
    line.get_by_label("地点").fill("taowc")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("收到时间不能晚于现在")
    axe(page)
    expect(line.get_by_label("诉求")).to_have_value("停电时来的，要求清理水渠")
    line.get_by_label("收到时间").fill(came.strftime("%Y-%m-%dT%H:%M"))
    line.get_by_label("地点").fill("桃坞村")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("已补录 1 件")
    expect(page.get_by_role("row", name=first.number)).to_contain_text("已补录")
    expect(page.get_by_role("row", name=second.number)).to_contain_text("未用")
    case = Case.objects.get(number=first.number)
    assert (case.code, case.lookup_code, case.area) == (first.code, first.lookup_code, office.town.taowu)
