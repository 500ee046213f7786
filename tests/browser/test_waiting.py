"""A morning at the hall: two numbers, a window, a room, and the wall that shows them."""

from playwright.sync_api import Page, expect

from cases.models import Room, Ticket
from tests.browser.conftest import PHONE, Axe, Office
from tests.browser.test_sizes import _too_small, _too_wide


def give_number(desk: Page) -> str:
    """Two key presses: the number, and its paper."""
    desk.goto("/cases/waiting/")
    expect(desk.get_by_role("button", name="取号")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="打印号条")).to_be_focused()
    return desk.locator(".fq-slip .fq-number").inner_text()


def test_two_visitors(office: Office, axe: Axe) -> None:
    Room.objects.filter(name="法律咨询室").update(unit=office.town.committee)
    desk = office.as_("dispatcher")
    desk.add_init_script("window.print = () => { document.title = '印好了' }")
    assert [give_number(desk), give_number(desk)] == ["1", "2"]
    desk.keyboard.press("Enter")
    expect(desk).to_have_title("印好了")
    axe(desk)

    wall = office.stranger(viewport={"width": 1920, "height": 1080})
    wall.goto("/screen/")
    window = office.as_("receptionist", "/cases/waiting/")
    axe(window)
    window.get_by_role("button", name="叫下一位").click()
    seat = window.get_by_role("region", name="综合受理窗口")
    expect(seat.get_by_label("1 号", exact=True)).to_be_visible()
    expect(wall.get_by_role("listitem")).to_have_text("1 号 综合受理窗口")  # by itself
    axe(wall)
    seat.get_by_role("button", name="再叫一次").click()
    seat.get_by_role("button", name="开始接待").click()
    axe(window)

    seat.get_by_role("link", name="来访登记").click()
    window.get_by_label("诉求", exact=True).fill("问老屋翻建要办什么手续")
    window.get_by_label("地点", exact=True).fill("不详")
    window.get_by_role("button", name="登记并打印回执").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("已登记")
    first, second = Ticket.objects.order_by("number")
    assert first.case and first.case.title == "问老屋翻建要办什么手续"
    window.goto("/cases/waiting/")
    expect(seat.get_by_role("link", name="打开事项")).to_have_attribute("href", f"/matters/{first.case.pk}/")
    seat.get_by_role("button", name="办完，叫下一位").click()
    expect(seat.get_by_label("2 号", exact=True)).to_be_visible()
    seat.get_by_text("转到…").click()

    room = office.as_("mediator", "/cases/waiting/", viewport=PHONE)
    expect(room.get_by_text("没有人在等。")).to_be_visible()
    seat.get_by_role("button", name="法律咨询室").click()
    expect(seat.get_by_role("button", name="叫下一位")).to_be_disabled()
    room.get_by_role("button", name="接待 2 号").click()  # it came by itself
    expect(room.get_by_role("region", name="法律咨询室").get_by_label("2 号", exact=True)).to_be_visible()
    axe(room)
    assert not _too_wide(room) and not _too_small(room)
    room.get_by_role("button", name="办完").click()
    second.refresh_from_db()
    assert second.state == "done" and second.served_at and second.called_by == office.town.mediator
    expect(wall.get_by_text("没有人在等")).to_be_visible()


def test_the_wall_can_be_read_on_a_phone(office: Office, axe: Axe) -> None:
    page = office.stranger(viewport=PHONE)
    page.goto("/screen/")
    axe(page)
    assert not _too_wide(page)


def test_the_wall_needs_no_script(office: Office) -> None:
    page = office.stranger(java_script_enabled=False)
    page.goto("/screen/")
    assert page.locator("noscript > meta[http-equiv=refresh]").count() == 1
