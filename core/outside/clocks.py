"""Terms of what is written to and comes from bodies outside; both have the day that stands on the paper."""

from core.deadlines.clocks import ClockRule

# Owed by somebody else: nobody here is late with it; whoever holds the matter is told to ask again, then the leaders.
ANSWER = ClockRule(
    "core.outside_answer",
    "镇外单位回复",
    "15C",
    "去函所定的回复日期",
    right=True,
    whose="outside",
    inner=True,
)
# Owed by us.
REPLY = ClockRule("core.outside_reply", "回复来函", "15C", "来函所定的回复日期", inner=True)
CLOCKS = (ANSWER, REPLY)
