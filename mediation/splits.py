"""How the numbers of mediation are parted in tables: by kind of dispute, body, source, step of the ladder.

A part of the address is the value of a kind of dispute, or one of `body-12`, `bodies-village`, `source-court`,
`level-2`. No such part is a ValueError.
"""

import re

from django.db.models import Q

from core.models import Unit
from core.procedure.splits import Way, chosen, split_by
from core.workflow import ladder
from mediation.ladder import LADDER
from mediation.models import BodyProfile, Mediation

BODY, BODIES, SOURCE, LEVEL = "body-", "bodies-", "source-", "level-"
UNKNOWN = "none"  # bodies whose kind nobody has written down


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


SPLIT = split_by(
    {
        "": chosen("dispute", Mediation.Dispute.choices),
        BODY: Way(lambda value: Q(body=int(value)), _body),
        BODIES: Way(_of_kind, kind_word),
        SOURCE: chosen("source", Mediation.Source.choices),
        LEVEL: Way(lambda value: Q(settled_level=int(value)), level_word),
    }
)
words = SPLIT.words  # 邻里, 松岭村人民调解委员会, 法院移送, 网格员
