"""The case, as config/procedures.py lists it."""

from django.conf import settings

from cases.clocks import CLOCKS
from cases.documents import DOCUMENTS
from cases.dossier import DOSSIER
from cases.indicators import INDICATORS
from cases.listing import LISTING
from cases.models import Case, Category
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
    read = Case.objects.values_list("demand", "category", "category__mediable", "category__civil_side_only")
    words, topic, mediable, side = read.get(pk=matter.pk)
    civil = Civil.NOT if mediable is False else Civil.SIDE if side else Civil.WHOLE
    return Demand(words, topic or "", civil)


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
    categories=lambda: dict(Category.objects.values_list("code", "name")),
    tracks=tracks,
    told=told,
    sent_in=sought,
    listing=LISTING,
    traits=frozenset({Trait.DISPUTE, Trait.DEMAND, Trait.ADVICE}),
    demand=demand,
    register=REGISTER,
)
