"""The two terms of a task: to do it, and to check what was reported."""

from core.deadlines.clocks import ClockRule

DO = ClockRule("core.task", "交办办理", "5W", "交办单所定的完成期限", inner=True)
CHECK = ClockRule("core.task_check", "交办验收", "3W", "交办单（报完成后 3 个工作日内验收）", inner=True)
CLOCKS = (DO, CHECK)
