"""The rule by which a roster is made. Pure: the same days, people and calendar give the same turns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from core.deadlines.terms import Calendar, YearMissing
from core.values.refused import Refused

Person = TypeVar("Person")
WEEKDAYS = tuple(zip("0123456", "周一 周二 周三 周四 周五 周六 周日".split(), strict=True))
# What becomes of a day of the pattern that is no working day; the days before are those of the office calendar.
SKIP, MOVE, KEEP = "skip", "move", "keep"
OFF = ((SKIP, "跳过"), (MOVE, "顺延到下一个工作日"), (KEEP, "照常（节假日值班）"))


WEEKEND = (5, 6)


@dataclass(frozen=True)
class Planned(Generic[Person]):
    """One turn as the rule gives it."""

    day: date
    place: str
    person: Person


@dataclass(frozen=True)
class Seat(Generic[Person]):
    """A place that has people of its own, who take turns there; on these weekdays only, where it says so."""

    place: str
    people: Sequence[Person]
    weekdays: Sequence[int] = ()


def days(
    first: date, last: date, weekdays: Sequence[int], off: str, calendar: Calendar, made_up: bool = False
) -> list[date]:
    """The days of the pattern, each once; none that is no working day unless `off` says so. `made_up`: also weekends that
    are worked in exchange for a holiday, whichever weekday they are. Raises Refused.
    """
    try:
        found = {day for day in _pattern(first, last, weekdays) if off == KEEP or calendar.is_workday(day)}
        if off == MOVE:
            for day in _pattern(first, last, weekdays):
                if not calendar.is_workday(day) and (moved := calendar.first_workday_from(day)) <= last:
                    found.add(moved)
        if made_up:
            found |= {day for day in _pattern(first, last, WEEKEND) if calendar.is_workday(day)}
    except YearMissing as missing:
        raise Refused(f"{missing.year} 年的工作日历还没有导入，不能排班。", "last") from missing
    return sorted(found)


def _pattern(first: date, last: date, weekdays: Sequence[int]) -> Iterator[date]:
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        if day.weekday() in weekdays:
            yield day


def plan(
    on: Sequence[date], places: Sequence[str], people: Sequence[Person], after: Person | None = None
) -> list[Planned[Person]]:
    """People in turn, beginning behind `after` (the last of the roster before); nobody at two places on one day.

    Raises Refused where there are fewer people than places.
    """
    if len(people) < len(places):
        raise Refused(f"每天 {len(places)} 个地点，至少要选 {len(places)} 个人轮流。", "people")
    place = people.index(after) + 1 if after in people else 0
    turns = []
    for day in on:
        for where in places:
            turns.append(Planned(day, where, people[place % len(people)]))
            place += 1
    return turns


def plan_seats(
    on: Mapping[str, Sequence[date]], seats: Sequence[Seat[Person]], after: Mapping[str, Person]
) -> list[Planned[Person]]:
    """Each seat on its days, its own people in turn, beginning behind the last one who sat there.

    Raises Refused where a seat has nobody, or somebody would sit at two on one day.
    """
    turns: list[Planned[Person]] = []
    for seat in seats:
        if not seat.people:
            raise Refused(f"“{seat.place}”没有人可以排。")
        turns += plan(on[seat.place], [seat.place], seat.people, after.get(seat.place))
    taken = Counter((turn.day, turn.person) for turn in turns)
    for (day, person), count in taken.items():
        if count > 1:
            raise Refused(f"{person} {day:%m-%d} 排了两处，请从其中一处去掉。")
    return turns
