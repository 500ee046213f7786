"""Three workers and an employer: wages that are mediated for three weeks and end without an agreement.

The days are those of autumn 2026, typed late: 国庆 lies between the fifteen days and the month.
"""

from playwright.sync_api import Page, expect

from core.documents.issue import read
from core.models import CalendarYear, Clock, Document, Matter
from core.procedure.procedure import indicators
from core.statistics.counting import all_of, month_of
from mediation.models import Mediation
from tests.browser.conftest import Axe, Office, tick_all
from tests.browser.test_mediation import act, press, send, unfold
from tests.core.test_papers import text_of

WORKERS = ("贺志强", "罗春梅", "苏雨晴")
EMPLOYER = "桃坞建材有限公司"


def late(page: Page, at: str) -> None:
    """When it happened: this is typed afterwards."""
    unfold(page)
    page.get_by_label("发生时间", exact=True).fill(at)


def registered(office: Office) -> str:
    """At the counter on 16 September, a Wednesday; the employer is added as a unit."""
    page = office.as_("receptionist", "/cases/register/")
    page.get_by_label("诉求", exact=True).fill("砖厂拖欠我们三人今年一至三月的工资，要求付清")
    page.get_by_label("地点", exact=True).fill("桃坞村")
    for number, name in enumerate(WORKERS, 1):
        field = page.get_by_label(f"第 {number} 行 姓名或名称")
        if not field.count():
            page.get_by_role("button", name="加一人").click()
        field.fill(name)
        page.get_by_label(f"第 {number} 行 身份").select_option(label="申请人")
    late(page, "2026-09-16T09:00")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    place = f"/matters/{Matter.objects.filter(kind='case').latest('id').pk}/"
    act(page, place, "补充当事人")
    page.get_by_label("身份", exact=True).select_option(label="被申请人")
    page.get_by_label("姓名或名称", exact=True).fill(EMPLOYER)
    page.get_by_label("性质", exact=True).select_option(label="单位")
    late(page, "2026-09-16T09:10")
    send(page, "补充当事人")
    return place


def applied(office: Office, place: str) -> str:
    page = office.as_("dispatcher", place)
    act(page, place, "转调解")
    page.get_by_label("调解组织", exact=True).select_option(label="栖云镇人民调解委员会")
    page.get_by_label("纠纷类型", exact=True).select_option(label="拖欠农民工工资")
    late(page, "2026-09-16T10:00")
    send(page, "转调解")
    return f"/matters/{Mediation.objects.latest('id').pk}/"


def days(mediation: Mediation, rule: str) -> tuple[str, str, str]:
    clock = Clock.objects.get(matter=mediation, rule=f"mediation.{rule}")
    return f"{clock.raw}", f"{clock.target}", f"{clock.rolled}"


def test_wages_are_mediated_until_arbitration_is_told(office: Office, axe: Axe) -> None:
    place = applied(office, registered(office))
    made = Mediation.objects.latest("id")
    head = office.as_("committee_head", place)
    act(head, place, "受理", labour_ended_on="2026-03-31")
    head.get_by_label("各方都没有明确拒绝调解").check()
    for grown in head.get_by_label("年满 18 周岁").all():  # of whom no number is on record
        grown.check()
    late(head, "2026-09-17T09:00")
    axe(head)
    send(head, "受理")
    assert days(made, "labour") == ("2026-10-01", "2026-09-30", "2026-10-08")
    assert days(made, "first_session")[0] == "2026-09-23"
    assert days(made, "term") == ("2026-10-17", "2026-10-16", "2026-10-19")
    act(head, place, "指定调解员")
    head.get_by_label("调解员", exact=True).select_option(value=str(office.town.mediator.pk))
    late(head, "2026-09-17T09:30")
    send(head, "指定调解员")
    mediator = office.as_("mediator", place)
    act(mediator, place, "告知权利义务")
    tick_all(mediator, "parties")
    late(mediator, "2026-09-18T09:00")
    send(mediator, "告知权利义务")
    said = {"place": "镇调解室", "present": "三名申请人、砖厂负责人", "record": "砖厂认账，说月底付。"}
    act(mediator, place, "记一次调解", **said)
    late(mediator, "2026-09-23T09:00")
    send(mediator, "记一次调解")

    act(mediator, place, "达成协议", terms="砖厂当场付清三人工资。")
    mediator.get_by_label("口头协议").check()
    mediator.get_by_label("当场履行完毕").check()
    late(mediator, "2026-09-24T09:00")
    press(mediator, "达成协议")
    expect(mediator.get_by_text("劳动争议应当制作调解协议书。").first).to_be_visible()

    mediator.goto(place)
    expect(mediator.get_by_text("当事人可以依法申请仲裁").first).to_be_visible()  # the fifteen days are over
    axe(mediator)
    act(mediator, place, "终止调解", end_note="砖厂说没有钱。")
    mediator.get_by_label("分歧过大，达不成协议").check()
    mediator.get_by_role("group", name="谁持有工资欠条").get_by_label("罗**").check()
    late(mediator, "2026-10-09T10:00")
    send(mediator, "终止调解")
    made.refresh_from_db()
    assert (f"{made.labour_ended_on}", made.status) == ("2026-03-31", "ended")

    mediator.goto(place)
    unfold(mediator)
    with mediator.expect_response(lambda answer: f"{place}papers/mediation.end/" in answer.url):
        mediator.locator(
            f"button[formaction^='{place}papers/mediation.end/'], form[action^='{place}papers/mediation.end/'] button"
        ).first.click()
    paper = text_of(read(Document.objects.filter(matter=made, kind="mediation.end").latest("id").digest))
    assert "劳动人事争议仲裁委员会" in paper and "2026年10月9日" in paper and EMPLOYER in paper
    waits = (
        "" if CalendarYear.objects.filter(year=2027).exists() else "（待2027年日历）"
    )  # another story imports it
    assert f"2027年3月31日{waits}" in paper and "三年" not in paper
    assert (
        "罗春梅持有用人单位的工资欠条" in paper and paper.count("直接起诉") == 1
    )  # who holds a note may sue at once; the others may not

    people = indicators()["mediation_people"]
    own = all_of("mediation").filter(pk=made.pk)
    [number] = own.aggregate(n=people.aggregate(month_of("2026-09"))).values()
    assert number == 4
