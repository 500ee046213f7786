"""How the numbers of mediation are parted in tables: by kind of dispute, body, source, step of the ladder.

A part of the address is the value of a kind of dispute, or one of `body-12`, `bodies-village`, `source-court`,
`level-2`. No such part is a ValueError.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from core.models import Unit
from core.procedure.indicators import Period, Split
from core.workflow import ladder
from mediation.ladder import LADDER
from mediation.models import BodyProfile, Mediation

BODY, BODIES, SOURCE, LEVEL = "body-", "bodies-", "source-", "level-"
UNKNOWN = "none"  # bodies whose kind nobody has written down
_PART = re.compile(r"(body-|bodies-|source-|level-)?(.{1,20})")


@dataclass(frozen=True)
class _Way:
    """One way of parting: which rows a value picks, and its name ('' where there is no such value)."""

    rows: Callable[[str], Q]
    word: Callable[[str], str]


def _dispute(value: str) -> str:
    return str(Mediation.Dispute(value).label) if value in Mediation.Dispute.values else ""


def _source(value: str) -> str:
    return str(Mediation.Source(value).label) if value in Mediation.Source.values else ""


def _body(value: str) -> str:
    found = Unit.objects.filter(pk=int(value)).first() if re.fullmatch(r"\d{1,9}", value) else None
    return found.name if found else ""


def kind_word(value: str) -> str:
    """The kind of a body in words; of bodies without one too."""
    if value == UNKNOWN:
        return "未登记类别的组织"
    return str(BodyProfile.Kind(value).label) if value in BodyProfile.Kind.values else ""


def level_word(value: str) -> str:
    """The step of the ladder; one that the town has given up is still a step."""
    if not re.fullmatch(r"\d{1,3}", value):
        return ""
    return ladder.names(LADDER.key).get(int(value), f"第{value}级")


def _of_kind(value: str) -> Q:
    known = BodyProfile.objects.all()
    if value == UNKNOWN:
        return ~Q(body__in=known.values("unit"))
    return Q(body__in=known.filter(kind=value).values("unit"))


WAYS = {
    "": _Way(lambda value: Q(dispute=value), _dispute),
    BODY: _Way(lambda value: Q(body=int(value)), _body),
    BODIES: _Way(_of_kind, kind_word),
    SOURCE: _Way(lambda value: Q(source=value), _source),
    LEVEL: _Way(lambda value: Q(settled_level=int(value)), level_word),
}


def words(part: str) -> str:
    """邻里, 松岭村人民调解委员会, 法院移送, 网格员."""
    return _read(part)[2]


def _read(part: str) -> tuple[_Way, str, str]:
    found = _PART.fullmatch(part)
    way, value = (WAYS[found[1] or ""], found[2]) if found else (WAYS[""], "")
    word = way.word(value)
    if not word:
        raise ValueError(f"没有“{part}”这样的分项")
    return way, value, word


def condition(period: Period, part: str) -> Q:
    """The rows of a part."""
    way, value, _ = _read(part)
    return way.rows(value)


SPLIT = Split(condition, words)
