"""What the sweeps need of incidents: a report that every act of the table can follow, and what is typed for each act."""

from collections.abc import Callable, Mapping
from typing import Any

from grid.models import Incident, IncidentKind
from tests.people import Town

S = Incident.Status


def registration(town: Town) -> dict[str, Any]:
    """Found in a village, handed straight up to the town."""
    return {
        "what": "村口排水沟盖板断了两块，夜里危险",
        "topic": IncidentKind.objects.get(pk="0102"),
        "area": town.taowu,
        "town": town.town,
        "centre": town.centre,
        "to": "town",
    }


SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "report": lambda town: {
        "channel": "grid",
        "what": "村口排水沟盖板断了两块，夜里危险",
        "topic": "0102",
        "area": town.taowu.code,
    },
    "dispatch": lambda town: {"unit": town.works.pk, "level": "3", "task": "换盖板。"},
    "answer": lambda town: {"settled_how": "盖板已换好。"},
    "void": lambda town: {"reason": "重复上报。"},
}
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {}
LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {}
VIA: Mapping[str, tuple[str, ...]] = {}
BEFORE: Mapping[str, tuple[str, ...]] = {}
NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {}
UNTIL: Mapping[str, tuple[tuple[str, Callable[[Any], bool]], ...]] = {}
GIVEN: Mapping[str, Callable[[Any], Any]] = {}
