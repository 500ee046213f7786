"""A day of the leaders' reception: the roster is made public, a visitor is booked and received, a task is done."""

from datetime import date, timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.models import Task, Turn
from tests.browser.conftest import PHONE, Axe, Office, choose, said
from tests.browser.test_sizes import _too_small, _too_wide


def press(page: Page, button: str) -> None:
    """The button of the act, and the sentence that is read afterwards."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(said(button))).to_be_visible()


def open_act(page: Page, label: str) -> None:
    """Its link, behind 其他 where it stands there."""
    link = page.get_by_role("link", name=label, exact=True)
    if not link.first.is_visible():
        page.get_by_text("其他", exact=False).first.click()
    link.first.click()


def plan(page: Page, last: date, place: str) -> None:
    """On the form of a roster: every day from today to the last, all day, at one place."""
    page.get_by_label("自", exact=True).fill(f"{localdate()}")
    page.get_by_label("至", exact=True).fill(f"{last}")
    for box in page.locator("[name=weekdays]").all():
        box.check()
    page.get_by_label("照常（节假日值班）").check()
    page.get_by_label("地点", exact=True).fill(place)
    page.get_by_label("每天自").fill("00:00")
    page.get_by_label("每天至").fill("23:59")


def test_a_day_of_the_leaders_reception(office: Office, axe: Axe) -> None:
    today = localdate()
    desk = office.as_("dispatcher", "/rosters/reception/new/")
    axe(desk)
    plan(desk, today + timedelta(days=13), "一楼接访室")
    for box in desk.locator("[name=people]").all():
        box.check()
    desk.get_by_role("button", name="起草").click()
    expect(desk.get_by_text("排班已起草")).to_be_visible()
    axe(desk)
    desk.get_by_role("link", name="公示", exact=True).click()
    press(desk, "公示")
    turn = Turn.objects.published("reception").get(day=today)

    public = office.stranger(viewport=PHONE)
    public.goto("/rosters/reception/public/")
    expect(public.get_by_text(turn.person.name).first).to_be_visible()
    axe(public)

    case = office.town.register("路灯坏了半年，要求修好", channel="leader")
    desk.goto(f"/matters/{case.pk}/do/book_reception/")
    desk.get_by_label("班次").select_option(f"{turn.pk}")
    press(desk, "预约领导接访")

    leader = office.as_(turn.person.username, "/cases/reception/day/")
    axe(leader)
    leader.get_by_role("link", name="签到").click()
    press(leader, "签到")
    leader.goto("/cases/reception/day/")
    leader.get_by_role("link", name="批示、交办").click()
    leader.get_by_label("批示", exact=True).fill("五天内修好，村里做好解释。")
    choose(leader.get_by_label("承办单位", exact=True), office.town.works.name)
    leader.get_by_label("第 1 行 交办内容").fill("换好坏的灯具")
    leader.get_by_label("第 1 行 责任单位").select_option(label=office.town.farms.name)
    leader.get_by_label("第 1 行 完成期限").fill(f"{today + timedelta(days=5)}")
    axe(leader)
    press(leader, "接访批示")

    doer = office.as_("stranger", "/queue/", viewport=PHONE)
    expect(doer.get_by_text("换好坏的灯具")).to_be_visible()
    assert not _too_wide(doer) and not _too_small(doer)
    for label, words in (
        ("接受交办", {}),
        ("报完成", {"完成情况": "灯已经亮了。", "没有材料的原因": "现场办结"}),
    ):
        doer.goto(f"/matters/{case.pk}/")
        doer.get_by_role("link", name=label, exact=True).click()
        for field, text in words.items():
            doer.get_by_label(field).fill(text)
        press(doer, label)
    leader.goto("/tasks/?view=given")
    expect(leader.get_by_text("灯已经亮了。")).to_be_visible()
    axe(leader)
    leader.goto(f"/matters/{case.pk}/do/approve_task/")
    press(leader, "验收通过")
    assert Task.objects.get(matter=case.pk).state == "done"
    for address in ("/cases/reception/", "/cases/reception/day/", "/tasks/"):
        phone = office.as_(turn.person.username, address, viewport=PHONE)
        assert not _too_wide(phone) and not _too_small(phone), address
