"""The life of a supervision (domain: 10.6; domain-supplement: J), as a table."""

from dataclasses import replace

from command import clocks, steps
from command import forms as asks
from command.models import Supervision
from core.models import Correspondence, Matter, OutsideBody
from core.models.matter import CLOSED, NEVER_CLOSED
from core.outside import acts as outside
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    NEVER,
    PRIMARY,
    QUIET,
    RETURNS,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    holder_and_helpers,
    just,
)
from core.tasks import acts as tasks
from core.tasks.clocks import DO
from core.workflow.forms import ReasonForm

S = Supervision.Status
FINAL = frozenset({S.STRUCK, S.DROPPED})
LIVE = frozenset(S) - FINAL
SIGNED = LIVE - {S.DRAFT}
ORDERED = frozenset({S.ISSUED, S.RECEIVED, S.WORKING, S.REPORTED})
RULES = clocks.RULES
ANSWER = "command.answer"
# Of a closed register a term that is over is put to the unit, in the open: the order names a number and nobody.
CARE = frozenset({Matter.Compartment.REGISTER})
SUGGESTED = (Correspondence.Purpose.SUGGEST,)

STAGES = (
    Stage(S.DRAFT, "待签发", "签发", "分管领导", (clocks.SIGN,)),
    Stage(S.ISSUED, "待签收", "签收", "责任单位", (clocks.RECEIVE, clocks.REPLY)),
    Stage(S.RECEIVED, "待首次回复", "首次回复", "责任单位", (clocks.REPLY,)),
    Stage(S.WORKING, "整改中", "整改", "责任单位", (clocks.LIMIT,)),
    Stage(S.REPORTED, "待核查", "核查", "督办单位", (clocks.CHECK,)),
    Stage(S.SENT, "函已发出", "回复", "收函单位", (clocks.LETTER,)),
    Stage(S.ANSWERED, "待销号", "销号", "督办单位", (clocks.CHECK,)),
    Stage(S.STRUCK, "已销号", "销号"),
    Stage(S.DROPPED, "不督办", "不督办"),
)

# fmt: off
DRAFT = Transition("draft", "拟督办", frozenset(), S.DRAFT, anybody("command.draft"),
    steps.draft, asks.DraftForm, closed=CARE, clocks=Clocks(starts=(clocks.SIGN,)),
    words=Words(note="拟好后由领导签发；签发以前，责任单位不知道。", basis=RULES))

