"""The case, as config/procedures.py lists it."""

from django.conf import settings

from cases.clocks import CLOCKS
from cases.documents import DOCUMENTS
from cases.indicators import INDICATORS
from cases.listing import LISTING
from cases.models import Case, Category
from cases.online import sought
from cases.panels import PANELS
from cases.told import told
from cases.tracks import tracks
from cases.workflow import WORKFLOW
from core.procedure.procedure import Procedure
from core.procedure.traits import Civil, Demand, Trait


def demand(case: Case) -> Demand:
    """The demand, with what the list of categories says of its kind."""
    category: Category | None = case.category
    if category is None:
        return Demand(case.demand)
    civil = Civil.NOT if not category.mediable else Civil.SIDE if category.civil_side_only else Civil.WHOLE
    return Demand(case.demand, category.pk, civil)


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
    traits=frozenset({Trait.DISPUTE, Trait.DEMAND, Trait.ADVICE}),
    demand=demand,
    demand_joins=("category",),
)
