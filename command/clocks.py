"""Terms of supervision (domain: 10.6). What is late here is drafted on, in the next colour; nothing is signed by itself."""

from core.deadlines.clocks import inner_rule
from core.deadlines.steps import DIRECTORS, HEADS, HOLDERS, LEADERS, OVER, SOON, STEPS, Step, days
from core.outside.clocks import ANSWER
from core.tasks.clocks import CLOCKS as TASKS

RULES = "镇督办工作规则"
LAPSED = (
    Step("over", days(1, working=True), (HOLDERS, HEADS, DIRECTORS), "督办“{label}”已经逾期：{title}", acts="draft_next"),
    # Of a red order this is the condition to be listed (domain: 10.6).
    Step("later", days(3, working=True), (HOLDERS, HEADS, DIRECTORS), "督办“{label}”逾期 3 个工作日：{title}", acts="draft_next"),
)  # fmt: skip
SIGN = inner_rule(
    "command.sign", "督办签发", "1W", f"{RULES}（拟出后 1 个工作日内签发或者不督办）", whose="centre"
)
RECEIVE = inner_rule("command.receive", "督办签收", "1W", f"{RULES}（1 个工作日内签收）")
REPLY = inner_rule(
    "command.reply", "首次回复", "3W", f"{RULES}（蓝色 3 个工作日，黄色 2 个工作日，红色当日）",
    steps=(
        Step("soon", SOON, (HOLDERS, HEADS), "督办“{label}”快到期：{title}"),
        *LAPSED,
    ), given=True
)  # fmt: skip
LIMIT = inner_rule(
    "command.limit", "督办整改", "10W", "首次回复所定的完成时限",
    steps=(
        *STEPS[:2],
        *LAPSED,
    ), given=True
)  # fmt: skip
CHECK = inner_rule(
    "command.check", "督办核查", "3W", f"{RULES}（报结、复函后 3 个工作日内核查、销号）", whose="centre"
)
LETTER = inner_rule(
    "command.letter", "函件回复", "5W", f"{RULES}（提示函、预警函 5 个工作日内回复）",
    steps=(
        *STEPS[:2],
        Step("over", OVER, (HOLDERS, HEADS, DIRECTORS, LEADERS), "“{label}”逾期没有回复：{title}", urgent=True),
    )
)  # fmt: skip
CLOCKS = (SIGN, RECEIVE, REPLY, LIMIT, CHECK, LETTER, ANSWER, *TASKS)
# Working days to the first reply; red is answered on the day itself.
REPLY_DAYS = {"blue": 3, "yellow": 2, "red": 0}