TRANSITIONS = (
    Transition("draft_next", "督办跟进", LIVE, None, anybody("command.draft"),
        steps.draft_next, None, (steps.is_no_warning, steps.by_the_system), closed=NEVER_CLOSED, show=NEVER | QUIET, clocks=Clocks(starts=(clocks.SIGN,))),
    Transition("sign", "签发", {S.DRAFT, S.ISSUED, S.RECEIVED, S.WORKING}, (S.ISSUED, S.SENT), anybody(steps.SIGN),
        steps.sign, asks.SignForm, (steps.a_draft_waits, steps.it_may_be_signed), closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.SIGN,), cancels=(clocks.RECEIVE, clocks.REPLY, clocks.LIMIT),
                      starts=(clocks.RECEIVE, clocks.REPLY, clocks.LETTER, clocks.ANSWER)),
        words=Words({S.ISSUED: "已签发，责任单位会收到通知。请打印督办通知单。", S.SENT: "已签发，请打印函件。"},
            note="红色督办由主要领导签发，先听取责任单位陈述；上一次的首次回复期限没有到，不能签发下一颜色。", basis=RULES)),
    Transition("drop", "不督办", {S.DRAFT, S.ISSUED, S.RECEIVED, S.WORKING}, (None, S.DROPPED), anybody(steps.SIGN),
        steps.drop, ReasonForm, (steps.a_draft_waits,), closed=CLOSED, show=DANGER | IF_POSSIBLE,
        clocks=Clocks(cancels=(clocks.SIGN,)), words=Words("督办稿已作罢；签发过的，原督办照办。")),
    Transition("sign_for", "签收", {S.ISSUED}, S.RECEIVED, holder_and_helpers(ANSWER),
        steps.sign_for, closed=NEVER_CLOSED, show=PRIMARY, clocks=Clocks(meets=(clocks.RECEIVE,)),
        words=Words("已签收，请按期首次回复，“四定”要齐全。")),
    Transition("reply", "首次回复", {S.RECEIVED}, S.WORKING, holder_and_helpers(ANSWER),
        steps.reply, asks.ReplyForm, closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.REPLY,), starts=(clocks.LIMIT,)), paper=Paper("command.reply"),
        words=Words("已回复，请按定的时限办完报结。", note="定领导、定措施、定责任、定时限，缺一项都不算回复。", basis=RULES)),
    Transition("progress", "报进展", {S.WORKING}, None, holder_and_helpers(ANSWER),
        just, asks.NoteForm, closed=NEVER_CLOSED, show=QUIET, words=Words("进展已记下。")),
    Transition("report", "报结", {S.WORKING}, S.REPORTED, holder_and_helpers(ANSWER),
        steps.report, asks.ReportForm, (steps.our_tasks_are_done,), closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.LIMIT,), cancels=(clocks.SIGN,), starts=(clocks.CHECK,)),
        words=Words("已报结，由督办单位核查。")),
    Transition("answer", "回复函件", {S.SENT}, S.ANSWERED, holder_and_helpers(ANSWER),
        steps.answer, asks.AnswerForm, (steps.is_ours_to_answer,), closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.LETTER,), starts=(clocks.CHECK,)), words=Words("已回复，由督办单位看后销号。")),
    outside.answered("county_answers", "登记复函", {S.SENT}, anybody(steps.CHECK), purposes=SUGGESTED,
        leads={Correspondence.Outcome.ANSWERED: S.ANSWERED}, effect=steps.answered_outside,
        beside=Clocks(starts=(clocks.CHECK,))),
    outside.urged("urge_county", "催问复函", {S.SENT}, anybody(steps.CHECK), purposes=SUGGESTED),
    Transition("strike", "认定办结、销号", {S.REPORTED, S.ANSWERED}, S.STRUCK, anybody(steps.CHECK),
        steps.strike, asks.StrikeForm, (steps.by_another, tasks.no_task_is_open), closed=CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.CHECK,)), words=Words("已销号，责任单位会收到通知。")),
    Transition("send_back", "退回重办", {S.REPORTED, S.ANSWERED}, (S.WORKING, S.SENT), anybody(steps.CHECK),
        steps.send_back, ReasonForm, (steps.by_another, steps.is_ours_to_answer), closed=NEVER_CLOSED, show=DANGER | RETURNS,
        clocks=Clocks(meets=(clocks.CHECK,), starts=(clocks.LIMIT, clocks.LETTER, clocks.SIGN)),
        words=Words({S.WORKING: "已退回，下一颜色的督办稿待领导签发。", S.SENT: "已退回，请对方再回复。"})),
    Transition("hear", "听取陈述", ORDERED, None, anybody(steps.CHECK),
        steps.hear, asks.HeardForm, closed=NEVER_CLOSED, show=ASIDE,
        words=Words("陈述已记下。", note="签发红色督办、联席会议决定以前，先听取责任单位陈述。", basis=RULES)),
    Transition("decide", "登记联席会议决定", ORDERED, None, anybody(steps.CHECK),
        steps.decide, asks.DecisionForm, (steps.was_heard,), closed=NEVER_CLOSED, show=ASIDE, clocks=Clocks(starts=(DO,)),
        words=Words("决定已登记；定了期限的，已交责任单位办理；决定通报的，请打印通报。", basis="《信访工作条例》第三十九条：约谈、通报、挂牌督办、责令限期整改")),
    replace(outside.sending("hand_review", "移送责任倒查", (Correspondence.Purpose.FORWARD,), ORDERED | {S.STRUCK}, anybody(steps.CHECK),
        form=asks.HandReviewForm, guards=(steps.was_heard_on_it,), kinds=(OutsideBody.Kind.DISCIPLINE,), show=ASIDE | QUIET | IF_POSSIBLE,
        paper="command.review_letter", words=Words("已登记，请打印移送函，附责任倒查表、陈述记录，盖章后送出。",
            note="只写事实和日期，不写谁有什么责任；怎么认定，由纪检监察机关按管理权限决定。", basis=RULES)), closed=NEVER_CLOSED),
    *tasks.rows(SIGNED, "command.task"),
)
# fmt: on

WORKFLOW = Workflow(
    "supervision", DRAFT, STAGES, TRANSITIONS, final=FINAL,
    road=(S.DRAFT, S.ISSUED, S.RECEIVED, S.WORKING, S.REPORTED, S.STRUCK),
    captions={
        "trigger": "情形", "unit": "责任单位", "listed": "达到挂牌条件", "next_colour": "拟发颜色", "colour": "颜色",
        "form": "文种", "due_on": "回复期限", "reason": "事由",
    },
)  # fmt: skip
