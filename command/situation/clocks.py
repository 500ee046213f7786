"""Terms of a situation report; that of the receipt is the letter's own."""

from core.deadlines.clocks import ClockRule
from core.outside.clocks import ANSWER

RULES = "镇情况报告制度"
WRITE = ClockRule("command.situation", "情况报告起草", "2W", f"{RULES}（2 个工作日内核对送签）", inner=True)
SIGN = ClockRule("command.sign_situation", "签发情况报告", "1W", f"{RULES}（1 个工作日内签发）", inner=True)
SEND = ClockRule(
    "command.send_situation", "报送情况报告", "1W", f"{RULES}（签发后 1 个工作日内报出）", inner=True
)
CLOCKS = (WRITE, SIGN, SEND, ANSWER)
