"""The mediation, as config/procedures.py lists it."""

from django.conf import settings

from core.procedure.procedure import Procedure
from mediation.clocks import CLOCKS
from mediation.documents import DOCUMENTS
from mediation.file import APART, CHOICES, reads_apart
from mediation.indicators import INDICATORS
from mediation.listing import LISTING
from mediation.models import Mediation
from mediation.panels import PANELS
from mediation.workflow import WORKFLOW

PROCEDURE = Procedure(
    kind="mediation",
    label="人民调解",
    model=Mediation,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    categories=lambda: dict(Mediation.Dispute.choices),
    labels={
        "app": "mediation",
        "list": "mediation_list",
        "number": "（{year}）" + settings.TOWN["short"] + "人调字第{serial:03d}号",
    },
    listing=LISTING,
    items=CHOICES,
    apart=APART,
    reads_apart=reads_apart,
    gathers=(
        "clocks",
        "rungs",
        "assignments",
        "told",
        "inquiries",
        "evidence",
        "sessions",
        "prolongings",
        "prevented",
        "appointments",
        "signatures",
        "instalments",
        "confirmation",
        "served",
        "visits",
    ),
    joins=("body", "root", "parent__as_case__category"),
)
