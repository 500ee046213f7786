"""Deadlines of a mediation (domain: 2.2, 10.3)."""

from core.clocks import ClockRule

STEP = ClockRule("mediation.step", "梯次调解", "3W", "镇梯次调解工作规则（每级 3 个工作日）")
DECIDE = ClockRule("mediation.decide", "决定受理", "3W", "镇调委会工作规则（及时，至迟 3 个工作日）")
FIRST_SESSION = ClockRule(
    "mediation.first_session", "首次调解", "5W", "镇调委会工作规则（受理后 5 个工作日内）"
)
TERM = ClockRule(
    "mediation.term",
    "调解期限",
    "30C",
    "《人民调解工作若干规定》第三十三条（一般在一个月内调结）",
    legal=True,
)
FEEDBACK = ClockRule("mediation.feedback", "反馈移送机关", "30C", "移送函写明的日期", inner=True)
CONFIRM = ClockRule(
    "mediation.confirm",
    "申请司法确认",
    "30C",
    "《人民调解法》第三十三条、《民事诉讼法》第二百零五条（生效之日起三十日内）",
    right=True,
    legal=True,
)
COURT = ClockRule(
    "mediation.court",
    "法院决定是否受理",
    "3C",
    "《关于人民调解协议司法确认程序的若干规定》第四条（三日内）",
    right=True,
)
PERFORM = ClockRule("mediation.perform", "履行协议", "30C", "协议约定的履行期限；《人民调解法》第三十一条")
VISIT = ClockRule("mediation.visit", "回访", "15C", "镇调委会工作规则（最后一期履行期限后 15 日内）")
FILE = ClockRule(
    "mediation.file",
    "立卷归档",
    "30C",
    "镇调委会工作规则（办结后 30 日内）；《人民调解法》第二十七条",
    inner=True,
)

CLOCKS = (STEP, DECIDE, FIRST_SESSION, TERM, FEEDBACK, CONFIRM, COURT, PERFORM, VISIT, FILE)
