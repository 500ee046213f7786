"""Parts of the matter's page that only an incident has."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from core.outside.panel import PANEL as OUTSIDE
from core.procedure.procedure import Panel
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import filled, when
from core.workflow import record_steps
from grid.models import Incident
from grid.premises.finds import PANEL as CALLS
from grid.premises.finds import still_to_call
from grid.steps import police
from grid.steps.handling import why_not_reported
from grid.steps.reporting import TAKEN_BACK

RECORDS = ("on_site", "upward_reports", "extensions", "hazards", "rechecks", "calls", "still_looks")


def brief(incident: Incident, user: Any) -> dict[str, Any]:
    """What was found, who is in charge of such things, and what came of it."""
    return {"what": incident.what, "facts": list(_facts(incident)), "warnings": list(_warnings(incident))}


def _warnings(incident: Incident) -> Iterator[str]:
    item = incident.item
    if incident.is_open and item and item.taken_back:
        yield TAKEN_BACK.format(item.lead)
    if incident.is_open and not (item or incident.item_decided):
        yield "履职事项清单上没有对应的事项，由值班长决定。"
    if call := still_to_call(incident):
        yield call
    if incident.red:
        yield f"要紧情况：{'、'.join(incident.red)}"
    if incident.is_open and (why := why_not_reported(incident, localdate())):
        yield why
    elif call := police.to_call(incident):
        yield call


def _facts(incident: Incident) -> list[tuple[str, str]]:
    item, county = incident.item, incident.county
    return filled(
        ("级别", incident.get_level_display()),
        ("类型", incident.topic.name if incident.topic else "未分类"),
        ("履职事项", f"{item.name}（{item.get_part_display()}）" if item else incident.item_decided),
        ("牵头部门", f"{item.lead}；镇里：{item.share}" if item and item.shared else ""),
        ("来源", f"{incident.get_channel_display()}（{incident.first_contact.name}）"),
        ("视频点位", str(incident.camera or "")),
        ("发现", incident.happened_at),
        ("详细地点", incident.place),
        ("坐标", f"{incident.longitude}, {incident.latitude}" if incident.longitude is not None else ""),
        ("承办", f"{incident.unit.name}：{incident.task or '按职责处置'}" if incident.unit else ""),
        ("上报县级", f"{county.name} {when(incident.at_county_at)}" if county and incident.at_county_at else ""),
        ("处置情况", incident.settled_how),
        ("核查", f"{incident.checked_by.name} {when(incident.checked_at)} {incident.check_words}" if incident.checked_by and incident.checked_at else ""),
        ("退回重办", f"{incident.redone} 次" if incident.redone else ""),
        ("告知反映人", f"{when(incident.told_at)} {incident.get_rating_display()}" if incident.told_at else ""),
    )  # fmt: skip


PANELS = (Panel("grid/brief.html", brief, brief=True), CALLS, record_steps.panel(*RECORDS), OUTSIDE, TASKS)
