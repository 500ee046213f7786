"""Terms of a situation report; that of the receipt is the letter's own."""

from typing import Any

from core.deadlines.clocks import ClockRule, Start, inner_rule
from core.models import Unit, User
from core.outside.clocks import ANSWER

RULES = "镇情况报告制度"
AT_ONCE = "1H"  # of an urgent report, day and night


def _usual(report: Any) -> bool:
    return not report.urgent


def _urgent(report: Any) -> bool:
    return bool(report.urgent)


# fmt: off
WRITE = inner_rule("command.situation", "情况报告起草", "2W", f"{RULES}（2 个工作日内核对送签、上报）", fits=_usual)
SIGN = inner_rule("command.sign_situation", "签发情况报告", "1W", f"{RULES}（1 个工作日内签发）", fits=_usual)
SEND = inner_rule("command.send_situation", "报送情况报告", "1W", f"{RULES}（签发后 1 个工作日内报出）", fits=_usual)
WRITE_NOW = inner_rule("command.situation_now", "紧急报告起草", AT_ONCE, f"{RULES}（紧急报告 1 小时内送签、上报）", fits=_urgent)
SIGN_NOW = inner_rule("command.sign_situation_now", "签发紧急报告", AT_ONCE, f"{RULES}（紧急报告 1 小时内签发）", fits=_urgent)
SEND_NOW = inner_rule("command.send_situation_now", "报送紧急报告", AT_ONCE, f"{RULES}（签发后 1 小时内报出）", fits=_urgent)
TAKE = inner_rule("command.take_in_situation", "答复村（社区）情况报告", "1W", f"{RULES}（收到后 1 个工作日内答复）", whose="centre", fits=_usual)
TAKE_NOW = inner_rule("command.take_in_situation_now", "答复村（社区）紧急报告", AT_ONCE, f"{RULES}（紧急报告收到后 1 小时内答复）", whose="centre", fits=_urgent)
# fmt: on
WRITING, SIGNING, SENDING, TAKING = (WRITE, WRITE_NOW), (SIGN, SIGN_NOW), (SEND, SEND_NOW), (TAKE, TAKE_NOW)
CLOCKS = (*WRITING, *SIGNING, *SENDING, *TAKING, ANSWER)


def start(
    rules: tuple[ClockRule, ...], report: Any, unit: Unit | None = None, user: User | None = None
) -> list[Start]:
    """The one of these rules that holds for a report."""
    return [Start(rule.key, unit=unit, user=user) for rule in rules if rule.fits(report)]
