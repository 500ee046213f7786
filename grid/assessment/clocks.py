"""Terms of an assessment; no law asks for one, so all are the town's own."""

from core.deadlines.clocks import ClockRule
from core.deadlines.steps import LEADERS, of_items

RULES = "镇网格化服务管理考核办法"
OPEN = ClockRule(
    "assessment.open",
    "考核征求异议",
    "3W",
    f"{RULES}（拟出后3个工作日内征求异议）",
    whose="centre",
    inner=True,
)
DECIDE = ClockRule(
    "assessment.decide", "考核异议认定", "5W", f"{RULES}（提出后5个工作日内认定）", whose="centre", inner=True,
    steps=of_items(LEADERS),
)  # fmt: skip
CONFIRM = ClockRule(
    "assessment.confirm",
    "考核确认",
    "5C",
    f"{RULES}（异议截止后5日内确认）",
    whose="centre",
    inner=True,
    given=True,
)
CLOCKS = (OPEN, DECIDE, CONFIRM)
