"""A procedure's life as a table, in a form that a lawyer can read.

Rows are `Transition`s. Guards answer with a sentence or nothing; effects are pure functions that
compute an `Outcome` from a `Snapshot`. Only core.workflow.perform writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Model

from core.deadlines.clocks import Extend, Of, Start, Suspension
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
    `result`: of a row with a `result`, what the matter above is told; empty where there is none yet.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    holder: tuple[Unit, User | None] | None = None
    rows: Sequence[Model] = ()
    changes: Sequence[tuple[Model, Mapping[str, Any]]] = ()
    access: Sequence[Access] = ()
    exclusions: Sequence[Exclusion] = ()
    starts: Sequence[Start] = ()
    meets: Sequence[Of] = ()
    cancels: Sequence[str | Of] = ()
    notices: Sequence[Tell] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    opening: Mapping[str, Any] = field(default_factory=dict)
    root_data: Mapping[str, Any] = field(default_factory=dict)
    merged_data: Mapping[str, Any] = field(default_factory=dict)
    extends: Sequence[Extend] = ()
    suspension: Suspension | None = None
    reserved: Reserved | None = None
    result: str = ""


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


class Result(Enum):
    """What became of a procedure, for the matter above it; the value is its word in the printed tables."""

    SETTLED = "办成"
    NOT_SETTLED = "没有办成"
    WITHDRAWN = "不予受理、撤回或者作废"


@dataclass(frozen=True)
class Transition:
    """One row of the table: who may do what, from where to where, what it asks and what follows.

    `held`: only people of the unit that holds the matter; `shared`: also of units that it is open to for
    handling (Access.HANDLING); `own`: also whoever took the matter in.
    `target` None leaves the status; `quiet` acts (notes) do not move the matter for others who are
    writing. `opens` names the kind of procedure it opens under the same code (core.procedure.below); `result`: what became of this procedure, which moves
    the matter above as Workflow.below of that one says. `moves_merged` names the transition performed on matters merged into this, `moves_root` the
    one on the root of the family, where what holds for all of them is kept. `internal`:
    done by the kernel, offers no button. `meets`: duties that the act fulfils, of the holding unit only. `suspends`,
    `resumes`: clocks whose count it stops and lets go on, every unit's.
    `others`: further statuses that it may lead to; which one, the effect says in its facts.
    `issues`: its `document` is made with the act, both or neither; else it is only offered.
    `silent` rows show no button where a guard refuses. `returns` marks a hand-back on the road map.
    `bulk`: may be done to many matters at once, for the law asks the same of each and nobody is answered by it.
    `aside` acts stand behind 其他: what is rarely done or beside the way. `note` is the sentence under the button's form.
    `compartments`: the closed labels that it may act on; a row that does not say so may not act on what is sealed.
    `addressed`: it is asked of one person by name, the holder; whoever has this permission acts in his own name, and
    only when he was asked, is the deputy of who was, or took it over (core.workflow.addressed). Others type it from paper.
    `passes`: the time before it was another's, also where stage and unit stay: the road map begins a new step.
    `instead`: the sentence that then refuses it, where the label alone does not say what to do.
    `done`: what the user reads afterwards: what happened and what comes next; by status where `others` are possible.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | None
    permission: str
    effect: Effect = just
    form: Any = None
    guards: tuple[Guard, ...] = ()
    basis: str = ""
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    document: str = ""
    issues: bool = False
    others: frozenset[str] = frozenset()
    held: bool = False
    shared: bool = False
    own: bool = False
    quiet: bool = False
    opens: str = ""
    result: Result | None = None
    moves_merged: str = ""
    moves_root: str = ""
    internal: bool = False
    silent: bool = False
    returns: bool = False
    primary: bool = False
    danger: bool = False
    bulk: bool = False
    aside: bool = False
    note: str = ""
    addressed: str = ""
    passes: bool = False
    compartments: frozenset[str] | None = None
    instead: str = ""
    done: str | Mapping[str, str] = field(default="", hash=False)

    def done_at(self, status: str) -> str:
        """The sentence said when it has led to this status."""
        return self.done if isinstance(self.done, str) else self.done[status]


@dataclass(frozen=True)
class Stage:
    """A status: its word, and how the road map shows it. `clock` is the rule that limits it."""

    status: str
    label: str
    step: str
    who: str = ""
    clock: str = ""
    note: str = ""
    plain: str = ""


@dataclass(frozen=True)
class Below:
    """How a matter waits for a procedure below it, whichever that is.

    `opening`: its own part when one opens, a row of its table; `results`: the row that each result leads to, by name.
    `stages`: how the stage is shown while one of a kind is at work, filled by core.procedure.below.
    """

    opening: Transition
    results: Mapping[Result, str]
    stages: Mapping[str, Stage] = field(default_factory=dict)


@dataclass(frozen=True)
class Workflow:
    """All stages and transitions of a kind; `road` is the ordinary way, for what comes next."""

    kind: str
    opening: Transition
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    final: frozenset[str]
    road: tuple[str, ...] = ()
    below: Below | None = None

    def __post_init__(self) -> None:
        known = {stage.status for stage in self.stages}
        for row in (self.opening, *self.transitions):
            unknown = (row.sources | row.others | ({row.target} if row.target else set())) - known
            if unknown:
                raise ValueError(f"{self.kind}.{row.name}: unknown status {unknown}")
        if self.below:
            rows = [self.transition(self.below.results[result]) for result in Result]
            if not all(row.internal and self.below.opening.target in {*row.sources} for row in rows):
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
        return (row for row in self.transitions if status in row.sources and not row.internal)

    def label(self, action: str) -> str:
        """The word of the history for an action key such as app.reply."""
        name = action.rsplit(".", 1)[-1]
        return next((row.label for row in (self.opening, *self.transitions) if row.name == name), name)

    @property
    def live(self) -> frozenset[str]:
        return frozenset(stage.status for stage in self.stages) - self.final
