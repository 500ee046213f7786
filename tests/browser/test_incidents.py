"""Incidents in a browser: what the county has taken back goes there and comes back; a dispute found climbs the ladder."""

import os
import re
from datetime import date
from pathlib import Path

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from grid.models import Incident
from tests.browser.conftest import PHONE, Axe, Office
from tests.browser.test_mediation import unfold
from tests.browser.test_petitions import act as on
from tests.browser.test_petitions import done, fill

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"incident-{name}.png"), full_page=True)


def reported(page: Page, axe: Axe, what: str, at: str, **values: str) -> Incident:
    """上报 in one screen: words and kind, and when it was; the place is the worker's own grid."""
    page.goto("/incidents/register/")
    expect(page.get_by_label("地点", exact=True)).to_have_value("桃坞村 · 桃坞第二网格")
    unfold(page)
    fill(page, what=what, at=at, **values)
    axe(page)
    shot(page, "report")
    page.get_by_role("main").get_by_role("button", name="上报").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    return Incident.objects.get(what=what)


def test_what_the_county_has_taken_back_goes_there_and_comes_back(office: Office, axe: Axe) -> None:
    """Found on Friday, 9 October 2026, the day before a Saturday that is worked; answered on Monday."""
    worker = office.as_("grid_worker", viewport=PHONE)
    made = reported(worker, axe, "老年活动室旁有人无证卖瓶装液化气", "2026-10-09T09:00", topic="0602")
    desk = office.as_("dispatcher", f"/matters/{made.pk}/")
    sentence = "该事项已由上级部门收回，请上报澄湖县住房和城乡建设局。"
    expect(desk.get_by_text(sentence).first).to_be_visible()
    axe(desk)
    shot(desk, "taken-back")
    desk.goto(f"/matters/{made.pk}/do/dispatch/")
    expect(desk.get_by_text(sentence).first).to_be_visible()
    on(
        desk,
        made,
        "hand_to_county",
        "2026-10-09T09:50",
        dated_on="2026-10-09",
        signed_by="周玉兰（中心主任）",
    )
    expect(desk.locator("[name=words]")).to_have_value(re.compile(made.what))
    shot(desk, "hand-up")
    done(desk, "上报县级")
    letter = made.correspondence.get()
    assert letter.dated_on == date(2026, 10, 9)
    on(
        desk,
        made,
        "county_answers",
        "2026-10-12T15:00",
        outcome="answered",
        answer="已依法查封。",
        answered_on="2026-10-12",
    )
    done(desk, "登记县级答复")
    on(desk, made, "close", "2026-10-12T16:00")
    done(desk, "结案")
    made.refresh_from_db()
    assert made.closed_at and localdate(made.closed_at) == date(2026, 10, 12)
    assert not made.clocks.filter(ended_at=None).exists()
    shot(desk, "closed")
    worker.goto("/notices/")
    expect(worker.get_by_text("您上报的网格事件已结案").first).to_be_visible()
    worker.goto(f"/matters/{made.pk}/")
    expect(worker.get_by_text("已依法查封").first).to_be_visible()
    shot(worker, "finder")


def test_a_dispute_found_climbs_the_ladder_and_comes_back(office: Office, axe: Axe) -> None:
    """Found on Wednesday, 1 April 2026; settled in the village on 7 April, the first day after 清明."""
    worker = office.as_("grid_worker", viewport=PHONE)
    people = {"people-0-name": "钱满囤", "people-1-name": "陆阿根"}
    made = reported(worker, axe, "两家为滴水檐吵起来，谁也不让", "2026-04-01T10:00", topic="1101", **people)
    on(
        worker,
        made,
        "to_mediation",
        "2026-04-01T10:30",
        body=str(office.town.committee.pk),
        dispute="neighbour",
        way="ladder",
    )
    done(worker, "转调解")
    below = Incident.objects.get(pk=made.pk).offspring.get()
    on(worker, below, "hand_up", "2026-04-02T09:00", reason="一方要见调解员")
    done(worker, "上交")
    mediator = office.as_("mediator", f"/matters/{below.pk}/")
    on(mediator, below, "hand_up", "2026-04-03T09:00", reason="要村里量地界")
    done(mediator, "上交")
    chief = office.as_("grid_chief", f"/matters/{below.pk}/")
    on(chief, below, "settle_step", "2026-04-07T15:00", words="量清地界，改了檐口，当场说和。")
    for grown in chief.get_by_label("年满 18 周岁").all():
        grown.check()
    done(chief, "就地化解")
    chief.goto(f"/matters/{made.pk}/")
    expect(chief.get_by_text("量清地界").first).to_be_visible()
    shot(chief, "ladder")
    made.refresh_from_db()
    assert made.status == "checked" and made.answered_at
    assert localdate(made.answered_at) == date(2026, 4, 7)
