"""A procedure's life as a table, in a form that a lawyer can read.

Rows are `Transition`s. Guards answer with a sentence or nothing; effects are pure functions that
compute an `Outcome` from a `Snapshot`. Only core.workflow.perform writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, Flag, auto
from typing import Any

from django.db.models import Model

from core.deadlines.clocks import ClockRule, Extend, Of, Start, Suspension
from core.deadlines.terms import Calendar
from core.models import Access, Clock, Exclusion, Reserved, Unit, User
from core.records.notices import Tell


@dataclass(frozen=True)
class Snapshot:
    """What guards and effects may look at: the locked matter, its clocks, the matters below it and
    those merged into it, and the circumstances of the act.
    """

    matter: Any
    by: User | None
    at: datetime
    now: datetime
    calendar: Calendar
    clocks: tuple[Clock, ...] = ()
    below: tuple[Any, ...] = ()
    merged: tuple[Any, ...] = ()
    decided_by: str = ""

    @property
    def decider(self) -> str:
        """The name of who decided, on paper or himself."""
        return self.decided_by or (self.by.name if self.by else "")

    def clock(self, rule: str) -> Clock | None:
        """The newest clock of a rule, running or ended."""
        return next((clock for clock in reversed(self.clocks) if clock.rule == rule), None)


@dataclass(frozen=True)
class Outcome:
    """What a transition changes, computed before anything is written.

    `facts` are columns of the matter; `rows` are new rows whose `matter` the kernel fills in,
    `changes` existing rows with their new values;
    `exclusions` shut people out of the whole family, from this act on;
    `detail` is what the history keeps in words; `opening` the data for a procedure that opens. `reserved`: the
    number that was printed on a blank form beforehand. `suspension`: why the clocks that the row suspends stand still.
    `starts`, `meets`, `cancels` choose among the clocks that the row declares (Clocks): None leaves it at all of them.
    `apart`: answers for further matters of this kind, each split from this one: a root of its own under the same code.
    `result`: of a row with a `result`, what the matter above is told; empty where there is none yet.
    `elsewhere`: rows of matters outside the family that follow from the act, as (matter's id, row, its data).
    `at_fault`: a unit, and what the act shows that it did not do by the rules, in words: a supervision of it is drafted by nobody,
    and a person signs or drops it.
    `erases`: by which article what the history says of the matter is erased, with the bytes of its papers and files.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    holder: tuple[Unit, User | None] | None = None
    rows: Sequence[Model] = ()
    changes: Sequence[tuple[Model, Mapping[str, Any]]] = ()
    access: Sequence[Access] = ()
    exclusions: Sequence[Exclusion] = ()
    starts: Sequence[Start] | None = None
    meets: Sequence[Of] | None = None
    cancels: Sequence[str | Of] | None = None
    notices: Sequence[Tell] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    opening: Mapping[str, Any] = field(default_factory=dict)
    root_data: Mapping[str, Any] = field(default_factory=dict)
    merged_data: Mapping[str, Any] = field(default_factory=dict)
    extends: Sequence[Extend] = ()
    suspension: Suspension | None = None
    reserved: Reserved | None = None
    apart: Sequence[Mapping[str, Any]] = ()
    result: str = ""
    elsewhere: Sequence[tuple[int, str, Mapping[str, Any]]] = ()
    at_fault: tuple[Unit, str] | None = None
    erases: str = ""


Guard = Callable[[Snapshot], str]
Effect = Callable[[Snapshot, Mapping[str, Any]], Outcome]


def says(*sentences: str) -> Callable[[Guard], Guard]:
    """For a guard whose sentences stand elsewhere: the printed tables name them all the same."""

    def mark(guard: Guard) -> Guard:
        guard.__dict__["says"] = sentences
        return guard

    return mark


def just(snapshot: Snapshot, data: Mapping[str, Any]) -> Outcome:
    """The effect of a transition that only moves the status and keeps its words."""
    return Outcome(detail=dict(data))


class Place(Enum):
    """Where, beside the permission, a person must stand."""

    ANYWHERE = auto()
    HOLDER = auto()  # the unit that holds the matter
    HELPERS = auto()  # also units that it is open to for handling (Access.HANDLING)
    FIRST_CONTACT = auto()  # also whoever took the matter in


@dataclass(frozen=True)
class Who:
    """Who may do it: the permission, and the place.

    `named`: it is asked of one person by name, the holder. Whoever has this permission acts in his own name, and only
    when he was asked, is the deputy of who was, or took it over (core.workflow.addressed). Others type it from paper.
    """

    permission: str
    place: Place = Place.ANYWHERE
    named: str = ""


def anybody(permission: str) -> Who:
    return Who(permission)


def holder(permission: str) -> Who:
    return Who(permission, Place.HOLDER)


def holder_and_helpers(permission: str) -> Who:
    return Who(permission, Place.HELPERS)


def holder_and_first_contact(permission: str) -> Who:
    return Who(permission, Place.FIRST_CONTACT)


def named(permission: str, own: str) -> Who:
    return Who(permission, named=own)


class Show(Flag):
    """How an act is offered, and how the road map takes it; an ordinary one needs none of these."""

    ORDINARY = 0
    PRIMARY = auto()  # the usual next step
    ASIDE = auto()  # behind 其他: rarely done, or beside the way
    DANGER = auto()
    IF_POSSIBLE = auto()  # no button where a guard refuses
    NEVER = auto()  # no button at all: it follows from another act
    IN_BULK = auto()  # for many matters at once: the law asks the same of each, and nobody is answered by it
    QUIET = auto()  # a note: does not move the matter for others who are writing
    RETURNS = auto()  # a hand-back
    PASSES = auto()  # the time before it was another's, also where stage and unit stay: a new step begins


ORDINARY, PRIMARY, ASIDE, DANGER = Show.ORDINARY, Show.PRIMARY, Show.ASIDE, Show.DANGER
IF_POSSIBLE, NEVER, IN_BULK = Show.IF_POSSIBLE, Show.NEVER, Show.IN_BULK
QUIET, RETURNS, PASSES = Show.QUIET, Show.RETURNS, Show.PASSES
Rules = tuple[ClockRule, ...]


@dataclass(frozen=True)
class Clocks:
    """Which clocks an act touches, and no others (core.workflow.perform refuses them).

    What the effect does not choose (Outcome) happens to all: `starts` from the act, for the unit that then holds the
    matter; `meets` those of the unit that held it; `cancels`, `suspends`, `resumes` everybody's. `extends` always has
    a length and therefore waits for the effect. Closing a matter cancels what runs anyway.
    """

    starts: Rules = ()
    meets: Rules = ()
    cancels: Rules = ()
    extends: Rules = ()
    suspends: Rules = ()
    resumes: Rules = ()


@dataclass(frozen=True)
class Paper:
    """The paper that an act makes or offers. `issued`: made with the act, both or neither; else it is only offered.

    What the scan is that comes with an act, the dossier says (core.documents.dossier.Item.acts).
    """

    kind: str = ""
    issued: bool = False


class Result(Enum):
    """What became of a procedure, for the matter above it; the value is its word in the printed tables."""

    SETTLED = "办成"
    NOT_SETTLED = "没有办成"
    WITHDRAWN = "不予受理、撤回或者作废"


@dataclass(frozen=True)
class Moves:
    """What an act moves beside its own matter.

    `opens`: the kind of procedure that it opens under the same code (core.procedure.below); `again`: the act that is
    performed instead on an open one of that kind that lets it. `result`: what became of this
    procedure, which moves the matter above as Workflow.below of that one says. `merged`, `root`: the transition that it
    performs on those merged into this, and on the root of the family, where what holds for all of them is kept.
    """

    opens: str = ""
    again: str = ""
    result: Result | None = None
    merged: str = ""
    root: str = ""


@dataclass(frozen=True)
class Words:
    """What is said of an act.

    `done`: what the user reads afterwards: what happened and what comes next; by status where several are possible.
    `note`: the sentence under the form. `basis`: its article. `instead`: what refuses it where a closed label does,
    where the label alone does not say what to do.
    """

    done: str | Mapping[str, str] = ""
    note: str = ""
    basis: str = ""
    instead: str = ""

    def done_at(self, status: str) -> str:
        """The sentence said when it has led to this status."""
        return self.done if isinstance(self.done, str) else self.done[status]


@dataclass(frozen=True, eq=False)
class Transition:
    """One row of the table: from where to where, who may, what follows; what it asks and what stands against it.

    `to`: the status it leads to, None where it leaves it; of several the first is usual, and the effect's facts say which.
    `asks`: its form; None is a confirmation. `closed`: the closed labels that it may act on; a row that does
    not say so may not act on what is sealed.
    """

    name: str
    label: str
    sources: Set[str]
    to: str | tuple[str | None, ...] | None
    who: Who
    effect: Effect = just
    asks: Any = None
    guards: tuple[Guard, ...] = ()
    closed: frozenset[str] | None = None
    show: Show = ORDINARY
    clocks: Clocks = Clocks()
    paper: Paper = Paper()
    moves: Moves = Moves()
    words: Words = Words()

    @property
    def permission(self) -> str:
        return self.who.permission

    @property
    def target(self) -> str | None:
        """The usual one of the statuses that it leads to."""
        return self.to[0] if isinstance(self.to, tuple) else self.to

    @property
    def targets(self) -> frozenset[str]:
        """Every status that it may lead to; not the one it is in, where it leaves that."""
        every = self.to if isinstance(self.to, tuple) else (self.to,)
        return frozenset(status for status in every if status is not None)


@dataclass(frozen=True)
class Stage:
    """A status: its word, and how the road map shows it. `limits`: the rules of which one limits it."""

    status: str
    label: str
    step: str
    who: str = ""
    limits: Rules = ()
    note: str = ""
    plain: str = ""


@dataclass(frozen=True)
class Below:
    """How a matter waits for a procedure below it, whichever that is.

    `opening`: its own part when one opens, a row of its table; `results`: the row that each result leads to, by name.
    `stages`: how the stage is shown while one of a kind is at work, filled by core.procedure.below. `waits`: False for a matter
    that keeps its stage whatever opens below it and takes no result.
    """

    opening: Transition
    results: Mapping[Result, str] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)
    waits: bool = True


