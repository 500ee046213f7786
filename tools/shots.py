"""Pictures of a running demo for the README and the handbook: python -m tools.shots [ADDRESS] [NAME …]

Logs in as the people of the demo town (tools/demo_accounts.py) and writes docs/screenshots/*.png.
What a picture types into a form is never sent. Needs Chromium, Playwright and Pillow (make test), and of Chromium its Chinese
words, or fields of dates speak English (Debian: chromium-l10n).
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.demo_accounts import DEMO_PASSWORD

DIRECTORY = Path(__file__).resolve().parent.parent / "docs/screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]
WORDS: dict[str, str | float | bool] = {
    **os.environ,
    "LANG": "zh_CN.UTF-8",
    "LANGUAGE": "zh_CN",
}  # of the fields for dates
SIZE: ViewportSize = {"width": 1280, "height": 800}
TALL: ViewportSize = {"width": 1280, "height": 1240}
LOW: ViewportSize = {"width": 1280, "height": 440}
HIGH: ViewportSize = {"width": 1280, "height": 1040}
WALL: ViewportSize = {"width": 1920, "height": 1080}
PHONE: ViewportSize = {"width": 390, "height": 844}
COLOURS = 96  # enough for flat pages; a picture stays below 250 kB
PATIENCE = 30_000  # milliseconds

CANAL = "灌溉渠淤塞"  # the matter with a return (tools/demo/desk.py)
EAVES = "屋檐水淋坏"  # the mediation that is being performed (tools/demo/table.py)
LANE = "砌墙占了共用巷道"  # the one with a record and a sitting arranged


@dataclass(frozen=True)
class Shot:
    """One picture: by whom (empty: a citizen), how to get there, in a window of which size."""

    name: str
    by: str
    go: Callable[[Page], None]
    size: ViewportSize


def at(path: str) -> Callable[[Page], None]:
    """The page of a path."""
    return lambda page: _goto(page, path)


def first(path: str, then: str = "") -> Callable[[Page], None]:
    """The first matter of a list, or an act on it."""

    def go(page: Page) -> None:
        _goto(page, path)
        link = page.locator("table a[href^='/matters/']").first.get_attribute("href")
        _goto(page, f"{link}{then}")

    return go


def mediation(words: str, then: str = "") -> Callable[[Page], None]:
    """The mediator's own matter of these words, or what is below it."""

    def go(page: Page) -> None:
        _goto(page, "/day/")
        link = page.locator("a[href^='/matters/']", has_text=words).first.get_attribute("href")
        _goto(page, f"{link}{then}")

    return go


def course(page: Page) -> None:
    """Further down on its page: signatures, instalments, what was said."""
    mediation(EAVES)(page)
    page.locator("#outcome").evaluate("one => scrollBy(0, one.getBoundingClientRect().top - 76)")


def binding(page: Page) -> None:
    """The one file, made by the queue where there is none yet."""
    mediation(EAVES, "dossier/")(page)
    made = page.locator("a[href*='/documents/']")
    if not made.count():
        page.get_by_role("button", name="合成卷宗").click()
        made.first.wait_for()
        page.reload()
    page.wait_for_load_state("networkidle")


def arranging(page: Page) -> None:
    mediation(LANE, "do/arrange/")(page)
    day = page.evaluate("new Date(Date.now() + 4 * 864e5).toISOString().slice(0, 10)")
    page.locator("[name=when]").fill(f"{day}T14:30")
    page.locator("[name=place]").fill("镇矛盾调解室")


def appointing(page: Page) -> None:
    first("/mediations/?view=mediating", "do/appoint/")(page)
    page.locator("[name=mediator]").select_option(index=1)


def rewording(page: Page) -> None:
    mediation(LANE, "do/reword/")(page)
    record = page.locator("textarea[name^=session]")
    record.fill(record.input_value().replace("分家时写过。", "分家时写过字据，字据在申请人家里。"))
    page.locator("[name=reason]").fill("当时漏记了字据，已经念给双方听过。")


