"""Files that come in and go out: another office's table is imported, a list is taken out."""

import csv
import io
import time
from pathlib import Path

import openpyxl
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page, expect

from core.models import Export, HistoryEntry, Import
from grid.models import Incident
from tests.browser.conftest import PHONE, Axe, Office, cluster
from tests.browser.test_grid_phone import ready

TABLE = "编号,群众说的,收到时间,村,姓名,电话\n1,石桥栏杆松动,2026-01-05,桃坞村,陶根发,19900000013\n2,,2026-01-06,,,\n"


def give(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_label("来源系统").fill("县热线")
    page.get_by_role("button", name="上传并核对").click()


def imported(page: Page, number: int) -> None:
    """Wait for the queue; the page goes on by itself."""
    deadline = time.monotonic() + 30
    while Import.objects.order_by("-pk")[0].ended_at is None:
        assert time.monotonic() < deadline, "the cluster has done nothing"
        time.sleep(0.2)
    expect(page.get_by_role("link", name=f"看这次导入的 {number} 件")).to_be_visible()


def test_a_table_is_imported_corrected_and_found(office: Office, axe: Axe, tmp_path: Path) -> None:
    page = office.as_("dispatcher")
    page.get_by_role("link", name="导入事项").click()
    axe(page)
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    assert template.value.suggested_filename == "事项导入模板.xlsx"
    give(page, "热线台账.csv", TABLE.encode())
    expect(page.get_by_role("alert")).to_contain_text("“诉求”")
    axe(page)
    page.get_by_label("群众说的").select_option(label="诉求（必填）")
    page.get_by_role("button", name="按此重新核对").click()
    expect(page.get_by_role("region", name="核对结果")).to_contain_text("可以入库 1 件")
    preview = page.get_by_role("region", name="入库后的样子")
    expect(preview).to_contain_text("石桥栏杆松动")
    expect(preview).not_to_contain_text("19900000013")
    axe(page)
    page.get_by_label("只入库正确的行").check()
    page.get_by_role("button", name="确认入库").click()
    with cluster():
        imported(page, 1)
        axe(page)
        with page.expect_download() as refused:
            page.get_by_role("link", name="下载这些行和原因").click()
        book = openpyxl.load_workbook(io.BytesIO(Path(refused.value.path()).read_bytes()))
        assert book.active["G2"].value == "“诉求”是空的。"
        book.active["B2"].value = "凉亭漏雨，来人修"
        book.save(tmp_path / "改好.xlsx")
        page.get_by_role("link", name="上传别的文件").click()
        give(page, "改好.xlsx", (tmp_path / "改好.xlsx").read_bytes())
        page.get_by_role("button", name="确认入库").click()
        imported(page, 1)
    page.get_by_role("link", name="看这次导入的 1 件").click()
    axe(page)
    expect(page.get_by_role("table")).to_contain_text("凉亭漏雨")
    page.get_by_role("searchbox").fill("石桥栏杆")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="石桥栏杆松动").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("石桥栏杆松动")
    auditor = office.as_("auditor")
    auditor.get_by_role("link", name="导入记录").click()
    axe(auditor)
    expect(auditor.get_by_role("table")).to_contain_text("热线台账.csv")


def test_a_list_is_taken_out_as_csv(office: Office, axe: Axe) -> None:
    office.town.register("码头台阶缺了一块")
    page = office.as_("director", "/cases/?view=all&q=码头台阶")
    page.get_by_role("link", name="导出", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("共 1 件")
    axe(page)
    page.get_by_label("CSV").check()
    page.get_by_label("导出理由").fill("月度例会用")
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出").click()
    assert taken.value.suggested_filename.endswith(".csv")
    lines = list(csv.reader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig"))))
    assert "码头台阶缺了一块" in lines[1] and lines[-1][0].endswith("理由：月度例会用")
    assert Export.objects.get(reason="月度例会用").count == 1


def heavy(at: Path) -> Path:
    """A photo of 50 MB that every program reads: a small one with long comments in it."""
    made = io.BytesIO()
    Image.new("RGB", (1600, 1200), "olive").save(made, "JPEG")
    comment = b"\xff\xfe\xff\xff" + bytes(65533)
    at.write_bytes(made.getvalue()[:2] + comment * 801 + made.getvalue()[2:])
    assert at.stat().st_size > 50 * 1024 * 1024
    return at


def test_a_photo_of_50_mb_is_refused_at_the_desk_and_made_small_on_the_phone(
    office: Office, tmp_path: Path
) -> None:
    """Nothing of what is refused is stored: no attachment, no bytes, no line of history."""
    photo, case = heavy(tmp_path / "现场.jpg"), office.town.register("石桥栏杆松动")
    office.allowed.append("422")
    kept = sum(1 for _ in Path(settings.MEDIA_ROOT).rglob("*"))
    told = HistoryEntry.objects.filter(matter=case).count()
    desk = office.as_("receptionist", f"/matters/{case.pk}/attach/")
    desk.locator("main input[type=file]").first.set_input_files(photo)
    desk.get_by_role("main").get_by_role("button", name="上传").click()
    expect(desk.get_by_text("20 MB").first).to_be_visible()
    assert not case.attachments.exists() and HistoryEntry.objects.filter(matter=case).count() == told
    assert sum(1 for _ in Path(settings.MEDIA_ROOT).rglob("*")) == kept
    phone = office.as_("grid_worker", "/grid/report/", viewport=PHONE)
    ready(phone)
    phone.get_by_role("radio", name="村道").check()
    phone.get_by_label("发现了什么").fill("护栏断了，拍得太大")
    phone.get_by_label("照片").set_input_files(photo)
    expect(phone.get_by_role("img", name="照片 1")).to_be_visible()
    phone.get_by_role("button", name="上报", exact=True).click()
    expect(phone.get_by_text("已上报，编号").first).to_be_visible()
    [small] = Incident.objects.get(what="护栏断了，拍得太大").attachments.all()
    assert small.size < 1024 * 1024
