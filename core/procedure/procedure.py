"""What an app declares of its procedure. The rooms (core.procedure.room) that config/procedures.py lists hold them.

A lower app that must list something of a higher one reads these; nothing registers itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from core.deadlines.clocks import ClockRule
from core.documents.dossier import Dossier
from core.documents.issue import DocumentKind
from core.models import Clock, Matter
from core.procedure.day import DayList
from core.procedure.indicators import Indicator
from core.procedure.intake import Intake
from core.procedure.listing import Listing, Register
from core.procedure.traits import Demand, Displeased, Offer, Trait
from core.procedure.transitions import Workflow
from core.values.kept import by_key


@dataclass(frozen=True)
class Panel:
    """A part of the matter's page that only this procedure has: a template and what it shows.

    `context(child, user)` gives plain values. `brief`: what and who, at the top; else below the clocks.
    """

    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]
    brief: bool = False


@dataclass(frozen=True)
class Procedure:
    """One procedure under the roof: its table, life, clocks, papers, numbers and page parts.

    `tracks(child)`: units at work beside one another, for the road map (core.workflow.roadmap.Track).
    `told(child)`: what a citizen is told (core.workflow.public_status.Told). `sent_in(code)`: the same of what citizens sent in
    and nobody has registered yet, with its look-up code; None for an unknown number.
    `listing`: its list, as the page shows it and as an export takes it; `register`: its printed register. `has_parties`: it is about people.
    `categories()`: code → word of what its matters may be about (Matter.about), for terms that depend on it.
    `dossier`: what its dossier must hold and how it is bound; what a file of it may be, whoever attaches one chooses.
    `intake`: how it is registered at a counter.
    `traits`: what it is; `opens_on`: below what it may open; `offer`: how it is offered there. `demand(child)`: what it
    is about, for the procedures below it (`demand_joins`: rows that it reads for that); one that does not say is about
    the same as the matter above it.
    `arranges`: what its appointments are for (core.workflow.appointments). `ladder`: core.workflow.ladder.Ladder.
    `serves`: which papers are served on whom (core.service.serving.Serving).
    `own(user)`: ids of matters that are the user's beside those in his hand; `day`: what of them stands in his day.
    `gathers`: the small tables of it that its page shows (core.lists.prefetch), none with encrypted columns; `joins`: rows
    that its own row points at.
    `seen_with`: the permission that it takes, beside area and unit, to see matters of this kind. Who has one by name
    (its handler, whom it was opened to) sees it all the same.
    `displeased(child)`: who called the result bad; it can be put to the unit in writing also once it is closed.
    `withholds(children, user)`: of each that keeps something from this reader, because it was sealed since: the numbers of its
    tasks of which he reads no word (without a user: whom a paper is for); its history keeps its words from him too.
    `by_post(user)`: what the user looks after by his post, whoever has it, each with its next day: a line of a hand-over.
    `urged`: may what is due in it be asked after and put to a unit in writing? Not where nobody is owed anything.
    """

    kind: str
    label: str
    model: type[Matter]
    workflow: Workflow
    clocks: tuple[ClockRule, ...]
    documents: tuple[DocumentKind, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    importer: Any = None
    panels: tuple[Panel, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    categories: Callable[[], Mapping[str, str]] | None = None
    tracks: Callable[[Any], Sequence[Any]] | None = None
    told: Callable[[Any], Any] | None = None
    sent_in: Callable[[str], tuple[str, Any] | None] | None = None
    listing: Listing | None = None
    register: Register | None = None
    intake: Intake | None = None
    has_parties: bool = True
    dossier: Dossier | None = None
    arranges: str = ""
    ladder: Any = None
    serves: Any = None
    own: Callable[[Any], Any] | None = None
    day: tuple[DayList, ...] = ()
    gathers: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    traits: frozenset[Trait] = frozenset()
    opens_on: frozenset[Trait] = frozenset()
    offer: Offer | None = None
    demand: Callable[[Any], Demand] | None = None
    demand_joins: tuple[str, ...] = ()
    seen_with: str = ""
    displeased: Callable[[Any], Displeased | None] | None = None
    withholds: Callable[[Any, Any], Mapping[int, frozenset[int]]] | None = None
    by_post: Callable[[Any], Iterable[tuple[Any, Any]]] | None = None
    urged: bool = True

    @property
    def accessor(self) -> str:
        """By what name a matter's row leads to the procedure's own; empty for one without columns of its own."""
        link = self.model._meta.get_ancestor_link(Matter)
        return str(link.remote_field.get_accessor_name()) if link else ""

    def child(self, matter: Matter) -> Any:
        """The procedure's own row of a matter."""
        if isinstance(matter, self.model):
            return matter
        if (known := matter._state.fields_cache.get(self.accessor)) is not None:
            return known
        return by_key(self.model, matter.pk)  # no joins: planning eleven took 12 ms an act

    def withheld(self, matter: Matter, user: Any) -> frozenset[int] | None:
        """Numbers of its tasks that this reader may not read; None where nothing is kept from him."""
        return self.withholds([self.child(matter)], user).get(matter.pk) if self.withholds else None

    def lies_apart(self, key: str) -> bool:
        """Is this kind of paper, or this item, of a sub-file that not everybody may know?"""
        return self.dossier is not None and self.dossier.lies_apart(key)


def labelled(app: str, page: str, number: str, **more: str) -> dict[str, str]:
    """The labels of a kind: its app, the name of its list's page, and its numbers after the town's short name
    (专项〔{year}〕{serial:03d}号).
    """
    return {"app": app, "list": page, "number": settings.TOWN["short"] + number, **more}


def open_to(user: Any, procedure: Procedure, child: Any, key: str) -> bool:
    """May the user know a paper or a file of this kind? `key`: of DocumentKind, or of Item."""
    if procedure.dossier is None or not procedure.dossier.lies_apart(key):
        return True
    return procedure.dossier.reads_apart(user, child)


def procedures() -> tuple[Procedure, ...]:
    """Those of all rooms, in their order, each with the rows for what may open below it."""
    return import_string(settings.PROCEDURES)


@cache
def by_kind() -> Mapping[str, Procedure]:
    return {procedure.kind: procedure for procedure in procedures()}


@cache
def clock_rules() -> Mapping[str, ClockRule]:
    return {rule.key: rule for procedure in procedures() for rule in procedure.clocks}


def last_day_word(clock: Clock) -> str:
    """届满日; 法定 only where a law sets the term, not the town's own, shorter one."""
    rule = clock_rules().get(clock.rule)
    return "法定届满日" if rule and rule.legal and clock.local_id is None else "届满日"


@cache
def document_kinds() -> Mapping[str, DocumentKind]:
    return {kind.key: kind for procedure in procedures() for kind in procedure.documents}


@cache
def indicators() -> Mapping[str, Indicator]:
    """The numbers by key."""
    return {number.key: number for procedure in procedures() for number in procedure.indicators}


@cache
def counting() -> Mapping[str, Procedure]:
    """Whose matters a number counts, by its key."""
    return {number.key: procedure for procedure in procedures() for number in procedure.indicators}
