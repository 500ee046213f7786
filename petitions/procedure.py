"""The room of petitions (信访) and its procedure, as config/procedures.py lists them."""

from core.procedure.procedure import Procedure, labelled
from core.procedure.room import MANAGING, Entry, Room, Timed
from core.procedure.traits import Demand, Displeased, Offer, Trait
from core.procedure.transitions import Stage
from petitions.cards import CARDS
from petitions.clocks import CLOCKS
from petitions.documents import DOCUMENTS
from petitions.dossier import DOSSIER
from petitions.duties import printed
from petitions.indicators import INDICATORS
from petitions.intake import INTAKE
from petitions.ladder import LADDER
from petitions.lawful import INDICATORS as LAWFUL
from petitions.listing import LISTING
from petitions.models import Petition
from petitions.panels import PANELS, RECORDS
from petitions.serving import SERVING
from petitions.standard_tables import TABLES, letters
from petitions.told import told
from petitions.workflow import WORKFLOW


def displeased(petition: Petition) -> Displeased | None:
    """With the unit; what people say of the petition office is no unit's to mend."""
    if petition.rating_unit != Petition.Rating.BAD:
        return None
    return Displeased("信访人评价责任单位不满意。", petition.unit or petition.holder_unit)


PROCEDURE = Procedure(
    kind="petition",
    label="信访事项",
    model=Petition,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=(*DOCUMENTS, DOSSIER.paper),
    dossier=DOSSIER,
    indicators=(*INDICATORS, *LAWFUL),
    panels=PANELS,
    categories=lambda: dict(Petition.Kind.choices),
    importer="petitions.importer.PetitionImporter",
    labels=labelled("petitions", "petition_list", "信〔{year}〕{serial:04d}号"),
    serves=SERVING,
    told=told,
    listing=LISTING,
    intake=INTAKE,
    arranges="约谈",
    ladder=LADDER,
    gathers=(
        "clocks",
        "claims",
        "rungs",
        "accused",
        "exclusions",
        "tasks",
        "appointments",
        "correspondence",
        "services",
        *RECORDS,
    ),
    joins=("sender", "unit", "signed_by", "drafted_by", "checked_by"),
    traits=frozenset({Trait.DEMAND}),
    displeased=displeased,
    opens_on=frozenset({Trait.DEMAND, Trait.ADVICE, Trait.FIND}),
    offer=Offer(
        "转信访",
        Stage("", "信访办理中", "信访办理", "信访窗口", plain="已作为信访事项登记，正在办理"),
        "已作为信访事项登记，期限从原来收到之日起算；办结后结果回到本事项。",
    ),
    demand=lambda petition: Demand(petition.demand),
)

ROOM = Room(
    app="petitions",
    label="信访接待",
    urls="petitions.urls",
    procedures=(PROCEDURE,),
    menu=(
        Entry("register_petition", "信访登记", "pen", "petitions.register"),
        Entry("petition_list", "信访台账", "mail", "petitions.view"),
        Entry("petition_lawful", "五个法治化", "chart", "petitions.view"),
        Entry("national", "国家系统对账", "search", "petitions.sort"),
        Entry("import_petitions", "导入信访事项", "up", "petitions.import", MANAGING),
    ),
    permissions={
        "petitions.view": "看信访台账",
        "petitions.import": "导入其他系统的信访事项：留言、转送清单、国家系统的导出表",
        "petitions.step": "代办里自己的一级：办到位、上交",
        "petitions.sign_major": "签发重大、复杂、疑难信访事项的处理意见书（主要领导）",
    },
    public=lambda: [("petition_channels", "信访渠道")],
    cards=CARDS,
    schedules=(Timed("national", "petitions.watch.remind", "每月提醒和国家系统对账", at="08:40"),),
    printed={"petition-duties.md": ("信访义务", printed)},
    tables=(TABLES,),
    sections={"letters": letters},
    unsealed={"petitions_alike": "made by the database from what is sealed, and can be made again"},
)
