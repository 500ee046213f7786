"""The one PDF of a file: every page in its place with its number, as the index says; PDF/A whatever was scanned."""

import io
import re
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from core.documents import attachments, dossier_pdf
from core.documents import issue as documents
from core.documents.uploads import check_upload
from core.models import Document, Look, Notice, Progress
from core.procedure import dossier_job
from core.procedure.procedure import document_kinds
from mediation.dossier import DOSSIER
from mediation.models import Mediation
from tests.core.pdf_parts import Parts
from tests.core.test_papers import fonts_of, plain
from tests.mediation import files
from tests.people import Town
from tests.sweeps.world import undone

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

PARTIES = [{"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"}]
MILLIMETRE = 72 / 25.4


def picture(kind: str, size: tuple[int, int] = (1200, 800), mode: str = "RGB") -> bytes:
    image = Image.new(mode, size, "white" if mode != "L" else 255)
    ImageDraw.Draw(image).rectangle((20, 20, size[0] - 20, size[1] - 20), outline="black", width=9)
    data = io.BytesIO()
    image.save(data, kind)
    return data.getvalue()


def scanned(pages: int, size: tuple[float, float] = (595, 842)) -> bytes:
    """What a scanner makes; no PDF/A."""
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        pdf.new_page(*size)
    data = io.BytesIO()
    pdf.save(data)
    pdf.close()
    return data.getvalue()


def attach(made: Mediation, town: Town, name: str, data: bytes, item: str = "beside") -> None:
    file = ContentFile(data, name)
    attachments.add(made, file, check_upload(file), town.mediator, name, item=item)


SOME = ("application", "inquiry", "record", "agreement", "closing")


def issue(made: Mediation, by: Any, *keys: str) -> None:
    """These papers, or all, each part of them."""
    for kind in document_kinds().values():
        key = kind.key.removeprefix("mediation.")
        if kind.key == f"mediation.{key}" and key in (keys or {key}) and not kind.why_not(made):
            for part in kind.scopes(made):
                documents.issue(kind, made, by, part)


def filed(made: Mediation, by: Any, data: bytes = b"%PDF-1.7") -> None:
    """All papers, each part of them, without laying them out."""
    for kind in document_kinds().values():
        if kind.key.startswith("mediation.") and not kind.why_not(made):
            for part, label in kind.scopes(made).items():
                documents.store(kind.key, label, data, by, matter=made, scope=part)


def opened(town: Town, status: str = "performed") -> Mediation:
    return files.whole(town, town.register(parties=[dict(one) for one in PARTIES]), status)


def scan(made: Mediation, town: Town) -> None:
    """A scan of every sort."""
    attach(made, town, "身份证.jpg", picture("JPEG"), "identity")
    attach(made, town, "签好的协议书.pdf", scanned(2, (842, 1191)), "agreement")  # A3
    attach(made, town, "裁定书.pdf", scanned(3), "ruling")
    attach(made, town, "现场照片.png", picture("PNG", (300, 900), "RGBA"), "evidence")
    attach(made, town, "通话记录.txt", "三次通话".encode())


@pytest.fixture(scope="module")
def built(scene: Town) -> int:
    """Seven papers and four scans of every sort."""
    made = opened(scene)
    issue(made, scene.director, *SOME)
    scan(made, scene)
    return made.pk


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


@pytest.fixture
def made(town: Town, built: int) -> Mediation:
    return Mediation.objects.get(pk=built)


def bind(made: Mediation, by: Any) -> Document:
    dossier_job.ask(made, by)
    dossier_job.make(made.pk, by.pk)
    return made.documents.filter(kind=DOSSIER.kind).order_by("-version")[0]


def texts(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    found = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in pdf]
    pdf.close()
    return found


def marks(data: bytes) -> list[tuple[str, str]]:
    """What stands in the outer top corner of each page: (left, right)."""
    pdf = pypdfium2.PdfDocument(data)
    found = []
    for page in pdf:
        text, (width, height) = page.get_textpage(), page.get_size()
        corner = (height - 14 * MILLIMETRE, height - 8 * MILLIMETRE)
        left = text.get_text_bounded(0, corner[0], 40 * MILLIMETRE, corner[1])
        right = text.get_text_bounded(width - 40 * MILLIMETRE, corner[0], width, corner[1])
        found.append((left.strip(), right.strip()))
    pdf.close()
    return found


