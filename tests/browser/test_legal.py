"""A rent question answered in the hall in under a minute; a child hurt at school, from the question to the county's decision."""

import os
import time
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.models import Matter
from core.parties.capacity import WITH_GUARDIAN
from core.workflow.perform import open_matter
from legal.library.law import load
from legal.models import Aid, Consultation
from mediation.models import Mediation, Session, Signature
from tests.browser.conftest import PHONE, Axe, Office, tick_all
from tests.browser.test_child import CHILD, FATHER, act, done, opened_by, refused
from tests.browser.test_mediation import unfold

SHOTS = os.environ.get("SHOTS")
ANSWER = "押金在交还房屋、结清费用后应当退还。先书面催告，协商不成可以申请调解或者起诉。"


def shot(page: Page, axe: Axe, name: str) -> None:
    page.evaluate("scrollTo(0, 0)")
    axe(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"legal-{name}.png"), full_page=True)


def asked_before(office: Office) -> None:
    """Last week somebody asked the same, and was answered."""
    town = office.town
    data = {"channel": "phone", "question": "租房到期房东不退押金怎么办", "answer": ANSWER, "area": town.town, "town": town.town,
            "centre": town.centre}  # fmt: skip
    open_matter("consultation", by=town.receptionist, data=data, key=uuid4())


def test_a_rent_question_in_under_a_minute(office: Office, axe: Axe) -> None:
    load()
    asked_before(office)
    desk = office.as_("receptionist", "/legal/register/")
    begun = time.monotonic()
    desk.get_by_label("问题").fill("房子租约到期，房东不退押金，怎么办")
    desk.get_by_role("button", name="用 栖云法询").first.click()
    expect(desk.get_by_label("答复", exact=True)).to_have_value(ANSWER + "\n")
    desk.get_by_label("查法条").fill("不收取任何费用")
    desk.get_by_role("button", name="引用：《人民调解法》第四条").click()
    desk.get_by_label("第 1 行 姓名或名称").fill("陶")
    desk.get_by_role("radio", name="满意", exact=True).check()
    shot(desk, axe, "ask")
    desk.get_by_role("button", name="登记 Ctrl", exact=False).first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("已登记")
    assert time.monotonic() - begun < 60
    shot(desk, axe, "asked")
    made = Consultation.objects.latest("pk")
    assert (made.status, made.satisfaction, made.parties.get().name) == ("answered", "satisfied", "陶")
    assert "《人民调解法》第四条：“人民调解委员会调解民间纠纷，不收取任何费用。”" in made.answer
    desk.get_by_role("link", name="打开事项").click()
    shot(desk, axe, "consultation")
    desk.goto("/legal/law/?q=法律援助&topic=labour")
    shot(desk, axe, "law")
    shot(office.as_("receptionist", "/legal/register/", viewport=PHONE), axe, "ask-phone")


def test_a_child_hurt_at_school(office: Office, axe: Axe) -> None:
    """Guardian, what is missing told once, handed over, decided; the dispute mediated behind closed doors."""
    desk = office.as_("director", "/legal/register/")
    desk.get_by_label("问题").fill("女儿在学校被同学推倒骨折，学校要不要赔，没钱请律师")
    desk.get_by_label("第 1 行 姓名或名称").fill("柏念慈")
    desk.get_by_label("第 1 行 证件号码").fill(CHILD)
    desk.get_by_label("未成年人受侵害").check()
    unfold(desk)
    desk.locator("[name=at]").fill("2026-05-06T09:00")
    desk.get_by_role("button", name="登记 Ctrl", exact=False).first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("已登记")
    asked = Consultation.objects.latest("pk")
    assert asked.compartment == "minor"
    place = f"/matters/{asked.pk}/"
    act(desk, place, "to_aid_request", "2026-05-06T09:05")
    desk.get_by_label("申请事项", exact=True).select_option(value="injury")
    done(desk, "申请法律援助")
    aid = f"/matters/{Aid.objects.latest('pk').pk}/"
    act(desk, aid, "tell_missing", "2026-05-06T09:10", supply_by="2026-05-13")
    desk.locator("[name=have][value=application]").check()
    desk.locator("[name=have][value=identity]").check()
    done(desk, "一次性告知")
    shot(desk, axe, "aid-told")
    act(desk, aid, "send", "2026-05-06T09:20", signed_by="周玉兰（中心主任）", dated_on="2026-05-06")
    desk.get_by_label("对方单位").select_option(label="澄湖县法律援助中心")
    refused(desk, "转交县法律援助机构", WITH_GUARDIAN)
    act(desk, place, "add_guardian", "2026-05-06T10:00", name="柏成", id_number=FATHER, proof="户口簿", given_on="2026-05-06",
        consented_on="2026-05-06", child_view="想快点好起来")  # fmt: skip
    desk.get_by_label("替谁").select_option(label="申请人 柏某")
    desk.get_by_label("与被监护人的关系").select_option(label="父母")
    desk.get_by_label("监护人同意处理不满十四周岁未成年人的个人信息（敏感个人信息）").check()
    done(desk, "登记监护人")
    act(desk, aid, "supplied", "2026-05-07T09:00", on="2026-05-07", words="户口簿、出生证明、病历。")
    done(desk, "收到补充材料")
    desk.goto(f"{aid}do/tell_missing/")
    expect(desk.get_by_text("不能再告知另一份").first).to_be_visible()
    act(desk, aid, "send", "2026-05-07T09:10", signed_by="周玉兰（中心主任）", dated_on="2026-05-07")
    desk.get_by_label("对方单位").select_option(label="澄湖县法律援助中心")
    done(desk, "转交县法律援助机构")
    act(desk, aid, "county_received", "2026-05-08T09:00", on="2026-05-08")
    done(desk, "登记县里收到")
    act(
        desk,
        aid,
        "county_decided",
        "2026-05-12T09:00",
        answer="给予法律援助。",
        answered_on="2026-05-12",
        decided_on="2026-05-12",
    )
    desk.get_by_label("给予法律援助", exact=True).check()
    done(desk, "登记县里的决定")
    shot(desk, axe, "aid")
    made = Aid.objects.latest("pk")
    assert (made.status, made.compartment, made.received_on) == ("granted", "minor", date(2026, 5, 8))
    act(desk, place, "add_party", "2026-05-07T10:00", name="栖云镇中心小学")
    desk.get_by_label("身份").select_option(value="respondent")
    desk.get_by_label("性质").select_option(value="unit")
    done(desk, "补充当事人")
    act(desk, place, "to_mediation", "2026-05-12T10:00")
    desk.get_by_label("调解组织", exact=True).select_option(label="栖云镇人民调解委员会")
    desk.get_by_label("纠纷类型", exact=True).select_option(label="损害赔偿")
    done(desk, "转调解")
    mediation = Matter.objects.filter(kind="mediation").latest("pk")
    assert mediation.compartment == "minor"
    place = f"/matters/{mediation.pk}/"
    sit_behind_closed_doors(office, axe, place)
    agree_for_her(office, axe, place)
    made = Mediation.objects.get(pk=mediation.pk)
    assert (made.status, made.effective_on) == ("effective", date(2026, 5, 26))
    terms = {clock.rule: clock.raw for clock in made.clocks.all()}
    assert (terms["mediation.term"], terms["mediation.confirm"]) == (date(2026, 6, 12), date(2026, 6, 25))
    assert Signature.objects.get(matter=made, kind="guardian").name == "柏成"
    office.allowed.append("404")
    for shut in (aid, place):
        office.as_("legal_officer", shut)
        assert "柏" not in office.windows["legal_officer"].content()


