"""What a cell of somebody else's table says: its words, whether it says anything, a day, several people, a place.

Registers are filled by hand, so a stroke stands for nothing, two people share a cell, and a day is written in a
dozen ways. What can mean one thing only is understood; whatever cannot is left as words, or refused in a sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.privacy.written_names import looks_like_unit
from core.values.form_base import seen
from core.values.moments import now
from core.values.refused import Refused

EARLIEST = 1950
ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|#+", re.IGNORECASE)
NOTHING = frozenset(
    "无 / // \\ - -- — —— 一一 0 0.0 . 空 暂无 没有 未填 不详 不明 未知 未留 nan null none n/a".split()
)
NOBODY = NOTHING | frozenset("匿名 佚名 无名氏 群众 某群众 市民 是 否 √ × x".split())


def tidy(text: str) -> str:
    """The words of a cell: line by line without spaces at the ends, empty lines and invisible signs."""
    lines = (line.strip() for line in seen(text).splitlines())
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    return " ".join(tidy(text).split())


def folded(text: str) -> str:
    """As words are compared: no spaces, plain forms of full-width signs."""
    return "".join(unicodedata.normalize("NFKC", seen(text)).split())


def says_nothing(cell: str, words: frozenset[str] = NOTHING) -> bool:
    """Whether a cell is empty, a stroke, a formula's error or a word for nothing."""
    word = folded(cell).lower()
    return not word or word in words or ERROR.fullmatch(word) is not None


def said(cell: str) -> str:
    """The words of a cell; "" where it says nothing."""
    return "" if says_nothing(cell) else tidy(cell)


# --- Days -------------------------------------------------------------------------------------------------------

_WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")
_DAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(?:(\d{1,2})\s*[-/.月]\s*)?(\d{1,2})(?:\s*[日号])?")
_WHOLE = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_TIME = re.compile(
    r"(?P<half>上午|下午|中午|晚上|早上|凌晨)?\s*(?P<hour>\d{1,2})"
    r"(?:[:时点](?P<minute>\d{1,2})?(?:[:分](?P<second>\d{1,2})(?:\.\d+)?秒?)?分?|(?<=\d)(?=$))"
)
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
_SERIAL = range(36526, 54789)  # 2000–2049 as a spreadsheet counts its days
_SERIAL_FROM = date(1899, 12, 30)


@dataclass(frozen=True)
class Hint:
    """What a table's title or the name of its sheet says of the days below it: 2026年3月."""

    year: int = 0
    month: int = 0


def hint_of(*titles: str) -> Hint:
    """The year and month that the titles name, each only where they name one alone."""
    text = unicodedata.normalize("NFKC", " ".join(titles))
    years = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)\s*年", text)}
    named = {found.replace("十", "10") for found in re.findall(r"(?<![\d十])(1[0-2]|[1-9]|十)\s*月", text)}
    months = {int(month) for month in named} | {
        place for place, sign in enumerate("一二三四五六七八九", 1) if re.search(rf"(?<!十){sign}月", text)
    }
    months |= {11} if "十一月" in text else set()
    months |= {12} if "十二月" in text else set()
    return Hint(years.pop() if len(years) == 1 else 0, months.pop() if len(months) == 1 else 0)


def moment(typed: str, label: str, hint: Hint = Hint()) -> datetime:
    """2020/1/6 12:09:38, 2020年1月6日下午3时, 20200106, 43836, +08:00 … in office time; without a time 00:00.

    Raises Refused.
    """
    text = _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", seen(typed))).strip()
    office = timezone.get_default_timezone()
    zone = office
    if zoned := re.search(r"\d:\d\d(?:[:.\d]*)\s*(?:Z|[+-]\d{2}:?\d{2})$", text):
        found = _ZONE.search(text)
        assert found is not None and zoned
        sign = found.group()
        zone = ZoneInfo("UTC") if sign == "Z" else datetime.strptime(sign, "%z").tzinfo  # type: ignore[assignment]
        text = text[: found.start()].strip()
    parts = _parts(text, hint)
    if parts is None:
        raise Refused(f"{label}“{text[:20]}”不是日期，应写作 2020-01-06 12:09 或 2020年1月6日。")
    try:
        return datetime(*parts, tzinfo=zone).astimezone(office)
    except ValueError:
        raise Refused(f"{label}“{text[:20]}”不是真实的日期。") from None


