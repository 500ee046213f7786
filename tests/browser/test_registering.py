"""A registration as it is typed: what the page says meanwhile, and what no accident can take away."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from cases.models import Case
from core.models import Draft, Link
from tests.browser.conftest import PHONE, Axe, Office, _free_port, launched, program
from tools.run import answers

SHOTS = os.environ.get("SHOTS")
PERSON = {
    "name": "葛守田",
    "role": "applicant",
    "phone": "19900000061",
    "address": "澄湖县栖云镇竹溪村三组5号",
    "id_kind": "resident",
    "id_number": "990121197608080992",
}
DEMAND = "邻居去年把两家之间的排水沟填了垫院子，今年下雨水都往他家灶房里倒，要求恢复排水沟"


@pytest.fixture(autouse=True)
def no_drafts(office: Office) -> None:
    """What other stories left unfinished."""
    Draft.objects.all().delete()


def shot(page: Page, name: str) -> None:
    """A picture to look at, where somebody asks for pictures."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS, f"{name}.png"))


def kept(page: Page) -> None:
    expect(page.locator("[data-draft-said]")).to_contain_text("已存")


@contextmanager
def own_server(port: int, **more: str) -> Iterator[str]:
    """A web server of this story alone, which may be killed and begun anew."""
    url = f"http://127.0.0.1:{port}"
    with program(
        "-m", "gunicorn", "-c", "config/gunicorn.py", PORT=str(port), WEB_WORKERS="1", **more
    ) as process:
        deadline = time.monotonic() + 60
        while not answers(f"{url}/login/"):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        yield url
        process.kill()  # as a power cut would: nothing is finished before


def counter(office: Office, url: str) -> Page:
    """The receptionist before a server of her own."""
    office.as_("receptionist").context.close()  # a session
    office.allowed += ["elsewhere: http://127.0.0.1", "ERR_CONNECTION"]
    return office.stranger(base_url=url, storage_state=office.server.sessions["receptionist"])


# --- What is known already -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE], ids=["desk", "phone"])
def test_who_and_what_is_known_shows_while_one_types(office: Office, axe: Axe, size: dict[str, int]) -> None:
    town = office.town
    old = town.register("邻居把排水沟填了，一下雨水就往灶房里倒", area=town.zhuxi, parties=[PERSON])
    page = office.as_("receptionist", viewport=size)
    page.get_by_label("诉求", exact=True).fill(
        f"{DEMAND}，{size['width']} 天内办好"
    )  # the same words are asked about
    page.get_by_label("地点", exact=True).fill("竹溪村")
    page.get_by_label("类别", exact=True).fill("0201 用水排水通行通风采光")
    page.get_by_label("第 1 行 姓名或名称").fill("葛守田")
    expect(page.get_by_text("姓名相同 葛**").first).to_be_visible()
    expect(page.get_by_text("对应司法部口径：邻里")).to_be_visible()
    expect(page.get_by_text("很像").first).to_be_visible()
    expect(page.locator("[data-look-said]")).to_contain_text("此人以前")
    page.get_by_label("是否影响住房").select_option("是")
    group = page.get_by_text("集体访", exact=True)
    expect(group).to_be_hidden()
    page.get_by_label("来访人数").fill("6")
    expect(group).to_be_visible()
    page.get_by_label("代表", exact=True).fill("葛守田、方立新")
    page.get_by_role("checkbox", name="带入资料").first.check(force=True)
    expect(page.get_by_label("第 1 行 联系电话")).to_have_attribute("placeholder", "199****0061")
    page.get_by_role("checkbox", name=f"另登记，与 {old.number} 互相关联").check(force=True)
    kept(page)
    key = page.locator("[name=key]").input_value()
    assert Draft.objects.filter(key=key).exists()
    page.evaluate("scrollTo(0, 0)")
    shot(page, f"typed-{size['width']}")
    axe(page)
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    case = Case.objects.latest("pk")
    first, second = case.parties.order_by("order")
    assert (first.phone, first.id_number, first.is_representative) == (
        PERSON["phone"],
        PERSON["id_number"],
        True,
    )
    assert second.name == "方立新" and case.is_group and case.particulars == [["是否影响住房", "是"]]
    assert Link.objects.filter(first=old, second=case).exists() and case.repeated
    assert not Draft.objects.filter(key=key).exists()


