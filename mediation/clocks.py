"""Deadlines of a mediation (domain: 2.2)."""

from core.clocks import ClockRule

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

CLOCKS = (FIRST_SESSION, TERM)
