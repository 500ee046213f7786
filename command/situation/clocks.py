"""Terms of a situation report; that of the receipt is the letter's own."""

from core.deadlines.clocks import ClockRule
from core.outside.clocks import ANSWER

RULES = "镇情况报告制度"
AT_ONCE = "1H"  # the terms of an urgent report, day and night
WRITE = ClockRule(
    "command.situation",
    "情况报告起草",
    "2W",
    f"{RULES}（2 个工作日内核对送签，紧急报告 1 小时内）",
    inner=True,
)
SIGN = ClockRule(
    "command.sign_situation",
    "签发情况报告",
    "1W",
    f"{RULES}（1 个工作日内签发，紧急报告 1 小时内）",
    inner=True,
)
SEND = ClockRule(
    "command.send_situation",
    "报送情况报告",
    "1W",
    f"{RULES}（签发后 1 个工作日内报出，紧急报告 1 小时内）",
    inner=True,
)
CLOCKS = (WRITE, SIGN, SEND, ANSWER)
