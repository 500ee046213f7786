"""Sorting (分类): which of three kinds, which of six ways; not accepted; accepted; accusations behind their wall."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.access.sealing import keepers
from core.deadlines.clocks import Start
from core.documents import remedies
from core.intake.accusations import accusation
from core.models import Access, Matter
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.moments import noon
from core.values.refused import Refused
from petitions import clocks
from petitions.models import Petition
from petitions.people import same_person

Data = Mapping[str, Any]
K, S, W = Petition.Kind, Petition.Status, Petition.Way
ACCUSATION = Matter.Compartment.ACCUSATION
IN_HAND = frozenset({S.ACCEPTED, S.BELOW, S.AGREED, S.CHECKING, S.SIGNING})
OFFICE_TRANSFERS = "本镇只作为信访部门的，应当“转送、交办”有权处理的机关、单位（第二十二条第一款）。"
ELSEWHERE = frozenset(W) - {W.PETITION}


# --- Why not -----------------------------------------------------------------------------------------------------


def no_claim_of_another_kind(now: Snapshot) -> str:
    kinds = {claim.kind_of for claim in now.matter.own_claims() if claim.kind_of}
    return "各项诉求类别不同，请先“拆分诉求”。" if len(kinds) > 1 else ""


def not_an_accusation(now: Snapshot) -> str:
    accuses = now.matter.compartment == ACCUSATION
    return "检举控告只能按管理权限移送纪检监察机关或者有权处理的机关（第三十条）。" if accuses else ""


def an_accusation(now: Snapshot) -> str:
    return "" if now.matter.compartment == ACCUSATION else "不是检举控告事项。"


def nobody_to_tell(now: Snapshot) -> str:
    return (
        ""
        if now.matter.unreachable
        else "姓名、住址清楚的，应当书面告知，不能只登记存查（第二十三条第二款）。"
    )


# --- Sorting -----------------------------------------------------------------------------------------------------


def sort(now: Snapshot, data: Data) -> Outcome:
    """分类: the way decides what follows; the sixty days run for none but way six (art. 34)."""
    kind, way = data["kind_of"], data.get("way") or ""
    if kind != K.ACCUSATION and now.matter.compartment == ACCUSATION:
        raise Refused("已经按检举控告封闭，只能按检举控告分类。", "kind_of")
    facts = {"kind_of": kind, "way": way if kind == K.APPEAL else "", "sorted_at": now.at}
    facts["field"] = "" if kind == K.ACCUSATION else data.get("field") or now.matter.field
    facts["facts"] = sorted(
        {*now.matter.facts, *data.get("facts", ())} | ({Petition.Fact.JUDICIAL} if way == W.LEGAL else set())
    )
    said = {"kind_of": K(kind).label, "way": W(way).label if facts["way"] else ""}
    said |= {"field": Petition.Field(facts["field"]).label} if facts["field"] else {}
    if kind == K.ACCUSATION:
        return _walled(now, data, facts, said)
    if kind == K.SUGGESTION:
        study = Start(clocks.STUDY.key, at=now.matter.received_at, unit=now.matter.holder_unit)
        return Outcome(
            facts={**facts, "status": S.STUDYING}, starts=[study], cancels=[], meets=clocks.over(clocks.SORT), detail=said
        )  # fmt: skip
    if way in ELSEWHERE:
        return _elsewhere(now, data, facts, said)
    return Outcome(facts={**facts, "status": S.TO_ACCEPT}, starts=[], cancels=[], meets=[], detail=said)


def _elsewhere(now: Snapshot, data: Data, facts: dict[str, Any], said: dict[str, str]) -> Outcome:
    """Ways one to five: which body, where, within what time, in writing, in reviewed words where there are such; nobody is
    told where nobody can be.
    """
    ways = remedies.tell(data["ways"], {}) if data.get("ways") else None
    told = {name: data.get(name) or "" for name in ("told_body", "told_where", "told_term", "told_why")}
    tells = now.matter.owes_notice
    ours = data.get("ours") and data["way"] == W.PROTECTION
    if not now.matter.as_unit:
        raise Refused(OFFICE_TRANSFERS, "way")
    return Outcome(
        facts={
            **facts,
            **told,
            "ways": "\n".join(ways.lines) if ways else "",
            "status": S.TO_TELL if tells else S.ON_FILE,
        },
        starts=[Start(clocks.ACT.key, at=now.matter.received_at)] if ours else [],
        cancels=[clocks.OBJECT.key],
        meets=clocks.over(clocks.SORT),
        detail={**said, **told, **({"ours": "是"} if ours else {}), **(ways.said if ways else {})},
        result=f"应当通过{W(data['way']).label}解决，请向{told['told_body']}提出。",
    )


def _walled(now: Snapshot, data: Data, facts: dict[str, Any], said: dict[str, str]) -> Outcome:
    """An accusation is sealed in the act that sorts it, from the accused, his unit and all who do not keep such matters
    (arts. 30 ¶3, 46(5)). No notice of ours is owed, nor a report: its receivers tell by their own rules (art. 23 ¶4).
    """
    matter = now.matter
    accused = accusation(matter.area, data, matter.people, matter)
    starts = (
        []
        if matter.as_office
        else [Start(clocks.HAND_OVER.key, at=matter.received_at, unit=matter.holder_unit)]
    )
    return Outcome(
        facts={**facts, "compartment": ACCUSATION, "status": S.TO_HAND_OVER},
        holder=accused.kept_by(matter.holder_unit),
        rows=accused.accused,
        exclusions=accused.exclusions,
        access=[*keepers(matter.area, now.by), *accused.access],
        starts=starts,
        cancels=[clocks.NOTICE.key, clocks.OBJECT.key, clocks.REPORT.key],
        meets=[],
        detail={**said, **accused.said},
    )


def name_accused(now: Snapshot, data: Data) -> Outcome:
    """Whom it names is known only now; from a unit that is accused it comes back."""
    accused = accusation(now.matter.area, data, now.matter.people, now.matter)
    return Outcome(
        holder=accused.kept_by(now.matter.holder_unit),
        rows=accused.accused,
        exclusions=accused.exclusions,
        access=accused.access,
        detail=accused.said,
    )


# --- Not accepted, accepted, on file -------------------------------------------------------------------------------


AFTER_THE_END = (Petition.Refusal.FINAL, Petition.Refusal.NO_REVIEW)


def refuse_case(now: Snapshot, data: Data, case: Petition.Refusal, earlier: Petition | None) -> None:
    """Each case of domain 1.5 has its own ground, and what rests on an earlier petition names it."""
    matter = now.matter
    if case == Petition.Refusal.NOT_OURS:
        refuse_not_ours(matter, data)
        return
    if earlier is None:
        raise Refused("请写明同一事项的上一件（登记号）。", "repeats")
    if not same_person(matter, earlier):
        raise Refused(
            "上一件不是同一信访人提出的，不能以此不予受理（第十九条第三款、第三十六条第三款）。", "repeats"
        )
    if case == Petition.Refusal.FINAL and earlier.ground != Petition.Ground.SECOND_REVIEW:
        raise Refused("上一件没有经过复核，不能“不再受理”（第三十六条第三款）。", "refusal")
    lapsed = (Petition.Ground.NO_REVIEW, Petition.Ground.NO_SECOND)
    if case == Petition.Refusal.NO_REVIEW and earlier.ground not in lapsed:
        raise Refused("上一件的复查、复核期限还没有过，不能以此不予受理。", "refusal")
    if case == Petition.Refusal.IN_HAND and (why := not_in_hand(earlier, now)):
        raise Refused(why, "refusal")


def refuse_not_ours(matter: Petition, data: Data) -> None:
    if not matter.as_unit:
        raise Refused(OFFICE_TRANSFERS, "refusal")
    if matter.sent_down:
        raise Refused(
            "上级转送、交办的，不属于职权范围的应当“提出异议”，不能不予受理（第二十三条第三款）。", "refusal"
        )
    if not data.get("told_body"):
        raise Refused("请写明应当向哪个机关、单位提出（第二十三条第一款）。", "told_body")


def refuse(now: Snapshot, data: Data) -> Outcome:
    """不予受理、不再受理: with its case of domain 1.5, the body and the day; after the end the duty to explain and help
    stays (art. 37 ¶3), with a term for whoever holds it.
    """
    matter, case = now.matter, Petition.Refusal(data["refusal"])
    earlier = data.get("repeats") or matter.repeats
    refuse_case(now, data, case, earlier)
    told = {name: data.get(name) or "" for name in ("told_body", "told_where", "told_term", "told_why")}
    tells = not matter.unreachable
    return Outcome(
        facts={
            "refusal": case,
            "repeats": earlier,
            **told,
            "sorted_at": now.at,
            "status": S.TO_TELL if tells else S.ON_FILE,
        },
        cancels=[clocks.OBJECT.key],
        meets=clocks.over(clocks.SORT),
        starts=[Start(clocks.EXPLAIN.key)] if case in AFTER_THE_END else [],
        notices=_to_explain(now, case),
        detail={"refusal": case.label, **told},
        result=f"不予受理：{case.label}",
    )


def not_in_hand(earlier: Petition, now: Snapshot) -> str:
    """Art. 19 ¶3 holds while the earlier one is handled, and only within its term."""
    if earlier.accepted_on is None or earlier.signed_on:
        return "上一件没有受理，或者已经出具处理意见，不能以“正在办理”不予受理（第十九条第三款）。"
    if earlier.status not in IN_HAND:
        return "上一件已经办结，不能以“正在办理”不予受理（第十九条第三款）。"
    running = earlier.clocks.filter(rule__in=[rule.key for rule in clocks.ANSWERING], ended_at=None)
    return (
        "上一件已经超过规定期限，不能以“正在办理”不予受理（第十九条第三款）。"
        if running.filter(raw__lt=localdate(now.at)).exists()
        else ""
    )


def _to_explain(now: Snapshot, case: Petition.Refusal) -> list[Tell]:
    if case not in AFTER_THE_END:
        return []
    told = with_permission("petitions.sort", area=now.matter.area)
    return [Tell(told, "不再受理的，仍要做好疏导教育、帮扶救助，请交办并“记疏导帮扶”：{matter}")]


def accept(now: Snapshot, data: Data) -> Outcome:
    """受理: by way six alone; the sixty days run from the day of the acceptance notice (art. 34; domain: 1.2 P7)."""
    matter, day, unit = now.matter, data["accepted_on"], data["unit"]
    if not localdate(matter.received_at) <= day <= localdate(now.at):
        raise Refused("受理日期在收到之日和今天之间。", "accepted_on")
    handlers = with_permission("petitions.handle", unit=unit)
    sealed = [Access(user=user, part="handling") for user in handlers] if matter.sealed else []
    both = (
        {} if matter.as_unit else {"part": Petition.Part.BOTH}
    )  # who handles it itself owes the notice of art. 23
    owed = (
        [Start(clocks.NOTICE.key, at=matter.received_at, unit=matter.holder_unit)]
        if both and not matter.unreachable
        else []
    )
    return Outcome(
        facts={"accepted_on": day, "unit": unit, "major": bool(data.get("major")), **both},
        holder=(unit, None),
        access=sealed,
        starts=[Start(clocks.HANDLE.key, at=noon(day), unit=unit), *owed],
        notices=[Tell(handlers, "信访事项已受理，由您单位办理：{matter}")],
        detail={"accepted_on": f"{day:%Y-%m-%d}", "unit": unit.name},
    )


def put_on_file(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"sorted_at": now.at}, detail={"reason": data["reason"]}, result=data["reason"])
