"""The life of help with legal aid (domain: 10.5; 法律援助法 arts. 40–49), as a table."""

from core.models import Correspondence, OutsideBody
from core.models.matter import PROTECTED
from core.outside import acts as outside
from core.outside.clocks import ANSWER
from core.parties import representation
from core.parties.adding import party_added
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    Clocks,
    Moves,
    Paper,
    Result,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    just,
)
from core.workflow import corrections
from core.workflow.forms import ReasonForm
from core.workflow.recusal import recusing
from legal import clocks
from legal.advice.forms import PassForm
from legal.advice.steps import pass_to
from legal.aid import forms as asks
from legal.aid import steps
from legal.models import Aid

S = Aid.Status
P = Correspondence.Purpose
FY = clocks.FY
FINAL = frozenset({S.CLOSED, S.WITHDRAWN, S.VOIDED})
OPEN = frozenset(S) - FINAL
HERE = frozenset({S.CHECKING, S.SUPPLYING})
KEEPS, ASKS = "legal.aid", "legal.consult"
COUNTY = {"KINDS": (OutsideBody.Kind.LEGAL_AID,), "PURPOSES": (P.FORWARD,)}

STAGES = (
    Stage(S.CHECKING, "待初审", "登记、初审", "公共法律服务窗口", (clocks.CHECK, clocks.BAR), plain="已登记，正在初审材料"),
    Stage(S.SUPPLYING, "待补正", "一次性告知", "申请人", (clocks.SUPPLY, clocks.BAR), plain="等待补充材料"),
    Stage(S.SENT, "已转交县里", "转交", "县法律援助机构", (clocks.DECIDE, clocks.BAR), plain="已转交县法律援助机构审查"),
    Stage(S.REFUSED, "不予援助", "决定", "县法律援助机构", (clocks.FOLLOW_UP,), plain="县法律援助机构决定不予援助，可以提出异议"),
    Stage(S.OBJECTED, "异议审查中", "异议", "司法行政部门", (clocks.OBJECTION,), plain="司法行政部门正在审查异议"),
    Stage(S.GRANTED, "已给予，待指派", "决定", "县法律援助机构", (clocks.ASSIGN, clocks.BAR), plain="已决定给予法律援助，等待指派"),
    Stage(S.ASSIGNED, "承办中", "指派、承办", "承办人员", (clocks.PROGRESS,), plain="已指派承办人员"),
    Stage(S.RESULTED, "待回访", "回访", "公共法律服务窗口", (clocks.FOLLOW_UP,), plain="已办结"),
    Stage(S.CLOSED, "已办结", "办结", "公共法律服务窗口", plain="已办结"),
    Stage(S.WITHDRAWN, "已撤回", "撤回", "公共法律服务窗口", plain="申请已撤回"),
    Stage(S.VOIDED, "已作废", "作废", "公共法律服务窗口", plain="已作废，请到大厅询问"),
)  # fmt: skip

# fmt: off
REGISTER = Transition("register", "登记法律援助申请", frozenset(), (S.CHECKING,), anybody(ASKS), steps.register, asks.ApplyForm,
    closed=PROTECTED, clocks=Clocks(starts=(clocks.CHECK, clocks.BAR)), paper=Paper("legal.aid_receipt"),
    words=Words(note="镇里协助初审、转交，由县法律援助机构决定；不收费用。", basis=f"{FY}第三十一条、第三十二条、第四十条"))