def _parts(text: str, hint: Hint) -> tuple[int, int, int, int, int, int] | None:
    """Year to second; None for what is no day, or one of several."""
    if re.fullmatch(r"\d{5}", text):
        if int(text) not in _SERIAL:
            return None
        found = _SERIAL_FROM + timedelta(days=int(text))
        return found.year, found.month, found.day, 0, 0, 0
    if whole := _WHOLE.match(text):
        day, rest = tuple(map(int, whole.groups())), text[whole.end() :]
    elif typed := _DAY.match(text):
        year, month, number = typed.groups()
        alone = not year and (not month or not re.search(r"月", typed.group()))
        if alone and not (hint.month and re.search(r"[日号]$", typed.group())):
            return None  # 6/1, 3.5: which of them is the month?
        day = (int(year or hint.year), int(month or hint.month), int(number))
        if (year and not month) or not day[0]:
            return None
        rest = text[typed.end() :]
    else:
        return None
    time = _time(rest.strip().removeprefix("T").strip())
    return None if time is None else (*day, *time)  # type: ignore[return-value]


def _time(text: str) -> tuple[int, int, int] | None:
    if not text:
        return 0, 0, 0
    found = _TIME.fullmatch(text)
    if found is None or (text.isdigit()):
        return None
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    return hour, minute, second


def has_time(typed: str) -> bool:
    return re.search(r"\d\s*[:：时点]", typed) is not None


def past(when: datetime, label: str) -> datetime:
    """Raises Refused for what has not been yet, or long ago, or the day that computers write for none."""
    if when > now():
        raise Refused(f"{label} {day_words(when)} 晚于现在。")
    if when.year < EARLIEST:
        raise Refused(f"{label} {day_words(when)} 早于 {EARLIEST} 年，请核对。")
    if timezone.localtime(when).date() == date(1970, 1, 1):
        raise Refused(f"{label} 1970-01-01 是电脑对空日期的写法，请核对。")
    return when


def day_words(when: datetime) -> str:
    """2026-01-05 09:30; of a day without a time only the day."""
    local = timezone.localtime(when)
    return (
        f"{local:%Y-%m-%d %H:%M}"
        if (local.hour, local.minute, local.second) != (0, 0, 0)
        else f"{local:%Y-%m-%d}"
    )


# --- People -----------------------------------------------------------------------------------------------------

_HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}(?:·[\u3400-\u9fff]{1,10})*")
_SIDES = re.compile(
    r"(?:申请人|申诉人|甲方|原告|投诉人)[:：]?(?P<one>\S+?)[\s,，;；、]*"
    r"(?:被申请人|对方|乙方|被告|被投诉人)[:：]?(?P<other>\S+)"
)
_AGAINST = re.compile(r"(?P<one>[\u3400-\u9fff]{2,3})[诉告](?P<other>[\u3400-\u9fff]{2,3})")
_AND_MORE = re.compile(r"(?P<name>.+?)等(?P<count>\d{1,4}|[一二三四五六七八九十]{1,3})[人户名]")
_NUMERALS = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True)
class Named:
    """One whom a cell of names means. `other`: of the other side."""

    name: str
    is_organisation: bool = False
    other: bool = False
    sex: str = ""


@dataclass(frozen=True)
class People:
    """All whom a cell of names means, how many came, and whether it was not simply one name."""

    named: tuple[Named, ...] = ()
    count: int = 0
    unclear: bool = False


