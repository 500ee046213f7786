"""The rooms of mediation and their procedure, as config/procedures.py lists them."""

from django.conf import settings

from core.procedure.procedure import Procedure
from core.procedure.room import Entry, Room, Thing, Timed
from core.procedure.traits import Displeased, Offer, Trait
from core.procedure.transitions import Stage
from mediation import narrative
from mediation.cards import CARDS
from mediation.clocks import CLOCKS
from mediation.day import DAY, own
from mediation.documents import DOCUMENTS
from mediation.dossier import DOSSIER
from mediation.indicators import INDICATORS
from mediation.ladder import LADDER
from mediation.listing import LISTING
from mediation.models import Mediation
from mediation.panels import PANELS
from mediation.pay import PAY
from mediation.register import REGISTER
from mediation.serving import SERVING
from mediation.standard_tables import TABLES
from mediation.steps.barred import civil_above
from mediation.workflow import WORKFLOW


def displeased(mediation: Mediation) -> Displeased | None:
    """At one of the visits afterwards."""
    bad = [visit.performed for visit in mediation.visits.all() if visit.satisfaction == "不满意"]
    return Displeased(f"回访时当事人不满意，履行情况：{bad[-1]}", mediation.holder_unit) if bad else None


PROCEDURE = Procedure(
    kind="mediation",
    label="人民调解",
    model=Mediation,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=(*DOCUMENTS, DOSSIER.paper),
    indicators=INDICATORS,
    panels=PANELS,
    categories=lambda: dict(Mediation.Dispute.choices),
    labels={
        "app": "mediation",
        "list": "mediation_list",
        "number": "（{year}）" + settings.TOWN["short"] + "人调字第{serial:03d}号",
    },
    listing=LISTING,
    displeased=displeased,
    register=REGISTER,
    dossier=DOSSIER,
    arranges="调解",
    ladder=LADDER,
    serves=SERVING,
    own=own,
    day=DAY,
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
        "services",
        "visits",
    ),
    joins=("body", "root", "parent"),
    traits=frozenset({Trait.DISPUTE}),
    opens_on=frozenset({Trait.DISPUTE, Trait.DEMAND, Trait.FIND, Trait.ADVICE}),
    offer=Offer(
        "转调解",
        Stage("", "调解中", "人民调解", "调解组织", plain="正在调解"),
        "已转调解，调解终结后结果回到本事项。",
        guards=(civil_above,),
        unit=lambda data: data["body"],
    ),
    seen_with="mediation.view",
)

ROOM = Room(
    app="mediation",
    label="矛盾纠纷调解中心",
    urls="mediation.urls",
    procedures=(PROCEDURE, PAY),
    menu=(
        Entry("mediation_list", "矛盾纠纷调解", "talk", "core.view_matters"),
        Entry("mediation_register", "调解登记簿", "list", "mediation.mediate"),
        Entry("mediation_pay_list", "以案定补发放表", "list", "mediation.view_pay"),
        Entry("bodies", "调解组织", "people", "mediation.view_bodyprofile"),
    ),
    permissions={
        "mediation.step": "梯次调解里自己的一级：化解、上交、报告风险",
        "mediation.check": "审查调解协议是否合法",
        "mediation.archive": "调解卷宗归档",
        "mediation.view_pay": "看以案定补发放表",
        "mediation.view": "看辖区内的调解（没有的，只看自己经手的）",
    },
    schedules=(
        Timed(
            "instalments",
            "mediation.reminders.remind",
            "调解协议到期前三天、当天、过后一天提醒调解员",
            at="08:00",
        ),
    ),
    things=(
        Thing(
            "mediation_bodyprofile", "调解组织", parts=(("mediation_bodyprofile_areas", "bodyprofile_id"),)
        ),
        Thing("mediation_member", "调解员", parts=(("mediation_member_areas", "member_id"),)),
        Thing("mediation_training", "培训"),
        Thing("mediation_expert", "专家"),
    ),
    cards=CARDS,
    tables=(TABLES,),
    sections={"disputes": narrative.disputes},
)
