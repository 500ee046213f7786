"""A handler's day: a talk is arranged on it and called off; the dossier of the case tells what it lacks."""

from datetime import timedelta

from django.utils.timezone import localtime
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Axe, Office

SIDES = [{"role": "applicant", "name": "陶根发"}, {"role": "respondent", "name": "潘水英"}]


def test_a_talk_is_arranged_on_the_day_and_called_off(office: Office, axe: Axe) -> None:
    case = office.town.hand_over(
        office.town.register("要求疏通屋后水渠", parties=[dict(one) for one in SIDES])
    )
    office.town.act(case, "sign", office.town.handler)
    page = office.as_("handler", "/day/")
    at = localtime() + timedelta(days=1)
    page.get_by_label("事项", exact=True).select_option(value=str(case.pk))
    page.locator("[name=when]").fill(f"{at:%Y-%m-%d}T09:30")
    page.get_by_label("地点", exact=True).fill("村镇办会议室")
    page.get_by_role("button", name="约定", exact=True).click()
    expect(page.get_by_role("region", name="约定", exact=True)).to_contain_text("村镇办会议室")
    axe(page)
    page.get_by_role("main").get_by_role("link", name="本周").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的日程")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.goto(f"{page.url.split('/day/')[0]}/day/")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_text("没有约定。")).to_be_visible()


def test_the_dossier_stands_beside_the_papers(office: Office, axe: Axe) -> None:
    case = office.town.replied(parties=[dict(one) for one in SIDES])
    page = office.as_("handler", f"/matters/{case.pk}/")
    page.get_by_role("link", name="案卷", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("案卷")
    expect(page.get_by_role("row", name="转办单")).to_contain_text("每次转办一份")
    axe(page)
    page.get_by_role("button", name="合成案卷").click()
    expect(page.get_by_text("等后台接手")).to_be_visible()
