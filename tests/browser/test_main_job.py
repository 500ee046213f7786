"""The main job from the counter to the call-back, as clerk, unit, mediator and leader do it."""

from playwright.sync_api import Page, expect

from cases.models import Case
from tests.browser.conftest import Axe, Office, choose, tick_all

SIDES = [{"role": "applicant", "name": "陈守田"}, {"role": "respondent", "name": "秦满仓"}]


def act(page: Page, label: str) -> None:
    """The button of 现在可以做, and the page that asks what the act needs."""
    page.get_by_role("region", name="现在可以做").get_by_role("link", name=label, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(label)


def send(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label).click()
    expect(page.locator(".fq-messages").filter(has_text="已")).to_be_visible()  # not the banner


def open_from_queue(page: Page, case: Case) -> None:
    page.goto("/queue/")
    pick(page, case)


def pick(page: Page, case: Case) -> None:
    """One matter of the list in sight."""
    page.get_by_role("link", name=case.title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(case.title)


def test_a_case_goes_from_the_counter_to_the_call_back(office: Office, axe: Axe) -> None:
    counter = office.as_("receptionist")
    expect(counter).to_have_url(f"{office.url}/cases/register/")
    axe(counter)
    counter.get_by_label("诉求", exact=True).fill("村口排水沟被填，雨水倒灌进院，要求恢复")
    counter.get_by_label("地点", exact=True).fill("不详")
    counter.get_by_label("第 1 行 姓名或名称").fill("陈守田")
    counter.get_by_label("第 1 行 联系电话").fill("199-0000-0001")
    counter.get_by_label("第 2 行 姓名或名称").fill("秦满仓")
    counter.get_by_role("button", name="登记并打印回执").click()
    expect(counter.get_by_role("heading", level=1)).to_have_text("已登记")
    axe(counter)
    case = Case.objects.get(title="村口排水沟被填，雨水倒灌进院，要求恢复")
    for _ in range(50):  # the page has asked for it; nobody has pressed anything
        counter.wait_for_timeout(100)
        if case.documents.exists():
            break
    counter.reload()
    receipt = counter.request.get(
        counter.get_by_role("link", name="打印回执").get_attribute("href") or "missing"
    )
    assert receipt.headers["content-type"] == "application/pdf" and receipt.body().startswith(b"%PDF")
    assert [party.role for party in case.parties.order_by("order")] == ["applicant", "respondent"]

    desk = office.as_("dispatcher", "/queue/")
    pick(desk, case)
    axe(desk)
    act(desk, "转办")
    axe(desk)
    choose(desk.get_by_label("承办单位"), "村镇建设和综合执法办公室")
    desk.get_by_role("main").get_by_role("radio", name="简单").check()
    send(desk, "转办")

    unit = office.as_("handler", "/notices/")
    axe(unit)
    unit.get_by_role("button", name=f"新转办：{case.number}").click()
    act(unit, "签收")
    send(unit, "签收")
    act(unit, "记办理情况")
    unit.get_by_label("办理情况").fill("到现场看过，沟被垫平约十米。")
    send(unit, "记办理情况")
    act(unit, "提交办理结果")
    axe(unit)
    unit.get_by_label("办理结果").fill("已挖通，排水恢复。")
    send(unit, "提交办理结果")

    open_from_queue(counter, case)
    expect(counter.get_by_text("到现场看过，沟被垫平约十米").first).to_be_visible()
    act(counter, "回访")
    counter.get_by_role("radio", name="满意", exact=True).check()
    send(counter, "回访")
    axe(counter)
    case.refresh_from_db()
    assert (case.status, case.satisfaction) == ("finished", "satisfied")

    leader = office.as_("duty_leader")
    leader.get_by_role("searchbox", name="搜索全部").fill(case.code)
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("heading", level=1)).to_have_text(case.title)
    expect(leader.get_by_role("main")).to_contain_text("共用时")
    director = office.as_("director", "/cases/?view=done")
    axe(director)
    expect(director.get_by_role("link", name=case.title, exact=True)).to_be_visible()


def test_a_dispute_becomes_a_mediation_and_comes_back(office: Office, axe: Axe) -> None:
    case = office.town.register("两家争一条滴水檐", parties=SIDES)
    counter = office.as_("receptionist", "/queue/")
    pick(counter, case)
    act(counter, "转调解")
    axe(counter)
    counter.get_by_label("调解组织", exact=True).select_option(label="栖云镇人民调解委员会")
    counter.get_by_label("纠纷类型", exact=True).select_option(label="邻里")
    send(counter, "转调解")

    head = office.as_("committee_head", "/queue/")
    head.get_by_role("row").filter(has_text="人民调解").get_by_role("link", name=case.title).click()
    act(head, "受理")
    head.get_by_label("各方都没有明确拒绝调解").check()
    send(head, "受理")
    act(head, "指定调解员")
    head.get_by_label("调解员", exact=True).select_option(value=str(office.town.mediator.pk))
    axe(head)
    send(head, "指定调解员")

    mediator = office.as_("mediator", "/queue/")
    mediator.get_by_role("row").filter(has_text="人民调解").get_by_role("link", name=case.title).click()
    act(mediator, "告知权利义务")
    tick_all(mediator, "parties")
    send(mediator, "告知权利义务")
    act(mediator, "记一次调解")
    axe(mediator)
    mediator.get_by_label("地点").fill("村委会调解室")
    assert all(here.is_checked() for here in mediator.locator("[name=attended]").all())
    mediator.get_by_label("调解记录").fill("双方同意各退二十厘米。")
    send(mediator, "记一次调解")
    axe(mediator)
    act(mediator, "达成协议")
    mediator.get_by_role("radio", name="口头协议").check()
    mediator.get_by_label("协议内容").fill("各退二十厘米，已经改好。")
    mediator.get_by_label("当场履行完毕").check()
    send(mediator, "达成协议")

    open_from_queue(counter, case)
    expect(counter.get_by_text("经栖云镇人民调解委员会调解，达成口头协议。").first).to_be_visible()
    act(counter, "回访")
    counter.get_by_role("radio", name="联系不上").check()
    send(counter, "回访")
    case.refresh_from_db()
    assert case.status == "finished"
