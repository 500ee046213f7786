"""When a roster must be public."""

from core.deadlines.clocks import inner_rule

PUBLISH = inner_rule(
    "core.roster_publish", "排班公示", "5W", "本镇轮值公示制度（第一个班次的 2 日前公示）", given=True
)
AHEAD = 2  # days before the first turn
