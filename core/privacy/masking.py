"""How personal data is shown by default (domain: 6.4). Pure: no Django.

A mask may show less than asked, never more: whatever is not understood is hidden.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from core.privacy import written_names

_COMPOUND = (
    "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 端木 轩辕 独孤 南宫 闻人 "
    "澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 司寇 万俟 赫连 呼延 公羊 东郭 西门 "
    "百里 第五 拓跋 完颜 纳兰 达奚 左丘 梁丘 微生 羊舌"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# The village or community, unless the sign belongs to a longer name (周村区, 中村镇).
_VILLAGE = re.compile(r"^.*?(?:社区|居委会|村委会|村)(?![镇乡区县市])")
_TOWN = re.compile(r"^.*?(?:镇|乡|街道)(?!村)")
_GAP = r"[^\S\n\r]|[-‐‑‒–—―−－﹣_＿\u200b-\u200f\u2060\ufeff]"
_DIGIT_RUN = re.compile(
    rf"\d(?:(?:{_GAP}){{0,3}}\d){{4,}}[XxＸｘ]?"  # five digits or more, also with spaces and dashes
    r"|(?=(?:\d[.．]?){5})\d+(?:[.．]\d+){2,}"  # 199.0000.0001: two dots are never a decimal fraction
)
# A sum or a measure names nobody: at most nine digits in one piece with its unit behind them.
_UNIT = re.compile(r"(?:[.．]\d{1,2})?[ \u3000]?[余多]?(?:元|圆|块|万|亿|平方|㎡|亩|公斤|斤|吨)")
_SUM = re.compile(r"\d{5,9}")


def mask_name(name: str, is_organisation: bool = False) -> str:
    """张* for two signs, 张** for more, 欧阳* with a compound surname; organisations stay."""
    if is_organisation:
        return name
    name = name.strip()
    if not name:
        return ""
    if not _HAN.match(name):
        return name[0] + "***"
    signs = "".join(name.split())
    surname = 2 if len(signs) > 2 and signs[:2] in COMPOUND_SURNAMES else 1
    return signs[:surname] + "*" * min(max(len(signs) - surname, 1), 2)


def mask_minor(name: str) -> str:
    """方某, 欧阳某: how a child is named where others read it; a name in other letters as any."""
    masked = mask_name(name)
    return masked.rstrip("*") + "某" if _HAN.match(masked) else masked


def mask_names(text: str, names: Iterable[str]) -> str:
    """People's names inside free text, each by its mask, the longest first; a name of one sign is left."""
    known = frozenset(signs for name in names for signs in _spellings(name))
    if not known or not text:
        return text
    whole, alone = _names(known)
    text = whole.sub(lambda found: mask_name(_BETWEEN.sub("", found.group())), text)
    return alone.sub(lambda found: "*" * len(found.group()), text) if alone else text


# Between the signs of a name: a space, the point of a name with parts, signs that are not seen.
_BETWEEN = re.compile(r"[^\S\n]|[·•・‧\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@lru_cache(1024)
def _spellings(name: str) -> frozenset[str]:
    """The signs by which one person is named: as registered, without brackets and office, the parts of a name with a
    point where they are three signs or more. A name of one sign is left, it stands in too many words.
    """
    core = written_names.bare(name)
    parts = [part for part in re.split("[·•・‧]", core) if len(part) > 2] if _HAN.match(core) else []
    return frozenset(signs for one in (name, core, *parts) if len(signs := _BETWEEN.sub("", one)) > 1)


@lru_cache(256)
def _names(names: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """One pattern for a family's people, whose signs may stand apart; one for the given name behind a compound surname
    where it stands alone: 建国 of 欧阳建国, never inside 建国路.
    """
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    gap = f"(?:{_BETWEEN.pattern}){{0,3}}"
    whole = re.compile("|".join(gap.join(map(re.escape, name)) for name in longest_first))
    given = sorted(name[2:] for name in names if name[:2] in COMPOUND_SURNAMES and len(name) == 4)
    alone = "|".join(map(re.escape, given))
    return whole, re.compile(rf"(?<!{_HAN.pattern})(?:{alone})(?!{_HAN.pattern})") if given else None


def veil(value: Any, names: Iterable[str]) -> Any:
    """The same value with people's names masked in every text in it: lists, dicts and dataclasses too."""
    if isinstance(value, str):
        return type(value)(mask_names(value, names))
    if isinstance(value, Mapping):
        return {key: veil(inside, names) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(veil(inside, names) for inside in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: veil(getattr(value, one.name), names) for one in fields(value)})
    return value


def mask_id(number: str) -> str:
    """First 6 and last 4 of an 18-digit number; first and last two of any shorter paper."""
    number = number.strip()
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    if len(number) >= 7:
        return number[0] + "*" * (len(number) - 3) + number[-2:]
    return "*" * len(number)


def mask_phone(phone: str) -> str:
    """199****0001; a short number shows its last two digits only."""
    phone = re.sub(r"[\s-]", "", phone)
    if len(phone) >= 10:
        return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
    if len(phone) >= 7:
        return "*" * (len(phone) - 2) + phone[-2:]
    return "*" * len(phone)


def mask_address(address: str) -> str:
    """Up to the village or community, else up to the town; the rest is ***."""
    address = "".join(unicodedata.normalize("NFKC", address).split())
    if not address:
        return ""
    shown = _VILLAGE.match(address) or _TOWN.match(address)
    return mask_digits(shown.group() if shown else "") + "***"


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of these people free text names, in any of the spellings that `mask_names` masks."""
    return [name for name in dict.fromkeys(names) if mask_names(text, [name]) != text]


def numbers_in(text: str) -> list[str]:
    """The runs of digits that `mask_digits` replaces, as they stand there."""
    return [found.group() for found in _DIGIT_RUN.finditer(text) if not _is_sum(found, text)]


def mask_digits(text: str) -> str:
    """Replace every run of five digits or more, so that no number gets into a title or an index.

    Spaces, dashes, invisible signs and full-width digits do not hide a run; dates written with
    dashes go too. Sums and measures stay: what was owed is what the matter is about.
    """

    return _DIGIT_RUN.sub(lambda found: found.group() if _is_sum(found, text) else "***", text)


def _is_sum(found: re.Match[str], text: str) -> bool:
    return bool(_SUM.fullmatch(found.group()) and _UNIT.match(text, found.end()))
