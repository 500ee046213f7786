"""Bringing in the rows of a file: reading the table, judging each row, storing what is right.

A bad row is refused with its number as a spreadsheet shows it (the header is row 1) and a sentence for
the clerk; the others are stored, each in a transaction of its own. Nothing is stored twice: every row
has a key that stays the same when the file is exported again. Cells are text, whatever they begin
with: =, +, - and @ are never executed here.
"""

import csv
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.uploads import refuse_secrecy_mark
from core.workflow import Refused

LARGEST = 100 * 1024 * 1024  # bytes of a file
CHUNK = 500  # rows between two looks at what is stored already, and two reports of progress
# Follows the last row: whatever row holds it has a quotation mark that was never closed.
_END = "\x02\x03"
csv.field_size_limit(LARGEST)  # longer cells are refused row by row, not by an error for the whole file


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True)
class Column:
    """What one column means: its key, the headers it goes by, the longest cell, whether it must be filled."""

    key: str
    headers: tuple[str, ...]
    limit: int
    required: bool = False


@dataclass(frozen=True)
class Row:
    """A row by its number in a spreadsheet. `fault`: why its cells cannot be told apart."""

    number: int
    cells: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A file as read: its rows, and the headers that nothing was made of."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A row that is right: its lasting key and what is to be stored."""

    key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Refusal:
    row: int
    reason: str


@dataclass
class Report:
    """What an import did. `existing`: rows that had been stored before, or stand twice in the file."""

    read: int = 0
    stored: int = 0
    existing: int = 0
    refused: list[Refusal] = field(default_factory=list)


class Importer(Protocol):
    """What an app says of its rows (Procedure.importer)."""

    columns: tuple[Column, ...]

    def entry(self, row: Row) -> Entry:
        """The row as it is to be stored. Raises Refused."""

    def known(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that are stored already."""

    def store(self, entry: Entry) -> None:
        """Store it, inside the caller's transaction. Raises Refused."""


# --- Reading --------------------------------------------------------------------------------------------


def read_table(data: bytes, columns: Iterable[Column]) -> Table:
    """Read a CSV file (UTF-8, UTF-16 with its mark, GB 18030; comma or tab). Raises Unreadable."""
    records = _records(_decode(data))
    headers = [_plain(cell) for cell in next(records, [])]
    places = _places(headers, tuple(columns))
    rows = [
        _row(number, record, len(headers), places)
        for number, record in enumerate(records, 2)
        if any(cell.strip() for cell in record)
    ]
    if rows and rows[-1].cells.get("") == _END:  # the mark stands alone, as it should
        rows.pop()
    used = {place for found in places.values() for place in found}
    unused = tuple(name for place, name in enumerate(headers) if name and place not in used)
    return Table(tuple(rows), unused)


def _decode(data: bytes) -> str:
    if len(data) > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST // 1024 // 1024} MB，请分成几个再导入。")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("这是表格文件，请在表格软件里另存为 CSV（UTF-8）再导入。")
    codecs = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文件既不是 UTF-8 也不是 GB18030 编码，请在表格软件里另存为 CSV（UTF-8）再导入。")


def _records(text: str) -> Iterator[list[str]]:
    head = text.partition("\n")[0]
    separator = "\t" if "\t" in head and "," not in head else ","
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return csv.reader((line + "\n" for line in [*lines, _END]), delimiter=separator)


def _plain(header: str) -> str:
    """A header without spaces, marks and full-width signs, as it is compared."""
    folded = unicodedata.normalize("NFKC", header)
    return "".join(
        sign for sign in folded if unicodedata.category(sign)[0] not in "CZ" and sign != "*"
    ).lower()


def _places(headers: list[str], columns: tuple[Column, ...]) -> dict[str, list[int]]:
    """Where each column stands; a column under two of its names is taken from the first that is filled."""
    places = {
        column.key: [
            at for name in column.headers for at, header in enumerate(headers) if header == _plain(name)
        ]
        for column in columns
    }
    missing = [column.headers[0] for column in columns if column.required and not places[column.key]]
    if missing:
        raise Unreadable(
            f"第 1 行表头缺少“{'”“'.join(missing)}”列，现有：{'、'.join(filter(None, headers)) or '无'}。"
        )
    return places


def _row(number: int, record: list[str], width: int, places: Mapping[str, list[int]]) -> Row:
    if [cell.strip() for cell in record] == [_END]:
        return Row(number, {"": _END})
    fault = ""
    if any(_END in cell for cell in record):
        fault = "从这一行起引号没有闭合，后面的内容分不清，请补上引号再导入。"
    elif any(cell.strip() for cell in record[width:]):
        fault = f"这一行有 {len(record)} 格，表头只有 {width} 格，请核对逗号和引号。"
    cells = {
        key: next((record[at] for at in found if at < len(record) and record[at].strip()), "")
        for key, found in places.items()
    }
    return Row(number, cells, fault)


# --- Judging and storing -----------------------------------------------------------------------------------


def bring_in(
    importer: Importer,
    table: Table,
    *,
    dry_run: bool = False,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Store the rows that are right and report on all. `dry_run` judges and stores nothing.

    `tell(done, total)` is called after every 500 rows. Safe to run again, also after it was stopped.
    """
    report, seen = Report(), set[str]()
    rows = iter(table.rows)
    while chunk := list(islice(rows, CHUNK)):
        judged = [(row, _judge(importer, row)) for row in chunk]
        known = importer.known([entry.key for _, entry in judged if isinstance(entry, Entry)])
        for row, entry in judged:
            report.read += 1
            if isinstance(entry, str):
                report.refused.append(Refusal(row.number, entry))
            elif entry.key in known or entry.key in seen:
                report.existing += 1
            else:
                _store(importer, row, entry, report, dry_run)
                seen.add(entry.key)
        tell(report.read, len(table.rows))
    return report


def _judge(importer: Importer, row: Row) -> Entry | str:
    """What the row holds, or why it is refused."""
    try:
        _check(row, importer.columns)
        return importer.entry(row)
    except Refused as refused:
        return refused.sentence
    except ValidationError as error:
        return "".join(error.messages)


def _check(row: Row, columns: Iterable[Column]) -> None:
    """What holds for every table: whole cells, no NUL, nothing over-long, nothing secret."""
    if row.fault:
        raise Refused(row.fault)
    for column in columns:
        cell = row.cells[column.key]
        if "\0" in cell:
            raise Refused(f"“{column.headers[0]}”含有空字符（NUL），文件可能已损坏。")
        if column.required and not cell.strip():
            raise Refused(f"“{column.headers[0]}”是空的。")
        if len(cell) > column.limit:
            raise Refused(f"“{column.headers[0]}”有 {len(cell)} 字，最多 {column.limit} 字。")
        refuse_secrecy_mark(cell)


def _store(importer: Importer, row: Row, entry: Entry, report: Report, dry_run: bool) -> None:
    try:
        if not dry_run:
            with transaction.atomic():
                importer.store(entry)
        report.stored += 1
    except Refused as refused:
        report.refused.append(Refusal(row.number, refused.sentence))
    except IntegrityError:
        if not importer.known([entry.key]):
            raise
        report.existing += 1  # somebody else's import stored it just now
