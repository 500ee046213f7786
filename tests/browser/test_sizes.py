"""The same pages on a phone, on the office's smaller screens, and in the dark."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from cases.models import Case, Room, Ticket
from config.procedures import ROOMS
from core.intake import blank
from core.models import Draft
from core.values.moments import now
from core.views.lists import matter_list
from tests.browser.conftest import DESK, PHONE, Axe, Office
from tests.browser.test_registering import shot
from tests.cases.test_registering import picture
from tests.petitions.files import whole

SIDES = [
    {"role": "applicant", "name": "陈守田", "phone": "19900000001"},
    {"role": "respondent", "name": "秦满仓"},
]
USUAL = ("来源", "诉求", "地点", "类别", "第 1 行 姓名或名称", "第 2 行 姓名或名称", "要紧情况")
THUMB = 44  # pixels


def _too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth > innerWidth"))


def _too_small(page: Page) -> list[str]:
    """What is pressed and is lower than a thumb."""
    return list(
        page.evaluate(
            """least => [...document.querySelectorAll("button, .btn, .fq-choices label, .fq-top summary")]
        .filter(one => one.checkVisibility()).map(one => [one.getBoundingClientRect().height, one.textContent.trim()])
        .filter(([height]) => height < least).map(([height, text]) => `${text} ${height}`)""",
            THUMB,
        )
    )


def test_every_page_fits_a_phone(office: Office) -> None:
    office.allowed.append("404")  # the paper that does not exist
    case = office.town.replied(
        demand="一条长到要折行的诉求：桃坞村二组灌溉渠年久失修，渠水倒灌农田，要求清淤", parties=SIDES
    )
    office.town.register("两家为地界起争执，扬言要动手", flags=["violence", "threat"])
    clock = case.clocks.first()
    batch = blank.reserve("case", uuid4(), 2, office.town.receptionist)
    Ticket.objects.create(
        day=localdate(),
        number=951,
        room=Room.objects.first(),
        state="done",
        arrived_at=now(),
        served_at=now(),
        ended_at=now(),
    )
    faults = []
    seen = {
        "receptionist": (
            "/cases/register/",
            "/cases/blank/",
            f"/cases/blank/{batch}/",
            f"/cases/blank/{batch}/entry/",
            "/cases/shift/",
            "/cases/waiting/unregistered/",
            "/queue/",
            f"/matters/{case.pk}/",
            f"/matters/{case.pk}/do/call_back/",
            f"/matters/{case.pk}/do/add_party/",
            f"/matters/{case.pk}/parties/",
            "/cases/",
            f"/cases/{case.pk}/registered/",
            f"/clocks/{clock.pk}/",
            "/search/?q=灌溉",
            "/password/",
        ),
        "director": ("/notices/", "/mediations/", "/settings/jobs/"),
        "system_admin": ("/settings/calendar/",),
        "security_admin": ("/settings/holdings/",),
        "auditor": ("/audit/looks/",),
    }
    for name, addresses in seen.items():
        page = office.as_(name, viewport=PHONE)
        for address in addresses:
            page.goto(address)
            faults += [f"{address}: too wide"] if _too_wide(page) else []
            faults += [f"{address}: {one}" for one in _too_small(page)]
        page.context.close()
    citizen = office.stranger(viewport=PHONE)
    for address in ("/login/", "/lookup/", "/online/", "/v/no-such-paper/"):
        citizen.goto(address)
        faults += [f"{address}: too wide"] if _too_wide(citizen) else []
        faults += [f"{address}: {one}" for one in _too_small(citizen)]
    assert faults == []


def test_the_menu_of_a_phone_opens(office: Office, axe: Axe) -> None:
    page = office.as_("receptionist", viewport=PHONE)
    menu = page.get_by_role("navigation", name="栏目")
    expect(menu).to_be_hidden()
    page.locator(".fq-switch > summary").click()
    menu.get_by_role("link", name="事项台账").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("事项台账")
    axe(page)


def test_a_long_menu_folds_what_is_not_one_s_own_and_remembers_what_was_opened(
    office: Office, axe: Axe
) -> None:
    page = office.as_("receptionist", "/cases/", viewport=DESK)
    menu = page.get_by_role("navigation", name="栏目")
    expect(menu.get_by_role("link", name="来访登记", exact=True)).to_be_visible()
    found = menu.get_by_role("link", name="网格地图")
    expect(found).to_be_hidden()
    menu.get_by_text("网格化服务管理", exact=True).click()
    found.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("地图")
    page.goto("/cases/")
    expect(found).to_be_visible()
    menu.get_by_text("网格化服务管理", exact=True).click()
    page.goto("/cases/")
    expect(found).to_be_hidden()
    axe(page)


@pytest.mark.parametrize("size", [DESK, {"width": 1366, "height": 768}], ids=["1440", "1366"])
def test_the_usual_fields_of_a_registration_are_in_sight(office: Office, size: dict[str, int]) -> None:
    page = office.as_("receptionist", viewport=size)
    bar = page.locator(".fq-submit").bounding_box()
    assert bar and bar["y"] + bar["height"] <= size["height"]
    hidden = []
    for label in USUAL:
        box = page.get_by_label(label, exact=True).first.bounding_box()
        assert box, label
        hidden += [label] if box["y"] + box["height"] > bar["y"] else []
    assert hidden == []


@pytest.mark.parametrize("width", [1024, 1280, 1366, 1440])
def test_what_is_typed_of_a_party_can_be_read(office: Office, width: int) -> None:
    page = office.as_("receptionist", "/cases/register/", viewport={"width": width, "height": 768})
    lines = page.locator(".fq-rows input[type=text]:visible, .fq-rows input[type=tel]:visible")
    assert lines.count() >= 8
    boxes = [line.bounding_box() for line in lines.all()]
    assert min(box["width"] for box in boxes if box) >= 70  # four characters


def test_a_list_shows_its_next_dates_on_the_smallest_screen_of_an_office(office: Office) -> None:
    """1280 px. What is due next stands last of what is usual, and nobody looks for it beyond the edge."""
    long_ago = now() - timedelta(days=99)
    whole(office.town, "studying", at=long_ago)
    whole(office.town, "served", {"status": "checking"}, channel="net", at=long_ago)
    page = office.as_("director", viewport={"width": 1280, "height": 800})
    lists = [
        one.name
        for room in ROOMS
        for one in import_module(room.urls).urlpatterns
        if one.callback is matter_list
    ]
    seen = 0
    for name in lists:
        page.goto(f"{reverse(name)}?view=all")
        for head in page.locator("th", has_text="下一期限").all():
            box = head.bounding_box()
            assert box and box["x"] + box["width"] <= 1280, name
            seen += 1
    assert seen


@pytest.mark.parametrize("size", [DESK, {"width": 1366, "height": 768}], ids=["1440", "1366"])
def test_the_red_flags_are_never_under_the_bar(office: Office, size: dict[str, int]) -> None:
    """With the questions of a category, and with an error; they stand right under the demand."""
    page = office.as_("receptionist", "/cases/register/", viewport=size)
    page.get_by_label("诉求", exact=True).fill("邻居把排水沟填了，扬言要动手")
    page.get_by_label("类别", exact=True).fill("0201")
    page.get_by_label("类别", exact=True).press("Tab")
    expect(page.get_by_label("是否影响住房")).to_be_visible()
    _flags_in_sight(page)
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("alert")).to_contain_text("不知道的写“不详”")
    page.evaluate("scrollTo(0, 0)")
    _flags_in_sight(page)
    expect(page.locator("[name=flags]").first).to_have_attribute("accesskey", "y")


def _flags_in_sight(page: Page) -> None:
    def box(locator: Locator) -> dict[str, float]:
        return locator.bounding_box()  # type: ignore[return-value]

    bar, flag = box(page.locator(".fq-submit")), box(page.locator(".fq-flags"))
    demand, area = box(page.get_by_label("诉求", exact=True)), box(page.get_by_label("地点", exact=True))
    assert demand["y"] + demand["height"] <= flag["y"] and flag["y"] + flag["height"] <= area["y"]
    assert flag["y"] + flag["height"] <= bar["y"]


def test_in_the_grid_one_screen_of_a_phone_registers(office: Office, axe: Axe) -> None:
    """Demand, photo, place, red flags, done: the rest stands behind 更多, and thumbs find what they press."""
    Draft.objects.all().delete()  # what other stories left unfinished
    page = office.as_("grid_worker", "/cases/register/", viewport=PHONE)
    shot(page, "doorstep")
    height = page.evaluate("document.scrollingElement.scrollHeight")
    assert height <= PHONE["height"] * 1.15, height
    assert not _too_wide(page) and _too_small(page) == []
    axe(page)
    expect(page.get_by_label("照片", exact=True)).to_have_attribute("capture", "environment")
    expect(page.get_by_label("地点", exact=True)).to_have_value("桃坞村 · 桃坞第二网格")
    expect(page.get_by_label("第 1 行 姓名或名称")).to_be_hidden()
    page.get_by_label("诉求", exact=True).fill("路口井盖塌了，车过不去")  # tap 1
    page.get_by_label("照片", exact=True).set_input_files(
        {"name": "井盖.png", "mimeType": "image/png", "buffer": picture()}
    )  # taps 2 and 3: the camera, the shutter
    page.get_by_role("checkbox", name="扬言").check()  # tap 4
    page.get_by_role("main").get_by_role("button", name="登记").first.click()  # tap 5
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Case.objects.get(demand="路口井盖塌了，车过不去")
    assert (case.channel, case.area, case.attachments.count()) == ("grid", office.town.taowu_2, 1)


def test_filters_stand_on_one_line(office: Office) -> None:
    page = office.as_("dispatcher", "/cases/")
    fields = page.locator(".fq-filters :is(input, select, .btn)")
    lines = {round(fields.nth(n).bounding_box()["y"]) for n in range(fields.count())}  # type: ignore[index]
    assert len(lines) == 1 and not _too_wide(page)


def test_the_dark_office_reads_as_well(office: Office, axe: Axe) -> None:
    case = office.town.hand_over(office.town.register("桥洞照明", parties=SIDES))
    page = office.as_("director", color_scheme="dark")
    for address in (f"/matters/{case.pk}/", "/cases/", "/cases/register/", f"/matters/{case.pk}/do/correct/"):
        page.goto(address)
        axe(page)
