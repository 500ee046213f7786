"""Register, route, answer, look up, list and print where no script runs."""

from playwright.sync_api import expect

from cases.models import Case
from tests.browser.conftest import Office, choose, said


def test_the_basic_acts_need_no_script(office: Office) -> None:
    counter = office.as_("receptionist", java_script_enabled=False)
    counter.get_by_label("诉求", exact=True).fill("河道漂浮物无人打捞")
    counter.get_by_label("地点", exact=True).fill("tw")
    counter.get_by_label("第 2 行 姓名或名称").fill("石桥养殖场")
    counter.get_by_role("button", name="登记并打印回执").click()
    expect(counter.get_by_role("alert")).to_contain_text("地点")  # tw is no area: said, and nothing lost
    counter.get_by_label("地点", exact=True).fill("桃坞村")
    counter.get_by_role("button", name="登记并打印回执").click()
    expect(counter.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Case.objects.get(title="河道漂浮物无人打捞")
    assert (case.area, case.parties.get().role) == (office.town.taowu, "respondent")

    desk = office.as_("dispatcher", f"/matters/{case.pk}/do/hand_over/", java_script_enabled=False)
    choose(desk.get_by_label("承办单位"), "农业农村办公室")
    desk.get_by_role("main").get_by_role("button", name="转办").click()
    expect(desk.get_by_role("main")).to_contain_text("待签收")

    unit = office.as_("stranger", java_script_enabled=False)
    for name, label in (("sign", "签收"), ("reply", "提交办理结果")):
        unit.goto(f"/matters/{case.pk}/do/{name}/")
        if name == "reply":
            unit.get_by_label("办理结果").fill("已打捞。")
        unit.get_by_role("main").get_by_role("button", name=label).click()
        expect(unit.get_by_role("status").filter(has_text=said(label))).to_be_visible()

    desk.goto("/cases/")
    desk.get_by_role("main").get_by_label("内容").fill("漂浮物")
    desk.get_by_role("button", name="筛选").click()
    expect(desk.get_by_role("row")).to_have_count(2)
    desk.get_by_role("link", name=case.title, exact=True).click()

    desk.emulate_media(media="print")
    expect(desk.get_by_role("banner")).to_be_hidden()
    expect(desk.get_by_role("region", name="现在可以做")).to_be_hidden()
    expect(desk.get_by_role("heading", name="路线图")).to_be_visible()
    expect(desk.get_by_text("已打捞。").first).to_be_visible()
    assert desk.pdf(format="A4").startswith(b"%PDF")

    citizen = office.stranger(java_script_enabled=False)
    citizen.goto("/lookup/")
    citizen.get_by_label("事项编号").fill(case.code)
    citizen.get_by_label("查询码").fill(case.lookup_code)
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.get_by_role("main")).to_contain_text("已有结果，等待回访")