def registering(page: Page) -> None:
    _goto(page, "/cases/register/")
    page.locator("[name=demand]").fill(
        "松岭村三组灌溉渠淤塞约 120 米，晚稻灌不上水，两户因轮流放水发生争吵，要求清淤并定一个放水办法。"
    )
    for name, words in (("area", "松岭村"), ("category", "相邻污染")):
        page.locator(f"[name={name}]").fill(words)
        page.locator("[role=option]:visible").first.click()
    page.locator("[name$=-name]").first.fill("陶根发")
    page.locator("[name$=-phone]").first.fill("199-0000-0013")
    page.locator("[name=head_count]").fill("2")
    page.locator("[name=demand]").focus()


def drafting(page: Page) -> None:
    """The draft of last month, made by the queue where there is none yet."""
    _goto(page, "/reports/")
    row = page.get_by_role("table").get_by_role("link").first
    if not row.count():
        page.get_by_role("button", name="起草").click()
        for _ in range(30):
            page.wait_for_timeout(2_000)
            _goto(page, "/reports/")
            if row.count():
                break
    _goto(page, str(row.get_attribute("href")))


def looking_up(page: Page) -> None:
    """A citizen with the two codes of the receipt, which the receptionist reads out here."""
    first(f"/search/?q={CANAL}")(page)
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    _goto(page, f"/cases/{number}/registered/")
    code = page.locator("h1 + *").first.inner_text()
    key = page.locator("dd .fq-num").first.inner_text()
    page.context.clear_cookies()
    _goto(page, "/lookup/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=lookup_code]").fill(key)
    page.locator("form button").first.click()
    page.locator(".fq-answer").wait_for()


def finding(page: Page) -> None:
    """A find, on the phone."""
    _goto(page, "/grid/report/")
    page.locator("[name=what]").fill("渠堤渗水，约一尺宽，比早上大了")
    page.get_by_role("radio", name="村道").check()


def without_a_net(page: Page) -> None:
    """Two that wait on the phone; nothing is sent."""
    _goto(page, "/grid/report/")
    page.evaluate(
        "async () => { while (!((await caches.match('/grid/report/blank/')) && localStorage.outbox"
        " && navigator.serviceWorker.controller)) await new Promise((done) => setTimeout(done, 100)) }"
    )
    page.context.set_offline(True)
    page.reload()
    for words in ("路口井盖松动", "渠堤渗水，约一尺宽"):
        page.locator("[name=what]").fill(words)
        page.get_by_role("button", name="上报", exact=True).click()
        page.locator("[data-said]").wait_for()
    page.get_by_text("条存在手机里，连上以后").click()
    page.evaluate("scrollTo(0, 0)")


def mapped(page: Page) -> None:
    """The map with its outlines drawn."""
    _goto(page, "/grid/map/")
    page.locator("path.leaflet-interactive").first.wait_for()


