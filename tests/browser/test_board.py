"""The live board on the wall, at desks, on a tablet and in the dark; a call of tonight is ticked off."""

import os
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate, localtime
from playwright.sync_api import Page, expect

from cases.models import Case
from command import rosters
from core.deadlines.calendars import office_calendar
from core.models import Turn, User
from core.values.moments import now
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from grid.models import Incident
from tests.browser.conftest import Axe, Office
from tests.grid.test_boundaries import LEFT, RIGHT, bring, collection, square
from tests.grid.test_numbers import report
from tests.people import Town

SHOTS = os.environ.get("SHOTS")
WALL = {"width": 1920, "height": 1080}
PHONES = {"duty_leader": "0991-5550102", "watch_keeper": "0991-5550103", "chief": "0991-5550104"}
SMALLEST = """([selector]) => Math.min(...[...document.querySelectorAll(selector)].filter(one => one.offsetParent && one.textContent.trim())
    .map(one => parseFloat(getComputedStyle(one).fontSize)))"""


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"board-{name}.png"), full_page=False)


def busy(town: Town) -> None:
    """Late at two units, incidents of all levels, a duty that runs now."""
    for name, number in PHONES.items():
        User.objects.filter(pk=town.users[name].pk).update(phone=number)
    for unit, days, by in ((town.works, 25, town.handler), (town.farms, 14, town.stranger)):
        at = office_calendar().first_workday_from(localdate() - timedelta(days=days))
        begun = localtime().replace(year=at.year, month=at.month, day=at.day, hour=10)
        case = town.register("渠堵了", at=begun)
        case = town.act(
            case, "hand_over", town.dispatcher, begun + timedelta(hours=1), unit=unit, grade="ordinary"
        ).matter
        town.act(case, "sign", by, begun + timedelta(hours=2))
    for number in range(3):
        town.register(f"第 {number} 件小事")
    bring(town, collection(桃坞村=square(LEFT), 松岭村=square(RIGHT)), localdate() - timedelta(days=30))
    for level in "1234":
        made = report(town, level=level)
        Incident.objects.filter(pk=made.pk).update(
            level=level, status="accepted", channel="video" if level == "3" else "grid",
            latitude="29.205", longitude=f"123.10{level}",
        )  # fmt: skip
    Case.objects.filter(pk=town.register("又来了").pk).update(repeated=True)
    today = localdate()
    seats: Any = rosters.duty_seats()
    data = {
        "first": today - timedelta(days=1), "last": today + timedelta(days=20), "weekdays": range(7), "off": "keep", "begins": time(8, 30),
        "ends": time(8, 30), "seats": seats, "centre": town.centre, "town": town.town, "title": "值班带班",
    }  # fmt: skip
    roster = open_matter("duty_roster", by=town.dispatcher, data=data, key=uuid4()).matter
    town.act(roster, "publish_roster", town.dispatcher)
    people = {"带班领导": town.duty_leader, "值班员": town.watch_keeper}
    for place, user in people.items():
        Turn.objects.filter(matter=roster.pk, place=place, day__lte=today).update(user=user)
    sweep()


def test_the_board_fits_its_walls_and_a_call_is_ticked_off(office: Office, axe: Axe) -> None:
    busy(office.town)
    wall = office.as_("dispatcher", viewport=WALL)
    wall.clock.install()
    wall.goto("/command/board/")
    expect(wall.get_by_role("heading", name="综合指挥")).to_be_visible()
    shot(wall, "1920")
    assert wall.evaluate(
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    assert wall.evaluate(SMALLEST, [".fq-tiles b"]) >= 64
    assert wall.evaluate(SMALLEST, ["#board :is(h1, h2, p, a, span, li)"]) >= 28
    expect(wall.locator("[data-level]")).to_have_count(4)
    axe(wall)
    before = wall.get_by_role("link", name="今天登记").inner_text()
    office.town.register("刚来的一件")
    wall.clock.run_for(31_000)  # it looks again by itself
    expect(wall.get_by_role("link", name="今天登记")).not_to_have_text(before)
    wall.get_by_role("link", name="今天登记").click()
    expect(wall.get_by_role("heading", level=1)).to_contain_text("今天登记")

    for name, options in {
        "1440": {"viewport": {"width": 1440, "height": 900}},
        "dark": {"viewport": WALL, "color_scheme": "dark"},
        "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    }.items():
        page = office.as_("dispatcher", "/command/board/", **options)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if name == "dark":
            axe(page)
        shot(page, name)

    officer = office.as_("watch_keeper", "/command/tonight/")
    axe(officer)
    shot(officer, "tonight")
    call = officer.get_by_role("article").filter(has_text="唐志远").first
    expect(call.get_by_role("link", name=PHONES["duty_leader"])).to_have_attribute(
        "href", f"tel:{PHONES['duty_leader']}"
    )
    call.get_by_text("写一句").click()
    call.get_by_label("谁接的").fill("本人接的")
    call.get_by_role("button", name="打通了").click()
    done = officer.get_by_role("region", name="一天内已通知到的")
    expect(done.get_by_text("陈守田 打通：本人接的").first).to_be_visible()
    assert f"{localtime(now()):%m-%d}" in done.inner_text()
    officer.goto("/command/duty/")
    axe(officer)
    shot(officer, "duty")
