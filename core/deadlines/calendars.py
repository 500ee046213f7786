"""The office calendar in the database: handing it out, and loading it.

Written only here. Years come from the package chinesecalendar, or from a file that an administrator
imports when next year's notice is published; a file is stored whole or not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, TypeAlias

from chinese_calendar import constants
from django.db import transaction
from django.utils import timezone

from core.deadlines.calendar_file import LARGEST, Reading, read
from core.deadlines.terms import Calendar
from core.models import CalendarDay, CalendarYear, Clock, User
from core.models.calendar import STAMP
from core.records.jobs import enqueue
from core.values.moments import now
from core.values.statements import run

PACKAGE = "国务院办公厅年度放假通知（随系统带来）"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}

Days: TypeAlias = Mapping[date, tuple[str, str]]  # kind and name of each day that is not as its weekday
_held: tuple[str, Calendar] | None = None


@dataclass(frozen=True)
class Result:
    """What an import did; with errors nothing was stored. All texts are sentences for the administrator."""

    year: int = 0
    days: int = 0
    replaced: bool = False
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors


def office_calendar(reader: Any = None) -> Calendar:
    """The calendar as it stands in the database; one cheap query unless it has changed since. `reader`: the user of a request
    that only shows, who has brought along how it stood when the request began.
    """
    global _held
    stamp = getattr(reader, "calendar_stamp", "") or run(f"SELECT {STAMP}", ())[0][0]
    if _held is None or _held[0] != stamp:
        _held = (stamp, _from_database())
    return _held[1]


def _from_database() -> Calendar:
    days = list(CalendarDay.objects.values_list("date", "kind", "name"))
    return Calendar(
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        off={day: name for day, kind, name in days if kind == CalendarDay.Kind.HOLIDAY},
        make_up={day: name for day, kind, name in days if kind == CalendarDay.Kind.WORKDAY},
    )


def load_from_chinesecalendar() -> list[int]:
    """Load the years the package knows, and return those that changed. Safe to run again.

    A year that came from a file stays as it is: the office's own import knows better.
    """
    loaded = []
    with transaction.atomic():
        rows = {row.year: row for row in CalendarYear.objects.prefetch_related("days")}
        for year, days in _package().items():
            row = rows.get(year)
            elsewhere = set(_elsewhere(year, days))
            days = {day: what for day, what in days.items() if day not in elsewhere}
            if row is None or (row.source == PACKAGE and _days(row.days.all()) != days):
                _store(year, days, PACKAGE, None)
                loaded.append(year)
        _fill(Clock.objects.filter(pending_year__in=loaded).values_list("pending_year", flat=True).distinct())
    return loaded


def _package() -> dict[int, Days]:
    """The days of the package by year."""
    kinds = ((constants.holidays, CalendarDay.Kind.HOLIDAY), (constants.workdays, CalendarDay.Kind.WORKDAY))
    years: dict[int, dict[date, tuple[str, str]]] = {}
    for days, kind in kinds:
        for day, name in days.items():
            years.setdefault(day.year, {})[day] = (kind.value, NAMES[name])
    return dict(sorted(years.items()))


def import_csv(file: IO[bytes], by: User | None, source: str = "") -> Result:
    """Import one year from a file of date, kind, name; a year that is loaded already is replaced.

    `source` is the number of the notice. Waiting clocks are filled by a job in the same transaction.
    """
    reading = read(file.read(LARGEST + 1))
    if reading.errors:
        return Result(reading.year, errors=reading.errors)
    days = {row.on: (row.kind, row.name) for row in reading.rows}
    with transaction.atomic():
        elsewhere = _elsewhere(reading.year, days)
        if elsewhere:
            return Result(reading.year, errors=_refused(reading, elsewhere))
        old = CalendarYear.objects.select_for_update().filter(year=reading.year).first()
        before = _days(old.days.all()) if old else {}
        _store(reading.year, days, source or "文件导入", by)
        changed = sorted(day for day in {*before, *days} if before.get(day) != days.get(day))
        _fill({reading.year, *(day.year for day in changed)})
    return Result(
        reading.year,
        days=len(days),
        replaced=old is not None,
        warnings=(*reading.warnings, *_passed(reading.year)),
        changes=tuple(_change(day, before.get(day), days.get(day)) for day in changed) if old else (),
    )


def _elsewhere(year: int, days: Days) -> dict[date, int]:
    """Which of the days another year's notice has set already, with that year."""
    others = CalendarDay.objects.filter(date__in=list(days)).exclude(year=year)
    return dict(others.values_list("date", "year_id"))


def _refused(reading: Reading, elsewhere: Mapping[date, int]) -> tuple[str, ...]:
    return tuple(
        f"第 {row.line} 行：{row.on} 已由 {elsewhere[row.on]} 年的日历规定，请从文件中删去"
        for row in reading.rows
        if row.on in elsewhere
    )


def _passed(year: int) -> tuple[str, ...]:
    return (f"{year} 年已经过去，请核对是否确要更正",) if year < timezone.localdate(now()).year else ()


def _days(rows: Iterable[CalendarDay]) -> Days:
    return {row.date: (row.kind, row.name) for row in rows}


def _store(year: int, days: Days, source: str, by: User | None) -> None:
    """Write a year anew; the caller's transaction holds it together."""
    row, _ = CalendarYear.objects.update_or_create(
        year=year, defaults={"source": source, "loaded_at": now(), "loaded_by": by}
    )
    row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, kind=kind, name=name, year=row) for day, (kind, name) in sorted(days.items())
    )


def _fill(years: Iterable[int | None]) -> None:
    """Have the clocks reckoned that waited for these years."""
    for year in sorted(year for year in years if year):
        enqueue("core.operations.nightly.fill_pending", year, name="补算等日历的期限")


def _change(day: date, before: tuple[str, str] | None, after: tuple[str, str] | None) -> str:
    was, now_is = (_what(what) if what else "" for what in (before, after))
    if not was:
        return f"{day} 新增：{now_is}"
    return f"{day} {was} 改为 {now_is}" if now_is else f"{day} 删去：{was}"


def _what(what: tuple[str, str]) -> str:
    kind, name = what
    return f"{CalendarDay.Kind(kind).label}（{name}）"
