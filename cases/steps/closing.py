"""Results and what comes after them: answers, the call-back, opening once more; and what is put right."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cases import clocks, remedies
from cases.models import CallBack, Case
from cases.steps import registering
from cases.steps.handing import LEAD_IS_NAMED_BY, handling
from core.access.exclusions import NOT_TO_THE_ACCUSED, names_the_accused
from core.access.people import with_permission
from core.deadlines.clocks import Start
from core.documents.remedies import tells
from core.models import Matter
from core.parties.adding import another
from core.privacy.masking import mask_digits
from core.procedure.transitions import Outcome, Snapshot
from core.records.history import OTHER
from core.records.notices import Tell
from core.values.refused import Refused
from core.workflow.links import linking

Data = Mapping[str, Any]
ON_THE_SPOT = "当场"  # the way of who was asked when the answer was given


def nothing_open_below(now: Snapshot) -> str:
    below = next((matter for matter in now.below if matter.holds_up), None)
    return f"{below.number} 还没有办结，本事项不能办结。" if below else ""


def nothing_merged_into_it(now: Snapshot) -> str:
    return f"{now.merged[0].number} 并在本事项里办，请先解除并案。" if now.merged else ""


def not_reopened_yet(now: Snapshot) -> str:
    return "已经重办过一次，不能再重办。" if now.matter.reopened_at else ""


def not_rated_yet(now: Snapshot) -> str:
    return "已经评价过。" if now.matter.own_rated_at else ""


# --- Results ----------------------------------------------------------------------------------------------------


def answer_on_spot(now: Snapshot, data: Data) -> Outcome:
    facts = {"answer": data["answer"], "answered_at": now.at, "answered_by": now.by}
    calls = []
    if data.get("satisfaction"):
        facts |= {"satisfaction": data["satisfaction"], "called_back_at": now.at}
        calls.append(CallBack(at=now.at, by=now.by, way=ON_THE_SPOT, rating=data["satisfaction"]))
    back = (now.matter.first_contact_unit(), None) if now.matter.room_id else None
    return Outcome(
        facts=facts,
        holder=back,
        rows=calls,
        detail={"answer": data["answer"], "satisfaction": _words(data.get("satisfaction"))},
        merged_data={"answer": data["answer"]},
        result=data["answer"],
    )


def _words(satisfaction: str | None) -> str:
    return Case.Satisfaction(satisfaction).label if satisfaction else ""


def elsewhere(now: Snapshot, data: Data) -> Outcome:
    """不属职责: told which body, where, on what ground, in writing (信访工作条例 23 ¶1)."""
    where = f"{data['body']}（{data['where']}）"
    ways = remedies.told(now.matter, data, now.by)
    return Outcome(
        facts={
            "ways": ways.kept if ways else {},
            "told_body": data["body"],
            "told_where": data["where"],
            "told_basis": data["basis"],
            "answer": f"您反映的事项不属于本镇职责，请向{where}提出。",
            "answered_at": now.at,
            "answered_by": now.by,
        },
        notices=tells(ways, now.by) if ways else (),
        result=f"不属于本镇职责，已告知向{where}提出。",
        detail={
            "body": data["body"],
            "where": data["where"],
            "basis": data["basis"],
            **(ways.said if ways else {}),
        },
    )


def import_reply(now: Snapshot, data: Data) -> Outcome:
    """What another system answered: when, not by whom of ours. It may have kept a day alone, or words alone."""
    answer, undated = data["answer"], data.get("undated", False)
    detail = {"answer": answer or "原表没有写办理结果"} | ({"answered_at": "原表没有写"} if undated else {})
    return Outcome(
        facts={"answer": answer, "answered_at": now.at if answer and not undated else None}, detail=detail
    )


def reply(now: Snapshot, data: Data) -> Outcome:
    """The unit's result; who first received the person calls back."""
    matter, lead = now.matter, now.matter.lead()
    centre = matter.first_contact_unit()
    # Who took it in on the street is not in the hall: then whoever is there calls back.
    caller = matter.first_contact if centre.pk in matter.first_contact.reach.units else None
    told = [caller] if caller else with_permission("cases.call_back", unit=centre)
    return Outcome(
        facts={"answer": data["answer"], "answered_at": now.at, "answered_by": now.by, "merged_into": None},
        holder=(centre, caller),
        changes=[(lead, {"ended_at": now.at})] if lead else [],
        starts=(Start(clocks.CALL_BACK.key, unit=centre, user=caller),),
        notices=[Tell(told, "已有结果，请回访：{matter}")],
        detail={"answer": data["answer"]},
        merged_data={"answer": data["answer"]},
    )


