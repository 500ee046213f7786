"""The room of the grid, as config/procedures.py lists it."""

from django.conf import settings

from core.procedure.procedure import Procedure
from core.procedure.room import MANAGING, Entry, Room, Thing
from core.procedure.traits import Trait
from core.records.seals import Record
from grid.clocks import CLOCKS
from grid.documents import DOCUMENTS
from grid.intake import INTAKE
from grid.listing import LISTING
from grid.models import Incident, IncidentKind
from grid.workflow import WORKFLOW

PROCEDURE = Procedure(
    kind="incident",
    label="网格事件",
    model=Incident,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    labels={
        "app": "grid",
        "list": "incident_list",
        "number": settings.TOWN["short"] + "网〔{year}〕{serial:05d}号",
    },
    categories=lambda: dict(IncidentKind.objects.values_list("code", "name")),
    listing=LISTING,
    intake=INTAKE,
    traits=frozenset({Trait.FIND}),
)

ROOM = Room(
    app="grid",
    label="网格化服务管理",
    urls="grid.urls",
    procedures=(PROCEDURE,),
    menu=(
        Entry("register_incident", "上报事件", "pen", "grid.report"),
        Entry("incident_list", "网格事件台账", "list", "grid.view"),
        Entry("boundaries", "网格边界", "grid", "grid.draw", MANAGING),
    ),
    permissions={
        "grid.view": "看网格事件台账",
        "grid.draw": "导入、绘制区域的边界",
        "grid.village": "处置到村（社区）的网格事件，上报镇里，抽查自办结",
    },
    reference=("grid.lists.load",),
    things=(Thing("grid_dutyitem", "履职事项"), Thing("grid_incidentkind", "网格事件类型", thing="code")),
    records=(
        Record("grid_boundary", "区域边界", "at", without=("until",)),
        Record(
            "grid_boundaryfile",
            "边界文件",
            "at",
            only=("id", "by_id", "at", "name", "digest", "system", "since", "basis"),
        ),
    ),
)
