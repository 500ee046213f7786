"""The life of a check-up (domain: 5.6, 10.5), as a table."""

from core.models.matter import PROTECTED
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
from core.workflow import appointments, corrections
from core.workflow.forms import ReasonForm as WhyForm
from core.workflow.recusal import recusing
from legal import clocks
from legal.advice.forms import PassForm
from legal.advice.steps import pass_to
from legal.checkup import forms as asks
from legal.checkup import steps
from legal.models import Checkup

S = Checkup.Status
FINAL = frozenset({S.FILED, S.CALLED_OFF, S.VOIDED})
OPEN = frozenset(S) - FINAL
BEFORE = frozenset({S.BOOKED, S.CHECKED})
MENDING, VISITED = frozenset({S.MENDING}), frozenset({S.VISITED})
LOGS, TEAM = "legal.consult", "legal.answer"
WHO, FIRM = "法律服务团", "企业"

STAGES = (
    Stage(S.BOOKED, "待自查", "预约、自查", FIRM, (clocks.SELF_CHECK,), plain="已预约，等待企业自查"),
    Stage(S.CHECKED, "待上门", "上门", WHO, (clocks.VISIT,), plain="已自查，等待上门"),
    Stage(S.VISITED, "待出报告", "报告", WHO, (clocks.REPORT,), plain="已上门，正在写报告"),
    Stage(S.MENDING, "整改中", "整改", FIRM, (clocks.MEND, clocks.MEND_CHECK), plain="已出报告，正在整改"),
    Stage(S.RETURNING, "待回访", "回访", WHO, (clocks.RETURN,), plain="等待回访"),
    Stage(S.FILED, "已归档", "归档", WHO, plain="已办结"),
    Stage(S.CALLED_OFF, "已取消", "取消", FIRM, plain="预约已取消"),
    Stage(S.VOIDED, "已作废", "作废", WHO, plain="已作废，请到大厅询问"),
)  # fmt: skip

# fmt: off
REGISTER = Transition("register", "体检预约", frozenset(), (S.BOOKED,), anybody(LOGS), steps.register, asks.BookForm, closed=PROTECTED,
    clocks=Clocks(starts=(clocks.SELF_CHECK,)), paper=Paper("legal.checkup_list"),
    words=Words(note="自愿、免费；体检只提建议，不处罚，结果不给企业打分。"))

TRANSITIONS = (
    Transition("self_check", "登记企业自查", frozenset({S.BOOKED}), S.CHECKED, anybody(LOGS), steps.self_check, asks.SelfCheckForm,
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.SELF_CHECK,), starts=(clocks.VISIT,)),
        words=Words("自查已登记，请约定时间上门。")),
    Transition("visit", "登记上门体检", frozenset({S.CHECKED}), S.VISITED, anybody(TEAM), steps.visit, asks.VisitForm, closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.VISIT,), starts=(clocks.REPORT,)), words=Words("已登记，请逐个“记风险点”，再出具报告。")),
    Transition("find", "记风险点", VISITED, None, anybody(TEAM), steps.find, asks.FindForm, closed=PROTECTED,
        words=Words("风险点已记下。", note="红色是重大且紧急的；颜色说的是风险，不是企业的等次。")),
    Transition("drop_finding", "撤掉风险点", VISITED, None, anybody(TEAM), steps.drop, asks.ReasonForm, (steps.some_are_open,),
        closed=PROTECTED, show=ASIDE | IF_POSSIBLE, words=Words("已撤掉，不写进报告。")),
    Transition("report", "出具评估报告", VISITED, (S.MENDING, S.RETURNING), anybody(TEAM), steps.report, None,
        (steps.an_enterprise_is_named,), closed=PROTECTED, show=PRIMARY, paper=Paper("legal.checkup_report"),
        clocks=Clocks(meets=(clocks.REPORT,), starts=(clocks.MEND, clocks.RETURN)),
        words=Words({S.MENDING: "请打印《法律风险评估报告》交企业，整改期限从今天起算。", S.RETURNING: "没有风险点，请打印报告交企业，并回访。"},
            note="报告只写记下的风险点；出具以后不能再改。")),
    Transition("mended", "登记企业整改", MENDING, None, anybody(LOGS), steps.mended, asks.MendedForm, (steps.some_are_open,), closed=PROTECTED,
        show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=(clocks.MEND,), starts=(clocks.MEND_CHECK,)), words=Words("已登记，请服务团核查。")),
    Transition("check_mending", "核查企业整改", MENDING, (None, S.RETURNING), anybody(TEAM), steps.check, asks.CheckForm, (steps.some_are_reported,),
        closed=PROTECTED, show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=(clocks.MEND_CHECK,), starts=(clocks.MEND, clocks.RETURN)),
        words=Words("核查情况已登记。")),
    Transition("remind", "提醒企业整改", MENDING, None, anybody(LOGS), steps.remind, asks.RemindForm, (steps.some_are_open,), closed=PROTECTED,
        show=QUIET | IF_POSSIBLE, paper=Paper("legal.checkup_reminder"), words=Words("已记下；书面提醒的，请打印整改提醒函。")),
    Transition("leave", "企业不整改", MENDING, (None, S.RETURNING), anybody(TEAM), steps.leave, asks.ReasonForm, (steps.some_are_open,),
        closed=PROTECTED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(cancels=(clocks.MEND,), starts=(clocks.RETURN,)),
        words=Words("已写明，中心主任会收到通知。", note="期满提醒过仍不整改的才用；体检是服务，不强制。")),
    Transition("return_visit", "登记回访，归档", frozenset({S.RETURNING}), S.FILED, anybody(TEAM), steps.return_visit, asks.ReturnForm,
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.RETURN,)), moves=Moves(result=Result.SETTLED), words=Words("回访已登记，本件归档。")),
    Transition("cancel", "取消体检", BEFORE, S.CALLED_OFF, anybody(LOGS), just, WhyForm, closed=PROTECTED, show=ASIDE,
        moves=Moves(result=Result.WITHDRAWN), words=Words("已取消，本件办结；以后可以再预约。")),
    Transition("pass_to", "交专人办理", OPEN, None, anybody(LOGS), pass_to, PassForm, closed=PROTECTED, show=ASIDE,
        words=Words("已交其办理，对方会收到通知。")),
    *appointments.rows("约定上门时间", BEFORE, TEAM),
    *representation.rows(OPEN, LOGS, LOGS, held=False),
    *recusing(OPEN),
    corrections.linked(frozenset(S) - {S.VOIDED}, anybody(LOGS)),
    party_added(OPEN, anybody(LOGS), PROTECTED),
    corrections.voided(BEFORE, S.VOIDED, anybody("legal.void")),
)
# fmt: on

WORKFLOW = Workflow(
    "checkup",
    REGISTER,
    STAGES,
    TRANSITIONS,
    final=FINAL,
    road=(S.BOOKED, S.CHECKED, S.VISITED, S.MENDING, S.RETURNING, S.FILED),
    captions={
        "list_version": "自查清单版本",
        "number": "序号",
        "found": "风险点",
        "role": "身份",
        "size": "规模",
        "to": "交给谁",
    },
)
