"""The hall's stories: two with the dates of the sample scenarios, and a matter that nobody wants twice."""

import json
from datetime import date
from io import StringIO
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Page, expect

from cases.models import Case
from core.models import Clock
from tests.browser.conftest import Axe, Office, choose
from tests.browser.test_main_job import act, pick, send


def late(page: Page, when: str, decided_by: str = "") -> None:
    """补录: the day on which it really happened."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    page.get_by_label("发生时间").fill(when)
    if decided_by:
        page.get_by_label("由谁决定").fill(decided_by)


def register(page: Page, demand: str, when: str, name: str, phone: str = "", *wishes: str) -> Case:
    for wish in wishes:
        page.get_by_label(wish, exact=True).check()
    page.get_by_label("诉求", exact=True).fill(demand)
    page.get_by_label("地点", exact=True).fill("桃坞村")
    page.get_by_label("第 1 行 姓名或名称").fill(name)
    page.get_by_label("第 1 行 联系电话").fill(phone)
    late(page, when)
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    return Case.objects.latest("id")


def raw(case: Case, rule: str, unit: str = "") -> date | None:
    clocks = Clock.objects.filter(matter=case, rule=rule)
    return (clocks.filter(unit__short_name=unit) if unit else clocks).latest("id").raw


def test_a_question_is_answered_at_the_counter(office: Office, axe: Axe) -> None:
    """Scenario S1: Monday 2026-03-16, 09:20. A surname and a phone are enough."""
    desk = office.as_("receptionist", "/cases/register/")
    case = register(
        desk, "房东不退租金，问怎么起诉", "2026-03-16T09:20", "顾某", "199-0000-0088", "咨询", "法律服务"
    )
    assert case.lookup_code and case.number.startswith("栖云访〔2026〕")
    desk.get_by_role("link", name="当场答复，办结").click()
    desk.get_by_label("答复内容").fill("可向法庭起诉，小额诉讼一审终审；也可拨打 12348 咨询。")
    desk.get_by_role("radio", name="满意", exact=True).check()
    late(desk, "2026-03-16T09:35")
    send(desk, "当场答复，办结")
    axe(desk)
    case.refresh_from_db()
    assert (case.status, case.first_contact.name) == ("settled", "林小满")
    assert case.parties.get().id_number == "" and case.satisfaction == "satisfied"
    expect(desk.get_by_text("199****0088")).to_be_visible()
    counted = table("T1")
    assert [counted[key] for key in ("visits", "visitors", "received", "settled")] == [1, 1, 1, 1]
    assert (counted["legal_wishes"], table("T11")["consulted"]) == (1, 0)  # a wish is no advice given


def table(name: str) -> dict[str, Any]:
    """The month's column of a table of March 2026."""
    out = StringIO()
    call_command("statistics", month="2026-03", table=name, json=True, stdout=out)
    return {key: row["month"] for key, row in json.loads(out.getvalue()).items()}


