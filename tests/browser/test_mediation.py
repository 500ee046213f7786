"""A dispute from the doorstep through the ladder to the archived file, and one that fails (people's mediation)."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.documents import remedies
from core.models import Matter
from mediation.dossier import DOSSIER
from mediation.models import Mediation
from tests.browser.conftest import Axe, Office, tick_all

BLANK = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)

SIDES = [{"role": "applicant", "name": "陈守田"}, {"role": "respondent", "name": "沈阿妹"}]


def unfold(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def act(page: Page, url: str, label: str, /, **texts: str) -> None:
    """The page of an act, opened where one stands or from the matter's address, with what is named filled in."""
    link = page.get_by_role("main").get_by_role("link", name=label, exact=True, disabled=False)
    if page.url.endswith(url):
        unfold(page)
    if not page.url.endswith(url) or not link.count():  # somebody else has brought the matter on
        page.goto(url)
        unfold(page)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def press(page: Page, label: str) -> None:
    page.get_by_role("main").get_by_role("button", name=label).click()


def send(page: Page, label: str) -> None:
    press(page, label)
    expect(page.locator(".fq-flash, .fq-messages, [role=status]").first).to_be_visible()


def doorstep(page: Page, demand: str) -> str:
    """The grid worker, with the form before them, registers what is told at the door; the address of its mediation."""
    page.get_by_label("诉求", exact=True).fill(demand)
    expect(page.get_by_label("地点", exact=True)).to_have_value("桃坞村 · 桃坞第二网格")
    page.get_by_text("更多：当事人").click()
    expect(page.get_by_label("网格", exact=True)).to_be_checked()
    page.get_by_label("第 1 行 姓名或名称").fill("陈守田")
    page.get_by_label("第 2 行 姓名或名称").fill("沈阿妹")
    page.get_by_role("main").get_by_role("button", name="登记", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Matter.objects.filter(kind="case").latest("id")
    act(page, f"/matters/{case.pk}/", "转调解")
    page.get_by_label("调解组织", exact=True).select_option(label="栖云镇人民调解委员会")
    page.get_by_label("纠纷类型", exact=True).select_option(label="邻里")
    expect(page.get_by_label("先梯次调解（从网格员起）")).to_be_checked()
    send(page, "转调解")
    return f"/matters/{Mediation.objects.latest('id').pk}/"


def up_to_the_committee(office: Office, place: str) -> None:
    """Two steps hand it up, the third to the town's committee."""
    for role in ("grid_worker", "mediator", "grid_chief"):
        page = office.as_(role, place)
        act(page, place, "上交", reason="两家对修墙的钱谈不拢。")
        send(page, "上交")


def accepted(office: Office, place: str) -> Page:
    head = office.as_("committee_head", place)
    act(head, place, "受理")
    head.get_by_label("各方都没有明确拒绝调解").check()
    for grown in head.get_by_label("年满 18 周岁").all():  # of whom no number is on record
        grown.check()
    send(head, "受理")
    act(head, place, "指定调解员")
    head.get_by_label("调解员", exact=True).select_option(value=str(office.town.mediator.pk))
    send(head, "指定调解员")
    return head


def rights_told(mediator: Page, place: str) -> None:
    act(mediator, place, "告知权利义务")
    tick_all(mediator, "parties")
    send(mediator, "告知权利义务")


def one_session(mediator: Page, place: str) -> None:
    act(mediator, place, "记一次调解", place="镇调解室", record="各自说明了经过和要求。")
    send(mediator, "记一次调解")


def scans(page: Page, place: str) -> None:
    """Whatever the file still lacks is attached as a scan of the signed paper."""
    pk = int(place.strip("/").split("/")[-1])
    for line in DOSSIER.lines(Mediation.objects.get(pk=pk)):
        if not line.lacking:
            continue
        files = [
            {
                "name": f"扫描{line.item.key}{number}.pdf",
                "mimeType": "application/pdf",
                "buffer": BLANK + f"%{line.item.key}{number}".encode(),
            }
            for number in (1, 2)
        ]
        page.goto(f"{place}attach/?item={line.item.key}")
        page.locator("input[type=file]").first.set_input_files(files)
        press(page, "上传")


def test_from_the_doorstep_to_the_archived_file(office: Office, axe: Axe) -> None:
    place = doorstep(office.as_("grid_worker", "/cases/register/"), "屋檐水淋坏邻居山墙，要求修墙赔钱")
    up_to_the_committee(office, place)
    head = accepted(office, place)
    mediator = office.as_("mediator", place)
    rights_told(mediator, place)
    one_session(mediator, place)
    axe(mediator)
    today = localdate()
    act(
        mediator,
        place,
        "达成协议",
        terms="一、被申请人改装檐沟。二、被申请人赔偿申请人修墙款。",
        responsibility="檐沟向邻居一侧排水，被申请人负主要责任。",
    )
    for line, (days, yuan, what) in enumerate(((10, "3800", "第一期修墙款"), (40, "3000", "第二期修墙款"))):
        mediator.get_by_label(f"第 {line + 1} 行 履行期限").fill(f"{today + timedelta(days=days)}")
        mediator.get_by_label(f"第 {line + 1} 行 金额（元）").fill(yuan)
        mediator.get_by_label(f"第 {line + 1} 行 履行内容").fill(what)
    mediator.get_by_label("书面协议").check()
    axe(mediator)
    send(mediator, "达成协议")
    act(head, place, "合法性审查")
    head.get_by_label("合法，可以签字").check()
    send(head, "合法性审查")
    act(mediator, place, "登记签字")
    for line in range(1, 5):  # two parties, the mediator, the seal
        mediator.get_by_label(f"第 {line} 行 方式").select_option("签名" if line < 4 else "盖章")
    send(mediator, "登记签字")
    expect(mediator.get_by_text("履行中").first).to_be_visible()
    axe(mediator)
    act(mediator, place, "共同申请司法确认", court="澄湖县人民法院")
    mediator.get_by_label("申请人一方申请", exact=True).check()
    press(mediator, "共同申请司法确认")
    expect(mediator.get_by_text("应当由双方当事人共同申请").first).to_be_visible()
    mediator.get_by_label("被申请人一方申请", exact=True).check()
    send(mediator, "共同申请司法确认")
    act(mediator, place, "登记法院裁定", number="（2026）某0121诉前调确12号", decided_on=f"{today}")
    mediator.get_by_label("裁定有效").check()
    unfold(mediator)
    mediator.get_by_label("由谁决定").fill("澄湖县人民法院")
    mediator.locator("[name=scan]").set_input_files(
        {"name": "裁定书.pdf", "mimeType": "application/pdf", "buffer": BLANK}
    )
    send(mediator, "登记法院裁定")
    for proof in ("收条一", "转账凭证"):
        act(mediator, place, "登记履行", proof=proof)
        mediator.get_by_label("款物由谁收").select_option(label="申请人 陈**")
        send(mediator, "登记履行")
    expect(mediator.get_by_text("已履行").first).to_be_visible()
    act(mediator, place, "记一次回访", visited="双方", performed="两期都已付清")
    mediator.locator("[name=satisfaction]").select_option("满意")
    send(mediator, "记一次回访")
    keeper = office.as_("archivist", place)
    act(keeper, place, "归档")
    press(keeper, "归档")
    expect(keeper.get_by_role("main")).to_contain_text("缺")
    scans(mediator, place)
    act(keeper, place, "归档")
    send(keeper, "归档")
    expect(keeper.get_by_text("已归档").first).to_be_visible()
    axe(keeper)


def test_one_that_fails_is_ended_with_the_ways_that_are_open(office: Office, axe: Axe) -> None:
    """From where its rights were told; the way there is that of the story above."""
    town = office.town
    case = town.register("地界上的树遮了光，要求锯掉", parties=SIDES)
    made = town.mediate(case, until="told")
    place = f"/matters/{made.pk}/"
    mediator = office.as_("mediator", place)
    one_session(mediator, place)
    act(mediator, place, "终止调解", end_note="对赔多少谈不拢。")
    mediator.get_by_label("分歧过大，达不成协议").check()
    send(mediator, "终止调解")
    expect(mediator.get_by_text("终止调解").first).to_be_visible()
    axe(mediator)
    clerk = office.as_("receptionist", f"/matters/{case.pk}/")
    expect(clerk.get_by_role("main")).to_contain_text("调解未达成协议")
    case.refresh_from_db()
    assert case.status == "replied"


def test_the_justice_office_reviews_what_the_papers_tell(office: Office, axe: Axe) -> None:
    """A changed row prints nothing until it is reviewed; who ends a mediation meanwhile words it alone."""
    town = office.town
    row = remedies.of("邻里")
    assert row
    remedies.reword(row, [{**row.lines[0], "text": "新的文字"}, *row.lines[1:]], town.committee_head)
    made = town.mediate(town.register("树影", parties=SIDES))
    place = f"/matters/{made.pk}/"
    mediator = office.as_("mediator", f"{place}do/end/")
    expect(mediator.get_by_label("救济途径（为本件自行写明）")).to_be_visible()
    axe(mediator)
    head = office.as_("committee_head", "/settings/remedies/")
    axe(head)
    neighbours = head.get_by_role("region", name="邻里")
    neighbours.get_by_label("各行都看过").check()
    neighbours.get_by_role("button", name="审核这一类").click()
    expect(head.get_by_text("已审核 1 行。")).to_be_visible()
    expect(head.get_by_text("行没有审核")).to_have_count(0)
    mediator.goto(f"{place}do/end/")
    expect(mediator.get_by_label("双方有仲裁协议")).to_be_visible()
