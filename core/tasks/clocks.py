"""The terms of a task: to do it, and to check what was reported."""

from core.deadlines.clocks import inner_rule
from core.deadlines.steps import Whom, of_items
from core.models import Clock, Task, User


def _giver(clock: Clock) -> list[User]:
    task = Task.objects.filter(matter=clock.matter_id, number=clock.item).select_related("giver").first()
    return [task.giver] if task else []


# Of one task among several: before, on the day, then to who gave it, then to the director.
ITEM = of_items(Whom("交办人", _giver))
DO = inner_rule("core.task", "交办办理", "5W", "交办单所定的完成期限", steps=ITEM, given=True)
CHECK = inner_rule("core.task_check", "交办验收", "3W", "交办单（报完成后 3 个工作日内验收）", steps=ITEM)
CLOCKS = (DO, CHECK)
