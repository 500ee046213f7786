"""Starting, meeting, stopping and filling clocks. The dates themselves come from core.deadlines.terms.

A clock never blocks a registration or a transition: what the calendar cannot tell yet stays empty
and is filled when the year is imported.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from core.deadlines.calendars import office_calendar
from core.deadlines.steps import REMINDER, STEPS, SUPERVISED, Step
from core.deadlines.terms import Calendar, Due, Marks, Measure, Term, YearMissing, compute, marks
from core.models import Clock, LocalTerm, Matter, Unit, User, facts
from core.records.line import locked
from core.values.kept import Coming, Kept
from core.values.moments import now

# Asked by every act (core.values.kept).
OF_MATTER = Kept(lambda: Clock.objects.filter(matter_id=Coming(0)).order_by("started_at", "id"))
_BELOW = Kept(lambda: Matter.objects.filter(parent_id=Coming(0)))
RECKONED = ("raw", "rolled", "target", "pending_year", "half_at", "warn_at", "expires_at", "black_at")
LENGTHENED = (*RECKONED, "extended_by", "look_at")
STILL = ("suspended_at", "suspended_for", "suspended_until", "pauses", "looked_at")
COPIED = (
    "warn_at",
    "due_at",
    "due_measure",
    "black_at",
    "suspended_at",
)  # to the matter, of its tightest duty


def always(matter: Any) -> bool:
    return True


@dataclass(frozen=True)
class ClockRule:
    """A deadline rule: one line with its article of law.

    `term`: 5W, 15C, 4WH … (core.deadlines.terms). `right`: a citizen's right, judged by the rolled date; the
    office's own duties are judged by the raw one. `legal`: the term is a ceiling set by law, which a
    town may only shorten. `whose`: whose duty it is — the holding unit's, the centre's, the first contact's — or
    `citizen`: a right of the people themselves, of which whoever holds the matter reminds them; `outside`: a body
    outside owes it, and whoever holds the matter asks again. `outlives`: it is
    owed to somebody outside, and runs on when the matter is closed (not when it is void). `inner`: the
    office's own housekeeping, of which a citizen is told nothing. `steps`: its own table of escalation. `accepts`: the duty
    is to take a matter in, or to say that one does not (应受理); of any other the unit has to handle it (应办理).
    `given`: the act that starts it sets the term, and `term` is only the usual one. `fits`: of several rules of one step the one
    that holds for a matter.
    """

    key: str
    label: str
    term: str
    basis: str
    right: bool = False
    legal: bool = False
    whose: str = "unit"
    outlives: bool = False
    inner: bool = False
    accepts: bool = False
    steps: tuple[Step, ...] | None = None
    given: bool = False
    fits: Callable[[Any], bool] = always

    @property
    def table(self) -> tuple[Step, ...]:
        """Its own steps, or the usual ones: nobody is late with a right, and of the people's own somebody reminds them."""
        if self.steps is not None:
            return self.steps
        if self.right:
            return (REMINDER,) if self.whose == "citizen" else ()
        return STEPS if self.inner else SUPERVISED


def inner_rule(key: str, label: str, term: str, basis: str, **more: Any) -> ClockRule:
    """A deadline of which a citizen is told nothing (`inner`)."""
    return ClockRule(key, label, term, basis, inner=True, **more)


@dataclass(frozen=True)
class Start:
    """Ask for a clock to start: which rule, from when, whose duty; `item`: which of several of the rule."""

    rule: str
    at: datetime | None = None
    unit: Unit | None = None
    user: User | None = None
    term: str = ""
    item: int = 0


@dataclass(frozen=True)
class Of:
    """The clock of a rule that is one unit's alone, where several units have one of their own, or one of several items;
    without a unit the item's, whosever it is.
    """

    rule: str
    unit: Unit | None
    item: int | None = None


@dataclass(frozen=True)
class Extend:
    """Ask for a running clock to be prolonged by a term, counted from its first raw day; once.

    `again`: the law sets no number of times; the term then takes the place of the one given before.
    """

    rule: str
    term: str
    unit: Unit | None = None
    again: bool = False


@dataclass(frozen=True)
class Suspension:
    """Why clocks stand still: the reason, its article, and the day on which it is asked again."""

    why: str
    basis: str
    until: date | None = None


@dataclass(frozen=True)
class Promise:
    """A term in force, its basis, and the row that set it; none where it is the rule's own."""

    term: str
    basis: str
    row: LocalTerm | None = None