SHOTS = (
    Shot("login", "", at("/login/"), SIZE),
    Shot("register", "receptionist", registering, SIZE),
    Shot("list", "dispatcher", at("/cases/"), SIZE),
    Shot("case", "director", first(f"/search/?q={CANAL}"), TALL),
    Shot("hand-over", "dispatcher", first("/cases/?status=registered", "do/hand_over/"), SIZE),
    Shot("instruct", "duty_leader", first("/cases/?status=awaiting", "do/instruct/"), TALL),
    Shot("waiting", "receptionist", at("/cases/waiting/"), SIZE),
    Shot("rules", "dispatcher", at("/cases/rules/"), SIZE),
    Shot("blank", "receptionist", at("/cases/blank/"), SIZE),
    Shot("shift", "receptionist", at("/cases/shift/?half=day"), SIZE),
    Shot("online", "", at("/online/"), PHONE),
    Shot("online-list", "dispatcher", at("/cases/online/"), SIZE),
    Shot("report", "director", drafting, TALL),
    Shot("queue", "handler", at("/queue/"), SIZE),
    Shot("reply", "handler", first(f"/search/?q={CANAL}", "do/reply/"), SIZE),
    Shot("mediation", "mediator", mediation(EAVES), TALL),
    Shot("mediation-course", "mediator", course, TALL),
    Shot("my-day", "mediator", at("/day/"), TALL),
    Shot("arrange", "mediator", arranging, LOW),
    Shot("reword", "mediator", rewording, SIZE),
    Shot("file", "mediator", binding, HIGH),
    Shot("mediation-register", "committee_head", at("/mediations/register/"), SIZE),
    Shot("appoint", "committee_head", appointing, LOW),
    Shot("dashboard", "chief", at("/dashboard/"), TALL),
    Shot("board", "dispatcher", at("/command/board/"), WALL),
    Shot("lookup", "receptionist", looking_up, PHONE),
    Shot("phone-report", "grid_worker", finding, PHONE),
    Shot("phone-waiting", "grid_worker", without_a_net, PHONE),
    Shot("phone-mine", "grid_worker", at("/grid/mine/?tab=found"), PHONE),
    Shot("petition", "petition_officer", first("/petitions/?view=all"), TALL),
    Shot("petition-list", "petition_officer", at("/petitions/"), SIZE),
    Shot("lawful", "petition_officer", at("/petitions/rule-of-law/"), HIGH),
    Shot("order", "supervisor", first("/supervision/?view=all"), TALL),
    Shot("meeting", "supervisor", first("/meetings/?view=all"), HIGH),
    Shot("campaign", "supervisor", first("/campaigns/?view=all"), TALL),
    Shot("map", "dispatcher", mapped, SIZE),
    Shot("screening", "dispatcher", first("/grid/screening/?view=all"), TALL),
    Shot("incident", "dispatcher", first("/incidents/?view=all"), TALL),
    Shot("consultation", "legal_officer", first("/legal/?view=all"), HIGH),
    Shot("aid", "legal_officer", first("/legal/aid/?view=all"), HIGH),
    Shot("motion", "director", first("/motions/?view=all"), TALL),
    Shot("notices", "director", at("/notices/"), SIZE),
    Shot("calendar", "system_admin", at("/settings/calendar/"), SIZE),
    Shot("jobs", "system_admin", at("/settings/jobs/"), SIZE),
    Shot("holdings", "security_admin", at("/settings/holdings/"), SIZE),
    Shot("looks", "auditor", at("/audit/looks/"), SIZE),
)


@contextmanager
def visit(browser: Browser, address: str, shot: Shot) -> Iterator[Page]:
    """A page of somebody who has logged in, or of a stranger."""
    context = browser.new_context(
        base_url=address,
        viewport=shot.size,
        locale="zh-CN",
        color_scheme="light",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    if shot.by:
        _goto(page, "/login/")
        page.locator("[name=username]").fill(shot.by)
        page.locator("[name=password]").fill(DEMO_PASSWORD)
        page.locator("#login button").click()
        page.wait_for_url(lambda url: "/login/" not in url)
    yield page
    context.close()


def wait_for_the_watch(browser: Browser, address: str) -> None:
    """A demo that has just started says on every page that nobody has looked at the deadlines yet."""
    with visit(browser, address, Shot("", "director", at("/queue/"), SIZE)) as page:
        for _ in range(45):
            _goto(page, "/queue/")
            if not page.locator(".fq-notice[data-kind=warn]").count():
                return
            page.wait_for_timeout(2_000)


def _goto(page: Page, path: str) -> None:
    answer = page.goto(path)
    if answer is None or not answer.ok:
        sys.exit(f"{path}: {answer.status if answer else '—'}")
    page.wait_for_load_state("networkidle")


def keep(name: str, taken: bytes) -> Path:
    """Write the picture with few colours: small, and the same page gives the same bytes."""
    path = DIRECTORY / f"{name}.png"
    flat = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(path, optimize=True)
    return path


def main(address: str = "http://localhost:8000", *names: str) -> None:
    """Take all pictures, or those named."""
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit("没有 Chromium。")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES, env=WORDS)
        wait_for_the_watch(browser, address)
        for shot in SHOTS:
            if not names or shot.name in names:
                with visit(browser, address, shot) as page:
                    shot.go(page)
                    path = keep(shot.name, page.screenshot())
                    print(f"{path.name} {path.stat().st_size // 1000} kB", flush=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
