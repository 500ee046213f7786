"""What a room declares of the month's numbers: standard tables (表1, 表2 …) and the board that leaders read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.models import Area, Clock
from core.procedure.indicators import Indicator, Period, Split
from core.procedure.procedure import clock_rules

Facts = Mapping[str, Any]  # numbers as JSON keeps them
Write = Callable[[Period, Facts], str]  # a section of the month's report, from its numbers


@dataclass(frozen=True, eq=False)
class StandardTables:
    """Tables of a month that are counted together.

    `titles`: the printed head by key (T3 → 表3　…), in any order: they are printed by number. `numbers`: the
    indicators of each table that are explained. `freeze` counts; `sheet` (core.statistics.sheets.Sheet) prints what was
    frozen and nothing else. `flat`: the numbers of frozen tables by a lasting key T2/visit/spot, so that two counts
    of a month can be compared; `named` says table, row and number of such a key, `loose` are tables whose columns
    come and go.
    """

    titles: Mapping[str, str]
    numbers: Mapping[str, Iterable[str]]
    freeze: Callable[[Period, Area | None], dict[str, Any]]
    sheet: Callable[[str, Period, Facts, str, Area | None], Any]
    flat: Callable[[Facts], dict[str, Any]]
    named: Callable[[str, list[str]], str]
    loose: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Board:
    """A kind's numbers by month, area and category, each with its list.

    `strip`: (words, indicator) across the top. `flow`: the indicators for what stood open before, came in, went out
    and stands open after; `late` and `listed` of these. `groups`: (filter of the list, expression on the
    kind's rows, name by value) for the table beside the areas; `ungrouped`: the indicator of what is in no group; `asked`: of how many
    of the finished people were asked and answered; `ended`: the indicator of terms that were kept or missed and met
    (`ended_terms`), parted by term.
    """

    kind: str
    strip: tuple[tuple[str, str], ...]
    flow: tuple[str, str, str, str]
    late: str
    listed: str
    groups: tuple[str, Any, Callable[[], Mapping[str, str]]]
    ungrouped: str
    asked: str = ""
    ended: str = ""

    @property
    def by_area(self) -> tuple[str, ...]:
        """The columns of the table of areas."""
        _, came, went, closing = self.flow
        return came, went, closing, self.late


def ended_in(period: Period, rule: str = "") -> Any:
    """The office's own terms whose act was done in the period, in time or late; of one rule or of all."""
    done = Clock.objects.filter(period.within("ended_at"), right=False, end=Clock.End.MET)
    return done.filter(rule=rule) if rule else done


def ended_terms(key: str, kind: str) -> Indicator:
    """The matters of a kind with a term that ended so, parted by its rule: behind the chart of where it waits."""

    def some(period: Period, rule: str = "") -> Q:
        return Q(kind=kind, pk__in=ended_in(period, rule).values("matter"))

    def of_rule(period: Period, rule: str) -> Q:
        words(rule)
        return some(period, rule)

    def words(rule: str) -> str:
        if rule not in clock_rules():
            raise ValueError(f"没有“{rule}”这个期限")
        return clock_rules()[rule].label

    definition = "本期办完了有时限的环节的，按时的和超时的都在内；一件办完几次的只列一次。"
    return Indicator(key, "办完的环节", definition, some, split=Split(of_rule, words), afterwards=True)
