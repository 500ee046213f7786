"""What the steps of a case ask and change: guards answer with a sentence, effects compute an outcome.

The table that names them is cases/workflow.py.
"""

import re
from collections.abc import Mapping
from typing import Any

from cases import clocks
from cases import forms as asks
from cases.models import Case, Handover
from core.clocks import Start
from core.masking import mask_digits
from core.models import Access, Area, Matter, Party
from core.people import of_unit, once, with_permission
from core.workflow import Outcome, Refused, Snapshot, Tell

S = Case.Status
Data = Mapping[str, Any]
TITLE = 40


# --- Guards: why not -------------------------------------------------------------------------------


def no_red_flag(now: Snapshot) -> str:
    """A red flag forbids ordinary closing until the director has cleared it (domain: 10.1)."""
    red = now.matter.red
    return f"要紧情况（{'、'.join(red)}）还没有解除，不能办结。" if red else ""


def nothing_open_below(now: Snapshot) -> str:
    below = next((matter for matter in now.below if matter.is_open), None)
    return f"{below.number} 还没有办结，本事项不能办结。" if below else ""


def within_return_term(now: Snapshot) -> str:
    """The unit may return within its term; the matter's own clock runs on."""
    clock = now.clock(clocks.RETURN.key)
    if clock and clock.expires_at and now.at >= clock.expires_at:
        return f"已过退回期限（{clock.term[:-1]} 个工作日，{clock.rolled:%m-%d} 止）。"
    return ""


def by_a_second_person(now: Snapshot) -> str:
    """Voiding takes another pair of eyes than the one that registered."""
    if now.by and now.by.pk == now.matter.first_contact_id:
        return "作废要由登记人以外的人来做。"
    return ""


def has_red_flag(now: Snapshot) -> str:
    return "" if now.matter.red else "没有未解除的要紧情况。"


def not_sealed_yet(now: Snapshot) -> str:
    return "已经封闭。" if now.matter.sealed else ""


# --- Effects: what changes -----------------------------------------------------------------------------


def title_of(demand: str) -> str:
    """A title from the first words of the demand, at a comma or full stop where there is one."""
    text = mask_digits(re.sub(r"\s+", " ", demand).strip())
    first = re.split(r"[。！？；\n]", text, maxsplit=1)[0] or text
    if len(first) <= TITLE:
        return first
    cut = max(first.rfind(mark, 8, TITLE) for mark in "，,、 ")
    return first[:cut] if cut > 0 else first[: TITLE - 1] + "…"


def compartment_of(data: Data) -> str:
    """Which closed label the answers ask for, the tightest first."""
    if data.get("accusation"):
        return Matter.Compartment.ACCUSATION
    flags = data.get("flags", ())
    if Case.Flag.DOMESTIC_VIOLENCE in flags:
        return Matter.Compartment.DOMESTIC_VIOLENCE
    return Matter.Compartment.MINOR if Case.Flag.MINOR in flags else Matter.Compartment.NONE


def keepers(area: Area, *also: Any) -> list[Access]:
    """Whom a sealed matter is open to: those who keep sealed matters, and who is named."""
    users = once(with_permission("core.keep_sealed", area=area), also)
    return [Access(user=user, part="keeper") for user in users]


def first_contact(now: Snapshot) -> list[Access]:
    """Who took it in goes on seeing it, also from the street (首问负责)."""
    return [Access(user=now.by, part="first_contact")] if now.by else []


def register(now: Snapshot, data: Data) -> Outcome:
    """A new case: facts, parties, seal, alarm."""
    area = data.get("area") or data["town"]
    compartment = compartment_of(data)
    names = (
        "channel",
        "demand",
        "place",
        "category",
        "head_count",
        "materials",
        "flags",
        "wishes",
        "secrecy",
        "repeated",
        "source_key",
        "grade",
    )
    facts = {name: data[name] for name in names if name in data}
    title = data.get("title") or title_of(data["demand"])
    facts |= {
        "title": title,
        "area": area,
        "compartment": compartment,
        "received_at": now.at,
        "first_contact": now.by or data["first_contact"],
    }
    parties = [Party(order=order, **party) for order, party in enumerate(data.get("parties", ()), 1)]
    if data.get("historic"):  # nothing is left to dispatch; what was answered has its handling clock
        starts = (Start(clocks.HANDLE[data["grade"]].key),) if data.get("grade") else ()
    else:
        starts = (Start(clocks.DISPATCH.key, unit=data["centre"]),)
    red = [Case.Flag(flag).label for flag in data.get("flags", ())]
    return Outcome(
        facts=facts,
        holder=(data["centre"], None),
        rows=parties,
        starts=starts,
        access=keepers(area, now.by) if compartment else first_contact(now),
        notices=[_alarm(area, red)] if red and not data.get("historic") else (),
        detail={
            "来源": Case.Channel(data["channel"]).label,
            "当事人": len(parties),
            "要紧情况": "、".join(red),
            **data.get("imported", {}),
        },
    )


def _alarm(area: Area, red: list[str]) -> Tell:
    return Tell(
        with_permission("core.take_alarm", area=area),
        f"要紧情况（{'、'.join(red)}）：{{matter}}",
        urgent=True,
    )


def answer_on_spot(now: Snapshot, data: Data) -> Outcome:
    facts = {"answer": data["answer"], "answered_at": now.at, "answered_by": now.by}
    if data.get("satisfaction"):
        facts |= {"satisfaction": data["satisfaction"], "called_back_at": now.at}
    return Outcome(facts=facts, detail={"答复": data["answer"]})


def import_reply(now: Snapshot, data: Data) -> Outcome:
    """What another system answered: when, not by whom of ours."""
    return Outcome(facts={"answer": data["answer"], "answered_at": now.at}, detail={"结果": data["answer"]})


