"""往来函件 on the matter's page, and in the list of many matters."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from core.models import Correspondence, Party
from core.outside.bodies import letters
from core.privacy.masking import veil
from core.procedure.procedure import Panel
from core.values.screen_formats import day

SENT = Correspondence.Direction.SENT


def panel(child: Any, user: Any) -> dict[str, Any]:
    """What was sent and received in one matter; asks nothing where there is nothing (Procedure.gathers has read it)."""
    issued = {one.scope: one.number for one in child.documents.all() if one.kind.endswith(".letter")}
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
    """Papers of many matters, each with its matter; names of people are masked, of a sealed matter no word is said."""
    rows = list(found)
    names = _names(rows)
    made = []
    for one in rows:
        matter = one.matter
        row = veil(line(one), names[matter.root_id or matter.pk])
        if matter.sealed:
            row |= dict.fromkeys(("words", "answer", "reason", "reference"), "") | {"body": "保密"}
        about = {"title": matter.shown_title, "matter_number": matter.number}
        made.append({**row, **about, "url": reverse("matter", args=[matter.pk])})
    return made


def _names(rows: list[Correspondence]) -> dict[int, list[str]]:
    """Names of the people of the matters, by root. One query."""
    roots = {one.matter.root_id or one.matter_id for one in rows}
    found: dict[int, list[str]] = defaultdict(list)
    people = Party.objects.filter(matter__in=roots, is_organisation=False)
    for root, name in people.values_list("matter", "name"):
        found[root].append(name)
    return found


PANEL = Panel("core/outside_panel.html", panel)
