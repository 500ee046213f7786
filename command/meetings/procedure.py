"""Meetings as a procedure of the room of command."""

from command.meetings.agenda import withheld
from command.meetings.clocks import CLOCKS
from command.meetings.listing import INDICATORS, LISTING
from command.meetings.panels import GATHERS, PANELS
from command.meetings.papers import DOCUMENTS
from command.meetings.workflow import WORKFLOW
from command.models import Meeting
from core.procedure.procedure import Procedure, labelled

MEETING = Procedure(
    kind="office_meeting",
    label="工作会议",
    model=Meeting,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    labels=labelled("command", "meeting_list", "会〔{year}〕{serial:03d}号"),
    listing=LISTING,
    gathers=GATHERS,
    joins=("chair", "convener"),
    has_parties=False,
    seen_with="command.view",
    withholds=withheld,
)
