"""A file as sheets of cells: CSV (UTF-8, UTF-16, GB 18030; comma, tab, semicolon) and Excel (.xlsx).

Cells are text, whatever they begin with: =, +, - and @ are never executed; of a formula the value counts
that the spreadsheet last showed. What a spreadsheet or an export put around a text is taken off.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core.values.refused import Refused

LARGEST = 100 * 1024 * 1024  # bytes of a file
MOST_COLUMNS = 200
ABOVE = 20  # lines among which the header is looked for: registers have their title on top
# Follows the last line of a CSV: whatever line holds it has a quotation mark that was never closed.
END = "\x02\x03"
SEPARATORS = (",", "\t", ";", "，", "；", "|")
WORDS = "词语"  # the table of a mapping that says what words mean
csv.field_size_limit(LARGEST)  # longer cells are refused row by row, not by an error for the whole file

Line = tuple[int, list[str]]
Block = tuple[int, int, int, int]  # of merged cells: top, left, bottom, right, counted from 1


class Unreadable(Refused):
    """The file as a whole cannot be read; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "file")


@dataclass
class Sheet:
    """One table of a file: its lines by their number in a spreadsheet. `last`: the last line that says anything."""

    name: str
    lines: Iterator[Line]
    hidden: bool = False
    merged: Sequence[Block] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()  # counted from 0
    last: int | None = None
    text: bool = False


def of_text(data: bytes, fits: Callable[[Sequence[Line]], Any]) -> Sheet:
    """The table of a text, opened lazily. `fits` says how well some first lines look like a table; of the
    separators the one is taken that makes most of it. Raises Unreadable.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("这是老格式的表格（.xls），请在表格软件里另存为 .xlsx 再导入。")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|head)", data[:400], re.IGNORECASE):
        raise Unreadable(
            "这是网页格式的表格（有的系统导出时叫 .xls），请用表格软件打开，另存为 .xlsx 再导入。"
        )
    text = _decoded(data)
    tops = {
        mark: list(islice(_records(text, mark), ABOVE)) for mark in SEPARATORS if mark in text or mark == ","
    }
    best = max(tops, key=lambda mark: fits(tops[mark]))
    return Sheet("", _records(text, best), text=True)


def mapping_of(text: str) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, str]]]:
    """Other headers by our column's first name, out of TOML: "诉求" = "反映内容", or a list of them; and what
    words mean: ["词语"."来源"], "市民APP" = "网络".

    Raises Unreadable.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"对照文件不是 TOML：{error}") from error
    words = table.pop(WORDS, {})
    found = {ours: tuple(names) if isinstance(names, list) else (names,) for ours, names in table.items()}
    if not (found or words) or not all(isinstance(name, str) for names in found.values() for name in names):
        raise Unreadable('对照文件每行要写 "我们的列名" = "文件里的表头"，两边都用引号。')
    if not isinstance(words, dict) or not all(
        isinstance(meant, dict) and all(isinstance(one, str) for one in meant.values())
        for meant in words.values()
    ):
        raise Unreadable('词语要写成 ["词语"."我们的列名"]，下面每行 "表里的词" = "我们的词"。')
    return found, words


def cleaned(cell: str) -> str:
    """A cell without what exports put around a text to keep it one: ="0012", '0012, 0012'."""
    if cell[:2] == '="' and cell[-1:] == '"' and '"' not in cell[2:-1]:
        return cell[2:-1]
    if cell[:1] == "'" and cell[-1:] != "'":
        return cell[1:]
    if cell[-1:] == "'" and cell[:-1].strip("0123456789Xx") == "":
        return cell[:-1]
    return cell


# --- Text -------------------------------------------------------------------------------------------------

_SIMPLE, _FULL = (
    ("编号", "时间", "诉求", "姓名", "电话", "内容"),
    ("編號", "時間", "訴求", "電話", "內容", "來源"),
)


def _decoded(data: bytes) -> str:
    start = data[:4000]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs: tuple[str, ...] = ("utf-16",)
    elif start.count(0) * 20 > len(start):  # every letter of ASCII has one: two bytes a sign, and no mark
        codecs = ("utf-16-le",) if start[1::2].count(0) > start[::2].count(0) else ("utf-16-be",)
    else:
        codecs = ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec == "gb18030":
            _refuse_big5(start, text[:2000])
        return text
    _refuse_big5(start, "")
    raise Unreadable("文件既不是 UTF-8 也不是 GB18030 编码，请在表格软件里另存为 CSV（UTF-8）再导入。")


def _refuse_big5(start: bytes, read: str) -> None:
    """Nearly every text in Big5 is also one in GB 18030, of other signs: the words of headers tell."""
    told = start.decode("big5", "ignore")
    if any(word in told for word in _FULL) and not any(word in read for word in (*_SIMPLE, *_FULL)):
        raise Unreadable("文件是 Big5（繁体）编码，请在表格软件里另存为 CSV（UTF-8）或 .xlsx 再导入。")


def _records(text: str, separator: str) -> Iterator[Line]:
    rows = (
        text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n \u3000" + "".join(SEPARATORS)).split("\n")
    )
    lines = csv.reader((row + "\n" for row in [*rows, END]), delimiter=separator)
    for number, line in enumerate(lines, 1):
        yield number, [cleaned(cell) for cell in line[: MOST_COLUMNS + 1]]
