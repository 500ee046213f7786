"""What the care register brings into the room (grid.procedure)."""

from core.models.facts import Kind as Thing
from core.procedure.procedure import Procedure, labelled
from core.procedure.room import Entry, Timed
from grid.care.clocks import APPROVE, CLOCKS, HEAD, KEEP, VISIT
from grid.care.documents import DOCUMENTS
from grid.care.listing import CARDS as CARDS
from grid.care.listing import LISTING
from grid.care.panels import PANELS
from grid.care.steps import PROPOSE, looked_after
from grid.care.tables import TABLES as TABLES
from grid.care.workflow import WORKFLOW
from grid.models import Care

CARE = Procedure(
    kind="care",
    label="关爱对象",
    model=Care,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    panels=PANELS,
    labels=labelled("grid", "care_list", "关爱〔{year}〕{serial:03d}号"),
    listing=LISTING,
    has_parties=False,
    gathers=("clocks",),
    joins=("topic__unit",),
    by_post=looked_after,
)
MENU = (
    Entry("care_list", "关爱对象", "people", VISIT),
    Entry("care_list", "关爱对象", "people", APPROVE),
    Entry("care_new", "拟纳入关爱", "pen", PROPOSE),
)
SCHEDULES = (
    Timed(
        "care",
        "grid.care.watch.open_anew",
        "关爱对象只对今天在岗的走访的人、关爱专管员和审批的人开放",
        at="07:30",
    ),
)
PERMISSIONS = {
    KEEP: "关爱专管员：看全镇的关爱对象",
    HEAD: "老年人和妇女儿童工作委员会主任：走访到期没有做的，通知他",
}
THINGS = (Thing("grid_carekind", "关爱对象类别"),)
