"""Terms of a screening round and of a hazard that is looked at again; the day is the one that was set."""

from functools import partial

from core.access.people import once, with_permission
from core.deadlines.clocks import inner_rule
from core.deadlines.steps import DIRECTORS, HEADS, HOLDERS, SOON, Hours, Step, Whom, days, holders
from core.models import Clock, User
from grid.models import ScreenedGrid
from grid.places import answering

RULES = "镇矛盾纠纷排查制度"
Field = partial(Step, hours=Hours.MORNING)  # grids are walked on every day of the year, holidays above all
ANSWERS = "grid.screen_answer"  # of a grid or of all those of a village


def _missing(clock: Clock) -> list[User]:
    """Who answers today for the grids of the unit that have given no result."""
    left = ScreenedGrid.objects.filter(matter=clock.matter_id, unit=clock.unit_id, result="").select_related(
        "area"
    )
    found = [with_permission(ANSWERS, unit=clock.unit, area=grid.area) for grid in left]
    return once(*found) or holders(clock)


MISSING = Whom("没有报送的网格的责任人", _missing)
THERE = Whom("当地的网格责任人", lambda clock: answering(clock.matter.area))

ISSUE = inner_rule(
    "screening.issue", "排查下发", "3W", f"{RULES}（拟出后3个工作日内下发或者不开展）", whose="centre"
)
# One for each village, for the grids that it answers for.
REPORT = inner_rule("screening.report", "排查报送", "15C", f"{RULES}（下发时定的报送截止日）", steps=(
    Field("soon", SOON, (MISSING,), "“{label}”{due}截止，没有发现的报零报告：{title}"),
    Field("day", days(1), (MISSING, HEADS), "“{label}”已经截止，还有网格没有报，请今天补报：{title}", urgent=True),
    Field("told", days(2), (HEADS, DIRECTORS), "“{label}”逾期没有报齐，请督促：{title}", urgent=True),
), given=True)  # fmt: skip
CLOSE = inner_rule(
    "screening.close", "排查汇总", "5C", f"{RULES}（报送截止后5日内汇总）", whose="centre", given=True
)
CLOCKS = (ISSUE, REPORT, CLOSE)

RECHECK = inner_rule("incident.recheck", "隐患复查", "7C", "镇安全隐患排查整改制度（列入复查时定的周期）", steps=(
    Field("today", days(0), (THERE,), "今天要做“{label}”：{title}"),
    Field("missed", days(1), (THERE,), "“{label}”昨天到期没有做，请今天去看：{title}", urgent=True),
    Field("told", days(2), (HOLDERS, HEADS, DIRECTORS), "“{label}”没有做，隐患还在，请督促：{title}", urgent=True),
), given=True)  # fmt: skip

# The day set for whoever has to put it right. Over and not gone: the holder sets another day or hands it up.
RECTIFY = inner_rule("incident.rectify", "隐患整改", "15C", "镇安全隐患排查整改制度（列入复查时定的整改期限）", steps=(
    Field("soon", SOON, (THERE, HOLDERS), "“{label}”{due}到期，请提醒整改单位：{title}"),
    Field("over", days(1), (THERE, HOLDERS, HEADS), "“{label}”昨天到期，隐患没有消除，请去看；改不了的“延长整改期限”或者上报：{title}", urgent=True),
    Field("told", days(3), (HOLDERS, HEADS, DIRECTORS), "“{label}”逾期，隐患还在，请督促或者上报有权处理的部门：{title}", urgent=True),
), given=True)  # fmt: skip
