"""After the agreement: performance, confirmation by the court, feedback, visits, the archived file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.clocks import Of, Start
from core.parties import capacity
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.moments import noon
from core.values.refused import Refused
from mediation import clocks
from mediation.dossier import DOSSIER
from mediation.models import Instalment, Mediation, Visit
from mediation.steps.agreement import due

S = Mediation.Status
Data = Mapping[str, Any]
RECEIVE = capacity.Scope.RECEIVE
UNPERFORMED = "已告知可以起诉、申请执行（经司法确认的）、申请支付令或者办理公证。"
# 劳动争议调解仲裁法 15, 16; 法释〔2020〕26号 51; 人民调解协议司法确认程序规定 9
UNPERFORMED_LABOUR = "已告知可以申请劳动争议仲裁；仅就劳动报酬达成协议的可以直接起诉；因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金达成协议的可以申请支付令；经司法确认的可以申请执行。"


# --- Why not ---------------------------------------------------------------------------------------------------


def something_is_owed(now: Snapshot) -> str:
    return "" if now.matter.owed() else "没有未履行的内容。"


def fed_back_not_yet(now: Snapshot) -> str:
    if not now.matter.referred_by:
        return "不是移送来的，不用反馈。"
    return "已经反馈过了。" if now.matter.fed_back_at else ""


def performed_or_told(now: Snapshot) -> str:
    """What is owed is owed until performed, or until the parties were told what they can do."""
    if now.matter.status == S.EFFECTIVE and not now.matter.told_unperformed_at:
        return "协议还没有履行完，也没有“告知不履行的途径”，不能归档。"
    return ""


# --- Performance ------------------------------------------------------------------------------------------------


def perform(now: Snapshot, data: Data) -> Outcome:
    """One instalment done, with its proof; the next one's clock starts, or the visit's."""
    part, body = data["instalment"], now.matter.body
    left = [other for other in now.matter.owed() if other.pk != part.pk]
    changes, said = _done(now, part, data)
    if left:
        return Outcome(
            facts={"status": S.EFFECTIVE},
            changes=changes,
            meets=[Of(clocks.PERFORM.key, body)],
            starts=[due(left[0], data["done_on"], body)],
            detail=said,
        )
    last = _last_day(now.matter, part, data["done_on"])
    begun = noon(last)
    return Outcome(
        facts={"performed_on": last},
        changes=changes,
        starts=[Start(clocks.VISIT.key, at=begun, unit=body), Start(clocks.FILE.key, at=begun, unit=body)],
        detail=said,
    )


def perform_late(now: Snapshot, data: Data) -> Outcome:
    """Performed after the file was closed: recorded, and added to the file; nothing is counted from it any more."""
    part = data["instalment"]
    changes, said = _done(now, part, data)
    left = [other for other in now.matter.owed() if other.pk != part.pk]
    return Outcome(
        facts={} if left else {"performed_on": _last_day(now.matter, part, data["done_on"])},
        changes=changes,
        meets=[] if left else None,
        detail=said,
    )


def _done(now: Snapshot, part: Instalment, data: Data) -> tuple[Any, dict[str, str]]:
    """One part as it was performed, and who received it: whoever may. Raises Refused."""
    if data["done_on"] > localdate(now.at):
        raise Refused("履行日期不能晚于今天。", "done_on")
    party, through = data.get("recipient") or (None, None)
    if party and (
        why := capacity.why_not_for(party, through, data["done_on"], RECEIVE, capacity.NOT_RECEIVE)
    ):
        raise Refused(why, "recipient")
    done = {"done_on": data["done_on"], "proof": data["proof"]}
    said = {"what": part.what, "done_on": f"{data['done_on']:%Y-%m-%d}", "proof": data["proof"]}
    if party:
        said["recipient"] = party.masked_name + (f"（{through}）" if through else "")
    return [(part, {**done, "received_by": party, "received_through": through})], said


def _last_day(mediation: Mediation, part: Instalment, day: date) -> date:
    """When the last of all was done, this one done on `day`."""
    others = mediation.instalments.exclude(pk=part.pk)
    return max([day, *(other.done_on for other in others if other.done_on)])


def urge_performance(now: Snapshot, data: Data) -> Outcome:
    return Outcome(detail={"words": data["words"], "whom": data["whom"]})


def tell_unperformed(now: Snapshot, data: Data) -> Outcome:
    """Not performed after urging: the ways that are open, told and recorded (人民调解法 arts. 31, 32)."""
    return Outcome(
        facts={"told_unperformed_at": now.at},
        starts=(Start(clocks.FILE.key, unit=now.matter.body),),
        detail={
            "reason": data["reason"],
            "told": UNPERFORMED_LABOUR if now.matter.is_labour else UNPERFORMED,
        },
    )


# --- Feedback, visit, file ------------------------------------------------------------------------------------------


def feed_back(now: Snapshot, data: Data) -> Outcome:
    """The result goes back to the organ that sent it (诉调 公调 检调 访调对接), whatever it is and however long after."""
    clock = now.clock(clocks.FEEDBACK.key)
    return Outcome(
        facts={"fed_back_at": now.at},
        meets=[Of(clock.rule, clock.unit)] if clock and clock.unit else [],
        detail={"fed_back_to": now.matter.referred_by, "words": data["words"]},
    )


def visit(now: Snapshot, data: Data) -> Outcome:
    names = ("way", "visited", "performed", "satisfaction", "lawsuit", "signs")
    row = Visit(at=now.at, by=now.by, **{name: data.get(name, "") for name in names})
    told = with_permission("mediation.appoint", unit=now.matter.body) if row.signs else []
    return Outcome(
        rows=[row],
        notices=[Tell(told, "回访发现激化苗头：{matter}", urgent=True)],
        detail={"performed": row.performed, "satisfaction": row.satisfaction},
    )


def archive(now: Snapshot, data: Data) -> Outcome:
    """The file is whole; its class is set."""
    note = data.get("file_note", "")
    if left := DOSSIER.missing(now.matter, note):
        raise Refused(f"卷宗还缺：{'；'.join(left)}。")
    return Outcome(
        facts={
            "retention": data["retention"],
            "archived_by": now.by,
            "file_note": note,
        },
        detail={"retention": Mediation.Retention(data["retention"]).label},
    )
