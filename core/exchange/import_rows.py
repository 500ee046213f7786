"""The rows of a file below its header (core.exchange.import_table), and the lines there that are no rows."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.exchange import spreadsheets
from core.exchange.import_columns import FileColumn, plain
from core.exchange.spreadsheets import Block, Line, Sheet

EMPTY = 1000  # lines without a word after which a sheet is not read further
TOLD = 12  # numbers of lines that one sentence names

_DITTO = re.compile(r"同上|同前|[〃〞″”“\"]{1,2}|''|,,")
_TOTAL = re.compile(r"(?:本?[页月季年日周]|上?半年|全[年月镇])?(?:小计|合计|总计|累计|共计)[:：]?")
_ABOUT = re.compile(r"说明|备注|注|填表说明|统计说明")
_SIGNED = re.compile(
    r"填表人|填报人|填报单位|填报时间|填表日期|制表|审核人|负责人|报送单位|盖章|说明[:：]|备注[:：]|注[:：]"
)
_TITLE = re.compile(
    r".{0,24}(?:\d{4}年|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|台账|登记表|登记簿|第\d+页).{0,12}"
)


@dataclass(frozen=True)
class Row:
    """A row by its number in a spreadsheet. `fault`: why its cells cannot be told apart; `record`: as it stood.

    `sheet`: its sheet, where the file has several; `extra`: (header, words) of the columns that are none of ours;
    `filled`: keys of cells that were merged with the one above.
    """

    number: int
    cells: Mapping[str, str]
    fault: str = ""
    record: Sequence[str] = ()
    sheet: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    filled: frozenset[str] = frozenset()

    @property
    def place(self) -> int | str:
        """By what a clerk finds it: 5, or 二月 5."""
        return f"{self.sheet} {self.number}" if self.sheet else self.number


class Reader:
    """Makes rows of lines, and counts what is none."""

    def __init__(
        self,
        head: Sequence[Sequence[str]],
        columns: Sequence[FileColumn],
        keys: Collection[str],
        required: Collection[str],
        *,
        several: bool,
        register: bool,
    ) -> None:
        self.several, self.register, self.rows = several, register, list[Row]()
        self.width = max(map(len, head), default=0)
        self.heads = [[plain(cell) for cell in line] for line in head]
        self.head_words = {cell.strip() for line in head for cell in line if cell.strip()}
        joined = {one.key: one.place for one in columns if one.joined}
        own = (one for one in columns if one.key and not one.joined)
        self.places = [(one.key, one.place, joined.get(one.key)) for one in own]
        self.required = [place for key, place, _ in self.places if key in required]
        self.extra = [(column.place, column.label) for column in columns if column.kept]
        self.bare = [place for place in range(self.width) if not self._headed(place)]
        self.empty_cells = dict.fromkeys(keys, "")
        self.personal: Collection[str] = ()
        self.above: Mapping[str, str] = {}
        self.passed: dict[str, list[str]] = {}
        self.filled: list[str] = []
        self.unnamed: set[int] = set()
        self.stopped: list[str] = []

    def _headed(self, place: int) -> bool:
        return any(line[place : place + 1] != [""] for line in self.heads if place < len(line))

    def read(self, sheet: Sheet, lines: Iterable[Line], most: int | None) -> None:
        """All rows of a sheet, or so many and one more."""
        merged, empty, number = _Merged(sheet), 0, 0
        self.above = {}
        for number, record in lines:
            if not any(cell.strip() for cell in record):
                empty += 1
                if empty == EMPTY:
                    break
                continue
            empty = 0
            if number in sheet.hidden_rows:
                self._pass("隐藏着（例如筛选掉的），没有导入", sheet, number)
            elif why := self._no_row(record):
                self._pass(why, sheet, number)
            elif [cell.strip() for cell in record] != [spreadsheets.END]:  # the mark alone: as it should be
                self._row(sheet, number, *merged.down(number, record))
            if most and len(self.rows) > most:
                return
        if empty == EMPTY and (sheet.text or sheet.last is None or sheet.last > number):
            self.stopped.append(
                f"{self._at(sheet, number - EMPTY)} 行以后连着 {EMPTY} 行是空的，后面没有读。"
            )

    def notes(self) -> list[str]:
        """What was understood and left out, in sentences."""
        found = [
            f"{_listed(places)}行是{why}。" if "，" not in why else f"{_listed(places)}行{why}。"
            for why, places in self.passed.items()
        ]
        if self.filled:
            found.append(f"{_listed(self.filled)}行有合并的单元格，按上面一格补齐了。")
        if self.unnamed:
            found.append(
                f"第 {'、'.join(str(place + 1) for place in sorted(self.unnamed))} 列没有表头，内容没有读。"
            )
        return [*found, *self.stopped]

    def _at(self, sheet: Sheet, number: int) -> str:
        return f"{sheet.name} {number}" if self.several else f"{number}"

    def _pass(self, why: str, sheet: Sheet, number: int) -> None:
        self.passed.setdefault(why, []).append(self._at(sheet, number))

    def _no_row(self, record: Sequence[str]) -> str:
        """Why a line is no row of the table; "" where it is one."""
        words = [cell.strip() for cell in record if cell.strip()]
        first = words[0]
        if first in self.head_words and self._repeats(record):
            return "重复的表头"
        if not self.register:
            return ""
        if _TOTAL.fullmatch("".join(first.split())):
            return "小计、合计"
        if _ABOUT.fullmatch(first) and len(words) > 1:
            return "说明"
        if all(place < len(record) and record[place].strip() for place in self.required):
            return ""
        if _SIGNED.match(first):
            return "填表人、说明"
        return "标题" if len(set(words)) == 1 and _TITLE.fullmatch(first) else ""

    def _repeats(self, record: Sequence[str]) -> bool:
        """Whether a line is one of the header's: most of its words, and none that is not the header's."""
        words = [(place, plain(cell)) for place, cell in enumerate(record) if cell.strip()]
        return any(all(line[place : place + 1] == [word] for place, word in words) for line in self.heads)

    def _row(self, sheet: Sheet, number: int, record: list[str], filled: Collection[int]) -> None:
        cells = dict(self.empty_cells)
        for key, place, beside in self.places:
            if place < len(record):
                cells[key] = record[place]
            if beside is not None and beside < len(record) and record[beside].strip():
                cells[key] = _joined(cells[key], record[beside])
        extra = tuple(
            (label, record[place].strip())
            for place, label in self.extra
            if place < len(record) and record[place].strip()
        )
        if filled:
            self.filled.append(self._at(sheet, number))
        ditto, unclear = self._ditto(cells)
        self.above = cells
        keys = frozenset(key for key, place, _ in self.places if place in filled) | ditto
        name = sheet.name if self.several else ""
        fault = self._fault(sheet, record) or unclear
        self.rows.append(Row(number, cells, fault, record, name, extra, keys))

    def _ditto(self, cells: dict[str, str]) -> tuple[frozenset[str], str]:
        """同上, 〃: the words of the row above; who somebody is must be written out, and is asked about.

        Which cells were filled, and why the row cannot be read.
        """
        marked = [key for key, cell in cells.items() if _DITTO.fullmatch(cell.strip())]
        asked = [key for key in marked if key in self.personal or not self.above.get(key, "").strip()]
        for key in set(marked) - set(asked):
            cells[key] = self.above[key]
        words = "、".join(dict.fromkeys(f"“{cells[key].strip()}”" for key in asked))
        why = f"姓名、证件、电话、住址等栏写的是{words}，分不清是谁、是什么，请照实写出。" if asked else ""
        return frozenset(marked) - frozenset(asked), why

    def _fault(self, sheet: Sheet, record: Sequence[str]) -> str:
        self.unnamed.update(place for place in self.bare if place < len(record) and record[place].strip())
        beyond = [place for place in range(self.width, len(record)) if record[place].strip()]
        if not sheet.text:
            self.unnamed.update(beyond)
            return ""
        if any(spreadsheets.END in cell for cell in record):
            return "从这一行起引号没有闭合，后面的内容分不清，请补上引号再导入。"
        if beyond:
            return f"这一行有 {len(record)} 格，表头只有 {self.width} 格，请核对逗号和引号。"
        return ""


class _Merged:
    """Fills what was merged downward: the spreadsheet keeps the words in the uppermost cell alone."""

    def __init__(self, sheet: Sheet) -> None:
        self.begins: dict[int, list[Block]] = {}
        for block in sheet.merged:
            if block[2] > block[0]:
                self.begins.setdefault(block[0], []).append(block)
        self.open: list[tuple[int, int, str]] = []  # last line, place, words

    def down(self, number: int, record: list[str]) -> tuple[list[str], frozenset[int]]:
        if not self.begins:
            return record, frozenset()
        filled = set()
        self.open = [one for one in self.open if one[0] >= number]
        for _, place, words in self.open:
            if place < len(record) and not record[place].strip() and words.strip():
                record[place] = words
                filled.add(place)
        for _, left, bottom, _ in self.begins.get(number, ()):
            if left <= len(record):
                self.open.append((bottom, left - 1, record[left - 1]))
        return record, frozenset(filled)


def _joined(day: str, time: str) -> str:
    """A day and the time beside it; a time that has its own day stands alone."""
    return time if re.search(r"\d{4}", time) else f"{day.strip()} {time.strip()}"


def _listed(places: Sequence[str]) -> str:
    more = f" 等 {len(places)} " if len(places) > TOLD else " "
    return f"第 {'、'.join(places[:TOLD])}{more}"
