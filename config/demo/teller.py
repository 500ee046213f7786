"""The teller: keeps the steps of all matters and tells them in the order of time, by the same verbs as
the pages. What would happen after now is not told, so that the desk is found in the middle of its work.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from config.demo.hours import OfficeTime
from config.demo.town import Town
from core.models import Area, User
from core.moments import told_at
from core.perform import open_matter, perform


@dataclass
class Told:
    """One matter on its way: what has come of it so far. `minute` is that of the last step planned."""

    minute: int
    case: Any = None
    mediation: Any = None


@dataclass
class Teller:
    """Plans steps by office minute; `tell` performs them."""

    town: Town
    hours: OfficeTime
    rng: Random
    categories: dict[str, Any]
    steps: list[tuple[int, int, Callable[[datetime], None]]] = field(default_factory=list)

    def plan(self, minute: int, act: Callable[[datetime], None]) -> None:
        if minute <= self.hours.now:
            self.steps.append((minute, len(self.steps), act))

    def tell(self) -> int:
        """Perform what was planned, in order; returns how many acts."""
        for minute, _, act in sorted(self.steps, key=lambda step: step[:2]):
            moment = self.hours.at(minute)
            with told_at(moment):
                act(moment)
        return len(self.steps)

    # --- Verbs, each at a later minute than the one before ---------------------------------------------

    def register(self, minute: int, by: User, *, typed_after: int = 0, **facts: Any) -> Told:
        """A matter that comes in at a minute; `typed_after`: letters are typed later (补录)."""
        told = Told(minute + typed_after)
        received = self.hours.at(minute)
        data = {"centre": self.town.units["centre"], "town": self.town.areas["town"], **facts}

        def act(moment: datetime) -> None:
            told.case = open_matter("case", by=by, data=data, at=received).matter

        self.plan(told.minute, act)
        return told

    def case(self, told: Told, after: int, name: str, by: User, *, typed_after: int = 0, **data: Any) -> None:
        """An act on the case so many office minutes later."""
        happened = self.hours.at(min(told.minute + max(after, 1), self.hours.now))
        told.minute += max(after, 1) + typed_after

        def act(moment: datetime) -> None:
            result = perform(told.case.pk, name, by=by, data=data, at=happened)
            told.mediation = result.opened or told.mediation

        self.plan(told.minute, act)

    def mediate(self, told: Told, after: int, name: str, by: User, **data: Any) -> None:
        """An act on the mediation below the case."""
        told.minute += max(after, 1)

        def act(moment: datetime) -> None:
            perform(told.mediation.pk, name, by=by, data=data, at=moment)

        self.plan(told.minute, act)

    # --- Who ----------------------------------------------------------------------------------------------

    def who(self, key: str) -> User:
        return self.town.users[key]

    def desk(self) -> User:
        """Whoever sits at the counter."""
        return self.who(self.rng.choice(("receptionist", "receptionist", "z01_receptionist")))

    def unit_of(self, key: str, village: Area) -> str:
        """The key of the unit that answers: `village` is the committee of the place itself."""
        return f"village_{village.code[-3:]}" if key == "village" else key

    def hand(self, unit: str) -> User:
        """Who signs and handles there: the one in charge of the matter, mostly not the head."""
        crew = self.town.crews[unit]
        return crew[-1] if self.rng.random() < 0.8 else crew[0]
