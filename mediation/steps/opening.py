"""How a mediation begins: application, own initiative or referral; the ladder; accepted or refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.clocks import Start
from core.deadlines.terms import term_until
from core.documents.remedies import tells
from core.models import Access, Party, Rung, Unit
from core.procedure.below import demand_of
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.moments import noon
from core.values.refused import Refused
from core.workflow import ladder
from mediation import clocks, remedies
from mediation.ladder import LADDER
from mediation.models import BodyProfile, Mediation
from mediation.steps import barred
from mediation.steps.agreement import never_oral, unrepresented

S = Mediation.Status
Data = Mapping[str, Any]
WAYS_OPEN = "已书面告知依法维护权利的途径。"


# --- Why not ---------------------------------------------------------------------------------------------------


def both_parties_named(now: Snapshot) -> str:
    """No mediation without two sides (人民调解法 art. 17)."""
    parent = now.matter.parent
    roles = set(parent.people.values_list("role", flat=True)) if parent else set()
    missing = [
        Party.Role(role).label for role in (Party.Role.APPLICANT, Party.Role.RESPONDENT) if role not in roles
    ]
    return f"调解要有双方当事人，还缺{'、'.join(missing)}；请先补充当事人。" if missing else ""


def not_grave(now: Snapshot) -> str:
    """What is major, about a group or a crime goes straight to the town's committee (domain: 10.3)."""
    return "重大、群体、涉刑的不走梯次，由镇调委会直接受理。" if now.matter.grave else ""


# --- Opening ---------------------------------------------------------------------------------------------------


def apply(now: Snapshot, data: Data) -> Outcome:
    """Under the parent's code, in its place and under its label; to the committee, or first up the ladder."""
    parent, body = now.matter.parent, data["body"]
    barred.refuse_what_is_not_ours(now.matter, data)
    same = {name: getattr(parent, name) for name in ("title", "area", "secrecy", "compartment")}
    facts = {
        **same, "received_at": now.at, "applied_on": localdate(now.at), "first_contact": now.by,
        "body": body, "dispute": data["dispute"], "source": data["source"],
        "facts": data.get("facts") or demand_of(parent).words or parent.title,
        "requests": data.get("requests", ""),
        "grave": bool(data.get("grave")),
        "civil_side": bool(data.get("civil_side")),
        **_referral(data),
    }  # fmt: skip
    if facts["grave"] and body != (town := town_committee(parent.area) or body):
        raise Refused(f"重大、群体、涉刑的，由{town.name}直接受理，请选它。", "body")
    beside = [*_feedback(now, data, body), *_labour(data["dispute"], localdate(now.at))]
    if data.get("way") == "ladder":
        up = _up_the_ladder(now, facts)
        return replace(up, starts=[*(up.starts or ()), *beside], detail={**_said(data), **up.detail})
    told = Tell(with_permission("mediation.accept", unit=body), "请决定是否受理调解：{matter}")
    return Outcome(
        facts=facts,
        holder=(body, None),
        access=_heads(body),
        starts=[Start(clocks.DECIDE.key, unit=body), *beside],
        notices=[told, *_alarm(facts)],
        detail=_said(data),
    )


def _labour(dispute: str, applied_on: date) -> list[Start]:
    """The fifteen days run from the application, whoever of us has it, and wait for no acceptance (劳动争议调解仲裁法 14)."""
    labour = dispute in Mediation.BEFORE_ARBITRATION
    return [Start(clocks.LABOUR.key, at=noon(applied_on))] if labour else []


def _up_the_ladder(now: Snapshot, facts: Mapping[str, Any]) -> Outcome:
    if facts["grave"]:
        raise Refused("重大、群体、涉刑的不走梯次，请直接送调解组织。", "way")
    if why := barred.no_danger(now):
        raise Refused(why, "way")
    return LADDER.up(now, facts["area"], LADDER.first(), facts)


