"""What may be uploaded: the door check for every file from outside.

Name, first bytes and content must agree; nothing that runs, unpacks without end or cannot be opened
gets in; nothing that bears a mark of state secrecy either (domain: 6.5). Text in pictures is not read.
Every refusal is a ValidationError with a Chinese sentence that says what to do.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

from core.documents import disk_space
from core.documents.upload_checks import check_jpeg, check_pdf, check_png, check_text, read_docx, read_xlsx
from core.values.digest import digest
from core.values.refused import Refused

LARGEST = 20 * 1024 * 1024  # bytes
LONGEST_NAME = 80
SECRECY_MARK = re.compile(r"[秘机绝]\s*密\s*[★☆]")  # covers space it out: 机 密 ★


@dataclass(frozen=True)
class Kind:
    """A kind of file: what its first bytes look like, and what reads it through.

    `read` returns the text that was found (for the scan of secrecy marks) or refuses.
    """

    extensions: tuple[str, ...]
    begins: re.Pattern[bytes]
    read: Callable[[bytes], str]


def _nothing(_: bytes) -> str:
    return ""


KINDS = {
    "pdf": Kind((".pdf",), re.compile(rb"%PDF-"), check_pdf),
    "jpg": Kind((".jpg", ".jpeg"), re.compile(rb"\xff\xd8\xff"), check_jpeg),
    "png": Kind((".png",), re.compile(rb"\x89PNG\r\n\x1a\n"), check_png),
    "docx": Kind((".docx",), re.compile(rb"PK\x03\x04"), read_docx),
    "xlsx": Kind((".xlsx",), re.compile(rb"PK\x03\x04"), read_xlsx),
    "csv": Kind(
        (".csv",), re.compile(rb""), _nothing
    ),  # its cells are checked one by one (core.exchange.importing)
    "txt": Kind((".txt",), re.compile(rb""), check_text),
    "mp3": Kind((".mp3",), re.compile(rb"ID3|\xff[\xfa\xfb\xf2\xf3]"), _nothing),
    "mp4": Kind(
        (".mp4",), re.compile(rb"(?s)....ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|3gp)"), _nothing
    ),
}
ATTACHED = tuple(kind for kind in KINDS if kind != "csv")
TABLES = ("xlsx", "csv")
# Common in offices and not taken: what to do instead.
_INSTEAD = {
    ".doc": "请在文字软件里另存为 docx 再上传。",
    ".wps": "请在文字软件里另存为 docx 再上传。",
    ".xls": "请在表格软件里另存为 xlsx 再上传。",
    ".et": "请在表格软件里另存为 xlsx 再上传。",
    ".docm": "带宏的文件不收，请另存为 docx 再上传。",
    ".xlsm": "带宏的文件不收，请另存为 xlsx 再上传。",
    ".heic": "请在手机相机设置里改为“兼容性最佳”（JPG）后重拍，或转换成 JPG 再上传。",
    ".ofd": "请转换成 PDF 再上传。",
    ".zip": "压缩包不收，请解压后逐个上传。",
    ".rar": "压缩包不收，请解压后逐个上传。",
    ".7z": "压缩包不收，请解压后逐个上传。",
}


@dataclass(frozen=True)
class CheckedFile:
    """A file that may come in: its cleaned name, kind, digest (`sm3:…`) and size in bytes."""

    name: str
    kind: str
    digest: str
    size: int


def check_upload(file: File | BinaryIO, allowed: Collection[str] = ATTACHED) -> CheckedFile:
    """Judge an uploaded file by name and content; leaves it rewound. ValidationError when refused."""
    name = clean_name(str(file.name or ""))
    kind = _kind_of(name, allowed)
    file.seek(0)
    data = file.read(LARGEST + 1)
    file.seek(0)
    if not data:
        raise ValidationError(f"“{name}”是空文件，请重新选择。", code="empty")
    if len(data) > LARGEST:
        most = LARGEST // 1024 // 1024
        raise ValidationError(f"“{name}”超过 {most} MB，请压缩或分成几个再上传。", code="size")
    try:
        disk_space.ask(Path(settings.MEDIA_ROOT), len(data))
    except Refused as full:
        raise ValidationError(full.sentence, code="full") from full
    if not KINDS[kind].begins.match(data):
        raise ValidationError(f"“{name}”的内容不是 {kind} 文件，请按原格式另存后再上传。", code="magic")
    refuse_secrecy_mark(name)
    refuse_secrecy_mark(KINDS[kind].read(data))
    return CheckedFile(name, kind, digest(data), len(data))


def clean_name(name: str) -> str:
    """A file name without folders, control and direction signs; short, with its extension kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" and sign not in ':*?"<>|')
    path = PurePosixPath(" ".join(name.split()).strip(". "))
    stem, extension = path.stem.strip(". "), path.suffix.lower()
    if not extension and not path.name.strip("."):
        return "附件"
    return f"{stem[: LONGEST_NAME - len(extension)] or '附件'}{extension}"


class _Plain(dict[int, str]):
    """Each sign as a reader takes it: wide, circled and compatible forms are the same; what cannot be seen is not
    there. Sign by sign, because whole texts of combining signs take NFKC quadratic time.
    """

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = unicodedata.normalize("NFKC", sign)
        self[code] = "" if unicodedata.category(sign) == "Cf" else folded if len(folded) == 1 else "\0"
        return self[code]


_PLAIN = _Plain()


def refuse_secrecy_mark(text: str) -> None:
    """Refuse 秘密★, 机密★, 绝密★ in a name or a text; used for typed texts as well."""
    if SECRECY_MARK.search(text.translate(_PLAIN)):
        raise ValidationError(
            "文件名或正文里有密级标志。本系统为非涉密系统，严禁处理、传输、存储国家秘密；"
            "请立即停止上传，并按保密规定处理这份文件。",
            code="secrecy",
        )


def _kind_of(name: str, allowed: Collection[str]) -> str:
    extension = PurePosixPath(name).suffix
    for key, kind in KINDS.items():
        if extension in kind.extensions and key in allowed:
            return key
    taken = "、".join(key for key in KINDS if key in allowed)
    instead = _INSTEAD.get(extension, f"这里只收 {taken}。")
    raise ValidationError(f"“{name}”不能上传：{instead}", code="kind")
