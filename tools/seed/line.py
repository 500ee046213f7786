"""One seeded matter on its way: its row, its clocks, its history; and clocks as the kernel reckons them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from core.deadlines.clocks import (
    COPIED,
    RECKONED,
    ClockRule,
    Promise,
    local_term,
    next_look,
    reckon,
    tightest,
)
from core.deadlines.terms import Calendar, Term
from core.models import Clock, HistoryEntry, Unit, User

Rows = dict[type[models.Model], list[Any]]


@dataclass(frozen=True)
class Reckoner:
    """Clocks as the kernel reckons them; terms in days are reckoned once for each day."""

    calendar: Calendar
    now: datetime
    _known: dict[tuple[str, date], dict[str, Any]] = field(default_factory=dict)
    _terms: dict[str, Promise] = field(default_factory=dict)

    def clock(
        self, matter: int, rule: ClockRule, at: datetime, unit: Unit | None = None, user: User | None = None
    ) -> Clock:
        if rule.key not in self._terms:
            self._terms[rule.key] = local_term(rule)
        own = self._terms[rule.key]
        made = Clock(
            matter_id=matter, rule=rule.key, label=rule.label, basis=own.basis, term=own.term, local=own.row,
            right=rule.right, unit=unit, user=user, started_at=at, looked_at=self.now,
        )  # fmt: skip
        if Term.parse(own.term).in_hours:
            reckon(made, self.calendar)
        else:
            self._reckon_once(made, (rule.key, at.date()))
        made.look_at = next_look(made)
        return made

    def _reckon_once(self, clock: Clock, key: tuple[str, date]) -> None:
        if key not in self._known:
            reckon(clock, self.calendar)
            self._known[key] = {name: getattr(clock, name) for name in RECKONED}
        for name, value in self._known[key].items():
            setattr(clock, name, value)


@dataclass
class Line:
    """One matter on its way: its row, its clocks and its history so far."""

    matter: Any
    app: str
    clocks: list[Clock] = field(default_factory=list)
    entries: list[HistoryEntry] = field(default_factory=list)
    below: list[Any] = field(default_factory=list)

    def meet(self, at: datetime, *rules: ClockRule, how: Any = Clock.End.MET) -> None:
        """End the running clocks of these rules, or all."""
        keys = [rule.key for rule in rules]
        for clock in self.clocks:
            if clock.ended_at is None and (not rules or clock.rule in keys):
                clock.ended_at, clock.end, clock.look_at = at, how, None

    def hold(self, at: datetime, unit: Unit, user: User | None = None) -> None:
        self.matter.holder_unit, self.matter.holder_user, self.matter.held_since = unit, user, at

    def finish(self) -> None:
        """What core.deadlines.clocks.refresh copies to the matter: the moments of its tightest duty, on it or below it."""
        for name, moment in zip(COPIED, tightest(self.clocks, self.below), strict=True):
            setattr(self.matter, name, moment)
