"""Sowing: plans, batches, numbers. Each batch is one transaction; what is stored is whole."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from cases.models import CallBack, Case, Handover
from core.deadlines.calendars import load_from_chinesecalendar, office_calendar
from core.deadlines.workdays import DAY
from core.documents import remedies
from core.models import (
    Access,
    CalendarYear,
    Clock,
    HistoryDetail,
    HistoryEntry,
    Matter,
    MatterText,
    Party,
    Unit,
)
from core.procedure.procedure import by_kind
from core.records import numbers
from core.values.copying import copy, ids, take_ids
from mediation.models import Assignment, Instalment, Mediation, Session, Signature, Told
from tools.demo import bodies, town
from tools.demo.hours import OfficeTime
from tools.seed import cast, words
from tools.seed.line import Reckoner, Rows
from tools.seed.lives import MARK, Book, Plan

BATCH = 2000
CITIZENS = 3000
OPEN_SHARE, MOST_OPEN = 0.03, 400
WAYS = (("unit", 60), ("spot", 25), ("mediation", 10), ("elsewhere", 4), ("void", 1))
# Where an open matter stands, how often, and how many office minutes ago it may have come in.
STANDING = (
    (Case.Status.REGISTERED, "unit", 8, 200),
    (Case.Status.HANDED_OVER, "unit", 12, 500),
    (Case.Status.IN_HAND, "unit", 50, 2000),
    (Case.Status.REPLIED, "unit", 20, 2000),
    (Case.Status.BELOW, "mediation", 10, 5000),
)
LATE_SHARE = 0.06  # of the open ones: came in so long ago that a term is over
# In this order, for what refers to what.
TABLES: tuple[type[models.Model], ...] = (
    Case, Mediation, MatterText, Party, Access, Clock, HistoryEntry, HistoryDetail, Handover, CallBack, Session,
    Assignment, Told, Instalment, Signature,
)  # fmt: skip


def sow(matters: int, years: int, seed: int, say: Callable[[str], Any]) -> None:
    """Add so many matters that came in over the last years. Raises cast.Incomplete."""
    _prepare(say)
    here, now = cast.read(), timezone.now()
    hours = OfficeTime(now, 365 * years)
    standing = Matter.objects.count()
    rng = Random(f"{seed} {standing}")  # noqa: S311 (invented matters)
    ways = WAYS if here.bodies else tuple(way for way in WAYS if way[0] != "mediation")
    plans = _plans(rng, hours, matters, ways)
    citizens = words.people(rng, here.villages, CITIZENS)
    book = Book(here, citizens, hours, Reckoner(office_calendar(), now))
    known, people = ids(Matter), ids(Party)
    for first in range(0, matters, BATCH):
        with transaction.atomic():
            rows = book.write(plans[first : first + BATCH], rng, known, people)
            _number(rows)
            _store(rows)
        say(f"已写入 {min(first + BATCH, matters)} 件")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def seeded_only() -> bool:
    """Is every case of this database one that was sown?"""
    sown = HistoryDetail.objects.filter(entry__seq=1, values__contains=MARK, entry__matter__kind="case")
    return Matter.objects.filter(kind="case").count() == sown.count()


def _prepare(say: Callable[[str], Any]) -> None:
    """What every installation has; and the demo's organisation where there is none at all."""
    if not CalendarYear.objects.exists():
        load_from_chinesecalendar()
    call_command("load_reference", verbosity=0, stdout=_Nothing())
    if not Unit.objects.exists():
        with transaction.atomic():
            made = town.build()
            bodies.build(made)
            remedies.review_all(made.users["committee_head"])
        say("没有机构和人员，已装入演示镇的机构和人员")


class _Nothing:
    def write(self, text: str) -> None:
        """Swallow what a command says."""


def _plans(rng: Random, hours: OfficeTime, count: int, ways: tuple[tuple[str, int], ...]) -> list[Plan]:
    """All matters in the order in which they come in; those that are still open came in lately."""
    total = Matter.objects.filter(kind="case").count() + count
    wanted = min(round(total * OPEN_SHARE), MOST_OPEN)
    still = min(max(wanted - Matter.objects.filter(kind="case", closed_at=None).count(), 0), count)
    names, weights = [name for name, _ in ways], [weight for _, weight in ways]
    last = hours.now - DAY
    plans = [Plan(rng.randrange(last), way) for way in rng.choices(names, weights, k=count - still)]
    stages = [stage for stage in STANDING if stage[1] in names]
    for status, way, _, most in rng.choices(stages, [stage[2] for stage in stages], k=still):
        age = rng.randrange(5, most) if rng.random() > LATE_SHARE else rng.randrange(15 * DAY, 25 * DAY)
        plans.append(Plan(max(hours.now - age, 0), way, status))
    return sorted(plans, key=lambda plan: plan.minute)


def _number(rows: Rows) -> None:
    """Numbers and codes go on from the counters, in the order of receipt; a mediation has its case's code."""
    codes: dict[int, str] = {}
    cases, mediations = rows[Case], sorted(rows[Mediation], key=lambda row: row.received_at)
    serials = numbers.by_year("matter", map(_day, cases))
    taken = numbers.by_year("case", map(_day, cases))
    for case in cases:
        day = _day(case)
        case.code = codes[case.pk] = numbers.coded(day, next(serials[day.year]))
        case.number = numbers.named(by_kind()["case"], day.year, next(taken[day.year]))
    taken = numbers.by_year("mediation", map(_day, mediations))
    for child in mediations:
        year = _day(child).year
        child.code = codes[child.parent_id]
        child.number = numbers.named(by_kind()["mediation"], year, next(taken[year]))


def _day(row: Any) -> date:
    return timezone.localdate(row.received_at)


def _store(rows: Rows) -> None:
    """Entries get their ids in the order in which they were typed, as if matters had gone side by side."""
    pairs = sorted(
        zip(rows[HistoryEntry], rows[HistoryDetail], strict=True), key=lambda pair: pair[0].typed_at
    )
    for pk, (entry, detail) in zip(take_ids(HistoryEntry, len(pairs)), pairs, strict=True):
        entry.pk = detail.entry_id = pk
    rows[HistoryEntry], rows[HistoryDetail] = [entry for entry, _ in pairs], [detail for _, detail in pairs]
    copy(Matter, sorted((*rows[Case], *rows[Mediation]), key=lambda row: row.pk))
    for table in TABLES:
        copy(table, rows[table])
