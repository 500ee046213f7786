"""Numbers of incidents (domain: 4.2 T9): events of the period, by class and level, by unit and by place.

What is sealed is in no number but `sealed`, which is parted by nothing: in a grid of fifty households a number tells of
whom it is. Nothing is counted by person, and what is counted is what was solved, not how often somebody reported.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Q

from core.models import Area, Clock
from core.outside import numbers as outside
from core.procedure.indicators import Indicator, Period
from core.procedure.splits import UNIT, Way, chosen, split_by, unit_word
from core.tasks import numbers as tasks
from grid import clocks
from grid.models import Incident, IncidentKind
from grid.rounds.indicators import RECHECKS

Counts = Callable[[Period], Q]
OPEN = Q(compartment="")
COUNTED = Q(kind="incident", voided_at=None) & OPEN
LEVELS = [rule.key for rule in clocks.LEVELS]
Class, Level, NONE = IncidentKind.Class, Incident.Level, "00"

# --- How they are parted: class-06, level-1, class-06.level-1, unit-B01, area-990121101204 (it and all below it) -----------


def _class(value: str) -> str:
    return "未分类" if value == NONE else dict(Class.choices).get(value, "")


def _area(code: str) -> str:
    return Area.objects.filter(code=code).values_list("name", flat=True).first() or ""


SPLIT = split_by(
    {
        "class-": Way(lambda value: Q(topic=None) if value == NONE else Q(topic__first=value), _class),
        "level-": chosen("level", Level.choices),
        UNIT: Way(lambda code: Q(unit__code=code), unit_word),
        "area-": Way(lambda code: Q(area_path__startswith=Area.objects.get(code=code).path), _area),
    }
)
words = SPLIT.words  # 安全应急 Ⅰ级 紧急

# --- What is counted ----------------------------------------------------------------------------------------------------


def on(column: str, *conditions: Q) -> Counts:
    """The moment lies in the period."""
    return lambda period: COUNTED & Q(period.within(column), *conditions)


def answered(period: Period) -> Q:
    return on("answered_at", Q(dispatched_at__isnull=False, unit__isnull=False))(period)


def done_of_reported(period: Period) -> Q:
    return on("received_at")(period) & Q(closed_at__lt=period.until)


def late(period: Period) -> Q:
    """A term of its level ran out in the period and it was not handled by then; what was late stays late."""
    gone = Clock.objects.filter(rule__in=LEVELS).overrun(period.known_until, period.since)
    return COUNTED & Q(pk__in=gone.values("matter"))


def not_called(period: Period) -> Q:
    """The ten minutes for the call ran out in the period, and it was not recorded by then."""
    owed = Clock.objects.filter(rule=clocks.POLICE.key).exclude(end=Clock.End.CANCELLED)
    gone = owed.overrun(period.known_until, period.since)
    return COUNTED & Q(pk__in=gone.values("matter"))


def done_in_time(period: Period) -> Q:
    """Closed, and no term of its level, nor the day for putting a hazard right, had run out before it was handled."""
    gone = Clock.objects.filter(rule__in=[*LEVELS, clocks.RECTIFY.key]).overrun(period.known_until)
    return on("closed_at")(period) & ~Q(pk__in=gone.values("matter"))


def in_hand(period: Period) -> Q:
    return COUNTED & Q(received_at__lt=period.until) & (Q(closed_at=None) | Q(closed_at__gte=period.until))


def _lit(period: Period, **condition: Any) -> Q:
    """A term of the office's own was running at the end of the period, and its light was so: as the lists show it."""
    at = period.known_until
    still = Clock.objects.filter(Q(ended_at=None) | Q(ended_at__gte=at), started_at__lt=at, right=False)
    moving = still.filter(Q(suspended_at=None) | Q(suspended_at__gte=at), **condition)
    return in_hand(period) & Q(pk__in=moving.values("matter"))


def red(period: Period) -> Q:
    return _lit(period, expires_at__lte=period.known_until)