Terms = Mapping[str, Sequence[LocalTerm]]


def local_term(rule: ClockRule, matter: Matter | None = None) -> Promise:
    """The term in force here today for a matter: a shorter local one, or the rule's own."""
    return promise(rule, local_terms(), matter.about if matter else "", timezone.localdate())


def promise(rule: ClockRule, terms: Terms, about: str, on: date) -> Promise:
    """Of the rows that are in force and fit: the narrowest category, then the nearest level, then the newest."""
    fitting = [
        row
        for row in terms.get(rule.key, ())
        if row.valid_from <= on and about.startswith(row.category) and shortens(rule, row.term)
    ]
    if not fitting:
        return Promise(rule.term, rule.basis)
    best = max(fitting, key=LocalTerm.precedes)
    return Promise(best.term, best.basis, best)


def shortens(rule: ClockRule, term: str) -> bool:
    """Is this term allowed as a local one: the same unit of time and not longer than the rule's."""
    legal, own = Term.parse(rule.term), Term.parse(term)
    return legal.unit == own.unit and 0 < own.count <= legal.count


@dataclass
class Book:
    """The clocks of one matter through one act, in memory. Whoever opens it holds the matter's lock (or bears it).

    `store` writes what has changed; the wide door (core.workflow.perform_in_bulk) stores the rows itself.
    """

    matter: Matter
    clocks: list[Clock]
    calendar: Calendar
    below: Collection[Matter] = ()
    _begun: list[Clock] = field(default_factory=list)
    _ended: list[Clock] = field(default_factory=list)
    _longer: list[Clock] = field(default_factory=list)
    _tighter: bool = False

    @classmethod
    def of(cls, matter: Matter) -> "Book":
        """As it stands in the database."""
        return cls(matter, OF_MATTER(matter.pk), office_calendar(), below=_BELOW(matter.pk))

    def _running(self, rules: Collection[str] | None) -> list[Clock]:
        return [
            clock
            for clock in self.clocks
            if clock.ended_at is None and (rules is None or clock.rule in rules)
        ]

    def meet(
        self, rules: Collection[str], at: datetime, unit: int | None = None, item: int | None = None
    ) -> None:
        """The duty was done at this moment. With a unit (id), only that unit's clocks and nobody's."""
        self._end(rules, at, Clock.End.MET, unit, item)

    def cancel(
        self, rules: Collection[str] | None, at: datetime, unit: int | None = None, item: int | None = None
    ) -> None:
        """The duty fell away; without rules, all that run."""
        self._end(rules, at, Clock.End.CANCELLED, unit, item)

    def close(self, at: datetime, outliving: Collection[str]) -> None:
        """The matter is closed: all that run fall away but those of the rules named."""
        self.cancel({clock.rule for clock in self.clocks} - set(outliving), at)

    def _end(
        self, rules: Collection[str] | None, at: datetime, how: str, unit: int | None, item: int | None
    ) -> None:
        for clock in self._running(rules):
            if (unit is None or clock.unit_id in (unit, None)) and item in (None, clock.item):
                clock.ended_at, clock.end, clock.look_at = max(at, clock.started_at), how, None
                self._ended.append(clock)

    def start(self, rule: ClockRule, asked: Start) -> Clock:
        """Start a clock (or return the one that runs already for this rule and unit)."""
        unit = asked.unit.pk if asked.unit else None
        for running in self._running([rule.key]):
            if (running.unit_id, running.item) == (unit, asked.item):
                return running
        on = timezone.localdate(asked.at or now())
        own = promise(rule, terms_beside(self.calendar), self.matter.about, on)
        term = Promise(asked.term, rule.basis) if asked.term else own
        clock = made(self.matter, rule, asked, term, self.calendar)
        self.clocks.append(clock)
        self._begun.append(clock)
        return clock

    def prolong(self, asked: Extend) -> None:
        """Extend the running clock of a rule (and unit); one that does not run is left alone."""
        for clock in self._running([asked.rule]):
            if asked.unit is None or clock.unit_id == asked.unit.pk:
                _lengthen(clock, asked.term, self.calendar, again=asked.again)
                self._longer.append(clock)

    def suspend(self, rules: Collection[str], at: datetime, asked: Suspension) -> None:
        """Stop the count of those that run and are not over; the time until they are resumed is not counted."""
        for clock in self._running(rules):
            if clock.suspended_at is None and not (clock.expires_at and at >= clock.expires_at):
                clock.suspended_at, clock.suspended_for = at, f"{asked.why}（{asked.basis}）"
                clock.suspended_until = asked.until
                clock.look_at = _beginning_of(asked.until) if asked.until else None
                self._longer.append(clock)

    def resume(self, rules: Collection[str], at: datetime) -> None:
        """Go on counting."""
        for clock in self._running(rules):
            if clock.suspended_at is not None:
                clock.pauses = [*clock.pauses, [clock.suspended_at.isoformat(), at.isoformat()]]
                clock.suspended_at, clock.suspended_for, clock.suspended_until = None, "", None
                reckon(clock, self.calendar)
                clock.looked_at = max(clock.looked_at, at)  # no step is taken of while it stood still
                clock.look_at = next_look(clock)
                self._longer.append(clock)

    def copy_tightest(self) -> list[str]:
        """Copy the moments of the tightest duty, of its own or below it, to the matter, for lists; names of the columns
        that changed.
        """
        moments = dict(zip(COPIED, tightest(self.clocks, self.below), strict=True))
        changed = [name for name in COPIED if getattr(self.matter, name) != moments[name]]
        for name in changed:
            setattr(self.matter, name, moments[name])
        self._tighter = bool(changed)
        return changed

    def store(self) -> None:
        """Write what began, ended and was prolonged, once the matter itself is stored; and tell the one above."""
        for clock in self._ended:
            if clock.pk:
                clock.save(update_fields=("ended_at", "end", "look_at"))
        for clock in self._longer:
            clock.save(update_fields=(*LENGTHENED, *STILL))
        for clock in self._begun:
            clock.save(force_insert=True)
        if self._tighter:
            pass_up(self.matter)


