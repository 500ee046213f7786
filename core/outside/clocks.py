"""Terms of what is written to and comes from bodies outside; both have the day that stands on the paper."""

from core.deadlines.clocks import inner_rule
from core.deadlines.steps import BLACK, DIRECTORS, HEADS, HOLDERS, LEADERS, OVER, Step, of_items

STEPS = (
    Step("over", OVER, (HOLDERS, HEADS), "“{label}”第 {item} 件到期没有收到，请催问：{title}", urgent=True),
    Step("black", BLACK, (HOLDERS, DIRECTORS, LEADERS),
        "“{label}”第 {item} 件逾期超过 5 个工作日没有收到，请领导出面催办：{title}", urgent=True),
)  # fmt: skip
# Owed by somebody else: nobody here is late with it; whoever holds the matter is told to ask again, then the leaders.
ANSWER = inner_rule(
    "core.outside_answer",
    "镇外单位回复",
    "15C",
    "去函所定的回复日期",
    right=True,
    whose="outside",
    steps=STEPS,
    given=True,
)
# Owed by us.
REPLY = inner_rule(
    "core.outside_reply", "回复来函", "15C", "来函所定的回复日期", steps=of_items(), given=True
)
CLOCKS = (ANSWER, REPLY)
