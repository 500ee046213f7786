"""No reader of an accepted file without a bound on time, whatever the bytes are."""

import random
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.documents.uploads import KINDS, LARGEST, check_upload, refuse_secrecy_mark
from tests.core.test_uploads import GOOD, docx, image, packed, pdf, refusal

SECONDS = 6.0  # on a busy machine; alone each takes one or two
MANY = 19_000_000


@contextmanager
def soon() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SECONDS


def tried(name: str, data: bytes) -> str:
    """The code of the refusal, or nothing: but an answer, and soon."""
    with soon():
        try:
            check_upload(SimpleUploadedFile(name, data), KINDS)
        except ValidationError as refused:
            return str(refused.code)
    return ""


TEXTS = {
    "open tags": "<" * MANY,
    "tags within tags": "<a" * (MANY // 2),
    "nested": "<a>" * (MANY // 7) + "</a>" * (MANY // 7),
    "tiny tags": "<>" * (MANY // 2),
    "quotes": '"' * MANY,
    "entities": "&" * MANY,
    "entities with names": ("&" + "a" * 31) * (MANY // 32),
    "a number without end": "&#" + "9" * 1_000_000 + ";",
    "combining signs": "á̖" * 1_000_000,
    "combining signs in the wrong order": "a" + "́" * 500_000 + "̖" * 500_000,
    "signs that grow": "ﷺ" * 3_000_000,
    "spaces": "秘" + " " * MANY,
    "marks without a star": "秘密   " * 1_500_000,
    "columns": '<c r="A1"/>' * 1_000_000,
}


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("kind", ["docx", "xlsx", "txt"])
def test_a_text_that_a_pattern_could_choke_on(kind: str, what: str) -> None:
    import zipfile
    from io import BytesIO

    text = TEXTS[what].encode()[: LARGEST - 1]
    if kind == "txt":
        tried("a.txt", text)
        return
    heart, part = {
        "docx": ("word/document.xml", "word/document.xml"),
        "xlsx": ("xl/workbook.xml", "xl/sharedStrings.xml"),
    }[kind]
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # so dense that no ratio refuses it
        for name in dict.fromkeys((heart, part)):
            archive.writestr(name, text if name == part else b"<w/>")
    if len(out.getvalue()) < LARGEST:
        tried(f"a.{kind}", out.getvalue())


def test_two_hundred_thousand_open_tags_in_344_bytes() -> None:
    data = packed({"word/document.xml": b"<" * 200_000})
    assert len(data) < 1000
    tried("a.docx", data)


def test_files_of_more_pieces_than_any_file() -> None:
    assert tried("a.jpg", b"\xff\xd8\xff\xe0\0\x02" + b"\xff\xe0\0\x02" * 4_000_000) == "damaged"
    assert tried("a.jpg", b"\xff\xd8" + b"\xff" * MANY) == "damaged"
    empty = struct.pack(">I", 0) + b"tEXt" + struct.pack(">I", zlib.crc32(b"tEXt"))
    assert tried("a.png", b"\x89PNG\r\n\x1a\n" + empty * 1_500_000) == "damaged"
    tried("a.pdf", b"%PDF-1.7\n" + b"stream\nendstream\n" * 1_000_000)
    tried("a.pdf", b"%PDF-1.7\n" + b"#41" * 6_000_000)
    tried("a.pdf", b"%PDF-1.7\n" + b"/J#61" * 3_000_000)
    tried("a.pdf", b"%PDF-1.7\n" + b"<<" * 9_000_000)
    tried("a.pdf", b"%PDF-1.7\n" + b"[" * MANY)
    assert tried("a.docx", b"PK\x03\x04" + b"PK\x01\x02" + b"PK\x01\x02\0" * 400_000) == "bomb"
    assert tried("a.xlsx", b"PK\x03\x04" * 4_000_000) == "damaged"


def test_bytes_by_chance_and_real_files_with_faults() -> None:
    chance = random.Random(7)
    for kind, good in GOOD.items():
        for _ in range(5 if kind == "pdf" else 12):
            data = bytearray(good)
            for _ in range(chance.randrange(1, 30)):
                data[chance.randrange(4, len(data))] = chance.randrange(256)
            tried(f"a.{kind}", bytes(data))
            tried(f"a.{kind}", bytes(data[: chance.randrange(4, len(data))]))
            tried(f"a.{kind}", bytes(data[:8]) + chance.randbytes(5000))


def test_a_page_that_draws_without_end_is_given_up() -> None:
    """A form that shows itself twice, twenty times over, and a stream that unpacks a thousandfold."""
    stream = zlib.compress(b"BT /F1 1 Tf (x) Tj ET " * 5_000_000)
    body = (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
        b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Filter/FlateDecode/Length %d>>stream\n"
        % len(stream)
    ) + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"  # fmt: skip
    begun = time.monotonic()
    with pytest.raises(ValidationError) as refused:
        check_upload(SimpleUploadedFile("a.pdf", body))
    assert refused.value.code in ("bomb", "damaged") and time.monotonic() - begun < 25


@pytest.mark.parametrize("kind", ["jpg", "png"])
@pytest.mark.parametrize(
    "tail",
    [b"<html><script>x</script>", b"<!DOCTYPE svg>", packed({}), pdf(), b"<?php x", b"\0" * 50 + b"<SvG>"],
)
def test_nothing_hides_behind_a_picture(kind: str, tail: bytes) -> None:
    assert refusal(f"a.{kind}", GOOD[kind] + tail) == "nested"


def test_what_cameras_add_behind_a_picture_is_taken() -> None:
    second = image("JPEG", (10, 10))
    for tail in (b"\0" * 4096, second, b"\0\0\0\x18ftypmp42" + bytes(200), b"SEFT\0\0"):
        assert check_upload(SimpleUploadedFile("a.jpg", GOOD["jpg"] + tail)).kind == "jpg"


@pytest.mark.parametrize(
    "mark", ["机 密 ★", "秘　密★", "绝\n密 ☆ 10年", "机​密★", "㊙密★", "&#x673a;密★", "&#26426;密★"]
)
def test_a_mark_that_is_spaced_out_blocks_the_file(mark: str) -> None:
    assert refusal("a.docx", docx(f"<w:t>{mark}</w:t>")) == "secrecy"
    if "&" not in mark:
        with pytest.raises(ValidationError):
            refuse_secrecy_mark(mark)


def test_words_about_secrets_stay_words() -> None:
    for words in ("保守国家秘密", "机关保密 ★重点", "秘书密切配合★", "密★"):
        refuse_secrecy_mark(words)