def local_terms() -> Terms:
    """The local terms by rule."""
    found: dict[str, list[LocalTerm]] = {}
    for row in LocalTerm.objects.all():
        found.setdefault(row.rule, []).append(row)
    return found


@lru_cache(maxsize=2)
def terms_beside(calendar: Calendar) -> Terms:
    """The same, as they stood when this calendar was read: it is read anew when a term has changed (office_calendar)."""
    return local_terms()


def made(matter: Matter, rule: ClockRule, asked: Start, term: Promise, calendar: Calendar) -> Clock:
    """A clock with its dates, not stored yet."""
    clock = Clock(
        matter_id=matter.pk,
        rule=rule.key,
        label=rule.label,
        basis=term.basis,
        term=term.term,
        local=term.row,
        right=rule.right,
        unit=asked.unit,
        user=asked.user,
        item=asked.item,
        started_at=asked.at or now(),
    )
    reckon(clock, calendar)
    clock.looked_at = min(clock.started_at, now())  # what was typed late may be due already: it is told too
    clock.look_at = next_look(clock)
    return clock


def last_leg(clock: Clock, calendar: Calendar) -> tuple[Term, datetime]:
    """The term that decides and from when it counts: an extension counts from the first raw date. Raises YearMissing."""
    term, begun = Term.parse(clock.term), timezone.localtime(clock.started_at)
    if clock.pauses:
        term, begun = _without_pauses(clock, term, begun, calendar)
    if clock.extended_by and (raw := compute(term, begun, calendar).raw):
        return Term.parse(clock.extended_by), timezone.make_aware(datetime.combine(raw, datetime.min.time()))
    return term, begun


def _without_pauses(clock: Clock, term: Term, begun: datetime, calendar: Calendar) -> tuple[Term, datetime]:
    """A term in days grows by the days that stood still, counted like its own (the day of stopping is used up, that of
    going on is not counted); the start of any other is moved.
    """
    spans = [[timezone.localtime(datetime.fromisoformat(text)) for text in span] for span in clock.pauses]
    days = [(start.date(), end.date()) for start, end in spans]
    if term.unit is Measure.WORKING_DAYS:
        return Term(term.count + sum(calendar.workdays_between(*span) for span in days), term.unit), begun
    if term.unit is Measure.DAYS:
        return Term(term.count + sum((end - start).days for start, end in days), term.unit), begun
    if term.unit is Measure.WORKING_HOURS:
        minutes = sum(calendar.working_minutes(*span) for span in spans)
        return term, calendar.add_working_time(begun, timedelta(minutes=minutes)) if minutes else begun
    if term.in_hours:
        return term, begun + sum((end - start for start, end in spans), timedelta())
    return term, begun + sum((end - start for start, end in days), timedelta())


