"""The room of command and its procedures, as config/procedures.py lists them."""

from command.board import LIVE
from command.campaigns.procedure import CAMPAIGN
from command.campaigns.procedure import CARDS as CAMPAIGN_CARDS
from command.clocks import CLOCKS
from command.documents import DOCUMENTS
from command.indicators import INDICATORS, TABLES
from command.leaders_table import TABLES as LEADERS
from command.listing import CARDS, LISTING
from command.meetings.listing import CARDS as MEETING_CARDS
from command.meetings.procedure import MEETING
from command.models import Supervision
from command.panels import GATHERS, PANELS
from command.quality.procedure import CARDS as QUALITY_CARDS
from command.quality.procedure import QUALITY
from command.rosters import DUTY, HALL, KEEP, SERVE, SIT
from command.situation.procedure import CARDS as SITUATION_CARDS
from command.situation.procedure import SITUATION
from command.workflow import WORKFLOW
from core.procedure.procedure import Procedure, labelled
from core.procedure.room import Entry, Room, Thing, Timed
from core.procedure.traits import Offer
from core.procedure.transitions import Stage
from core.records.seals import Record

SUPERVISION = Procedure(
    kind="supervision",
    label="督办",
    model=Supervision,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    labels=labelled("command", "supervision_list", "督件〔{year}〕{serial:03d}号"),
    listing=LISTING,
    gathers=GATHERS,
    joins=("unit", "desk", "signed_by"),
    has_parties=False,
    seen_with="command.view_orders",
    offer=Offer(
        "督办", Stage("", "督办中", "督办", "督办单位"), "督办稿已拟好，待领导签发。",
        waits=False, anywhere=True, name="supervise", again="draft_next",
    ),
)  # fmt: skip

ROOM = Room(
    app="command",
    label="综合指挥",
    urls="command.urls",
    procedures=(SUPERVISION, DUTY, HALL, MEETING, SITUATION, CAMPAIGN, QUALITY),
    menu=(
        Entry("board", "综合指挥", "chart", SERVE),
        Entry("tonight", "今夜必达", "phone", SERVE),
        Entry("supervision_list", "督办台账", "bell", "command.view_orders"),
        Entry("duty_roster", "值班带班", "clock", "core.view_matters"),
        Entry("hall_roster", "进驻单位", "people", "core.view_matters"),
        Entry("meeting_list", "会议台账", "people", "command.view"),
        Entry("situation_list", "情况报告台账", "paper", "command.view"),
        Entry("campaign_list", "专项行动台账", "list", "command.view"),
        Entry("quality_list", "案件质量评查台账", "search", "command.view"),
    ),
    permissions={
        KEEP: "排值班带班、进驻单位坐班的班，公示，指定代班",
        SERVE: "值班、带班：排进值班表，看综合指挥，打今夜必达的电话并销项",
        SIT: "代表本单位在大厅坐班：排进坐班表",
        "command.view": "看会议、情况报告、专项行动、案件质量评查台账，打印督办文书",
        "command.view_orders": "看督办件、督办台账",
        "command.sign_red": "签发红色督办（主要领导）",
    },
    cards=(*CARDS, *MEETING_CARDS, *SITUATION_CARDS, *CAMPAIGN_CARDS, *QUALITY_CARDS),
    live=LIVE,
    tables=(TABLES, LEADERS),
    schedules=(
        Timed(
            "meetings",
            "command.meetings.watch.remind",
            "本周的例会、本月的月分析没有召开的，提醒召集的人，再告知中心主任",
            at="08:35",
        ),
        Timed(
            "calls", "command.tonight.remind", "要打的电话 15 分钟没有通知到的，告知中心主任和领导", every=1
        ),
    ),
    things=(Thing("command_stationed", "进驻单位"),),
    records=(Record("command_call", "电话告知", "at"),),
    about=(
        Entry("duty_review", "责任倒查", "clock", "command.check"),
        Entry("matter_decisions", "会议议定", "people", "command.view"),
    ),
)
