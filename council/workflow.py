"""The life of a motion (issue: proposed, sorted, studied, answered, met, resolved, posted, carried out, checked, published), as a
table.
"""

from core.models.matter import PROTECTED
from core.parties import representation
from core.parties.adding import party_added
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    RETURNS,
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
from core.service import acts as service
from core.service.clocks import SERVE
from core.tasks import acts as tasks
from core.tasks.clocks import CHECK as TASK_CHECK
from core.tasks.clocks import DO
from core.workflow import corrections
from core.workflow.forms import DoneForm, ReasonForm
from core.workflow.recusal import recusing
from council import clocks, steps
from council import forms as asks
from council.models import Motion
from council.rules import CF, JF, JT
from council.serving import SERVING

S = Motion.Status
FINAL = frozenset({S.PUBLISHED, S.SUBMITTED, S.FAILED, S.DECLINED, S.WITHDRAWN, S.VOIDED})
OPEN = frozenset(S) - FINAL
UNANSWERED = frozenset({S.PROPOSED, S.STUDYING, S.TO_ACCEPT})
BEFORE = UNANSWERED | {S.ACCEPTED, S.CALLED}
TOLD = frozenset(S) - UNANSWERED - {S.DECLINED, S.WITHDRAWN, S.VOIDED}  # may stand on the public page
DECIDED = frozenset({S.RESOLVED, S.POSTED, S.CARRYING, S.CHECKING})
# What falls away with a resolution that is decided anew.
DECIDED_TERMS = (*clocks.DECIDED, DO, TASK_CHECK)
PROPOSES, KEEPS = "council.propose", "council.keep"
COMMITTEE = "村（居）委会"

STAGES = (
    Stage(S.PROPOSED, "待审查", "提出、审查", COMMITTEE, (clocks.SORT, clocks.ANSWER), plain="议题已登记，正在审查"),
    Stage(S.STUDYING, "党组织研究", "研究", "党组织", (clocks.STUDY, clocks.ANSWER), plain="正在研究"),
    Stage(S.TO_ACCEPT, "待答复", "答复", COMMITTEE, (clocks.ANSWER,), plain="等待答复"),
    Stage(S.ACCEPTED, "待通知开会", "通知", COMMITTEE, (clocks.CALL, clocks.CORRECT), plain="已受理，准备开会"),
    Stage(S.CALLED, "待开会", "开会", COMMITTEE, (clocks.HOLD,), plain="已通知开会"),
    Stage(S.HELD, "待形成决议", "决议", COMMITTEE, (clocks.RESOLVE,), plain="已开会，正在形成决议"),
    Stage(S.RESOLVED, "待公示", "公示", COMMITTEE, (clocks.POST,), plain="已形成决议，准备公示"),
    Stage(S.POSTED, "公示中", "公示期", COMMITTEE, (clocks.POSTING, clocks.OBJECTION), plain="正在公示"),
    Stage(S.CARRYING, "落实中", "落实", "责任单位", (clocks.CARRY,), plain="正在落实"),
    Stage(S.CHECKING, "待核查", "核查", "核查人", (clocks.CHECK,), plain="正在核查"),
    Stage(S.CHECKED, "待公开结果", "公开", COMMITTEE, (clocks.PUBLISH,), plain="已落实，准备公开结果"),
    Stage(S.PUBLISHED, "已公开结果", "办结", COMMITTEE, plain="已落实，结果已公开"),
    Stage(S.SUBMITTED, "意见已提交", "提交", COMMITTEE, plain="协商意见已提交有权决定的组织"),
    Stage(S.FAILED, "没有通过", "决议", COMMITTEE, plain="会议没有通过"),
    Stage(S.DECLINED, "不予受理", "答复", COMMITTEE, plain="没有受理，已书面答复"),
    Stage(S.WITHDRAWN, "已撤回", "撤回", "提议人", plain="提议人已撤回"),
    Stage(S.VOIDED, "已作废", "作废", COMMITTEE, plain="已作废，请到大厅询问"),
)  # fmt: skip

