"""Reading the calendar file that an administrator uploads once a year: all of it or none of it.

Columns date, kind, name (日期, 类型, 名称) in any order; UTF-8 or GB 18030, as spreadsheet programs save it.
Each row that cannot be taken is named by its line with the reason; nothing is repaired silently.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.deadlines.terms import weekday

LARGEST = 256 * 1024  # bytes; a year is some 40 rows
COLUMNS = {"date": "date", "日期": "date", "kind": "kind", "类型": "kind", "name": "name", "名称": "name"}
KINDS = {
    "节假日": "holiday",
    "holiday": "holiday",
    "休息日": "holiday",
    "rest": "holiday",
    "调休上班": "workday",
    "workday": "workday",
}
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
FEWEST, MOST = 7, 40  # holidays in a year between which nothing looks odd


class Row(NamedTuple):
    """One day of the file; `line` is its line there, counted from 1 with the header."""

    line: int
    on: date
    kind: str
    name: str


@dataclass(frozen=True)
class Reading:
    """What the file says: its year and rows, or else the errors, each a whole sentence."""

    year: int = 0
    rows: tuple[Row, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read(data: bytes) -> Reading:
    """The days of one calendar year; rows and errors are never both given."""
    try:
        table = list(csv.reader(io.StringIO(_decoded(data)), strict=True))
        columns = _columns(table[0] if table else [])
    except csv.Error:
        return Reading(errors=("文件不是规范的 CSV，请在表格软件中另存为 CSV 再上传。",))
    except ValueError as error:
        return Reading(errors=(str(error),))
    rows, errors = [], []
    for line, cells in enumerate(table[1:], 2):
        if any(cell.strip() for cell in cells):
            try:
                rows.append(_row(line, {name: cells[at] for name, at in columns.items() if at < len(cells)}))
            except ValueError as error:
                errors.append(f"第 {line} 行：{error}")
    if not rows and not errors:
        return Reading(errors=("文件里没有任何日期。",))
    year = Counter(row.on.year for row in rows).most_common(1)[0][0] if rows else 0
    errors += [f"第 {row.line} 行：{why}" for row in rows if (why := _out_of_place(row, year))]
    errors += _repeated(rows)
    if errors:
        return Reading(year, errors=tuple(sorted(errors, key=_line_of)))
    return Reading(year, tuple(rows), warnings=_odd(year, rows))


def _line_of(error: str) -> int:
    return int(error.split()[1])


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise ValueError(f"文件超过 {LARGEST // 1024} KB，不像一年的日历。")
    if b"\0" in data:
        raise ValueError("文件含有空字符，不是 CSV 文本；请在表格软件中另存为 CSV 再上传。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("文件的编码无法识别，请另存为 UTF-8 或 GB 18030。")


def _columns(header: list[str]) -> dict[str, int]:
    """Where each column stands."""
    found = {COLUMNS[name]: at for at, cell in enumerate(header) if (name := _plain(cell).lower()) in COLUMNS}
    if set(found) != {"date", "kind", "name"}:
        raise ValueError("第 1 行应为表头：日期,类型,名称（或 date,kind,name）。")
    return found


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _row(line: int, cells: dict[str, str]) -> Row:
    for cell in cells.values():
        if cell.lstrip().startswith(("=", "+", "-", "@")):
            raise ValueError(f"“{cell.strip()[:20]}”像公式，不能导入")
        if any(unicodedata.category(char) in ("Cc", "Cf") for char in cell):
            raise ValueError("含有换行或看不见的字符")
    text, name = _plain(cells.get("date", "")), cells.get("name", "").strip()
    kind_text = _plain(cells.get("kind", "")).lower()
    if kind_text not in KINDS:
        raise ValueError(f"类型“{kind_text}”不认识，应为 节假日、调休上班 或 休息日")
    if len(name) > 40:
        raise ValueError("名称超过 40 个字")
    return Row(line, _date(text), KINDS[kind_text], name or kind_text)


def _date(text: str) -> date:
    match = DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}”不是日期，应写作 2027-01-01")
    year, month, day = (int(part) for part in match.groups() if part)
    if not 2000 <= year <= 2100:
        raise ValueError(f"{year} 年不在 2000–2100 之间")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"没有 {text} 这一天") from error


def _out_of_place(row: Row, year: int) -> str:
    """Why the day cannot stand in the calendar of that year; the December before may be set by its notice."""
    if row.on.year != year and (row.on.year, row.on.month) != (year - 1, 12):
        return f"{row.on} 不属于 {year} 年；一个文件只能有一年的日历"
    if row.kind == "workday" and row.on.weekday() < 5:
        return f"{row.on} 是{weekday(row.on)}，本来就上班，不是调休上班日"
    return ""


def _repeated(rows: list[Row]) -> list[str]:
    first: dict[date, int] = {}
    return [
        f"第 {row.line} 行：{row.on} 与第 {first[row.on]} 行重复"
        for row in rows
        if first.setdefault(row.on, row.line) != row.line
    ]


def _odd(year: int, rows: list[Row]) -> tuple[str, ...]:
    holidays = sum(row.kind == "holiday" for row in rows)
    if holidays < FEWEST:
        return (f"{year} 年只有 {holidays} 天放假，偏少",)
    return (f"{year} 年有 {holidays} 天放假，偏多",) if holidays > MOST else ()