def _beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def reckon(clock: Clock, calendar: Calendar) -> None:
    """Set the dates and moments of a clock from its start and term."""
    clock.calendar = calendar
    try:
        term, begun = last_leg(clock, calendar)
        due = compute(term, begun, calendar)
        made = marks(term, timezone.localtime(clock.started_at), due, calendar, right=clock.right)
    except YearMissing as missing:  # of a stretch that stood still: filled when the year comes in
        due, made = Due(None, pending_year=missing.year), Marks(pending_year=missing.year)
    clock.raw, clock.rolled, clock.target = due.raw, due.rolled, due.target
    clock.pending_year = due.pending_year or made.pending_year
    clock.half_at, clock.warn_at = made.half_at, made.warn_at
    clock.expires_at, clock.black_at = made.expires_at, made.black_at


def steps_of(clock: Clock) -> tuple[Step, ...]:
    """Of its rule, which the rooms above declare; of a rule that is no more, the usual ones for a duty."""
    rule = import_string("core.procedure.procedure.clock_rules")().get(clock.rule)
    return rule.table if rule else () if clock.right else STEPS


def next_look(clock: Clock) -> datetime | None:
    """The next moment at which a step comes."""
    moments = (step.at(clock) for step in steps_of(clock))
    return min((moment for moment in moments if moment and moment > clock.looked_at), default=None)


def _lengthen(clock: Clock, term: str, calendar: Calendar, *, again: bool = False) -> None:
    if clock.extended_by and not again:
        raise ValueError("期限已经延长过一次。")
    clock.extended_by = term
    reckon(clock, calendar)
    clock.look_at = next_look(clock)


def refresh(matter: Matter) -> None:
    """Copy the moments of the tightest running duty to the matter, and to what stands above it."""
    if changed := Book.of(matter).copy_tightest():
        Matter.objects.filter(pk=matter.pk).update(**{name: getattr(matter, name) for name in changed})
        pass_up(matter)


def pass_up(matter: Matter) -> None:
    """What changed of a matter's tightest duty shows on the one above, which may show this one's."""
    if matter.parent_id:
        refresh(Matter.objects.get(pk=matter.parent_id))


Moments = tuple[datetime | None, datetime | None, str, datetime | None, datetime | None]


def tightest(clocks: Iterable[Clock], below: Iterable[Matter] = ()) -> Moments:
    """When the tightest running duty warns, when it is over and what it is counted in, when it turns black; the office's
    own duties alone. Where none runs, since when they stand still.
    """
    open_ones = [clock for clock in clocks if clock.ended_at is None and not clock.right]
    duties = [
        (clock.expires_at, clock.measure, clock.warn_at, clock.black_at)
        for clock in open_ones
        if clock.suspended_at is None and clock.expires_at
    ]
    duties += [
        (matter.due_at, matter.due_measure, matter.warn_at, matter.black_at)
        for matter in below
        if matter.due_at
    ]
    if duties:
        due, measure, warn, black = min(duties, key=lambda moments: moments[0])
        return warn, due, measure, black, None
    moments = (*(clock.suspended_at for clock in open_ones), *(matter.suspended_at for matter in below))
    still = [moment for moment in moments if moment]
    return None, None, "", None, min(still, default=None)


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


def _known_now(clock: Clock, year: int | None) -> list[datetime]:
    """Just before each step of a year that nobody knew: what came while it was unknown is still to be taken, each once."""
    found = [step.at(clock) for step in steps_of(clock)] if year and clock.ended_at is None else []
    return [
        clock.looked_at,
        *(at - timedelta(minutes=1) for at in found if at and year and timezone.localtime(at).year >= year),
    ]


def _fill(pk: int, matter_pk: int, calendar: Calendar) -> bool:
    """One clock under its matter's lock: an act may end it at this very moment."""
    with transaction.atomic():
        locked(matter_pk)
        matter = Matter.objects.get(pk=matter_pk)
        clock = Clock.objects.select_for_update(no_key=True).get(pk=pk)
        unknown = clock.pending_year
        if not _changes(clock, calendar):
            return False
        if clock.suspended_at is None:
            clock.looked_at = min(clock.looked_at, *_known_now(clock, unknown))
            clock.look_at = next_look(clock) if clock.ended_at is None else None
        with facts.lawfully(matter.root_id or matter.pk):
            clock.save(update_fields=[*RECKONED, "looked_at", "look_at"])
            refresh(matter)
        return True
