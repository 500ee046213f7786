"""The two workbooks of an import: the template to fill in, and the rows that were refused. Every cell is text."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import IO

import xlsxwriter

from core.exchange.import_columns import WHY, Column, ours
from core.exchange.import_table import Table

EXPLAINED = (
    "带 * 的列必填，其余可以空着。日期写作 2026-01-05 09:30 或 2026年1月5日。编号、电话、证件号码按文本填写。"
    "下面一行是示例，人和事都是编的，填写前请删去。"
)
WIDEST = 40  # characters of a column


def template(columns: Sequence[Column]) -> IO[bytes]:
    """One line of explanation, the columns, an invented row."""
    columns = ours(columns)
    heads = [f"{column.headers[0]}{'*' if column.required else ''}" for column in columns]
    return _workbook([[EXPLAINED], heads, [column.example for column in columns]], heads_at=1)


def refused_rows(table: Table, why: Mapping[int | str, str]) -> IO[bytes]:
    """The rows that were refused, as they stood, with the reason in a last column; imported again as it is."""
    heads = table.head.lines
    width = max(map(len, heads))
    lines = [
        [*(list(row.record) + [""] * width)[:width], *row.record[width:], why[row.place]]
        for row in table.rows
        if row.place in why
    ]
    padded = [[*line, *[""] * (width - len(line)), WHY] for line in heads]
    return _workbook([*padded, *lines], heads_at=len(heads) - 1)


def _workbook(lines: Iterable[Sequence[str]], heads_at: int) -> IO[bytes]:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("导入")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    lines = list(lines)
    for place, head in enumerate(lines[heads_at]):
        longest = max(len(line[place]) for line in lines[heads_at:] if place < len(line))
        page.set_column(place, place, min(max(2 * len(head), longest, 10) + 2, WIDEST), text)
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            page.write_string(number, place, cell, bold if number == heads_at else text)
    page.freeze_panes(heads_at + 1, 0)
    book.close()
    file.seek(0)
    return file
