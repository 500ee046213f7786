"""Terms of a campaign: to begin, and to end with a summary."""

from core.deadlines.clocks import inner_rule
from core.tasks.clocks import CLOCKS as TASKS

RULES = "镇专项行动工作方案"
BEGIN = inner_rule("command.begin_campaign", "专项行动启动", "5W", f"{RULES}（5 个工作日内启动或者不开展）")
END = inner_rule(
    "command.end_campaign", "专项行动总结", "10W", f"{RULES}（截止后 10 个工作日内总结）", given=True
)
CLOCKS = (BEGIN, END, *TASKS)
