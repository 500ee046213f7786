"""What the sweeps need of screening rounds, of hazards that are looked at again, of assessments and commendations; the tables are those of world.py."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from core.models import Area
from core.values.moments import now
from core.workflow.perform import open_matter
from grid.models import (
    AssessedIncident,
    Assessment,
    AssessmentObjection,
    Commendation,
    CommendationObjection,
    IncidentKind,
    Screening,
)
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
    "set_another_day": lambda town: {"finish_by": day(20), "reason": "配件要从县里调"},
}
HAZARD_BEFORE: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("recheck", "set_another_day"), ("watch_hazard",)
)

# --- A month's assessment -----------------------------------------------------------------------------------------------


def months_ago() -> date:
    """The first day of a month that was not assessed yet, the last one first."""
    known = set(Assessment.objects.filter(dropped=False).values_list("month", flat=True))
    month = localdate().replace(day=1)
    while True:
        month = (month - timedelta(days=1)).replace(day=1)
        if month not in known:
            return month


def assessed(town: Town) -> dict[str, Any]:
    return {"month": months_ago()}


def an_incident(matter: Any) -> AssessedIncident:
    """One of 桃坞第二网格 that stands in the assessment, whatever month it is of."""
    known = matter.incidents.filter(grid__isnull=False).first()
    if known:
        return known
    area = Area.objects.get(name="桃坞第二网格")
    data = {"what": "路灯不亮", "topic": IncidentKind.objects.get(pk="0102"), "area": area, "to": "town"}
    made = open_matter("incident", by=matter.first_contact, data=data, key=uuid4()).matter
    return AssessedIncident.objects.create(
        matter_id=matter.pk, about=made, grid=area, drawn=["incident_reported"]
    )


def an_objection(matter: Any) -> AssessmentObjection:
    waiting = AssessmentObjection.objects.filter(matter=matter.pk, verdict="").first()
    return waiting or AssessmentObjection.objects.create(
        matter_id=matter.pk, place=matter.objections.count() + 1, number="incident_reported",
        incidents=[an_incident(matter).pk], words="不在本网格。", at=now(),
    )  # fmt: skip


def none_waits(matter: Any) -> None:
    """Its term is over, and nobody has objected."""
    AssessmentObjection.objects.filter(matter=matter.pk, verdict="").update(
        verdict="upheld", reason="在本网格。"
    )
    Assessment.objects.filter(pk=matter.pk).update(objections_by=localdate() - timedelta(days=1))


def objected(matter: Any) -> None:
    an_incident(matter)
    AssessmentObjection.objects.filter(matter=matter.pk, verdict="").update(
        verdict="upheld", reason="在本网格。"
    )
    Assessment.objects.filter(pk=matter.pk).update(objections_by=localdate() + timedelta(days=7))


ASSESSMENT: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "draw_assessment": lambda town: {"month": f"{months_ago():%Y-%m}"},
    "open_assessment": lambda town: {"objections_by": day(14)},
    "drop_assessment": lambda town: {"reason": "重拟。"},
}
ASSESSMENT_OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "object_number": lambda town, matter: {
        "number": "incident_reported", "incidents": [an_incident(matter).pk], "words": "不在本网格。",
    },
    "decide_objection": lambda town, matter: {
        "objection": an_objection(matter).pk, "verdict": "upheld", "reason": "在本网格。",
    },
}  # fmt: skip
ASSESSMENT_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "object_number": objected,
    "decide_objection": an_objection,
    "confirm_assessment": none_waits,
}


def drew_it(matter: Any, user: Any) -> bool:
    return bool(matter.first_contact_id == user.pk)


ASSESSMENT_NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {
    "decide_objection": drew_it,
    "confirm_assessment": drew_it,
}


# --- Commendations -------------------------------------------------------------------------------------------------------

HONOUR = {
    "title": "热心调解的网格",
    "honoured": "桃坞村桃坞第二网格",
    "reasons": "雨天挨家看水沟，两家争水当天劝和。",
}


def honoured(town: Town) -> dict[str, Any]:
    return HONOUR


def spoken_against(matter: Any) -> CommendationObjection:
    waiting = CommendationObjection.objects.filter(matter=matter.pk, verdict="").first()
    return waiting or CommendationObjection.objects.create(
        matter_id=matter.pk,
        place=matter.objections.count() + 1,
        who="不愿具名",
        words="水沟是村里清的。",
        at=now(),
    )


def its_term_is_over(matter: Any) -> None:
    CommendationObjection.objects.filter(matter=matter.pk, verdict="").update(
        verdict="upheld", reason="查过了。"
    )
    Commendation.objects.filter(pk=matter.pk).update(objections_by=localdate() - timedelta(days=1))


def its_term_runs(matter: Any) -> None:
    Commendation.objects.filter(pk=matter.pk).update(objections_by=localdate() + timedelta(days=7))


COMMENDATION: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "draft_commendation": honoured,
    "write_commendation": lambda town: {**HONOUR, "reasons": "雨天挨家看水沟。"},
    "post_commendation": lambda town: {"objections_by": day(14)},
    "object_commendation": lambda town: {"who": "不愿具名", "words": "水沟是村里清的。"},
    "drop_commendation": lambda town: {"reason": "另行安排。"},
}
COMMENDATION_OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "examine_objection": lambda town, matter: {
        "objection": spoken_against(matter).pk, "verdict": "upheld", "reason": "问过两家，是网格员劝和的。",
    },
}  # fmt: skip
COMMENDATION_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "object_commendation": its_term_runs,
    "examine_objection": spoken_against,
    "sign_commendation": its_term_is_over,
}
COMMENDATION_NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {
    "examine_objection": drew_it,
    "sign_commendation": drew_it,
}
COMMENDATION_LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {
    ("examine_objection", "draft"): lambda town, matter: {
        "objection": spoken_against(matter).pk, "verdict": "corrected", "reason": "水沟是村里清的。",
    },
}  # fmt: skip
