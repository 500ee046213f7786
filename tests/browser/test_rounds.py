"""A round from its draft to the summary: issued at the desk, answered on a phone in one press, summed up on paper; and a hazard
that is looked at again on the spot.
"""

import os
from collections import Counter
from datetime import date
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, ViewportSize, expect

from core.models import Area, Clock, Holding, Post, Unit, User
from core.workflow.perform import open_matter
from grid.models import IncidentKind, Screening
from grid.rounds.documents import summary
from tests.browser.conftest import Axe, Office, choose
from tests.browser.test_main_job import act, send
from tests.browser.test_mediation import press
from tests.browser.test_petitions import act as late
from tests.browser.test_petitions import done, fill
from tests.browser.test_sizes import _too_small, _too_wide
from tests.people import BEGINNING, PASSWORD, Town, moment

SHOTS = os.environ.get("SHOTS")
SMALL: ViewportSize = {"width": 360, "height": 740}


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"rounds-{name}.png"), full_page=True)


def test_a_round_is_issued_answered_in_one_press_and_summed_up(office: Office, axe: Axe) -> None:
    desk = office.as_("dispatcher", "/grid/screening/")
    desk.get_by_role("link", name="起草排查").first.click()
    choose(desk.get_by_label("种类"), "敏感时点排查")
    desk.get_by_label("名称").fill("汛期")
    desk.get_by_label("排查重点").fill("涉水纠纷、沟渠险情")
    desk.get_by_label("只查一个网格").fill("桃坞第二网格一组")  # where no other story registers
    shot(desk, "draft")
    axe(desk)
    desk.get_by_role("button", name="起草").click()
    expect(desk.get_by_text("已起草，请核对网格和日期后下发")).to_be_visible()
    shot(desk, "drafted")
    act(desk, "下发")
    send(desk, "下发")
    made = Screening.objects.latest("pk")
    there = f"/matters/{made.pk}/"

    phone = office.as_("grid_worker", "/grid/mine/", viewport=SMALL)
    expect(phone.get_by_text("还有 1 个网格的排查没有报")).to_be_visible()
    shot(phone, "mine")
    phone.get_by_role("link", name="去报").click()
    shot(phone, "phone")
    axe(phone)
    assert _too_small(phone) == [] and not _too_wide(phone)
    phone.get_by_role("button", name="零报告").click()
    expect(phone.get_by_text("桃坞第二网格一组零报告，已收到")).to_be_visible()
    shot(phone, "reported")

    desk.goto(there)
    expect(desk.get_by_role("region", name="各网格结果")).to_contain_text("零报告")
    shot(desk, "overview")
    axe(desk)
    act(desk, "汇总")
    desk.get_by_label("汇总意见").fill("汛期平稳，没有新的矛盾纠纷。")
    send(desk, "汇总")
    expect(desk.get_by_text("已汇总，请打印排查情况汇总表")).to_be_visible()
    shot(desk, "closed")
    desk.goto("/grid/patrols/new/")
    shot(desk, "patrol")
    axe(desk)


def meiwan(town: Town) -> list[Area]:
    """A village of its own with 25 grids, whose head has them all and whose worker has the first."""
    known = Holding.objects.first()
    assert known
    village = Area.objects.create(
        code="990121101219", name="梅湾村", level=town.taowu.level, parent=town.town
    )
    grids = [
        Area.objects.create(code=f"{village.code}{number:03d}", name=f"梅湾第{number}网格", level=town.taowu_2.level, parent=village)
        for number in range(1, 26)
    ]  # fmt: skip
    unit = Unit.objects.create(
        code="C19", name="梅湾村村民委员会", short_name="梅湾村", kind="village", area=village
    )
    for key, name, role, area in (
        ("meiwan_head", "许百川", "grid_chief", village), ("meiwan_worker", "邵梅", "grid_worker", grids[0]),
    ):  # fmt: skip
        user = User.objects.create_user(key, name, password=PASSWORD, must_change_password=False)
        post = Post.objects.create(role=role, unit=unit, area=area, name=role)
        Holding.objects.create(
            post=post,
            user=user,
            starts_on=BEGINNING,
            given_by=known.given_by,
            activated_by=known.activated_by,
        )
    return grids


