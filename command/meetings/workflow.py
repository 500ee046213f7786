"""The life of a meeting, as a table: drafted, called, held, minuted, signed, its decisions carried out."""

from command.meetings import clocks, steps
from command.meetings import forms as asks
from command.models import Meeting
from core.models.matter import NEVER_CLOSED
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    NEVER,
    PRIMARY,
    RETURNS,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    named,
)
from core.tasks import acts as tasks
from core.tasks.clocks import DO
from core.workflow.addressed import taking_over
from core.workflow.forms import OpinionForm, ReasonForm

S = Meeting.Status
MEET = "command.meet"
FINAL = frozenset({S.DONE, S.CANCELLED})
AHEAD = frozenset({S.DRAFTED, S.CALLED})
TALKED = frozenset({S.DRAFTED, S.CALLED, S.HELD})
WRITTEN, CARRYING = frozenset({S.WRITTEN}), frozenset({S.CARRYING})
SIGNED = CARRYING | {S.DONE}
RULES = clocks.RULES

STAGES = (
    Stage(S.DRAFTED, "待通知", "通知", "召集人", (clocks.CALL,)),
    Stage(S.CALLED, "待开会", "开会", "召集人", (clocks.HOLD,)),
    Stage(S.HELD, "待出纪要", "纪要", "召集人", (clocks.MINUTES,)),
    Stage(S.WRITTEN, "纪要待签发", "签发", "主持人", (clocks.SIGN,)),
    Stage(S.CARRYING, "落实中", "落实", "责任单位", (clocks.CARRY,)),
    Stage(S.DONE, "已办结", "办结"),
    Stage(S.CANCELLED, "不开了", "不开"),
)

# fmt: off
DRAFT = Transition("convene", "召开会议", frozenset(), S.DRAFTED, anybody(MEET), steps.draft, asks.DraftForm, closed=NEVER_CLOSED,
    clocks=Clocks(starts=(clocks.CALL,)),
    words=Words("议程已汇集，请核对、增减，再“通知开会”。", note="议程由系统从逾期、督办、重复反映的事项和上次议定事项汇集；封闭的事项不上会。", basis=RULES))

TRANSITIONS = (
    Transition("gather", "补充汇集议题", AHEAD, None, anybody(MEET), steps.gather, closed=NEVER_CLOSED, show=ASIDE,
        words=Words("新出现的议题已加进议程。", note="已经有的、去掉过的不动。")),
    Transition("add_item", "加议题", TALKED, None, anybody(MEET), steps.add_item, asks.AddForm, closed=NEVER_CLOSED,
        words=Words("议题已加进议程。")),
    Transition("drop_item", "去掉议题", AHEAD, None, anybody(MEET), steps.drop_item, asks.DropForm, (steps.something_to_talk_about,),
        closed=NEVER_CLOSED, show=IF_POSSIBLE, words=Words("这一项不议，理由已记下。")),
    Transition("call", "通知开会", AHEAD, S.CALLED, anybody(MEET), steps.call, asks.CallForm, (steps.something_to_talk_about,),
        closed=NEVER_CLOSED, show=PRIMARY, clocks=Clocks(meets=(clocks.CALL,), cancels=(clocks.HOLD,), starts=(clocks.HOLD,)),
        paper=Paper("command.call"), words=Words("已通知，参会单位都收到了。", note="改期、改地点的，再通知一次。")),
    Transition("hold", "登记到会情况", {S.CALLED}, S.HELD, anybody(MEET), steps.hold, asks.HoldForm, (steps.it_has_begun,),
        closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=(clocks.HOLD,), starts=(clocks.MINUTES,)),
        words=Words("到会情况已登记，请记议定事项，写纪要送签。")),
    Transition("resolve", "记议定事项", {S.HELD}, None, anybody(MEET), steps.resolve, asks.ResolveForm, closed=NEVER_CLOSED, show=PRIMARY,
        words=Words("议定事项已记下，纪要签发后交责任单位办理。")),
    Transition("strike_resolution", "删去议定事项", {S.HELD}, None, anybody(MEET), steps.strike, asks.StrikeForm, (steps.something_was_decided,),
        closed=NEVER_CLOSED, show=ASIDE | IF_POSSIBLE, words=Words("这一项已从纪要里删去。")),
    Transition("write_minutes", "纪要送签", {S.HELD}, S.WRITTEN, anybody(MEET), steps.write, asks.WriteForm, closed=NEVER_CLOSED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.MINUTES,), starts=(clocks.SIGN,)),
        words=Words("已送主持人签发。", note="议定事项、到会情况由系统列入纪要；没有议定事项的，签发后直接办结。")),
    Transition("sign_minutes", "签发纪要", WRITTEN, (S.CARRYING, S.DONE), named(asks.SIGN, asks.SIGN), steps.sign, OpinionForm,
        closed=NEVER_CLOSED, show=PRIMARY, clocks=Clocks(meets=(clocks.SIGN,), starts=(DO, clocks.CARRY)),
        paper=Paper("command.minutes", issued=True),
        words=Words({S.CARRYING: "纪要已签发，议定事项已交责任单位，到期提醒。", S.DONE: "纪要已签发，没有议定事项，会议办结。"})),
    Transition("send_back_minutes", "退回修改", WRITTEN, S.HELD, named(asks.SIGN, asks.SIGN), steps.send_back, ReasonForm,
        closed=NEVER_CLOSED, show=DANGER | RETURNS, clocks=Clocks(meets=(clocks.SIGN,), starts=(clocks.MINUTES,)),
        words=Words("已退回召集人修改。")),
    taking_over("代为签发纪要", WRITTEN, asks.SIGN, "_minutes"),
    Transition("finish", "办结", CARRYING, S.DONE, anybody(MEET), steps.finish, None, (tasks.no_task_is_open,), closed=NEVER_CLOSED,
        show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=(clocks.CARRY,)), words=Words("议定事项都已了结，会议办结。")),
    Transition("finish_by_itself", "到期办结", CARRYING, S.DONE, anybody(MEET), steps.finish, None, (steps.by_the_system, tasks.no_task_is_open),
        closed=NEVER_CLOSED, show=NEVER, clocks=Clocks(meets=(clocks.CARRY,)), words=Words("议定事项都已了结，会议办结。")),
    Transition("cancel_meeting", "不开了", AHEAD, S.CANCELLED, anybody(MEET), steps.cancel, ReasonForm, closed=NEVER_CLOSED,
        show=ASIDE | DANGER, words=Words("已记下不开的理由；通知过的，参会单位会收到通知。")),
    *tasks.rows(CARRYING, "command.meeting_task"),
)
# fmt: on

WORKFLOW = Workflow(
    "office_meeting", DRAFT, STAGES, TRANSITIONS, final=FINAL,
    road=(S.DRAFTED, S.CALLED, S.HELD, S.WRITTEN, S.CARRYING, S.DONE),
    captions={
        "form": "会议", "begins_at": "开会时间", "chair": "主持人", "drawn": "汇集议题", "about": "事项", "words": "议题",
        "present": "到会", "what": "议定内容", "unit": "责任单位", "signed_by": "签发",
    },
)  # fmt: skip
