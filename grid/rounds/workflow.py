"""The life of a screening round, as a table."""

from core.models.matter import NEVER_CLOSED
from core.procedure.transitions import (
    DANGER,
    NEVER,
    PRIMARY,
    QUIET,
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
from grid.models import Screening
from grid.rounds import clocks, forms, steps
from grid.rounds.clocks import ANSWERS
from grid.rounds.steps import SCREEN

S = Screening.Status
FINAL = frozenset({S.CLOSED, S.DROPPED})
RULES = clocks.RULES

STAGES = (
    Stage(S.DRAFT, "待下发", "下发", "综治中心", (clocks.ISSUE,), plain="正在安排"),
    Stage(S.RUNNING, "排查中", "排查、报送", "各网格", (clocks.REPORT, clocks.CLOSE), plain="正在排查"),
    Stage(S.CLOSED, "已汇总", "汇总", "综治中心", plain="已结束"),
    Stage(S.DROPPED, "不开展", "不开展", "综治中心", plain="没有开展"),
)

# fmt: off
DRAFT = Transition("draft_screening", "起草排查", frozenset(), S.DRAFT, anybody(SCREEN), steps.draft, forms.DraftForm,
    closed=NEVER_CLOSED, clocks=Clocks(starts=(clocks.ISSUE,)), words=Words("已起草，请核对网格和日期后下发。", note="先起草，核对以后再下发。", basis=RULES))

TRANSITIONS = (
    Transition("issue_screening", "下发", {S.DRAFT}, S.RUNNING, anybody(SCREEN), steps.issue, forms.IssueForm, closed=NEVER_CLOSED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.ISSUE,), starts=(clocks.REPORT, clocks.CLOSE)),
        words=Words("已下发，各网格的责任人会收到通知。", note="已经登记的纠纷、隐患由系统列出，网格不用再写一遍。", basis=RULES)),
    Transition("drop_screening", "不开展", {S.DRAFT}, S.DROPPED, anybody(SCREEN), just, forms.DropForm, closed=NEVER_CLOSED,
        show=DANGER, clocks=Clocks(cancels=(clocks.ISSUE,)), words=Words("这一期不开展，网格不会收到通知。")),
    Transition("report_zero", "零报告", {S.RUNNING}, None, holder_and_helpers(ANSWERS), steps.report_zero, forms.ZeroForm, (steps.it_has_begun,),
        closed=NEVER_CLOSED, show=QUIET, clocks=Clocks(meets=(clocks.REPORT,)),
        words=Words("零报告已收到。", note="这一期没有发现矛盾纠纷和安全隐患的报零报告；汇总以前又发现的，再报“有发现”。")),
    Transition("report_found", "有发现", {S.RUNNING}, None, holder_and_helpers(ANSWERS), steps.report_found, forms.FoundForm, (steps.it_has_begun,),
        closed=NEVER_CLOSED, show=QUIET, clocks=Clocks(meets=(clocks.REPORT,)),
        words=Words("排查发现已报，按登记的事项分别办理。", note="只勾已经登记的，不用再写；没有登记的先“上报事件”。")),
    Transition("admit", "补充责任人", {S.RUNNING}, None, anybody(SCREEN), steps.admit, closed=NEVER_CLOSED, show=NEVER | QUIET),
    Transition("close_screening", "汇总", {S.RUNNING}, S.CLOSED, anybody(SCREEN), steps.close, forms.CloseForm,
        (steps.all_have_reported_or_may_no_more,), closed=NEVER_CLOSED, show=PRIMARY, clocks=Clocks(meets=(clocks.CLOSE,)),
        paper=Paper("grid.screening"), words=Words("已汇总，请打印排查情况汇总表。", note="没有报的网格照实列为“未报”。", basis=RULES)),
)
# fmt: on

WORKFLOW = Workflow(
    "screening", DRAFT, STAGES, TRANSITIONS, final=FINAL, road=(S.DRAFT, S.RUNNING, S.CLOSED),
    captions={"asked": "应报", "result": "结果", "late": "时间", "missing": "未报", "left_out": "没有列入", "people": "责任人"},
)  # fmt: skip
