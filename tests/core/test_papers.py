"""Each paper prints in our two fonts only, on the right sheet, without network, in full."""

import base64
import re
import zlib
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.conf import settings

from core.documents import qr, render, typesetting
from core.documents.issue import DocumentKind
from core.templatetags.fengqiao import unbroken
from tests.core import paper_samples as samples
from tests.core import paper_samples_command as command
from tests.core import paper_samples_council as council
from tests.core import paper_samples_grid as grid
from tests.core import paper_samples_hall as hall
from tests.core import paper_samples_legal as legal
from tests.core import paper_samples_mediation as mediation
from tests.core import paper_samples_people as people
from tests.core import paper_samples_petitions as petitions

DOCUMENTS = Path(settings.BASE_DIR) / "templates" / "documents"
SAMPLES = [
    *samples.SAMPLES,
    *hall.SAMPLES,
    *mediation.SAMPLES,
    *people.SAMPLES,
    *petitions.SAMPLES,
    *grid.SAMPLES,
    *legal.SAMPLES,
    *council.SAMPLES,
    *command.SAMPLES,
]
# The numbers are laid over other papers (tests/mediation/test_bound.py).
TEMPLATES = {path.stem for path in DOCUMENTS.glob("[a-z]*.html")} - {"sheet", "dossier_numbers"}
POINTS = {"A4": (595, 842), "A5": (420, 595), "A4 landscape": (842, 595)}
MILLIMETRE = 72 / 25.4


def printed(template: str, context: dict[str, Any]) -> bytes:
    """Render one sample."""
    return render.render(f"documents/{template}.html", context, title="测试")


def text_of(pdf: bytes) -> str:
    """The text layer of all pages, without white space."""
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pages))


def words_of(kind: DocumentKind, made: Any, part: str | None = None) -> str:
    """All that the page of a paper holds, printed or not: what it tells is looked for without laying it out."""
    made = type(made)._default_manager.get(pk=made.pk)
    assert not kind.why_not(made)
    _, values = kind.values(made, part)
    page = render.html_of(kind.template, {**values, "number": made.number}, title=kind.label)
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", page)))


def fonts_of(pdf: bytes) -> set[str]:
    """Names of the fonts any text object uses, also inside drawings; embedded ones only."""
    names = set()
    for page in pypdfium2.PdfDocument(pdf):
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5):
            font = pdfium.FPDFTextObj_GetFont(thing.raw)
            buffer = (pdfium.c_char * 200)()
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 200)
            embedded = pdfium.FPDFFont_GetIsEmbedded(font)
            names.add(buffer.value.decode() if embedded else f"not embedded: {buffer.value!r}")
    return {name.split("+")[-1] for name in names}


def plain(pdf: bytes) -> bytes:
    """The streams of the file, inflated."""
    parts = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            parts.append(match[1])
    return b"\n".join(parts)


def test_every_template_has_samples() -> None:
    assert {sample.template for sample in SAMPLES} == TEMPLATES


def test_no_page_of_a_letter_holds_its_last_note_alone() -> None:
    """However long it is, words of the letter and the day stand on the page that ends it (GB/T 9704)."""
    for lines in range(5, 13):
        words = [("一、基本情况", ["渠道堵了，正在清淤。"] * lines)]
        pages = pypdfium2.PdfDocument(printed("official_letter", {**command.ORDER, "sections": words}))
        last = pages[len(pages) - 1].get_textpage().get_text_bounded()
        assert "正在清淤" in last and "签发人" in last and "月" in last, lines


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_each_paper_is_whole(sample: samples.Sample) -> None:
    pdf = printed(sample.template, sample.context)
    document = pypdfium2.PdfDocument(pdf)
    sizes = [POINTS[sample.size]] if sample.size else list(POINTS.values())  # "": several in one file
    assert len(document) == sample.pages
    assert fonts_of(pdf) == {"Paper-Song", "Paper-Hei"}
    for page in document:
        assert tuple(map(round, page.get_size())) in sizes
        assert_inside(page)
        assert_apart(page)
    text = text_of(pdf)
    for words in sample.says:
        assert re.sub(r"\s", "", words) in text
    for words in sample.hides:
        assert words not in text


