"""What a citizen learns with the two codes, and what nobody learns of an accusation."""

from playwright.sync_api import expect

from cases.models import Case
from core.models import OnlineIntake
from tests.browser.conftest import PHONE, Axe, Office


def test_both_codes_of_the_receipt_show_step_unit_and_date(office: Office, axe: Axe) -> None:
    counter = office.as_("receptionist")
    counter.get_by_label("诉求", exact=True).fill("楼顶漏水，维修资金申请")
    counter.get_by_label("地点", exact=True).fill("不详")
    counter.get_by_role("button", name="登记并打印回执").click()
    code = counter.locator(".fq-head .fq-code").inner_text().replace(" ", "")
    lookup_code = counter.get_by_role("definition").first.inner_text()
    citizen = office.stranger(viewport=PHONE)
    citizen.goto("/lookup/")
    axe(citizen)
    citizen.get_by_label("事项编号").fill(code.lower())
    citizen.get_by_label("查询码").fill("AAAA2222")
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.get_by_role("alert")).to_contain_text("没有查到")
    expect(citizen.get_by_label("事项编号")).to_have_value(code.lower())
    citizen.get_by_label("查询码").fill(lookup_code.lower())
    citizen.get_by_role("button", name="查询").click()
    said = citizen.get_by_role("main")
    expect(said).to_contain_text("正在安排承办单位")
    expect(said).to_contain_text("栖云镇社会治安综合治理中心")
    expect(said).not_to_contain_text("漏水")  # the page says how far it is, not what it is
    axe(citizen)


def test_an_accusation_is_found_by_nobody_else(office: Office, axe: Axe) -> None:
    office.allowed.append("404")
    counter = office.as_("receptionist")
    counter.get_by_label("诉求", exact=True).fill("举报虚报青苗补偿款")
    counter.get_by_label("地点", exact=True).fill("不详")
    counter.get_by_label("检举控告", exact=True).check()
    counter.get_by_label("被检举、控告人").fill("不明")
    counter.get_by_role("button", name="登记并打印回执").click()
    expect(counter.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Case.objects.get(demand="举报虚报青苗补偿款")
    counter.goto(f"/matters/{case.pk}/")
    expect(counter.get_by_text("封闭：检举控告")).to_be_visible()
    axe(counter)

    other = office.as_("dispatcher")
    for words in ("青苗补偿", case.code, case.number):
        other.get_by_role("searchbox", name="搜索全部").fill(words)
        other.keyboard.press("Enter")
        expect(other.get_by_role("heading", name="没有找到")).to_be_visible()
    for address in ("/queue/", "/cases/?view=all", "/notices/"):
        other.goto(address)
        expect(other.get_by_role("main")).not_to_contain_text("青苗补偿")
    answer = other.goto(f"/matters/{case.pk}/")
    assert answer is not None and answer.status == 404
    axe(other)

    citizen = office.stranger()
    citizen.goto("/lookup/")
    citizen.get_by_label("事项编号").fill(case.code)
    citizen.get_by_label("查询码").fill(case.lookup_code)
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.get_by_role("main")).to_contain_text("首问接待人")
    expect(citizen.get_by_role("main")).not_to_contain_text("安排承办单位")


def test_the_result_is_read_and_rated_without_javascript(office: Office, axe: Axe) -> None:
    case = office.town.replied(demand="巷口路灯不亮")
    citizen = office.stranger(viewport=PHONE, java_script_enabled=False)
    citizen.goto(f"/lookup/?code={case.code}")
    expect(citizen.get_by_label("事项编号")).to_have_value(case.code)  # the QR code brought it
    citizen.get_by_label("查询码").fill(str(case.lookup_code))
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.get_by_role("main")).to_contain_text("已清理，排水恢复。")
    citizen.get_by_label("基本满意").check()
    citizen.get_by_label("想说的话").fill("灯亮了，谢谢。")
    citizen.get_by_role("button", name="提交评价").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("谢谢您的评价")
    case.refresh_from_db()
    assert (case.own_rating, case.own_words) == ("fairly", "灯亮了，谢谢。")
    director = office.as_("director", f"/matters/{case.pk}/")
    expect(director.get_by_role("main")).to_contain_text("灯亮了，谢谢。")
    again = office.stranger(viewport=PHONE)
    again.goto(f"/lookup/?code={case.code}")
    again.get_by_label("查询码").fill(str(case.lookup_code))
    again.keyboard.press("Enter")
    expect(again.get_by_role("main")).to_contain_text("您已评价：基本满意")
    axe(again)


def test_what_a_citizen_sends_becomes_a_case_under_the_same_key(office: Office, axe: Axe) -> None:
    citizen = office.stranger(viewport=PHONE)
    citizen.goto("/online/")
    axe(citizen)
    citizen.get_by_label("姓名").fill("钱满囤")
    citizen.get_by_label("电话", exact=True).fill("123")
    citizen.get_by_label("在什么地方").fill("竹溪村三组")
    citizen.get_by_label("什么事，有什么要求").fill("桥栏杆断了，请修一修")
    citizen.get_by_role("button", name="提交").click()
    expect(citizen.get_by_role("alert")).to_contain_text("电话")
    citizen.get_by_label("电话", exact=True).fill("199-0000-0021")
    citizen.get_by_role("button", name="提交").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("已收到，等待核对")
    axe(citizen)
    intake = OnlineIntake.objects.latest("id")
    expect(citizen.get_by_role("main")).to_contain_text(intake.code)

    clerk = office.as_("receptionist")
    clerk.get_by_role("link", name="网上来件").click()
    expect(clerk.get_by_role("main")).to_contain_text("钱**")
    expect(clerk.get_by_role("main")).not_to_contain_text("钱满囤")
    axe(clerk)
    clerk.get_by_role("link", name=f"核对登记 {intake.code}").click()
    expect(clerk.get_by_label("诉求", exact=True)).to_have_value("桥栏杆断了，请修一修")
    clerk.get_by_label("地点", exact=True).fill("竹溪村")
    clerk.get_by_role("button", name="登记并打印回执").click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已登记")

    citizen.get_by_role("link", name="查办理进度").click()
    citizen.get_by_label("查询码").fill(str(intake.lookup_code))
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("已登记")
    citizen.get_by_role("link", name="用事项编号查进度").click()
    citizen.get_by_label("查询码").fill(str(intake.lookup_code))
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("已登记，正在安排承办单位")
    axe(citizen)
