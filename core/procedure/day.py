"""What a room declares of a person's day, beside appointments and terms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.models import Matter


@dataclass(frozen=True)
class DayLine:
    """One line: when (in words), of which matter, what; `late`: the day is over."""

    when: str
    matter: Matter
    what: str
    late: bool = False


@dataclass(frozen=True)
class DayList:
    """A list on the page of a person's day: `lines(matters, today)` of those that are theirs, by id. `instead`: terms
    that it shows in its own way, which do not stand among the others.
    """

    title: str
    note: str
    lines: Callable[[Mapping[int, Any], date], Sequence[DayLine]]
    instead: tuple[str, ...] = ()
