"""Terms of a quality review; to put right what was found, each unit has the term of its task."""

from core.deadlines.clocks import inner_rule
from core.tasks.clocks import CLOCKS as TASKS

RULES = "镇案件质量评查办法"
ASSESS = inner_rule("command.assess", "案件评查", "10W", f"{RULES}（抽样后 10 个工作日内评查完）")
CORRECT = inner_rule("command.correct", "评查整改", "10W", "责令整改通知书所定的期限", given=True)
CLOCKS = (ASSESS, CORRECT, *TASKS)
