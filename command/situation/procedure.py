"""Situation reports as a procedure: its life as a table, its paper, list and numbers."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from command.models import SituationReport
from command.situation import clocks, steps
from command.situation import forms as asks
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.lists.filters import by_stage
from core.models import Correspondence
from core.models.matter import CLOSED, NEVER_CLOSED
from core.outside import acts as outside
from core.outside.panel import PANEL as OUTSIDE
from core.procedure.cards import Card
from core.procedure.indicators import Indicator, Period
from core.procedure.listing import Column, Listing
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.traits import Offer, Trait
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    PRIMARY,
    RETURNS,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    just,
    named,
)
from core.values.screen_formats import day, filled
from core.workflow.addressed import taking_over
from core.workflow.forms import ActForm, OpinionForm, ReasonForm

S, R = SituationReport.Status, Correspondence.Outcome
WRITE, SIGN = steps.WRITE, asks.SIGN
UP = (Correspondence.Purpose.INFORM,)
SIGNED = frozenset({S.SIGNED, S.SENT, S.RECEIVED})

STAGES = (
    Stage(S.DRAFTED, "起草", "起草", "起草人", clocks.WRITING),
    Stage(S.SUBMITTED, "待签发", "签发", "领导", clocks.SIGNING),
    Stage(S.SIGNED, "待报送", "报送", "起草人", clocks.SENDING),
    Stage(S.SENT, "待回执", "回执", "报送单位", (clocks.ANSWER,)),
    Stage(S.RECEIVED, "对方已收到", "收到"),
    Stage(S.HANDED_UP, "待镇里答复", "镇里答复", "综治中心", clocks.TAKING),
    Stage(S.TAKEN_IN, "镇里已答复", "答复"),
    Stage(S.DROPPED, "不报了", "不报"),
)
# fmt: off
DRAFT = Transition("draft_situation", "起草情况报告", frozenset(), S.DRAFTED, anybody(WRITE), steps.draft, asks.DraftForm,
    closed=NEVER_CLOSED, clocks=Clocks(starts=clocks.WRITING),
    words=Words("已按记录起草，请核对、修改，写下一步打算，再送签。", note="文字由系统从记录起草，人核对修改。", basis=clocks.RULES))
TRANSITIONS = (
    Transition("write_situation", "修改文字", {S.DRAFTED}, None, anybody(WRITE), steps.write, asks.WriteForm, closed=NEVER_CLOSED, show=PRIMARY,
        words=Words("文字已保存。改完请“送签”。", note="不写姓名、电话；封闭的事项不写。")),
    Transition("submit_situation", "送签", {S.DRAFTED}, S.SUBMITTED, anybody(WRITE), steps.submit, asks.SubmitForm,
        (steps.is_the_town_s, steps.says_what_comes_next), closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=clocks.WRITING, starts=clocks.SIGNING), words=Words("已送签，签发人会收到通知。")),
    Transition("sign_situation", "签发", {S.SUBMITTED}, S.SIGNED, named(SIGN, SIGN), steps.sign, OpinionForm, closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=clocks.SIGNING, starts=clocks.SENDING), paper=Paper("command.situation", issued=True), words=Words("已签发，请起草人报送。")),
    Transition("send_back_situation", "退回修改", {S.SUBMITTED}, S.DRAFTED, named(SIGN, SIGN), steps.send_back, ReasonForm, closed=NEVER_CLOSED,
        show=DANGER | RETURNS, clocks=Clocks(meets=clocks.SIGNING, starts=clocks.WRITING), words=Words("已退回起草人修改。")),
    taking_over("代为签发情况报告", frozenset({S.SUBMITTED}), SIGN, "_situation"),
    outside.sending("send_situation", "报送", UP, {S.SIGNED}, anybody(WRITE), to=S.SENT, form=asks.SendUpForm, beside=Clocks(meets=clocks.SENDING),
        term=3, show=PRIMARY, words=Words("已登记报送，收到回执后请“登记回执”。")),
    outside.sending("send_also", "另报其他单位", UP, {S.SENT}, anybody(WRITE), effect=steps.send_also, form=asks.SendAlsoForm, term=3,
        paper="command.situation", words=Words("已登记，请重新打印：主送单位已加上。", note="各单位的回执分别登记，都到了才办结。")),
    outside.answered("take_receipt", "登记回执", {S.SENT}, anybody(WRITE), purposes=UP, leads={R.ANSWERED: S.RECEIVED}, last=True,
        words=Words({S.RECEIVED: "回执都已登记，本件办结。", S.SENT: "回执已登记，还有单位没有回执。"})),
    outside.urged("urge_receipt", "催问回执", {S.SENT}, anybody(WRITE), purposes=UP),
    Transition("hand_up_situation", "上报镇里", {S.DRAFTED}, S.HANDED_UP, anybody(WRITE), steps.hand_up, ActForm,
        (steps.is_a_village_s, steps.says_what_comes_next), closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=clocks.WRITING, starts=clocks.TAKING),
        words=Words("已上报镇综治中心，答复期限看下面的时限。")),
    Transition("take_in_situation", "答复", {S.HANDED_UP}, S.TAKEN_IN, anybody(WRITE), steps.take_in, asks.TakeInForm, (steps.answers_for_the_town,),
        closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=clocks.TAKING),
        words=Words("已答复，村里会收到通知；镇里下一份情况报告写进这件。")),
    Transition("return_situation", "退回村里修改", {S.HANDED_UP}, S.DRAFTED, anybody(WRITE), steps.send_back, ReasonForm, (steps.answers_for_the_town,),
        closed=NEVER_CLOSED, show=DANGER | RETURNS | IF_POSSIBLE, clocks=Clocks(meets=clocks.TAKING, starts=clocks.WRITING), words=Words("已退回，村里改好再上报。")),
    Transition("drop_situation", "不报了", {S.DRAFTED, S.SUBMITTED}, S.DROPPED, anybody(WRITE), just, ReasonForm, closed=CLOSED, show=ASIDE | DANGER, words=Words("已记下不报的理由。")),
)
# fmt: on
WORKFLOW = Workflow(
    "briefing",
    DRAFT,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.RECEIVED, S.TAKEN_IN, S.DROPPED}),
    road=(S.DRAFTED, S.SUBMITTED, S.SIGNED, S.SENT, S.RECEIVED),
    other_roads=((lambda report: report.of_village, (S.DRAFTED, S.HANDED_UP, S.TAKEN_IN)),),
    captions={"signed_by": "签发"},
)  # fmt: skip


def brief(report: SituationReport, user: Any) -> Mapping[str, Any]:
    said = [(label, getattr(report, name)) for name, label in report.sections.items()]
    facts = filled(
        ("期间", "" if report.urgent else f"{day(report.first)} 至 {day(report.last)}"),
        ("报送单位", steps.recipients(report)),
        ("签发", report.signed_on and f"{day(report.signed_on)} {report.signed_by}"),
    )
    return {"words": [(label, words or "还没有写。") for label, words in said], "facts": facts}


def _paper(report: SituationReport) -> Mapping[str, Any]:
    sections = [
        (f"{numeral}、{label}", getattr(report, name).splitlines())
        for numeral, (name, label) in zip("一二三四", report.sections.items(), strict=False)
    ]
    about = (
        f"{report.parent.number}的情况紧急"
        if report.parent
        else f"{say.day(report.first)}至{say.day(report.last)}的有关情况"
    )
    return {
        "mark": "急" if report.urgent else "", "to": steps.recipients(report),
        "heading": "紧急报告" if report.urgent else "情况报告", "lead": f"现将{about}报告如下。", "sections": sections,
        "on": say.day(report.signed_on), "signed_by": report.signed_by, "code": report.number, "phone": settings.TOWN["phone"],
    }  # fmt: skip


DOCUMENT = DocumentKind("command.situation", "情况报告", "documents/official_letter.html", _paper, number="{short}情〔{year}〕{serial}号",
    permission="command.view", statuses=SIGNED, compartments=frozenset())  # fmt: skip


LISTING = Listing(
    label="情况报告台账",
    filters=by_stage("briefing"),
    own=(
        Column("报送单位", 14, lambda row: row.body.short_name if row.body else "镇综治中心"),
        Column("截止日期", 12, lambda row: row.last),
    ),
    outcome=(Column("签发日期", 12, lambda row: row.signed_on),),
    related=("body",),
    read=("body", "last", "signed_on"),
    nothing=("没有这样的情况报告", "请“起草情况报告”，数字和重点事项由系统从记录起草。"),
    start=("situation_new", "起草情况报告", WRITE),
)
CARDS = (
    Card("situation_open", "情况报告待报送、待回执", "起草了、还没有收到回执、答复的情况报告。", lambda at: Q(closed_at=None), frozenset({"leader", "centre"}),
         "briefing", permission="command.view"),
)  # fmt: skip


def _sent(period: Period) -> Q:
    letters = Correspondence.objects.filter(period.within_days("dated_on"), purpose=UP[0])
    return Q(kind="briefing", pk__in=letters.values("matter"))


INDICATORS = (
    Indicator("situations_sent", "报送情况报告", "本期报出的情况报告，按报送函的落款日期计；紧急报告另计。",
        lambda period: _sent(period) & Q(parent=None), afterwards=True),
    Indicator("urgent_sent", "报送紧急报告", "本期报出的紧急报告，按报送函的落款日期计。",
        lambda period: _sent(period) & ~Q(parent=None), afterwards=True),
)  # fmt: skip
SITUATION = Procedure(
    kind="briefing", label="情况报告", model=SituationReport, workflow=WORKFLOW, clocks=clocks.CLOCKS, documents=(DOCUMENT,),
    indicators=INDICATORS, panels=(Panel("core/words.html", brief, brief=True), OUTSIDE),
    labels=labelled("command", "situation_list", "情况〔{year}〕{serial:03d}号"),
    listing=LISTING, gathers=("clocks", "correspondence"), joins=("body", "drafter"), has_parties=False, seen_with="command.view",
    opens_on=frozenset(Trait),
    offer=Offer("起草紧急报告", Stage("", "紧急报告", "紧急报告", "起草人"), "紧急报告已按记录起草，请打开核对，1 小时内送签。", waits=False),
)  # fmt: skip