def _heads(body: Any) -> list[Access]:
    """Open to those who accept and appoint there, also where it is sealed; its other mediators see it when appointed."""
    return [Access(user=head, part="mediation") for head in with_permission("mediation.accept", unit=body)]


def _referral(data: Data) -> dict[str, Any]:
    """What a court, the police or another organ sent with it; the result is fed back to them."""
    if data["source"] not in Mediation.REFERRED:
        return {}
    if not data.get("referred_by"):
        raise Refused("移送来的要写明移送机关。", "referred_by")
    return {
        "referred_by": data["referred_by"],
        "referral_number": data.get("referral_number", ""),
        "feedback_by": data.get("feedback_by"),
    }


def _feedback(now: Snapshot, data: Data, body: Any) -> list[Start]:
    """The day that the letter names, as a term from the day of the application; it runs on the ladder too."""
    day = data.get("feedback_by")
    if not day or data["source"] not in Mediation.REFERRED:
        return []
    return [Start(clocks.FEEDBACK.key, unit=body, term=term_until(now.at, day))]


def _alarm(facts: Data) -> list[Tell]:
    if not facts["grave"]:
        return []
    return [
        Tell(with_permission("core.take_alarm"), "重大、群体或涉刑纠纷，直接到镇调委会：{matter}", call=True)
    ]


def _said(data: Data) -> dict[str, Any]:
    return {
        "body": data["body"].name,
        "dispute": Mediation.Dispute(data["dispute"]).label,
        "source": Mediation.Source(data["source"]).label,
        **({"referred_by": data["referred_by"]} if data.get("referred_by") else {}),
    }


# --- The ladder (article 3: 网格员 → 调解员 → 网格长 → 镇调委会主任) ---------------------------------------------


def town_committee(area: Any) -> Unit | None:
    """镇调委会 of a place: the mediation body of the whole town, by what is written of its kind."""
    top = area.path.strip("/").split("/")[0]
    bodies = Unit.objects.filter(kind=Unit.Kind.MEDIATION, closed_on=None, area=int(top)).order_by("code")
    kinds = (BodyProfile.Kind.TOWN, BodyProfile.Kind.STREET)
    return bodies.filter(mediation_body__kind__in=kinds).first() or bodies.filter(mediation_body=None).first()


def to_ladder(now: Snapshot, data: Data) -> Outcome:
    """The committee's head lets the grid try first."""
    return LADDER.up(now, now.matter.area, LADDER.first())


def hand_up(now: Snapshot, data: Data) -> Outcome:
    """Not settled here: to the next step, or from the last one to the town's committee as a formal case."""
    return LADDER.hand_up(now, data["reason"], lambda: _formal(now))


def _formal(now: Snapshot) -> Outcome:
    body = town_committee(now.matter.area) or now.matter.body
    told = with_permission("mediation.accept", unit=body)
    return Outcome(
        facts={"status": S.APPLIED, "body": body},
        holder=(body, None),
        access=_heads(body),
        starts=[Start(clocks.DECIDE.key, unit=body)],
        notices=[Tell(told, "梯次调解未成，请决定是否受理：{matter}")],
    )


def settle_step(now: Snapshot, data: Data) -> Outcome:
    """Settled on the spot by this step; the result goes to the matter above, whose first contact calls back.

    Where the step is a committee's mediator, this was a people's mediation with an oral agreement
    (人民调解法 art. 28) and counts as that committee's; a grid worker's counts as settled on the ladder alone.
    """
    rung = ladder.current(now.matter)
    assert rung is not None  # the row's status
    facts: dict[str, Any] = {"settled_level": rung.level}
    if is_of_a_committee(rung):
        facts |= {
            "body": rung.unit,
            "mediator": rung.handler,
            "accepted_at": rung.started_at,
            "agreed_at": now.at,
            "effective_on": localdate(now.at),
            "form": Mediation.Form.ORAL,
            "terms": data["words"],
        }
    return Outcome(
        facts=facts,
        holder=(now.matter.body, None) if now.matter.referred_by else None,  # who must feed the result back
        changes=[ladder.ended(now, Rung.Result.SETTLED, data["words"])],
        detail={"words": data["words"], "step": rung.name},
        result=f"经{rung.name}调解化解：{data['words']}",
    )


