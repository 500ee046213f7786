"""The case, as config/procedures.py lists it."""

from django.conf import settings

from cases.clocks import CLOCKS
from cases.documents import DOCUMENTS
from cases.dossier import DOSSIER
from cases.indicators import INDICATORS
from cases.listing import LISTING
from cases.models import Case
from cases.online import sought
from cases.panels import PANELS
from cases.register import REGISTER
from cases.told import told
from cases.tracks import tracks
from cases.workflow import WORKFLOW
from core.models import Matter
from core.procedure.procedure import Procedure
from core.procedure.traits import Civil, Demand, Trait
from core.tasks.panel import PANEL as TASKS


def demand(matter: Matter) -> Demand:
    """The demand, with what the list of categories says of its kind."""
    of = ("mediable", "civil_side_only", "judicial")
    read = Case.objects.values_list("demand", "category", *(f"category__{name}" for name in of))
    words, topic, mediable, side, kind = read.get(pk=matter.pk)
    civil = Civil.NOT if mediable is False else Civil.SIDE if side else Civil.WHOLE
    return Demand(words, topic or "", civil, kind or "")


PROCEDURE = Procedure(
    kind="case",
    label="事项",
    model=Case,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=(*DOCUMENTS, DOSSIER.paper),
    dossier=DOSSIER,
    arranges="谈话",
    indicators=INDICATORS,
    panels=(*PANELS, TASKS),
    gathers=("accused", "exclusions", "tasks", "receptions", "appointments"),
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
    traits=frozenset({Trait.DISPUTE, Trait.DEMAND, Trait.ADVICE}),
    demand=demand,
    register=REGISTER,
)
