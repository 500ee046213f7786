"""The room of public legal services, as config/procedures.py lists it."""

from core.procedure.procedure import Panel
from core.procedure.room import Entry, Room, Thing
from legal.advice.procedure import PROCEDURE as CONSULTATION
from legal.aid.procedure import PROCEDURE as AID
from legal.cards import CARDS
from legal.checkup.procedure import PROCEDURE as CHECKUP
from legal.counselling.procedure import PROCEDURE as COUNSELLING
from legal.expertise.procedure import PROCEDURE as EXPERTISE
from legal.lawyers import PAY as LAWYER_PAY
from legal.lawyers import ROSTER as LAWYER_ROSTER
from legal.library.law import beside
from legal.publicity.procedure import PROCEDURE as PUBLICITY
from legal.standard_tables import TABLES, services

ROOM = Room(
    app="legal",
    label="公共法律服务",
    urls="legal.urls",
    procedures=(CONSULTATION, AID, COUNSELLING, CHECKUP, PUBLICITY, EXPERTISE, LAWYER_ROSTER, LAWYER_PAY),
    cites=Entry("law", "查法条", "law", "core.view_matters"),
    menu=(
        Entry("register_consultation", "咨询登记", "pen", "legal.consult"),
        Entry("consultation_list", "法律咨询台账", "list", "legal.consult"),
        Entry("register_aid_request", "法援申请登记", "pen", "legal.consult"),
        Entry("aid_list", "法援协助台账", "list", "legal.consult"),
        Entry("register_psych", "心理服务登记", "pen", "legal.consult"),
        Entry("psych_list", "心理服务台账", "list", "legal.counselling"),
        Entry("register_checkup", "法治体检预约", "pen", "legal.consult"),
        Entry("checkup_list", "法治体检台账", "list", "legal.consult"),
        Entry("register_publicity", "普法计划登记", "pen", "legal.plan"),
        Entry("publicity_list", "普法计划台账", "list", "legal.publicise"),
        Entry("expertise_list", "专家意见台账", "list", "legal.ask_expert"),
        Entry("lawyer_roster", "律师值班", "clock", "core.view_matters"),
        Entry("lawyer_pay_list", "律师值班补贴", "list", "legal.view_pay"),
        Entry("law", "法条、常用答复", "law", "legal.consult"),
        Entry("guides", "办事指引", "paper", "legal.consult"),
    ),
    permissions={
        "legal.view_pay": "看律师值班补贴发放表",
        "legal.counselling": "看心理服务台账（只列自己看得到的）",
        "legal.view": "看辖区内的法律服务事项（没有的，只看自己经手的）",
    },
    panels=(Panel("legal/beside.html", beside),),
    reference=("legal.library.law.load",),
    cards=CARDS,
    tables=(TABLES,),
    sections={"advice_given": services},
    things=(Thing("legal_guide", "办事指引"),),
    unsealed={
        "legal_law": "official texts, loaded from files that anybody can compare",
        "legal_article": "official texts, loaded from files that anybody can compare",
    },
)
