"""A file of matters as a table: which lines are its header, what its columns are, and its rows.

All visible sheets of one shape are one table (a register by months). Hidden parts, totals, headers that are
repeated, and lines about the register itself are no rows: they are counted apart, and told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from core.exchange import spreadsheets, workbooks
from core.exchange.import_columns import WHY, Column, FileColumn, Known, Name, plain, resolved
from core.exchange.import_rows import Reader, Row
from core.exchange.spreadsheets import ABOVE, MOST_COLUMNS, Line, Sheet, Unreadable

__all__ = ["WHY", "Column", "FileColumn", "Head", "Row", "Table", "plain", "read_head", "read_table"]
DEEPEST = 3  # lines of a header
Said = Mapping[str, Sequence[str]]  # headers of the file by our column's first name
Score = tuple[int, int, int]  # of a header: lacks nothing, columns that we know, columns


@dataclass(frozen=True)
class Head:
    """The lines of a file that name its columns. `titles`: the words above them and the names of its sheets."""

    number: int
    lines: tuple[tuple[str, ...], ...]
    columns: tuple[FileColumn, ...]
    missing: tuple[str, ...]
    titles: tuple[str, ...] = ()

    @property
    def unused(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.columns if not column.key)

    @property
    def unclear(self) -> tuple[str, ...]:
        """What must be asked: sentences, one for each of our columns that several headers name."""
        return tuple(
            dict.fromkeys(
                f"“{'”“'.join(column.rivals)}”意思相近，要选用哪一列"
                for column in self.columns
                if column.rivals
            )
        )


@dataclass(frozen=True)
class Table:
    """A file as read. `notes`: what was understood or left out, in sentences."""

    rows: tuple[Row, ...]
    head: Head
    notes: tuple[str, ...] = ()

    @property
    def unused(self) -> tuple[str, ...]:
        return self.head.unused


def read_table(
    data: bytes,
    columns: Iterable[Column],
    most: int | None = None,
    said: Said | None = None,
    register: bool = True,
) -> Table:
    """Read a CSV or Excel file (core.exchange.spreadsheets, core.exchange.workbooks) of at most so many rows. Lines above the header are
    passed over; `said`: what somebody answered about its headers; `register`: whether lines of totals and about
    the register itself may stand between the rows.

    Raises core.exchange.spreadsheets.Unreadable, also where a column is missing, or two mean the same.
    """
    known = Known.of(columns)
    head, pages, left = _opened(data, known, said or {})
    _refuse_open_questions(head)
    required = {column.key for column in known.columns if column.required}
    keys = [column.key for column in known.columns]
    reader = Reader(head.lines, head.columns, keys, required, several=len(pages) > 1, register=register)
    reader.personal = {column.key for column in known.columns if column.personal}
    for sheet, lines in pages:
        reader.read(sheet, lines, most)
    if most and len(reader.rows) > most:
        raise Unreadable(f"超过 {most} 行，请分成几个文件再导入。")
    return Table(tuple(reader.rows), head, (*left, *reader.notes()))


def read_head(data: bytes, columns: Iterable[Column], said: Said | None = None) -> Head:
    """The header alone, also where it lacks a column. Raises core.exchange.spreadsheets.Unreadable."""
    return _opened(data, Known.of(columns), said or {})[0]


def _refuse_open_questions(head: Head) -> None:
    if head.missing:
        there = "、".join(column.label for column in head.columns) or "无"
        raise Unreadable(f"第 {head.number} 行表头缺少“{'”“'.join(head.missing)}”列，现有：{there}。")
    if head.unclear:
        raise Unreadable(f'{"；".join(head.unclear)}。命令用 --mapping 写明，例如 "收到时间" = "来访时间"。')


# --- The header -------------------------------------------------------------------------------------------------


@dataclass
class _Found:
    """A header in a sheet: the line it begins at, its lines, what its columns are called."""

    at: int
    lines: list[list[str]]
    names: list[Name]
    score: Score

    @property
    def rank(self) -> tuple[int, int, int, int]:
        return (*self.score[:2], -len(self.lines), self.score[2])


def _sheets(data: bytes, known: Known) -> list[Sheet]:
    if len(data) > spreadsheets.LARGEST:
        raise Unreadable(f"文件超过 {spreadsheets.LARGEST // 1024 // 1024} MB，请分成几个再导入。")
    if data.startswith(b"PK\x03\x04"):
        return workbooks.sheets(data)
    return [spreadsheets.of_text(data, lambda top: _find(top, known, {}, Sheet("", iter(()))).score)]


def _opened(
    data: bytes, known: Known, said: Said
) -> tuple[Head, list[tuple[Sheet, Iterator[Line]]], tuple[str, ...]]:
    """The header, the sheets that have it with what follows it, and what was left out."""
    known.check(said)
    left, tops = [], []
    for sheet in _sheets(data, known):
        if sheet.hidden:
            left += [f"隐藏的工作表“{sheet.name}”没有读。"] if sheet.last != 0 else []
            continue
        top = list(islice(sheet.lines, ABOVE))
        tops.append((sheet, top, _find(top, known, said, sheet)))
    if not tops:
        raise Unreadable("文件里没有看得见的工作表。")
    main = max(tops, key=lambda one: one[2].rank)[2]
    pages: list[tuple[Sheet, Iterator[Line]]] = []
    for sheet, top, found in tops:
        if _shape(found) == _shape(main):
            pages.append((sheet, chain(top[found.at + len(found.lines) :], sheet.lines)))
        elif any(cell.strip() for _, line in top for cell in line):
            left.append(f"工作表“{sheet.name}”的表头不一样，没有读；要导入请另存成一个文件。")
    columns = resolved(main.names, known, said)
    hidden = [column.label for column in columns if column.place in pages[0][0].hidden_columns]
    left += [f"“{'”“'.join(hidden)}”列在表格里是隐藏的，照样读了。"] if hidden else []
    titles = [cell for _, top, found in tops for _, line in top[: found.at] for cell in line if cell.strip()]
    titles += [sheet.name for sheet, _ in pages if sheet.name]
    lines = tuple(tuple(line) for line in main.lines)
    last = next((top[found.at][0] for _, top, found in tops if found is main and top), 1) + len(lines) - 1
    head = Head(last, lines, columns, _missing(known, columns), tuple(dict.fromkeys(titles)))
    return head, pages, tuple(left)


def _missing(known: Known, columns: Iterable[FileColumn]) -> tuple[str, ...]:
    """The required columns that the file has not, by the first of their heads."""
    keys = {column.key for column in columns}
    return tuple(one.headers[0] for one in known.columns if one.required and one.key not in keys)


def _shape(found: _Found) -> tuple[str, ...]:
    return tuple(plain(name.whole) for name in found.names)


def _find(top: Sequence[Line], known: Known, said: Said, sheet: Sheet) -> _Found:
    """The header among the first lines: the first that lacks nothing, else the one that we know most of."""
    theirs = {plain(name) for names in said.values() for name in names}
    required = {column.key for column in known.columns if column.required}

    def score(names: Sequence[Name]) -> Score:
        keys = {column.key for name in names if name.own and (column := known.meant(name))}
        answered = sum(plain(name.whole) in theirs or plain(name.own) in theirs for name in names if name.own)
        return (int(required <= keys), len(keys) + answered, sum(bool(plain(name.own)) for name in names))

    best = _Found(0, [[]], [], (0, 0, 0))
    for at, (number, line) in enumerate(top):
        lines = [_across(number, line, sheet)]
        names = [Name(cell) for cell in _words(lines[0])]
        found: _Found | None = _Found(at, lines, names, score(names))
        below = iter(top[at + 1 : at + DEEPEST])
        while found is not None:
            if found.rank > best.rank:  # a title above a header makes nothing clearer, and is not its group
                best = found
            line_below = next(below, None)
            found = _deeper(found, _across(*line_below, sheet), score) if line_below else None
    return best


def _across(number: int, line: Sequence[str], sheet: Sheet) -> list[str]:
    """A line of a header, with merged words in all the cells that they stretch over."""
    line = list(line)
    for top, left, _, right in sheet.merged:
        if number == top and right > left and left <= len(line):
            line += [""] * (min(right, MOST_COLUMNS) - len(line))
            line[left - 1 : right] = [line[left - 1]] * (min(right, MOST_COLUMNS) - left + 1)
    return line


def _words(line: Sequence[str]) -> list[str]:
    """The headers of a line without empty ends. Raises Unreadable for more than can be meant."""
    words = [" ".join(cell[:200].split()) for cell in line]
    while words and not words[-1]:
        words.pop()
    if len(words) > MOST_COLUMNS:
        raise Unreadable(f"表头超过 {MOST_COLUMNS} 列，请删去用不到的列再导入。")
    return words


def _deeper(found: _Found, line: list[str], score: Callable[[Sequence[Name]], Score]) -> _Found | None:
    """The header with one more line: groups above, columns below. None where that makes nothing clearer."""
    below = _words(line)
    if not any(below) or len(below) > MOST_COLUMNS:
        return None
    above = [name.whole for name in found.names] + [""] * (len(below) - len(found.names))
    names, group = [], ""
    for place, upper in enumerate(above):
        own = below[place] if place < len(below) else ""
        group = upper or (group if own else "")
        if own and group and plain(own) != plain(group):
            names.append(Name(own, group))
        else:
            names.append(Name(own or upper))
    made = score(names)
    clearer = made[:2] > found.score[:2] and any(name.group for name in names)
    return _Found(found.at, [*found.lines, line], names, made) if clearer else None
