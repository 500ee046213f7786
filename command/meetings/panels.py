"""Parts of the page of a meeting, and what meetings decided of a matter, on that one's page."""

from collections.abc import Iterator
from typing import Any

from command.meetings import agenda
from command.meetings.steps import standing
from command.models import AgendaItem, Meeting
from core.models import Matter
from core.procedure.procedure import Panel
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import day, filled, when


def brief(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Agenda and decisions as this reader may read them, each matter a link where he sees it; when, where, who."""
    lines = list(agenda.open_items(meeting))
    ids = [row.about_id for row in lines if row.about_id]
    seen = Matter.objects.seen_by(user, ids)
    return {
        "form": meeting.get_form_display(),
        "items": [_item(row, seen) for row in lines if not row.dropped],
        "dropped": [(agenda.said(row, ()), row.dropped) for row in lines if row.dropped],
        "decided": [
            {"what": row.what, "unit": row.unit.short_name, "due": day(row.due_on), "task": row.number} for row in standing(meeting)
        ],
        "facts": filled(*_facts(meeting, user)),
    }  # fmt: skip


def _item(row: AgendaItem, seen: set[int]) -> dict[str, Any]:
    return {
        "source": row.get_source_display(), "words": agenda.said(row, seen),
        "unit": row.unit.short_name if row.unit else "", "pk": row.about_id if row.about_id in seen else None,
    }  # fmt: skip


def _facts(meeting: Meeting, user: Any) -> Iterator[tuple[str, str]]:
    called = list(meeting.called.select_related("unit"))
    yield "时间", when(meeting.begins_at)
    yield "地点", meeting.place
    yield "主持人", meeting.chair.name
    yield "参会单位", "、".join(one.unit.short_name for one in called)
    yield "到会", "、".join(one.unit.short_name for one in called if one.present)
    yield "请假、缺席", meeting.absence
    yield "列席", meeting.others
    yield "会议情况", agenda.minutes(meeting, user)
    yield "签发", f"{day(meeting.signed_on)} {meeting.signed_by}" if meeting.signed_on else ""


PANELS = (Panel("command/meeting.html", brief, brief=True), TASKS)
GATHERS = ("clocks", "tasks")
