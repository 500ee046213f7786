"""Names by sound: initials for searching, whole syllables for refusing passwords."""

from typing import Any

# Read differently as a surname than as a common word.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "翟": "zhai",
    "覃": "qin", "乐": "yue", "种": "chong", "繁": "po", "召": "shao", "盖": "ge", "员": "yun", "折": "she",
    "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "长孙": "zhang sun",
}  # fmt: skip


def syllables(name: str) -> list[str]:
    """Lower-case syllables of a person's name; words in other scripts stay whole."""
    from pypinyin import Style, lazy_pinyin  # 1 s and 60 MB: only where a name is typed

    name = "".join(sign if sign.isalnum() else " " for sign in name).strip()
    surname = next((name[:length] for length in (2, 1) if name[:length] in _SURNAMES), "")
    rest = lazy_pinyin(name[len(surname) :], style=Style.NORMAL, errors=_words)
    return [*_SURNAMES.get(surname, "").split(), *(said.lower() for said in rest)]


def initials(name: str) -> str:
    """林小满 → lxm, 单小满 → sxm, John Smith → js."""
    return "".join(said[0] for said in syllables(name))


def _words(other: str) -> Any:
    """Letters that are not Chinese stay whole words (the stub of pypinyin knows only strings)."""
    return other.split()
