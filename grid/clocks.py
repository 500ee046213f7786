"""Terms of an incident (domain: 3.3; no law sets a number, so the town may shorten each of them: LocalTerm). Ⅰ and Ⅱ are
reckoned by the hour, day and night; Ⅲ and Ⅳ by working days.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.deadlines.clocks import ClockRule, inner_rule
from core.deadlines.steps import (
    BLACK,
    DIRECTORS,
    HALF,
    HEADS,
    HOLDERS,
    LEADERS,
    OVER,
    SOON,
    STEPS,
    Hours,
    Step,
    Whom,
    days,
    share,
)  # fmt: skip
from core.models import Access
from core.outside.clocks import ANSWER
from core.tasks.clocks import CLOCKS as TASKS
from grid.rounds.clocks import RECHECK, RECTIFY

LOCAL = "镇网格事件分级处置规定"
BINZHOU = "《滨州市社会治理网格化服务管理条例》"

# By the hour: nothing waits for the morning, and who is late is told upwards at once.
AT_ONCE = (
    Step("half", HALF, (HOLDERS,), "“{label}”时间已过半：{title}", hours=Hours.ANY),
    Step("over", OVER, (HOLDERS, HEADS, DIRECTORS, LEADERS), "“{label}”已经逾期，请立即处置：{title}", urgent=True),
    Step("black", BLACK, (DIRECTORS, LEADERS), "“{label}”逾期超过 5 个工作日，达到挂牌条件：{title}", urgent=True),
)  # fmt: skip
# Of level I whoever answers is telephoned, also at night.
DANGER = (AT_ONCE[0], replace(AT_ONCE[1], call=True), AT_ONCE[2])
# Who reported a danger that no unit is told of calls 110; who has not is telephoned himself, at night too.
CALLED = (
    Step("over", OVER, (HOLDERS, DIRECTORS), "“{label}”还没有记，没有打的请马上打110：{title}", urgent=True, call=True),
    Step("told", share(3), (DIRECTORS, LEADERS), "“{label}”过了三倍时间还没有记，请核实有没有报警：{title}", urgent=True, call=True),
)  # fmt: skip
# Nobody in the village took it up or handed it up: the system hands it up, in the morning after its last day. Only Ⅲ and Ⅳ wait
# in the village; their term is one of days and the centre's to dispatch runs in office hours (domain: 3.3), so that nothing is
# lost until then, and nobody is told at midnight.
GOES_UP = (
    Step("soon", SOON, (HOLDERS,), "“{label}”快到期，没有处置的自动上报镇里：{title}"),
    Step("up", days(1), (HOLDERS, DIRECTORS), "“{label}”到期没有处置，已上报镇里：{title}", acts="goes_up"),
)

# Who was asked to look is reminded, beside the centre that waits for it.
CHECKERS = Whom("现场核查的人", lambda clock: [row.user for row in Access.objects.current().filter(matter=clock.matter_id, part="check").select_related("user") if row.user])  # fmt: skip
TO_CHECK = tuple(replace(step, to=(CHECKERS, *step.to)) if step.key in ("soon", "over") else step for step in STEPS)  # fmt: skip


def _of(level: str) -> Callable[[Any], bool]:
    return lambda incident: bool(incident.level == level)


def _urgent(incident: Any) -> bool:
    return bool(incident.is_urgent)


def _usual(incident: Any) -> bool:
    return not incident.is_urgent


def is_taken_back(incident: Any) -> bool:
    """Its item was taken back: the county handles it."""
    return bool(incident.item and incident.item.taken_back)


def _here(incident: Any) -> bool:
    return _usual(incident) and not is_taken_back(incident)


def _here_now(incident: Any) -> bool:
    return _urgent(incident) and not is_taken_back(incident)


# fmt: off
ARRIVE = ClockRule("incident.arrive", "到场", "30N", f"{LOCAL}（Ⅰ级30分钟到场）", steps=DANGER, fits=_of("1"))
FIRST_REPORT = ClockRule("incident.first_report", "首报", "2H", f"{LOCAL}（Ⅰ级2小时内报告）", whose="centre", steps=DANGER, fits=_of("1"))
CALL_NOW = inner_rule("incident.call_now", "电话通知网格员（Ⅰ、Ⅱ级）", "10N", f"{LOCAL}（视频发现后10分钟内打通）", whose="centre", steps=AT_ONCE, fits=_urgent)
CALL = inner_rule("incident.call", "电话通知网格员", "4WH", f"{LOCAL}（视频发现后4个工作小时内打通）", whose="centre", fits=_usual)
POLICE = inner_rule("incident.police", "打110、记报警电话", "10N", f"{LOCAL}（没有单位会收到通知的，10分钟内打110并记下）", steps=CALLED)
LEVEL_1 = ClockRule("incident.level_1", "处置或者移交（Ⅰ级）", "24H", f"{LOCAL}（Ⅰ级24小时）", steps=DANGER, fits=_of("1"))
LEVEL_2 = ClockRule("incident.level_2", "处置（Ⅱ级）", "24H", f"{LOCAL}（Ⅱ级24小时）", steps=AT_ONCE, fits=_of("2"))
LEVEL_3 = ClockRule("incident.level_3", "处置（Ⅲ级）", "3W", f"{LOCAL}（Ⅲ级3个工作日）", fits=_of("3"))
LEVEL_4 = ClockRule("incident.level_4", "处置（Ⅳ级）", "5W", f"{LOCAL}（Ⅳ级5个工作日）", fits=_of("4"))
HAND_UP = ClockRule("incident.hand_up", "上报县级", "24H", f"{LOCAL}（上级收回的事项24小时内上报）", whose="centre", steps=AT_ONCE, fits=is_taken_back)
VILLAGE = ClockRule("incident.village", "村（社区）处置", "1W", f"{LOCAL}（1个工作日内处置或者上报）", steps=GOES_UP)
DISPATCH = ClockRule("incident.dispatch", "派遣", "4WH", f"{LOCAL}（4个工作小时内派遣）", whose="centre", fits=_here)
DISPATCH_NOW = ClockRule("incident.dispatch_now", "派遣（Ⅰ、Ⅱ级）", "30N", f"{LOCAL}（30分钟内派遣）", whose="centre", steps=AT_ONCE, fits=_here_now)
SIGN = ClockRule("incident.sign", "签收", "1W", f"{LOCAL}（1个工作日内签收）", accepts=True, fits=_usual)
SIGN_NOW = ClockRule("incident.sign_now", "签收（Ⅰ、Ⅱ级）", "30N", f"{LOCAL}（30分钟内签收）", steps=AT_ONCE, accepts=True, fits=_urgent)
# A possibility and no duty: nobody is late with it.
MAY_RETURN = inner_rule("incident.may_return", "退回", "2W", f"{BINZHOU}第十二条（及时说明；镇规定2个工作日内）", right=True, steps=())
EXTENSION = ClockRule("incident.extension", "延期审批", "1W", f"{LOCAL}（1个工作日内批复）", whose="centre")
CHECK = inner_rule("incident.check", "现场核查", "2W", f"{LOCAL}（反馈后2个工作日内核查）", steps=TO_CHECK, fits=_usual)
CHECK_NOW = inner_rule("incident.check_now", "现场核查（Ⅰ、Ⅱ级）", "24H", f"{LOCAL}（反馈后24小时内核查）", steps=TO_CHECK, fits=_urgent)
CLOSE = inner_rule("incident.close", "结案", "2W", f"{LOCAL}（核查后2个工作日内结案）", whose="centre")
TELL = inner_rule("incident.tell", "告知反映人", "3W", f"{BINZHOU}第十二条（反馈；镇规定3个工作日内）", outlives=True)
# fmt: on

BY_LEVEL = {"1": LEVEL_1, "2": LEVEL_2, "3": LEVEL_3, "4": LEVEL_4}
LEVELS = tuple(BY_LEVEL.values())
HANDLING = (*LEVELS, ARRIVE, FIRST_REPORT)
DISPATCHING = (DISPATCH, DISPATCH_NOW, HAND_UP)
SIGNING = (SIGN, SIGN_NOW, MAY_RETURN)
CHECKING = (CHECK, CHECK_NOW)
BY_DAYS = (VILLAGE, LEVEL_3, LEVEL_4)  # what a day for putting a hazard right takes the place of
CALLING = (CALL, CALL_NOW)
FIRST = (*HANDLING, *DISPATCHING, *CALLING, VILLAGE, TELL, POLICE)  # what a report may start

CLOCKS = (
    ARRIVE, FIRST_REPORT, *CALLING, *LEVELS, HAND_UP, VILLAGE, DISPATCH, DISPATCH_NOW, SIGN, SIGN_NOW, MAY_RETURN, EXTENSION, CHECK,
    CHECK_NOW, CLOSE, TELL, POLICE, RECHECK, RECTIFY, ANSWER, *TASKS,
)  # fmt: skip
