"""Starting, meeting, stopping and filling clocks. The dates themselves come from core.terms.

A clock never blocks a registration or a transition: what the calendar cannot tell yet stays empty
and is filled when the year is imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.calendars import office_calendar
from core.models import Clock, LocalTerm, Matter, Unit, User
from core.moments import now
from core.terms import Calendar, Term, compute, marks

RECKONED = ("raw", "rolled", "target", "pending_year", "half_at", "warn_at", "expires_at", "black_at")


@dataclass(frozen=True)
class ClockRule:
    """A deadline rule: one line with its article of law.

    `term`: 5W, 15C, 4WH … (core.terms). `right`: a citizen's right, judged by the rolled date; the
    office's own duties are judged by the raw one. `legal`: the term is a ceiling set by law, which a
    town may only shorten. `whose`: who is reminded — the holding unit, or the first contact.
    """

    key: str
    label: str
    term: str
    basis: str
    right: bool = False
    legal: bool = False
    whose: str = "unit"


@dataclass(frozen=True)
class Start:
    """Ask for a clock to start: which rule, from when, whose duty."""

    rule: str
    at: datetime | None = None
    unit: Unit | None = None
    user: User | None = None
    term: str = ""


@dataclass(frozen=True)
class Of:
    """The clock of a rule that is one unit's alone, where several units have one of their own."""

    rule: str
    unit: Unit


@dataclass(frozen=True)
class Extend:
    """Ask for a running clock to be prolonged by a term, counted from its first day; once."""

    rule: str
    term: str
    unit: Unit | None = None


def local_term(rule: ClockRule) -> tuple[str, str]:
    """The term in force here and its basis: the town's own promise where there is one and it is shorter."""
    own = LocalTerm.objects.filter(rule=rule.key).first()
    return (own.term, own.basis) if own and shortens(rule, own.term) else (rule.term, rule.basis)


def shortens(rule: ClockRule, term: str) -> bool:
    """Is this term allowed as a local one: the same unit of time and not longer than the rule's."""
    legal, own = Term.parse(rule.term), Term.parse(term)
    return legal.unit == own.unit and own.count <= legal.count


def start(matter: Matter, rule: ClockRule, asked: Start) -> Clock:
    """Start a clock (or return the one that runs already for this rule and unit)."""
    running = Clock.objects.filter(matter=matter, rule=rule.key, unit=asked.unit, ended_at=None).first()
    if running:
        return running
    promise = (asked.term, rule.basis) if asked.term else local_term(rule)
    clock = made(matter, rule, asked, promise, office_calendar())
    clock.save()
    return clock


def made(
    matter: Matter, rule: ClockRule, asked: Start, promise: tuple[str, str], calendar: Calendar
) -> Clock:
    """A clock with its dates, not stored yet; `promise` is the term in force and its basis."""
    term, basis = promise
    clock = Clock(
        matter_id=matter.pk,
        rule=rule.key,
        label=rule.label,
        basis=basis,
        term=term,
        right=rule.right,
        unit=asked.unit,
        user=asked.user,
        started_at=asked.at or now(),
    )
    reckon(clock, calendar)
    clock.looked_at = min(clock.started_at, now())  # what was typed late may be due already: it is told too
    clock.look_at = next_look(clock)
    return clock


def last_leg(clock: Clock, calendar: Calendar) -> tuple[Term, datetime]:
    """The term that decides and from when it counts: an extension counts from the first raw date."""
    term, begun = Term.parse(clock.term), timezone.localtime(clock.started_at + clock.paused)
    if clock.extended_by and (raw := compute(term, begun, calendar).raw):
        return Term.parse(clock.extended_by), timezone.make_aware(datetime.combine(raw, datetime.min.time()))
    return term, begun


def reckon(clock: Clock, calendar: Calendar) -> None:
    """Set the dates and moments of a clock from its start and term."""
    term, begun = last_leg(clock, calendar)
    due = compute(term, begun, calendar)
    made = marks(term, timezone.localtime(clock.started_at + clock.paused), due, calendar, right=clock.right)
    clock.raw, clock.rolled, clock.target = due.raw, due.rolled, due.target
    clock.pending_year = due.pending_year or made.pending_year
    clock.half_at, clock.warn_at = made.half_at, made.warn_at
    clock.expires_at, clock.black_at = made.expires_at, made.black_at


def next_look(clock: Clock) -> datetime | None:
    """The next moment at which a step of the escalation table may come."""
    moments = (clock.half_at, clock.warn_at, clock.expires_at, clock.black_at)
    return min((moment for moment in moments if moment and moment > clock.looked_at), default=None)


