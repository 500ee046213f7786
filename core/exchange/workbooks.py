"""The sheets of an Excel workbook, with what a stream of cells does not say: merged, hidden, and where it ends."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError

from core.documents.upload_checks import read_xlsx
from core.exchange.spreadsheets import MOST_COLUMNS, Block, Line, Sheet, Unreadable, cleaned

LARGEST_SHEET = 100 * 1024 * 1024  # bytes unpacked
# A spreadsheet keeps 15 digits of a number: the last ones of an identity number typed as one are lost.
EXACT = 10**15
LOST = "（表格把它当数字存，末几位已丢）"
BROKEN = "表格打不开或已损坏，请在表格软件里另存为 .xlsx 再导入。"
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^<>]{0,500}\bhidden="(?:1|true)")[^<>]{0,500}?\br="(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^<>]{0,500}>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]{0,100}?\bref="([A-Z]{1,3}\d+):([A-Z]{1,3}\d+)"')
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|007F|005F)_")


def sheets(data: bytes) -> list[Sheet]:
    """Bombs, macros and embedded files are refused before anything is unpacked (core.documents.upload_checks).

    Raises Unreadable, also while the lines are read.
    """
    try:
        read_xlsx(data)
    except ValidationError as error:
        raise Unreadable("".join(error.messages)) from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [_sheet(book, page) for page in book.worksheets]
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged workbook makes it raise
        raise Unreadable(BROKEN) from error


def _sheet(book: Any, page: Any) -> Sheet:
    part = book._archive.getinfo(page._worksheet_path)
    if part.file_size > LARGEST_SHEET:
        raise Unreadable("表格展开后太大，请删去没有内容的行和列再导入。")
    xml = book._archive.read(part)
    last = _last_line(xml)
    return Sheet(
        page.title,
        _lines(page, last),
        hidden=page.sheet_state != "visible",
        merged=_merged(xml),
        hidden_rows=frozenset(map(int, _HIDDEN_ROW.findall(xml))) if b'hidden="' in xml else frozenset(),
        hidden_columns=_hidden_columns(xml),
        last=last,
    )


def _last_line(xml: bytes) -> int | None:
    """The last line with a value: borders reach further than words. None where the file does not number lines."""
    end = xml.rfind(b"sheetData>")
    end = end if end > 0 else len(xml)
    value = max(xml.rfind(b"v>", 0, end), xml.rfind(b"t>", 0, end))
    if value < 0:
        return 0
    start = max(xml.rfind(b"<row ", 0, value), xml.rfind(b":row ", 0, value))
    if start < 0:
        return None
    found = re.search(rb'\br="(\d+)"', xml[start : xml.find(b">", start)])
    return int(found[1]) if found else None


def _merged(xml: bytes) -> list[Block]:
    return [(*_place(first), *_place(last)) for first, last in _MERGED.findall(xml)]


def _place(cell: bytes) -> tuple[int, int]:
    letters = cell.rstrip(b"0123456789")
    column = 0
    for sign in letters:
        column = column * 26 + sign - 64
    return int(cell[len(letters) :]), column


def _hidden_columns(xml: bytes) -> frozenset[int]:
    found: set[int] = set()
    for tag in _COLUMN.findall(xml[: max(xml.find(b"sheetData"), 0)]):
        if b'hidden="1"' in tag or b'hidden="true"' in tag:
            ends = [int(number) for number in re.findall(rb'\b(?:min|max)="(\d+)"', tag)]
            found |= set(range(min(ends) - 1, min(max(ends), MOST_COLUMNS)))
    return frozenset(found)


def _lines(page: Any, last: int | None) -> Iterator[Line]:
    if last == 0:
        return
    try:
        page.reset_dimensions()  # what other programs write of the size of a sheet is often wrong
        rows = page.iter_rows(max_row=last, max_col=MOST_COLUMNS + 1)
        for number, row in enumerate(rows, 1):
            yield number, [cleaned(_said(cell)) for cell in row]
    except Exception as error:  # whatever a damaged workbook makes it raise, on any row
        raise Unreadable(BROKEN) from error


def _said(cell: Any) -> str:
    """A cell as a clerk would type it. Numbers beyond 15 digits say that they are not what was typed."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format)
    return str(value)


def _number(value: float, shown: str) -> str:
    """A number as the sheet shows it: 00012 with its zeros, 15% as 15%."""
    if abs(value) >= EXACT:
        return f"{value:.0f}{LOST}"
    if percent := re.fullmatch(r"0(?:\.(0+))?%", shown or ""):
        return f"{value:.{len(percent[1] or '')}%}"
    if float(value).is_integer():
        whole = str(int(value))
        return whole.zfill(len(shown)) if re.fullmatch(r"0{2,}", shown or "") else whole
    return str(value)
