"""A motion of a village from the proposal to the checked result, and one that the council may not decide."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from council.models import Motion, Release
from tests.browser.conftest import PHONE, Axe, Office
from tests.browser.test_child import act, done, refused
from tests.browser.test_mediation import unfold
from tests.people import moment

SHOTS = os.environ.get("SHOTS")
INSTEAD = "该事项依法应当由成员大会决定，民主协商只能形成意见建议。"


def shot(page: Page, axe: Axe, name: str) -> None:
    page.evaluate("scrollTo(0, 0)")
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"council-{name}.png"), full_page=True)
    axe(page)


def proposed(page: Page, words: str, axe: Axe, at: str) -> str:
    page.get_by_label("议题", exact=True).fill(words)
    page.get_by_label("地点", exact=True).fill("桃坞村")
    page.get_by_label("村（居）民联名").check()
    page.get_by_label("联名人数").fill("12")
    page.get_by_label("第 1 行 姓名或名称").fill("沈阿根")
    shot(page, axe, "register")
    unfold(page)
    page.locator("[name=at]").fill(at)
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    return f"/matters/{Motion.objects.latest('id').pk}/"


def back(days: int, hour: str = "10:00") -> str:
    return f"{localdate() - timedelta(days=days)}T{hour}"


def told(office: Office, name: str, by: str, days: int, /, **data: Any) -> Motion:
    """What no page needs to be seen of, so many days ago."""
    town, motion = office.town, Motion.objects.latest("id")
    at = moment(back(days, "15:00")) if days else None
    return town.act(motion, name, town.users[by], at, **data).matter


def test_from_the_proposal_to_the_checked_result(office: Office, axe: Axe) -> None:
    chief = office.as_("grid_chief", "/motions/register/")
    place = proposed(chief, "文化广场装六盏路灯", axe, back(40))
    act(chief, place, "sort", back(39))
    for label, value in (("议题类别", "place"), ("由什么会议议", "council"), ("目的", "decide")):
        chief.get_by_label(label, exact=True).select_option(value=value)
    shot(chief, axe, "sort")
    done(chief, "审查能不能在这里定")
    told(office, "accept", "grid_chief", 39, answer="予以受理。")
    day = localdate()
    late = {"on": f"{day - timedelta(days=30)}", "notified_on": f"{day - timedelta(days=32)}"}
    act(
        chief, place, "call", back(32), **late, place="村部", begins="19:30", ways="张贴、上门", eligible="21"
    )
    refused(chief, "通知开会", "协商议事会应当提前 3 日通知")
    chief.locator("[name=on]").fill(f"{day - timedelta(days=29)}")
    done(chief, "通知开会")
    told(office, "hold", "grid_chief", 29, present=18, chair="方立新", recorder="韩广林", record="各述意见。")
    act(chief, place, "resolve", back(28), yes="16", no="1", abstained="1", resolution="同意装六盏。")
    expect(chief.get_by_text("至少 10 票同意才通过")).to_be_visible()
    done(chief, "登记表决和决议")
    act(
        chief,
        place,
        "draft_release",
        back(27),
        title="广场路灯",
        words="沈阿根等提出的路灯，会议同意。",
        days="15",
    )
    chief.get_by_label("公开什么").select_option(value="resolution")
    refused(chief, "拟公开", "当事人姓名：沈阿根")
    chief.locator("[name=words]").fill("会议同意在文化广场装六盏路灯。")
    done(chief, "拟公开")
    director = office.as_("director", place)
    director.goto(f"{place}do/release/")
    shot(director, axe, "release")
    done(director, "发布")
    Motion.objects.update(
        posted_on=day - timedelta(days=16), posted_through=day - timedelta(days=1)
    )  # sixteen days later
    task = {"what": "装灯", "unit": office.town.works, "user": None, "due_on": day + timedelta(days=5)}
    told(office, "carry", "director", 0, tasks=[task], words="没有异议。")
    for name, by, more in (
        ("accept_task", "handler", {}),
        ("report_task", "handler", {"report": "已装好。", "no_proof": "现场可见"}),
        ("approve_task", "director", {}),
    ):
        told(office, name, by, 0, task=Motion.objects.latest("id").tasks.get(), **more)
    told(office, "carried_out", "grid_chief", 0, on=day, words="装好了。")
    told(office, "check", "duty_leader", 0, on=day, good="yes", words="都亮。")
    told(
        office,
        "draft_release",
        "grid_chief",
        0,
        what="result",
        title="广场路灯",
        words="六盏路灯已经装好。",
        days=30,
    )
    told(office, "release", "director", 0, release=Release.objects.latest("pk"))
    chief.goto(place)
    shot(chief, axe, "published")
    assert Motion.objects.latest("id").status == "published"
    stranger = office.stranger(viewport=PHONE)
    stranger.goto("/motions/public/")
    expect(stranger.get_by_text("六盏路灯已经装好。")).to_be_visible()
    expect(stranger.get_by_text("沈阿根")).to_have_count(0)
    shot(stranger, axe, "public")


def test_what_the_council_may_not_decide(office: Office, axe: Axe) -> None:
    chief = office.as_("grid_chief", "/motions/register/")
    place = proposed(chief, "分配土地补偿费", axe, back(1))
    chief.goto(f"{place}do/sort/")
    for label, value in (("议题类别", "land"), ("由什么会议议", "council"), ("目的", "decide")):
        chief.get_by_label(label, exact=True).select_option(value=value)
    refused(chief, "审查能不能在这里定", INSTEAD)
    shot(chief, axe, "refused")
    chief.get_by_label("目的", exact=True).select_option(value="opinion")
    done(chief, "审查能不能在这里定")
    expect(chief.get_by_text(INSTEAD).first).to_be_visible()
