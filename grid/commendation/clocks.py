"""Terms of a commendation; they are the town's own."""

from core.deadlines.clocks import inner_rule
from core.deadlines.steps import LEADERS, of_items

RULES = "镇评优表彰办法"
POST = inner_rule(
    "commendation.post", "表彰公示", "5W", f"{RULES}（起草后5个工作日内公示或者不表彰）", whose="centre"
)
EXAMINE = inner_rule(
    "commendation.examine", "表彰异议核查", "5W", f"{RULES}（提出后5个工作日内核查认定）", whose="centre",
    steps=of_items(LEADERS)
)  # fmt: skip
SIGN = inner_rule(
    "commendation.sign",
    "表彰签发",
    "5C",
    f"{RULES}（异议截止后5日内签发或者不表彰）",
    whose="centre",
    given=True,
)
CLOCKS = (POST, EXAMINE, SIGN)
