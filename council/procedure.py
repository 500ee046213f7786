"""The room of democratic consultation (民主协商), as config/procedures.py lists it."""

from core.procedure.intake import Intake
from core.procedure.procedure import Procedure, labelled
from core.procedure.room import Entry, Room
from core.procedure.traits import Demand, Trait
from core.service.clocks import SERVE
from core.tasks.clocks import CLOCKS as TASKS
from council.clocks import CLOCKS
from council.forms import MotionSheet, RegisterForm
from council.indicators import INDICATORS
from council.listing import CARDS, LISTING
from council.models import Motion
from council.panels import PANELS, RECORDS
from council.papers import DOCUMENTS
from council.rules import printed
from council.serving import SERVING
from council.standard_tables import TABLES
from council.workflow import WORKFLOW

PROCEDURE = Procedure(
    kind="motion",
    label="议题",
    model=Motion,
    workflow=WORKFLOW,
    clocks=(*CLOCKS, SERVE, *TASKS),
    serves=SERVING,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    categories=lambda: dict(Motion.Subject.choices),
    labels=labelled("council", "motion_list", "议〔{year}〕{serial:04d}号"),
    listing=LISTING,
    intake=Intake(
        form=RegisterForm,
        sheet=MotionSheet,
        receipt="council.receipt",
        then=("sort",),
        template="council/register.html",
    ),
    gathers=("clocks", "tasks", "exclusions", "services", *RECORDS),
    traits=frozenset({Trait.SERVICE}),
    demand=lambda motion: Demand(motion.demand),
    seen_with="council.view",
)

ROOM = Room(
    app="council",
    label="民主协商",
    urls="council.urls",
    procedures=(PROCEDURE,),
    menu=(
        Entry("register_motion", "议题登记", "pen", "council.propose"),
        Entry("motion_list", "议题台账", "list", "council.view"),
    ),
    permissions={"council.view": "看辖区内的议题（没有的，只看自己经手的）"},
    cards=CARDS,
    tables=(TABLES,),
    printed={"council.md": ("民主协商", printed)},
    public=lambda: [("motions_public", "民主协商公开")],
)