def meet(matter: Matter, rules: Iterable[str], at: datetime, unit: int | None = None) -> None:
    """The duty was done at this moment. With a unit (id), only that unit's clocks and nobody's."""
    _end(matter, rules, at, Clock.End.MET, unit)


def cancel(matter: Matter, rules: Iterable[str] | None, at: datetime, unit: int | None = None) -> None:
    """The duty fell away; without rules, all that run."""
    _end(matter, rules, at, Clock.End.CANCELLED, unit)


def _end(matter: Matter, rules: Iterable[str] | None, at: datetime, how: str, unit: int | None) -> None:
    clocks = Clock.objects.filter(matter=matter, ended_at=None)
    if rules is not None:
        if not (rules := list(rules)):
            return
        clocks = clocks.filter(rule__in=rules)
    if unit is not None:
        clocks = clocks.filter(Q(unit=unit) | Q(unit=None))
    clocks.update(ended_at=at, end=how, look_at=None)


def prolong(matter: Matter, asked: Extend) -> None:
    """Extend the running clock of a rule (and unit); one that does not run is left alone."""
    running = Clock.objects.filter(matter=matter, rule=asked.rule, ended_at=None)
    if asked.unit is not None:
        running = running.filter(unit=asked.unit)
    for clock in running:
        extend(clock, asked.term)


def extend(clock: Clock, term: str) -> None:
    """Prolong by a term counted from the raw date (petition rules: domain 1.2); once."""
    if clock.extended_by:
        raise ValueError("期限已经延长过一次。")
    clock.extended_by = term
    _reckon_again(clock)


def suspend(clock: Clock, why: str) -> None:
    """Stop the count. Allowed only where a rule says so; the caller's table names it."""
    clock.suspended_at, clock.suspended_for, clock.look_at = now(), why, None
    clock.save(update_fields=["suspended_at", "suspended_for", "look_at"])
    refresh(clock.matter)


def resume(clock: Clock) -> None:
    """Go on counting: the time between is not counted."""
    clock.paused += now() - (clock.suspended_at or now())
    clock.suspended_at, clock.suspended_for = None, ""
    _reckon_again(clock)


def _reckon_again(clock: Clock) -> None:
    reckon(clock, office_calendar())
    clock.look_at = next_look(clock)
    clock.save()
    refresh(clock.matter)


def refresh(matter: Matter) -> None:
    """Copy the moments of the tightest running duty to the matter, for lists (the only writer)."""
    moments = tightest(Clock.objects.filter(matter=matter, ended_at=None))
    if moments != (matter.warn_at, matter.due_at, matter.black_at):
        matter.warn_at, matter.due_at, matter.black_at = moments
        Matter.objects.filter(pk=matter.pk).update(warn_at=moments[0], due_at=moments[1], black_at=moments[2])


def tightest(clocks: Iterable[Clock]) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When the tightest running duty warns, is over, and turns black; the office's own duties alone."""
    running = [clock for clock in clocks if clock.ended_at is None and clock.suspended_at is None]
    duties = [clock for clock in running if clock.expires_at and not clock.right]
    first = min(duties, key=lambda clock: clock.expires_at, default=None)  # type: ignore[arg-type, return-value]
    return (first.warn_at, first.expires_at, first.black_at) if first else (None, None, None)


def fill_pending(year: int) -> int:
    """After a calendar year came in: fill what waited for it, and reckon anew what still runs (a year
    may come in twice, corrected). Returns how many clocks changed. Safe to run twice.
    """
    calendar, count = office_calendar(), 0
    touched = Clock.objects.filter(Q(pending_year__lte=year) | Q(ended_at=None)).order_by("id")
    for clock in touched:
        if _changes(clock, calendar):
            count += _fill(clock.pk, clock.matter_id, calendar)
    return count


def _changes(clock: Clock, calendar: Calendar) -> bool:
    """Reckon; is any of it new?"""
    before = [getattr(clock, name) for name in RECKONED]
    reckon(clock, calendar)
    return [getattr(clock, name) for name in RECKONED] != before


def _fill(pk: int, matter_pk: int, calendar: Calendar) -> bool:
    """One clock under its matter's lock: an act may end it at this very moment."""
    with transaction.atomic():
        matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_pk)
        clock = Clock.objects.select_for_update(no_key=True).get(pk=pk)
        if not _changes(clock, calendar):
            return False
        clock.look_at = next_look(clock) if clock.ended_at is None else None
        clock.save(update_fields=[*RECKONED, "look_at"])
        refresh(matter)
        return True
