"""What the sweeps need of screening rounds and of hazards that are looked at again; the tables are those of world.py."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from core.workflow.perform import open_matter
from grid.models import IncidentKind, Screening
from grid.rounds.known import known
from tests.people import Town
from tests.sweeps.petitions import day

S = Screening.Status


def drafted(town: Town) -> dict[str, Any]:
    """One village with one grid, for a week from today."""
    today = localdate()
    return {
        "occasion": "sensitive",
        "words": "防汛",
        "first": today,
        "last": today + timedelta(days=7),
        "report_by": today + timedelta(days=7),
        "topics": "矛盾纠纷、安全隐患",
        "areas": [town.taowu],
    }


def rows(matter: Any) -> Any:
    return Screening.objects.filter(pk=matter.pk)


def nothing_known(matter: Any) -> None:
    """On a day long ago nothing was registered."""
    once = localdate() - timedelta(days=400)
    rows(matter).update(first=once, last=once, report_by=localdate())


def something_known(matter: Any) -> None:
    screening = rows(matter).get()
    grid = screening.grids.first()
    assert grid is not None
    data = {"what": "两家为水沟争执", "topic": IncidentKind.objects.get(pk="1101"), "area": grid.area}
    open_matter("incident", by=screening.first_contact, data=data, key=uuid4())


def over(matter: Any) -> None:
    gone = localdate() - timedelta(days=1)
    rows(matter).update(first=gone, last=gone, report_by=gone)


def own_finds(town: Town, matter: Any) -> dict[str, Any]:
    grid = matter.grids.first()
    return {"grid": grid.pk, "found": [known(town.grid_chief, rows(matter).get(), grid.area).latest("pk").pk]}


def days(town: Town) -> dict[str, Any]:
    return {"first": day(), "last": day(7), "report_by": day(7), "topics": "矛盾纠纷、安全隐患"}


SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "draft_screening": lambda town: {"occasion": "daily", "areas": [town.taowu.pk], **days(town)},
    "issue_screening": days,
    "drop_screening": lambda town: {"reason": "与上一轮重复。"},
    "close_screening": lambda town: {"summary": "总体平稳。"},
}
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "report_zero": lambda town, matter: {"grid": matter.grids.first().pk},
    "report_found": own_finds,
}
GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "report_zero": nothing_known,
    "report_found": something_known,
    "close_screening": over,
}
# Of an incident.
HAZARD: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "watch_hazard": lambda town: {"demand": "更换盖板", "owner": "桃坞村", "finish_by": day(9), "cycle": "7"},
    "recheck": lambda town: {"words": "还没有换"},
}
HAZARD_BEFORE: Mapping[str, tuple[str, ...]] = {"recheck": ("watch_hazard",)}
