"""Gapless numbers, given inside the caller's transaction."""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from core.models import Matter, Reserved, Series, User
from core.privacy.identity_numbers import matter_code
from core.values.moments import now

# Look-up codes are read aloud and typed by citizens: no 0 O 1 I L.
LOOKUP_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def next_number(kind: str, year: int) -> int:
    """Take the next number of a series. The row stays locked until the transaction ends, so a
    number whose matter was not stored is given again: no gaps, no doubles.
    """
    return next_numbers(kind, year, 1)[0]


def next_numbers(kind: str, year: int, count: int) -> range:
    """Take so many numbers of a series at once, under the same lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_series (kind, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (kind, year) DO UPDATE SET last = core_series.last + EXCLUDED.last RETURNING last",
            [kind, year, count],
        )
        last = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def by_year(kind: str, days: Iterable[date]) -> dict[int, Iterator[int]]:
    """A number of a series for each of the days, by year. Years are locked in ascending order, so that
    nobody waits in a circle.
    """
    years = Counter(day.year for day in days)
    return {year: iter(next_numbers(kind, year, count)) for year, count in sorted(years.items())}


def named(procedure: Any, year: int, serial: int) -> str:
    """栖云访〔2026〕0042号"""
    return procedure.labels["number"].format(year=year, serial=serial)


def new_number(procedure: Any, year: int) -> str:
    """The next registration number of a procedure: 栖云访〔2026〕0042号."""
    return named(procedure, year, next_number(procedure.kind, year))


def new_code(day: date) -> str:
    """The code of a root matter (一案一码): SX, region, day, yearly serial, check digit."""
    return coded(day, next_number("matter", day.year))


def coded(day: date, serial: int) -> str:
    """The code of a root matter with this serial."""
    return matter_code(settings.TOWN["region"], day, serial)


def new_lookup_code() -> str:
    """Eight random letters for the citizen's look-up; not derived from anything."""
    return "".join(secrets.choice(LOOKUP_LETTERS) for _ in range(8))


def gaps(kinds: Iterable[str]) -> Iterator[str]:
    """Numbers that the series of these kinds gave and nothing bears, neither a matter nor a blank form; a
    sentence for each series and year. A number ends in its year and serial, whatever the town is called.
    """
    for kind in ("matter", *kinds):
        borne = _borne(kind)
        for year, last in Series.objects.filter(kind=kind).order_by("year").values_list("year", "last"):
            if missing := last - len(borne.get(year, set()) & set(range(1, last + 1))):
                yield f"编号 {kind} {year} 年：给出 {last} 个，有 {missing} 个不知去向"


def _borne(kind: str) -> dict[int, set[int]]:
    """Serials that stand somewhere, by year."""
    if kind == "matter":
        codes = [*Matter.objects.filter(parent=None).order_by().values_list("code", flat=True).iterator()]
        codes += Reserved.objects.values_list("code", flat=True)
        pairs = [[code[8:12], code[16:-1]] for code in codes]  # core.privacy.identity_numbers.matter_code
    else:
        rows = Matter.objects.filter(kind=kind).order_by().values_list("number", flat=True)
        rows_on_paper = Reserved.objects.filter(kind=kind).values_list("number", flat=True)
        pairs = [re.findall(r"[0-9]+", number)[-2:] for number in (*rows.iterator(), *rows_on_paper)]
    found: dict[int, set[int]] = {}
    for pair in pairs:
        if len(pair) == 2 and all(part.isdecimal() for part in pair):
            found.setdefault(int(pair[0]), set()).add(int(pair[1]))
    return found


# --- Numbers given out on paper before their matters are typed --------------------------------------------


@transaction.atomic
def reserve(procedure: Any, count: int, by: User, batch: str = "") -> list[Reserved]:
    """Take so many numbers, codes and look-up codes for blank forms. The code bears the day of reserving.

    `batch` (8 signs) names what is reserved together; without it a new name is made.
    """
    today = localdate(now())
    batch = batch or secrets.token_hex(4)
    return [
        Reserved.objects.create(
            kind=procedure.kind,
            batch=batch,
            number=new_number(procedure, today.year),
            code=new_code(today),
            lookup_code=new_lookup_code(),
            reserved_by=by,
            reserved_at=now(),
        )
        for _ in range(count)
    ]


def use(reserved: Reserved) -> tuple[str, str, str]:
    """Number, code and look-up code of a blank form; it can be used once. The caller's transaction holds it.

    Raises ValueError when it has been used or given up.
    """
    locked = Reserved.objects.select_for_update().get(pk=reserved.pk)
    if locked.matter_id or locked.given_up_at:
        raise ValueError(f"{locked.number} 已经用过或已作废")
    return locked.number, locked.code, str(locked.lookup_code)


def used(reserved: Reserved, matter: Matter) -> None:
    """The blank form has become this matter."""
    Reserved.objects.filter(pk=reserved.pk).update(matter=matter)
