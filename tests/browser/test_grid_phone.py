"""A find in the field, without a net: kept on the phone for its author, sent once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    Dialog,
    FilePayload,
    Page,
    Route,
    ViewportSize,
    expect,
)

from grid.models import Incident
from tests.browser.conftest import SWITCHES, Axe, Office, _program
from tests.browser.test_petitions import done, fill
from tests.browser.test_registering import shot
from tests.browser.test_sizes import _too_small, _too_wide
from tests.cases.test_registering import picture

SQUARE = [[[120.4, 31.2], [120.6, 31.2], [120.6, 31.4], [120.4, 31.4], [120.4, 31.2]]]
OUTLINES = {
    "areas": [{"name": "桃坞村", "frame": False, "shape": {"type": "Polygon", "coordinates": SQUARE}}],
    "box": [[31.2, 120.4], [31.4, 120.6]],
    "tiles": "",
}
SMALL: ViewportSize = {"width": 360, "height": 740}
REPORT = "/grid/report/"
PHOTO: FilePayload = {"name": "井盖.png", "mimeType": "image/png", "buffer": picture(3000)}
OUTBOX = 'const outbox = await import(document.querySelector("script[src*=queue]").src.replace("queue", "outbox"));'
NO_NET = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_CONNECTION_REFUSED", "ServiceWorker")


def waiting(page: Page) -> Any:
    return page.get_by_role("status", name="等待送出")


def sent(page: Page) -> None:
    """All that this account had on the phone."""
    expect(page.locator("[data-came=sent]")).to_have_count(1)
    expect(page.locator("[data-came=sent]")).not_to_contain_text("存在手机里")


def ready(page: Page) -> None:
    """The worker has the empty form, and the phone knows whose it is."""
    page.evaluate(
        """async () => {
        const there = async () => (await caches.match("/grid/report/blank/")) && localStorage.outbox && navigator.serviceWorker.controller;
        while (!(await there())) await new Promise((done) => setTimeout(done, 50));
    }"""
    )


def find(page: Page, words: str, photo: bool = False) -> None:
    page.get_by_label("发现了什么").fill(words)
    if photo:
        page.get_by_label("照片").set_input_files([PHOTO])
        expect(page.get_by_role("img", name="照片 1")).to_be_visible()
    page.get_by_role("button", name="上报", exact=True).click()


def test_a_find_waits_without_a_net_and_goes_up_once(office: Office, axe: Axe) -> None:
    office.allowed += NO_NET
    here = {"latitude": 31.3, "longitude": 120.5}
    page = office.as_("grid_worker", REPORT, viewport=SMALL, geolocation=here, permissions=["geolocation"])
    ready(page)
    seen = page.evaluate("performance.getEntries().map(one => one.encodedBodySize ?? 0)")
    kept = [len(page.request.get(f"{REPORT}{name}").body()) for name in ("blank/", "worker.js")]
    assert 50_000 < sum([*seen, *kept]) <= 100_000
    axe(page)
    shot(page, "phone-report")
    assert not _too_wide(page) and _too_small(page) == []
    send = page.get_by_role("button", name="上报", exact=True).bounding_box()
    assert send and send["y"] + send["height"] <= SMALL["height"]
    page.context.set_offline(True)
    page.goto(REPORT)  # the browser was closed meanwhile: the form that is kept
    expect(waiting(page)).to_contain_text("现在连不上服务器，可以照常上报")
    page.get_by_text("有危险").click()
    page.get_by_role("checkbox", name="要伤人").check()
    expect(page.get_by_role("alert")).to_contain_text("先打 110，再打值班电话 199-0000-0090")
    shot(page, "phone-danger")
    page.get_by_role("checkbox", name="要伤人").uncheck()
    page.get_by_role(
        "radio", name="村道"
    ).check()  # tap 1; 2: the sentence; 3 and 4: the camera, the shutter; 5: sent
    page.get_by_role("button", name="定位").click()
    expect(page.get_by_text("已取得位置")).to_be_visible()
    find(page, "渠堤渗水，约一尺宽", photo=True)
    expect(waiting(page)).to_contain_text("1 条存在手机里")
    expect(page.locator("[data-said]")).to_contain_text("已存下，可以接着报")
    axe(page)
    shot(page, "phone-waiting")
    assert not Incident.objects.filter(what="渠堤渗水，约一尺宽").exists()

    page.get_by_text("有危险").click()
    page.get_by_role("checkbox", name="要伤人").check()
    find(page, "两个人要拿锄头打起来")
    expect(waiting(page)).to_contain_text("2 条存在手机里")

    page.context.set_offline(False)
    page.get_by_role("button", name="重试").click()
    sent(page)
    expect(waiting(page)).to_contain_text(
        "已上报，编号"
    )  # each of them, and above all that nobody called the police
    expect(waiting(page)).to_contain_text("请马上打110")
    expect(waiting(page).get_by_role("link", name="打 110")).to_have_attribute("href", "tel:110")
    axe(page)
    assert not _too_wide(page) and _too_small(page) == []
    made = Incident.objects.get(what="渠堤渗水，约一尺宽")
    assert (made.topic_id, made.area, made.attachments.count()) == ("0102", office.town.taowu_2, 1)
    assert (made.longitude, made.latitude) == (Decimal("120.5"), Decimal("31.3"))
    assert page.locator("[name=longitude]").input_value() == ""  # of this report only
    _handled(office, page, made)
    page.goto("/grid/mine/?tab=found")
    mine = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="渠堤渗水"))
    expect(mine).to_contain_text("已结案")
    expect(mine).to_contain_text("结果：堵上了，抽干看过。")
    shot(page, "phone-mine")
    axe(page)
    assert _too_small(page) == [] and not _too_wide(page)


def _handled(office: Office, finder: Page, made: Incident) -> None:
    """Handed up, dispatched, done, checked by somebody else, closed; whoever is in the field does it on a phone."""
    unit, chief = office.as_("handler", viewport=SMALL), office.as_("grid_chief", viewport=SMALL)
    desk = office.as_("dispatcher")
    for who, name, label, values in (
        (finder, "pass_up", "上报镇里", {"reason": "要用水泵"}),
        (desk, "dispatch", "派遣", {"unit": str(office.town.works.pk)}),
        (unit, "sign", "签收", {}),
        (unit, "answer", "反馈处置结果", {"settled_how": "堵上了，抽干看过。"}),
        (chief, "check", "现场核查", {"passed": "yes", "words": "不渗了。"}),
        (desk, "close", "结案", {}),
    ):
        who.goto(f"/matters/{made.pk}/do/{name}/")
        fill(who, **values)
        assert not _too_wide(who), name
        done(who, label)
    moments = Incident.objects.get(pk=made.pk)
    assert moments.status == "closed" and moments.checked_by == office.town.grid_chief


def test_another_login_neither_sees_nor_sends_it(office: Office, axe: Axe) -> None:
    office.allowed += (*NO_NET, "422")
    page = office.stranger(viewport=SMALL, service_workers="block")
    page.goto(f"/login/?next={REPORT}")
    office.log_in(page, "grid_worker")
    page.route("**/grid/outlines/**", lambda route: route.fulfill(json=OUTLINES))
    page.get_by_role("button", name="地图").click()
    drawn = page.get_by_role("region", name="地图")
    drawn.click()
    expect(page.get_by_text("位置按地图上点的")).to_be_visible()
    expect(drawn.locator(".fq-mark")).to_be_visible()
    axe(page)
    shot(page, "phone-map")
    page.get_by_role("checkbox", name="当场办好了").check()
    find(page, "村口有人堆放气瓶")
    expect(page.locator("[data-said]")).to_contain_text("请写一句怎么办的。没有丢")
    expect(waiting(page)).to_contain_text("请写一句怎么办的")
    axe(page)
    shot(page, "phone-refused")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", leave)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/**")
    assert "还有 1 条上报没有送出" in asked[0]

    page.goto(f"/login/?next={REPORT}")
    office.log_in(page, "liaison")
    expect(waiting(page)).to_contain_text("另有 1 条是别的账号存下的")
    expect(waiting(page)).not_to_contain_text("怎么办")
    opened = page.evaluate(
        """async () => {
        OUTBOX
        const session = await outbox.ask("/grid/report/key/");
        const [entry] = await outbox.waiting();
        const open = (more) => outbox.open({ ...entry, ...more }, session).then(() => "read", () => "sealed");
        return [await open({}), await open({ account: session.account })];
    }""".replace("OUTBOX", OUTBOX)
    )
    assert opened == ["sealed", "sealed"]
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/**")

    page.goto(f"/login/?next={REPORT}")
    office.log_in(page, "grid_worker")
    page.get_by_role("button", name="修改").click()
    expect(page.get_by_label("发现了什么")).to_have_value("村口有人堆放气瓶")
    page.get_by_label("已现场办好").fill("已劝其搬走")
    page.get_by_role("button", name="上报", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("已上报，编号")
    sent(page)
    made = Incident.objects.get(what="村口有人堆放气瓶")
    assert (made.first_contact, made.settled_how) == (office.town.grid_worker, "已劝其搬走")
    assert made.longitude and 120.4 < made.longitude < 120.6  # where it was tapped, days and logins ago


def test_many_go_up_once_over_a_line_that_drops(office: Office) -> None:
    """Before the server has it, and after; and the page is opened anew in between. With PHONE_REPORTS=300: bench/phone.py."""
    office.allowed += NO_NET
    many = int(os.environ.get("PHONE_REPORTS", "8"))
    page = office.as_("grid_worker", REPORT, viewport=SMALL, service_workers="block")
    sent(page)
    posts: list[str] = []

    def drop(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        posts.append(route.request.url)
        answer = route.fetch() if len(posts) % 3 else None
        if len(posts) % 3 == 2:
            route.fulfill(response=answer)
        else:
            route.abort()

    page.route(f"**{REPORT}", drop)
    page.evaluate(
        f"""async ([many]) => {{
        {OUTBOX}
        for (let n = 0; n < many; n += 1) await outbox.keep(crypto.randomUUID(), new Date().toISOString(), [["what", `第 ${{n}} 处路灯不亮`]], []);
    }}""",
        [many],
    )
    left = many
    while left:
        assert len(posts) < 4 * many
        if left == many // 2:
            page.reload()
        left = page.evaluate(
            f"""async () => {{
            {OUTBOX}
            const session = await outbox.ask("/grid/report/key/");
            if (session.account) await outbox.send("{REPORT}", session, () => {{}});
            return (await outbox.waiting()).length;
        }}"""
        )
    found = Incident.objects.filter(what__endswith="处路灯不亮").values_list("what", flat=True)
    assert len(found) == len(set(found)) == many < len(posts)


@contextmanager
def telephone(office: Office, where: Path) -> Iterator[BrowserContext]:
    """A browser that keeps what it has when it is killed."""
    context = office.browser.browser_type.launch_persistent_context(
        where,
        executable_path=_program(),
        args=[*SWITCHES],
        viewport=SMALL,
        locale="zh-CN",
        base_url=office.url,
    )
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        context.close()


def kill(where: Path) -> None:
    """The programs that have this directory open, all at once: no page is told."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            if str(where).encode() in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)


def test_the_browser_is_killed_in_the_field(office: Office, tmp_path: Path) -> None:
    with telephone(office, tmp_path / "phone") as context:
        page = context.new_page()
        page.goto(f"/login/?next={REPORT}")
        office.log_in(page, "grid_worker")
        ready(page)
        context.set_offline(True)
        find(page, "桥栏杆断了一截")
        expect(waiting(page)).to_contain_text("1 条存在手机里")
        with context.expect_event("close"):
            kill(tmp_path / "phone")
    with telephone(office, tmp_path / "phone") as context:
        context.set_offline(True)
        page = context.new_page()
        page.goto(REPORT)
        expect(waiting(page)).to_contain_text("1 条存在手机里")
        find(page, "桥头路面塌了")
        expect(waiting(page)).to_contain_text("2 条存在手机里")
        context.set_offline(False)
        page.goto(f"/login/?next={REPORT}")
        office.log_in(page, "grid_worker")
        sent(page)
    assert Incident.objects.filter(what__in=["桥栏杆断了一截", "桥头路面塌了"]).count() == 2