@dataclass(frozen=True)
class Workflow:
    """All stages and transitions of a kind; `road` is the ordinary way, for what comes next; `other_roads`: of what goes
    another way, which. `captions`: what recorded
    facts are called that no form has a field for (core.workflow.captions). `walled`: where only sealed matters stand, so
    nothing is offered that does not say so.
    """

    kind: str
    opening: Transition
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    final: frozenset[str]
    road: tuple[str, ...] = ()
    captions: Mapping[str, str] = field(default_factory=dict)
    below: Below | None = None
    other_roads: tuple[tuple[Callable[[Any], bool], tuple[str, ...]], ...] = ()
    walled: frozenset[str] = frozenset()

    def road_of(self, matter: Any) -> tuple[str, ...]:
        """The way of a matter."""
        return next((road for goes, road in self.other_roads if goes(matter)), self.road)

    def ahead_of(self, matter: Any) -> tuple[str, ...]:
        """The stages of its way that are still to come; from a side way those that its rows lead to, and on from there."""
        status, road = matter.status, self.road_of(matter)
        if status in self.final:
            return ()
        if status in road:
            return road[road.index(status) + 1 :]
        targets = {row.target for row in self.transitions if status in row.sources}
        following = next((stage for stage in road if stage in targets), None)
        return road[road.index(following) :] if following else ()

    def is_next(self, row: Transition, matter: Any) -> bool:
        """Is it the usual next step? Of a matter that goes another way, also what takes it on to its next stage."""
        if PRIMARY in row.show:
            return True
        return self.road_of(matter) is not self.road and row.target in self.ahead_of(matter)[:1]

    def __post_init__(self) -> None:
        known = {stage.status for stage in self.stages}
        for row in (self.opening, *self.transitions):
            unknown = (row.sources | row.targets) - known
            if unknown:
                raise ValueError(f"{self.kind}.{row.name}: unknown status {unknown}")
        if self.below and self.below.waits:
            rows = [self.transition(self.below.results[result]) for result in Result]
            if not all(NEVER in row.show and self.below.opening.target in {*row.sources} for row in rows):
                raise ValueError(
                    f"{self.kind}: a result is taken by an internal row, from the stage that waits"
                )

    def stage(self, status: str, below: str = "") -> Stage:
        """How a status is shown; `below`: the kind of the procedure that the matter waits for there."""
        known = self.below.stages if self.below and status == self.below.opening.target else {}
        return known.get(below) or next(stage for stage in self.stages if stage.status == status)

    def stage_of(self, matter: Any) -> Stage:
        return self.stage(matter.status, matter.waits_for)

    def transition(self, name: str) -> Transition:
        """A row by name; KeyError if there is none."""
        for row in (self.opening, *self.transitions):
            if row.name == name:
                return row
        raise KeyError(name)

    def offered(self, status: str) -> Iterable[Transition]:
        """Rows a person may start from this status."""
        return (row for row in self.transitions if status in row.sources and NEVER not in row.show)

    def label(self, action: str) -> str:
        """The word of the history for an action key such as app.reply."""
        row = self.row(action)
        return row.label if row else action.rsplit(".", 1)[-1]

    def row(self, action: str) -> Transition | None:
        """The row of an action key; None for the kernel's own acts."""
        name = action.rsplit(".", 1)[-1]
        return next((row for row in (self.opening, *self.transitions) if row.name == name), None)

    @property
    def live(self) -> frozenset[str]:
        return frozenset(stage.status for stage in self.stages) - self.final
