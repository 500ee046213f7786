"""A case that was sent back and is late is put to its unit, colour by colour, until it is struck off."""

import os
import re
from datetime import date, timedelta
from pathlib import Path

from django.utils.timezone import localdate, localtime
from playwright.sync_api import Page, expect

from cases.models import Case
from command.models import Supervision
from core.models import Clock, TeamTemplate
from core.values.moments import now
from core.workflow.escalation import sweep
from tests.browser.conftest import Axe, Office
from tests.browser.test_main_job import act, send

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"supervision-{name}.png"), full_page=True)


def sent_back_and_late(office: Office) -> Case:
    """Handed over a month ago, sent back, handed over again and signed for; nobody has done it."""
    town, begun = office.town, localtime() - timedelta(days=30)
    case = town.hand_over(
        town.register("机埠坏了没人修，二十亩田浇不上水", at=begun), at=begun + timedelta(hours=1)
    )
    why = {"reason": "not_ours", "explanation": "不在职责清单内，见第三项"}
    case = town.act(case, "return", town.handler, begun + timedelta(hours=2), **why).matter
    case = town.hand_over(case, at=begun + timedelta(hours=3))
    return town.act(case, "sign", town.handler, begun + timedelta(hours=4)).matter


def lapse(order: Supervision, rule: str) -> None:
    """The term of the order ran out some days ago, and the watch has not looked since."""
    long_ago = now() - timedelta(days=9)
    Clock.objects.filter(matter=order.pk, rule=rule, ended_at=None).update(
        raw=long_ago.date(), expires_at=long_ago, looked_at=long_ago - timedelta(days=1), look_at=long_ago
    )
    order.rounds.filter(replied_on=None).update(reply_by=long_ago.date())
    sweep()


def reply(page: Page, until: date | None) -> None:
    act(page, "首次回复")
    page.get_by_label("定领导").fill("冯立言（村镇办主任）")
    page.get_by_label("定措施").fill("组织施工队抢修机埠。")
    page.get_by_label("定责任").fill("俞百川负责现场。")
    if until:
        page.get_by_label("定时限").fill(f"{until}")


def test_an_order_goes_from_blue_to_struck_off(office: Office, axe: Axe) -> None:
    case = sent_back_and_late(office)
    sweep()
    order = Supervision.objects.get(parent=case.pk)
    there = f"/matters/{order.pk}/"

    leader = office.as_("duty_leader", there)
    shot(leader, "draft")
    axe(leader)
    act(leader, "签发")
    expect(leader.get_by_label("事由")).to_have_value(re.compile("届满，至.*逾期"))
    shot(leader, "sign")
    send(leader, "签发")

    unit = office.as_("unit_head", there)
    act(unit, "签收")
    send(unit, "签收")
    reply(unit, None)
    unit.get_by_role("main").get_by_role("button", name="首次回复").click()
    expect(unit.get_by_text("首次回复要“四定”齐全，还缺：定时限。").first).to_be_visible()
    shot(unit, "refused")
    unit.get_by_label("定时限").fill(f"{localdate() + timedelta(days=3)}")
    send(unit, "首次回复")

    lapse(order, "command.limit")
    leader.goto(there)
    expect(leader.get_by_text("黄色督办待签发").first).to_be_visible()
    shot(leader, "yellow")
    act(leader, "签发")
    send(leader, "签发")
    lapse(order, "command.reply")

    watch = office.as_("supervisor", f"{there}do/hear/")
    watch.get_by_label("听取时间").fill(f"{localtime() - timedelta(minutes=5):%Y-%m-%dT%H:%M}")
    watch.get_by_label("陈述人").fill("冯立言（村镇办主任）")
    watch.get_by_label("陈述内容").fill("配件上周才到。")
    watch.get_by_label("采纳情况和理由").fill("不采纳：没有申请延期。")
    send(watch, "听取陈述")
    watch.goto(f"{there}do/decide/")
    watch.get_by_label("会议日期").fill(f"{localdate()}")
    watch.get_by_label("纪要文号").fill("栖云综治纪要〔2026〕12号")
    watch.get_by_label("措施").select_option("通报")
    watch.get_by_label("议定内容").fill("对责任单位逾期办理予以通报。")
    send(watch, "登记联席会议决定")

    chief = office.as_("chief", there)
    act(chief, "签发")
    send(chief, "签发")
    unit.goto(there)
    act(unit, "签收")
    send(unit, "签收")
    reply(unit, localdate())
    send(unit, "首次回复")
    act(unit, "报结")
    unit.get_by_label("办理结果").fill("机埠已修好，田已浇上水。")
    unit.get_by_label("没有材料的原因").fill("现场已看。")
    send(unit, "报结")

    TeamTemplate.objects.create(name="1+1+5 责任追究", basis="镇党委会议纪要第3期", roles="召集人\n组员 2")
    chief.goto(f"/matters/{case.pk}/do/give_task/")
    chief.get_by_label("交办内容").fill("查清机埠为什么没人修。")
    chief.get_by_label("专班模板").select_option("1+1+5 责任追究")
    expect(chief.get_by_label("组员2", exact=True)).to_be_visible()
    expect(chief.get_by_label("交办内容")).to_have_value("查清机埠为什么没人修。")
    axe(chief)
    shot(chief, "team")

    watch.goto(there)
    act(watch, "认定办结、销号")
    watch.get_by_role("radio", name="现场").check()
    watch.get_by_label("核查情况").fill("已修好。")
    send(watch, "认定办结、销号")
    expect(watch.get_by_text("已销号").first).to_be_visible()
    shot(watch, "struck")

    watch.goto(f"/matters/{case.pk}/")
    watch.get_by_role("link", name="责任倒查").click()
    minutes = watch.locator("[data-minutes]").all_inner_texts()
    assert len(minutes) == 5 and f"（{sum(map(int, minutes))} 分）" in watch.content()
    axe(watch)
    shot(watch, "review")
    watch.goto("/supervision/?view=all")
    shot(watch, "list")
