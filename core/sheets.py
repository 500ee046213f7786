"""A file as lines of cells: CSV (UTF-8, UTF-16 with its mark, GB 18030; comma or tab) and Excel (.xlsx).

Cells are text, whatever they begin with: =, +, - and @ are never executed; of a formula the value counts
that the spreadsheet last showed.
"""

import csv
import io
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError

from core.upload_contents import read_xlsx

LARGEST = 100 * 1024 * 1024  # bytes of a file
# A spreadsheet keeps 15 digits of a number: the last ones of an identity number typed as one are lost.
EXACT = 10**15
# Follows the last line of a CSV: whatever line holds it has a quotation mark that was never closed.
END = "\x02\x03"
csv.field_size_limit(LARGEST)  # longer cells are refused row by row, not by an error for the whole file


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says why and what to do."""


def lines(data: bytes) -> Iterator[list[str]]:
    """The lines of the file, the first sheet of a workbook. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST // 1024 // 1024} MB，请分成几个再导入。")
    if data.startswith(b"PK\x03\x04"):
        return _of_workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("这是老格式的表格（.xls），请在表格软件里另存为 .xlsx 再导入。")
    return _of_text(_decoded(data))


def headers_of(text: str) -> dict[str, tuple[str, ...]]:
    """Other headers by our column's first name, out of TOML: "诉求" = "反映内容", or a list of them.

    Raises Unreadable.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"对照文件不是 TOML：{error}") from error
    found = {ours: tuple(names) if isinstance(names, list) else (names,) for ours, names in table.items()}
    if not found or not all(isinstance(name, str) for names in found.values() for name in names):
        raise Unreadable('对照文件每行要写 "我们的列名" = "文件里的表头"，两边都用引号。')
    return found


# --- Text -------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    codecs = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文件既不是 UTF-8 也不是 GB18030 编码，请在表格软件里另存为 CSV（UTF-8）再导入。")


def _of_text(text: str) -> Iterator[list[str]]:
    head = text.partition("\n")[0]
    separator = "\t" if "\t" in head and "," not in head else ","
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return csv.reader((row + "\n" for row in [*rows, END]), delimiter=separator)


# --- Excel ------------------------------------------------------------------------------------------------


def _of_workbook(data: bytes) -> Iterator[list[str]]:
    """Bombs, macros and embedded files are refused before anything is unpacked (core.upload_contents)."""
    try:
        read_xlsx(data)
    except ValidationError as error:
        raise Unreadable("".join(error.messages)) from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what other programs write of the size of a sheet is often wrong
        for row in sheet.iter_rows(values_only=True):
            yield [_said(cell) for cell in row]
    except Exception as error:  # whatever a damaged workbook makes it raise, on any row
        raise Unreadable("表格打不开或已损坏，请在表格软件里另存为 .xlsx 再导入。") from error


def _said(value: Any) -> str:
    """A cell as a clerk would type it. Numbers beyond 15 digits say that they are not what was typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)) and abs(value) >= EXACT:
        return f"{value:.0f}（表格把它当数字存，末几位已丢）"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
