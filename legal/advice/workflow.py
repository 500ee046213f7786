"""The life of a consultation (domain: 10.5), as a table."""

from core.models.matter import CLOSED, PROTECTED
from core.parties import representation
from core.parties.adding import party_added
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    Below,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    just,
)
from core.workflow import corrections
from core.workflow.record_steps import adding
from core.workflow.recusal import recusing
from legal import clocks
from legal.advice import forms as asks
from legal.advice import steps
from legal.models import Consultation, Written

S = Consultation.Status
FINAL = frozenset({S.ANSWERED, S.TURNED, S.VOIDED})
OPEN = frozenset(S) - FINAL
EVER = frozenset(S) - {S.VOIDED}
ASKED = frozenset({S.ASKED})
DONE = frozenset({S.ANSWERED, S.TURNED})
LOGS, ANSWERS = "legal.consult", "legal.answer"

STAGES = (
    Stage(S.ASKED, "待解答", "登记", "公共法律服务窗口", (clocks.ANSWER,), plain="已登记，等待解答"),
    Stage(S.ANSWERED, "已解答", "解答", "公共法律服务窗口", plain="已经解答"),
    Stage(S.TURNED, "已转办", "转办", "公共法律服务窗口", plain="已按其他程序办理"),
    Stage(S.VOIDED, "已作废", "作废", "公共法律服务窗口", plain="已作废，请到大厅询问"),
)

# fmt: off
REGISTER = Transition("register", "登记咨询", frozenset(), (S.ASKED, S.ANSWERED), anybody(LOGS),
    steps.register, asks.AskForm, closed=CLOSED, clocks=Clocks(starts=(clocks.ANSWER,)), paper=Paper("legal.reply"),
    words=Words(basis="《法律援助法》第二十二条第一项、第二十三条"))
GO_BELOW = Transition("go_below", "转其他程序", DONE, None, anybody(LOGS), steps.go_below, closed=PROTECTED, show=QUIET)

TRANSITIONS = (
    Transition("answer", "解答", ASKED, S.ANSWERED, anybody(ANSWERS), steps.answer, asks.AnswerForm, closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.ANSWER,)), paper=Paper("legal.reply"),
        words=Words("已解答，可以打印答复单交给本人。", note="符合条件的，告知可以申请法律援助。", basis="《法律援助法》第二十三条")),
    Transition("pass_to", "请人解答", ASKED, None, anybody(LOGS), steps.pass_to, asks.PassForm, closed=PROTECTED,
        words=Words("已请其解答，对方会收到通知。")),
    GO_BELOW,
    Transition("turn_over", "已转办，不再解答", ASKED, S.TURNED, anybody(LOGS), just, None, (steps.something_is_below,), closed=CLOSED,
        show=IF_POSSIBLE, clocks=Clocks(cancels=(clocks.ANSWER,)), words=Words("本件办结，由转入的程序办理、答复。")),
    Transition("guide", "给办事指引", EVER, None, anybody(LOGS), steps.guide, asks.GuideForm, closed=PROTECTED, show=QUIET,
        paper=Paper("legal.guide"), words=Words("已记下，请打印办事指引交给本人。", note="公证、司法鉴定、仲裁、法院立案；没有来源的费用、期限不写。")),
    Transition("write_paper", "代写文书", EVER, None, anybody(ANSWERS), adding(Written, "kind", "title"), asks.WriteForm,
        closed=PROTECTED, show=QUIET, words=Words("代写文书已记下。", note="文书由本人核对、签名、递交；写好的文书可以作为扫描件附上。", basis="《法律援助法》第二十二条第二项")),
    Transition("rate", "记满意度", DONE, None, anybody(LOGS), steps.rate, asks.RateForm, (steps.not_rated,), closed=PROTECTED,
        show=IF_POSSIBLE | QUIET, words=Words("满意度已记下。")),
    Transition("keep_reply", "存为常用答复", frozenset({S.ANSWERED}), None, anybody(ANSWERS), steps.keep_reply, asks.KeepForm,
        closed=frozenset(), show=ASIDE | QUIET, words=Words("已存为常用答复，解答时可以直接引用。", note="所有解答人都看得到，不得写入个人信息。")),
    Transition("retire_reply", "停用常用答复", EVER, None, anybody("legal.keep"), steps.retire_reply, asks.RetireForm,
        (steps.keeps_a_reply,), closed=CLOSED, show=ASIDE | IF_POSSIBLE | QUIET, words=Words("已停用，解答时不再出现。")),
    *representation.rows(OPEN, LOGS, LOGS, held=False),
    *recusing(OPEN),
    corrections.linked(EVER, anybody(LOGS)),
    party_added(EVER, anybody(LOGS), PROTECTED, ASIDE | QUIET),
    corrections.voided(ASKED, S.VOIDED, anybody("legal.void")),
)
# fmt: on

WORKFLOW = Workflow(
    "consultation",
    REGISTER,
    STAGES,
    TRANSITIONS,
    final=FINAL,
    road=(S.ASKED, S.ANSWERED),
    captions={"channel": "方式", "answer": "答复", "lawyer": "值班律师", "minutes": "用时（分钟）", "role": "身份", "not_sealed": "核对", "to": "请谁解答", "guide": "办事指引"},
    below=Below(GO_BELOW, waits=False),
)  # fmt: skip
