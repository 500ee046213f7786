"""A child bitten by a neighbour's dog: who acts for her, what is sealed, who signs and who takes the money."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from core.models import Clock, Matter, Representation
from core.parties.capacity import EARLIER, WITH_GUARDIAN
from core.procedure.procedure import indicators
from core.statistics.counting import all_of, month_of
from mediation.models import Instalment, Mediation, Signature
from tests.browser.conftest import Axe, Office, said, tick_all
from tests.browser.test_mediation import BLANK, press, scans, unfold

SHOTS = os.environ.get("SHOTS")
CHILD, FATHER = "990121201803090247", "990121198906150375"
GRANDMOTHER = "990121195503020126"


def looked_at(page: Page, axe: Axe, name: str) -> None:
    """Nobody is shut out, and a picture for whoever looks at a run."""
    page.evaluate("scrollTo(0, 0)")
    axe(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"child-{name}.png"), full_page=True)


def act(page: Page, place: str, name: str, at: str, /, **texts: str) -> None:
    """The page of an act, opened for what happened at a moment and is typed later."""
    page.goto(f"{place}do/{name}/?late")
    unfold(page)
    page.locator("[name=at]").fill(at)
    for field, text in texts.items():
        page.locator(f"[name={field}]").fill(text)


def opened_by(office: Office, name: str, place: str) -> Page:
    """Somebody at a matter that is closed, with the reason given that is asked once a day."""
    office.allowed.append("403 (Forbidden)")  # what the question is answered with
    page = office.as_(name, place)
    page.get_by_label("查看理由").fill("承办本件")
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("封闭事项")
    return page


def done(page: Page, label: str) -> None:
    press(page, label)
    expect(page.get_by_text(said(label)).first).to_be_visible()


def refused(page: Page, label: str, sentence: str) -> None:
    press(page, label)
    expect(page.get_by_text(sentence).first).to_be_visible()


def registered(page: Page) -> str:
    """The counter takes it in as told on 28 April; its place."""
    page.get_by_label("诉求", exact=True).fill("4月25日邻居家的狗咬伤女儿左小腿，要求赔偿医疗费")
    page.get_by_label("地点", exact=True).fill("桃坞村")
    page.get_by_label("第 1 行 姓名或名称").fill("柏念慈")
    page.get_by_label("第 1 行 证件号码").fill(CHILD)
    page.get_by_label("第 2 行 姓名或名称").fill("孟德顺")
    unfold(page)
    page.locator("[name=at]").fill("2026-04-28T09:00")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    return f"/matters/{Matter.objects.filter(kind='case').latest('id').pk}/"


def guardian(page: Page, place: str, name: str, number: str, relation: str) -> None:
    act(page, place, "add_guardian", "2026-04-28T10:00", name=name, id_number=number, proof="户口簿、出生医学证明",
        given_on="2026-04-28", consented_on="2026-04-28", child_view="怕狗，想让狗拴起来")  # fmt: skip
    page.get_by_label("替谁").select_option(label="申请人 柏某")
    page.get_by_label("与被监护人的关系").select_option(label=relation)
    page.get_by_label("监护人同意处理不满十四周岁未成年人的个人信息（敏感个人信息）").check()


def applied(page: Page, place: str, at: str) -> None:
    act(page, place, "to_mediation", at)
    page.get_by_label("调解组织", exact=True).select_option(label="栖云镇人民调解委员会")
    page.get_by_label("纠纷类型", exact=True).select_option(label="损害赔偿")


def raw(mediation: Any, rule: str) -> Clock:
    return Clock.objects.filter(matter=mediation, rule=rule).latest("id")


def opened(office: Office, axe: Axe) -> str:
    """Refused without a guardian, and with one out of order; then the father consents."""
    desk = office.as_("receptionist", "/cases/register/")
    place = registered(desk)
    desk.goto(place)
    expect(desk.get_by_text("未满十四周岁，敏感个人信息")).to_be_visible()
    assert Matter.objects.latest("id").compartment == "minor"
    applied(desk, place, "2026-04-28T09:30")
    refused(desk, "转调解", WITH_GUARDIAN)
    guardian(desk, place, "蒋素梅", GRANDMOTHER, "祖父母、外祖父母")
    refused(desk, "登记监护人", EARLIER)
    guardian(desk, place, "柏成", FATHER, "父母")
    looked_at(desk, axe, "guardian")
    done(desk, "登记监护人")
    row = Representation.objects.latest("id")
    assert (row.consented_on, row.data_consent, row.child_view) == (
        date(2026, 4, 28),
        True,
        "怕狗，想让狗拴起来",
    )
    applied(desk, place, "2026-04-28T10:30")
    done(desk, "转调解")
    return f"/matters/{Mediation.objects.latest('id').pk}/"


def begun(office: Office, place: str) -> Page:
    """Accepted on 29 April; the neighbour, who has no number on record, is asked once. One sitting."""
    head = opened_by(office, "committee_head", place)
    act(head, place, "accept", "2026-04-29T09:00")
    head.get_by_label("各方都没有明确拒绝调解").check()
    refused(head, "受理", "请问明是否未满 18 周岁")
    head.get_by_label("年满 18 周岁").check()
    done(head, "受理")
    act(head, place, "appoint", "2026-04-29T09:30")
    head.get_by_label("调解员", exact=True).select_option(value=str(office.town.mediator.pk))
    done(head, "指定调解员")
    mediator = opened_by(office, "mediator", place)
    act(mediator, place, "tell_rights", "2026-05-07T09:00")
    tick_all(mediator, "parties")
    done(mediator, "告知权利义务")
    act(
        mediator,
        place,
        "hold_session",
        "2026-05-07T09:30",
        place="镇调解室",
        record="双方说明了经过和治疗费用。",
    )
    done(mediator, "记一次调解")
    return mediator


def agreed(office: Office, mediator: Page, place: str, axe: Axe) -> None:
    act(mediator, place, "agree", "2026-05-08T09:00", terms="被申请人赔偿申请人医疗费860元，并把狗拴养。")
    mediator.get_by_label("书面协议").check()
    for name, text in (("due_on", "2026-05-20"), ("amount", "860"), ("what", "赔偿医疗费")):
        mediator.locator(f"[name=instalments-0-{name}]").fill(text)
    refused(mediator, "达成协议", "不得处分其财产")
    mediator.get_by_label("监护人处分财产是为维护被监护人的利益").check()
    mediator.get_by_label("司法所意见").fill("赔偿款用于治疗，同意。")
    looked_at(mediator, axe, "agree")
    done(mediator, "达成协议")
    head = office.as_("committee_head", place)
    act(head, place, "check_agreement", "2026-05-08T10:00")
    head.get_by_label("合法，可以签字").check()
    done(head, "合法性审查")


def signed(mediator: Page, place: str, axe: Axe) -> None:
    """All in one form: the father for the child, the neighbour, the mediator on 8 May, the seal on 9 May."""
    act(mediator, place, "sign_agreement", "2026-05-09T09:00")
    for line, day in enumerate(("2026-05-08", "2026-05-08", "2026-05-08", "2026-05-09")):
        mediator.locator(f"[name=signatures-{line}-how]").select_option("stamped" if line == 3 else "signed")
        mediator.locator(f"[name=signatures-{line}-signed_on]").fill(day)
    by = mediator.locator("[name=signatures-0-by]")
    assert by.locator("option").all_inner_texts() == ["本人", "柏*（法定代理人）"]
    by.select_option("")
    refused(mediator, "登记签字", WITH_GUARDIAN)
    by.select_option(label="柏*（法定代理人）")
    looked_at(mediator, axe, "sign")
    done(mediator, "登记签字")


def grey(page: Page, place: str, label: str) -> None:
    """A term of the court's stands on the page and is nobody's delay here."""
    page.goto(place)
    row = page.get_by_role("region", name="期限", exact=True).get_by_role("row").filter(has_text=label)
    expect(row.locator("[data-light]")).to_have_attribute("data-light", "idle")


def at_court(office: Office, mediator: Page, place: str, made: Any) -> None:
    """Accepted on 28 May, its fifteen days until 12 June; the file waits for the ruling of 10 June."""
    grey(mediator, place, "法院决定是否受理")
    act(mediator, place, "court_accepts", "2026-05-28T10:00", accepted_on="2026-05-28")
    done(mediator, "登记法院受理")
    assert raw(made, "mediation.court").ended_at and raw(made, "mediation.ruling").raw == date(2026, 6, 12)
    grey(mediator, place, "法院作出裁定")
    keeper = office.as_("committee_head", place)  # the archivist has no part in what is sealed
    expect(keeper.get_by_text("法院还没有结果，不能归档").first).to_be_visible()  # so on 1 June
    act(mediator, place, "visit", "2026-06-04T10:00", visited="柏成", performed="已付清，狗已拴养")
    done(mediator, "记一次回访")
    act(mediator, place, "record_ruling", "2026-06-10T10:00", number="（2026）某0121诉前调确12号",
        decided_on="2026-06-10", decided_by="澄湖县人民法院")  # fmt: skip
    mediator.get_by_label("裁定有效").check()
    mediator.locator("[name=scan]").set_input_files(
        {"name": "裁定书.pdf", "mimeType": "application/pdf", "buffer": BLANK}
    )
    done(mediator, "登记法院裁定")
    scans(mediator, place)
    act(keeper, place, "archive", "2026-06-10T16:00")
    done(keeper, "归档")


def test_a_child_is_heard_and_her_father_acts_for_her(office: Office, axe: Axe) -> None:
    place = opened(office, axe)
    mediator = begun(office, place)
    made = Mediation.objects.latest("id")
    assert (made.compartment, made.behind_closed_doors) == ("minor", True)
    assert raw(made, "mediation.first_session").raw == date(2026, 5, 9)  # a Saturday that is worked
    assert raw(made, "mediation.term").raw == date(2026, 5, 29)
    agreed(office, mediator, place, axe)
    signed(mediator, place, axe)
    made.refresh_from_db()
    assert (made.status, made.effective_on) == ("effective", date(2026, 5, 9))
    child = Signature.objects.get(matter=made, kind="guardian")
    assert (child.name, child.party.name, child.signed_on) == ("柏成", "柏念慈", date(2026, 5, 8))
    assert raw(made, "mediation.confirm").raw == date(2026, 6, 8)
    expect(mediator.get_by_text("柏念慈")).to_have_count(0)
    act(mediator, place, "perform", "2026-05-20T15:00", done_on="2026-05-20", proof="柏成出具的收条")
    mediator.get_by_label("款物由谁收").select_option(label="柏*（法定代理人，代申请人 柏某）")
    done(mediator, "登记履行")
    assert Instalment.objects.get(matter=made).received_through == Representation.objects.get(
        principal=child.party
    )
    assert raw(made, "mediation.visit").raw == date(2026, 6, 4)
    act(
        mediator,
        place,
        "apply_confirmation",
        "2026-05-25T10:00",
        court="澄湖县人民法院",
        applied_on="2026-05-25",
    )
    mediator.get_by_label("申请人一方申请", exact=True).check()
    mediator.get_by_label("被申请人一方申请", exact=True).check()
    mediator.get_by_label("柏*（法定代理人，代理申请人 柏某）").check()
    done(mediator, "共同申请司法确认")
    assert raw(made, "mediation.court").raw == date(2026, 5, 28)
    at_court(office, mediator, place, made)
    looked_at(mediator, axe, "page")
    own = all_of("mediation").filter(pk=made.pk)
    [people] = own.aggregate(n=indicators()["mediation_people"].aggregate(month_of("2026-04"))).values()
    assert people == 2
