"""隐患复查: a place is looked at again at a cycle until the hazard is gone. Rows of an incident's table; nothing is closed
before. The day for putting it right has a clock of its own (整改期限), in the place of the terms of days that a find usually has:
over, it is told upwards, and another day needs a reason. What is reckoned by the hour goes on.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.deadlines.clocks import Of, Start
from core.deadlines.terms import term_until
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Access, Unit
from core.models.matter import CLOSED
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    Clocks,
    Outcome,
    Paper,
    Snapshot,
    Transition,
    Words,
    anybody,
)
from core.values.form_base import long_text
from core.values.refused import Refused
from core.workflow.record_steps import asking, row_of, said
from grid import clocks
from grid.models import Hazard, Incident, Recheck
from grid.places import answering, village_of
from grid.rounds.clocks import RECHECK, RECTIFY

Data = Mapping[str, Any]
S = Incident.Status
OPEN = frozenset(S) - {S.SETTLED, S.CLOSED, S.VOIDED}
BEFORE = frozenset({S.VILLAGE, S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.AT_WORK})  # it was answered
CHECK = "grid.check"
DEMANDED, SEEN = ("demand", "owner", "finish_by", "cycle"), ("gone", "words")
RULES = "镇安全隐患排查整改制度"


def watched(incident: Any) -> Hazard | None:
    """The hazard that is looked at again; None where there is none, or it is gone."""
    return next((row for row in incident.hazards.all() if row.gone_on is None), None) if incident.pk else None


def is_gone(now: Snapshot) -> str:
    """For what ends an incident."""
    return "隐患还没有消除，请继续“隐患复查”，消除后再办结。" if watched(now.matter) else ""


def is_not_watched(now: Snapshot) -> str:
    return "已经列入复查。" if watched(now.matter) else ""


def is_watched(now: Snapshot) -> str:
    return "" if watched(now.matter) else "没有列入复查的隐患。"


def watch(now: Snapshot, data: Data) -> Outcome:
    """列入复查: what is to be put right, by whom, until when; looked at each so many days."""
    if data["finish_by"] < localdate(now.at):
        raise Refused("整改期限早于今天。", "finish_by")
    if not 1 <= data["cycle"] <= 31:
        raise Refused("复查周期在 1 天到 31 天之间。", "cycle")
    row = row_of(now, Hazard, data, *DEMANDED)
    starts = [_next(now, row), _until(now, row.finish_by)]
    cancels = [] if now.matter.is_urgent else [rule.key for rule in clocks.BY_DAYS]
    return Outcome(
        rows=[row], starts=starts, cancels=cancels, access=_open_there(now), detail=said(row, *DEMANDED)
    )


def _open_there(now: Snapshot) -> list[Access]:
    """To who answers for the place today and is asked to look, whoever found it."""
    if now.matter.sealed:
        return []
    known = (
        Access.objects.current()
        .filter(matter=now.matter.pk, part=Access.THERE)
        .values_list("user", flat=True)
    )
    return [
        Access(user=user, part=Access.THERE) for user in answering(now.matter.area) if user.pk not in known
    ]


def _next(now: Snapshot, hazard: Hazard) -> Start:
    """By its cycle, and on the last day for putting it right at the latest, so that this day does not pass unseen."""
    left = (hazard.finish_by - localdate(now.at)).days
    cycle = min(hazard.cycle, left) if left > 0 else hazard.cycle
    return Start(RECHECK.key, unit=_there(now), term=f"{cycle}C")


def _until(now: Snapshot, finish_by: date) -> Start:
    return Start(RECTIFY.key, unit=_there(now), term=term_until(now.at, finish_by))


def _there(now: Snapshot) -> Unit:
    return village_of(now.matter.area) or now.matter.holder_unit


def recheck(now: Snapshot, data: Data) -> Outcome:
    """隐患复查: gone, or the next day of the cycle."""
    hazard = watched(now.matter)
    assert hazard is not None
    row = row_of(now, Recheck, data, *SEEN)
    return Outcome(
        rows=[row],
        changes=[(hazard, {"gone_on": localdate(now.at)})] if row.gone else [],
        meets=[Of(RECHECK.key, None), *([Of(RECTIFY.key, None)] if row.gone else [])],
        starts=_to_end(now) if row.gone else [_next(now, hazard)],
        access=[] if row.gone else _open_there(now),
        detail=said(row, *SEEN),
    )


def _to_end(now: Snapshot) -> list[Start]:
    """It is gone: who has the incident in hand brings it to its end in the usual term."""
    matter, running = now.matter, {one.rule for one in now.clocks if one.ended_at is None}
    there = [Start(clocks.VILLAGE.key, unit=matter.holder_unit)] if matter.status == S.VILLAGE else []
    own = (
        [] if matter.is_urgent or matter.status not in BEFORE else [Start(clocks.BY_LEVEL[matter.level].key)]
    )
    return [one for one in (*there, *own) if one.rule not in running]


class DayForm(asking(Hazard, "finish_by", reason=long_text(label="理由", limit=300))):  # type: ignore[misc]
    """延长整改期限: from the day that stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hazard := watched(self.matter) if self.matter else None:
            self.initial.setdefault("finish_by", hazard.finish_by)


