"""Charts where they are read: one drawing per width, marks that are links for the mouse and the keyboard."""

import re
from datetime import datetime, time, timedelta

from django.utils.timezone import localdate, make_aware
from playwright.sync_api import expect

from cases.models import Case
from core.values.moments import now
from tests.browser.conftest import PHONE, Axe, Office

BESIDE = re.compile(r"\?counted=received&")


def test_a_point_of_the_trend_opens_its_list(office: Office, axe: Axe) -> None:
    last = localdate().replace(day=1) - timedelta(days=1)
    for moment in (now(), *[make_aware(datetime.combine(last, time(10)))] * 2):
        office.town.register(at=moment)
    came = Case.objects.filter(
        received_at__date__range=(last.replace(day=1), last)
    ).count()  # other stories' too
    desk = office.as_("director", "/dashboard/", viewport={"width": 1440, "height": 900})
    axe(desk)
    drawn = desk.get_by_role("group", name="登记与办结走势")
    mark = drawn.get_by_role("link", name=f"{last.month}月 登记 {came}件", exact=True)
    mark.click()
    expect(desk).to_have_url(BESIDE)
    expect(desk.get_by_role("row")).to_have_count(1 + came)
    desk.go_back()
    mark.focus()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(BESIDE)

    phone = office.as_("director", "/dashboard/", viewport=PHONE)
    axe(phone)
    drawn = phone.get_by_role("group", name="登记与办结走势")
    expect(drawn).to_have_count(1)  # the wide one is not shown
    assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    phone.get_by_text("登记与办结走势数据表").click()
    expect(
        phone.get_by_role("table").first.get_by_role("link", name=str(came), exact=True).first
    ).to_be_visible()


def test_all_six_kinds_obey_the_policy_and_read_as_well_in_the_dark(office: Office, axe: Axe) -> None:
    """What the policy refuses would be an error of the console, and those fail a story."""
    for scheme in ("light", "dark"):
        page = office.as_("director", "/styleguide/", color_scheme=scheme)
        expect(page.locator("svg.c:visible")).to_have_count(6)
        axe(page)
        page.emulate_media(media="print", color_scheme=scheme)
        ink = page.locator(".c-text").first.evaluate("text => getComputedStyle(text).fill")
        assert ink == "rgb(34, 31, 27)"  # printed from a dark page too, the drawing is that of paper
        page.close()
