"""五个法治化 in the browser: the month, on a desk and a phone and on paper, and the same of one petition."""

from datetime import timedelta

from django.utils.timezone import localdate, localtime
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Axe, Office
from tests.petitions.test_dates import register
from tests.petitions.test_lawful_way import drafted, served


def test_a_month_opens_what_is_missing_and_prints(office: Office, axe: Axe) -> None:
    town, today = office.town, localdate()
    made = register(town, f"{localtime() - timedelta(minutes=30):%Y-%m-%d %H:%M}", "村口水渠堵了，请清理")
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
    town.act(made, "accept", town.petition_officer, accepted_on=today, unit=town.works)
    served(town, made, "acceptance", today)
    drafted(town, made)
    town.act(made, "sign", town.duty_leader)
    page = office.as_("petition_officer", "/")
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="五个法治化").first.click()
    row = page.get_by_role("row").filter(has_text="60日内办结")
    expect(row).to_contain_text("第三十四条")
    axe(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="查看")).to_be_hidden()
    page.emulate_media(media="screen")
    page.set_viewport_size(DESK)
    row.get_by_role("link").last.click()
    expect(page.get_by_text("缺依据").first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="村口水渠堵了").first).to_be_visible()
    page.goto(f"{page.url.split('/petitions/')[0]}/matters/{made.pk}/")
    panel = page.get_by_role("region", name="五个法治化")
    expect(panel).to_contain_text("没有出具文书")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