TRANSITIONS = (
    Transition("send", "转交县法律援助机构", HERE, S.SENT, anybody(KEEPS), steps.send, asks.SendForm.of(**COUNTY),
        (steps.somebody_applies,), closed=PROTECTED, show=PRIMARY, paper=Paper("legal.letter"),
        clocks=Clocks(starts=(clocks.DECIDE, ANSWER), meets=(clocks.CHECK,), cancels=(clocks.SUPPLY,)),
        words=Words("已转交，请打印转交函；县里收到后登记收到日期，七日从收到之日起算。", basis=f"{FY}第三十八条、第四十三条、第四十四条")),
    Transition("tell_missing", "一次性告知", frozenset({S.CHECKING}), S.SUPPLYING, anybody(KEEPS), steps.tell_missing, asks.TellForm,
        (steps.not_told_before,), closed=PROTECTED, paper=Paper("legal.missing"),
        clocks=Clocks(meets=(clocks.CHECK,), starts=(clocks.SUPPLY,)),
        words=Words("已记下，请打印补正告知书当面交给申请人。", note="没有勾的就是缺的；只能告知一次，请一次写全。", basis=f"{FY}第四十三条第二款")),
    Transition("supplied", "收到补充材料", frozenset({S.SUPPLYING}), S.CHECKING, anybody(KEEPS), steps.supplied, asks.SuppliedForm,
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.SUPPLY,), starts=(clocks.CHECK,)),
        words=Words("补充材料已登记，请转交县法律援助机构。")),
    Transition("lapsed", "逾期未补，视为撤回", frozenset({S.SUPPLYING}), S.WITHDRAWN, anybody(KEEPS), just, ReasonForm,
        (steps.term_to_supply_is_over,), closed=PROTECTED, show=IF_POSSIBLE | ASIDE, moves=Moves(result=Result.WITHDRAWN),
        words=Words("已按视为撤回申请办结；以后可以再申请。", basis=f"{FY}第四十三条第二款")),
    Transition("withdraw", "撤回申请", HERE | {S.SENT}, S.WITHDRAWN, anybody(KEEPS), just, ReasonForm, closed=PROTECTED,
        show=ASIDE, moves=Moves(result=Result.WITHDRAWN), words=Words("申请已撤回；已经转交的，请通知县法律援助机构。")),
    Transition("county_received", "登记县里收到", frozenset({S.SENT}), None, anybody(KEEPS), steps.received, asks.ReceivedForm,
        (steps.not_received_yet,), closed=PROTECTED, show=IF_POSSIBLE, clocks=Clocks(cancels=(clocks.DECIDE,), starts=(clocks.DECIDE,)),
        words=Words("收到日期已登记，决定期限从这一天起算。", basis=f"{FY}第四十三条第一款")),
    Transition("county_decided", "登记县里的决定", frozenset({S.SENT}), (S.GRANTED, S.REFUSED), anybody(KEEPS), steps.decided,
        asks.DecidedForm.of(PURPOSES=(P.FORWARD,), OUTCOMES=(Correspondence.Outcome.ACCEPTED, Correspondence.Outcome.REFUSED)), (outside.something_was_sent,), closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(ANSWER, clocks.DECIDE), starts=(clocks.ASSIGN, clocks.FOLLOW_UP)),
        words=Words({S.GRANTED: "已登记给予，县里应当在三日内指派承办人员。", S.REFUSED: "已登记不予援助，请告知申请人理由和异议的权利。"},
            basis=f"{FY}第四十三条第一款、第四十九条")),
    Transition("set_term", "登记、更正时效", HERE | {S.SENT, S.GRANTED}, None, anybody(KEEPS), steps.term, asks.TermForm, closed=PROTECTED,
        show=ASIDE | QUIET, clocks=Clocks(cancels=(clocks.BAR, clocks.CHECK), starts=(clocks.BAR, clocks.CHECK)),
        words=Words("时效已登记，届满前系统提醒。", note="登记的时候不知道的、写错的，在这里写；都空着就是没有。", basis=f"{FY}第四十四条")),
    Transition("object", "登记异议", frozenset({S.REFUSED, S.RESULTED}), S.OBJECTED, anybody(KEEPS), steps.objected, asks.ObjectForm,
        (steps.refused_or_ended, steps.not_upheld_before), closed=PROTECTED, show=IF_POSSIBLE, clocks=Clocks(starts=(clocks.OBJECTION,), cancels=(clocks.FOLLOW_UP,)),
        words=Words("异议已登记，司法行政部门应当在五日内审查。", basis=f"{FY}第四十九条第一款")),
    Transition("objection_decided", "登记异议审查决定", frozenset({S.OBJECTED}), (S.REFUSED, S.RESULTED, S.GRANTED), anybody(KEEPS),
        steps.objection_decided, asks.UpheldForm, closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.OBJECTION,), starts=(clocks.ASSIGN, clocks.FOLLOW_UP)),
        words=Words({**dict.fromkeys((S.REFUSED, S.RESULTED), "已登记维持决定；不服的，告知可以申请行政复议或者提起行政诉讼。"), S.GRANTED: "已登记责令改正，等县里指派。"},
            basis=f"{FY}第四十九条第二款、第三款")),
    Transition("assign", "登记指派", frozenset({S.GRANTED}), S.ASSIGNED, anybody(KEEPS), steps.assigned, asks.AssignedForm, closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.ASSIGN, clocks.BAR), starts=(clocks.PROGRESS,)), words=Words("指派已登记，请告知申请人承办人员的姓名。",
            basis=f"{FY}第四十三条第一款")),
    Transition("note_progress", "记承办情况", frozenset({S.ASSIGNED}), None, anybody(KEEPS), just, asks.NoteForm, closed=PROTECTED,
        show=QUIET, clocks=Clocks(meets=(clocks.PROGRESS,), starts=(clocks.PROGRESS,)), words=Words("已记下，六十日后再了解一次。")),
    Transition("record_result", "登记结果", frozenset({S.ASSIGNED}), S.RESULTED, anybody(KEEPS), steps.result, asks.ResultForm, closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.PROGRESS,), starts=(clocks.FOLLOW_UP,)), words=Words("结果已登记，请回访申请人。", note="县里终止援助的，告知申请人可以提出异议（第四十九条）。", basis=f"{FY}第四十八条、第五十条")),
    Transition("follow_up", "回访，办结", frozenset({S.RESULTED, S.REFUSED}), S.CLOSED, anybody(KEEPS), steps.follow_up, asks.FollowForm,
        closed=PROTECTED, clocks=Clocks(meets=(clocks.FOLLOW_UP,)), moves=Moves(result=Result.SETTLED),
        words=Words("回访已登记，本件办结。", note="不予援助的，确认已经告知理由、异议和其他途径。", basis=f"{FY}第五十九条")),
    Transition("pass_to", "交专人办理", OPEN, None, anybody(KEEPS), pass_to, PassForm, closed=PROTECTED, show=ASIDE,
        words=Words("已交其办理，对方会收到通知。")),
    outside.urged("urge_outside", "催问县里", OPEN, anybody("core.write_outside"), purposes=(P.FORWARD,), paper="legal.urging"),
    *representation.rows(OPEN, ASKS, ASKS, held=False),
    *recusing(OPEN),
    corrections.linked(frozenset(S) - {S.VOIDED}, anybody(ASKS)),
    party_added(OPEN, anybody(ASKS), PROTECTED),
    corrections.voided(HERE, S.VOIDED, anybody("legal.void")),
)
# fmt: on

WORKFLOW = Workflow(
    "aid_request",
    REGISTER,
    STAGES,
    TRANSITIONS,
    final=FINAL,
    road=(S.CHECKING, S.SENT, S.GRANTED, S.ASSIGNED, S.RESULTED, S.CLOSED),
    captions={
        "subject": "申请事项", "missing": "缺少的材料", "ends": "时效、期限届满日", "preserve": "需要立即保全、先予执行", "role": "身份", "not_sealed": "核对", "outcome": "结果",
        "on": "日期", "letter": "函件", "answered_on": "收到日期", "body": "对方单位",
    },
)  # fmt: skip
