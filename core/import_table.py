"""A file of matters as a table: which line is its header, what its columns are, and its rows."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from core import sheets

ABOVE = 5  # lines among which the header is looked for: registers have their title on top
WHY = "不能导入的原因"  # the column that a file of refused rows has more


@dataclass(frozen=True)
class Column:
    """What one column means: its key, the headers it goes by, the longest cell, whether it must be filled.

    `example`: what stands there in the invented row of the template.
    """

    key: str
    headers: tuple[str, ...]
    limit: int
    required: bool = False
    example: str = ""


@dataclass(frozen=True)
class Row:
    """A row by its number in a spreadsheet. `fault`: why its cells cannot be told apart; `record`: as it stood."""

    number: int
    cells: Mapping[str, str]
    fault: str = ""
    record: Sequence[str] = ()


@dataclass(frozen=True)
class Table:
    """A file as read: its rows, its header as it stood, and the headers that nothing was made of."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...]
    header: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """The line of a file that names its columns: its number, the line, which required ones it lacks."""

    number: int
    line: tuple[str, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


def read_table(
    data: bytes, columns: Iterable[Column], most: int | None = None, first: int | None = None
) -> Table:
    """Read a CSV or Excel file (core.sheets) of at most so many rows, or its first ones only. Lines above the
    header are passed over.

    Raises core.sheets.Unreadable.
    """
    columns = tuple(columns)
    header, records = _opened(data, columns)
    if header.missing:
        there = "、".join(filter(None, map(plain, header.line))) or "无"
        raise sheets.Unreadable(
            f"第 {header.number} 行表头缺少“{'”“'.join(header.missing)}”列，现有：{there}。"
        )
    places = _places([plain(cell) for cell in header.line], columns)
    rows: list[Row] = []
    for number, record in enumerate(records, header.number + 1):
        if any(cell.strip() for cell in record):
            rows.append(_row(number, record, len(header.line), places))
        if len(rows) == first or (most and len(rows) > most + 1):
            break
    if rows and rows[-1].cells.get("") == sheets.END:  # the mark stands alone, as it should
        rows.pop()
    if most and len(rows) > most:
        raise sheets.Unreadable(f"超过 {most} 行，请分成几个文件再导入。")
    return Table(tuple(rows), header.unused, header.line)


def read_header(data: bytes, columns: Iterable[Column]) -> Header:
    """The header alone, also where it lacks a column. Raises core.sheets.Unreadable."""
    return _opened(data, tuple(columns))[0]


def _opened(data: bytes, columns: tuple[Column, ...]) -> tuple[Header, Iterator[list[str]]]:
    """The header (the first line that lacks nothing, else the fullest of the first ones) and what follows it."""
    records = sheets.lines(data)
    top = list(islice(records, ABOVE)) or [[]]
    whole = (at for at, line in enumerate(top) if not _missing(line, columns))
    at = next(whole, max(range(len(top)), key=lambda at: sum(map(bool, map(plain, top[at])))))
    words = [plain(cell) for cell in top[at]]
    used = {place for found in _places(words, columns).values() for place in found}
    unused = tuple(
        name for place, name in enumerate(words) if name and place not in used and name != plain(WHY)
    )
    header = Header(at + 1, tuple(top[at]), tuple(_missing(top[at], columns)), unused)
    return header, chain(top[at + 1 :], records)


def renamed(columns: Iterable[Column], others: Mapping[str, tuple[str, ...]]) -> tuple[Column, ...]:
    """The columns with another office's headers put before their own. Raises core.sheets.Unreadable."""
    columns = tuple(columns)
    known = {column.headers[0] for column in columns}
    if unknown := [name for name in others if name not in known]:
        raise sheets.Unreadable(
            f"没有“{'”“'.join(unknown)}”这样的列，可以对照的有：{'、'.join(sorted(known))}。"
        )
    return tuple(
        replace(column, headers=(*others.get(column.headers[0], ()), *column.headers)) for column in columns
    )


def _missing(line: list[str], columns: Iterable[Column]) -> list[str]:
    """The required columns that a header of these words would lack."""
    words = set(map(plain, line))
    return [
        column.headers[0]
        for column in columns
        if column.required and not words & set(map(plain, column.headers))
    ]


def plain(header: str) -> str:
    """A header without spaces, marks and full-width signs, as it is compared."""
    folded = unicodedata.normalize("NFKC", header)
    return "".join(
        sign for sign in folded if unicodedata.category(sign)[0] not in "CZ" and sign != "*"
    ).lower()


def _places(headers: list[str], columns: tuple[Column, ...]) -> dict[str, list[int]]:
    """Where each column stands; a column under two of its names is taken from the first that is filled."""
    return {
        column.key: [
            at for name in column.headers for at, header in enumerate(headers) if header == plain(name)
        ]
        for column in columns
    }


def _row(number: int, record: list[str], width: int, places: Mapping[str, list[int]]) -> Row:
    if [cell.strip() for cell in record] == [sheets.END]:
        return Row(number, {"": sheets.END})
    fault = ""
    if any(sheets.END in cell for cell in record):
        fault = "从这一行起引号没有闭合，后面的内容分不清，请补上引号再导入。"
    elif any(cell.strip() for cell in record[width:]):
        fault = f"这一行有 {len(record)} 格，表头只有 {width} 格，请核对逗号和引号。"
    cells = {
        key: next((record[at] for at in found if at < len(record) and record[at].strip()), "")
        for key, found in places.items()
    }
    return Row(number, cells, fault, record)
