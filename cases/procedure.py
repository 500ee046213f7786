"""The case, as config/procedures.py lists it."""

from django.conf import settings

from cases.clocks import CLOCKS
from cases.documents import DOCUMENTS
from cases.indicators import INDICATORS
from cases.intake import INTAKE
from cases.listing import LISTING
from cases.models import Case
from cases.panels import PANELS
from cases.told import told
from cases.tracks import tracks
from cases.workflow import WORKFLOW
from core.intake.online import sought
from core.procedure.procedure import Procedure

PROCEDURE = Procedure(
    kind="case",
    label="事项",
    model=Case,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    gathers=("accused", "exclusions"),
    importer="cases.importer.CaseImporter",
    labels={
        "app": "cases",
        "list": "case_list",
        "number": settings.TOWN["short"] + "访〔{year}〕{serial:04d}号",
    },
    tracks=tracks,
    told=told,
    sent_in=sought,
    listing=LISTING,
    intake=INTAKE,
)
