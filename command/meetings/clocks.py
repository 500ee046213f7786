"""Terms of a meeting. Those of its decisions are the tasks' own."""

from core.deadlines.clocks import inner_rule
from core.deadlines.steps import DIRECTORS, HEADS, HOLDERS, LEADERS, OVER, STEPS, Step, days
from core.tasks.clocks import CLOCKS as TASKS

RULES = "镇会议制度"
CALL = inner_rule("command.call", "会议通知", "1W", f"{RULES}（开会以前通知到会）", given=True)
HOLD = inner_rule("command.hold", "登记到会情况", "1W", f"{RULES}（会后次日登记）", given=True)
MINUTES = inner_rule(
    "command.minutes", "交会议纪要", "3W", f"{RULES}（会后 3 个工作日内交纪要）",
    steps=(
        *STEPS[:2],
        Step("over", OVER, (HOLDERS, HEADS, DIRECTORS), "“{label}”逾期，请交纪要：{title}", urgent=True),
        Step("later", days(3, working=True), (HOLDERS, DIRECTORS, LEADERS), "“{label}”逾期 3 个工作日：{title}", urgent=True),
    )
)  # fmt: skip
SIGN = inner_rule("command.sign_minutes", "签发会议纪要", "2W", f"{RULES}（送签后 2 个工作日内签发）")
# Ends by itself with the last task; where one is still open then, the director is told that the row refused.
CARRY = inner_rule(
    "command.carry", "议定事项落实", "5W", "会议纪要所定的最后一个完成期限",
    steps=(
        Step("over", days(1, working=True), (HOLDERS, DIRECTORS), "“{label}”期限已到：{title}", acts="finish_by_itself"),
        Step("later", days(5, working=True), (HOLDERS, DIRECTORS, LEADERS), "“{label}”逾期 5 个工作日，任务还没有了结：{title}", urgent=True),
    ), given=True
)  # fmt: skip
CLOCKS = (CALL, HOLD, MINUTES, SIGN, CARRY, *TASKS)