@pytest.fixture(scope="module")
def once(scene: Town, built: int) -> tuple[Document, bytes]:
    """The file of the scene, of which no row is left."""
    with undone():
        paper = bind(Mediation.objects.get(pk=built), scene.mediator)
        return paper, documents.read(paper.digest)


def test_every_paper_begins_on_the_page_that_the_index_says(
    made: Mediation, once: tuple[Document, bytes]
) -> None:
    paper, data = once
    pages, lines = texts(data), dossier_pdf.counted(dossier_pdf.sheets(DOSSIER, made))
    first = next(place for place, (_, right) in enumerate(marks(data)) if right == "1")
    assert first % 2 == 0  # a right-hand page
    for line in lines:
        if line.ours:
            assert line.name.split("（")[0] in pages[first + line.first - 1]
    index = "".join(pages[1:first])
    for place, line in enumerate(lines, 1):
        if line.pages:
            assert f"{place}{line.name}{line.on:%Y-%m-%d}{line.first}" in index
    total = sum(line.pages for line in lines)
    assert paper.facts["pages"] == total == len(pages) - first - 2 - (len(pages) - first - total) % 2
    assert f"{total}页" in pages[0]


def test_pages_carry_their_numbers_in_the_outer_corner(once: tuple[Document, bytes]) -> None:
    paper, data = once
    found = marks(data)
    first = next(place for place, (left, right) in enumerate(found) if right == "1")
    for number in range(1, paper.facts["pages"] + 1):
        left, right = found[first + number - 1]
        assert (right if number % 2 else left) == str(number)
    assert not any(left or right for left, right in found[:first])
    assert not any(left or right for left, right in found[first + paper.facts["pages"] :])
    assert len(found) % 2 == 0  # the back cover is a left-hand page
    assert "本卷共" in texts(data)[-1]


def test_the_file_is_pdf_a_whatever_was_scanned(made: Mediation, once: tuple[Document, bytes]) -> None:
    _, data = once
    assert b'pdfaid:part="3"' in plain(data)
    assert b'pdfaid:conformance="B"' in plain(data)
    assert b"/GTS_PDFA1" in data
    assert b"/OutputIntents" in data
    assert b"/Lang (zh-CN)" in data or b"/Lang(zh-CN)" in data
    assert re.search(rb"/ID\s*\[", data)
    assert data[9:15].startswith(b"%") or data[:20].count(b"%") == 2
    assert b"/Encrypt" not in data
    assert fonts_of(data) == {"Paper-Song", "Paper-Hei"}
    assert list(Parts(data).lacking()) == []
    pdf = pypdfium2.PdfDocument(data)
    assert {tuple(map(round, page.get_size())) for page in pdf} == {(595, 842)}
    facts = pdf.get_metadata_dict()
    assert facts["Title"] == f"调解卷宗{made.number}"
    assert "陶根发" not in str(facts)


def test_the_order_is_that_of_the_file(town: Town) -> None:
    made = opened(town)
    filed(made, town.director)
    scan(made, town)
    names = [line.name for line in dossier_pdf.sheets(DOSSIER, made)]
    assert names == [
        "人民调解申请书", "人民调解受理登记表", "权利义务告知书", "身份证", "授权委托书", "人民调解调查记录",
        "证据材料清单", "现场照片", "延期同意书", "人民调解记录",
        "人民调解记录（第2次）", "人民调解协议书", "签好的协议书", "履行凭证（收条）", "履行凭证（收条）（第2期）",
        "司法确认申请书", "裁定书", "人民调解回访记录", "结案报告表", "通话记录",
    ]  # fmt: skip


def test_what_cannot_be_bound_is_named_in_the_notes(once: tuple[Document, bytes]) -> None:
    _, data = once
    notes = texts(data)[-2]
    assert "另存于本系统的电子文件1件：通话记录。" in notes
    assert "缺件：权利义务告知书、" in notes
    assert "其中扫描件4件" in notes


def test_what_is_missing_stands_in_the_notes(town: Town) -> None:
    made = opened(town, "ended")
    issue(made, town.mediator, "end")
    notes = "".join(texts(documents.read(bind(made, town.mediator).digest))[-2:])
    assert "人民调解申请书或者受理登记表、权利义务告知书" in notes
    assert "当事人身份证明、" in notes