def sit_behind_closed_doors(office: Office, axe: Axe, place: str) -> None:
    """Accepted on 13 May, told on 18 May; on 20 May the father, the school and the mediator sit, and nobody else."""
    head = opened_by(office, "committee_head", place)
    expect(head.get_by_text("封闭：未成年人").first).to_be_visible()
    act(head, place, "accept", "2026-05-13T09:00")
    head.get_by_label("各方都没有明确拒绝调解").check()
    done(head, "受理")
    act(head, place, "appoint", "2026-05-13T09:30")
    head.get_by_label("调解员", exact=True).select_option(value=str(office.town.mediator.pk))
    done(head, "指定调解员")
    mediator = opened_by(office, "mediator", place)
    act(mediator, place, "add_officer", "2026-05-18T08:50", name="方立新", post="校长", proof="法人证书", given_on="2026-05-18",
        credit_code="91990121MA00000021")  # fmt: skip
    mediator.get_by_label("替谁").select_option(label="被申请人 栖云镇中心小学")
    for word in ("已问明代理人年满 18 周岁", "是法定代表人（负责人）", "已核对授权并加盖单位印章"):
        mediator.get_by_label(word).check()
    done(mediator, "登记单位代表")
    act(mediator, place, "tell_rights", "2026-05-18T09:00")
    tick_all(mediator, "parties")
    done(mediator, "告知权利义务")
    record = "学校说明了当天的看护，双方对护理费有分歧。"
    act(mediator, place, "hold_session", "2026-05-20T09:30", place="镇调解室", record=record)
    done(mediator, "记一次调解")
    mediator.goto(place)
    expect(mediator.get_by_text("不公开").first).to_be_visible()
    shot(mediator, axe, "child-sitting")
    sitting = Session.objects.get(matter__pk=Mediation.objects.latest("pk").pk)
    assert (sitting.closed_doors, localdate(sitting.held_at)) == (True, date(2026, 5, 20))


def agree_for_her(office: Office, axe: Axe, place: str) -> None:
    """On 25 May the school pays the doctor's bill; her father signs for her and the seal is put on the day after."""
    mediator = office.as_("mediator", place)
    act(
        mediator,
        place,
        "agree",
        "2026-05-25T09:00",
        terms="学校赔偿申请人医疗费、护理费3200元，加强课间看护。",
    )
    mediator.get_by_label("书面协议").check()
    for name, text in (("due_on", "2026-06-05"), ("amount", "3200"), ("what", "赔偿医疗费、护理费")):
        mediator.locator(f"[name=instalments-0-{name}]").fill(text)
    mediator.get_by_label("监护人处分财产是为维护被监护人的利益").check()
    mediator.get_by_label("司法所意见").fill("赔偿款用于治疗，同意。")
    done(mediator, "达成协议")
    head = office.as_("committee_head", place)
    act(head, place, "check_agreement", "2026-05-25T10:00")
    head.get_by_label("合法，可以签字").check()
    done(head, "合法性审查")
    act(mediator, place, "sign_agreement", "2026-05-26T09:00")
    days = ("2026-05-25", "2026-05-25", "2026-05-25", "2026-05-26")
    for line, day in enumerate(days):
        mediator.locator(f"[name=signatures-{line}-how]").select_option("stamped" if line == 3 else "signed")
        mediator.locator(f"[name=signatures-{line}-signed_on]").fill(day)
    mediator.locator("[name=signatures-0-by]").select_option(label="柏*（法定代理人）")
    shot(mediator, axe, "child-sign")
    done(mediator, "登记签字")
