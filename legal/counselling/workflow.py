"""The life of a counselling, as a table. It is sealed at every stage."""

from core.models.matter import PROTECTED
from core.parties import representation
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    PRIMARY,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
)
from core.workflow import corrections
from core.workflow.recusal import recusing
from legal import clocks
from legal.counselling import forms as asks
from legal.counselling import steps
from legal.models import Counselling

S = Counselling.Status
FINAL = frozenset({S.ENDED, S.WITHDRAWN, S.VOIDED})
OPEN = frozenset(S) - FINAL
LOGS, COUNSELS = "legal.consult", asks.COUNSELS
JSWS = "《精神卫生法》第二十三条"
WHO = "咨询员"

STAGES = (
    Stage(S.ASKED, "待接案", "登记", WHO, (clocks.TAKE,), plain="已登记，等待咨询员"),
    Stage(S.RETURNED, "待另请", "另请", "公共法律服务窗口", (clocks.GIVE,), plain="正在另请咨询员"),
    Stage(S.TAKEN, "疏导中", "疏导", WHO, (clocks.COUNSEL,), plain="正在疏导"),
    Stage(S.ENDED, "已结束", "结束", WHO, plain="已结束"),
    Stage(S.WITHDRAWN, "已撤回", "撤回", "本人", plain="本人已撤回"),
    Stage(S.VOIDED, "已作废", "作废", "公共法律服务窗口", plain="已作废，请到大厅询问"),
)

# fmt: off
REGISTER = Transition("register", "心理服务登记", frozenset(), (S.ASKED,), anybody(LOGS), steps.register, asks.AskForm, closed=PROTECTED,
    clocks=Clocks(starts=(clocks.TAKE,)), paper=Paper("legal.counselling"),
    words=Words(note="登记即封闭。只写需要什么帮助，不写经过；没有本人（监护人）同意的，不登记。", basis=JSWS))

TRANSITIONS = (
    Transition("take", "同意接案", frozenset({S.ASKED}), S.TAKEN, anybody(COUNSELS), steps.take, None, (steps.it_is_mine,), closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.TAKE,), starts=(clocks.COUNSEL,)), words=Words("已接案，记录只有您本人看得到。")),
    Transition("hand_back", "不接案，退回", frozenset({S.ASKED}), S.RETURNED, anybody(COUNSELS), steps.hand_back, asks.ReasonForm, (steps.it_is_mine,),
        closed=PROTECTED, clocks=Clocks(meets=(clocks.TAKE,), starts=(clocks.GIVE,)), words=Words("已退回，登记的人会另请咨询员。")),
    Transition("give", "另请咨询员", frozenset({S.RETURNED}), S.ASKED, anybody(LOGS), steps.give, asks.GiveForm, closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.GIVE,), starts=(clocks.TAKE,)), words=Words("已另请，对方会收到通知。")),
    Transition("change_counsellor", "更换咨询员", frozenset({S.ASKED, S.TAKEN}), S.ASKED, anybody("core.direct"), steps.change, asks.GiveForm,
        (steps.the_counsellor_is_gone,), closed=PROTECTED, show=IF_POSSIBLE, clocks=Clocks(cancels=(clocks.TAKE, clocks.COUNSEL), starts=(clocks.TAKE,)),
        words=Words("已更换，新的咨询员会收到通知。", note="只在原咨询员账号停用、任职结束以后用；原来的记录仍然只有写的人看得到，不移交。")),
    Transition("note", "记疏导", frozenset({S.TAKEN}), None, anybody(COUNSELS), steps.note, asks.NoteForm, (steps.it_is_mine,),
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.COUNSEL,), starts=(clocks.COUNSEL,)),
        words=Words("已记下，只有您本人看得到。", note="不作诊断、不开药；需要诊治的，建议就医。", basis=JSWS)),
    Transition("danger", "危险情况通知", frozenset({S.TAKEN}), None, anybody(COUNSELS), steps.danger, asks.DangerForm, (steps.it_is_mine,),
        closed=PROTECTED, show=DANGER, paper=Paper("legal.danger"),
        words=Words("已通知值班领导；请先打 110，再打印通知书交公安机关。", note="只在有伤害自身、危害他人安全的危险时用；只通知姓名和危险。",
            basis="《精神卫生法》第二十八条")),
    Transition("end_counselling", "结束疏导", frozenset({S.TAKEN}), S.ENDED, anybody(COUNSELS), steps.end, asks.EndForm, (steps.it_is_mine,), closed=PROTECTED,
        clocks=Clocks(meets=(clocks.COUNSEL,)), words=Words("已结束，本件办结。")),
    Transition("withdraw", "本人撤回", OPEN, S.WITHDRAWN, anybody(LOGS), steps.withdraw, asks.ReasonForm, closed=PROTECTED, show=ASIDE,
        words=Words("已撤回，本件办结。")),
    *representation.rows(OPEN, LOGS, LOGS, held=False),
    *recusing(OPEN),
    corrections.voided(frozenset({S.ASKED, S.RETURNED}), S.VOIDED, anybody("legal.void")),
)
# fmt: on

WORKFLOW = Workflow(
    "psych",
    REGISTER,
    STAGES,
    TRANSITIONS,
    final=FINAL,
    road=(S.ASKED, S.TAKEN, S.ENDED),
    captions={"counsellor": "咨询员", "before": "原咨询员", "role": "身份"},
    walled=frozenset(S),
)
