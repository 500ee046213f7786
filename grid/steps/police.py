"""110: where somebody may be hurt, and of level I that no unit of the town is told, whoever reports it calls the police in ten minutes; the page says
so until the call is recorded, and a clock tells who did not. Fengqiao itself reaches no police station.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from core.deadlines.clocks import Of, Start
from core.models import DangerReport, Matter
from core.procedure.transitions import Clocks, Outcome, Snapshot, Transition, says
from core.workflow.record_steps import asking, row_of, said
from grid import clocks
from grid.models import IncidentKind, UpwardReport

Data = Mapping[str, Any]
POLICE, NO_POLICE = "公安机关（110）", "不用打110"
CALL = "系统的通知不是报警：请马上打110，守在现场；打完点“记报警电话”，写明接警人和答复。"
LATER = "报警电话还没有记：打过110的请“记报警电话”，没有打的马上打。"  # somebody has it in hand, who may be the police
CONFIRM = "，请确认已打110"


def is_owed(level: str, flags: Collection[str], topic: IncidentKind | None) -> bool:
    """Somebody may be hurt, whichever units are told; or it is of level I, and no unit handles such things."""
    alone = level == IncidentKind.Level.I and not (topic and topic.unit)
    return alone or not Matter.HURT.isdisjoint(flags)


def to_call(incident: Any) -> str:
    """What the page says, until the call is recorded."""
    if not incident.is_open or not is_owed(incident.level, incident.standing_flags, incident.topic):
        return ""
    if _called(incident):
        return ""
    return LATER if incident.unit_id else CALL


def _called(incident: Any) -> bool:
    """Was it recorded, or reported to the police as the law asks, or said why not?"""
    reported = DangerReport.objects.filter(matter__root=incident.root_id, body=DangerReport.Body.POLICE)
    return any(row.to in (POLICE, NO_POLICE) for row in incident.upward_reports.all()) or reported.exists()


def told_police(data: Data) -> bool:
    """Is one of the reports of the danger (强制报告) to the police?"""
    return any(line["body"] == DangerReport.Body.POLICE for line in data.get("reports", ()))


def starts(now: Snapshot, level: str, flags: Collection[str], topic: IncidentKind | None) -> list[Start]:
    """The term for the call, of whoever reports it or lets it rise."""
    owed = is_owed(level, flags, topic) and not (now.matter.pk and _called(now.matter))
    return [Start(clocks.POLICE.key, user=now.by)] if owed else []


def cancels(matter: Any, level: str, topic: IncidentKind | None) -> list[str]:
    """It is no such danger any more."""
    return [] if is_owed(level, matter.standing_flags, topic) else [clocks.POLICE.key]


@says("已经报过警，或者不用打110。")
def is_to_be_called(now: Snapshot) -> str:
    return "" if to_call(now.matter) else "已经报过警，或者不用打110。"


class CallForm(asking(UpwardReport, "person", "words")):  # type: ignore[misc]
    """记报警电话: who took the call, and what was answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label, self.fields["words"].label = "接警人", "怎么答复的"


def call(now: Snapshot, data: Data) -> Outcome:
    asked = ("person", "words")
    row = row_of(now, UpwardReport, data, *asked, to=POLICE)
    return Outcome(rows=[row], detail=said(row, *asked))


@says("有人可能受到伤害，应当打110。")
def nobody_is_hurt(now: Snapshot) -> str:
    hurt = not Matter.HURT.isdisjoint(now.matter.standing_flags)
    return "有人可能受到伤害，应当打110。" if hurt else ""


def not_needed(now: Snapshot, data: Data) -> Outcome:
    """不用打110, and why: a leak that the town's own people close."""
    row = UpwardReport(to=NO_POLICE, words=data["reason"], at=now.at, by=now.by)
    return Outcome(rows=[row], detail={"reason": data["reason"]})


def met_by_report(row: Transition) -> Transition:
    """强制报告 to the police is the call."""
    if row.name != "report_danger":
        return row

    def effect(now: Snapshot, data: Data) -> Outcome:
        return replace(
            row.effect(now, data), meets=[Of(clocks.POLICE.key, None)] if told_police(data) else []
        )

    return replace(row, effect=effect, clocks=Clocks(meets=(clocks.POLICE,)))
