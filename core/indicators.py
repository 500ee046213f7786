"""A number of the office: its label, its definition in one sentence, and what it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted."""

    first: date
    last: date


@dataclass(frozen=True)
class Indicator:
    """`rows(matters, period)` gives the queryset of what is counted, so every number opens its list.

    Events of the period are counted, not today's status: last month stays what it was.
    """

    key: str
    label: str
    definition: str
    rows: Callable[[Any, Period], Any]
    unit: str = "件"
