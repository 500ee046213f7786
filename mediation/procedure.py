"""The mediation, as config/procedures.py lists it."""

from django.conf import settings

from core.procedure.procedure import Procedure
from core.procedure.traits import Offer, Trait
from core.procedure.transitions import Stage
from mediation.clocks import CLOCKS
from mediation.documents import DOCUMENTS
from mediation.file import APART, CHOICES, reads_apart
from mediation.indicators import INDICATORS
from mediation.listing import LISTING
from mediation.models import Mediation
from mediation.panels import PANELS
from mediation.steps.barred import civil_above
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
    joins=("body", "root", "parent"),
    traits=frozenset({Trait.DISPUTE}),
    opens_on=frozenset({Trait.DISPUTE, Trait.DEMAND}),
    offer=Offer(
        "转调解",
        Stage("", "调解中", "人民调解", "调解组织", plain="正在调解"),
        "已转调解，调解终结后结果回到本事项。",
        guards=(civil_above,),
        unit=lambda data: data["body"],
    ),
)
