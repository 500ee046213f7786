"""The room of the grid, as config/procedures.py lists it."""

from core.procedure.procedure import Procedure, labelled
from core.procedure.room import MANAGING, Entry, Room, Thing
from core.procedure.traits import Civil, Demand, Displeased, Trait
from core.records.seals import Record
from grid.assessment import room as assessment
from grid.board_map import MAP
from grid.cards import CARDS
from grid.care import room as care
from grid.clocks import CLOCKS
from grid.commendation import room as commendation
from grid.documents import DOCUMENTS
from grid.indicators import INDICATORS
from grid.intake import INTAKE
from grid.listing import LISTING
from grid.models import Incident, IncidentKind
from grid.panels import PANELS, RECORDS
from grid.places import own_village
from grid.posts import room as posts
from grid.posts.file import People
from grid.premises import room as premises
from grid.rounds import room as rounds
from grid.standard_tables import TABLES, fields
from grid.told import told
from grid.workflow import WORKFLOW


def demand(incident: Incident) -> Demand:
    """What was found; a dispute where its kind is one, so that it may be mediated without being typed again."""
    dispute = incident.topic is not None and incident.topic.first == IncidentKind.Class.DISPUTE
    return Demand(incident.what, civil=Civil.WHOLE if dispute else Civil.NOT)


def displeased(incident: Incident) -> Displeased | None:
    if incident.rating != Incident.Rating.BAD:
        return None
    return Displeased("反映人评价处置结果不满意。", incident.unit or incident.holder_unit)


PROCEDURE = Procedure(
    kind="incident",
    label="网格事件",
    model=Incident,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    labels=labelled("grid", "incident_list", "网〔{year}〕{serial:05d}号"),
    categories=lambda: dict(IncidentKind.objects.values_list("code", "name")),
    listing=LISTING,
    intake=INTAKE,
    told=told,
    gathers=("clocks", "exclusions", "tasks", "correspondence", *RECORDS),
    joins=("topic", "camera", "item__lead", "unit", "county", "checked_by"),
    demand=demand,
    demand_joins=("topic",),
    displeased=displeased,
    traits=frozenset({Trait.FIND}),
)

ROOM = Room(
    app="grid",
    label="网格化服务管理",
    urls="grid.urls",
    procedures=(
        PROCEDURE,
        posts.PROCEDURE,
        rounds.SCREENING,
        care.CARE,
        assessment.ASSESSMENT,
        commendation.COMMENDATION,
    ),
    menu=(
        Entry("register_incident", "上报事件", "pen", "grid.report"),
        Entry("grid_report", "手机上报", "phone", "grid.report"),
        Entry("incident_list", "网格事件台账", "list", "grid.view"),
        *rounds.MENU,
        *assessment.MENU,
        *commendation.MENU,
        *care.MENU,
        *premises.MENU,
        *posts.MENU,
        Entry(
            "own_village",
            "本村",
            "people",
            "grid.view",
            waiting=lambda user: 0 if own_village(user) else None,
        ),
        Entry("grid_map", "网格地图", "grid", "grid.view"),
        Entry("boundaries", "网格边界", "grid", "grid.draw", MANAGING),
    ),
    homes=(("grid.field", "grid_report"), ("grid.care_keep", "care_list"), ("grid.care_visit", "grid_mine")),
    permissions={
        **posts.PERMISSIONS,
        **rounds.PERMISSIONS,
        **assessment.PERMISSIONS,
        **commendation.PERMISSIONS,
        **care.PERMISSIONS,
        **premises.PERMISSIONS,
        "grid.view": "看网格事件台账",
        "grid.field": "登录后到手机上报页",
        "grid.draw": "导入、绘制区域的边界",
        "grid.village": "处置到村（社区）的网格事件，上报镇里，抽查自办结",
    },
    reference=("grid.lists.load", "grid.posts.duties.load"),
    schedules=(
        *posts.SCHEDULES,
        *rounds.SCHEDULES,
        *assessment.SCHEDULES,
        *care.SCHEDULES,
        *premises.SCHEDULES,
    ),
    people=People(),
    cards=(*CARDS, *posts.CARDS, *rounds.CARDS, *assessment.CARDS, *commendation.CARDS, *care.CARDS),
    maps=(MAP,),
    panels=posts.PANELS,
    things=(
        *posts.THINGS,
        *care.THINGS,
        *premises.THINGS,
        Thing("grid_dutyitem", "履职事项"),
        Thing("grid_incidentkind", "网格事件类型", thing="code"),
    ),
    tables=(TABLES, rounds.TABLES, care.TABLES),
    sections={"fields": fields},
    records=(
        *rounds.RECORDS,
        *premises.RECORDS,
        Record("grid_boundary", "区域边界", "at", without=("until",)),
        Record(
            "grid_boundaryfile",
            "边界文件",
            "at",
            only=("id", "by_id", "at", "name", "digest", "system", "since", "basis"),
        ),
    ),
)
