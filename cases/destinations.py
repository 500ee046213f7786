"""Where what came in went first (去向), for table T2: by source and by destination (domain: 4.2).

The first act that sends a case somewhere tells its destination. What is done later does not change it, so a
month that is over stays what it was.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Case as If
from django.db.models import CharField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import Exact, In, StartsWith

from cases.models import Case
from core.models import HistoryEntry, Unit
from core.procedure.indicators import Period, Split
from core.procedure.procedure import by_kind

# Destination → its word and the acts that lead there; a unit is `unit-ID`, a procedure below its kind.
SPOT = ("当场办结", ("cases.answer_on_spot", "cases.answer_in_room"))
OTHER_WAYS = {
    "told": ("书面告知", ("cases.elsewhere",)),
    "referred": ("移送", ("cases.refer",)),
    "merged": ("并案", ("cases.merge",)),
    "imported": ("原系统已答复", ("cases.import_reply",)),
}
NOWHERE, UNIT, OTHERS = "none", "unit-", "others-"
TO_A_UNIT = ("cases.hand_over", "cases.instruct")
CHANNELS: dict[str, str] = dict(Case.Channel.choices)


@cache
def below() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The procedures that open below a case and take it out of hand, as destinations."""
    rows = [row for row in by_kind()["case"].workflow.transitions if row.moves.opens and row.target]
    return {row.moves.opens: (row.label, (f"cases.{row.name}",)) for row in rows}


def going_below() -> list[str]:
    """The acts that send a case there."""
    return [act for _, acts in below().values() for act in acts]


@cache
def ways() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """All destinations but units, in the order of the table."""
    return {"spot": SPOT, **below(), **OTHER_WAYS}


@cache
def _part() -> re.Pattern[str]:
    named = "|".join(ways())
    return re.compile(
        rf"({'|'.join(CHANNELS)})?/((?:{named}|{NOWHERE}|unit-\d{{1,9}}|others(?:-\d{{1,9}})*))?"
    )


def destination(until: datetime) -> Any:
    """An expression: where the case had been sent first, seen from a moment; `none` where nobody had yet."""
    named = [When(action__in=acts, then=Value(way)) for way, (_, acts) in ways().items()]
    sending = [*(act for _, acts in ways().values() for act in acts), *TO_A_UNIT]
    unit = Concat(Value(UNIT), Cast("unit_id", CharField()))
    sent = HistoryEntry.objects.filter(matter=OuterRef("pk"), action__in=sending, happened_at__lt=until)
    first = sent.order_by("seq").annotate(way=If(*named, default=unit, output_field=CharField()))
    return Coalesce(Subquery(first.values("way")[:1]), Value(NOWHERE), output_field=CharField())


def part(channel: str = "", way: str = "") -> str:
    """A cell of the table in an address: visit/unit-12; one side may be empty for a sum."""
    return f"{channel}/{way}"


def others(units: Iterable[int]) -> str:
    """The destination 其他单位: every unit but these."""
    return "-".join(["others", *map(str, sorted(units))])


def _read(text: str) -> tuple[str, str]:
    found = _part().fullmatch(text)
    if found is None:
        raise ValueError(f"没有“{text}”这样的来源和去向")
    return found[1] or "", found[2] or ""


def condition(period: Period, text: str) -> Q:
    """The rows of a cell. ValueError: no such cell."""
    channel, way = _read(text)
    rows = Q(channel=channel) if channel else Q()
    if way.startswith("others"):
        named = [UNIT + pk for pk in way.split("-")[1:]]
        sent = destination(period.until)
        return rows & Q(StartsWith(sent, UNIT)) & ~Q(In(sent, named))
    return rows & Q(Exact(destination(period.until), way)) if way else rows


def word(way: str) -> str:
    """当场办结, 村镇建设办 …"""
    if way in ways():
        return ways()[way][0]
    if way.startswith(UNIT):
        unit = Unit.objects.filter(pk=way.removeprefix(UNIT)).first()
        return unit.short_name if unit else way
    return "其他单位" if way.startswith("others") else "未分流"


def words(text: str) -> str:
    """来访，转村镇办. ValueError: no such cell."""
    channel, way = _read(text)
    return "，".join([*([CHANNELS[channel]] if channel else []), *([word(way)] if way else [])])


SPLIT = Split(condition, words)
