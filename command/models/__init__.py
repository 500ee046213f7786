"""Tables of command."""

from command.models.campaign import Campaign, Chosen
from command.models.desk import Call, Stationed
from command.models.meeting import AgendaItem, Called, Meeting, Resolution
from command.models.quality import QualityReview, Sampled
from command.models.situation import SituationReport
from command.models.supervision import Decision, Heard, Round, Supervision

__all__ = [
    "AgendaItem",
    "Call",
    "Called",
    "Campaign",
    "Chosen",
    "Decision",
    "Heard",
    "Meeting",
    "QualityReview",
    "Resolution",
    "Round",
    "Sampled",
    "SituationReport",
    "Stationed",
    "Supervision",
]
