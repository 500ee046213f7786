"""After the agreement: performance, confirmation by the court, feedback, visits, the archived file."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core import acting
from core.clocks import Of, Start
from core.people import with_permission
from core.workflow import Outcome, Refused, Snapshot, Tell
from mediation import clocks, file
from mediation.models import Confirmation, Mediation, Visit
from mediation.steps.agreement import due, noon

S = Mediation.Status
Data = Mapping[str, Any]
RECEIVE, CONFIRM = acting.Scope.RECEIVE, acting.Scope.CONFIRM
UNPERFORMED = "已告知可以起诉、申请执行（经司法确认的）、申请支付令或者办理公证。"


# --- Why not ---------------------------------------------------------------------------------------------------


def something_is_owed(now: Snapshot) -> str:
    return "" if now.matter.owed() else "没有未履行的内容。"


def may_be_confirmed(now: Snapshot) -> str:
    """Joint, within thirty days of effect, never about identity relations (民事诉讼法解释 art. 355)."""
    mediation = now.matter
    if mediation.identity:
        return "涉及身份关系的协议不能申请司法确认。"
    if hasattr(mediation, "confirmation"):
        return "已经申请过司法确认。"
    clock = now.clock(clocks.CONFIRM.key)
    if clock and clock.rolled and localdate(now.at) > clock.rolled:
        return f"已过申请司法确认的期限（{clock.rolled:%Y-%m-%d} 止）。"
    return ""


def before_the_court(now: Snapshot) -> str:
    found = getattr(now.matter, "confirmation", None)
    if found is None:
        return "还没有申请司法确认。"
    return "法院的结果已经登记。" if found.result else ""


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
    if data["done_on"] > localdate(now.at):
        raise Refused("履行日期不能晚于今天。", "done_on")
    left = [other for other in now.matter.owed() if other.pk != part.pk]
    party, through = data.get("recipient") or (None, None)
    if party and (why := acting.why_not_for(party, through, data["done_on"], RECEIVE, acting.NOT_RECEIVE)):
        raise Refused(why, "recipient")
    done = {"done_on": data["done_on"], "proof": data["proof"]}
    changes = [(part, {**done, "received_by": party, "received_through": through})]
    said = {"履行": part.what, "日期": f"{data['done_on']:%Y-%m-%d}", "凭证": data["proof"]}
    if party:
        said["收款"] = party.masked_name + (f"（{through}）" if through else "")
    if left:
        return Outcome(
            facts={"status": S.EFFECTIVE},
            changes=changes,
            starts=[due(left[0], data["done_on"], body)],
            detail=said,
        )
    last = max(
        [data["done_on"], *now.matter.instalments.exclude(pk=part.pk).values_list("done_on", flat=True)]
    )
    begun = noon(last)
    return Outcome(
        facts={"performed_on": last},
        changes=changes,
        starts=[Start(clocks.VISIT.key, at=begun, unit=body), Start(clocks.FILE.key, at=begun, unit=body)],
        detail=said,
    )


def urge_performance(now: Snapshot, data: Data) -> Outcome:
    return Outcome(detail={"督促": data["words"], "对谁": data["whom"]})


def tell_unperformed(now: Snapshot, data: Data) -> Outcome:
    """Not performed after urging: the ways that are open, told and recorded (人民调解法 arts. 31, 32)."""
    return Outcome(
        facts={"told_unperformed_at": now.at},
        starts=(Start(clocks.FILE.key, unit=now.matter.body),),
        detail={"情况": data["reason"], "告知": UNPERFORMED},
    )


# --- The court ----------------------------------------------------------------------------------------------------


def apply_confirmation(now: Snapshot, data: Data) -> Outcome:
    """Both sides together, on one day (人民调解法 art. 33)."""
    if not (data.get("applicant") and data.get("respondent")):
        raise Refused("司法确认要双方共同申请，一方申请的不能受理。", "respondent")
    for row in data.get("agents", ()):
        if why := acting.why_not_for(row.principal, row, data["applied_on"], CONFIRM, acting.NOT_CONFIRM):
            raise Refused(why, "agents")
    day, clock = data["applied_on"], now.clock(clocks.CONFIRM.key)
    if day > localdate(now.at):
        raise Refused("申请日期不能晚于今天。", "applied_on")
    if now.matter.effective_on and day < now.matter.effective_on:
        raise Refused("申请日期早于协议生效日期。", "applied_on")
    if clock and clock.rolled and day > clock.rolled:
        raise Refused(f"已过申请司法确认的期限（{clock.rolled:%Y-%m-%d} 止）。", "applied_on")
    begun = noon(day)
    return Outcome(
        rows=[Confirmation(court=data["court"], applied_on=day)],
        starts=[Start(clocks.COURT.key, at=begun, unit=now.matter.body)],
        detail={"法院": data["court"], "共同申请日期": f"{day:%Y-%m-%d}"},
    )


def record_ruling(now: Snapshot, data: Data) -> Outcome:
    """The court's act: its number and day, with the ruling as a scan; whose act it is stands beside."""
    if not now.decided_by:
        raise Refused("请写明是哪个法院的裁定，并附裁定书扫描件。", "decided_by")
    found = now.matter.confirmation
    if data["decided_on"] < found.applied_on:
        raise Refused("裁定日期早于申请日期。", "decided_on")
    values = {name: data[name] for name in ("number", "accepted_on", "result", "decided_on")}
    word = Confirmation.Result(data["result"]).label
    return Outcome(changes=[(found, values)], detail={"案号": data["number"], "结果": word})


# --- Feedback, visit, file ------------------------------------------------------------------------------------------


def feed_back(now: Snapshot, data: Data) -> Outcome:
    """The result goes back to the organ that sent it (诉调 公调 检调 访调对接), whatever it is and however long after."""
    clock = now.clock(clocks.FEEDBACK.key)
    return Outcome(
        facts={"fed_back_at": now.at},
        meets=[Of(clock.rule, clock.unit)] if clock and clock.unit else [],
        detail={"反馈给": now.matter.referred_by, "内容": data["words"]},
    )


def visit(now: Snapshot, data: Data) -> Outcome:
    names = ("way", "visited", "performed", "satisfaction", "lawsuit", "signs")
    row = Visit(at=now.at, by=now.by, **{name: data.get(name, "") for name in names})
    told = with_permission("mediation.appoint", unit=now.matter.body) if row.signs else []
    return Outcome(
        rows=[row],
        notices=[Tell(told, "回访发现激化苗头：{matter}", urgent=True)],
        detail={"履行情况": row.performed, "满意": row.satisfaction},
    )


def archive(now: Snapshot, data: Data) -> Outcome:
    """The file is whole; its class is set."""
    note = data.get("file_note", "")
    if left := file.missing(now.matter, note):
        raise Refused("".join(left))
    return Outcome(
        facts={
            "retention": data["retention"],
            "archived_by": now.by,
            "file_note": note,
        },
        detail={"保管期限": Mediation.Retention(data["retention"]).label},
    )