def hand_over(now: Snapshot, data: Data) -> Outcome:
    """To a unit: its signing clock starts; the case's own clock has run since the day it came in."""
    unit, matter = data["unit"], now.matter
    grade = clocks.HANDLE[data["grade"]]
    others = [rule.key for rule in clocks.HANDLE.values() if rule is not grade]
    return Outcome(
        facts={"grade": data["grade"]},
        holder=(unit, None),
        rows=[Handover(unit=unit, note=data.get("note", ""), handed_at=now.at, handed_by=now.by)],
        cancels=others,
        starts=(
            Start(clocks.SIGN.key, unit=unit),
            Start(clocks.RETURN.key, unit=unit),
            Start(grade.key, at=matter.received_at),
        ),
        access=[Access(unit=unit, part="handling")],
        notices=[Tell(of_unit(unit), "新转办：{matter}")],
        detail={"承办单位": unit.name, "难易": Case.Grade(data["grade"]).label, "意见": data.get("note", "")},
    )


def _running(matter: Case) -> Handover | None:
    return matter.handovers.filter(ended_at=None).first()


def sign(now: Snapshot, data: Data) -> Outcome:
    handover = _running(now.matter)
    changes = [(handover, {"signed_at": now.at, "signed_by": now.by})] if handover else []
    return Outcome(holder=(now.matter.holder_unit, now.by), changes=changes)


def hand_back(now: Snapshot, data: Data) -> Outcome:
    """Back to the centre, which decides anew. The case's due date does not move."""
    handover = _running(now.matter)
    if handover is None:
        raise Refused("没有可退回的转办。")
    reason = f"{dict(asks.RETURN_REASONS)[data['reason']]}：{data['explanation']}"
    centre = now.matter.first_contact_unit()
    return Outcome(
        holder=(centre, None),
        changes=[(handover, {"ended_at": now.at, "returned_for": reason})],
        cancels=(clocks.SIGN.key, clocks.RETURN.key),
        starts=(Start(clocks.DISPATCH.key, unit=centre),),
        notices=[Tell(with_permission("cases.dispatch", unit=centre), "退回待重新分流：{matter}")],
        detail={"退回单位": now.matter.holder_unit.name, "理由": reason},
    )


def reply(now: Snapshot, data: Data) -> Outcome:
    """The unit's result; who first received the person calls back."""
    matter, handover = now.matter, _running(now.matter)
    centre = matter.first_contact_unit()
    # Who took it in on the street is not in the hall: then whoever is there calls back.
    caller = matter.first_contact if centre.pk in matter.first_contact.reach.units else None
    told = [caller] if caller else with_permission("cases.call_back", unit=centre)
    return Outcome(
        facts={"answer": data["answer"], "answered_at": now.at, "answered_by": now.by},
        holder=(centre, caller),
        changes=[(handover, {"ended_at": now.at})] if handover else [],
        cancels=(clocks.RETURN.key,),
        starts=(Start(clocks.CALL_BACK.key, unit=centre, user=caller),),
        notices=[Tell(told, "已有结果，请回访：{matter}")],
        detail={"结果": data["answer"]},
    )


def call_back(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        facts={"satisfaction": data["satisfaction"], "called_back_at": now.at},
        detail={"评价": Case.Satisfaction(data["satisfaction"]).label, "情况": data.get("note", "")},
    )


def become_mediation(now: Snapshot, data: Data) -> Outcome:
    """A mediation opens under the same code; the case waits for it."""
    handover = _running(now.matter)
    return Outcome(
        holder=(data["body"], None),
        opening=data,
        cancels=(clocks.SIGN.key, clocks.RETURN.key),
        changes=[(handover, {"ended_at": now.at})] if handover else [],
        detail={"调解组织": data["body"].name},
    )


def take_back(now: Snapshot, data: Data) -> Outcome:
    """The mediation was opened by mistake: the centre decides anew."""
    centre = now.matter.first_contact_unit()
    told = with_permission("cases.dispatch", unit=centre)
    return Outcome(
        holder=(centre, None),
        starts=(Start(clocks.DISPATCH.key, unit=centre),),
        notices=[Tell(told, "待重新分流：{matter}")],
        detail={"理由": data["reason"]},
    )


def clear_flags(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        facts={"flags_cleared_at": now.at, "flags_cleared_by": now.by},
        detail={"要紧情况": "、".join(now.matter.red), "理由": data["reason"]},
    )


def correct(now: Snapshot, data: Data) -> Outcome:
    """The old values stay in the history, beside the reason."""
    matter = now.matter
    new = {
        "title": mask_digits(data["title"]),
        "area": data["area"] or matter.area,
        "category": data["category"],
        "demand": data["demand"],
    }
    changed = {name: value for name, value in new.items() if value != getattr(matter, name)}
    if not changed:
        raise Refused("没有改动，不用更正。")
    words = {"title": "标题", "area": "地点", "category": "类别", "demand": "诉求"}
    old = {f"原{words[name]}": str(getattr(matter, name) or "") for name in changed}
    return Outcome(facts=changed, detail={**old, "理由": data["reason"]})


def add_party(now: Snapshot, data: Data) -> Outcome:
    party = Party(order=now.matter.parties.count() + 1, **data["party"])
    return Outcome(rows=[party], detail={"身份": party.get_role_display()})


def seal(now: Snapshot, data: Data) -> Outcome:
    """Close it now: from this transaction on only Access opens it."""
    return Outcome(
        facts={"compartment": data["compartment"]},
        access=keepers(now.matter.area, now.matter.first_contact, now.by),
        detail={"封闭": Matter.Compartment(data["compartment"]).label, "理由": data["reason"]},
    )
