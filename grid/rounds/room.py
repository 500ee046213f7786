"""What looking round the grids brings into the room (grid.procedure)."""

from core.procedure.procedure import Procedure, labelled
from core.procedure.room import Entry, Timed
from core.records.seals import Record
from grid.models import Screening
from grid.rounds.clocks import CLOCKS
from grid.rounds.documents import DOCUMENTS
from grid.rounds.indicators import INDICATORS
from grid.rounds.listing import CARDS as SCREENING_CARDS
from grid.rounds.listing import LISTING
from grid.rounds.panels import PANELS
from grid.rounds.tables import TABLES as ROUND_TABLES
from grid.rounds.workflow import WORKFLOW

SCREENING = Procedure(
    kind="screening",
    label="网格排查",
    model=Screening,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    labels=labelled("grid", "screening_list", "排查〔{year}〕{serial:03d}号"),
    listing=LISTING,
    has_parties=False,
)
MENU = (
    Entry("screening_list", "排查台账", "search", "grid.view"),
    Entry("patrols", "巡查日志", "eye", "grid.view"),
)
SCHEDULES = (
    Timed(
        "screening",
        "grid.rounds.watch.draft",
        "按日历拟半月排查、节前排查；新到岗的网格责任人能看到要报的排查",
        at="07:40",
    ),
)
CARDS = SCREENING_CARDS
TABLES = ROUND_TABLES
PERMISSIONS = {"grid.plan_patrols": "安排自己管辖网格的巡查（没有安排的不提醒）"}
RECORDS = (
    Record("grid_patrolplan", "巡查安排", "at", without=("ends_on",)),
    Record("grid_patrol", "巡查", "at"),
)
