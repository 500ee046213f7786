"""How the address names a part of a number's rows: unit-B01, class-06.level-1, or the value of a choice alone."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q

from core.models import Unit
from core.procedure.indicators import Period, Split

UNIT = "unit-"
_PART = re.compile(r"(\w+-)?([\w-]{1,20})")


@dataclass(frozen=True)
class Way:
    """One way of parting: which rows a value picks, and its name ('' where there is no such value)."""

    rows: Callable[[str], Q]
    word: Callable[[str], str]


def chosen(column: str, choices: Iterable[tuple[str | int, object]]) -> Way:
    """By the value of a choice."""
    known = {str(value): str(label) for value, label in choices}
    return Way(lambda value: Q(**{column: value}), lambda value: known.get(value, ""))


def unit_word(code: str) -> str:
    found = Unit.objects.filter(code=code).values_list("short_name", flat=True).first()
    return found or ""


def split_by(ways: Mapping[str, Way]) -> Split:
    """By these ways under their prefixes; a part may join several with a dot."""

    def read(part: str) -> list[tuple[Way, str, str]]:
        found = []
        for one in part.split("."):
            match = _PART.fullmatch(one)
            way = ways.get(match[1] or "") if match else None
            word = way.word(match[2]) if match and way else ""
            if match is None or way is None or not word:
                raise ValueError(f"没有“{part}”这样的分项")
            found.append((way, match[2], word))
        return found

    def condition(period: Period, part: str) -> Q:
        return reduce(and_, (way.rows(value) for way, value, _ in read(part)))

    return Split(condition, lambda part: " ".join(word for *_, word in read(part)))
