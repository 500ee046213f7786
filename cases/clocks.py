"""Deadlines of a case. The times are the centre's own promises (domain: 3.3), not law: settings may
only shorten them.
"""

from core.deadlines.clocks import ClockRule, inner_rule
from core.outside.clocks import ANSWER
from core.referral.clocks import CLOCKS as REFERRAL
from core.tasks.clocks import CLOCKS as TASKS
from core.tasks.clocks import DO

TABLE = "镇综治中心事项办理时限表"

DISPATCH = ClockRule(
    "cases.dispatch", "分流", "4WH", f"{TABLE}第 1 项（登记后 4 个工作小时内分流）", whose="centre"
)
SIGN = ClockRule(
    "cases.sign", "承办单位签收", "1W", f"{TABLE}第 2 项（转办后 1 个工作日内签收）", accepts=True
)
RETURN = inner_rule(
    "cases.return", "退回限期", "2W", f"{TABLE}第 2 项（不属职责的，2 个工作日内说明理由退回）", right=True
)
# What a superior body sent down: the objection with its reasons has the law's own term.
RETURN_SENT = inner_rule(
    "cases.return_sent",
    "提出异议、退回限期",
    "5W",
    "《信访工作条例》第二十三条第三款（自收到之日起 5 个工作日内提出异议）",
    right=True,
    legal=True,
)
RETURNS = {False: RETURN, True: RETURN_SENT}  # by Case.sent_down
SIMPLE = ClockRule("cases.handle_simple", "事项办理（简单）", "1W", f"{TABLE}第 3 项（简单事项 1 个工作日）")
ORDINARY = ClockRule("cases.handle_ordinary", "事项办理（一般）", "7C", f"{TABLE}第 3 项（一般事项 7 日）")
COMPLEX = ClockRule("cases.handle_complex", "事项办理（复杂）", "20C", f"{TABLE}第 3 项（复杂事项 20 日）")
CALL_BACK = ClockRule(
    "cases.call_back", "回访", "3W", f"{TABLE}第 6 项（答复后 3 个工作日内回访）", whose="first_contact"
)

ROOM = ClockRule("cases.room", "功能室接待", "30N", f"{TABLE}第 1 项（引导后 30 分钟内接待）")
INSTRUCT = ClockRule("cases.instruct", "领导批示", "1W", f"{TABLE}第 1 项（报请后 1 个工作日内批示）")
FEEDBACK = ClockRule("cases.feedback", "反馈", "5W", "转办单或批示所定的反馈期限", given=True)
ASSIST = ClockRule("cases.assist", "协办答复", "5W", "转办单或批示所定的协办期限", given=True)
EXTENSION = ClockRule(
    "cases.extension", "延期审批", "1W", f"{TABLE}第 4 项（申请后 1 个工作日内决定）", whose="centre"
)
LONGEST_EXTENSION = 10  # calendar days, once (镇综治中心事项办理时限表第 4 项)

HANDLE = {"simple": SIMPLE, "ordinary": ORDINARY, "complex": COMPLEX}
HANDLING = tuple(HANDLE.values())
OF_HELPER = (SIGN, ASSIST)
OF_LEAD = (SIGN, RETURN, RETURN_SENT, FEEDBACK)
AT_UNITS = (SIGN, *HANDLING, RETURN, RETURN_SENT, FEEDBACK, ASSIST)  # what a hand-over may start
INSTRUCTED = (*AT_UNITS, DO)  # with the tasks that a leader sets
BEFORE = (*HANDLING, *OF_HELPER)  # and what it ends: another grade, the help of who now leads
ANSWERED = (RETURN, RETURN_SENT, EXTENSION, SIGN, DISPATCH)  # what falls away with a result
# What runs for a unit, a room or a leader, and ends when the centre takes the case back.
OF_UNITS = (ROOM, INSTRUCT, SIGN, RETURN, FEEDBACK, ASSIST, EXTENSION)
CLOCKS = (
    DISPATCH,
    ROOM,
    INSTRUCT,
    SIGN,
    RETURN,
    RETURN_SENT,
    FEEDBACK,
    ASSIST,
    EXTENSION,
    SIMPLE,
    ORDINARY,
    COMPLEX,
    CALL_BACK,
    *TASKS,
    ANSWER,
    *REFERRAL,
)