def test_the_same_parts_are_the_same_version(made: Mediation, town: Town) -> None:
    first = bind(made, town.mediator)
    assert bind(made, town.mediator) == first
    attach(made, town, "收条.jpg", picture("JPEG", (800, 1000)), "receipt")
    second = bind(made, town.mediator)
    assert (second.version, second.label) == (2, "调解卷宗")
    assert second.facts["count"] == first.facts["count"] + 1


def test_the_newest_version_of_a_paper_goes_in(made: Mediation, town: Town) -> None:
    old = Document.objects.get(matter=made, kind="mediation.closing")
    Mediation.objects.filter(pk=made.pk).update(version=made.version + 1, facts="鱼塘漫水，重写过")
    new = documents.issue(
        document_kinds()["mediation.closing"], Mediation.objects.get(pk=made.pk), town.director
    )
    digests = [line.digest for line in dossier_pdf.sheets(DOSSIER, made)]
    assert new.digest in digests
    assert old.digest not in digests


def test_a_scan_that_was_damaged_is_named_by_its_place(made: Mediation, town: Town) -> None:
    whole = Image.open

    def broken(*args: Any, **more: Any) -> Any:
        raise OSError("cut off")

    dossier_job.ask(made, town.mediator)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.documents.binding.Image.open", broken)
        assert dossier_job.make(made.pk, town.mediator.pk) == "卷宗没有做成。"
    assert Image.open is whole
    row = Progress.objects.get(key=dossier_job.key_of(made.pk))
    assert (row.failed, row.note) == (True, "目录第2件打不开")
    assert bind(made, town.mediator).version == 1


# --- Rights and pages ---------------------------------------------------------------------------------------------


def test_who_may_not_see_people_in_full_gets_no_file(client: Client, made: Mediation, town: Town) -> None:
    page = reverse("dossier", args=[made.pk])
    client.force_login(town.stranger)
    assert client.get(page).status_code == 404
    dossier_job.ask(made, town.mediator)
    assert "已没有权限" in dossier_job.make(made.pk, town.stranger.pk)
    assert not made.documents.filter(kind=DOSSIER.kind).exists()
    assert Progress.objects.get(key=dossier_job.key_of(made.pk)).failed


def test_one_click_makes_it_and_opening_it_is_a_look(
    client: Client, made: Mediation, town: Town, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    page = reverse("dossier", args=[made.pk])
    client.force_login(town.mediator)
    assert "合成卷宗" in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    assert client.post(page).status_code == 302  # a double click
    assert "等后台接手" in client.get(page).content.decode()
    dossier_job.make(made.pk, town.mediator.pk)
    shown = client.get(page).content.decode()
    paper = made.documents.get(kind=DOSSIER.kind)
    assert reverse("document", args=[paper.pk]) in shown
    assert Notice.objects.filter(user=town.mediator, sentence__startswith="卷宗已合成").count() == 1
    assert client.get(reverse("document", args=[paper.pk])).status_code == 200
    assert Look.objects.filter(matter=made, by=town.mediator, what="调解卷宗").count() == 1


def test_it_is_not_issued_like_other_papers(made: Mediation) -> None:
    assert "卷宗" in document_kinds()[DOSSIER.kind].why_not(made)


# --- Speed -------------------------------------------------------------------------------------------------------


def peak() -> int:
    """The most memory that this process has held since it was last reset, MB."""
    told = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert told
    return int(told[1]) // 1024


def test_thirty_papers_are_bound_in_time_and_memory(town: Town) -> None:
    """The office's bounds are 10 s and 500 MB in the worker, which holds some 150 MB before it begins. Here with
    fourteen photos of twelve million points among the thirty; measured 4.5 s and 95 MB more.
    """
    made = opened(town)
    issue(made, town.director, "record")
    filed(made, town.director, documents.read(made.documents.latest("pk").digest))
    for number in range(
        30 - len(dossier_pdf.sheets(DOSSIER, made))
    ):  # no two alike: what is there already is not added again
        attach(made, town, f"现场照片{number}.jpg", picture("JPEG", (4000, 3000 - number)))
    assert len(dossier_pdf.sheets(DOSSIER, made)) == 30
    Path("/proc/self/clear_refs").write_text("5")
    before, begun = peak(), time.process_time()
    bind(made, town.mediator)
    assert time.process_time() - begun < 10  # of the processor: others may be using it
    assert peak() - before < 300
