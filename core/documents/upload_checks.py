"""Reading uploaded files through, each kind in its way: whole, harmless, and with what text.

Called by core.documents.uploads after name and first bytes were found to agree. Everything here works on
hostile bytes: every size is bounded before anything is unpacked or decoded, and nothing is read in
more than linear time, or else in a process with bounds of its own.
"""

import io
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

MOST_UNPACKED = 200 * 1024 * 1024  # bytes
MOST_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024  # bytes unpacked: a small table of zeros is no bomb
MOST_PARTS = 5000
MOST_PIXELS = 60_000_000
SLOWEST = 15  # seconds for the text of a PDF
MARKED_PAGES = 3  # a secrecy mark stands on the cover or the first page
_MOST_READ = 30 * 1024 * 1024  # bytes unpacked to look for words in

MOST_PIECES = 50_000  # of a picture: a program that writes 20 MB in blocks of 1 kB makes 20,000
MOST_STREAMS = 100_000  # of a PDF

_TAG = re.compile(r"<[^<>]*>")  # [^>] would run to the end of the file from each of a million signs <
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # of a JPEG, behind the dots of a picture
_HIDDEN = re.compile(
    rb"PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf\x27|%PDF-|<(?:html|script|!doctype|svg|iframe|\?php)", re.IGNORECASE
)


def _name_of_pdf(*words: str) -> bytes:
    """Finds names of a PDF, whose letters may be written #4a."""
    either = (b"".join(b"(?:%c|#(?i:%02x))" % (sign, sign) for sign in word.encode()) for word in words)
    return b"/(?:" + b"|".join(either) + b")"


_LOCKED_PDF = re.compile(_name_of_pdf("Encrypt"))
_ACTIVE_PDF = re.compile(
    _name_of_pdf("JavaScript", "JS", "Launch", "EmbeddedFiles", "EmbeddedFile", "RichMedia")
    + rb"(?![A-Za-z0-9]|#[0-9A-Fa-f]{2})"
)
PDFIUM = threading.Lock()  # the library is not safe for two threads


def _refuse(sentence: str, code: str) -> ValidationError:
    return ValidationError(sentence, code=code)


def check_text(data: bytes) -> str:
    """Plain text in UTF-8 or GB 18030, without control signs."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise _refuse("这个 txt 文件不是纯文本，请检查后再上传。", "damaged")


def check_png(data: bytes) -> str:
    """A whole PNG of reasonable size, with nothing behind it."""
    return _check_image(data, "PNG", _end_of_png(data))


def check_jpeg(data: bytes) -> str:
    """A whole JPEG of reasonable size: photos cut off on the way are common. Behind it only what cameras add."""
    return _check_image(data, "JPEG", _end_of_jpeg(data))


def _end_of_png(data: bytes) -> int:
    """Where the picture ends; 0 where it does not, or has more pieces than any picture."""
    place = 8
    for _ in range(MOST_PIECES):
        head = data[place : place + 8]
        place += 12 + int.from_bytes(head[:4], "big")
        if len(head) < 8 or place > len(data):
            return 0
        if head[4:] == b"IEND":
            return place
    return 0


def _end_of_jpeg(data: bytes) -> int:
    """The same; the thumbnail in the head has an end mark of its own, and it does not count.

    Not left to Pillow: WeasyPrint makes it take cut-off pictures in silence, in the whole process.
    """
    place, seen = 2, False
    for _ in range(MOST_PIECES):
        mark = data[place : place + 2]
        if len(mark) < 2 or mark[0] != 0xFF:
            return 0
        if mark[1] == 0xD9:
            return place + 2 if seen else 0
        if mark[1] == 0xFF:  # may fill the space before a mark
            place += 1
            continue
        place += 2 + max(int.from_bytes(data[place + 2 : place + 4], "big"), 2)
        if mark[1] == 0xDA:
            seen, found = True, _NEXT_MARK.search(data, place)
            place = found.start() if found else len(data)
    return 0


def _check_image(data: bytes, kind: str, end: int) -> str:
    if not end:
        raise _refuse("图片不完整，请重新拍照或导出后再上传。", "damaged")
    if _HIDDEN.search(data, end):
        raise _refuse("图片后面还接着别的文件，不能上传；请在看图软件里另存一份再上传。", "nested")
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _refuse("图片尺寸太大，请缩小到六千万像素以内再上传。", "pixels")
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        raise _refuse("图片打不开或不完整，请重新拍照或导出后再上传。", "damaged") from None
    return ""


def read_docx(data: bytes) -> str:
    """Text of a Word document; refuses macros, embedded files and bombs."""
    return _read_office(data, "word/document.xml", re.compile(r"word/(?:document|header\d*|footer\d*)\.xml"))


def read_xlsx(data: bytes) -> str:
    """Text of a workbook; refuses macros, embedded files and bombs."""
    return _read_office(data, "xl/workbook.xml", re.compile(r"xl/(?:sharedStrings|worksheets/sheet\d+)\.xml"))


def _read_office(data: bytes, heart: str, texts: re.Pattern[str]) -> str:
    if data.count(b"PK\x01\x02") > MOST_PARTS:  # before the whole list is read
        raise _refuse("文件里的部件太多，不能上传；请另存后再试。", "bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, len(data))
            _refuse_odd_parts(parts)
            if heart not in archive.namelist():
                raise _refuse("文件打不开，或扩展名与内容不符，请另存后再上传。", "magic")
            _refuse_nested(archive, parts)
            return _text_of(archive, [part for part in parts if texts.fullmatch(part.filename)])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, KeyError):
        raise _refuse("文件打不开或不完整，请另存后再上传。", "damaged") from None


def _refuse_bomb(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    too_dense = unpacked > RATIO_COUNTS_FROM and unpacked > size * MOST_RATIO
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or too_dense:
        raise _refuse("文件展开后太大，不能上传；请分成几个文件。", "bomb")


def _refuse_odd_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.replace("\\", "/") for part in parts]
    if len(set(names)) < len(names) or any(
        name.startswith("/") or ":" in name or ".." in name.split("/") for name in names
    ):
        raise _refuse("文件内部的路径不正常，不能上传；请另存后再试。", "paths")
    if any(part.flag_bits & 1 for part in parts):
        raise _refuse("文件加了密码，请去掉密码后再上传。", "encrypted")
    if any(re.search(r"vba|macrosheets", name, re.IGNORECASE) for name in names):
        raise _refuse("文件里有宏，不能上传；请另存为不带宏的格式。", "macros")


def _refuse_nested(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """No archives, other documents or OLE objects inside, whatever they are called."""
    for part in parts:
        with archive.open(part) as opened:
            if re.match(rb"PK\x03\x04|\xd0\xcf\x11\xe0|Rar!|7z\xbc\xaf|\x1f\x8b|MZ|\x7fELF", opened.read(8)):
                raise _refuse("文件里还嵌着别的文件，不能上传；请去掉嵌入的对象，另行上传。", "nested")


def _text_of(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    """Text without tags: a mark may be split over several runs. No sign is looked at more than a few times, whatever
    the file says.
    """
    texts, left = list[str](), _MOST_READ
    for part in parts:
        with archive.open(part) as opened:
            packed = opened.read(left)
        left -= len(packed)
        xml = packed.decode("utf-8", "replace")
        if "<!DOCTYPE" in xml:
            raise _refuse("文件内部格式不正常，不能上传；请另存后再试。", "damaged")
        texts.append(_ENTITY.sub(_sign, _TAG.sub("", xml)))
    return "".join(texts)


def _sign(entity: re.Match[str]) -> str:
    """&#x673A; in XML. Not html.unescape: it knows two thousand names more, and fails on numbers without end."""
    if entity[3]:
        return _NAMED[entity[3]]
    code = int(entity[1]) if entity[1] else int(entity[2], 16)
    return chr(code) if code < 0x110000 else ""


