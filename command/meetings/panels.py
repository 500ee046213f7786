"""Parts of the page of a meeting, and what meetings decided of a matter, on that one's page."""

from typing import Any

from command.meetings import agenda
from command.meetings.steps import standing
from command.meetings.workflow import SIGNED
from command.models import AgendaItem, Meeting, Resolution
from core.models import Matter, Task
from core.procedure.procedure import Panel
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import day, when


def brief(meeting: Meeting, user: Any) -> dict[str, Any]:
    called = list(meeting.called.select_related("unit"))
    names = "、".join(one.unit.short_name for one in called)
    came = "、".join(one.unit.short_name for one in called if one.present)
    facts = (
        ("时间", when(meeting.begins_at)), ("地点", meeting.place), ("主持人", meeting.chair.name), ("参会单位", names),
        ("到会", came), ("请假、缺席", meeting.absence), ("列席", meeting.others), ("会议情况", meeting.minutes),
        ("签发", f"{day(meeting.signed_on)} {meeting.signed_by}" if meeting.signed_on else ""),
    )  # fmt: skip
    return {"form": meeting.get_form_display(), "facts": [(label, words) for label, words in facts if words]}


def listed(meeting: Meeting, user: Any) -> dict[str, Any]:
    """The agenda as this reader may read it, each matter a link where he sees it; and what was decided."""
    rows = list(meeting.agenda.select_related("about", "unit"))
    ids = [row.about_id for row in rows if row.about_id]
    seen = set(Matter.objects.visible_to(user, among=ids).values_list("pk", flat=True)) if ids else set()
    kept = {row.pk for row in agenda.standing(meeting)}
    return {
        "items": [_item(row, seen) for row in rows if row.pk in kept],
        "dropped": [(row.number, row.dropped) for row in rows if row.dropped],
        "decided": [
            {"what": row.what, "unit": row.unit.short_name, "due": day(row.due_on), "item": row.item.number if row.item else "", "task": row.number}
            for row in standing(meeting)
        ],
    }  # fmt: skip


def _item(row: AgendaItem, seen: set[int]) -> dict[str, Any]:
    return {
        "number": row.number, "source": row.get_source_display(), "words": agenda.said(row, seen),
        "unit": row.unit.short_name if row.unit else "", "pk": row.about_id if row.about_id in seen else None,
    }  # fmt: skip


def decided(child: Any, user: Any) -> dict[str, Any]:
    """What meetings have decided of this matter, once the minutes are signed; whoever sees the matter reads it."""
    rows = list(
        Resolution.objects.filter(item__about=child.pk, struck_at=None, matter__status__in=SIGNED)
        .select_related("matter", "unit").order_by("-pk")[:5]
    )  # fmt: skip
    tasks = (
        {
            (one.matter_id, one.number): one
            for one in Task.objects.filter(matter__in=[row.matter_id for row in rows])
        }
        if rows
        else {}
    )
    return {
        "decided": [
            {
                "what": row.what, "unit": row.unit.short_name, "due": day(row.due_on),
                "meeting": f"{day(row.matter.begins_at)} {row.matter.get_form_display()}", "number": row.matter.number,
                "state": tasks[row.matter_id, row.number].get_state_display() if (row.matter_id, row.number) in tasks else "",
            }
            for row in rows
        ]
    }  # fmt: skip


PANELS = (Panel("command/meeting.html", brief, brief=True), Panel("command/agenda.html", listed), TASKS)
DECIDED = Panel("command/decided.html", decided)
GATHERS = ("clocks", "tasks")
