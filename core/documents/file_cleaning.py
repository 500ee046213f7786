"""Taking out of a file what its maker did not mean to hand over: place, author, device, thumbnails.

A photo taken at home tells where home is. What is seen and heard stays untouched: pictures are not encoded anew.
Runs after core.documents.uploads has checked the file; what is not understood is left as it is. Every loop goes forward, once.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ORIENTATION = 0x0112
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
# Segments that a picture needs: JFIF, the colour profile, Adobe's colour transform; tables and frames are no APPs.
_KEPT_APPS = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}
_TOLD_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_PROPERTIES = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
        b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
_SIGNED_PDF = re.compile(rb"/ByteRange\s*\[|/Type\s*/Sig\b")


@dataclass(frozen=True)
class Cleaned:
    """The bytes to keep; `removed` says whether they differ from what came; `signed`: left alone for its signature."""

    data: bytes
    removed: bool
    signed: bool = False


def clean(kind: str, data: bytes) -> Cleaned:
    """A file of a kind of core.documents.uploads without what it tells of its maker. Signed papers come back untouched."""
    if is_signed(kind, data):
        return Cleaned(data, removed=False, signed=True)
    cleaner = _CLEANERS.get(kind)
    done = cleaner(data) if cleaner else data
    return Cleaned(done, removed=done != data)


def is_signed(kind: str, data: bytes) -> bool:
    """Does it bear an electronic signature, which any change of a byte would break?"""
    if kind == "pdf":
        return bool(_SIGNED_PDF.search(data))
    if kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.lower().startswith("_xmlsignatures/") for name in archive.namelist())
    return False


# --- Pictures -------------------------------------------------------------------------------------------------


def clean_jpeg(data: bytes) -> bytes:
    """Without EXIF, XMP, IPTC, comments and what follows the picture; only the way up is kept."""
    kept, turned, seen = [b"\xff\xd8"], 1, 2
    for marker, start, end in _segments(data):
        body = data[start + 4 : end]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:]) or turned
        elif marker == 0xFE or (
            0xE0 <= marker <= 0xEF and not body.startswith(_KEPT_APPS.get(marker, b"\0\0\0"))
        ):
            pass
        else:
            kept.append(data[start:end])
        seen = end
    if len(kept) == 1 or kept[-1] != b"\xff\xd9":
        kept.append(data[seen:])  # no end mark was found: the rest stays as it is
    if turned != 1:
        kept.insert(1, _upright(turned))
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of all segments up to the end of the picture; a scan runs to the next marker."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # fill byte
            yield marker, place, place + 1
            place += 1
            continue
        if marker == 0xD9 or marker in _STANDALONE:
            break
        end = place + 2 + max(int.from_bytes(data[place + 2 : place + 4], "big"), 2)
        if marker == 0xDA:
            end = _scan_end(data, end)
        yield marker, place, min(end, len(data))
        place = end
    if data[place : place + 2] == b"\xff\xd9":
        yield 0xD9, place, place + 2


def _scan_end(data: bytes, place: int) -> int:
    """Where the coded picture stops: at the next 0xFF that is neither stuffed nor a restart mark."""
    while (place := data.find(b"\xff", place)) >= 0:
        follows = data[place + 1] if place + 1 < len(data) else 0xD9
        if follows and follows not in _STANDALONE and follows != 0xFF:
            return place
        place += 1 if follows == 0xFF else 2
    return len(data)


def _orientation(tiff: bytes) -> int:
    """The value of the tag that says which way up; 0 where there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 14:
        return 0
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    if first + 2 > len(tiff):
        return 0
    (count,) = struct.unpack_from(order + "H", tiff, first)
    for entry in range(first + 2, min(first + 2 + 12 * count, len(tiff) - 11), 12):
        tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, entry)
        if tag == ORIENTATION:
            return int(value) if 1 <= value <= 8 else 0
    return 0


def _upright(turned: int) -> bytes:
    """An EXIF segment that says nothing but the way up."""
    tiff = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def clean_png(data: bytes) -> bytes:
    """Without texts, EXIF, time, and what follows the picture."""
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        if name not in _TOLD_CHUNKS:
            kept.append(data[place:end])
        place = end
        if name == b"IEND":
            break
    return b"".join(kept)


# --- Office files ----------------------------------------------------------------------------------------------


def clean_office(data: bytes) -> bytes:
    """Without author, company and preview; pictures inside are cleaned like others. The parts keep their order."""
    made = io.BytesIO()
    changed = False
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in archive.infolist():
            content = archive.read(part)
            better = _PROPERTIES.get(part.filename) or _inside(part.filename.lower(), content)
            changed = changed or better != content
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), better, zipfile.ZIP_DEFLATED)
    return made.getvalue() if changed else data


def _inside(name: str, content: bytes) -> bytes:
    if name.startswith("docprops/thumbnail"):
        return _WHITE if name.endswith(".png") else b""
    if name.endswith((".jpg", ".jpeg")) and content.startswith(b"\xff\xd8\xff"):
        return clean_jpeg(content)
    return clean_png(content) if name.endswith(".png") and content.startswith(b"\x89PNG") else content


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


# One white point, in place of a preview.
_WHITE = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\xff"))
    + _chunk(b"IEND", b"")
)


# --- PDF, sound, film ---------------------------------------------------------------------------------------------

_INFO = re.compile(
    rb"(/(?:Author|Creator|Company)\s{0,8})(\((?:[^()\\]|\\.){0,400}\)|<[0-9A-Fa-f\s]{0,1600}>)", re.DOTALL
)
_XMP = re.compile(rb"<dc:creator>.{0,2000}?</dc:creator>", re.DOTALL)


def clean_pdf(data: bytes) -> bytes:
    """Names of author and program blanked where they stand, each byte at its place, so that the file stays whole.

    What stands in packed objects is not reached.
    """
    emptied = _INFO.sub(
        lambda found: found[1] + found[2][:1] + b" " * (len(found[2]) - 2) + found[2][-1:], data
    )
    return _XMP.sub(lambda found: b" " * len(found.group()), emptied)


def clean_mp3(data: bytes) -> bytes:
    """Without the tags at head and end."""
    if data[:3] == b"ID3" and len(data) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
        data = data[10 + size :] or data
    return data[:-128] if data[-128:-125] == b"TAG" else data


def clean_mp4(data: bytes) -> bytes:
    """The boxes that hold place, device and owner become empty room: offsets into the film stay right."""
    film = bytearray(data)
    for start, end in _boxes(data, 0, len(data), b"moov"):
        for name in (b"udta", b"meta"):
            for first, last in _boxes(data, start + 8, end, name):
                film[first + 4 : first + 8] = b"free"
                film[first + 8 : last] = bytes(last - first - 8)
    return bytes(film)


def _boxes(data: bytes, place: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    while place + 8 <= end:
        size = int.from_bytes(data[place : place + 4], "big")
        if size == 1 and place + 16 <= end:
            size = int.from_bytes(data[place + 8 : place + 16], "big")
        last = end if size == 0 else place + size
        if size not in (0,) and (size < 8 or last > end):
            return
        if data[place + 4 : place + 8] == wanted:
            yield place, last
        place = last


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "jpg": clean_jpeg,
    "png": clean_png,
    "docx": clean_office,
    "xlsx": clean_office,
    "pdf": clean_pdf,
    "mp3": clean_mp3,
    "mp4": clean_mp4,
}
