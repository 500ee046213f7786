"""代办 (article 3): the grid worker first, then the grid head, then the town's officer who goes to the county's bureaus."""

from core.workflow.ladder import Ladder
from petitions import clocks
from petitions.models import Petition

LADDER = Ladder(
    "petition",
    "信访代办",
    "代办",
    Petition.Status.ON_LADDER,
    clocks.STEP.key,
    "petitions.step",
    (
        (1, "网格员代办", "grid_worker", "3W"),
        (2, "网格长代办", "grid_chief", "3W"),
        (3, "镇代办员", "petition_officer", "5W"),
    ),
    otherwise="请直接分类办理",
)
