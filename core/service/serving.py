"""Which papers a room serves on whom, and how far that is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.models import Party, Service
from core.procedure.procedure import by_kind
from core.procedure.transitions import Rules


@dataclass(frozen=True)
class ToServe:
    """A kind of paper that must be served. `kind`: key of its DocumentKind.

    `dated(matter)`: the day of the paper, None while there is none; `to(matter)`: on whom it is served. `starts`: the
    clocks that run from the day of service, for each party its own. `turn(matter)`: how often it was made before. Once everybody has it, `meets` are met and the
    matter moves as `leads` says, from status to status.
    """

    kind: str
    label: str
    dated: Callable[[Any], date | None]
    to: Callable[[Any], Iterable[Party]]
    starts: Rules = ()
    meets: Rules = ()
    turn: Callable[[Any], int] = lambda matter: 0
    leads: Mapping[str, str] = field(default_factory=dict)

    @property
    def pk(self) -> str:
        """The scope of its 送达回证."""
        return self.kind


@dataclass(frozen=True)
class Serving:
    """What a room serves. `when_all`: the status to which the matter moves once everybody is served with everything."""

    papers: tuple[ToServe, ...]
    when_all: str = ""

    @property
    def starts(self) -> Rules:
        return tuple({rule.key: rule for paper in self.papers for rule in paper.starts}.values())

    @property
    def meets(self) -> Rules:
        return tuple({rule.key: rule for paper in self.papers for rule in paper.meets}.values())

    @property
    def leads(self) -> tuple[str, ...]:
        """Every status to which serving may lead."""
        own = (self.when_all,) if self.when_all else ()
        return (*own, *dict.fromkeys(to for paper in self.papers for to in paper.leads.values()))

    def due(self, matter: Any) -> list[ToServe]:
        """The papers that there are."""
        return [paper for paper in self.papers if paper.dated(matter)]

    def left(self, matter: Any) -> Iterator[tuple[ToServe, Party]]:
        """What is still to be served, on whom."""
        return ((paper, party) for paper in self.due(matter) for party in unserved(matter, paper.kind))


def serving_of(matter: Any) -> Serving:
    found: Serving = by_kind()[matter.kind].serves
    return found


def paper_of(matter: Any, kind: str) -> ToServe:
    """StopIteration: the room serves no such paper."""
    return next(paper for paper in serving_of(matter).papers if paper.kind == kind)


def addressees(matter: Any, kind: str) -> list[Party]:
    """On whom a paper is served; nobody while it is not made."""
    paper = paper_of(matter, kind)
    return list(paper.to(matter)) if paper.dated(matter) else []


def served(matter: Any, kind: str) -> list[Service]:
    """The tries that did it. A publication is among them from its first day (Service.counts_on). One before the day of the
    paper served an earlier paper of its kind.
    """
    paper = paper_of(matter, kind)
    dated, rows = paper.dated(matter), tries(matter, paper)
    return [row for row in rows if row.served_on and (dated is None or row.served_on >= dated)]


def tries(matter: Any, paper: ToServe) -> list[Service]:
    """At serving what the paper says now; what was made before is served no more."""
    turn = paper.turn(matter)
    return [row for row in matter.services.all() if (row.paper, row.turn) == (paper.kind, turn)]


def unserved(matter: Any, kind: str) -> list[Party]:
    """For whom nothing has done it yet, in the order of the addressees."""
    done = {row.party_id for row in served(matter, kind)}
    return [party for party in addressees(matter, kind) if party.pk not in done]


def letters(matter: Any) -> list[Service]:
    """On their way: nothing has been heard of them yet."""
    return [row for row in matter.services.all() if row.under_way]