def test_going_on_with_the_matter_that_is_there_leaves_a_draft(office: Office) -> None:
    old = office.town.register("桥头垃圾没人清，夏天臭气很大，苍蝇多", area=office.town.zhuxi)
    page = office.as_("receptionist")
    page.get_by_label("诉求", exact=True).fill("桥头的垃圾一直没人清，夏天臭气大")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_role("button", name="续办这一件").first.click()
    expect(page).to_have_url(f"{office.url}/matters/{old.pk}/")
    page.goto("/cases/register/")
    page.get_by_text("没有登记完的 1 件").click()
    page.get_by_role("button", name="丢弃：桥头的垃圾一直没人清").click()
    expect(page.get_by_text("没有登记完的")).to_be_hidden()


def test_without_a_script_a_button_looks(office: Office, axe: Axe) -> None:
    old = office.town.register("三组机井水泵坏了，浇不上地，要求修", area=office.town.zhuxi, parties=[PERSON])
    page = office.as_("receptionist", java_script_enabled=False)
    page.get_by_label("诉求", exact=True).fill("机井的水泵坏了，地浇不上，要求修水泵")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_label("类别", exact=True).fill("0904")
    page.get_by_label("第 1 行 联系电话").fill("199-0000-0061")
    page.get_by_role("button", name="查重、带出专问").click()
    expect(page.get_by_text("电话相同 199****0061").first).to_be_visible()
    expect(page.get_by_text(old.number).first).to_be_visible()
    expect(page.get_by_label("诉求", exact=True)).to_have_value("机井的水泵坏了，地浇不上，要求修水泵")
    page.get_by_role("checkbox", name="带入资料").first.check(force=True)
    page.get_by_label("第 1 行 姓名或名称").fill("葛守田")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    assert Case.objects.latest("pk").parties.get().id_number == PERSON["id_number"]


# --- Nothing typed is lost -------------------------------------------------------------------------------------


def test_a_browser_that_dies_loses_nothing(office: Office, browser: Browser) -> None:
    office.as_("receptionist").context.close()  # a session
    mark = f"--of-this-story={uuid4()}"
    mortal = launched(browser.browser_type, mark)
    page = mortal.new_context(
        base_url=office.url, locale="zh-CN", storage_state=office.server.sessions["receptionist"]
    ).new_page()
    page.goto("/cases/register/")
    page.get_by_label("诉求", exact=True).fill("浏览器死掉之前写的诉求")
    page.get_by_label("地点", exact=True).fill("不详")
    page.get_by_label("第 1 行 证件号码").fill("9901211958")
    page.get_by_role("checkbox", name="扬言").press("Space")
    kept(page)
    for process in psutil.process_iter(["cmdline"]):
        if mark in (process.info["cmdline"] or ()):
            process.kill()
    page = office.as_("receptionist")
    shot(page, "drafts")
    page.get_by_text("没有登记完的 1 件").click()
    page.get_by_role("link", name="接着登记").click()
    expect(page.get_by_label("诉求", exact=True)).to_have_value("浏览器死掉之前写的诉求")
    expect(page.get_by_label("第 1 行 证件号码")).to_have_value("9901211958")
    expect(page.get_by_role("checkbox", name="扬言")).to_be_checked()
    page.get_by_label("第 1 行 证件号码").fill("")
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    page.goto("/cases/register/")
    expect(page.get_by_role("link", name="接着登记")).to_have_count(0)


def test_what_was_typed_a_moment_before_leaving_is_kept_too(office: Office) -> None:
    page = office.as_("receptionist")
    page.get_by_label("诉求", exact=True).fill("刚写下就关掉了")
    page.get_by_label("地点", exact=True).fill("不详")
    page.on("dialog", lambda asked: asked.accept())
    page.goto("/queue/")
    deadline = time.monotonic() + 10
    while not Draft.objects.exists():
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)
    assert "刚写下就关掉了" in Draft.objects.get().content


def test_a_server_that_is_killed_loses_nothing(office: Office) -> None:
    port = _free_port()
    with own_server(port) as url:
        page = counter(office, url)
        page.goto("/cases/register/")
        page.get_by_label("诉求", exact=True).fill("服务器断电之前写的")
        page.get_by_label("地点", exact=True).fill("不详")
        kept(page)
    said = page.locator("[data-draft-said]")
    page.get_by_label("诉求", exact=True).fill("服务器断电之后接着写的")
    page.get_by_label("地点", exact=True).fill("不详")
    expect(said).to_contain_text("草稿没有存上（网络断了），请不要关闭这一页")
    shot(page, "down")
    with own_server(port):
        expect(said).to_contain_text("已存", timeout=20_000)
        page.goto("/cases/register/")
        page.get_by_text("没有登记完的").click()
        page.get_by_role("link", name="接着登记").first.click()
        expect(page.get_by_label("诉求", exact=True)).to_have_value("服务器断电之后接着写的")
        page.get_by_role("button", name="登记并打印回执").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
        page.context.close()


