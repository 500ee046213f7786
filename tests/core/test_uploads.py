"""The door check for files: real ones pass, dressed-up and dangerous ones do not."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from weasyprint import HTML

from core.documents import upload_checks
from core.documents.uploads import LARGEST, CheckedFile, check_upload, clean_name
from core.values.digest import digest


def judged(name: str, data: bytes, **options) -> CheckedFile:
    return check_upload(SimpleUploadedFile(name, data), **options)


def refusal(name: str, data: bytes, **options) -> str:
    """The code of the refusal; its sentence must be Chinese and end like one."""
    with pytest.raises(ValidationError) as refused:
        judged(name, data, **options)
    assert refused.value.messages[0].endswith("。")
    return refused.value.code


def image(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).save(out, kind)
    return out.getvalue()


def pdf(text: str = "登记表") -> bytes:
    return HTML(string=f"<p>{text}</p>").write_pdf()


def xlsx(value: str = "登记表") -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = value
    book.save(out)
    return out.getvalue()


def packed(parts: dict[str, bytes], heart: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ({heart: b"<w:t>x</w:t>"} | parts).items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(runs: str = "<w:t>登记表</w:t>", **more: bytes) -> bytes:
    return packed({"word/document.xml": f"<w:document>{runs}</w:document>".encode(), **more})


GOOD = {
    "pdf": pdf(),
    "jpg": image("JPEG"),
    "png": image("PNG"),
    "docx": docx(),
    "xlsx": xlsx(),
    "txt": "来信摘要\r\n第一条".encode(),
    "mp3": b"ID3\x04" + bytes(40),
    "mp4": b"\0\0\0\x18ftypmp42" + bytes(40),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_real_file_passes_with_its_digest_and_size(kind: str) -> None:
    data = GOOD[kind]
    assert judged(f"来信.{kind.upper()}", data) == CheckedFile(f"来信.{kind}", kind, digest(data), len(data))


def test_a_file_is_left_at_its_beginning() -> None:
    file = SimpleUploadedFile("a.txt", b"abc")
    check_upload(file)
    assert file.read() == b"abc"


@pytest.mark.parametrize("worn", GOOD)
@pytest.mark.parametrize("real", GOOD)
def test_name_and_content_must_agree(real: str, worn: str) -> None:
    if real == worn:
        return
    if real == "txt" or worn != "txt":
        assert refusal(f"a.{worn}", GOOD[real]) == "magic"
    else:
        assert refusal("a.txt", GOOD[real]) == "damaged"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.doc", "docx"),
        ("a.zip", "解压"),
        ("a.heic", "JPG"),
        ("a.xlsm", "宏"),
        ("a.pdf.exe", "只收"),
        ("a", "只收"),
        ("", "只收"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(name: str, hint: str) -> None:
    file = io.BytesIO(b"x")
    file.name = name
    with pytest.raises(ValidationError, match=hint):
        check_upload(file)


def test_a_page_may_take_fewer_kinds() -> None:
    assert judged("a.png", GOOD["png"], allowed=("jpg", "png")).kind == "png"
    assert refusal("a.pdf", GOOD["pdf"], allowed=("jpg", "png")) == "kind"


def test_empty_and_too_large_files() -> None:
    file = io.BytesIO(b"")
    file.name = "a.txt"
    with pytest.raises(ValidationError, match="空文件"):
        check_upload(file)
    assert judged("a.txt", b"a" * LARGEST).size == LARGEST
    assert refusal("a.txt", b"a" * (LARGEST + 1)) == "size"


# --- Pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_picture_cut_off_on_the_way_is_refused(kind: str) -> None:
    whole = image({"jpg": "JPEG", "png": "PNG"}[kind], (800, 600))
    for share in (0.2, 0.5, 0.9):
        assert refusal(f"a.{kind}", whole[: int(len(whole) * share)]) == "damaged"


def test_a_photo_cut_off_behind_its_thumbnail_is_refused_and_a_tail_does_no_harm() -> None:
    photo = image("JPEG", (800, 600))
    thumbnail = b"Exif\0\0" + image("JPEG")
    photo = photo[:2] + b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail + photo[2:]
    assert judged("a.jpg", photo + b"\0\xff\xda\0").kind == "jpg"
    assert refusal("a.jpg", photo[: len(photo) // 2]) == "damaged"


def test_a_picture_of_too_many_pixels_is_refused_unread() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_001, 1000, 8, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    assert refusal("a.png", bomb) == "pixels"
    huge = bomb.replace(struct.pack(">I", 60_001), struct.pack(">I", 600_000))
    assert refusal("a.png", huge) in ("pixels", "damaged")


# --- Office files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": b"x"}, "macros"),
        ({"word/embeddings/a.bin": GOOD["xlsx"]}, "nested"),
        ({"word/media/image1.png": b"\xd0\xcf\x11\xe0" + bytes(20)}, "nested"),
        ({"word/a.exe": b"MZ" + bytes(20)}, "nested"),
        ({"../../etc/x": b"x"}, "paths"),
        ({"/etc/x": b"x"}, "paths"),
        ({"word\\..\\..\\x": b"x"}, "paths"),
        ({"C:/x": b"x"}, "paths"),
        ({"word/media/a": bytes(30_000_000)}, "bomb"),
        ({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "damaged"),
    ],
)
def test_a_dangerous_document_is_refused(parts: dict[str, bytes], code: str) -> None:
    assert refusal("a.docx", packed(parts)) == code


def test_a_document_that_says_it_unpacks_to_too_much_is_refused_unpacked(monkeypatch) -> None:
    monkeypatch.setattr(upload_checks, "MOST_UNPACKED", 1000)
    assert refusal("a.docx", docx("<w:t>" + "字" * 1000 + "</w:t>")) == "bomb"
    monkeypatch.setattr(upload_checks, "MOST_PARTS", 2)
    assert refusal("a.docx", packed({"a": b"", "b": b""})) == "bomb"


def test_a_long_but_honest_table_is_no_bomb() -> None:
    book, out = Workbook(), io.BytesIO()
    for row in range(5000):
        book.active.append([row, "栖云镇松岭村", 0, 0, 0])
    book.save(out)
    assert judged("a.xlsx", out.getvalue()).kind == "xlsx"


def test_a_locked_document_is_refused() -> None:
    data = bytearray(docx())
    data[6] |= 1
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert refusal("a.docx", bytes(data)) == "encrypted"
    assert refusal("a.docx", b"\xd0\xcf\x11\xe0" + bytes(500)) == "magic"


def test_a_broken_document_is_refused() -> None:
    whole = docx()
    assert refusal("a.docx", whole[: len(whole) // 2]) == "damaged"
    assert refusal("a.docx", packed({}, heart="x")) == "magic"
    assert refusal("a.xlsx", docx()) == "magic"


# --- PDF ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("addition", "code"),
    [
        (b"9 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj", "active"),
        (b"9 0 obj <</S /J#61vaScript>> endobj", "active"),
        (b"9 0 obj <</S /Launch /F (a.exe)>> endobj", "active"),
        (b"9 0 obj <</Type /EmbeddedFile>> endobj", "active"),
        (b"trailer <</Encrypt 9 0 R>>", "encrypted"),
    ],
)
def test_a_dangerous_pdf_is_refused(addition: bytes, code: str) -> None:
    assert refusal("a.pdf", GOOD["pdf"] + b"\n" + addition) == code


def test_a_script_in_an_object_stream_is_found() -> None:
    inside = zlib.compress(b"9 0 <</S /JavaScript /JS (x)>>")
    hidden = b"\n8 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\n" + inside + b"\nendstream endobj\n"
    assert refusal("a.pdf", GOOD["pdf"] + hidden) == "active"


def test_object_streams_without_end_are_refused() -> None:
    bomb = (
        b"\n8 0 obj <</Type /ObjStm>> stream\n" + zlib.compress(bytes(20_000_000)) + b"\nendstream endobj\n"
    )
    assert refusal("a.pdf", GOOD["pdf"] + bomb * 2) == "bomb"


def test_bytes_of_a_picture_are_not_taken_for_a_script() -> None:
    picture = b"\n8 0 obj <</Subtype /Image>> stream\n" + b"\x01/JS \x02/Encrypt" + b"\nendstream endobj\n"
    assert judged("a.pdf", GOOD["pdf"] + picture).kind == "pdf"


def test_a_broken_pdf_is_refused() -> None:
    assert refusal("a.pdf", b"%PDF-1.7\nnothing") == "damaged"


# --- Marks of secrecy -------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["机密★", "秘密 ★ 3年", "绝密☆", "机密　★"])
@pytest.mark.parametrize("kind", ["txt", "docx", "xlsx", "pdf"])
def test_a_mark_in_the_text_blocks_the_file(kind: str, mark: str) -> None:
    made = {"txt": str.encode, "docx": lambda m: docx(f"<w:t>{m}</w:t>"), "xlsx": xlsx, "pdf": pdf}[kind](
        mark
    )
    with pytest.raises(ValidationError, match="本系统为非涉密系统") as refused:
        judged(f"a.{kind}", made)
    assert refused.value.code == "secrecy"


def test_a_mark_in_the_name_or_split_over_runs_blocks_the_file() -> None:
    assert refusal("机密★1年.png", GOOD["png"]) == "secrecy"
    assert (
        refusal("a.docx", docx("<w:r><w:t>机</w:t></w:r><w:r><w:t>密</w:t></w:r><w:r><w:t>★</w:t></w:r>"))
        == "secrecy"
    )
    assert refusal("a.txt", "机密★".encode("gb18030")) == "secrecy"


def test_talking_about_secrets_is_not_a_mark() -> None:
    assert judged("保守国家秘密.txt", "商业秘密、机密文件、★重点★".encode()).kind == "txt"


# --- Names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("来信.PDF", "来信.pdf"),
        ("..\\..\\来信.pdf", "来信.pdf"),
        ("/etc/passwd", "passwd"),
        ("来\u202efdp.exe", "来fdp.exe"),
        ('a:b*c?"<>|.txt', "abc.txt"),
        ("  来  信 .txt", "来 信.txt"),
        ("字" * 200 + ".docx", "字" * 75 + ".docx"),
        (".txt", "txt"),
        ("...", "附件"),
        ("", "附件"),
    ],
)
def test_names_are_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@given(st.text())
def test_a_cleaned_name_is_always_a_plain_short_file_name(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= 80
    assert not set(cleaned) & set('/\\:*?"<>|\0\n')
    assert not cleaned.startswith(".")
    assert clean_name(cleaned) == cleaned