def set_another_day(now: Snapshot, data: Data) -> Outcome:
    """延长整改期限: a later day, with the reason; what ran out before stays late in the numbers."""
    hazard = watched(now.matter)
    assert hazard is not None
    day = data["finish_by"]
    if day <= max(hazard.finish_by, localdate(now.at)):
        raise Refused("新的整改期限要晚于今天和原来的期限。", "finish_by")
    return Outcome(
        changes=[(hazard, {"finish_by": day})],
        starts=[_until(now, day)],
        detail={"finish_by": f"{hazard.finish_by} → {day}", "reason": data["reason"]},
    )


# fmt: off
ROWS = (
    Transition("watch_hazard", "列入复查", OPEN, None, anybody(CHECK), watch, asking(Hazard, *DEMANDED), (is_not_watched,), closed=CLOSED,
        show=ASIDE | QUIET | IF_POSSIBLE, clocks=Clocks(cancels=clocks.BY_DAYS, starts=(RECHECK, RECTIFY)), paper=Paper("grid.rectify"),
        words=Words("已列入复查，请打印整改通知书送达。", note="隐患消除以前，这一件不能办结；Ⅲ、Ⅳ级的处置期限改按整改期限。到期没有复查、没有整改的，第二天提醒，再告知负责人和中心主任。", basis=RULES)),
    Transition("recheck", "隐患复查", OPEN, None, anybody(CHECK), recheck, asking(Recheck, *SEEN), (is_watched,), closed=CLOSED,
        show=PRIMARY | QUIET | IF_POSSIBLE, clocks=Clocks(meets=(RECHECK, RECTIFY), starts=(RECHECK, *clocks.BY_DAYS)),
        words=Words("复查已记下；没有消除的按周期再看，消除了的不再提醒。", note="消除了的打勾；没有消除的写现在的样子。", basis=RULES)),
    Transition("set_another_day", "延长整改期限", OPEN, None, anybody(CHECK), set_another_day, DayForm, (is_watched,), closed=CLOSED,
        show=ASIDE | QUIET | IF_POSSIBLE, clocks=Clocks(cancels=(RECTIFY,), starts=(RECTIFY,)), paper=Paper("grid.rectify"),
        words=Words("整改期限已延长，请重新打印整改通知书送达。", note="原来的期限已过的，仍计入整改逾期。", basis=RULES)),
)
# fmt: on

# --- Papers ------------------------------------------------------------------------------------------------------------


def _sheet(incident: Incident, heading: str, table: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "heading": heading, "table": table,
        "note": f"登记号：{incident.number}", **more,
    }  # fmt: skip


def _what(incident: Incident) -> list[Any]:
    if incident.sealed:
        return []
    where = " ".join(filter(None, (incident.area.full_name, incident.place)))
    return [("h2", [("地　　点", where)]), ("h4", [("隐　　患", say.cut(incident.what, 300, "……"))])]


def _hazard(incident: Incident) -> Hazard:
    return list(incident.hazards.all())[-1]


def _said(incident: Incident, words: str) -> str:
    """Of a sealed one no word leaves the house."""
    return "内容依法保密，另行当面告知。" if incident.sealed else words


def rectify(incident: Incident) -> dict[str, Any]:
    """整改通知书: to who has to put it right. It orders nothing that the town has no right to order."""
    row = _hazard(incident)
    return _sheet(incident, "安全隐患整改通知书", [
        ("h1", [("整改单位（人）", _said(incident, row.owner)), ("整改期限", say.day(row.finish_by))]),
        *_what(incident),
        ("h4", [("整改要求", _said(incident, row.demand))]),
        ("h2", [("复　　查", f"从{say.day(localdate(row.at))}起，每{row.cycle}天复查一次，到隐患消除为止。")]),
        ("h2", [("说　　明", "整改有困难的，请告知综治中心；需要行政处罚的，由有权机关依法处理。")]),
        ("h2", [("签　　收", "")], "签收人签名：　　　　　年　　月　　日"),
    ], inks=(("综治中心", "（印章）"),))  # fmt: skip


def record(incident: Incident) -> dict[str, Any]:
    """隐患复查记录: each look, in order."""
    row = _hazard(incident)
    lines = [
        (
            str(place),
            _said(incident, one.words),
            say.day(localdate(one.at)),
            "是" if one.gone else "否",
            one.by.name if one.by else "",
        )
        for place, one in enumerate(incident.rechecks.all(), 1)
    ]
    return _sheet(incident, "隐患复查记录", [
        ("h1", [("整改单位（人）", _said(incident, row.owner)), ("整改期限", say.day(row.finish_by))]),
        *_what(incident),
        ("h2", [("整改要求", _said(incident, row.demand))]),
        ("h1", [("复查周期", f"每{row.cycle}天"), ("消除日期", say.day(row.gone_on) if row.gone_on else "还没有消除")]),
    ], heads=("次", "复查情况", "日期", "消除", "复查人"), list=lines)  # fmt: skip


def _has(accessor: str, words: str) -> Any:
    return lambda incident: "" if getattr(incident, accessor).all() else words


DOCUMENTS = (
    DocumentKind("grid.rectify", "安全隐患整改通知书", "documents/boxes.html", rectify, number="{short}隐改〔{year}〕{serial}号",
        permission="grid.view", statuses=frozenset(S) - {S.VOIDED}, when=_has("hazards", "没有列入复查，没有整改通知书。"), shared=True),
    DocumentKind("grid.recheck", "隐患复查记录", "documents/boxes.html", record, number="{short}隐查〔{year}〕{serial}号",
        permission="grid.view", statuses=frozenset(S) - {S.VOIDED}, when=_has("rechecks", "还没有复查，没有复查记录。"), shared=True),
)  # fmt: skip