# --- Readers and cameras ----------------------------------------------------------------------------------------


def test_a_reader_that_types_fills_the_line_and_sends_nothing(office: Office) -> None:
    page = office.as_("receptionist")
    field = page.get_by_label("第 1 行 证件号码")
    field.focus()
    page.keyboard.type("990121195803160112\n")
    expect(page.get_by_label("第 1 行 联系电话")).to_be_focused()
    expect(field).to_have_value("990121195803160112")
    second = page.get_by_label("第 2 行 证件号码")
    second.focus()
    page.keyboard.insert_text("秦满仓|男|汉|990121196902140461|澄湖县栖云镇竹溪村三组6号|澄湖县公安局")
    page.keyboard.press("Enter")
    expect(second).to_have_value("990121196902140461")
    expect(page.get_by_label("第 2 行 姓名或名称")).to_have_value("秦满仓")
    expect(page.get_by_label("第 2 行 住址")).to_have_value("澄湖县栖云镇竹溪村三组6号")
    expect(page).to_have_url(f"{office.url}/cases/register/")
    expect(page.get_by_role("heading", level=1)).to_have_text("来访登记")


class Reader(BaseHTTPRequestHandler):
    """The local service of a vendor: JSON, and leave for pages of other origins to read it."""

    card: dict[str, Any] = {}

    def do_GET(self) -> None:
        body = json.dumps(self.card).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Quiet."""


def test_a_reader_with_a_service_of_its_own_is_asked(office: Office, axe: Axe) -> None:
    service = ThreadingHTTPServer(("127.0.0.1", 0), Reader)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    with own_server(_free_port(), ID_READER_URL=f"http://127.0.0.1:{service.server_port}/read") as url:
        page = counter(office, url)
        page.goto("/cases/register/")
        button = page.get_by_role("button", name="读身份证")
        Reader.card = {
            "code": 0,
            "data": {
                "partyName": "陈守田",
                "certNumber": PERSON["id_number"],
                "certAddress": "竹溪村三组5号",
            },
        }
        button.click()
        expect(page.get_by_label("第 1 行 姓名或名称")).to_have_value("陈守田")
        expect(page.get_by_label("第 1 行 证件号码")).to_have_value(PERSON["id_number"])
        expect(page.get_by_label("第 1 行 联系电话")).to_be_focused()
        Reader.card = {"姓名": "秦满仓", "证件号码": "990121196902140461", "住址": "竹溪村三组6号"}
        button.click()
        expect(page.get_by_label("第 2 行 住址")).to_have_value("竹溪村三组6号")
        Reader.card = {"code": 1, "message": "no card"}
        button.click()
        expect(page.get_by_text("没有读到证件，请把证件放好再读")).to_be_visible()
        shot(page, "reader")
        axe(page)
        service.shutdown()
        service.server_close()
        button.click()
        expect(page.get_by_text("读卡器没有应答，请手工填写。")).to_be_visible()
        page.evaluate("document.querySelector('form[data-draft]').remove()")
        page.context.close()


def test_a_document_camera_puts_its_pictures_into_the_case(office: Office, browser: Browser) -> None:
    office.as_("receptionist").context.close()
    with_camera = launched(
        browser.browser_type, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"
    )
    page = with_camera.new_context(
        base_url=office.url, locale="zh-CN", storage_state=office.server.sessions["receptionist"]
    ).new_page()
    page.goto("/cases/register/")
    page.get_by_label("诉求", exact=True).fill("拍了两张照片的事项")
    page.get_by_label("地点", exact=True).fill("不详")
    page.locator(".fq-more > summary").click()
    page.get_by_role("button", name="拍照").click()
    for number in (1, 2):
        page.get_by_role("button", name="拍一张").click()
        expect(page.get_by_text(f"已拍 {number} 张，随登记保存。")).to_be_visible()
    shot(page, "camera")
    page.get_by_role("button", name="收起").click()
    page.get_by_role("button", name="登记并打印回执").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记")
    with_camera.close()
    case = Case.objects.get(title="拍了两张照片的事项")
    assert [one.name for one in case.attachments.order_by("pk")] == ["登记材料.jpg", "登记材料（2）.jpg"]
