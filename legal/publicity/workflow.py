"""The life of a plan of publicity (domain: 10.5), as a table."""

from core.models.matter import PROTECTED
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
)
from core.workflow import corrections
from legal import clocks
from legal.models import Plan
from legal.publicity import forms as asks
from legal.publicity import steps

S = Plan.Status
RUNNING = frozenset({S.RUNNING})
HOLDS, KEEPS = "legal.publicise", "legal.plan"
UNIT = "责任单位"

STAGES = (
    Stage(S.RUNNING, "执行中", "开展", UNIT, (clocks.LESSON, clocks.SUM), plain="正在开展"),
    Stage(S.SUMMED, "已总结", "总结", UNIT, plain="已总结"),
    Stage(S.VOIDED, "已作废", "作废", UNIT, plain="已作废，请到大厅询问"),
)

# fmt: off
REGISTER = Transition("register", "普法计划登记", frozenset(), (S.RUNNING,), anybody(KEEPS), steps.register, asks.PlanForm, closed=PROTECTED,
    clocks=Clocks(starts=(clocks.LESSON,)), paper=Paper("legal.publicity"), words=Words(basis=clocks.XJ))

TRANSITIONS = (
    Transition("hold_lesson", "登记活动开展", RUNNING, None, anybody(HOLDS), steps.hold, asks.HoldForm, (steps.something_is_planned,),
        closed=PROTECTED, show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=(clocks.LESSON,), starts=(clocks.SUM,)),
        words=Words("活动已登记。", note="请附现场照片或者签到表；没有发资料、没有经费的空着。")),
    Transition("add_lesson", "加一场活动", RUNNING, None, anybody(HOLDS), steps.add, asks.AddForm, closed=PROTECTED,
        clocks=Clocks(starts=(clocks.LESSON,)), words=Words("已列进计划，当月月底前开展。")),
    Transition("certify", "发放培训证书", RUNNING, None, anybody(HOLDS), steps.certify, asks.CertifyForm, (steps.a_training_was_held,),
        closed=PROTECTED, show=QUIET | IF_POSSIBLE, paper=Paper("legal.certificate"), words=Words("已记下，请打印培训证书。")),
    Transition("move_lesson", "活动改期", RUNNING, None, anybody(KEEPS), steps.move, asks.MoveForm, (steps.something_is_planned,),
        closed=PROTECTED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(cancels=(clocks.LESSON,), starts=(clocks.LESSON,)),
        words=Words("已改期，新的月底前开展。")),
    Transition("drop_lesson", "取消一场活动", RUNNING, None, anybody(KEEPS), steps.drop, asks.DropForm, (steps.something_is_planned,),
        closed=PROTECTED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(cancels=(clocks.LESSON,), starts=(clocks.SUM,)),
        words=Words("已取消，计划和完成对照表里写明理由。")),
    Transition("sum_up", "年度普法总结", RUNNING, S.SUMMED, anybody(HOLDS), steps.sum_up, asks.SumForm, (steps.nothing_is_left,),
        closed=PROTECTED, clocks=Clocks(meets=(clocks.SUM,)), paper=Paper("legal.publicity"), words=Words("已总结，本年度计划办结。")),
    corrections.voided(RUNNING, S.VOIDED, anybody("legal.void"), steps.nothing_was_held),
)
# fmt: on

WORKFLOW = Workflow(
    "publicity",
    REGISTER,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.SUMMED, S.VOIDED}),
    road=(S.RUNNING, S.SUMMED),
    captions={"unit": "责任单位", "year": "年度", "lines": "普法活动", "names": "证书"},
)
