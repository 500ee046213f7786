"""送达回证: one for each paper, with a place for each addressee (民事诉讼法 art. 87, by analogy)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Party, Service
from core.parties import capacity
from core.service.serving import ToServe, addressees, served, serving_of


def _papers(child: Any) -> list[ToServe]:
    return serving_of(child).due(child)


def _none_yet(child: Any) -> str:
    return "" if _papers(child) else "还没有要送达的文书，没有送达回证。"


def _whose(child: Any) -> str:
    return str(settings.TOWN["centre"])


def _context(child: Any, paper: ToServe, unit: Callable[[Any], str]) -> Mapping[str, Any]:
    issued = paper.issued(child)
    rows = {row.party_id: row for row in served(child, paper.pk)}
    return {
        "unit": unit(child),
        "matter_number": child.number,
        "subject": child.title,
        "paper": paper.label,
        "paper_number": issued.number if issued else "",
        "dated": say.day(paper.dated(child)),
        "lines": [_line(party, rows.get(party.pk)) for party in addressees(child, paper.pk)],
    }


def _line(party: Party, row: Service | None) -> dict[str, str]:
    """One addressee; before anything is recorded the places stay blank, to be filled by hand."""
    names = ("receiver", "relation", "refused_for", "witness", "witness_post", "tracking", "place")
    acting = "、".join(f"{one.words}{one.representative.name}" for one in capacity.on_paper(party))
    line = {"name": party.name, "part": say.part(party), "address": party.safe_address(), "acting": acting}
    if row is None:
        return line | dict.fromkeys((*names, "way", "on", "by"), "")
    filled = {name: str(getattr(row, name)) for name in names}
    return line | filled | {"way": row.get_way_display(), "on": say.day(row.served_on), "by": row.by.name}


def kind_of(
    key: str, statuses: frozenset[str], unit: Callable[[Any], str] = _whose, **more: Any
) -> DocumentKind:
    """The paper for a procedure's list. `unit(matter)`: who serves; the centre where nobody says so."""
    return DocumentKind(
        key, "送达回证", "documents/service.html", lambda child, row: _context(child, row, unit),
        statuses=statuses, when=_none_yet, parts=_papers, turn=lambda row, place: row.label, personal=True, **more,
    )  # fmt: skip
