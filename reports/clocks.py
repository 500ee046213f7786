"""The deadline of the monthly report."""

from core.deadlines.clocks import ClockRule

REPORT = ClockRule("reports.monthly", "月报报出", "5W", "镇综治中心工作安排（次月前 5 个工作日内报出）")

CLOCKS = (REPORT,)
