"""The wide door: many matters of one kind are born in one transaction, with few statements.

Every outcome is computed by the same guards, effects and rules as at the one-by-one door (core.workflow.perform),
in memory, and written by COPY. What an outcome may ask for and this door cannot do (notices, blank forms,
closed labels, moving others) goes through the one-by-one door: the result is the same, only slower.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.timezone import localdate

from core.access import exclusions
from core.deadlines import clocks
from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Calendar
from core.models import Access, Clock, HistoryDetail, HistoryEntry, Matter, MatterText, Party, User
from core.privacy.masking import mask_names
from core.procedure.procedure import Procedure, by_kind
from core.procedure.transitions import QUIET, Outcome, Place, Snapshot, Transition
from core.records import history, numbers
from core.values.copying import copy, take_ids
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import (
    Act,
    open_matter,
    outcome_of,
    perform,
    refuse_if,
    run_clocks,
    searchable,
    set_facts,
)
from core.workflow.permissions import check_moment, follows, why_not


@dataclass(frozen=True)
class Step:
    """An act that follows a birth at once: an answer that another system gave. Its effect and guards look
    at the snapshot alone, never at the database.
    """

    name: str
    data: Mapping[str, Any]
    at: datetime
    decided_by: str = ""


@dataclass(frozen=True)
class Birth:
    """A matter to be opened: what its opening transition asks, when it came in, what followed.

    `rows`: further rows that refer to the matter; the door fills it in.
    """

    data: Mapping[str, Any]
    at: datetime
    steps: Sequence[Step] = ()
    rows: Sequence[models.Model] = ()


BEYOND = (
    "changes",
    "notices",
    "reserved",
    "exclusions",
    "apart",
    "elsewhere",
    "at_fault",
    "erases",
)  # of an Outcome: for the other door


class _OneByOne(Exception):
    """The outcome asks for what only the other door can do."""


@dataclass
class _Life:
    """What is to be stored of one matter."""

    matter: Any
    rows: list[models.Model] = field(default_factory=list)
    access: list[Access] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)  # as core.deadlines.clocks.Book leaves them
    entries: list[tuple[HistoryEntry, HistoryDetail]] = field(default_factory=list)


@dataclass
class _Hall:
    """What holds for all births of one call: read once."""

    procedure: Procedure
    by: User | None
    calendar: Calendar
    accounts: exclusions.Accounts


def open_many(kind: str, *, by: User | None, births: Sequence[Birth]) -> list[Matter | Refused]:
    """Register matters, in the order given, all or (by an error) none; a birth that the rules refuse is
    answered with its Refused and stored nowhere. A caller that must not store twice holds a lock of its own.

    Raises PermissionDenied.
    """
    hall = _Hall(by_kind()[kind], by, office_calendar(), exclusions.Accounts())
    _ask_right(by, hall.procedure.workflow.opening)
    with transaction.atomic():
        answers: list[Matter | Refused | None] = []
        lives: list[_Life] = []
        for birth, pk in zip(births, take_ids(Matter, len(births)), strict=True):
            try:
                lives.append(_life(hall, birth, pk))
                answers.append(lives[-1].matter)
            except Refused as refused:
                answers.append(refused)
            except _OneByOne:
                answers.append(None)
        _store(hall.procedure, lives)
        return [
            _by_the_other_door(kind, by, birth) if answer is None else answer
            for birth, answer in zip(births, answers, strict=True)
        ]


def _ask_right(by: User | None, row: Transition) -> None:
    if by is not None and not by.has_perm(row.permission):
        raise PermissionDenied


def _by_the_other_door(kind: str, by: User | None, birth: Birth) -> Matter | Refused:
    try:
        with transaction.atomic():
            matter = open_matter(kind, by=by, data=birth.data, at=birth.at).matter
            for step in birth.steps:
                perform(matter.pk, step.name, by=by, data=step.data, at=step.at, decided_by=step.decided_by)
            for row in birth.rows:
                row.matter = matter  # type: ignore[attr-defined]
                row.save()
            return matter
    except Refused as refused:
        return refused


# --- Computing ------------------------------------------------------------------------------------------------


def _life(hall: _Hall, birth: Birth, pk: int) -> _Life:
    """The birth and what followed it. Raises Refused, PermissionDenied, _OneByOne."""
    row = hall.procedure.workflow.opening
    life = _Life(hall.procedure.model(kind=hall.procedure.kind, status=row.target or ""))
    act = Act(hall.by, birth.at)
    outcome = _outcome(hall, life, row, act, birth.data)
    life.rows = [*outcome.rows, *birth.rows]
    life.access = list(outcome.access)
    _apply(hall, life, row, act, outcome, pk)
    for step in birth.steps:
        _follow(hall, life, step)
    return life


def _follow(hall: _Hall, life: _Life, step: Step) -> None:
    row = hall.procedure.workflow.transition(step.name)
    _ask_right(hall.by, row)
    seen = hall.by is None or "core.view_matters" in hall.by.reach.permissions
    opened = hall.by is None or any(access.user_id == hall.by.pk for access in life.access)
    if row.who.place is not Place.ANYWHERE or not seen or not opened:
        raise _OneByOne
    act = Act(hall.by, step.at, decided_by=step.decided_by)
    outcome = _outcome(hall, life, row, act, step.data)
    if outcome.rows or outcome.access:
        raise _OneByOne
    _apply(hall, life, row, act, outcome)


def _outcome(hall: _Hall, life: _Life, row: Transition, act: Act, data: Mapping[str, Any]) -> Outcome:
    """What the effect makes of it, as core.workflow.perform would have it. Raises Refused, _OneByOne."""
    snapshot = Snapshot(
        matter=life.matter,
        by=act.by,
        at=act.at,
        now=now(),
        calendar=hall.calendar,
        decided_by=act.decided_by,
        clocks=tuple(life.clocks),
    )
    refuse_if(why_not(row, snapshot))
    check_moment(snapshot)
    if row.target and life.entries:
        moved = [entry for entry, _ in life.entries if entry.before != entry.after]
        follows(hall.procedure, snapshot, moved[-1] if moved else None)
    outcome = outcome_of(row, snapshot, data)
    asked = any(getattr(outcome, name) for name in BEYOND)
    moves = row.moves.opens or row.moves.merged or life.matter.parent_id
    marked = outcome.facts.get("number") or outcome.facts.get("compartment") or life.matter.sealed
    own = any(hall.accounts.of(row) for row in outcome.rows if isinstance(row, Party))
    if asked or moves or marked or own:
        raise _OneByOne
    return outcome


def _apply(
    hall: _Hall, life: _Life, row: Transition, act: Act, outcome: Outcome, pk: int | None = None
) -> None:
    """Change the matter in memory; `pk` where it is born."""
    matter, before = life.matter, "" if pk else life.matter.status
    held_by = matter.holder_unit_id
    set_facts(matter, outcome, row, hall.procedure, act)
    if pk:
        matter.pk = matter.id = matter.root_id = pk
        matter.registered_at, matter.held_since = now(), matter.received_at
    entry, detail = history.made(
        matter,
        f"{hall.procedure.labels.get('app', hall.procedure.kind)}.{row.name}",
        life.entries[-1][0] if life.entries else None,
        before=before,
        by=act.by,
        happened_at=act.at,
        detail=dict(outcome.detail),
        decided_by=act.decided_by,
    )
    life.entries.append((entry, detail))
    if QUIET not in row.show:
        matter.version = entry.seq
    run_clocks(clocks.Book(matter, life.clocks, hall.calendar), row, outcome, act, held_by)


# --- Storing --------------------------------------------------------------------------------------------------


def _store(procedure: Procedure, lives: Sequence[_Life]) -> None:
    """Numbers are taken last: their counters stay locked until commit."""
    for life in lives:
        for row in life.rows:
            row.matter = life.matter  # type: ignore[attr-defined]
        for access in life.access:
            access.matter_id = life.matter.pk
    entries = [pair for life in lives for pair in life.entries]
    for pk, (entry, detail) in zip(take_ids(HistoryEntry, len(entries)), entries, strict=True):
        entry.pk = detail.entry_id = pk
    matters = [life.matter for life in lives]
    for life in lives:
        people = [row for row in life.rows if isinstance(row, Party) and not row.is_organisation]
        life.matter.masked_title = mask_names(life.matter.title, [person.name for person in people])
    _number(procedure, matters)
    copy(Matter, matters)
    copy(procedure.model, matters)
    for model, rows in _by_model(row for life in lives for row in life.rows).items():
        copy(model, rows)
    copy(Access, [access for life in lives for access in life.access])
    copy(Clock, [clock for life in lives for clock in life.clocks])
    copy(HistoryEntry, [entry for entry, _ in entries])
    copy(HistoryDetail, [detail for _, detail in entries])
    history.note(entry for entry, _ in entries)
    copy(MatterText, [MatterText(matter_id=life.matter.pk, text=_text(life)) for life in lives])


def _by_model(rows: Iterable[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    found: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return found


def _text(life: _Life) -> str:
    """The searchable text. The matter's rows were just stored: it is told them, and does not ask for them."""
    known = {
        model._meta.get_field("matter").remote_field.cache_name: rows  # type: ignore[union-attr]
        for model, rows in _by_model(life.rows).items()
    }
    life.matter._prefetched_objects_cache = {"parties": (), **known}
    return searchable(life.matter)


def _number(procedure: Procedure, matters: Sequence[Any]) -> None:
    """Codes and numbers in the order given, with a look-up code each."""
    days: list[date] = [localdate(matter.received_at) for matter in matters]
    serials = numbers.by_year("matter", days)
    own = numbers.by_year(procedure.kind, days)
    for matter, day in zip(matters, days, strict=True):
        matter.lookup_code = numbers.new_lookup_code()
        matter.code = numbers.coded(day, next(serials[day.year]))
        matter.number = numbers.named(procedure, day.year, next(own[day.year]))
