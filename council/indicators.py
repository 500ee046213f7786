"""Numbers of democratic consultation, each by the day of its own act."""

from collections.abc import Callable

from django.db.models import Q

from core.models import HistoryEntry
from core.procedure.indicators import Indicator, Period
from council.models import Meeting

MOTIONS = Q(kind="motion", voided_at=None)


def _on(column: str, **more: object) -> Callable[[Period], Q]:
    return lambda period: MOTIONS & Q(period.within_days(column), **more)


def _did(name: str) -> Callable[[Period], Q]:
    """An act of the period; of several of one matter one is counted."""

    def counts(period: Period) -> Q:
        entries = HistoryEntry.objects.filter(period.within("happened_at"), action=f"council.{name}")
        return MOTIONS & Q(pk__in=entries.values("matter"))

    return counts


def _held(period: Period) -> Q:
    held = Meeting.objects.filter(period.within_days("on"), present__isnull=False)
    return MOTIONS & Q(pk__in=held.exclude(outcome__startswith="没有开成").values("matter"))


def _number(key: str, label: str, definition: str, counts: Callable[[Period], Q]) -> Indicator:
    return Indicator(f"motions_{key}", label, f"{definition}；作废的不计。", counts, afterwards=True)


INDICATORS = (
    _number("proposed", "提出议题", "本期登记的议题，按登记时间计",
        lambda period: MOTIONS & period.within("received_at")),
    _number("accepted", "受理议题", "本期答复受理的议题，按受理时间计", _did("accept")),
    _number("declined", "不予受理", "本期答复不予受理的议题，按答复时间计", _did("decline")),
    _number("held", "开会协商", "本期开过会的议题，按开会日期计，到会人数不够没有开成的不计，开几次的计一件", _held),
    _number("resolved", "形成决议、意见", "本期会议通过了决议或者协商意见的议题，按作出日期计，没有通过的不计",
        lambda period: _on("resolved_on")(period) & ~Q(status="failed")),
    _number("carried_out", "落实", "本期报落实的议题，按落实日期计", _on("carried_on")),
    _number("checked", "核查", "本期核查属实的议题，按核查日期计", _on("checked_on")),
    _number("published", "公开结果", "本期公开结果的议题，按公开日期计", _on("published_on")),
)  # fmt: skip
