"""The ladder of mediation (梯次, articles 1, 3, 5): the office makes the steps its own; the town's committee comes after."""

from core.workflow.ladder import Ladder
from mediation import clocks
from mediation.models import Mediation

LADDER = Ladder(
    "mediation",
    "梯次调解",
    "调解",
    Mediation.Status.ON_LADDER,
    clocks.STEP.key,
    "mediation.step",
    ((1, "网格员", "grid_worker", "3W"), (2, "调解员", "mediator", "3W"), (3, "网格长", "grid_chief", "3W")),
    otherwise="请直接送调解组织",
)
