"""A referral to counselling refused and then taken elsewhere; a pay sheet that is checked; an expert's opinion, read."""

import os
from pathlib import Path
from uuid import uuid4

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.models import Helper, OutsideBody, Referral
from core.workflow.perform import open_matter
from legal.models import Point
from tests.browser.conftest import PHONE, Axe, Office
from tests.people import Town
from tests.sweeps import pay

SHOTS = os.environ.get("SHOTS")


def shot(page: Page, axe: Axe, name: str) -> None:
    page.evaluate("scrollTo(0, 0)")
    axe(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"elsewhere-{name}.png"), full_page=True)


def helpers() -> None:
    for name, short in (("丁心桥", "县卫健局"), ("白鹿社工站", "县妇联")):
        kind = "counsellor" if name == "丁心桥" else "organisation"
        body = OutsideBody.objects.get(short_name=short)
        Helper.objects.create(
            name=name, kind=kind, body=body, helps=["counselling", "child"], hours="每周二、四下午"
        )


def send(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=False).last.click()
    expect(page.locator(".fq-wrong, .errorlist")).to_have_count(0)


def test_refused_by_one_and_taken_by_another(office: Office, axe: Axe) -> None:
    helpers()
    case = office.town.register(
        "邻居骂人，晚上睡不着", parties=[{"name": "陶根娣", "role": "applicant", "of_age": True}]
    )
    place, today = f"/matters/{case.pk}/", localdate()
    desk = office.as_("receptionist", f"{place}do/send_referral/")
    desk.get_by_label("转介对象").select_option(label="陶根娣（申请人）")
    desk.get_by_label("需要的帮助").select_option(label="心理疏导")
    desk.locator("[name=helper]").select_option(value=str(Helper.objects.get(name="丁心桥").pk), force=True)
    desk.get_by_label("同意方式").select_option(label="口头，已记录")
    desk.get_by_label("同意也转给提供同样帮助的其他家").check()
    desk.get_by_label("情况说明").fill("想请人陪着说说话。")
    desk.get_by_label("反馈期限").fill(f"{today.replace(year=today.year + 1)}")
    shot(desk, axe, "send")
    send(desk, "转介")
    desk.goto(f"{place}do/refuse_referral/")
    desk.get_by_label("接收单位经办人").fill("丁心桥")
    desk.get_by_label("不接收的理由").fill("这一周没有空。")
    send(desk, "对方不接收")
    desk.goto("/referrals/?view=refused")
    shot(desk, axe, "waiting")
    desk.goto(f"{place}do/pass_referral/")
    desk.locator("[name=helper]").select_option(
        value=str(Helper.objects.get(name="白鹿社工站").pk), force=True
    )
    desk.get_by_label("反馈期限").fill(f"{today.replace(year=today.year + 1)}")
    shot(desk, axe, "pass")
    send(desk, "转给另一家")
    desk.goto(place)
    expect(desk.get_by_text("已转第2项")).to_be_visible()
    shot(desk, axe, "chain")
    row = Referral.objects.get(number=2)
    assert (row.earlier.number, row.consent_how, row.helper.name) == (1, "oral", "白鹿社工站")  # type: ignore[union-attr]
    desk.goto("/referrals/helpers/?help=counselling")
    shot(desk, axe, "helpers")
    shot(office.as_("receptionist", "/referrals/helpers/", viewport=PHONE), axe, "helpers-phone")


def advised(town: Town) -> int:
    made = open_matter("expertise", by=town.director, data=pay.asked(town), key=uuid4()).matter
    town.act(
        made,
        "add_point",
        town.legal_officer,
        words="违约金约定为合同总价的百分之六十，过高",
        basis="《民法典》第五百八十五条",
    )
    town.act(made, "add_point", town.legal_officer, words="没有写交付日期", basis="")
    town.act(made, "sign_opinion", town.legal_officer, summary="改好以后可以签。")
    first = Point.objects.get(matter=made.pk, number=1)
    town.act(made, "take_point", town.director, point=first, taken="partly", why="村里要求保留一半。")
    return int(made.pk)


def test_a_pay_sheet_is_checked_and_an_opinion_read(office: Office, axe: Axe) -> None:
    town = office.town
    pay.mediated(town)
    head = office.as_("committee_head", "/mediations/pay/new/")
    for name in ("自", "至"):
        head.get_by_label(name, exact=True).fill(f"{pay.days()['first']}")
    shot(head, axe, "draw")
    send(head, "拟以案定补发放表")
    shot(head, axe, "sheet")
    place = head.url
    director = office.as_("director", place)
    director.get_by_role("button", name="核对无误").or_(
        director.get_by_role("link", name="核对无误")
    ).first.click()
    send(director, "核对无误")
    shot(director, axe, "checked")
    pk = advised(town)
    director.goto(f"/matters/{pk}/")
    shot(director, axe, "opinion")
    shot(office.as_("legal_officer", f"/matters/{pk}/", viewport=PHONE), axe, "opinion-phone")
    director.goto("/legal/lawyers/")
    shot(director, axe, "lawyers")
