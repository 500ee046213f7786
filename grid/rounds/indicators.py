"""Numbers of screening: rounds, grids, and what was found in the period (domain: 4.2 T6, T10). 化解率 is 化解 ÷ 排查发现.

What was found is counted when it was reported, each once; nothing is counted by person. The list behind a number of grids
is that of the rounds they stand in, behind one of finds what was found.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q
from django.utils.timezone import localdate

from core.models import Clock
from core.procedure.indicators import Indicator, Period, weighed
from core.procedure.splits import Way, split_by
from grid.models import ScreenedFind, ScreenedGrid, Screening
from grid.rounds.clocks import RECHECK, RECTIFY
from grid.rounds.known import solved

What, Occasion = ScreenedFind.What, Screening.Occasion
PART = "occasion-"
Rows = Callable[[Period], Any]


def _of(occasion: str) -> Q:
    return Q(pk__in=Screening.objects.filter(occasion=occasion).values("pk"))


SPLIT = split_by({PART: Way(_of, lambda value: dict(Occasion.choices).get(value, ""))})
words = SPLIT.words  # 节前排查


def issued(period: Period) -> Any:
    return Screening.objects.filter(period.within_days("issued_on"))


def grids(period: Period) -> Any:
    """Of rounds whose last day for reports came in the period."""
    return ScreenedGrid.objects.filter(
        period.within_days("matter__report_by"), matter__issued_on__isnull=False
    )


def finds(what: str) -> Rows:
    """Reported in the period; what turned out to be registered by mistake was not found, and what was sealed since is not
    counted.
    """
    return lambda period: ScreenedFind.objects.filter(
        period.within("at"), what=what, found__voided_at=None, found__compartment=""
    )


def _rows(key: str, label: str, said: str, rows: Rows, unit: str, **more: Any) -> Indicator:
    return Indicator(
        key=f"screening_{key}", label=label, definition=said, unit=unit, split=SPLIT, **weighed(rows), **more
    )  # fmt: skip


def _solved(period: Period) -> Any:
    return finds(What.DISPUTE)(period).filter(solved(period.until))


def _found(key: str, label: str, said: str, unit: str = "件", **more: Any) -> Indicator:
    return _rows(key, label, said, FINDS[f"screening_{key}"], unit, listed="screening_finds", **more)


FINDS: dict[str, Rows] = {
    "screening_disputes": finds(What.DISPUTE),
    "screening_solved": _solved,
    "screening_solved_rate": _solved,
    "screening_hazards": finds(What.HAZARD),
}


SOLVED = "本期排查发现的矛盾纠纷，到期末已经办结的；作废、调解不成、不予受理的不算"
INDICATORS = (
    Indicator(
        "screening_rounds", "排查次数", "本期下发的排查，一轮计一次。", lambda period: Q(kind="screening", pk__in=issued(period).values("pk")),
        "次", split=SPLIT, afterwards=True,
    ),
    _rows("grids", "应报网格", "报送截止在本期的排查，一轮一个网格计一次。", grids, "个"),
    _rows("zero", "零报告", "应报网格里报零报告的。", lambda period: grids(period).filter(result="zero"), "个"),
    _rows("in_time", "按期报送", "应报网格里在报送截止以前报了结果的，零报告也算。", lambda period: grids(period).filter(at__isnull=False, late=False), "个"),
    _rows("in_time_rate", "按期报送率", "按期报送÷应报网格。", lambda period: grids(period).filter(at__isnull=False, late=False), "%",
        share_of="screening_grids"),
    _found("disputes", "排查发现", "本期各网格报的矛盾纠纷，一件只计一次；作废的、封闭办理的不计。"),
    _found("solved", "化解", f"{SOLVED}。"),
    _found("solved_rate", "化解率", f"化解÷排查发现：{SOLVED}，除以本期排查发现。", "%", share_of="screening_disputes"),
    _found("hazards", "发现隐患", "本期各网格报的安全隐患，一件只计一次。"),
)  # fmt: skip


# --- Hazards that are looked at again ------------------------------------------------------------------------------------


def due_rechecks(period: Period) -> Any:
    """Looks whose day came in the period."""
    over = Clock.objects.filter(
        period.within_days("raw"),
        rule=RECHECK.key,
        matter__compartment="",
        raw__lte=localdate(period.known_until),
    )
    return over.exclude(end=Clock.End.CANCELLED)


def in_time(clocks: Any) -> Any:
    return clocks.filter(end=Clock.End.MET, ended_at__lt=F("expires_at"))


def unmended(period: Period) -> Any:
    """Days for putting it right that ran out in the period and it was not gone; another day set later mends nothing."""
    days = Clock.objects.filter(rule=RECTIFY.key, matter__compartment="", matter__voided_at=None)
    return days.overrun(period.known_until, period.since)


RECHECKS = (
    Indicator(key="incident_recheck_due", label="应复查隐患", definition="复查日期在本期的，一次计一次；期间未完的，算到今天。",
        unit="次", **weighed(due_rechecks)),
    Indicator(key="incident_recheck_done", label="按期复查", definition="应复查的里，当天以前复查了的。", unit="次",
        **weighed(lambda period: in_time(due_rechecks(period)))),
    Indicator(key="incident_unmended", label="隐患整改逾期", definition="整改期限在本期届满、到期隐患没有消除的，以后消除、延长的也计；一个期限计一次。",
        unit="次", **weighed(unmended)),
)  # fmt: skip