def yellow(period: Period) -> Q:
    return _lit(period, warn_at__lte=period.known_until) & ~red(period)


def sealed(period: Period) -> Q:
    """Counted under the statistician's right alone, for the town as a whole."""
    return Q(period.within("received_at"), kind="incident", voided_at=None) & ~OPEN


def _open(number: Indicator) -> Indicator:
    return replace(number, counts=lambda period: number.counts(period) & OPEN)


def _number(key: str, label: str, said: str, counts: Counts, unit: str = "件", **more: Any) -> Indicator:
    return Indicator(f"incident_{key}", label, said, counts, unit, split=SPLIT, **more)


OWN_FIND = Q(channel__in=(Incident.Channel.GRID, Incident.Channel.PATROL, Incident.Channel.VIDEO))
SATISFIED = Q(rating__in=(Incident.Rating.GOOD, Incident.Rating.FAIR))
SELF = Q(status=Incident.Status.SETTLED, at_town_at=None, at_county_at=None)
INDICATORS = (
    _number("reported", "上报", "本期收到的网格事件，现场办好的也计；作废的、封闭办理的不计。", on("received_at")),
    _number("video", "视频发现", "上报的里，由视频发现的。", on("received_at", Q(camera__isnull=False))),
    _number("own_find", "主动发现", "上报的里，网格员、巡查、视频先发现的；群众反映、热线转来、部门移送的不计。", on("received_at", OWN_FIND)),
    _number("settled", "自办结", "本期现场或者在村（社区）办好、没有上报镇里的。", on("closed_at", SELF)),
    _number("to_town", "上报镇", "本期上报到镇综治中心的，直接上报和村里上报的都计。", on("at_town_at"), afterwards=True),
    _number("to_county", "上报市县", "本期上报县级部门的，配合履职上报牵头部门的也计。", on("at_county_at"), afterwards=True),
    _number("done", "办结", "本期自办结和结案的，不论何时上报。", on("closed_at")),
    _number("done_rate", "办结率", "本期上报的，到期末已经办结的÷上报。", done_of_reported, "%", share_of="incident_reported"),
    _number("late", "超时", "分级处置期限在本期届满、到期没有处置的，以后补办也计；延期批准的按延长以后的期限，列入复查的隐患另计整改逾期。", late),
    _number("not_called", "报警电话没有按时记", "打110、记报警电话的期限在本期届满、到期没有记的，以后补记也计；写明不用打110的不计。", not_called),
    _number("red", "红灯", "期末在办、有期限已经逾期的；期间未完的，以现在为准。", red),
    _number("yellow", "黄灯", "期末在办、快到期的；已经是红灯的不再计。", yellow),
    _number("in_hand", "期末在办", "期末以前收到、当时没有办结的。", in_hand),
    _number("answered", "反馈", "本期由承办单位反馈处置结果的，按最后一次反馈；现场、村里办好的不在内。签收、反馈的快慢从这些里算。", answered, afterwards=True),
    _number("redone", "退回重办", "本期办结的，核查不合格退回重办过的。", on("closed_at", Q(redone__gt=0))),
    _number("done_in_time", "按期办结", "本期办结的里，没有超过分级处置期限、隐患整改期限的；延期批准的按延长以后的期限。", done_in_time),
    _number("rated", "有评价", "本期告知反映人、反映人作了评价的。", on("told_at", ~Q(rating="")), afterwards=True),
    _number("satisfied", "满意", "有评价的里，评价满意、基本满意的。", on("told_at", SATISFIED), afterwards=True),
    Indicator("incident_sealed", "封闭办理", "本期收到、封闭办理的（家庭暴力、涉未成年人等）；只在这一行计数，不分类、不分地区，不计入其他任何指标。", sealed),
    *RECHECKS,
    *map(_open, (*tasks.indicators("incident"), *outside.indicators("incident"))),
)  # fmt: skip
