"""The room of command and its procedures, as config/procedures.py lists them."""

from django.conf import settings

from command.campaigns.procedure import CAMPAIGN
from command.campaigns.procedure import CARDS as CAMPAIGN_CARDS
from command.clocks import CLOCKS
from command.documents import DOCUMENTS
from command.indicators import INDICATORS, TABLES
from command.listing import CARDS, LISTING
from command.meetings.listing import CARDS as MEETING_CARDS
from command.meetings.procedure import MEETING
from command.models import Supervision
from command.panels import GATHERS, PANELS
from command.quality.procedure import CARDS as QUALITY_CARDS
from command.quality.procedure import QUALITY
from command.situation.procedure import CARDS as SITUATION_CARDS
from command.situation.procedure import SITUATION
from command.workflow import WORKFLOW
from core.procedure.procedure import Procedure
from core.procedure.room import Entry, Room
from core.procedure.traits import Offer
from core.procedure.transitions import Stage

SUPERVISION = Procedure(
    kind="supervision",
    label="督办",
    model=Supervision,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=DOCUMENTS,
    indicators=INDICATORS,
    panels=PANELS,
    labels={
        "app": "command",
        "list": "supervision_list",
        "number": settings.TOWN["short"] + "督件〔{year}〕{serial:03d}号",
    },
    listing=LISTING,
    gathers=GATHERS,
    joins=("unit", "desk", "signed_by"),
    has_parties=False,
    offer=Offer(
        "督办", Stage("", "督办中", "督办", "督办单位"), "督办稿已拟好，待领导签发。",
        waits=False, anywhere=True, name="supervise", again="draft_next",
    ),
)  # fmt: skip

ROOM = Room(
    app="command",
    label="综合指挥",
    urls="command.urls",
    procedures=(SUPERVISION, MEETING, SITUATION, CAMPAIGN, QUALITY),
    menu=(
        Entry("supervision_list", "督办台账", "bell", "command.view"),
        Entry("meeting_list", "会议台账", "people", "command.view"),
        Entry("situation_list", "情况报告台账", "paper", "command.view"),
        Entry("campaign_list", "专项行动台账", "list", "command.view"),
        Entry("quality_list", "案件质量评查台账", "search", "command.view"),
    ),
    permissions={
        "command.view": "看督办、会议、情况报告、专项行动、案件质量评查台账",
        "command.sign_red": "签发红色督办（主要领导）",
    },
    cards=(*CARDS, *MEETING_CARDS, *SITUATION_CARDS, *CAMPAIGN_CARDS, *QUALITY_CARDS),
    tables=(TABLES,),
    about=(
        Entry("duty_review", "责任倒查", "clock", "command.check"),
        Entry("matter_decisions", "会议议定", "people", "command.view"),
    ),
)