def test_nobody_signs_on_a_page_of_its_own() -> None:
    """What is signed for stands above the signatures, on whichever page they come to stand."""
    for sample in samples.SAMPLES:
        if sample.template == "mediation_record":
            pages = [
                page.get_textpage().get_text_range()
                for page in pypdfium2.PdfDocument(printed(sample.template, sample.context))
            ]
            assert "本次调解结果" in pages[-1] and "（印章）" in pages[-1]


def test_a_name_a_day_and_a_number_are_not_broken() -> None:
    assert unbroken("电话　4月17日　<林>") == (
        '<span class="nw">电话</span>　<span class="nw">4月17日</span>　<span class="nw">&lt;林&gt;</span>'
    )
    assert unbroken("栖云镇农业农村和生态环境办公室") == "栖云镇农业农村和生态环境办公室", (
        "what is long must break"
    )


def assert_inside(page: pypdfium2.PdfPage, edge: float = 4 * MILLIMETRE) -> None:
    """Nothing stands where an office printer cannot print."""
    width, height = page.get_size()
    for thing in page.get_objects(max_depth=1):
        left, bottom, right, top = thing.get_bounds()
        if thing.type == pdfium.FPDF_PAGEOBJ_TEXT and right > left:
            assert left >= edge
            assert right <= width - edge
            assert bottom >= edge
            assert top <= height - edge


def assert_apart(page: pypdfium2.PdfPage, grace: float = 2) -> None:
    """No words stand upon others."""
    words = [thing.get_bounds() for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)]
    for (left, bottom, right, top), other in combinations(words, 2):
        wide = min(right, other[2]) - max(left, other[0])
        high = min(top, other[3]) - max(bottom, other[1])
        assert wide <= grace or high <= grace


def test_the_file_is_pdf_a_3b_in_chinese() -> None:
    pdf = printed("mediation_end", samples.END)
    assert b'pdfaid:part="3"' in plain(pdf)
    assert b'pdfaid:conformance="B"' in plain(pdf)
    assert b"2026-04-02T10:10:00+08:00" in plain(pdf)
    assert b"/Lang (zh-CN)" in plain(pdf)
    assert b"/GTS_PDFA1" in plain(pdf)
    facts = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert (facts["Title"], facts["Author"]) == ("测试", settings.TOWN["centre"])


def test_equal_input_gives_equal_bytes_in_any_thread() -> None:
    once = printed("receipt", samples.RECEIPT)
    with ThreadPoolExecutor(2) as threads:
        again = list(threads.map(lambda _: printed("receipt", samples.RECEIPT), range(2)))
    assert again == [once] * 2


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "https://example.invalid/a.png",
        "file:///etc/hostname",
        "file:../../manage.py",
        "missing.png",
    ],
)
def test_a_paper_fetches_nothing_from_outside(address: str) -> None:
    with pytest.raises(typesetting.ForbiddenResource):
        typesetting.typeset(
            f'<html><body><article class="form"><img src="{address}"></article></body></html>'
        )


def test_a_drawing_inside_the_paper_is_allowed() -> None:
    drawing = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').decode()
    image = f'<img src="data:image/svg+xml;base64,{drawing}">'
    assert typesetting.typeset(f"<html><body><article>{image}</article></body></html>").startswith(b"%PDF-")


def test_lines_of_chinese_end_at_the_right_edge() -> None:
    """WeasyPrint alone leaves them ragged; the measure is the deed's 156 mm."""
    pdf = printed(
        "mediation_record", {**samples.RECORD, "statements": [{"who": "", "said": "渠水倒灌秧田积水" * 300}]}
    )
    page = pypdfium2.PdfDocument(pdf)[1]
    text = page.get_textpage()
    ends: dict[int, float] = defaultdict(float)
    for index, letter in enumerate(text.get_text_range()):
        if letter in "渠水倒灌秧田积":
            _, bottom, right, _ = text.get_charbox(index, loose=True)
            ends[round(bottom)] = max(ends[round(bottom)], right)
    full = [end for line, end in ends.items() if 100 < line < 740]
    assert len(full) > 20
    assert all(abs(end - (210 - 26) * MILLIMETRE) < 1 for end in full)


