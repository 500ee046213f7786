"""T14 领导接访包案表 (domain: 4.2): the days on which leaders received, what they received and instructed, what they took charge
of. Rooms say which of their numbers fills which column (Indicator.of_leader). Leaders stand by name, never by a number.
"""

from typing import Any

from core.access.people import with_permission
from core.models import Area, Roster, Turn, User
from core.procedure.indicators import Indicator, Period, leader
from core.procedure.procedure import counting, indicators, procedures
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics import wording
from core.statistics.counting import all_of, count_part
from core.statistics.sheets import Cell, Line, Sheet, cells, flat_rows, named_by

TITLES = {"T14": "表14　领导接访包案表"}
COLUMNS = ("批次", "人次", "批示件", "办结", "包案", "化解")
DAYS = "days"  # counted in turns, so no list of matters stands behind it


def numbers() -> list[Indicator]:
    """In the order of the columns."""
    found = {number.of_leader: number for number in indicators().values() if number.of_leader}
    return [found[column] for column in COLUMNS]


def _turns(month: Period) -> list[Turn]:
    """Turns of the month at which leaders received, with whoever sat there."""
    kinds = [one.kind for one in procedures() if one.model is Roster and one.labels["serve"] == "core.lead"]
    rows = Turn.objects.filter(
        month.within_days("day"),
        matter__kind__in=kinds,
        matter__status__in=(Roster.Status.PUBLISHED, Roster.Status.OVER),
    )
    return list(rows.select_related("user", "substitute"))


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    """{"T14": {"rows": {"": {key: n}, "17": {…}}, "lines": [["17", 唐志远]]}}; the first row is of all together."""
    turns = _turns(month)
    people: dict[int, User] = {
        user.pk: user for user in (*with_permission("core.lead"), *(turn.person for turn in turns))
    }
    held = [(turn.person.pk, turn.day) for turn in turns if turn.signed_at]
    rows = {"": {DAYS: len({day for _, day in held}), **_counts(month, area, "")}}
    for pk in people:
        days = len({day for who, day in held if who == pk})
        rows[str(pk)] = {DAYS: days, **_counts(month, area, str(pk))}
    lines = [
        [str(user.pk), user.name] for user in sorted(people.values(), key=lambda user: (user.name, user.pk))
    ]
    return {"T14": {"rows": rows, "lines": lines}}


def _counts(month: Period, area: Area | None, part: str) -> dict[str, int]:
    return {
        number.key: int(count_part(all_of(counting()[number.key].kind, area), number.key, month, part))
        for number in numbers()
    }


def sheet(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    rows = found["rows"]

    def line(label: str, part: str, **more: Any) -> Line:
        days = Cell.of(wording.number(rows[part][DAYS], rate=False), None)
        return Line(label, [days, *cells(rows[part], _Keys(), month, area, part)], **more)

    lines = [*(line(name, part) for part, name in found["lines"]), line("合　计", "", sum=True)]
    note = "接访日数以签到为准，合计中同一天只计一次；一件事项先后由两位领导接访的，各计一次，合计只计一次。领导按姓名排列，不排名。"
    return Sheet(
        "T14", TITLES["T14"], left, "单位：天、批次、人次、件", ["领　导", "接访日数", *COLUMNS], lines, note
    )


def named(name: str, rest: list[str]) -> str:
    """唐志远—领导接访（批次）; 合计—接访日数."""
    return named_by(leader, rest[0], "接访日数" if rest[-1] == DAYS else indicators()[rest[-1]].label)


class _Keys:
    """The keys of the numbers, read when the rooms stand."""

    def __iter__(self) -> Any:
        return (number.key for number in numbers())


TABLES = StandardTables(TITLES, {"T14": _Keys()}, freeze, sheet, flat_rows("T14"), named)
