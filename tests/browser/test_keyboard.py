"""Registration with the keyboard alone."""

from playwright.sync_api import Page, expect

from cases.models import Case
from tests.browser.conftest import Axe, Office

WRITES = 4  # characters a second, Chinese through an input method
KEY = 0.8  # seconds for a key that is not text, with the look at the screen before it


class Keys:
    """A clerk's hands: text is typed, every other key is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.written = page, 0, 0

    @property
    def seconds(self) -> float:
        """How long a person takes for all this."""
        return self.written / WRITES + self.pressed * KEY

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1

    def write(self, text: str) -> None:
        self.written += len(text)
        self.page.keyboard.insert_text(text)

    def type(self, text: str) -> None:
        self.written += len(text)
        self.page.keyboard.type(text)

    def at(self) -> str:
        """The name of the field one is in."""
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.tagName"))


def test_a_call_is_registered_with_a_dozen_keys_beside_the_text(office: Office) -> None:
    page = office.as_("receptionist")
    keys = Keys(page)
    assert keys.at() == "demand"
    keys.write("路灯坏了三天，要求修")
    keys.press("Shift+Tab")
    assert keys.at() == "channel"
    keys.press("ArrowRight")  # 来访 → 来电
    keys.press("Tab", "Tab")
    assert keys.at() == "area"
    keys.type("twc")
    expect(page.get_by_role("option", name="桃坞村", exact=True)).to_have_attribute("aria-selected", "true")
    keys.press("Tab")  # takes what is marked
    assert keys.at() == "category"
    keys.press("Tab", "Tab")
    assert keys.at() == "people-0-name"
    keys.write("陈守田")
    keys.press("Tab", "Tab")
    assert keys.at() == "people-0-phone"
    keys.type("19900000001")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    assert keys.pressed <= 12
    assert keys.at() == "BUTTON"  # on 打印回执: Enter shows it
    case = Case.objects.get(title="路灯坏了三天，要求修")
    assert (case.channel, case.area, case.parties.get().name) == ("phone", office.town.taowu, "陈守田")


def test_a_usual_visit_takes_less_than_a_minute_and_a_dozen_keys(office: Office, axe: Axe) -> None:
    page = office.as_("receptionist")
    keys = Keys(page)
    keys.write(
        "邻居把两家之间的排水沟填了，下雨水都往他家灶房里倒。去村里说过两次没结果，要求恢复排水沟，赔粮食受潮的损失。"
    )
    keys.press("Tab")
    keys.type("twc")
    expect(page.get_by_role("option", name="桃坞村", exact=True)).to_have_attribute("aria-selected", "true")
    keys.press("Tab")
    keys.type("0201")
    expect(page.get_by_role("option", name="0201 用水排水通行通风采光")).to_have_attribute(
        "aria-selected", "true"
    )
    keys.press("Tab")
    expect(page.get_by_label("是否影响住房")).to_be_visible()  # its questions came, and are not in the way:
    while keys.at() != "people-0-name":
        keys.press("Tab")
    keys.write("陈守田")
    keys.press("Tab", "Tab")
    keys.type("19900000001")
    axe(page)
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Case.objects.latest("pk")
    assert (case.area, case.category_id, case.parties.get().phone) == (
        office.town.taowu,
        "0201",
        "19900000001",
    )
    assert keys.pressed < 12 and keys.seconds < 60, (keys.pressed, keys.seconds)


def test_a_wrong_check_digit_is_said_at_once_and_nothing_typed_is_lost(office: Office, axe: Axe) -> None:
    page = office.as_("receptionist")
    keys = Keys(page)
    keys.write("宅基地界址争议")
    keys.press("Tab")
    keys.write("不详")
    keys.press("Tab", "Tab", "Tab")
    keys.write("方立新")
    keys.press("Tab")
    keys.type("990121195803160113")
    keys.press("Tab")
    wrong = "第 18 位应为 2，现为 3"
    expect(page.get_by_role("status").filter(has_text=wrong)).to_be_visible()
    keys.type("19900000002")
    for _ in range(60):  # on to the last field, never back and never caught
        if keys.at() == "secrecy":
            break
        keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    expect(page.get_by_role("alert")).to_be_focused()
    axe(page)
    kept = {
        name: page.locator(f"[name={name}]").input_value()
        for name in ("demand", "people-0-name", "people-0-id_number", "people-0-phone")
    }
    assert list(kept.values()) == ["宅基地界址争议", "方立新", "990121195803160113", "19900000002"]
    expect(page.get_by_role("radio", name="工作秘密")).to_be_checked()
    keys.press("Tab", "Enter")  # the link in the sentence leads to the field
    assert keys.at() == "people-0-id_number"
    keys.press("Control+a")
    keys.type("990121195803160112")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")


def test_lines_are_added_and_the_search_box_is_reached_by_keys(office: Office) -> None:
    page = office.as_("receptionist")
    keys = Keys(page)
    keys.press("Alt+a")
    assert keys.at() == "people-2-role"
    keys.press("Tab")
    keys.write("秦满仓")
    keys.press("Control+k")
    assert keys.at() == "q"
