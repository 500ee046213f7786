"""Back, a login that ended, and the keys of a busy counter: no double, no loss, no dead key."""

from uuid import uuid4

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from cases.models import Case, Room, Ticket
from core.models import Draft, HistoryEntry, OnlineIntake
from core.values.moments import now
from tests.browser.conftest import Axe, Office
from tests.browser.test_sizes import _too_wide


@pytest.fixture(autouse=True)
def no_drafts(office: Office) -> None:
    Draft.objects.all().delete()


def test_back_after_a_registration_makes_no_second_case(office: Office, axe: Axe) -> None:
    page = office.as_("receptionist", "/cases/register/")
    page.get_by_label("诉求", exact=True).fill("井盖松动，夜里有人绊倒")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Case.objects.get(demand="井盖松动，夜里有人绊倒")
    page.go_back()
    said = page.get_by_role("alert").filter(has_text="这张表单已经提交")
    expect(said).to_contain_text(case.code)
    axe(page)
    demand = page.get_by_label("诉求", exact=True)
    demand.fill("井盖松动，夜里有人绊倒")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    assert Case.objects.filter(demand="井盖松动，夜里有人绊倒").count() == 1
    page.go_back()
    expect(said).to_be_visible()
    demand.fill("是另一件：路灯也不亮")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_role("button", name="登记并打印回执").click()
    refused = page.get_by_role("alert").filter(has_text="这张表单刚才已经用过")
    expect(refused).to_contain_text(case.code)
    expect(demand).to_have_value("是另一件：路灯也不亮")
    axe(page)
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    assert Case.objects.filter(demand="是另一件：路灯也不亮").count() == 1
    page.go_back()
    page.get_by_role("link", name="打开新表单").click()
    expect(demand).to_have_value("")
    expect(said).to_have_count(0)


def test_back_after_a_public_message_makes_no_second_one(office: Office) -> None:
    page = office.stranger()
    page.goto("/online/")
    for label, words in (
        ("姓名", "方立新"),
        ("电话", "19900000071"),
        ("什么事，有什么要求", "村口的桥栏断了"),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="提交").click()
    code = OnlineIntake.objects.latest("pk").code
    expect(page.get_by_role("main")).to_contain_text(code)
    page.go_back()
    for label, words in (
        ("姓名", "方立新"),
        ("电话", "19900000071"),
        ("什么事，有什么要求", "村口的桥栏断了"),
    ):
        page.get_by_label(label).fill(words)
    count = OnlineIntake.objects.count()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("main")).to_contain_text(code)
    assert OnlineIntake.objects.count() == count


def test_back_after_an_act_does_it_no_second_time_and_loses_nothing(office: Office) -> None:
    office.allowed.append("409")
    case = office.town.hand_over(office.town.register("水管漏水"))
    office.town.act(case, "sign", office.town.handler)
    page = office.as_("handler", f"/matters/{case.pk}/do/note/")
    note, send = page.get_by_label("办理情况"), page.get_by_role("button", name="记办理情况")
    note.fill("已到现场，定于明天修")
    send.click()
    page.wait_for_url(f"**/matters/{case.pk}/")
    page.go_back()
    expect(page.get_by_role("alert").filter(has_text="这张表单已经提交")).to_be_visible()
    note.fill("已到现场，定于明天修")
    send.click()
    page.wait_for_url(f"**/matters/{case.pk}/")
    notes = HistoryEntry.objects.filter(matter=case, action="cases.note")
    assert notes.count() == 1
    page.go_back()
    note.fill("明天改后天")
    send.click()
    expect(page.get_by_role("alert").filter(has_text="这张表单刚才已经用过")).to_be_visible()
    expect(note).to_have_value("明天改后天")
    send.click()
    page.wait_for_url(f"**/matters/{case.pk}/")
    assert notes.count() == 2


def test_enter_in_a_field_goes_on_to_the_next_and_registers_nothing(office: Office) -> None:
    page = office.as_("receptionist", "/cases/register/")
    page.get_by_label("诉求", exact=True).fill("护栏松了，要求修")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_label("第 1 行 姓名或名称").fill("陈守田")
    page.get_by_label("第 1 行 姓名或名称").press("Enter")
    expect(page.get_by_label("第 1 行 证件号码")).to_be_focused()
    assert not Case.objects.filter(demand="护栏松了，要求修").exists()


