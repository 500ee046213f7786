"""A weekly meeting from its draft to the signed minutes, and the next one's agenda."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import localdate, localtime
from playwright.sync_api import Page, expect

from command.models import Meeting
from core.models import Matter
from core.values.moments import now
from tests.browser.conftest import PHONE, Axe, Office
from tests.browser.test_main_job import act, send

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"meeting-{name}.png"), full_page=True)


def overdue(office: Office, demand: str) -> Matter:
    case = office.town.hand_over(office.town.register(demand))
    yesterday = now() - timedelta(days=1)
    Matter.objects.filter(pk=case.pk).update(due_at=yesterday, warn_at=yesterday)
    return case


def convene(page: Page) -> None:
    page.goto("/meetings/")
    page.get_by_role("link", name="召开会议").click()


def test_a_weekly_meeting_and_the_next(office: Office, axe: Axe) -> None:
    case = overdue(office, "机埠坏了没人修，二十亩田浇不上水")
    dropped = overdue(office, "路灯不亮")
    desk = office.as_("supervisor", "/")
    convene(desk)
    desk.get_by_label("会议").select_option("例会")
    desk.get_by_label("开会时间").fill(f"{localtime() + timedelta(days=1):%Y-%m-%dT14:30}")
    desk.get_by_label("地点").fill("三楼会议室")
    desk.get_by_label("主持人").select_option("唐志远")
    for unit in ("村镇办", "农业农村办"):
        desk.get_by_role("checkbox", name=unit, exact=True).check()
    shot(desk, "convene")
    axe(desk)
    desk.get_by_role("main").get_by_role("button", name="召开会议").click()
    expect(desk.get_by_text(case.number).first).to_be_visible()
    shot(desk, "draft")
    axe(desk)
    meeting = Meeting.objects.latest("pk")
    act(desk, "去掉议题")
    desk.get_by_label("议题").select_option(str(meeting.agenda.get(about=dropped.pk).pk))
    desk.get_by_label("不议的理由").fill("已安排更换")
    send(desk, "去掉议题")
    act(desk, "加议题")
    desk.get_by_label("议题").fill("研究国庆值班")
    send(desk, "加议题")
    act(desk, "通知开会")
    send(desk, "通知开会")

    there = f"/matters/{meeting.pk}/"
    other = office.as_("stranger", there, viewport=PHONE)
    expect(other.get_by_text(case.number).first).to_be_visible()
    expect(other.get_by_text("机埠坏了")).to_have_count(0)
    shot(other, "phone")

    Meeting.objects.filter(pk=meeting.pk).update(begins_at=now() - timedelta(hours=1))
    desk.goto(there)
    act(desk, "登记到会情况")
    shot(desk, "hold")
    send(desk, "登记到会情况")
    act(desk, "记议定事项")
    desk.get_by_label("议题").select_option(str(meeting.agenda.get(about=case.pk).pk))
    desk.get_by_label("议定内容").fill("十日内修好机埠")
    desk.get_by_label("责任单位").select_option("村镇建设和综合执法办公室")
    desk.get_by_label("完成期限").fill(f"{localdate() + timedelta(days=10)}")
    shot(desk, "resolve")
    send(desk, "记议定事项")
    act(desk, "纪要送签")
    desk.get_by_label("会议情况").fill("村镇办汇报：配件已到，本周进场。\n会议要求按期修好，先保浇灌。")
    send(desk, "纪要送签")

    leader = office.as_("duty_leader", there)
    shot(leader, "written")
    act(leader, "签发纪要")
    send(leader, "签发纪要")
    expect(leader.get_by_role("link", name="会议纪要").first).to_be_visible()
    shot(leader, "signed")
    axe(leader)
    leader.goto(f"/matters/{case.pk}/")
    leader.get_by_role("link", name="会议议定").click()
    expect(leader.get_by_text("十日内修好机埠")).to_be_visible()
    shot(leader, "on-the-matter")

    convene(desk)
    expect(desk.get_by_label("地点")).to_have_value("三楼会议室")
    expect(desk.get_by_role("checkbox", name="村镇办", exact=True)).to_be_checked()
    desk.get_by_role("main").get_by_role("button", name="召开会议").click()
    expect(desk.get_by_text("上次议定事项").first).to_be_visible()
    expect(desk.get_by_text("十日内修好机埠（村镇办").first).to_be_visible()
    shot(desk, "next")
    desk.goto("/meetings/?view=all")
    shot(desk, "list")