def is_of_a_committee(rung: Rung | None) -> bool:
    return rung is not None and rung.unit.kind == Unit.Kind.MEDIATION


def settled_in_writing(now: Snapshot) -> str:
    """What a committee's mediator settles here is an oral agreement, which some disputes do not allow, and a unit
    concludes by whoever acts for it.
    """
    if not is_of_a_committee(ladder.current(now.matter)):
        return ""
    if why := never_oral(now):
        return f"{why}请上交，由调解组织办理。"
    return unrepresented(now)


# --- Accepted or refused ------------------------------------------------------------------------------------------


def accept(now: Snapshot, data: Data) -> Outcome:
    """受理: nobody has clearly refused; the term runs from here. What turns out to be a labour dispute has its own days
    from the application; what turns out to be none has them no more.
    """
    mediation, body = now.matter, now.matter.body
    barred.refuse_what_is_not_ours(mediation, data)
    rule = clocks.TERM_MEDICAL if _before_medical_experts(body, data["dispute"]) else clocks.TERM
    starts = [Start(clocks.FIRST_SESSION.key, unit=body), Start(rule.key, unit=body)]
    labour = _labour(data["dispute"], mediation.applied_on or localdate(mediation.received_at))
    return Outcome(
        facts={
            "dispute": data["dispute"],
            "source": data["source"],
            "difficult": bool(data.get("difficult")),
            "civil_side": mediation.civil_side or bool(data.get("civil_side")),
            "heads": data.get("heads"),
            "labour_ended_on": data.get("labour_ended_on"),
            "accepted_at": now.at,
        },
        holder=(body, None),
        starts=[*starts, *labour],
        cancels=[] if labour else None,
        notices=[Tell(with_permission("mediation.appoint", unit=body), "已受理，请指定调解员：{matter}")],
        detail={"dispute": Mediation.Dispute(data["dispute"]).label},
    )


def _before_medical_experts(body: Unit, dispute: str) -> bool:
    """医调委: a committee of the trade; the town's own keeps to its month (医疗纠纷预防和处理条例 art. 38)."""
    if dispute != Mediation.Dispute.MEDICAL:
        return False
    return BodyProfile.objects.filter(unit=body, kind=BodyProfile.Kind.TRADE).exists()


def refuse(now: Snapshot, data: Data) -> Outcome:
    """不予受理: the kind of reason, and where to go (人民调解法 art. 17; 若干规定 art. 22)."""
    kind = Mediation.RefusalKind(data["refusal"])
    if kind == Mediation.RefusalKind.CRIME and not data.get("reported_to"):
        raise Refused("告知书写明“已报告公安机关”：请先报告，写明报告给谁、什么时间。", "reported_to")
    said = f"{kind.label}。{data['refusal_note']}"
    ways = remedies.told(now.matter, data, now.by)
    return Outcome(
        facts={
            "refusal": kind,
            "refusal_note": data["refusal_note"],
            **remedies.facts(now.matter, data, ways),
        },
        notices=tells(ways, now.by),
        detail={
            "refusal": kind.label,
            "refusal_note": data["refusal_note"],
            "reported_to": data.get("reported_to", ""),
            **ways.said,
        },
        result=f"调解不予受理：{said}{WAYS_OPEN}",
    )


def void(now: Snapshot, data: Data) -> Outcome:
    """Opened by mistake: the number stays, the matter above is dispatched anew."""
    return Outcome(
        facts={"voided_at": now.at},
        detail={"reason": data["reason"]},
        result=f"{now.matter.number} 作废：{data['reason']}",
    )
