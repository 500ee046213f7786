"""Judicial confirmation (司法确认): asked for by both sides together, taken up and ruled on by the court.

What the court does is the court's act and its terms are the court's: they are recorded and shown, and burden nobody here.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import Extend, Start
from core.deadlines.terms import Due, Term, compute
from core.models import HistoryEntry, Representation
from core.parties import capacity
from core.procedure.transitions import Outcome, Snapshot
from core.values.moments import noon
from core.values.refused import Refused
from mediation import clocks
from mediation.models import Confirmation, Mediation

Data = Mapping[str, Any]
G = Confirmation.Ground
LONGER, CEILING = 10, 30  # days: 司法确认程序规定 5; 民诉法 187, from the application
NOT_LOOKED_AT = (Confirmation.Result.WITHDRAWN, Confirmation.Result.NOT_ACCEPTED)
LABOUR = frozenset({Mediation.Dispute.LABOUR, Mediation.Dispute.MIGRANT_WAGES})
# Acts that may follow the filing, by their names in the history: each adds a line and its papers to the file.
AFTER_FILING = {
    "mediation.apply_confirmation": "双方共同申请司法确认",
    "mediation.court_accepts": "法院受理司法确认申请",
    "mediation.record_ruling": "登记法院裁定",
    "mediation.perform_late": "登记履行",
}


def window(effective_on: date) -> Due:
    """The thirty days from the effect of an agreement (人民调解法 art. 33), rolled past days off."""
    return compute(Term.parse(clocks.CONFIRM.term), noon(effective_on), office_calendar())


# --- Why not ---------------------------------------------------------------------------------------------------


def may_be_confirmed(now: Snapshot) -> str:
    """In writing, once (anew where no court has looked at it: 民诉法解释 355), and recorded while a court may have it.

    Within thirty days of effect the parties applied: the act compares the day that is written.
    """
    mediation = now.matter
    if why := not_fit(mediation):
        return why
    found = getattr(mediation, "confirmation", None)
    if found and found.result not in NOT_LOOKED_AT:
        return "已经申请过司法确认。"
    return _over(mediation, localdate(now.at) - timedelta(days=CEILING))


def not_fit(mediation: Mediation) -> str:
    """Why no court can be given this agreement, whenever it is asked."""
    if mediation.beyond_the_court:
        return "协议涉及身份关系、确认权属或者给付以外的劳动权利义务，没有写明其余条款，不能申请司法确认。"
    if mediation.form == Mediation.Form.ORAL:
        return "口头协议请先制作调解协议书。"
    return "" if mediation.effective_on else "协议还没有生效，不能申请司法确认。"


def _over(mediation: Mediation, on: date) -> str:
    last = window(mediation.effective_on).rolled  # type: ignore[arg-type]  # may_be_confirmed
    return f"已过申请司法确认的期限（{last:%Y-%m-%d} 止）。" if last and on > last else ""


def not_accepted_yet(now: Snapshot) -> str:
    if why := before_the_court(now):
        return why
    return "法院已经受理。" if now.matter.confirmation.accepted_on else ""


def before_the_court(now: Snapshot) -> str:
    found = getattr(now.matter, "confirmation", None)
    if found is None:
        return "还没有申请司法确认。"
    return "法院的结果已经登记。" if found.result else ""


def the_court_has_answered(now: Snapshot) -> str:
    """The file waits for a ruling that both sides asked for."""
    found = getattr(now.matter, "confirmation", None)
    return "" if found is None or found.result else "已经申请司法确认，法院还没有结果，不能归档。"


def window_open(mediation: Mediation, on: date) -> date | None:
    """Until when the parties may still go to the court; None where they may not, or have been there."""
    if not mediation.effective_on or not mediation.fit_for_the_court or hasattr(mediation, "confirmation"):
        return None
    due = window(mediation.effective_on)
    last = due.rolled or due.raw
    return last if last and on <= last else None


# --- What follows ------------------------------------------------------------------------------------------------


def apply_confirmation(now: Snapshot, data: Data) -> Outcome:
    """Both sides together, on one day (人民调解法 art. 33), at one of the courts that the law names (民诉法 205)."""
    if not (data.get("applicant") and data.get("respondent")):
        raise Refused("应当由双方当事人共同申请。", "respondent")
    mediation, day = now.matter, data["applied_on"]
    if day > localdate(now.at):
        raise Refused("申请日期不能晚于今天。", "applied_on")
    if day < mediation.effective_on:
        raise Refused("申请日期早于协议生效日期。", "applied_on")
    if why := _over(mediation, day):
        raise Refused(why, "applied_on")
    _who_applies(mediation, data.get("agents", ()), day)
    ground = _ground(mediation, data.get("ground") or usual_ground(mediation))
    asked = {"court": data["court"], "ground": ground, "applied_on": day}
    again = getattr(mediation, "confirmation", None)
    empty = {"number": "", "mended_on": None, "accepted_on": None, "result": "", "decided_on": None}
    return Outcome(
        rows=[] if again else [Confirmation(**asked)],
        changes=[(again, {**asked, **empty})] if again else [],
        starts=_the_court_s(mediation, clocks.COURT.key, day),
        detail={"court": data["court"], "ground": ground.label, "applied_on": f"{day:%Y-%m-%d}"},
    )


def _who_applies(mediation: Mediation, acting: Iterable[Representation], day: date) -> None:
    """Each side itself, or who may for it: of a child or a ward the guardian, of a unit who signs for it. Raises Refused."""
    through = {row.principal_id for row in acting}
    own = [(party, None) for party in capacity.sides(mediation.people) if party.pk not in through]
    for party, row in (*own, *((row.principal, row) for row in acting)):
        if why := capacity.why_not_for(party, row, day, capacity.Scope.CONFIRM, capacity.NOT_CONFIRM):
            raise Refused(why, "agents")


def _the_court_s(mediation: Mediation, rule: str, since: date) -> list[Start]:
    """A term of the court's, as it is shown here; nothing runs any more on a file that is closed."""
    return [] if mediation.closed_at else [Start(rule, at=noon(since), unit=mediation.body)]


