"""What a citizen is told of an incident: where it stands, and what came of it once it is closed."""

from core.procedure.procedure import by_kind
from core.values.screen_formats import day
from core.workflow.public_status import Step, Told
from grid.models import Incident

S = Incident.Status


def told(incident: Incident) -> Told:
    """The whole page of an incident that may be told."""
    stage = by_kind()[incident.kind].workflow.stage_of(incident)
    days = (
        ("收到", incident.received_at),
        ("派遣", incident.dispatched_at),
        ("处置", incident.answered_at),
        ("办结", incident.closed_at),
    )
    path = [Step(label, day(at), "done") for label, at in days if at]
    return Told(
        stage.plain,
        (f"现由{incident.holder_unit.name}负责。",) if incident.is_open else (),
        (*path, *([Step(stage.label, "", "now")] if incident.is_open else [])),
        result=incident.settled_how if incident.status in (S.CLOSED, S.SETTLED) else "",
        rated=incident.get_rating_display(),
        number=incident.number,
    )