def people(cell: str) -> People:
    """The people of a cell of names. What was more than one name, or none, is `unclear`: the cell is to be told."""
    text = seen(unicodedata.normalize("NFKC", cell)).strip()
    text = "\n".join(part.strip() for part in text.splitlines() if part.strip())
    if says_nothing(text, NOBODY):
        return People(unclear=bool(text))
    flat = " ".join(text.split())
    if sides := _SIDES.fullmatch(flat) or _AGAINST.fullmatch(flat):
        return People((_one(sides["one"]), _one(sides["other"], other=True)), 0, True)
    if more := _AND_MORE.fullmatch(flat):
        count = int(more["count"]) if more["count"].isdigit() else _numeral(more["count"])
        names = [_one(part) for part in _split(more["name"])]
        return People(tuple(names), count, True)
    parts = _split(text)
    if len(parts) > 1 and all(_HAN_NAME.fullmatch(part) or looks_like_unit(part) for part in parts):
        return People(tuple(map(_one, parts)), len(parts), True)
    found = _one(flat)
    return People((found,), 0, found.name != "".join(flat.split()) and found.name != flat)


def _split(text: str) -> list[str]:
    parts = [
        part.strip() for part in re.split(r"[、,;/\n]|(?<=[\u3400-\u9fff]{2}) +(?=[\u3400-\u9fff]{2})", text)
    ]
    return [part for part in parts if part]


def _one(text: str, other: bool = False) -> Named:
    text = text.strip(" ,;、。")
    sex = ""
    if found := re.fullmatch(r"(.+?)\s*\((男|女)\)", text):
        text, sex = found[1], {"男": "1", "女": "2"}[found[2]]
    if re.fullmatch(
        r"(?:[\u3400-\u9fff\U00020000-\U0003ffff]\s+)+[\u3400-\u9fff\U00020000-\U0003ffff]", text
    ):
        text = "".join(text.split())  # 陶 根 发: set wide, one name
    return Named(text, looks_like_unit(text), other, sex)


def _numeral(text: str) -> int:
    tens, mark, ones = text.partition("十")
    if not mark:
        return _NUMERALS.get(text, 0)
    return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0)


def pieces(cell: str) -> Iterator[str]:
    """The parts of a cell of numbers: 199…13/199…14, 199…13（儿子）, '199…13, 199…13.0."""
    for part in re.split(r"[/、,，;；\n]|\s{2,}", unicodedata.normalize("NFKC", seen(cell))):
        if part := re.sub(r"\.0$", "", re.sub(r"\([^()]*\)", "", part).strip(" '‘’\"")):
            yield part


# --- Places -----------------------------------------------------------------------------------------------------

_OTHER_TOWN = re.compile(r"[\u3400-\u9fff]{1,8}?(?:镇|乡|街道)")


class Places:
    """Areas by what a cell calls them. A name that two areas bear names neither; another town's village is
    none of ours, whatever it is called.
    """

    def __init__(self, areas: Iterable[Any], town: Any) -> None:
        self.town = town
        self.areas = list(areas)
        self.by = {row.pk: row for row in self.areas}
        self.named = by_code_and_name(self.areas)
        self.longest = sorted(
            (row.name for row in self.areas if row.name in self.named), key=len, reverse=True
        )

    def find(self, typed: str) -> tuple[Any, str]:
        """The area that the words name, and what is left of them; (None, all words) where they name none."""
        words = one_line(typed)
        if words in self.named:
            return self.named[words], ""
        text = re.sub(r"[·・/\\\s>-]+", "", words)
        before, ours, rest = text.partition(self.town.name)
        if ours and (not before or re.search(r"[县市区旗省]$", before)):
            if not rest:
                return self.town, ""
            text = rest
        elif _OTHER_TOWN.match(text) and not any(text.startswith(name) for name in self.longest):
            return None, words
        return self._down(text, words)

    def _down(self, text: str, words: str) -> tuple[Any, str]:
        found = None
        while text:
            name = next((name for name in self.longest if text.startswith(name)), "")
            area = self.named.get(name) if name else None
            if area is None or (found is not None and found.pk not in self._above(area)):
                break
            found, text = area, text[len(name) :]
        return (found, text) if found is not None else (None, words)

    def _above(self, area: Any) -> Iterator[Any]:
        while area is not None:
            yield area.pk
            area = self.by.get(area.parent_id)


def by_code_and_name(rows: Iterable[Any]) -> Mapping[str, Any]:
    found, twice, codes = {}, set(), {}
    for row in rows:
        if row.name in found:
            twice.add(row.name)
        found[row.name] = codes[row.code] = row
    return {name: row for name, row in found.items() if name not in twice} | codes