def usual_ground(mediation: Mediation) -> Confirmation.Ground:
    """The court that sent it, else that of the committee's seat."""
    return G.INVITING if mediation.source == Mediation.Source.COURT else G.COMMITTEE


def _ground(mediation: Mediation, chosen: str) -> Confirmation.Ground:
    ground = G(chosen)
    if mediation.dispute in LABOUR and ground != G.COMMITTEE:
        raise Refused("劳动争议的调解协议，向调解组织所在地的人民法院申请司法确认。", "ground")
    if ground == G.INVITING and mediation.source != Mediation.Source.COURT:
        raise Refused("本件不是人民法院移送、邀请调解的，请选别的管辖依据。", "ground")
    return ground


def court_accepts(now: Snapshot, data: Data) -> Outcome:
    """The court has taken it up: its three days are met, and its fifteen begin (司法确认程序规定 arts. 4, 5)."""
    found, day, mended = now.matter.confirmation, data["accepted_on"], data.get("mended_on")
    _in_order(now, found.applied_on, day, "受理日期", "accepted_on")
    if mended and not found.applied_on <= mended <= day:
        raise Refused("补正日期应当在申请日期以后、受理日期以前。", "mended_on")
    return Outcome(
        changes=[(found, {"accepted_on": day, "number": data.get("number", ""), "mended_on": mended})],
        starts=_the_court_s(now.matter, clocks.RULING.key, day),
        detail={
            "accepted_on": f"{day:%Y-%m-%d}",
            "number": data.get("number", ""),
            **({"mended_on": f"{mended:%Y-%m-%d}"} if mended else {}),
        },
    )


def may_be_longer(now: Snapshot) -> str:
    """Once, while its fifteen days run."""
    clock = now.clock(clocks.RULING.key)
    if clock is None or clock.ended_at or clock.raw is None:
        return "法院还没有受理，或者结果已经登记。"
    return "法院的延长已经登记过。" if clock.extended_by else ""


def court_takes_longer(now: Snapshot, data: Data) -> Outcome:
    """The court has told us of its ten days more: its day moves, never past the thirtieth from the application."""
    clock = now.clock(clocks.RULING.key)
    assert clock and clock.raw  # its guard
    last = now.matter.confirmation.applied_on + timedelta(days=CEILING)
    if (more := min(LONGER, (last - clock.raw).days)) < 1:
        raise Refused(f"自申请之日起三十日到 {last:%Y-%m-%d} 为止，不能再延。")
    return Outcome(
        extends=[Extend(clocks.RULING.key, f"{more}C")],
        detail={"until": f"{clock.raw + timedelta(days=more)}", "reason": data["reason"]},
    )


def record_ruling(now: Snapshot, data: Data) -> Outcome:
    """The court's act: its number and day, with the ruling as a scan; whose act it is stands beside."""
    if not now.decided_by:
        raise Refused("请写明是哪个法院的裁定，并附裁定书扫描件。", "decided_by")
    found = now.matter.confirmation
    accepted = data.get("accepted_on") or found.accepted_on
    if accepted:
        _in_order(now, found.applied_on, accepted, "受理日期", "accepted_on")
    _in_order(now, accepted or found.applied_on, data["decided_on"], "裁定日期", "decided_on")
    values = {name: data[name] for name in ("number", "result", "decided_on")} | {"accepted_on": accepted}
    word = Confirmation.Result(data["result"]).label
    return Outcome(
        changes=[(found, values)],
        starts=_enforceable(now.matter, Confirmation.Result(data["result"]), data["decided_on"]),
        detail={"number": data["number"], "result": word},
    )


def _enforceable(mediation: Mediation, result: str, decided_on: date) -> list[Start]:
    """What is confirmed and still owed may be enforced, for two years from the last day of the last part (民事诉讼法 250)."""
    if result != Confirmation.Result.CONFIRMED or not mediation.owed():
        return []
    last = max(part.due_on for part in mediation.instalments.all())
    return [Start(clocks.ENFORCE.key, at=noon(max(last, decided_on)), unit=mediation.body)]


def _in_order(now: Snapshot, before: date, day: date, word: str, field: str) -> None:
    """Applied, accepted, ruled, today: each not before the one before it."""
    if day < before:
        earlier = (
            "受理日期" if word == "裁定日期" and now.matter.confirmation.applied_on != before else "申请日期"
        )
        raise Refused(f"{word}早于{earlier}。", field)
    if day > localdate(now.now):
        raise Refused(f"{word}不能晚于今天。", field)


def added_later(mediation: Mediation) -> list[HistoryEntry]:
    """What came after the file was closed (补卷), oldest first."""
    found = HistoryEntry.objects.filter(
        matter_id=mediation.pk, action__in=AFTER_FILING, before=Mediation.Status.ARCHIVED
    )
    return list(found.order_by("seq"))
