"""Files are kept without place, author and thumbnails; pictures stay the same pictures, signed papers untouched."""

import io
import zipfile
from functools import cache
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.documents import attachments, file_cleaning, issue
from core.documents.uploads import check_upload
from core.models import Look
from core.records import history
from tests.core.test_uploads import docx, pdf, xlsx
from tests.people import Town

HOME = "99.1234567"
MAKER = "潘水英的手机"


@cache
def photo(kind: str = "JPEG", turned: int = 6) -> bytes:
    """As a phone makes it: place, device, which way up, a comment."""
    picture, out = Image.effect_noise((64, 48), 80), io.BytesIO()
    told = Image.Exif()
    told[0x010F], told[0x0112], told[0x013B] = MAKER, turned, MAKER
    told.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 20.0), 3: "E", 4: (120.0, 9.0, 9.0)})
    more = {"comment": HOME.encode()} if kind == "JPEG" else {}
    picture.save(out, kind, exif=told, **more)
    return out.getvalue()


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.tobytes()


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_photo_tells_no_place_and_stays_the_same_picture(turned: int) -> None:
    came = photo(turned=turned)
    kept = file_cleaning.clean("jpg", came + b"\xff\xd8second picture" + HOME.encode())
    assert kept.removed and pixels(kept.data) == pixels(came)
    with Image.open(io.BytesIO(kept.data)) as image:
        told = image.getexif()
        assert told.get(0x0112, 1) == turned and set(told) <= {0x0112} and not told.get_ifd(0x8825)
    assert HOME.encode() not in kept.data and MAKER.encode() not in kept.data


def test_a_progressive_photo_with_a_profile_keeps_both() -> None:
    out = io.BytesIO()
    Image.effect_noise((200, 150), 90).convert("RGB").save(
        out, "JPEG", progressive=True, icc_profile=b"p" * 900, exif=photo_exif()
    )
    kept = file_cleaning.clean("jpg", out.getvalue()).data
    with Image.open(io.BytesIO(kept)) as image:
        assert image.info["icc_profile"] == b"p" * 900 and image.info.get("progressive")
    assert pixels(kept) == pixels(out.getvalue()) and MAKER.encode() not in kept


def photo_exif() -> Image.Exif:
    told = Image.Exif()
    told[0x010F] = MAKER
    return told


def test_a_png_tells_no_place() -> None:
    kept = file_cleaning.clean("png", photo("PNG"))
    assert kept.removed and pixels(kept.data) == pixels(photo("PNG")) and b"eXIf" not in kept.data