def call_back(now: Snapshot, data: Data) -> Outcome:
    """Who is not satisfied gets the matter done once more, or the director says why not."""
    unsatisfied = data["satisfaction"] == Case.Satisfaction.UNSATISFIED
    decides = now.decided_by or (now.by and now.by.has_perm(LEAD_IS_NAMED_BY))
    if unsatisfied and not now.matter.reopened_at and not (decides and data.get("note")):
        raise Refused(
            "不满意的先用“不满意，重办”重办一次；确实不用重办的，由中心主任说明情况后办结。", "satisfaction"
        )
    call = CallBack(
        at=now.at,
        by=now.by,
        way=data.get("way", ""),
        rating=data["satisfaction"],
        words=data.get("note", ""),
    )
    return Outcome(
        facts={"satisfaction": data["satisfaction"], "called_back_at": now.at},
        rows=[call],
        result=now.matter.answer,
        detail={
            "satisfaction": Case.Satisfaction(data["satisfaction"]).label,
            "way": data.get("way", ""),
            "note": data.get("note", ""),
        },
    )


def reopen(now: Snapshot, data: Data) -> Outcome:
    """不满意，重办: once, from the beginning, by somebody else; the times of all holders still add up.

    The citizen may rate the second result too; what was said of the first stays in the history.
    Before the end only: what is closed stays closed and counted, and is registered anew, linked.
    """
    centre = now.matter.first_contact_unit()
    rating = Case.Satisfaction.UNSATISFIED
    return Outcome(
        rows=[CallBack(at=now.at, by=now.by, rating=rating, words=data["reason"], reopened=True)],
        facts={
            "reopened_at": now.at,
            "satisfaction": rating,
            "called_back_at": now.at,
            "own_rating": "",
            "own_rated_at": None,
            "own_words": "",
        },
        holder=(centre, None),
        notices=[Tell(with_permission("cases.dispatch", unit=centre), "不满意，重办：{matter}")],
        detail={"reason": data["reason"]},
    )


def rate(now: Snapshot, data: Data) -> Outcome:
    """The citizen's own word on the public page, once. It ends nothing: the office still calls back."""
    rating, matter = Case.Satisfaction(data["satisfaction"]), now.matter
    told = [matter.first_contact]
    if rating == Case.Satisfaction.UNSATISFIED:
        told += with_permission(LEAD_IS_NAMED_BY, unit=matter.first_contact_unit())
    return Outcome(
        facts={"own_rating": rating, "own_rated_at": now.at, "own_words": data.get("words", "")},
        notices=[Tell(told, f"群众评价“{rating.label}”：{{matter}}")],
        detail={"satisfaction": rating.label, "words": mask_digits(data.get("words", ""))},
    )


# --- Other ways -----------------------------------------------------------------------------------------------


def promised(now: Snapshot) -> tuple[Start, ...]:
    """The day for an answer that the receipt names is watched also where no unit has been told how hard it is."""
    if handling(now):
        return ()
    return (Start(clocks.COMPLEX.key, at=now.matter.reopened_at or now.matter.received_at),)


