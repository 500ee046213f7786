"""What a citizen learns with the two codes, and what nobody learns of an accusation."""

from playwright.sync_api import expect

from cases.models import Case
from tests.browser.conftest import PHONE, Axe, Office


def test_both_codes_of_the_receipt_show_step_unit_and_date(office: Office, axe: Axe) -> None:
    counter = office.as_("receptionist")
    counter.get_by_label("诉求", exact=True).fill("楼顶漏水，维修资金申请")
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
    counter.get_by_label("检举控告或要求保密").check()
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