def test_office_files_tell_no_author_and_have_no_preview() -> None:
    named = docx(**{
        "docProps/core.xml": f"<x><dc:creator>{MAKER}</dc:creator></x>".encode(),
        "docProps/app.xml": f"<x><Company>{MAKER}</Company></x>".encode(),
        "docProps/thumbnail.jpeg": photo(),
        "word/media/image1.jpg": photo(),
    })  # fmt: skip
    kept = file_cleaning.clean("docx", named)
    with zipfile.ZipFile(io.BytesIO(kept.data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        assert list(parts) == zipfile.ZipFile(io.BytesIO(named)).namelist()
    assert kept.removed and not [name for name, part in parts.items() if MAKER.encode() in part]
    assert pixels(parts["word/media/image1.jpg"]) == pixels(photo())
    assert "登记表" in parts["word/document.xml"].decode()
    book = file_cleaning.clean("xlsx", xlsx())
    check_upload(ContentFile(book.data, "a.xlsx"))


def test_a_pdf_tells_no_author_and_stays_whole() -> None:
    named = pdf() + b"\n9 0 obj\n<</Author (Pan Shuiying)>>\nendobj\n"
    kept = file_cleaning.clean("pdf", named)
    assert kept.removed and b"Pan Shuiying" not in kept.data and len(kept.data) == len(named)
    check_upload(ContentFile(kept.data, "a.pdf"))


def test_what_is_signed_is_left_alone() -> None:
    signed = pdf() + b"/Author (Pan) /ByteRange [0 1 2 3]"
    assert file_cleaning.clean("pdf", signed) == file_cleaning.Cleaned(signed, removed=False, signed=True)
    deed = docx(**{"_xmlsignatures/sig1.xml": b"<x/>", "docProps/core.xml": MAKER.encode()})
    assert file_cleaning.clean("docx", deed) == file_cleaning.Cleaned(deed, removed=False, signed=True)


def test_sound_and_film_tell_no_place() -> None:
    def box(name: bytes, body: bytes) -> bytes:
        return (len(body) + 8).to_bytes(4, "big") + name + body

    film = (
        box(b"ftyp", b"isom")
        + box(b"moov", box(b"mvhd", b"x" * 20) + box(b"udta", HOME.encode()))
        + box(b"mdat", b"y" * 40)
    )
    kept = file_cleaning.clean("mp4", film).data
    assert len(kept) == len(film) and HOME.encode() not in kept and b"y" * 40 in kept and b"mvhd" in kept
    tag = b"ID3\x04\0\0" + bytes([0, 0, 0, 10]) + b"0123456789"
    assert file_cleaning.clean("mp3", tag + b"\xff\xfb" + b"s" * 200).data == b"\xff\xfb" + b"s" * 200


@given(st.binary(max_size=400), st.sampled_from(["jpg", "png", "pdf", "mp3", "mp4"]))
def test_nothing_breaks_the_cleaners(data: bytes, kind: str) -> None:
    heads = {
        "jpg": b"\xff\xd8\xff\xe1",
        "png": b"\x89PNG\r\n\x1a\n",
        "pdf": b"%PDF-",
        "mp3": b"ID3",
        "mp4": b"",
    }
    file_cleaning.clean(kind, heads[kind] + data)


# --- On a matter ------------------------------------------------------------------------------------------------


def keep(town: Town, matter: Any, data: bytes, **options: Any) -> Any:
    file = ContentFile(data, "现场.jpg")
    return attachments.add(matter, file, check_upload(file), town.handler, **options)


@pytest.mark.django_db
def test_what_is_served_again_tells_no_place_and_the_original_s_digest_is_kept(
    town: Town, client: Client
) -> None:
    case = town.hand_over(town.register())
    kept = keep(town, case, photo())
    assert issue.read(kept.digest) != photo() and pixels(issue.read(kept.digest)) == pixels(photo())
    assert kept.original_digest == check_upload(ContentFile(photo(), "a.jpg")).digest
    assert case.history.latest("seq").detail.values[history.ORIGINAL] == kept.original_digest
    assert keep(town, case, photo()).pk == kept.pk, "the same photo is the same attachment"
    client.force_login(town.handler)
    assert client.get(f"/attachments/{kept.pk}/original/").status_code == 404
    with pytest.raises(issue.Broken, match="打不开"):
        issue.read(kept.original_digest)


@pytest.mark.django_db
def test_evidence_keeps_its_original_behind_a_reason(town: Town, client: Client) -> None:
    case = town.hand_over(town.register())
    client.force_login(town.handler)
    upload = ContentFile(photo(), "现场.jpg")
    client.post(
        f"/matters/{case.pk}/attach/", {"file": upload, "name": "", "item": "beside", "evidence": "on"}
    )
    kept = case.attachments.get()
    url = f"/attachments/{kept.pk}/original/"
    assert url in client.get(f"/matters/{case.pk}/").content.decode()
    assert MAKER.encode() not in client.get(f"/attachments/{kept.pk}/").content
    assert client.post(url, {"reason": "看"}).status_code == 422
    assert client.post(url, {"reason": "核对拍摄时间"}).content == photo()
    assert Look.objects.get(matter=case, by=town.handler, what="原件").reason == "核对拍摄时间"
    client.force_login(town.stranger)
    assert client.post(url, {"reason": "核对拍摄时间"}).status_code == 404
