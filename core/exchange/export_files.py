"""The two formats of an export. Both name who took it, so that a copy that turns up tells where it came from."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import IO

import xlsxwriter

from core.procedure.listing import Cell

# A spreadsheet takes a cell that begins so for a formula; Chinese ones also in full width.
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
FOOTER_LONGEST = 200  # characters; Excel takes 255, and doubles every &
Batches = Iterable[Sequence[Sequence[Cell]]]


@dataclass(frozen=True)
class Sheet:
    """What is written: columns as (head, width), how many lines there are, and the mark of its taker."""

    title: str
    columns: Sequence[tuple[str, int]]
    count: int
    mark: str


def csv_chunks(sheet: Sheet, batches: Batches) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, as Excel opens Chinese.

    Heads first, for programs that read on; the mark is the last line, and tells that the file is whole.
    """
    yield "\ufeff".encode() + _csv([[head for head, _ in sheet.columns]])
    for lines in batches:
        yield _csv(lines)
    yield _csv([[sheet.mark]])


def _csv(lines: Iterable[Sequence[Cell]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def _safe(cell: Cell) -> str:
    if cell is None:
        return ""
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write_workbook(file: IO[bytes], sheet: Sheet, batches: Batches) -> None:
    """An Excel workbook: mark in the first row and at the foot of every printed page, heads below, frozen.

    Lines go to the disk one by one. Text stays text and dates are dates: nothing in it is a formula or a link.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    page, bold = book.add_worksheet(sheet.title[:31]), book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    yuan = book.add_format({"num_format": "#,##0.00"})
    for place, (_, width) in enumerate(sheet.columns):
        page.set_column(place, place, width)
    page.freeze_panes(2, 0)
    page.autofilter(1, 0, 1 + sheet.count, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.set_footer(f"&L{sheet.mark[:FOOTER_LONGEST].replace('&', '＆')}&R&P / &N")
    page.write_string(0, 0, sheet.mark)
    for place, (head, _) in enumerate(sheet.columns):
        page.write_string(1, place, head, bold)
    row = 2
    for lines in batches:
        for line in lines:
            for place, cell in enumerate(line):
                if isinstance(cell, date):
                    page.write_datetime(row, place, cell, day)
                elif isinstance(cell, Decimal):
                    page.write_number(row, place, float(cell), yuan)
                elif cell:
                    page.write_string(row, place, cell)
            row += 1
    book.close()