def test_curly_quotes_do_not_glue_a_line_together() -> None:
    assert typesetting.breakable("议定：“村道”由镇里修") == "议定：\u200b“村道”\u200b由镇里修"
    assert typesetting.breakable("（“一案一码”）。") == "（“一案一码”）。"


def test_names_beyond_the_basic_plane_print() -> None:
    assert render.lacking("𬸣𫖮䶮㛃") == []


def test_a_character_the_fonts_lack_is_printed_as_a_gap_and_named() -> None:
    name = f"秦{samples.NOT_IN_FONTS}"
    assert render.lacking(name) == [samples.NOT_IN_FONTS]
    pdf = printed("receipt", {**samples.RECEIPT, "subject": name})
    assert "秦〓" in text_of(pdf)
    assert "请手写补正：U+242EE" in text_of(pdf)
    assert fonts_of(pdf) == {"Paper-Song", "Paper-Hei"}


def test_no_sign_of_our_own_is_lacking() -> None:
    """What the program itself sets on paper, a tick or a box, is in the fonts; only a name may not be."""
    root = Path(settings.BASE_DIR)
    sources = [
        *DOCUMENTS.glob("*.html"),
        *root.glob("*/**/paper*.py"),
        *root.glob("*/**/documents*.py"),
        *root.glob("*/documents/*.py"),
    ]
    for path in (one for one in sources if one.relative_to(root).parts[0] not in ("tests", "core")):
        assert render.lacking(path.read_text(encoding="utf-8")) == [], path


def test_names_cannot_bring_in_markup() -> None:
    pdf = printed("receipt", {**samples.RECEIPT, "subject": "<article><img src='http://127.0.0.1:9'>"})
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "<article><img" in text_of(pdf)


def test_a_short_narrative_stays_on_the_form() -> None:
    assert render.sheets("一句话。\n\n  又一句。") == (["一句话。", "又一句。"], [])


@pytest.mark.parametrize(
    "text", [samples.LONG_STORY, "无标点" * 200, "短。\n" + "长" * 300, "很短的。" * 100]
)
def test_a_long_narrative_is_cut_without_loss(text: str) -> None:
    first, rest = render.sheets(text)
    assert "".join(first + rest) == "".join(text.split("\n"))
    assert 0 < sum(map(len, first)) <= render.NARRATIVE_LIMIT
    assert rest


def test_a_long_narrative_is_cut_after_a_sentence() -> None:
    first, _ = render.sheets("今天下雨了。" * 100)
    assert first[-1].endswith("。")


def test_a_qr_code_is_one_path_without_style() -> None:
    drawing = qr.svg("https://fengqiao.example.gov.cn/verify/A", 'a "label"')
    assert drawing.count("<path") == 1
    assert "style" not in drawing
    assert 'aria-label="a &quot;label&quot;"' in drawing


def test_a_list_gives_its_width_to_what_is_long() -> None:
    """One with numbered lines has the widths of the forms; any other gives each column what it says."""
    said = "精神好，药还有半个月的，冬衣已经送到家里。"
    facts = {"unit": samples.CENTRE, "heading": "关爱走访记录", "code": "", "table": [], "note": ""}
    heads, line = (
        ("次", "日期", "走访人、部门", "结果", "情况、帮助"),
        ("1", "2026年11月24日", "程秀兰", "平安", said),
    )
    pages = pypdfium2.PdfDocument(printed("boxes", {**facts, "number": "1", "heads": heads, "list": [line]}))
    lines = pages[0].get_textpage().get_text_bounded().splitlines()
    assert any(said in one for one in lines) and any(line[1] in one for one in lines)
