"""Which papers a room serves on whom, and how far that is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from core.models import Document, Party, Service
from core.procedure.procedure import by_kind
from core.procedure.transitions import Rules


@dataclass(frozen=True)
class ToServe:
    """A paper that must be served. `kind`: key of its DocumentKind; `scope`: which of several of that kind.

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
    scope: str = ""

    @property
    def pk(self) -> str:
        """What its tries name it by; the scope of its 送达回证."""
        return f"{self.kind}:{self.scope}" if self.scope else self.kind

    def issued(self, matter: Any) -> Document | None:
        """Its newest version."""
        made = Document.objects.filter(matter_id=matter.pk, kind=self.kind)
        return (made.filter(scope=self.scope) if self.scope else made).order_by("-version").first()


@dataclass(frozen=True)
class Serving:
    """What a room serves. `several(matter)`: papers of which a matter has one for each of some rows. `when_all`: the status to
    which the matter moves once everybody is served with everything.
    """

    papers: tuple[ToServe, ...] = ()
    when_all: str = ""
    several: Callable[[Any], Iterable[ToServe]] = lambda matter: ()

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
        return [paper for paper in self.of(matter) if paper.dated(matter)]

    def of(self, matter: Any) -> Iterator[ToServe]:
        return chain(self.papers, self.several(matter))

    def left(self, matter: Any) -> Iterator[tuple[ToServe, Party]]:
        """What is still to be served, on whom."""
        return ((paper, party) for paper in self.due(matter) for party in unserved(matter, paper.pk))


def serving_of(matter: Any) -> Serving:
    found: Serving = by_kind()[matter.kind].serves
    return found


def paper_of(matter: Any, key: str) -> ToServe:
    """StopIteration: the room serves no such paper."""
    return next(paper for paper in serving_of(matter).of(matter) if paper.pk == key)


def addressees(matter: Any, key: str) -> list[Party]:
    """On whom a paper is served; nobody while it is not made."""
    paper = paper_of(matter, key)
    return list(paper.to(matter)) if paper.dated(matter) else []


def served(matter: Any, key: str) -> list[Service]:
    """The tries that did it. A publication is among them from its first day (Service.counts_on). One before the day of the
    paper served an earlier paper of its kind.
    """
    paper = paper_of(matter, key)
    dated, rows = paper.dated(matter), tries(matter, paper)
    return [row for row in rows if row.served_on and (dated is None or row.served_on >= dated)]


def tries(matter: Any, paper: ToServe) -> list[Service]:
    """At serving what the paper says now; what was made before is served no more."""
    turn = paper.turn(matter)
    return [row for row in matter.services.all() if (row.paper, row.turn) == (paper.pk, turn)]


def unserved(matter: Any, key: str) -> list[Party]:
    """For whom nothing has done it yet, in the order of the addressees."""
    done = {row.party_id for row in served(matter, key)}
    return [party for party in addressees(matter, key) if party.pk not in done]


def letters(matter: Any) -> list[Service]:
    """On their way: nothing has been heard of them yet."""
    return [row for row in matter.services.all() if row.under_way]
