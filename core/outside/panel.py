"""往来函件 on the matter's page, and in the list of many matters."""

from collections.abc import Iterable
from typing import Any

from core.models import Correspondence
from core.outside.bodies import letters
from core.parties.of_many import of_many
from core.procedure.procedure import Panel, document_kinds
from core.values.screen_formats import day

SENT = Correspondence.Direction.SENT


def panel(child: Any, user: Any) -> dict[str, Any]:
    """What was sent and received in one matter; asks nothing where there is nothing (Procedure.gathers has read it)."""
    kinds = document_kinds()
    issued = {one.scope: one.number for one in child.documents.all() if kinds[one.kind].carries}
    return {"letters": [line(one, issued.get(f"{one.pk}", "")) for one in letters(child)]}


def line(letter: Correspondence, issued: str = "") -> dict[str, Any]:
    """One paper as a row of a table; `issued`: the number that its paper got here."""
    return {
        "number": letter.number,
        "sent": letter.direction == SENT,
        "way": f"{letter.get_direction_display()} · {letter.get_purpose_display()}",
        "body": letter.body.name,
        "reference": letter.reference or issued,
        "words": letter.words,
        "dated": day(letter.dated_on),
        "came": day(letter.came_on) if letter.came_on else "",
        "due": day(letter.due_on) if letter.due_on else "",
        "state": letter.state,
        "waits": letter.waits,
        "late": letter.is_late,
        "urged": f"{day(letter.urged_on)} 催问（第 {letter.urged} 次）" if letter.urged_on else "",
        "answered": day(letter.answered_on) if letter.answered_on else "",
        "answer": " ".join(filter(None, (letter.answer_reference, letter.answer))),
        "reason": letter.reason,
    }


def lines(found: Iterable[Correspondence]) -> list[dict[str, Any]]:
    return of_many(
        found, line, dict.fromkeys(("words", "answer", "reason", "reference"), "") | {"body": "保密"}
    )


PANEL = Panel("core/outside_panel.html", panel)
