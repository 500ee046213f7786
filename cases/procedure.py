"""The hall and its case, as config/procedures.py lists them."""

from django.conf import settings

from cases import unregistered
from cases.board import BOARD
from cases.cards import CARDS, LIVE, WALL
from cases.clocks import CLOCKS
from cases.documents import DOCUMENTS
from cases.dossier import DOSSIER
from cases.indicators import INDICATORS
from cases.intake import INTAKE
from cases.listing import LISTING
from cases.models import Case, Category
from cases.panels import PANELS
from cases.reception import PROCEDURE as RECEPTION
from cases.register import REGISTER
from cases.standard_tables import TABLES
from cases.told import told
from cases.tracks import tracks
from cases.workflow import WORKFLOW
from core.intake import online
from core.outside.panel import PANEL as OUTSIDE
from core.procedure.procedure import Procedure, labelled
from core.procedure.room import MANAGING, Entry, Room, Thing, Timed
from core.procedure.traits import Civil, Demand, Displeased, Offer, Trait
from core.procedure.transitions import Stage
from core.referral.panel import PANEL as REFERRAL
from core.tasks.panel import PANEL as TASKS


def demand(case: Case) -> Demand:
    """The demand, with what the list of categories says of its kind."""
    category: Category | None = case.category
    if category is None:
        return Demand(case.demand)
    civil = Civil.NOT if not category.mediable else Civil.SIDE if category.civil_side_only else Civil.WHOLE
    return Demand(case.demand, category.pk, civil, category.judicial)


def displeased(case: Case) -> Displeased | None:
    """By telephone or on the page of the look-up; of the unit that answered last."""
    bad, last = Case.Satisfaction.UNSATISFIED, case.last_lead()
    if bad not in (case.satisfaction, case.own_rating):
        return None
    calls = [call.words for call in case.calls.all() if call.rating == bad]
    words = "；".join(part for part in (*calls, case.own_words if case.own_rating == bad else "") if part)
    return Displeased(f"群众评价不满意：{words or '没有说明原因。'}", last.unit if last else case.holder_unit)


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
    panels=(*PANELS, TASKS, OUTSIDE, REFERRAL),
    gathers=("accused", "exclusions", "tasks", "correspondence", "referrals", "receptions", "appointments"),
    joins=("category",),
    importer="cases.importer.CaseImporter",
    labels=labelled("cases", "case_list", "访〔{year}〕{serial:04d}号"),
    categories=lambda: dict(Category.objects.values_list("code", "name")),
    tracks=tracks,
    told=told,
    sent_in=online.sought,
    listing=LISTING,
    intake=INTAKE,
    traits=frozenset({Trait.DISPUTE, Trait.DEMAND, Trait.ADVICE}),
    opens_on=frozenset({Trait.FIND}),
    displeased=displeased,
    offer=Offer(
        "转大厅事项",
        Stage("", "大厅办理中", "大厅办理", "综合受理窗口", plain="已转大厅登记，正在办理"),
        "已在大厅登记，办结后结果回到本事项。",
    ),
    demand=demand,
    demand_joins=("category",),
    register=REGISTER,
)

ROOM = Room(
    app="cases",
    label="接访服务大厅",
    urls="cases.urls",
    procedures=(PROCEDURE, RECEPTION),
    menu=(
        Entry("register_case", "来访登记", "pen", "cases.register"),
        Entry("waiting", "排队叫号", "people", "cases.queue"),
        Entry("case_list", "事项台账", "list", "core.view_matters"),
        Entry("visit_register", "来访登记簿", "list", "cases.counter"),
        Entry("online_list", "网上来件", "mail", "cases.check_online", asks=online.asks),
        Entry("blank_case", "空白登记表", "paper", "cases.counter"),
        Entry("shift", "交接班", "tray", "cases.counter"),
        Entry("unregistered", "没有登记的号", "pen", unregistered.PERMISSION),
        Entry("reception", "领导接访", "people", "cases.view_reception"),
        Entry("import_cases", "导入事项", "up", "cases.import", MANAGING),
        Entry("rules", "分流规则", "settings", "cases.route", MANAGING),
    ),
    homes=(("cases.dispatch", "queue"), ("cases.counter", "register_case")),
    permissions={
        "cases.import": "导入其他系统的事项",
        "cases.counter": "坐大厅窗口：用窗口的登记页，预留空白登记表，交接班；没有的，登记页是网格的一屏",
        "cases.check_online": "核对网上来件：登记或者不予登记",
        "cases.view_reception": "看领导接访的月表和当天的来访人",
        "cases.queue": "看大厅排队；坐窗口的发号、叫号，坐功能室的接待或转走",
        "cases.name_lead": "两次退回时指定牵头单位，同意改派，决定不满意的不再重办",
        "cases.route": "维护分流规则和类别专问",
    },
    keys=(("排队叫号", (("Alt N", "下一步：叫下一位、开始接待"), ("Alt Q", "取号，打印号条"))),),
    reference=("cases.categories.load",),
    schedules=(
        Timed("waiting", "cases.waiting.close_days", "清理昨日未办结的排队号", at="00:10"),
        Timed(
            "unregistered", "cases.unregistered.remind", "接待过没有登记的号，告知值班长和主任", at="07:30"
        ),
    ),
    things=(
        Thing("cases_room", "功能室", rights=True),
        Thing("cases_routingrule", "分流规则", parts=(("cases_routingrule_helpers", "routingrule_id"),)),
        Thing("cases_category", "类别", thing="code"),
        Thing("cases_petitionclass", "信访分类", thing="code"),
        Thing("cases_question", "专问"),
    ),
    unsealed={
        "cases_ticket": "the queue of one day: called, passed on and cleared without an act, opens nothing",
    },
    cards=(*CARDS, *WALL),
    live=LIVE,
    tables=TABLES,
    board=BOARD,
    public=lambda: [("online", "我要反映")] if settings.ONLINE_INTAKE else [],
)