def test_a_step_without_a_field_obeys_the_keys_and_back_says_where_the_matter_is(office: Office) -> None:
    office.allowed.append("403")
    case = office.town.hand_over(office.town.register("涵洞堵了"))
    page = office.as_("unit_head", f"/matters/{case.pk}/do/sign/")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/matters/{case.pk}/")
    page.go_back()
    expect(page.get_by_role("main")).to_contain_text("现在是“办理中”，不能签收。")
    page = office.as_("dispatcher", f"/matters/{case.pk}/do/hand_over/")
    expect(page.get_by_role("main")).to_contain_text("现在是“办理中”，不能转办。")


def test_logged_out_in_another_window_the_words_come_back_to_be_read(office: Office) -> None:
    office.allowed += ["401"]
    case = office.town.hand_over(office.town.register("水管又漏水"))
    office.town.act(case, "sign", office.town.handler)
    page = office.newly("handler")
    page.goto(f"/matters/{case.pk}/do/note/")
    page.get_by_label("办理情况").fill("查清了：阀门坏")
    other = page.context.new_page()
    other.goto("/")
    other.locator(".fq-me > summary").click()
    other.get_by_role("button", name="退出").click()
    page.get_by_role("button", name="记办理情况").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "您刚才提交的内容还没有保存；用同一账号登录后可以接着提交"
    )
    office.log_in(page, "handler", stays=True)
    expect(page.get_by_role("definition")).to_have_text("查清了：阀门坏")
    page.get_by_role("button", name="接着提交").click()
    page.wait_for_url(f"**/matters/{case.pk}/")
    assert HistoryEntry.objects.filter(matter=case, action="cases.note").count() == 1


def test_ctrl_enter_registers_with_a_draft_on_the_page(office: Office) -> None:
    page = office.as_("receptionist", "/cases/register/")
    page.get_by_label("诉求", exact=True).fill("写到一半的，要求把井盖换好")
    page.get_by_label("地点", exact=True).fill("不详")
    expect(page.locator("[data-draft-said]")).to_contain_text("已存")
    page.goto("/cases/register/")
    expect(page.get_by_text("没有登记完的 1 件")).to_be_visible()
    page.get_by_label("诉求", exact=True).fill("用键盘登记的")
    page.get_by_label("地点", exact=True).fill("不详")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    assert Draft.objects.count() == 1 and Case.objects.filter(demand="用键盘登记的").exists()


def test_the_next_visitor_is_received_by_enter_and_alt_n(office: Office) -> None:
    Ticket.objects.all().delete()
    window = Room.objects.filter(kind=Room.Kind.WINDOW).order_by("order").first()
    assert window
    for number in (1, 2):
        Ticket.objects.create(key=uuid4(), day=localdate(), number=900 + number, room=window, people=1,
                              arrived_at=now(), queued_at=now())  # fmt: skip
    page = office.as_("receptionist", "/cases/waiting/")
    page.set_viewport_size({"width": 720, "height": 900})
    assert not _too_wide(page)
    page.keyboard.press("Alt+n")
    begin = page.get_by_role("button", name="开始接待")
    expect(begin).to_be_focused()
    assert not _too_wide(page)
    hidden = page.evaluate("""[...document.querySelectorAll("#queue button, #queue .btn")].filter(one =>
        one.checkVisibility() && one.getBoundingClientRect().right > innerWidth).map(one => one.textContent)""")
    assert hidden == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="来访登记")).to_be_focused()
    page.keyboard.press("Alt+n")
    expect(page.get_by_label("902 号", exact=True)).to_be_visible()
    page.keyboard.press("Alt+n")
    expect(page.get_by_text("正在接待").first).to_be_visible()
    page.keyboard.press("Alt+n")
    expect(page.get_by_role("button", name="叫下一位")).to_be_disabled()
    assert Ticket.objects.count() == 2, "a number was given to nobody"


def test_enter_while_composing_chooses_no_village(office: Office) -> None:
    page = office.as_("receptionist", "/cases/register/")
    page.get_by_label("地点", exact=True).fill("t")
    expect(page.get_by_role("option").first).to_be_visible()
    page.evaluate("""document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))""")
    expect(page.get_by_label("地点", exact=True)).to_have_value("t")