def go_below(now: Snapshot, data: Data) -> Outcome:
    """Another procedure opens under the same code; the case waits for it, and its promise of an answer runs on."""
    lead = now.matter.lead()
    return Outcome(
        facts={"room": None},
        starts=promised(now),
        changes=[(lead, {"ended_at": now.at})] if lead else [],
    )


def take_result(now: Snapshot, data: Data) -> Outcome:
    """What the procedure below came to is the answer."""
    return reply(now, {"answer": data["words"]})


def take_back(now: Snapshot, data: Data) -> Outcome:
    """The procedure below was refused or opened by mistake: the centre decides anew."""
    centre = now.matter.first_contact_unit()
    told = with_permission("cases.dispatch", unit=centre)
    return Outcome(
        holder=(centre, None),
        notices=[Tell(told, "待重新分流：{matter}")],
        detail={"reason": data["words"]},
    )


def refer(now: Snapshot, data: Data) -> Outcome:
    """移送: an accusation goes on paper to the body that may handle it where the town has none (信访工作条例 30, 46)."""
    if names_the_accused(now.matter, data["body"]):
        raise Refused(NOT_TO_THE_ACCUSED, "body")
    running = now.matter.handovers.filter(ended_at=None)
    return Outcome(
        facts={"told_body": data["body"], "answered_at": now.at, "answered_by": now.by}
        | {"answer": f"已按管理权限移送{data['body']}处理。"},
        changes=[(row, {"ended_at": now.at}) for row in running],
        result=f"已移送{data['body']}。",
        detail={"body": data["body"], "reference": data["reference"], "how": data["how"]},
    )


def merge(now: Snapshot, data: Data) -> Outcome:
    """并案: one result for both. Each keeps its people, its clocks, its receipt and its call-back."""
    other: Matter = data["other"]
    if other.pk == now.matter.pk:
        raise Refused("不能并入自己。", "other")
    if other.kind != now.matter.kind or other.closed_at or other.merged_into_id:
        raise Refused("只能并入一件正在办、自己没有并入别件的事项。", "other")
    if now.merged:
        raise Refused("已有别的事项并入本事项；请把那一件并入本事项，或先解除。", "other")
    if bool(other.compartment) != now.matter.sealed or other.compartment == Matter.Compartment.ACCUSATION:
        raise Refused("封闭事项和不封闭的事项不能并案。", "other")
    return Outcome(
        facts={"merged_into": other},
        holder=(now.matter.first_contact_unit(), None),
        starts=promised(now),
        rows=linking(now, other, "并案"),
        detail={OTHER: other.pk, "reason": data["reason"]},
    )


def unmerge(now: Snapshot, data: Data) -> Outcome:
    """解除并案: the two were not the same after all."""
    centre, other = now.matter.first_contact_unit(), now.matter.merged_into
    return Outcome(
        facts={"merged_into": None},
        holder=(centre, None),
        notices=[Tell(with_permission("cases.dispatch", unit=centre), "解除并案，请分流：{matter}")],
        detail={OTHER: other.pk if other else None, "reason": data["reason"]},
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
    old = {f"old.{name}": str(getattr(matter, name) or "") for name in changed}
    return Outcome(facts=changed, detail={**old, "reason": data["reason"]})


def add_party(now: Snapshot, data: Data) -> Outcome:
    """One more; whoever is complained of in an accusation is accused by it."""
    party = another(now, data)
    said = {"role": party.get_role_display()}
    if now.matter.compartment != Matter.Compartment.ACCUSATION:
        return replace(registering.STAYS, rows=[party], detail=said)
    named = registering.name_accused(now, {}, [party])
    return replace(named, rows=[party, *named.rows], detail={**said, **named.detail})


def void(now: Snapshot, data: Data) -> Outcome:
    """作废: the number stays and says why; what was under way with units ends."""
    running = now.matter.handovers.filter(ended_at=None)
    return Outcome(
        facts={"voided_at": now.at, "merged_into": None},
        changes=[(row, {"ended_at": now.at}) for row in running],
        detail={"reason": data["reason"]},
        result=data["reason"],
    )
