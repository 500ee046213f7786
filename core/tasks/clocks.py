"""The terms of a task: to do it, to check what was reported, and to sign what the system drafted."""

from core.deadlines.clocks import ClockRule
from core.deadlines.steps import BLACK, DIRECTORS, LEADERS, STEPS, Step, Whom, of_items
from core.models import Clock, Task, User


def _giver(clock: Clock) -> list[User]:
    task = Task.objects.filter(matter=clock.matter_id, number=clock.item).select_related("giver").first()
    return [task.giver] if task else []


# Of one task among several: before, on the day, then to who gave it, then to the director.
ITEM = of_items(Whom("交办人", _giver))
DO = ClockRule("core.task", "交办办理", "5W", "交办单所定的完成期限", inner=True, steps=ITEM)
CHECK = ClockRule(
    "core.task_check", "交办验收", "3W", "交办单（报完成后 3 个工作日内验收）", inner=True, steps=ITEM
)
SIGN = ClockRule(
    "core.task_sign", "督办稿签发", "1W", "督办稿（拟出后 1 个工作日内签发或者不督办）", whose="centre", inner=True,
    steps=ITEM,
)  # fmt: skip
CLOCKS = (DO, CHECK, SIGN)

# For the rules by which a unit answers: what nobody does five working days after its last day, the system drafts a task
# for, and the director signs it or drops it.
URGED = (
    *(step for step in STEPS if step.when is not BLACK),
    Step("black", BLACK, (DIRECTORS, LEADERS),
        "“{label}”逾期超过 5 个工作日，达到挂牌条件，督办稿待中心主任签发：{title}", urgent=True, acts="draft_task"),
)  # fmt: skip
