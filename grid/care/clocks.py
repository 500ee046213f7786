"""Terms of the care register. A visit that is not made is reminded of on the next day; after three, the usual steps of
supervision put it to the village in writing.
"""

from dataclasses import replace

from core.access.people import once, with_permission
from core.deadlines.clocks import inner_rule
from core.deadlines.steps import HALF, OVER, SOON, SUPERVISED, Step, Whom, days
from core.models import Clock, Matter, User
from grid.places import village_of

RULES = "镇关爱对象走访制度"
ARTICLE = "《个人信息保护法》第四十七条"
VISIT, KEEP, APPROVE, HEAD = "grid.care_visit", "grid.care_keep", "grid.care_approve", "grid.care_head"
MISSES = 3  # in a row, after which it is put to the village
UNWELL = 3  # days, after which somebody goes again where not all was well


def team(matter: Matter) -> list[User]:
    """老年人和妇女儿童工作委员会 of the village (村民委员会组织法 9): who visits there today."""
    return with_permission(VISIT, unit=village_of(matter.area), area=matter.area)


def posts(matter: Matter) -> list[User]:
    """Who keeps the register, and who approves."""
    return once(with_permission(KEEP, area=matter.area), with_permission(APPROVE, area=matter.area))


def _head(clock: Clock) -> list[User]:
    return with_permission(HEAD, area=clock.matter.area) or posts(clock.matter)


TEAM = Whom("走访的人", lambda clock: team(clock.matter) or posts(clock.matter))
HEADS = Whom("老年人和妇女儿童工作委员会主任", _head)
APPROVERS = Whom("审批的人", lambda clock: with_permission(APPROVE, area=clock.matter.area))
KEEPERS = Whom("关爱专管员", lambda clock: with_permission(KEEP, area=clock.matter.area))

_DECIDING = (
    Step("half", HALF, (APPROVERS,), "“{label}”时间已过半：{title}"),
    Step("soon", SOON, (APPROVERS,), "“{label}”快到期：{title}"),
    Step("over", OVER, (APPROVERS, KEEPERS), "“{label}”已经逾期：{title}", urgent=True),
)
DECIDE = inner_rule(
    "care.decide", "关爱对象审批", "5W", f"{RULES}（5个工作日内审批）", whose="centre", steps=_DECIDING
)
LOOK_IN = inner_rule("care.visit", "关爱走访", "30C", f"{RULES}（纳入时定的走访周期）", steps=(
    Step("today", days(0), (TEAM,), "今天要做“{label}”：{title}"),
    Step("missed", days(1), (HEADS,), "“{label}”昨天到期没有做，请今天安排人去：{title}", acts="miss_visit"),
    *(replace(step, to=(TEAM, HEADS, KEEPERS)) for step in SUPERVISED[-3:]),
), given=True)  # fmt: skip
HELP = inner_rule("care.help", "帮扶", "5W", f"{RULES}（走访发现有需要的，5个工作日内帮扶）", steps=(
    Step("soon", SOON, (KEEPERS, TEAM), "走访发现有需要，“{label}”快到期：{title}"),
    Step("over", OVER, (KEEPERS, APPROVERS), "走访发现有需要，“{label}”逾期，请催帮扶部门，帮了的记下来：{title}", urgent=True),
), whose="centre")  # fmt: skip
END = inner_rule(
    "care.end", "结束关爱审批", "5W", f"{RULES}（5个工作日内审批）", whose="centre", steps=_DECIDING
)
# What identifies is erased when it is needed no more. A few days are left for the notice and for an objection.
ERASE = inner_rule("care.erase", "删除个人信息", "30C", f"{ARTICLE}（不再需要的，主动删除；撤回同意、没有纳入的3日内）", outlives=True, steps=(
    Step("erase", days(1), (KEEPERS,), "“{label}”期满，已依法删除，只留数：{title}", acts="erase"),
), given=True)  # fmt: skip
ERASED_SOON = "3C"
CLOCKS = (DECIDE, LOOK_IN, HELP, END, ERASE)
