"""Deadlines of a motion. But for the notice and the posting, which are the law's, they are the town's own."""

from dataclasses import replace

from core.deadlines.clocks import ClockRule, inner_rule
from core.deadlines.steps import BLACK, DIRECTORS, LEADERS, STEPS, SUPERVISED, Step
from council.rules import CF, JF, TOWN

POSTED_DAYS = 15  # 村法 35, 居法 34: at least
AFTER = 3  # days after the posting, for objections and what comes next


def _own(key: str, label: str, term: str, says: str = "", urged: bool = True) -> ClockRule:
    steps = SUPERVISED if urged else None
    return inner_rule(f"council.{key}", label, term, f"{TOWN}（{says or label}）", steps=steps)


SORT = _own("sort", "议题审查", "5W", "五个工作日内审查能不能在这里定")
ANSWER = ClockRule(
    "council.answer",
    "答复提议人",
    "15C",
    f"{TOWN}（十五日内书面答复受理或者不受理）",
    steps=SUPERVISED,
    accepts=True,
)
STUDY = _own("study", "党组织研究", "10W")
CALL = _own("call", "通知开会", "15C", "受理后十五日内通知")
HOLD = replace(_own("hold", "登记会议情况", "60C", "开会以后三日内登记"), given=True)
RESOLVE = _own("resolve", "形成决议", "5W", "会后五个工作日内")
POST = _own("post", "公示决议", "3W", "作出后三个工作日内")
POSTING = inner_rule(
    "council.posting", "公示期满处理", f"{POSTED_DAYS + AFTER}C",
    f"{CF}第三十五条、{JF}第三十四条（公示不少于十五日），{TOWN}（期满三日内处理）", steps=SUPERVISED, given=True
)  # fmt: skip
OBJECTION = _own("objection", "答复异议", "5W")
CARRY = _own("carry", "落实决议", "90C")
CHECK = _own("check", "核查结果", "5W", "由没有参加落实的人核查")
PUBLISH = _own("publish", "公开结果", "5W")
FILE = _own("file", "报镇备案", "10C", "村规民约通过后十日内")
REVIEW = inner_rule(
    "council.review", "备案审查", "15C", f"{CF}第三十一条第三款，{TOWN}（十五日内）", whose="centre",
    steps=(*STEPS[:-1], Step("black", BLACK, (DIRECTORS, LEADERS), "“{label}”逾期超过 5 个工作日，村规民约没有审查：{title}", urgent=True))
)  # fmt: skip
CORRECT = inner_rule(
    "council.correct", "改正村规民约", "30C", f"{CF}第三十一条第三款（责令改正）", steps=SUPERVISED
)
DECIDED = (
    POSTING,
    POST,
    FILE,
    REVIEW,
    OBJECTION,
    CARRY,
    CHECK,
)  # of what was decided: over where it is decided anew
CLOCKS = (
    SORT, ANSWER, STUDY, CALL, HOLD, RESOLVE, POST, POSTING, OBJECTION, CARRY, CHECK, PUBLISH, FILE, REVIEW, CORRECT,
)  # fmt: skip