def test_a_paper_instruction_over_a_holiday(office: Office, axe: Axe) -> None:
    """Scenario S2: Thursday 2026-04-02 before 清明 (4–6 April)."""
    desk = office.as_("dispatcher", "/cases/register/")
    case = register(desk, "田间路排水渠被施工堵塞，要求疏通", "2026-04-02T10:10", "秦满仓", "199-0000-0013")
    desk.goto(f"/matters/{case.pk}/")
    act(desk, "报请批示")
    choose(desk.get_by_label("报请"), "唐志远")
    desk.get_by_label("拟办意见").fill("拟由村镇办牵头。")
    late(desk, "2026-04-02T10:40")
    send(desk, "报请批示")
    assert raw(case, "cases.instruct") == date(2026, 4, 3)  # Fri

    leader = office.as_("duty_leader", "/queue/")
    pick(leader, case)
    act(leader, "批示")
    axe(leader)
    leader.get_by_label("批示", exact=True).fill("村镇办牵头，五个工作日内报结果。")
    choose(leader.get_by_label("承办单位"), "村镇建设和综合执法办公室")
    leader.get_by_role("main").get_by_role("radio", name="复杂").check()
    leader.get_by_label("反馈时限").fill("5")
    choose(leader.get_by_label("第 1 行 协办单位"), "桃坞村村民委员会")
    leader.get_by_label("第 1 行 分工").fill("到场指认渠线")
    leader.get_by_label("第 1 行 工作日").fill("3")
    late(leader, "2026-04-02T16:00")
    send(leader, "批示")
    assert raw(case, "cases.sign", "村镇办") == date(2026, 4, 3)  # Fri
    assert raw(case, "cases.assist", "桃坞村") == date(2026, 4, 8)  # Wed: three working days over 清明
    assert raw(case, "cases.feedback") == date(2026, 4, 10)  # Fri: five

    unit = office.as_("handler", f"/matters/{case.pk}/do/return/")
    expect(unit.get_by_role("main")).to_contain_text("已过退回期限（2 个工作日，04-07 止；")
    unit.get_by_role("link", name="早先已经办过，现在补录").click()
    unit.get_by_role("radio", name="不属本单位职责").check()
    unit.get_by_label("说明").fill("属农业农村办公室。")
    late(unit, "2026-04-08T09:00")
    unit.get_by_role("main").get_by_role("button", name="退回").click()
    expect(unit.get_by_role("alert")).to_contain_text("已过退回期限（2 个工作日，04-07 止；")

    desk.goto(f"/matters/{case.pk}/do/reassign/")
    desk.get_by_label("改派理由").fill("灌溉渠归农业农村办管护。")
    choose(desk.get_by_label("承办单位"), "农业农村办公室")
    late(desk, "2026-04-08T10:00")
    desk.get_by_role("main").get_by_role("button", name="改派").click()
    expect(desk.get_by_role("alert")).to_contain_text("要经中心主任同意")
    late(desk, "2026-04-08T10:00", "周玉兰（中心主任）")
    send(desk, "改派")

    village = office.as_("grid_chief")
    other = office.as_("stranger")
    for page, step, label, when, words in (
        (village, "sign_as_helper", "协办签收", "2026-04-08T11:00", {}),
        (village, "answer_as_helper", "协办答复", "2026-04-08T16:00", {"协办答复": "已指认。"}),
        (other, "sign", "签收", "2026-04-08T15:00", {}),
        (other, "reply", "提交办理结果", "2026-04-15T11:00", {}),
    ):
        page.goto(f"/matters/{case.pk}/do/{step}/")
        for field, text in words.items():
            page.get_by_label(field, exact=True).fill(text)
        if step == "reply":
            result = page.get_by_label("办理结果", exact=True)
            expect(result).to_have_value(
                "桃坞村村民委员会：已指认。"
            )  # the helper's part is there to be joined
            result.fill("渠已疏通，村委会已指认渠线。")
        late(page, when)
        send(page, label)
    assert raw(case, "cases.call_back") == date(2026, 4, 20)  # Mon: three working days after Wed 15

    counter = office.as_("dispatcher", f"/matters/{case.pk}/do/call_back/")
    counter.get_by_role("radio", name="满意", exact=True).check()
    late(counter, "2026-04-16T09:00")
    send(counter, "回访")
    case.refresh_from_db()
    assert case.status == "finished" and case.instructions.get().given_by.startswith("唐志远")


def test_what_two_units_send_back_the_director_gives_to_one(office: Office, axe: Axe) -> None:
    """Two dispatchers, two units, a director."""
    town = office.town
    case = town.register("渠边塌方，谁都说不归自己管")

    def give(who: str, unit: str) -> None:
        page = office.as_(who, "/queue/")
        pick(page, case)
        act(page, "转办")
        choose(page.get_by_label("承办单位"), unit)
        send(page, "转办")

    def send_back(who: str, why: str) -> None:
        page = office.as_(who, "/queue/")
        pick(page, case)
        act(page, "退回")
        page.get_by_role("radio", name="不属本单位职责").check()
        page.get_by_label("说明").fill(why)
        send(page, "退回")

    give("dispatcher", "村镇建设和综合执法办公室")
    send_back("handler", "渠归农业农村办。")
    give("second_dispatcher", "农业农村办公室")
    send_back("stranger", "塌方归村镇办。")

    refused = office.as_("second_dispatcher", f"/matters/{case.pk}/do/hand_over/")
    choose(refused.get_by_label("承办单位"), "村镇建设和综合执法办公室")
    refused.get_by_label("转办意见").fill("请村镇办办。")
    refused.get_by_role("main").get_by_role("button", name="转办").click()
    expect(refused.get_by_role("alert")).to_contain_text("已经两次退回，由中心主任指定牵头单位")
    expect(refused.get_by_label("转办意见")).to_have_value("请村镇办办。")

    director = office.as_("director", "/notices/")
    director.get_by_role("button", name=f"第 2 次退回，请指定牵头单位：{case.number}").click()
    axe(director)
    give("director", "村镇建设和综合执法办公室")
    unit = office.as_("handler", "/queue/")
    pick(unit, case)
    if unit.get_by_text("项现在不能做").count():
        unit.get_by_text("项现在不能做").click()
    expect(unit.get_by_text("承办单位已经裁定，不能再退回。")).to_be_visible()
    act(unit, "签收")
    send(unit, "签收")
    expect(unit.locator(".fq-step[data-state=back]")).to_have_count(2)
    axe(unit)
