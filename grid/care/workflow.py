"""The life of one person's care, as a table. Nothing opens below it but supervision, and only the system drafts that."""

from core.models import Matter
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
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
)
from grid.care import clocks, forms, steps
from grid.care.clocks import APPROVE, KEEP, RULES, VISIT
from grid.care.steps import PROPOSE
from grid.models import Care

S = Care.Status
FINAL = frozenset({S.ENDED, S.REFUSED})
CLOSED = frozenset({Matter.Compartment.REGISTER})
CARED = frozenset({S.LISTED, S.ENDING})
CONSENT = "《个人信息保护法》第十三条、第二十九条、第三十一条"
WITHDRAWN = "《个人信息保护法》第十五条、第四十七条"

STAGES = (
    Stage(S.PROPOSED, "拟纳入", "审批", "中心主任", (clocks.DECIDE,)),
    Stage(S.LISTED, "在册", "走访", "老年人和妇女儿童工作委员会", (clocks.LOOK_IN,)),
    Stage(S.ENDING, "拟结束", "结束审批", "中心主任", (clocks.END, clocks.LOOK_IN)),
    Stage(S.ENDED, "已结束", "结束", "关爱专管员", (clocks.ERASE,)),
    Stage(S.REFUSED, "未纳入", "不纳入", "关爱专管员", (clocks.ERASE,)),
)

# fmt: off
DRAFT = Transition("propose", "拟纳入", frozenset(), S.PROPOSED, anybody(PROPOSE), steps.propose, forms.ProposeForm,
    closed=CLOSED, clocks=Clocks(starts=(clocks.DECIDE,)), paper=Paper("grid.care_consent"),
    words=Words("已拟纳入，等另一个人审批；依据是同意的，请打印同意书签字。", note="只有审批的人、关爱专管员和走访的人看得到；审批以后，拟纳入的人也看不到。", basis=CONSENT))

TRANSITIONS = (
    Transition("sign_consent", "登记同意", {S.PROPOSED}, None, anybody(PROPOSE), steps.sign_consent, forms.ConsentForm, (steps.rests_on_consent,),
        closed=CLOSED, show=IF_POSSIBLE | QUIET, words=Words("同意书已登记，等审批。", note="同意书当面念一遍再签，签好的扫描上传。", basis=CONSENT)),
    Transition("approve", "同意纳入", {S.PROPOSED}, S.LISTED, anybody(APPROVE), steps.approve, None, (steps.has_a_basis, steps.by_another),
        closed=CLOSED, show=PRIMARY, clocks=Clocks(meets=(clocks.DECIDE,), starts=(clocks.LOOK_IN,)),
        words=Words("已纳入，走访的人会收到通知。", note="只看依据和要帮什么，不评级。", basis=RULES)),
    Transition("decline", "不纳入", {S.PROPOSED}, S.REFUSED, anybody(APPROVE), steps.decline, forms.ReasonForm,
        closed=CLOSED, show=DANGER, clocks=Clocks(meets=(clocks.DECIDE,), starts=(clocks.ERASE,)), words=Words("没有纳入，个人信息三日后删除。")),
    Transition("visit", "走访记录", CARED, None, anybody(VISIT), steps.visit, forms.VisitForm,
        closed=CLOSED, show=PRIMARY | QUIET, clocks=Clocks(meets=(clocks.LOOK_IN,), starts=(clocks.LOOK_IN, clocks.HELP)),
        words=Words("走访已记下，下一次走访的日子写在上面。", note="不用签到、拍照、定位。没有勾平安的，三天内再去看，并告知关爱专管员和中心主任联系帮扶。", basis=RULES)),
    Transition("help", "登记帮扶", CARED, None, anybody(VISIT), steps.help_given, forms.HelpForm,
        closed=CLOSED, show=QUIET, clocks=Clocks(meets=(clocks.HELP,)),
        words=Words("帮扶已登记，走访的人看得到。", note="哪个部门、哪一天、帮了什么。", basis=RULES)),
    Transition("miss_visit", "到期没有走访", CARED, None, anybody(VISIT), steps.miss, None, (steps.by_the_calendar,),
        closed=CLOSED, show=NEVER | QUIET, clocks=Clocks(cancels=(clocks.LOOK_IN,), starts=(clocks.LOOK_IN,))),
    Transition("change_cycle", "调整周期", {S.LISTED}, None, anybody(VISIT), steps.change_cycle, forms.CycleForm,
        closed=CLOSED, show=ASIDE, clocks=Clocks(cancels=(clocks.LOOK_IN,), starts=(clocks.LOOK_IN,)), words=Words("周期已调整，从今天算起。")),
    Transition("propose_end", "拟结束", {S.LISTED}, S.ENDING, anybody(VISIT), steps.propose_end, forms.EndForm,
        closed=CLOSED, show=ASIDE, clocks=Clocks(starts=(clocks.END,)), words=Words("已报请结束，批准以前照常走访。", basis=RULES)),
    Transition("end", "同意结束", {S.ENDING}, S.ENDED, anybody(APPROVE), steps.end, None, (steps.last_said_by_another,),
        closed=CLOSED, show=PRIMARY, clocks=Clocks(meets=(clocks.END,), starts=(clocks.ERASE,)), paper=Paper("grid.care_end"),
        words=Words("已结束，请打印结束告知；个人信息三十日后删除。", basis=WITHDRAWN)),
    Transition("keep_on", "不结束", {S.ENDING}, S.LISTED, anybody(APPROVE), steps.keep_on, forms.ReasonForm,
        closed=CLOSED, clocks=Clocks(meets=(clocks.END,)), words=Words("没有结束，继续走访。")),
    Transition("withdraw_consent", "撤回同意", {S.PROPOSED, *CARED}, S.ENDED, anybody(VISIT), steps.withdraw_consent, forms.WordsForm,
        (steps.rests_on_consent,), closed=CLOSED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(starts=(clocks.ERASE,)), paper=Paper("grid.care_end"),
        words=Words("已按撤回同意结束，由关爱专管员出结束告知；个人信息三日后删除。", note="撤回不用审批，不影响其他服务。", basis=WITHDRAWN)),
    Transition("erase", "依法删除", FINAL, None, anybody(KEEP), steps.erase, None, (steps.by_the_calendar,),
        closed=CLOSED, show=NEVER | QUIET, clocks=Clocks(meets=(clocks.ERASE,))),
    Transition("open_anew", "走访的人变动", {S.PROPOSED, *CARED, *FINAL}, None, anybody(KEEP), steps.open_anew,
        closed=CLOSED, show=NEVER | QUIET),
)
# fmt: on

WORKFLOW = Workflow(
    "care", DRAFT, STAGES, TRANSITIONS, final=FINAL, road=(S.PROPOSED, S.LISTED, S.ENDED),
    captions={"topic": "类别", "basis": "依据", "article": "法律条文", "missed": "连续没有走访", "why": "结束原因", "cycle": "周期",
              "due_on": "应走访日期", "consent_by": "由谁同意", "consent_on": "同意书日期"},
)  # fmt: skip
