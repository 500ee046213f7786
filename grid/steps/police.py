"""110: of a danger that no unit of the town is told by itself, whoever reports it calls the police; the page says so until the
call is recorded. Fengqiao itself reaches no police station.
"""

from collections.abc import Collection, Mapping
from typing import Any

from core.models import DangerReport, Matter
from core.procedure.transitions import Outcome, Snapshot, says
from core.workflow.record_steps import row_of, said
from grid.models import IncidentKind, UpwardReport

Data = Mapping[str, Any]
POLICE = "公安机关（110）"
CALL = "派出所没有收到通知：请马上打110，守在现场；打完点“记报警电话”，写明接警人和答复。"
LATER = "报警电话还没有记：打过110的请“记报警电话”，没有打的马上打。"  # somebody has it in hand, who may be the police
CONFIRM = "，派出所没有收到通知，请确认已打110"


def told_nobody(level: str, flags: Collection[str], topic: IncidentKind | None) -> bool:
    """A danger of which the unit that handles such things is not told at once (grid.steps.reporting.alarmed)."""
    urgent = level == IncidentKind.Level.I
    return (urgent or not Matter.HURT.isdisjoint(flags)) and not (urgent and topic and topic.unit)


def to_call(incident: Any) -> str:
    """What the page says, until the call is recorded."""
    if not incident.is_open or not told_nobody(incident.level, incident.standing_flags, incident.topic):
        return ""
    called = any(row.to == POLICE for row in incident.upward_reports.all())
    reported = DangerReport.objects.filter(matter__root=incident.root_id, body=DangerReport.Body.POLICE)
    if called or reported.exists():
        return ""
    return LATER if incident.unit_id else CALL


@says("已经报过警，或者不用打110。")
def is_to_be_called(now: Snapshot) -> str:
    return "" if to_call(now.matter) else "已经报过警，或者不用打110。"


def call(now: Snapshot, data: Data) -> Outcome:
    asked = ("person", "words")
    row = row_of(now, UpwardReport, data, *asked, to=POLICE)
    return Outcome(rows=[row], detail=said(row, *asked))
