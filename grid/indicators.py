"""Numbers about incidents, each with the sentence that defines it (domain: 4.2 T9).

Events of the period are counted, so that a month that is over stays what it was. What is sealed is in no number but
`sealed`, which is parted by nothing: in a grid of fifty households a number tells of whom it is. Nothing is counted by
person, and what is counted is what was solved, not how often somebody reported.
"""

import re
from typing import Any

from django.db.models import F, Q

from core.models import Clock, Unit
from core.procedure.indicators import Indicator, Period, Split
from grid import clocks
from grid.models import Incident, IncidentKind

S, Class, Level = Incident.Status, IncidentKind.Class, Incident.Level
OPEN = Q(compartment="")
COUNTED = Q(kind="incident", voided_at=None) & OPEN
ENDED = (S.SETTLED, S.CLOSED)
NO_CLASS = "00"

# --- How they are parted -----------------------------------------------------------------------------------------------


def words(part: str) -> str:
    """矛盾纠纷; Ⅱ级 重要; 矛盾纠纷，Ⅱ级 重要; 村镇办. ValueError: no such part."""
    found = re.fullmatch(r"class-(\d\d)(?:-([1-4]))?|level-([1-4])|unit-(\w{1,18})", part)
    if found is None:
        raise ValueError(f"没有“{part}”这样的分项")
    first, of_class, level, code = found.groups()
    if code:
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise ValueError(f"没有“{part}”这样的分项")
        return unit.short_name
    if first and first != NO_CLASS and first not in Class.values:
        raise ValueError(f"没有“{part}”这样的分项")
    named = [str(Class(first).label) if first in Class.values else "未分类"] if first else []
    return "，".join([*named, *(str(Level(one).label) for one in (of_class, level) if one)])


def part_of(part: str) -> Q:
    """The incidents of a part. ValueError: no such part."""
    words(part)
    what, value, *level = part.split("-", 2)
    if what == "unit":
        return Q(unit__code=part.removeprefix("unit-"))
    if what == "level":
        return Q(level=value)
    own = Q(topic=None) if value == NO_CLASS else Q(topic__first=value)
    return own & Q(level=level[0]) if level else own


SPLIT = Split(lambda period, part: part_of(part), words)

# --- What is counted -----------------------------------------------------------------------------------------------------


def _within(column: str, period: Period) -> Q:
    return Q(**{f"{column}__gte": period.since, f"{column}__lt": period.until})


def reported(period: Period) -> Q:
    return COUNTED & _within("received_at", period)


def sealed(period: Period) -> Q:
    """Counted under the statistician's right alone, for the town as a whole."""
    return Q(kind="incident", voided_at=None) & ~OPEN & _within("received_at", period)


def on(column: str, **more: Any) -> Any:
    """It happened in the period."""
    return lambda period: COUNTED & _within(column, period) & Q(**more)


def in_time(period: Period) -> Q:
    """Of those reported in the period the ones that have ended by its end."""
    return reported(period) & Q(closed_at__lt=period.until, status__in=ENDED)


def in_hand(period: Period) -> Q:
    return COUNTED & Q(received_at__lt=period.until) & (Q(closed_at=None) | Q(closed_at__gte=period.until))


def late(period: Period) -> Q:
    """The term of its level ran out in the period, and it was not handled by then; what was late stays late."""
    levels = [rule.key for rule in clocks.LEVELS]
    over = Clock.objects.filter(
        rule__in=levels, expires_at__gte=period.since, expires_at__lt=period.known_until
    )
    gone = over.filter(Q(ended_at=None) | Q(ended_at__gte=F("expires_at")))
    return COUNTED & Q(pk__in=gone.values("matter"))


def _lit(period: Period, *conditions: Q) -> Q:
    """A term of the office's own was running at the end of the period, and its light was so."""
    at = period.known_until
    running = Q(ended_at=None) | Q(ended_at__gte=at)
    moving = Q(suspended_at=None) | Q(suspended_at__gte=at)
    own = Clock.objects.filter(running, moving, *conditions, rule__startswith="incident.", right=False)
    return Q(pk__in=own.filter(started_at__lt=at).values("matter"))


def red(period: Period) -> Q:
    return in_hand(period) & _lit(period, Q(expires_at__lte=period.known_until))


def yellow(period: Period) -> Q:
    return in_hand(period) & ~red(period) & _lit(period, Q(warn_at__lte=period.known_until))


def _number(key: str, label: str, definition: str, counts: Any, **facts: Any) -> Indicator:
    return Indicator(f"incident_{key}", label, definition, counts, **{"split": SPLIT, **facts})


_REST = "作废的、封闭办理的不计。"
INDICATORS = (
    _number("reported", "上报", f"本期上报的网格事件，按收到时间计；现场办好的也在内。{_REST}", reported),
    _number("settled", "自办结", "本期现场或者在村里办好、没有交镇里派遣的。", on("closed_at", status=S.SETTLED)),
    _number("to_town", "上报镇", "本期到镇里的：直接报镇的，和村里上报镇里的。", on("at_town_at")),
    _number("to_county", "上报市县", "本期上报县级（市级）单位的。", on("at_county_at")),
    _number("finished", "办结", "本期自办结和结案的；转入调解、信访等程序的，等那边办完。", on("closed_at", status__in=ENDED)),
    _number("finished_rate", "办结率", "本期上报的，到期末已经办结的÷上报；不是本期办结÷上报，所以不会超过100%。", in_time, unit="%", share_of="incident_reported"),
    _number("late", "超时", "本期过了本级处置期限还没有处置的，以后办完也计；一件只计一次。", late),
    _number("red", "红灯", "期末在办、有期限已经逾期的；期间未完的，以现在为准。", red),
    _number("yellow", "黄灯", "期末在办、快到期的；已经是红灯的不再计。", yellow),
    _number("in_hand", "期末在办", "期末以前上报、当时没有办结的。", in_hand),
    _number("answered", "反馈", "本期反馈处置结果的，按最后一次反馈；签收、反馈时间从这些里算。", on("answered_at"), afterwards=True),
    Indicator("incident_sealed", "封闭办理", "本期上报、封闭办理的（家庭暴力、涉未成年人等）；只在这一行计数，不分类、不分地区，不计入其他任何指标。", sealed),
)  # fmt: skip
