"""A morning of the lawyer on duty: the roster is made public, the lawyer signs in and writes down what was asked."""

from django.utils.timezone import localdate
from playwright.sync_api import expect

from core.models import TurnLog
from tests.browser.conftest import PHONE, Axe, Office
from tests.browser.test_reception import open_act, plan, press


def test_a_morning_of_the_lawyer_on_duty(office: Office, axe: Axe) -> None:
    keeper = office.as_("committee_head", "/legal/lawyers/")
    keeper.get_by_role("link", name="起草排班").click()
    plan(keeper, localdate(), "法律服务窗口")
    keeper.get_by_label(office.town.legal_officer.name).check()
    keeper.get_by_role("button", name="起草律师值班").click()
    expect(keeper.get_by_text("排班已起草")).to_be_visible()
    keeper.get_by_role("link", name="公示", exact=True).click()
    press(keeper, "公示")
    lawyer = office.as_("legal_officer", "/legal/lawyers/", viewport=PHONE)
    axe(lawyer)
    lawyer.get_by_role("link", name="签到").click()
    press(lawyer, "签到")
    open_act(lawyer, "记值班")
    lawyer.get_by_label("接待（人次）").fill("2")
    lawyer.get_by_label("做了什么").fill("解答租房押金、拖欠工资两件。")
    axe(lawyer)
    press(lawyer, "记值班")
    expect(lawyer.get_by_text("解答租房押金、拖欠工资两件。").first).to_be_visible()
    log = TurnLog.objects.get()
    assert (log.people, log.turn.user) == (2, office.town.legal_officer)
    expect(office.as_("director", "/legal/lawyers/").get_by_role("link", name="律师值班（")).to_be_visible()
