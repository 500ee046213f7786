"""A security administrator who forgot the password, and two others who help, at night too."""

import os

from playwright.sync_api import Page, expect

from core.models import User
from tests.browser.conftest import Axe, Office
from tests.people import PASSWORD

NEW = "Liu-Tang-2026"


def _half(page: Page, which: str) -> str:
    expect(page.get_by_role("heading", name=f"新密码的{which}")).to_have_count(2)
    return page.locator("code").inner_text()


def test_two_of_the_three_reset_a_forgotten_password(office: Office, axe: Axe) -> None:
    town = office.town
    owner = User.objects.create_user("forgetful", "殷安民", PASSWORD)
    asker = office.as_("system_admin", "/settings/proposals/")
    asker.get_by_label("账号").select_option(str(owner.pk))
    asker.get_by_label("理由").fill("本人到场，忘记密码")
    asker.get_by_role("button", name="申请重置密码").click()
    first = _half(asker, "前半")
    asker.goto("/settings/proposals/")
    expect(asker.get_by_text("申请人不能自己复核。")).to_be_visible()
    axe(asker)
    second = office.as_("auditor", "/settings/proposals/")
    expect(second.get_by_role("link", name="双人复核 1")).to_be_visible()
    second.get_by_role("button", name="同意", exact=True).click()
    password = first + _half(second, "后半")
    page = office.stranger()
    page.goto("/login/")
    page.get_by_label("账号").fill(owner.username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_label("原密码").fill(password)
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("新密码再输一遍").fill(NEW)
    page.get_by_role("button").filter(has_text="密码").last.click()
    page.wait_for_url(lambda url: "/password/" not in url)
    owner.refresh_from_db()
    assert owner.check_password(NEW) and not owner.must_change_password
    if where := os.environ.get("PICTURES"):
        asker.screenshot(path=f"{where}/proposals.png")
        desk = office.as_("system_admin", "/admin/core/post/")
        desk.screenshot(path=f"{where}/posts.png")
        desk.goto(f"/admin/core/post/{town.users['director'].holdings.get().post_id}/change/")
        desk.screenshot(path=f"{where}/post.png")
        desk.goto("/admin/core/post/add/")
        desk.screenshot(path=f"{where}/postadd.png")
        second.goto("/audit/acts/")
        second.screenshot(path=f"{where}/acts.png")
        page.goto("/notices/")
        page.screenshot(path=f"{where}/notices.png")
