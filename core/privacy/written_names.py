"""Names as somebody typed them, beside names as they stand in a register. Pure: no Django.

孟 德顺, 副镇长孟德顺 and 孟德順（镇长） all name 孟德顺. What is typed is never taken for proof: it points to people, and a
person says whether it is one of them.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_UNIT = re.compile(
    ".*(?:委员会|公司|合作社|村委会|居委会|中心|医院|学校|小学|中学|幼儿园|商店|超市|工厂|厂|局|所|站|银行|协会|大队|"
    "业委会|办公室|工作室|饭店|餐馆|酒店|农场|集团|政府|法院|检察院)"
)
_TABLE = Path(__file__).parent.parent / "data" / "traditional.txt"
_BETWEEN = re.compile(r"[、，,；;/／|\n]+")
_BRACKETS = re.compile(r"[(（【\[〔][^)）】\]〕]*[)）】\]〕]?")
_OFFICE = (
    r"(?:党|镇|乡|村|总|纪|副|第一|支部?|党支部|党委|街道|居委会|村委会)*"
    r"(?:镇长|乡长|村长|书记|主任|所长|站长|局长|科长|主席|委员|会计|队长|组长|校长|院长|部长|干事|网格长|网格员)"
)
_OFFICE_AT_AN_END = re.compile(rf"^{_OFFICE}|{_OFFICE}$")
_ONLY_A_SURNAME = re.compile(rf"(?:[老小]?(.{{1,2}}?){_OFFICE}|[老小](.))")


def looks_like_unit(name: str) -> bool:
    """Whether a name ends as those of companies, offices and shops do: a suggestion that somebody confirms."""
    signs = _BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", name).split()))
    return len(signs) > 3 and _UNIT.fullmatch(signs) is not None


@cache
def _simplified() -> dict[int, str]:
    """Each traditional sign with its simplified one, as 《通用规范汉字表》 has them; signs that are both are left."""
    signs = _TABLE.read_text(encoding="utf-8").replace("\n", "")
    return {ord(signs[place]): signs[place + 1] for place in range(0, len(signs), 2)}


@lru_cache(maxsize=10_000)  # each name that is typed is compared with all accounts
def plain(text: str) -> str:
    """The signs of a name alone: of one width, simplified, small, without spaces, points and what is not seen."""
    signs = unicodedata.normalize("NFKC", text).translate(_simplified()).casefold()
    return "".join(sign for sign in signs if sign.isalnum())


def bare(name: str) -> str:
    """秦满仓 of 秦满仓（户主） and of 村主任秦满仓; the name itself where nothing would be left."""
    core = _BRACKETS.sub("", name).strip()
    core = _OFFICE_AT_AN_END.sub("", core).strip()
    return core if len(plain(core)) > 1 else name.strip()


def each(text: str) -> list[str]:
    """The names typed into one field, each once; what stands in brackets belongs to the name before it."""
    asides: dict[str, str] = {}

    def kept(found: re.Match[str]) -> str:
        asides[mark := f"\0{len(asides)}\0"] = found.group()
        return mark

    parts = _BETWEEN.split(_BRACKETS.sub(kept, text))
    for mark, words in asides.items():
        parts = [part.replace(mark, words) for part in parts]
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def names(typed: str, name: str) -> bool:
    """Does what was typed contain this name, whatever stands around and between its signs?"""
    known = plain(_BRACKETS.sub("", name))
    return len(known) > 1 and known in plain(typed)


def may_name(typed: str, name: str) -> bool:
    """The same, or only a surname with an office: 孟镇长, 老孟."""
    found = _ONLY_A_SURNAME.fullmatch(plain(typed))
    surname = found and (found.group(1) or found.group(2))
    return names(typed, name) or bool(surname and plain(name).startswith(surname))
