"""The life of an assessment, as a table."""

from core.models.matter import NEVER_CLOSED
from core.procedure.transitions import (
    ASIDE,
    DANGER,
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
from core.workflow.forms import ReasonForm
from grid import objections
from grid.assessment import clocks, forms, steps
from grid.assessment.forms import OBJECT
from grid.assessment.steps import DECIDE
from grid.models import Assessment

S = Assessment.Status
DRAW = "grid.assess"
RULES = clocks.RULES

STAGES = (
    Stage(S.DRAWN, "已拟出", "拟", "综治中心", (clocks.OPEN,)),
    Stage(S.OPEN, "征求异议", "异议", "网格长", (clocks.CONFIRM, clocks.DECIDE)),
    Stage(S.CONFIRMED, "已确认", "确认", "综治中心"),
    Stage(S.DROPPED, "不用了", "不用", "综治中心"),
)
# fmt: off
OPENING = Transition("draw_assessment", "拟网格考核", frozenset(), S.DRAWN, anybody(DRAW), steps.draw, forms.DrawForm, closed=NEVER_CLOSED,
    clocks=Clocks(starts=(clocks.OPEN,)), words=Words("已按记录拟出，请核对后“征求异议”。",
        note="各项数从网格事件的记录来，点得开；不打分、不合计、不排名，不考核个人。", basis=RULES))
TRANSITIONS = (
    Transition("open_assessment", "征求异议", {S.DRAWN}, S.OPEN, anybody(DRAW), steps.open_it, objections.EndForm, closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.OPEN,), starts=(clocks.CONFIRM,)), words=Words("已征求异议，各网格的网格员、网格长会收到通知。", basis=RULES)),
    Transition("object_number", "提出异议", {S.OPEN}, None, anybody(OBJECT), steps.object_to, forms.ObjectForm, (objections.they_may_object,),
        closed=NEVER_CLOSED, show=QUIET, clocks=Clocks(starts=(clocks.DECIDE,)), words=Words("异议已收到，由拟考核以外的人认定，结果会通知您。")),
    Transition("decide_objection", "认定异议", {S.OPEN}, None, anybody(DECIDE), steps.decide, forms.DecideForm, (objections.one_waits, objections.by_another),
        closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE | QUIET, clocks=Clocks(meets=(clocks.DECIDE,)),
        words=Words("认定已登记，提出的人会收到通知。", note="更正的，原来拟的数仍列在旁边。", basis=RULES)),
    Transition("confirm_assessment", "确认考核", {S.OPEN}, S.CONFIRMED, anybody(DECIDE), steps.confirm, None,
        (objections.by_another, objections.the_term_is_over, objections.all_are_decided), closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.CONFIRM,)), paper=Paper("grid.assessment"), words=Words("考核已确认，请打印考核表。", basis=RULES)),
    Transition("drop_assessment", "不用了", {S.DRAWN, S.OPEN}, S.DROPPED, anybody(DRAW), steps.drop, ReasonForm,
        (objections.all_are_decided,), closed=NEVER_CLOSED, show=ASIDE | DANGER, words=Words("这件考核不用了，这个月可以重拟。")),
)
# fmt: on
WORKFLOW = Workflow(
    "assessment",
    OPENING,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.CONFIRMED, S.DROPPED}),
    road=(S.DRAWN, S.OPEN, S.CONFIRMED),
    captions={
        "month": "月份",
        "grids": "网格",
        "found": "事件",
        "people": "通知",
        "nobody": "没有人能提异议的网格",
        "number": "考核项目",
        "about": "计错的事件",
        "objection": "异议",
        "corrected": "更正",
        "confirmed_by": "确认人",
    },
)  # fmt: skip
