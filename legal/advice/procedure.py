"""The consultation, as the room declares it."""

from typing import Any

from core.intake.carry import ways
from core.intake.sensitive import all_pointed_at
from core.models import Matter
from core.procedure.intake import Intake
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.traits import Demand, Trait
from core.workflow import record_steps
from legal import clocks
from legal.advice.forms import AskForm, AskSheet
from legal.advice.listing import LISTING
from legal.advice.papers import DOCUMENTS
from legal.advice.workflow import WORKFLOW
from legal.displeased import displeased
from legal.indicators import ADVICE
from legal.models import Consultation, Topic

SEALS = Matter.Compartment


def points_at(words: str) -> list[tuple[str, str]]:
    """What somebody asks about an offence is no accusation yet: it is asked whether to close it as a wish for secrecy."""
    found = [
        (SEALS.CONFIDENTIAL if label == SEALS.ACCUSATION else label, word)
        for label, word in all_pointed_at(words)
    ]
    return [(str(label), word) for label, word in found]


def brief(matter: Consultation, user: Any) -> dict[str, Any]:
    """What was asked and answered."""
    tags = [matter.get_channel_display(), matter.get_topic_display(), matter.get_satisfaction_display()]
    return {
        "question": matter.question,
        "answer": matter.answer,
        "by": matter.answerer,
        "at": matter.answered_at,
        "minutes": matter.minutes,
        "tags": [tag for tag in tags if tag],
        "anew": [(one.kind, one.label) for one in ways(user, matter)],
    }


INTAKE = Intake(
    form=AskForm,
    sheet=AskSheet,
    receipt="legal.reply",
    words="question",
    template="legal/ask.html",
    registered="legal/asked.html",
    answer="legal/_look.html",
    points_at=points_at,
    closing={str(label): str(label) for label in (SEALS.MINOR, SEALS.DOMESTIC_VIOLENCE, SEALS.CONFIDENTIAL)},
)
PROCEDURE = Procedure(
    kind="consultation",
    label="法律咨询",
    model=Consultation,
    workflow=WORKFLOW,
    clocks=(clocks.ANSWER,),
    documents=DOCUMENTS,
    indicators=ADVICE,
    panels=(Panel("legal/brief.html", brief, brief=True), record_steps.panel("written", "guided", "kept")),
    categories=lambda: dict(Topic.choices),
    labels=labelled("legal", "consultation_list", "法询〔{year}〕{serial:04d}号"),
    listing=LISTING,
    intake=INTAKE,
    gathers=("written", "guided", "kept", "exclusions"),
    joins=("answered_by",),
    traits=frozenset({Trait.ADVICE}),
    demand=lambda matter: Demand(matter.question),
    displeased=displeased,
    seen_with="legal.view",
)
