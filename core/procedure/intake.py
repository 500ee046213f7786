"""What a room declares of how it takes in what people bring: one form, its paper, and what is compared.

All rooms that register share the rest (core.intake, core.views.registering): drafts, earlier matters of the same
people, likely doubles, scans, receipt, blank forms, what citizens sent in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


def _nothing(words: str) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class SentIn:
    """Citizens may send it in themselves: who checks what came, and the channel that it then has."""

    permission: str
    channel: str


@dataclass(frozen=True)
class Blank:
    """The pre-numbered form for days without power: its template, and who reserves numbers and enters what was written."""

    template: str
    permission: str


@dataclass(frozen=True)
class Intake:
    """`form`: the facts that this room asks (a core.intake.forms.RegistrationForm). `sheet`: that form with the people and
    whatever else is posted with it (core.intake.sheet.Sheet, where nothing more is declared).

    `words`: the field that says what it is about, and its column: drafts show it, likely doubles compare it.
    `rated`: the column with what people said of the result, beside the state of an earlier matter.
    `receipt`: the paper that is handed out, by its key. `then`: acts that a button of the form goes on to.
    `template`, `registered`, `answer`: the page, the one that follows, and what a look-up puts into the page.
    `after(request, matter)`: what else hangs on it, in the request that has registered it.
    `points_at(words)`: closed labels that somebody's words point to, each with the word that does: they are asked about
    before anything is stored; `closing`: the flag that closes it as such a label.
    `lists()`: suggestions of the fields, by the name of their list, beside those of places.
    """

    form: Any
    receipt: str
    words: str = "demand"
    rated: str = ""
    sheet: Any = None
    then: tuple[str, ...] = ()
    blank: Blank | None = None
    sent_in: SentIn | None = None
    template: str = "core/registering.html"
    registered: str = "core/registered.html"
    answer: str = "core/_look.html"
    after: Callable[[Any, Any], None] | None = None
    lists: Callable[[], dict[str, Any]] = dict
    points_at: Callable[[str], Sequence[tuple[str, str]]] = _nothing
    closing: Mapping[str, str] = field(default_factory=dict)
