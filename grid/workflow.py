"""The life of an incident (domain: 10.4), as a table. It is read in one piece."""

from core.models.matter import CLOSED, PROTECTED
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    PRIMARY,
    Clocks,
    Moves,
    Result,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    holder,
)
from grid import clocks
from grid import forms as asks
from grid.captions import CAPTIONS
from grid.models import Incident
from grid.steps import handling, reporting

S = Incident.Status
FINAL = frozenset({S.SETTLED, S.CLOSED, S.VOIDED})

STAGES = (
    Stage(
        S.VILLAGE,
        "村（社区）处置",
        "村（社区）处置",
        "村（社区）",
        (clocks.VILLAGE, *clocks.HANDLING),
        plain="村（社区）正在处置",
    ),
    Stage(
        S.REPORTED,
        "待受理",
        "受理",
        "综治中心",
        (*clocks.DISPATCHING, *clocks.HANDLING),
        plain="已上报，等待受理",
    ),
    Stage(
        S.DISPATCHED,
        "待签收",
        "签收",
        "承办单位",
        (*clocks.SIGNING, *clocks.HANDLING),
        plain="已派给承办单位",
    ),
    Stage(S.AT_WORK, "处置中", "处置", "承办单位", clocks.HANDLING, plain="承办单位正在处置"),
    Stage(S.ANSWERED, "待核查", "核查", "网格", clocks.CHECKING, plain="已处置，正在核查"),
    Stage(S.SETTLED, "自办结", "自办结", "网格", plain="已现场办好"),
    Stage(S.CLOSED, "已结案", "结案", "综治中心", plain="已办结"),
    Stage(S.VOIDED, "已作废", "作废", "综治中心", plain="已作废，请到大厅询问"),
)

# fmt: off
REPORT = Transition("report", "上报", frozenset(), (S.VILLAGE, S.REPORTED, S.SETTLED), anybody("grid.report"),
    reporting.report, asks.ReportForm, closed=CLOSED, clocks=Clocks(starts=clocks.FIRST),
    words=Words(basis="《滨州市社会治理网格化服务管理条例》第十一条"))

COURSE = (
    Transition("dispatch", "派遣", {S.REPORTED}, S.DISPATCHED, anybody("grid.dispatch"),
        handling.dispatch, asks.DispatchForm, (handling.not_taken_back,), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=clocks.DISPATCHING, cancels=clocks.HANDLING, starts=(*clocks.SIGNING, *clocks.HANDLING)),
        words=Words("已派遣，承办单位会立即收到通知。")),
    Transition("sign", "签收", {S.DISPATCHED}, S.AT_WORK, holder("grid.handle"), handling.sign, closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=clocks.SIGNING), words=Words("已签收，处置期限见上。")),
    Transition("answer", "反馈处置结果", {S.AT_WORK}, S.ANSWERED, holder("grid.handle"), handling.answer, asks.AnswerForm,
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=clocks.HANDLING), words=Words("已反馈，等现场核查。")),
    Transition("close", "结案", {S.ANSWERED}, S.CLOSED, anybody("grid.dispatch"), handling.close, closed=PROTECTED, show=PRIMARY,
        moves=Moves(result=Result.SETTLED), words=Words("已结案，上报人会收到结果。")),
    Transition("void", "作废", {S.REPORTED}, S.VOIDED, anybody("grid.void"), handling.void, asks.ReasonForm, closed=CLOSED,
        show=ASIDE | DANGER, moves=Moves(result=Result.WITHDRAWN), words=Words("已作废，编号保留、不再使用。")),
)
# fmt: on

WORKFLOW = Workflow(
    "incident",
    REPORT,
    STAGES,
    COURSE,
    final=FINAL,
    road=(S.REPORTED, S.DISPATCHED, S.AT_WORK, S.ANSWERED, S.CLOSED),
    captions=CAPTIONS,
)
