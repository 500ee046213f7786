"""Two people on one matter, two clicks on one button, and a login that ran out in the middle."""

from importlib import import_module

from django.conf import settings
from playwright.sync_api import Page, expect

from cases.models import Case
from tests.browser.conftest import Axe, Office, choose


def test_who_comes_second_reads_what_happened_and_keeps_the_words(office: Office, axe: Axe) -> None:
    office.allowed.append("409")
    case = office.town.register("集市占道")
    first, second = office.as_("dispatcher"), office.as_("receptionist")
    for page in (first, second):
        page.goto(f"/matters/{case.pk}/do/correct/")
    first.get_by_label("标题").fill("集市占道经营")
    first.get_by_label("更正理由").fill("补全")
    first.get_by_role("button", name="更正").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("集市占道经营")
    second.get_by_label("诉求").fill("集市占道，消防车过不去")
    second.get_by_label("更正理由").fill("来访人补充")
    second.get_by_role("button", name="更正").click()
    box = second.get_by_role("alert")
    expect(box).to_contain_text("有人先办了")
    expect(box).to_contain_text("贺志强")
    expect(box).to_be_focused()
    axe(second)
    expect(second.get_by_label("诉求")).to_have_value("集市占道，消防车过不去")
    second.get_by_label("标题").fill("集市占道经营")
    second.get_by_role("button", name="更正").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("集市占道经营")
    case.refresh_from_db()
    assert (case.title, case.demand) == ("集市占道经营", "集市占道，消防车过不去")


def test_who_comes_second_after_a_hand_over_keeps_the_words_too(office: Office) -> None:
    office.allowed.append("409")
    case = office.town.register("自来水压力不足")
    desk = office.as_("dispatcher", f"/matters/{case.pk}/do/hand_over/")
    office.town.act(case, "hand_over", office.town.director, unit=office.town.farms, grade="simple")
    choose(desk.get_by_label("承办单位"), "村镇建设和综合执法办公室")
    desk.get_by_label("转办意见").fill("请今日到场")
    desk.get_by_role("main").get_by_role("button", name="转办").click()
    expect(desk.get_by_role("alert")).to_contain_text("农业农村办公室")
    expect(desk.get_by_label("转办意见")).to_have_value("请今日到场")
    case.refresh_from_db()
    assert case.holder_unit == office.town.farms and case.handovers.count() == 1


def test_two_clicks_are_one_registration(office: Office) -> None:
    page = office.as_("receptionist")
    _register_by_two_clicks(page, "电动车棚充电收费争议")


def test_two_clicks_are_one_registration_also_without_javascript(office: Office) -> None:
    office.allowed.append("net::ERR_ABORTED")  # the browser itself gives the first one up
    page = office.as_("receptionist", java_script_enabled=False)
    _register_by_two_clicks(page, "道路积水无人清理")


def _register_by_two_clicks(page: Page, demand: str) -> None:
    page.get_by_label("诉求", exact=True).fill(demand)
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_role("button", name="登记并打印回执").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    assert Case.objects.filter(title=demand).count() == 1
    with page.expect_popup() as shown:
        page.get_by_role("button", name="打印回执").click()
    shown.value.close()
    assert Case.objects.get(title=demand).documents.filter(kind="cases.receipt").count() == 1


def test_what_was_typed_outlives_the_login(office: Office, axe: Axe) -> None:
    office.allowed.append("401")
    page = office.newly("receptionist")
    page.get_by_label("诉求", exact=True).fill("写了很久的诉求，不能丢")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_label("第 1 行 姓名或名称").fill("方立新")
    _let_run_out(page)
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("alert")).to_contain_text("还没有保存")
    axe(page)
    office.log_in(page, "receptionist", stays=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("接着提交")
    assert not Case.objects.filter(title="写了很久的诉求，不能丢").exists()
    axe(page)
    page.get_by_role("button", name="接着提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Case.objects.get(title="写了很久的诉求，不能丢")
    assert case.parties.get().name == "方立新"


def _let_run_out(page: Page) -> None:
    """Half an hour without a sign of life, in an instant."""
    key = next(
        cookie["value"]
        for cookie in page.context.cookies()
        if cookie.get("name") == settings.SESSION_COOKIE_NAME
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    session["seen_at"] -= settings.LOGIN_IDLE_MINUTES * 60
    session.save()
