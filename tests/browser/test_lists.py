"""A list: sorted, kept under a name, its columns chosen, many matters done at once; also where no script runs."""

import pytest
from playwright.sync_api import Page, expect

from core.models import Matter
from tests.browser.conftest import DESK, PHONE, Axe, Office, choose


def _wide(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth > innerWidth"))


def test_many_are_handed_over_at_once_without_a_script(office: Office) -> None:
    cases = [office.town.register(f"村道第{number}处塌方，要求修补") for number in range(3)]
    desk = office.as_("dispatcher", "/cases/?view=dispatch&q=塌方", java_script_enabled=False)
    expect(desk.get_by_role("row")).to_have_count(4)
    for case in cases[:2]:
        desk.get_by_label(f"选 {case.title}").check()
    desk.get_by_role("button", name="转办").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("转办 2 件")
    choose(desk.get_by_label("承办单位"), "农业农村办公室")
    desk.get_by_role("button", name="转办 2 件").click()
    expect(desk.get_by_role("status").filter(has_text="办成 2 件")).to_be_visible()
    desk.get_by_role("link", name="返回清单").click()
    expect(desk.get_by_role("row")).to_have_count(2)  # back where one was: the third still waits
    assert {Matter.objects.get(pk=case.pk).status for case in cases[:2]} == {"handed_over"}

    desk.goto("/cases/?view=all&q=塌方")
    desk.get_by_role("link", name="＋ 保存当前筛选").click()
    desk.get_by_label("名称").fill("塌方类")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("link", name="塌方类", exact=True)).to_have_attribute("aria-current", "page")
    desk.get_by_role("link", name="编号", exact=True).click()
    expect(desk.get_by_role("columnheader", name="编号")).to_have_attribute("aria-sort", "descending")
    desk.get_by_role("link", name="列和行距").click()
    desk.get_by_label("收到").check()
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("columnheader", name="收到")).to_be_visible()

    desk.emulate_media(media="print")
    expect(desk.get_by_text("塌方。贺志强")).to_be_visible()  # what was filtered, who printed
    for hidden in (desk.get_by_role("banner"), desk.get_by_role("checkbox").first, desk.get_by_label("内容")):
        expect(hidden).to_be_hidden()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_a_list_shut_nobody_out_and_fit(office: Office, axe: Axe, viewport: dict[str, int]) -> None:
    cases = [
        office.town.register(f"河堤第{number}段渗水，要求加固", parties=[{"name": "陶根发"}])
        for number in range(2)
    ]
    picks = "".join(f"&pick={case.pk}" for case in cases)
    page = office.as_("dispatcher", viewport=viewport)
    for url in (
        "/cases/?view=all&q=渗水&sort=-code",
        "/search/?q=渗水",
        "/search/?q=陶根发",
        "/lists/case/filters/?view=all&q=渗水",
        "/lists/case/columns/",
        f"/lists/case/acts/?act=hand_over{picks}",
        "/mediations/?view=all",
    ):
        page.goto(url)
        assert not _wide(page), url
        axe(page)