def check_pdf(data: bytes) -> str:
    """Text of the first pages; refuses passwords, scripts, embedded files and what cannot be opened."""
    for piece in _pdf_objects(data):
        if _LOCKED_PDF.search(piece):
            raise _refuse("PDF 加了密码或限制，请去掉后再上传。", "encrypted")
        if _ACTIVE_PDF.search(piece):
            raise _refuse("PDF 里有脚本或嵌入的文件，不能上传；请用“打印成 PDF”另存一份再上传。", "active")
    return _pdf_text(data)


def _pdf_objects(data: bytes) -> Iterator[bytes]:
    """Everything outside the streams, and what the object streams hold."""
    end, left = 0, _MOST_READ
    for number, found in enumerate(re.finditer(rb"\bstream\r?\n", data)):
        if number > MOST_STREAMS:
            raise _refuse("PDF 的部件太多，不能上传；请用“打印成 PDF”另存一份再上传。", "bomb")
        if found.start() < end:
            continue
        head = data[end : found.start()]
        yield head
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end + len(b"endstream")
        if b"/ObjStm" in head[-2000:]:
            inside = _inflated(data[found.end() : end], left)
            left -= len(inside)
            if left <= 0:
                raise _refuse("PDF 展开后太大，不能上传；请分成几个文件。", "bomb")
            yield inside
    yield data[end:]


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _pdf_text(data: bytes) -> str:
    """By core/documents/pdf_text.py, a process with bounds."""
    words = [sys.executable, "-I", str(Path(__file__).with_name("pdf_text.py")), str(MARKED_PAGES)]
    try:
        done = subprocess.run(words, input=data, capture_output=True, timeout=SLOWEST, check=False)
    except subprocess.TimeoutExpired:
        done = subprocess.CompletedProcess(words, -9)
    if done.returncode < 0:
        raise _refuse("PDF 太复杂，系统读不完；请用“打印成 PDF”另存一份再上传。", "bomb")
    if done.returncode == 3:
        raise _refuse("PDF 里没有页面，请重新导出后再上传。", "damaged")
    if done.returncode:
        raise _refuse("PDF 打不开或不完整，请重新导出后再上传。", "damaged")
    return done.stdout.decode()
