"""The same pages on a phone, on the office's smaller screens, and in the dark."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from cases import blank
from tests.browser.conftest import DESK, PHONE, Axe, Office

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
    batch = blank.reserve(uuid4(), 2, office.town.receptionist)
    faults = []
    seen = {
        "receptionist": (
            "/cases/register/",
            "/cases/blank/",
            f"/cases/blank/{batch}/",
            f"/cases/blank/{batch}/entry/",
            "/cases/shift/",
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