# fmt: off
REGISTER = Transition("register", "议题登记", frozenset(), (S.PROPOSED,), anybody(PROPOSES), steps.register, asks.RegisterForm,
    closed=PROTECTED, clocks=Clocks(starts=(clocks.SORT, clocks.ANSWER)), paper=Paper("council.receipt"),
    words=Words(basis=f"{CF}第三十三条、{JF}第三十二条"))

COURSE = (
    Transition("sort", "审查能不能在这里定", frozenset({S.PROPOSED, S.TO_ACCEPT}), (S.TO_ACCEPT, S.STUDYING), anybody(KEEPS), steps.sort,
        asks.SortForm, closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.SORT,), starts=(clocks.STUDY,)),
        words=Words({S.TO_ACCEPT: "已审查，请答复提议人。", S.STUDYING: "已审查，请党组织研究。"},
            note="依法由别人决定的，不能在这里决定，可以“只形成意见建议”。", basis=f"{CF}第二十七条、第二十八条，{JF}第三十条，{JT}第二十六条、第二十八条")),
    Transition("study", "登记党组织研究", frozenset({S.STUDYING}), (S.TO_ACCEPT, S.STUDYING), anybody("council.study"), steps.study,
        asks.StudyForm, closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.STUDY,)),
        words=Words({S.TO_ACCEPT: "研究意见已登记，请答复提议人。", S.STUDYING: "已登记，请登记下一步。"},
            note="四议两公开依次是党支部提议、两委商议、党员大会审议、村民（代表）会议决议。")),
    Transition("accept", "受理", frozenset({S.TO_ACCEPT}), S.ACCEPTED, anybody(KEEPS), steps.answer, asks.AnswerForm, (steps.study_agreed,),
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.ANSWER,), starts=(clocks.CALL,)), paper=Paper("council.reply"),
        words=Words("已受理，请打印答复书交提议人，并通知开会。")),
    Transition("decline", "不予受理", UNANSWERED, S.DECLINED, anybody(KEEPS), steps.answer, asks.AnswerForm, closed=PROTECTED, show=DANGER,
        clocks=Clocks(meets=(clocks.ANSWER,)), paper=Paper("council.reply"), moves=Moves(result=Result.NOT_SETTLED),
        words=Words("已不予受理，请打印答复书交提议人。", note="写明理由和可以去找谁。")),
    Transition("call", "通知开会", frozenset({S.ACCEPTED, S.CALLED}), S.CALLED, anybody(KEEPS), steps.call, asks.CallForm,
        (steps.whom_it_concerns_is_known,), closed=PROTECTED, show=PRIMARY, paper=Paper("council.notice"),
        clocks=Clocks(meets=(clocks.CALL,), cancels=(clocks.HOLD,), starts=(clocks.HOLD,)),
        words=Words("已通知开会，请打印通知。", note="改了日期的，再通知一次。", basis=f"{CF}第二十五条，{JF}第二十六条，{JT}第二十七条")),
    Transition("hold", "登记会议情况", frozenset({S.CALLED}), (S.HELD, S.ACCEPTED), anybody(KEEPS), steps.hold, asks.HoldForm,
        closed=PROTECTED, show=PRIMARY, clocks=Clocks(meets=(clocks.HOLD,), starts=(clocks.RESOLVE, clocks.CALL)), paper=Paper("council.minutes"),
        words=Words({S.HELD: "到会人数够，请登记表决和决议。", S.ACCEPTED: "到会人数不够，会议不能作决定，请另行通知开会。"})),
    Transition("resolve", "登记表决和决议", frozenset({S.HELD}), (S.RESOLVED, S.FAILED), anybody(KEEPS), steps.resolve, asks.ResolveForm,
        closed=PROTECTED, show=PRIMARY, paper=Paper("council.resolution"), moves=Moves(result=Result.NOT_SETTLED),
        clocks=Clocks(meets=(clocks.RESOLVE,), cancels=(clocks.CORRECT,), starts=(clocks.POST, clocks.FILE)),
        words=Words({S.RESOLVED: "已通过，请“拟公开”决议，由另一个人发布。", S.FAILED: "同意的不够，没有通过，本件办结。"})),
    Transition("submit", "提交意见", frozenset({S.RESOLVED, S.POSTED}), S.SUBMITTED, anybody(KEEPS), just, ReasonForm, (steps.only_an_opinion,),
        closed=PROTECTED, show=PRIMARY | IF_POSSIBLE, moves=Moves(result=Result.SETTLED), paper=Paper("council.resolution"),
        words=Words("协商意见已提交，由有权的组织决定，本件办结。", note="写明提交给谁、哪一天。")),
    Transition("draft_release", "拟公开", TOLD, None, anybody(KEEPS), steps.draft, asks.DraftForm, closed=frozenset(), show=QUIET,
        words=Words("已拟好，请另一个人核对、发布。", note="不写姓名、电话、证件号码；不足 3 的人数不写。", basis=f"{CF}第三十五条、{JF}第三十四条")),
    Transition("release", "发布", TOLD - FINAL, (None, S.POSTED, S.PUBLISHED), anybody("council.release"), steps.release, asks.ReleaseForm,
        (steps.something_to_release,), closed=frozenset(), show=IF_POSSIBLE | PRIMARY,
        clocks=Clocks(meets=(clocks.POST, clocks.PUBLISH), starts=(clocks.POSTING,)), moves=Moves(result=Result.SETTLED),
        words=Words("已发布，群众可以看到。", note="请逐字看一遍：不能有姓名、电话、证件号码。", basis=f"{CF}第三十五条、{JF}第三十四条")),
    Transition("release_after", "补充公开", TOLD & FINAL, None, anybody("council.release"), steps.release, asks.ReleaseForm,
        (steps.something_to_release,), closed=frozenset(), show=IF_POSSIBLE | QUIET,
        clocks=Clocks(meets=(clocks.POST, clocks.PUBLISH), starts=(clocks.POSTING,)), words=Words("已发布，群众可以看到。")),
    Transition("take_down", "撤下公开", TOLD - {S.POSTED}, None, anybody("council.release"), steps.take_down, asks.TakeDownForm,
        (steps.something_stands,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE | QUIET, words=Words("已撤下，群众不再看到。")),
    Transition("break_posting", "撤下公示", frozenset({S.POSTED}), (None, S.RESOLVED), anybody("council.release"), steps.take_down, asks.TakeDownForm,
        (steps.something_stands,), closed=PROTECTED, show=ASIDE | IF_POSSIBLE, clocks=Clocks(cancels=(clocks.POSTING,), starts=(clocks.POST,)),
        words=Words("已撤下，群众不再看到。", note="公示没有届满就撤下的，要重新公示。")),
    Transition("object", "登记异议", frozenset({S.POSTED}), None, anybody(PROPOSES), steps.object_to, asks.ObjectForm, closed=PROTECTED,
        clocks=Clocks(starts=(clocks.OBJECTION,)), words=Words("异议已登记，请在期限内答复。", basis=f"{CF}第三十五条")),
    Transition("answer_objection", "答复异议", frozenset({S.RESOLVED, S.POSTED}), (None, S.ACCEPTED), anybody(KEEPS), steps.answer_objection,
        asks.AnswerObjectionForm, (steps.an_objection_waits,), closed=PROTECTED, show=IF_POSSIBLE | PRIMARY,
        paper=Paper("council.objection"),
        clocks=Clocks(meets=(clocks.OBJECTION,), cancels=DECIDED_TERMS, starts=(clocks.CALL, SERVE)),
        words=Words("答复已登记，请打印答复书送达提出人。", note="写明查到了什么、为什么成立或者不成立。成立的，重新开会议；村规民约重新报镇备案。")),
    Transition("carry", "交办落实", frozenset({S.POSTED}), S.CARRYING, anybody("council.arrange"), steps.arrange, asks.ArrangeForm,
        (steps.a_decision, steps.posting_is_over), closed=PROTECTED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.POSTING,), starts=(clocks.CARRY, DO)), paper=Paper("council.task"),
        words=Words("已交办，责任单位会收到通知。", basis=f"{CF}第三十五条")),
    Transition("carried_out", "报落实", frozenset({S.CARRYING}), S.CHECKING, anybody(KEEPS), steps.carried_out, DoneForm,
        (tasks.no_task_is_open, steps.something_was_done), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.CARRY,), starts=(clocks.CHECK,)), words=Words("已报落实，由没有参加落实的人核查。")),
    Transition("check", "核查结果", frozenset({S.CHECKING}), (S.CHECKED, S.CARRYING), anybody("council.check"), steps.check, asks.CheckForm,
        (steps.another_than_did_it, steps.rules_are_filed), closed=PROTECTED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.CHECK,), starts=(clocks.PUBLISH, clocks.CARRY)),
        words=Words({S.CHECKED: "核查属实，请“拟公开”结果。", S.CARRYING: "没有落实，已退回。"})),
    Transition("file_to_town", "报镇备案", DECIDED, None, anybody(KEEPS), steps.file_to_town, None, (steps.to_be_filed,), closed=PROTECTED,
        show=IF_POSSIBLE, clocks=Clocks(meets=(clocks.FILE,), starts=(clocks.REVIEW,)),
        words=Words("已报镇备案，审查的人会收到通知。", basis=f"{CF}第三十一条第三款")),
    Transition("review", "备案审查", DECIDED, (None, S.ACCEPTED), anybody("council.review"), steps.review, asks.ReviewForm, (steps.waits_for_review,),
        closed=PROTECTED, show=IF_POSSIBLE | RETURNS, paper=Paper("council.correction"), clocks=Clocks(meets=(clocks.REVIEW,),
            cancels=DECIDED_TERMS, starts=(clocks.CORRECT,)),
        words=Words("审查意见已登记；责令改正的，请打印通知书。", basis=f"{CF}第三十一条第三款")),
    Transition("withdraw", "提议人撤回", BEFORE, S.WITHDRAWN, anybody(KEEPS), just, ReasonForm, closed=PROTECTED, show=ASIDE | DANGER,
        moves=Moves(result=Result.WITHDRAWN), words=Words("已撤回，本件办结。")),
)

BESIDE = (
    *tasks.rows(OPEN, "council.task"),
    *service.rows(SERVING, TOLD, anybody(KEEPS), "council.service", show=PRIMARY),
    *representation.rows(OPEN, KEEPS, KEEPS, held=False),
    *recusing(OPEN),
    corrections.linked(frozenset(S) - {S.VOIDED}, anybody(PROPOSES)),
    party_added(OPEN, anybody(PROPOSES), PROTECTED),
    corrections.voided(BEFORE, S.VOIDED, anybody("council.void")),
)
# fmt: on

WORKFLOW = Workflow(
    "motion",
    REGISTER,
    STAGES,
    (*COURSE, *BESIDE),
    final=FINAL,
    road=(
        S.PROPOSED, S.TO_ACCEPT, S.ACCEPTED, S.CALLED, S.HELD, S.RESOLVED, S.POSTED, S.CARRYING, S.CHECKING, S.CHECKED,
        S.PUBLISHED,
    ),
    captions={
        "source": "由谁提出", "outcome": "结果", "present": "到会", "through": "公开到", "upheld": "异议", "agreed": "结论", "role": "身份", "what": "公开什么", "title": "公开的标题",
        "review": "备案审查", "good": "结论",
    },
)  # fmt: skip
