"""Numbers of incidents (domain: 4.2 T9): events of the period, by class and level, by unit and by place."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import F, Q

from core.models import Area, Clock, Unit
from core.outside import numbers as outside
from core.procedure.indicators import Indicator, Period, Split
from core.tasks import numbers as tasks
from grid import clocks
from grid.models import Incident, IncidentKind

Counts = Callable[[Period], Q]
COUNTED = Q(kind="incident", voided_at=None)
LEVELS = [rule.key for rule in clocks.LEVELS]
Class, Level, NONE = IncidentKind.Class, Incident.Level, "00"

# --- How they are parted: class-06, level-1, class-06.level-1, unit-B01, area-990121101204 (it and all below it) -----------


def words(part: str) -> str:
    """安全应急 Ⅰ级 紧急. ValueError: no such part."""
    return " ".join(_named(one) for one in part.split("."))


def _named(part: str) -> str:
    found = re.fullmatch(r"(class|level|unit|area)-(\w{1,18})", part)
    name, value = found.groups() if found else ("", "")
    known: Any = {"class": {NONE: "未分类", **dict(Class.choices)}, "level": dict(Level.choices)}.get(
        name, {}
    ).get(value)
    if name == "unit":
        known = Unit.objects.filter(code=value).values_list("short_name", flat=True).first()
    if name == "area":
        known = Area.objects.filter(code=value).values_list("name", flat=True).first()
    if not known:
        raise ValueError(f"没有“{part}”这样的分项")
    return str(known)


def _part(period: Period, part: str) -> Q:
    words(part)
    condition = Q()
    for one in part.split("."):
        name, value = one.split("-")
        condition &= _of(name, value)
    return condition


def _of(name: str, value: str) -> Q:
    if name == "area":
        return Q(area_path__startswith=Area.objects.get(code=value).path)
    columns = {"class": "topic__first", "level": "level", "unit": "unit__code"}
    return Q(topic=None) if (name, value) == ("class", NONE) else Q(**{columns[name]: value})


SPLIT = Split(_part, words)

# --- What is counted ----------------------------------------------------------------------------------------------------


def on(column: str, *conditions: Q) -> Counts:
    """The moment lies in the period."""
    return lambda period: (
        COUNTED & Q(*conditions, **{f"{column}__gte": period.since, f"{column}__lt": period.until})
    )


def done_of_reported(period: Period) -> Q:
    return on("received_at")(period) & Q(closed_at__lt=period.until)


def late(period: Period) -> Q:
    """A term of its level ran out in the period and it was not handled by then; what was late stays late."""
    until = min(period.until, period.known_until)
    over = Clock.objects.filter(rule__in=LEVELS, expires_at__gte=period.since, expires_at__lt=until)
    return COUNTED & Q(
        pk__in=over.filter(Q(ended_at=None) | Q(ended_at__gt=F("expires_at"))).values("matter")
    )


def lit(*conditions: str) -> Counts:
    """How the light of its level stood at the end of the period."""

    def counts(period: Period) -> Q:
        end = min(period.until, period.known_until)
        still = Clock.objects.filter(
            Q(ended_at=None) | Q(ended_at__gte=end), rule__in=LEVELS, started_at__lt=end
        )
        return COUNTED & Q(pk__in=still.filter(**dict.fromkeys(conditions, end)).values("matter"))

    return counts


def _number(key: str, label: str, said: str, counts: Counts, unit: str = "件", **more: Any) -> Indicator:
    return Indicator(f"incident_{key}", label, said, counts, unit, split=SPLIT, **more)


SELF = Q(status=Incident.Status.SETTLED, at_town_at=None, at_county_at=None)
INDICATORS = (
    _number("reported", "上报", "本期登记的网格事件，现场办好的也计；作废的不计。", on("received_at")),
    _number("settled", "自办结", "本期现场或者在村（社区）办好、没有上报镇里的。", on("closed_at", SELF)),
    _number("to_town", "上报镇", "本期上报到镇综治中心的，直接上报和村里上报的都计。", on("at_town_at"), afterwards=True),
    _number("to_county", "上报市县", "本期上报县级部门的，配合履职上报牵头部门的也计。", on("at_county_at"), afterwards=True),
    _number("done", "办结", "本期自办结和结案的，不论何时上报。", on("closed_at")),
    _number("done_rate", "办结率", "本期上报的，到期末已经办结的÷上报。", done_of_reported, "%", share_of="incident_reported"),
    _number("late", "超时", "分级处置期限在本期届满、到期没有处置的，以后补办也计；延期批准的按延长以后的期限。", late),
    _number("red", "红灯", "期末分级处置期限已过、还没有处置的。", lit("expires_at__lte")),
    _number("yellow", "黄灯", "期末快到分级处置期限、还没有处置的。", lit("expires_at__gt", "warn_at__lte")),
    _number("redone", "退回重办", "本期办结的，核查不合格退回重办过的。", on("closed_at", Q(redone__gt=0))),
    *tasks.indicators("incident"),
    *outside.indicators("incident"),
)  # fmt: skip
