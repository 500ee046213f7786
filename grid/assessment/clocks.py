"""Terms of an assessment; no law asks for one, so all are the town's own."""

from core.deadlines.clocks import inner_rule
from core.deadlines.steps import LEADERS, of_items

RULES = "镇网格化服务管理考核办法"
OPEN = inner_rule(
    "assessment.open", "考核征求异议", "3W", f"{RULES}（拟出后3个工作日内征求异议）", whose="centre"
)
DECIDE = inner_rule(
    "assessment.decide", "考核异议认定", "5W", f"{RULES}（提出后5个工作日内认定）", whose="centre",
    steps=of_items(LEADERS)
)  # fmt: skip
CONFIRM = inner_rule(
    "assessment.confirm", "考核确认", "5C", f"{RULES}（异议截止后5日内确认）", whose="centre", given=True
)
CLOCKS = (OPEN, DECIDE, CONFIRM)
