"""What a procedure is, what it is about, and how it is offered on a matter above it; no word of another procedure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from core.models import Unit
from core.procedure.transitions import Guard, Stage


class Trait(Enum):
    """What a procedure handles; another one opens below it by these alone."""

    DISPUTE = "纠纷"
    DEMAND = "诉求"
    FIND = "排查发现"
    ADVICE = "咨询"
    SERVICE = "服务、协商"


class Civil(Enum):
    """Is it a dispute between citizens (民间纠纷)? `SIDE`: in its civil side alone (征收、征用)."""

    WHOLE = "民间纠纷"
    SIDE = "只有民事部分"
    NOT = "不属于民间纠纷"


@dataclass(frozen=True)
class Demand:
    """What a matter is about, for the procedures below it. `topic`: its code in the list of categories, `kind` how
    the ministry counts that category among the kinds of dispute.
    """

    words: str = ""
    topic: str = ""
    civil: Civil = Civil.WHOLE
    kind: str = ""


@dataclass(frozen=True)
class Displeased:
    """People called the result bad: in which words, and which unit's it is."""

    words: str
    unit: Unit


@dataclass(frozen=True)
class Offer:
    """How a procedure is offered on the page of a matter above it. Right, form, labels and article are its opening's.

    `label` is the button and the word of the history above, `stage` how the one above is shown meanwhile, `done` what
    is said afterwards. `guards` look at the matter above. `unit(data)`: who leads the procedure, and so holds the
    matter above as long as it waits. `waits`: False for what goes on beside the matter above, which keeps its stage
    and takes no result; it needs no stage to wait in. `anywhere`: below whatever there is, not by traits. `name`: of the
    row, where others must know it. `again`: the act that is done instead on the one of the kind that is open below already
    and lets it.
    """

    label: str
    stage: Stage
    done: str
    guards: tuple[Guard, ...] = ()
    unit: Callable[[Mapping[str, Any]], Unit | None] = lambda data: None
    waits: bool = True
    anywhere: bool = False
    name: str = ""
    again: str = ""