def test_25_grids_before_national_day_and_one_does_not_report(office: Office, axe: Axe) -> None:
    """From 21 to 30 September 2026: five find something, nineteen nothing, of one nobody hears; summed up on 9 October."""
    town, grids = office.town, meiwan(office.town)
    head = User.objects.get(username="meiwan_head")
    draft = {
        "occasion": "holiday", "words": "国庆节", "areas": [grids[0].parent], "topics": "婚姻家庭、邻里纠纷，消防隐患",
        "first": date(2026, 9, 21), "last": date(2026, 9, 30), "report_by": date(2026, 9, 30),
    }  # fmt: skip
    at = moment("2026-09-18 09:00")
    drafted = open_matter("screening", by=town.dispatcher, data=draft, key=uuid4(), at=at).matter
    made = Screening.objects.get(pk=drafted.pk)
    desk = office.as_("dispatcher", f"/matters/{made.pk}/")
    assert (made.title, made.asked) == ("国庆节前排查（9月21日至9月30日）", 25)
    late(desk, made, "issue_screening", "2026-09-21T09:00")
    done(desk, "下发")
    term = Clock.objects.get(matter=made, rule="screening.report")
    assert (term.raw, term.unit.short_name) == (date(2026, 9, 30), "梅湾村")

    worker = office.as_("meiwan_worker", f"/matters/{made.pk}/", viewport=SMALL)
    late(worker, made, "report_zero", "2026-09-28T10:00")
    shot(worker, "national-day-phone")
    done(worker, "零报告")
    for number, grid in enumerate(grids[1:24], 1):
        row, at = made.grids.get(area=grid), moment(f"2026-09-29 {8 + number // 4:02}:{number % 4 * 15:02}")
        if number > 5:
            town.act(made, "report_zero", head, at, grid=row)
            continue
        topic = IncidentKind.objects.get(pk="0604" if number == 1 else "1101")
        facts = {"what": f"梅湾第{number + 1}网格排查发现", "topic": topic, "area": grid, "to": "village"}
        found = open_matter("incident", by=head, data=facts, key=uuid4(), at=at).matter
        town.act(made, "report_found", head, at, grid=row, found=[found])

    desk.goto(f"/matters/{made.pk}/")
    results = desk.get_by_role("region", name="各网格结果")
    expect(results).to_contain_text("梅湾第25网格")
    shot(desk, "national-day")
    axe(desk)
    late(desk, made, "close_screening", "2026-09-30T16:00")
    fill(desk, summary="国庆前总体平稳。")
    press(desk, "汇总")
    expect(desk.get_by_text("还没有到报送截止日，还有 1 个网格没有报").first).to_be_visible()
    late(desk, made, "close_screening", "2026-10-09T10:00")
    fill(desk, summary="国庆前总体平稳，发现的四件纠纷、一处隐患正在办。")
    done(desk, "汇总")
    by = Counter(made.grids.values_list("result", flat=True))
    assert by == {"zero": 19, "found": 5, "": 1} and not made.grids.filter(late=True).exists()
    paper = str(summary(Screening.objects.get(pk=made.pk)))
    assert "24 个（零报告 19 个）；未报 1 个" in paper


def test_a_hazard_is_looked_at_again_until_it_is_gone(office: Office, axe: Axe) -> None:
    """Found on Monday, 7 September 2026; half mended on the 9th, gone on the 11th, settled on the day of its term."""
    data = {"what": "祠堂里电线老化，私拉乱接", "topic": IncidentKind.objects.get(pk="0604")}
    made = open_matter(
        "incident", by=office.town.grid_worker, data=data, key=uuid4(), at=moment("2026-09-07 09:00")
    ).matter
    there = f"/matters/{made.pk}/do"
    chief = office.as_("grid_chief", viewport=SMALL)
    late(
        chief,
        made,
        "watch_hazard",
        "2026-09-07T10:00",
        demand="更换老化电线",
        owner="祠堂管理小组",
        finish_by="2026-09-12",
        cycle="2",
    )
    axe(chief)
    done(chief, "列入复查")
    chief.goto(f"{there}/settle/")
    expect(chief.get_by_text("隐患还没有消除").first).to_be_visible()
    worker = office.as_("grid_worker", viewport=SMALL)
    for at, gone, words in (
        ("2026-09-09T10:00", False, "换了一半"),
        ("2026-09-11T10:00", True, "全部换好，漏保也装了"),
    ):
        late(worker, made, "recheck", at, words=words, **({"gone": True} if gone else {}))
        done(worker, "隐患复查")
    shot(worker, "hazard-gone")
    late(chief, made, "settle", "2026-09-11T16:00", settled_how="电线全部更换，隐患消除。")
    done(chief, "就地办结")
    assert made.hazards.get().gone_on == date(2026, 9, 11) and made.rechecks.count() == 2
