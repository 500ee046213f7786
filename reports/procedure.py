"""The monthly report, as config/procedures.py lists it."""

from django.conf import settings

from core.procedure.procedure import Procedure
from reports.clocks import CLOCKS
from reports.models import MonthlyReport
from reports.monthly import DOCUMENT
from reports.panels import PANELS
from reports.workflow import WORKFLOW

PROCEDURE = Procedure(
    kind="report",
    label="月报",
    model=MonthlyReport,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=(DOCUMENT,),
    panels=PANELS,
    has_parties=False,
    labels={
        "app": "reports",
        "list": "reports",
        "number": settings.TOWN["short"] + "综治月报〔{year}〕{serial}期",
    },
)
