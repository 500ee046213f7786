"""Handling to the opinion: longer term, settlement, draft, check of lawfulness, signature; and what follows it."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.access.people import unit_of, with_permission
from core.deadlines.clocks import Extend, Of, Start, local_term
from core.deadlines.terms import Term, compute, term_until
from core.models import Access
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.service.clocks import SERVE
from core.values.moments import noon
from core.values.refused import Refused
from core.workflow.record_steps import row_of, said
from petitions import clocks
from petitions.models import Extension, Petition, Settlement
from petitions.serving import petitioners

Data = Mapping[str, Any]
S = Petition.Status
LONGEST_EXTENSION = 30  # days (art. 34)
MAJOR = "petitions.sign_major"


# --- Why not -----------------------------------------------------------------------------------------------------


def handled_in_time(now: Snapshot) -> str:
    """A longer term is granted before the sixty days are over, and once (art. 34)."""
    clock = now.clock(clocks.HANDLE.key)
    if clock is None or clock.ended_at:
        return "办结期限没有在走，不用延期。"
    if clock.extended_by:
        return "已经延期过一次，不能再延（第三十四条）。"
    if clock.raw and localdate(now.at) > clock.raw:
        return f"办结期限 {clock.raw:%m-%d} 已经届满，不能再延期；请尽快出具处理意见（第四十五条）。"
    return ""


def not_asked_yet(now: Snapshot) -> str:
    """Nobody waits for what can be granted no more: after the sixty days the answer is owed at once."""
    return "延期申请正在等批准。" if waiting(now) and not handled_in_time(now) else ""


def extension_waits(now: Snapshot) -> str:
    return "" if waiting(now) else "没有等批准的延期申请。"


def waiting(now: Snapshot) -> Extension | None:
    return next((row for row in now.matter.extensions.all() if row.granted is None), None)


def every_claim_is_answered(now: Snapshot) -> str:
    left = now.matter.unanswered()
    return f"还有 {len(left)} 项诉求没有答复：{'；'.join(str(claim) for claim in left)}。" if left else ""


def another_than_drafted(now: Snapshot) -> str:
    return "审核人不能是拟稿人。" if now.by and now.by.pk == now.matter.drafted_by_id else ""


def signed_by_whom_it_takes(now: Snapshot) -> str:
    """Ordinary: the leader in charge; major: the principal leader; never who drafted it."""
    if now.by is None:
        return ""
    if now.by.pk == now.matter.drafted_by_id:
        return "签发人不能是拟稿人。"
    return "重大、复杂、疑难的，由主要领导签发。" if now.matter.major and not now.by.has_perm(MAJOR) else ""


def something_was_agreed(now: Snapshot) -> str:
    return "" if open_settlement(now) else "没有在履行的调解、和解协议。"


def open_settlement(now: Snapshot) -> Settlement | None:
    """The last one: one that was not performed stays in the file beside it."""
    rows = [row for row in now.matter.settlements.all() if row.performed_on is None]
    return rows[-1] if rows else None


def is_to_be_carried_out(now: Snapshot) -> str:
    supports = now.matter.result in (Petition.Result.SUPPORTED, Petition.Result.PARTLY)
    return "" if supports and not now.matter.performed_on else "没有要落实的处理意见。"


# --- Longer ------------------------------------------------------------------------------------------------------


def ask_extension(now: Snapshot, data: Data) -> Outcome:
    """Asked of the head of the organ (art. 34): the days to decide are his office's, not the unit's that waits, and end
    with the sixty at the latest, for then nothing can be granted any more.
    """
    if data["days"] > LONGEST_EXTENSION:
        raise Refused(f"延长期限不得超过 {LONGEST_EXTENSION} 日（第三十四条）。", "days")
    row = row_of(now, Extension, data, "days", "reason")
    deciders = with_permission("petitions.extend", area=now.matter.area)
    own = Term.parse(local_term(clocks.EXTENSION, now.matter).term)
    usual, last = compute(own, now.at, now.calendar).raw, now.clock(clocks.HANDLE.key).raw  # type: ignore[union-attr]
    sooner = term_until(now.at, last) if last and (usual is None or last < usual) else ""
    return Outcome(
        rows=[row],
        starts=[Start(clocks.EXTENSION.key, unit=unit_of(deciders[0]) if deciders else None, term=sooner)],
        notices=[Tell(deciders, "请审批延期：{matter}")],
        detail=said(row, "days", "reason"),
    )


def grant_extension(now: Snapshot, data: Data) -> Outcome:
    """Approved by the head of the organ; counted from the sixtieth day, whatever that is; the reasons are told."""
    row = waiting(now)
    assert row is not None
    decided = {
        "granted": True,
        "decided_at": now.at,
        "decided_by": now.decider,
    }
    return Outcome(
        changes=[(row, decided)],
        meets=[Of(clocks.EXTENSION.key, None)],
        extends=[Extend(clocks.HANDLE.key, f"{row.days}C")],
        starts=[Start(SERVE.key, unit=now.matter.first_contact_unit())] if petitioners(now.matter) else [],
        notices=[
            Tell(
                with_permission("petitions.handle", unit=now.matter.holder_unit),
                "延期已批准，请书面告知信访人：{matter}",
            )
        ],
        detail={"days": row.days, "reason": row.reason},
    )


def refuse_extension(now: Snapshot, data: Data) -> Outcome:
    row = waiting(now)
    assert row is not None
    return Outcome(
        changes=[(row, {"granted": False, "decided_at": now.at})],
        meets=[Of(clocks.EXTENSION.key, None)],
        detail={"reason": data["reason"]},
    )


# --- Agreed (art. 33) -----------------------------------------------------------------------------------------------


def settle(now: Snapshot, data: Data) -> Outcome:
    """调解、和解: a written agreement; performed it closes the petition without an opinion (domain-supplement: G)."""
    if data["agreed_on"] > localdate(now.at):
        raise Refused("签订日期不能晚于今天。", "agreed_on")
    if data["perform_by"] < data["agreed_on"]:
        raise Refused("履行期限早于签订日期。", "perform_by")
    row = row_of(now, Settlement, data, "way", "agreed_on", "words", "perform_by")
    signed = noon(row.agreed_on)
    return Outcome(
        rows=[row],
        starts=[Start(clocks.PERFORM.key, at=signed, term=term_until(signed, row.perform_by))],
        detail=said(row, "way", "agreed_on", "words", "perform_by"),
    )


def settlement_performed(now: Snapshot, data: Data) -> Outcome:
    row = open_settlement(now)
    assert row is not None
    if data["on"] < row.agreed_on:
        raise Refused("履行日期早于签订日期。", "on")
    facts = {
        "ground": Petition.Ground.PERFORMED,
        "ended_on": data["on"],
        "performed_on": data["on"],
        "performance": data["words"],
    }
    return Outcome(
        facts=facts, holder=(now.matter.first_contact_unit(), None), changes=[(row, {"performed_on": data["on"]})], detail={"on": f"{data['on']:%Y-%m-%d}", "words": data["words"]},
        result=f"达成{row.get_way_display()}并已履行：{data['words']}",
    )  # fmt: skip


def settlement_failed(now: Snapshot, data: Data) -> Outcome:
    """Not performed: the handling goes on, its sixty days have run all the while."""
    return Outcome(detail={"reason": data["reason"]})


# --- The opinion (art. 32) ----------------------------------------------------------------------------------------


def draft(now: Snapshot, data: Data) -> Outcome:
    """拟处理意见: facts, each demand with its answer, opinion and articles. Also after the term, for the answer is owed
    all the same; why it is late is then said.
    """
    clock = now.clock(clocks.HANDLE.key)
    over = clock.raw if clock and clock.ended_at is None else None
    if over and localdate(now.at) > over and not data.get("late_reason"):
        raise Refused(f"办结期限 {over:%m-%d} 已经届满，请写明逾期原因（第四十五条第一项）。", "late_reason")
    answers = [(claim, {"result": result, "answer": words}) for claim, result, words in data["answers"]]
    facts = {name: data[name] for name in ("found", "result", "opinion", "basis")}
    checkers = with_permission("petitions.check", area=now.matter.area)
    return Outcome(
        facts={
            **facts,
            "major": bool(data.get("major")) or now.matter.major,
            "drafted_by": now.by,
            "checked_by": None,
        },
        changes=answers,
        access=[Access(user=user, part="check") for user in checkers],
        notices=[Tell([user for user in checkers if user != now.by], "请审核处理意见的合法性：{matter}")],
        detail={
            "result": Petition.Result(data["result"]).label,
            "opinion": data["opinion"],
            "late_reason": data.get("late_reason", ""),
        },
    )


def check(now: Snapshot, data: Data) -> Outcome:
    """合法性审核: passed on to whoever signs, or back with what is wrong."""
    passed = data["passed"] == "yes"
    if passed and (left := every_claim_is_answered(now)):
        raise Refused(left, "passed")
    if not passed and not data.get("words"):
        raise Refused("退回的，请写明哪里要改。", "words")
    signers = with_permission(MAJOR if now.matter.major else "petitions.sign", area=now.matter.area)
    back = [now.matter.drafted_by] if now.matter.drafted_by else []
    told = (
        Tell(signers, "请签发信访处理意见书：{matter}")
        if passed
        else Tell(back, "处理意见退回修改：{matter}")
    )
    return Outcome(
        facts={"status": S.SIGNING if passed else S.ACCEPTED, "checked_by": now.by if passed else None},
        notices=[told],
        detail={"passed": "通过" if passed else "退回修改", "words": data.get("words", "")},
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    back = [now.matter.drafted_by] if now.matter.drafted_by else []
    return Outcome(
        facts={"checked_by": None},
        notices=[Tell(back, "处理意见退回修改：{matter}")],
        detail={"reason": data["reason"]},
    )


def sign(now: Snapshot, data: Data) -> Outcome:
    """签发: the opinion is issued in the town's name; the sixty days are met, and it is served at once. The unit that handled
    it goes on seeing it, for it has to carry it out (art. 32 ¶2); of a sealed one, whom it was opened to by name.
    """
    matter, centre = now.matter, now.matter.first_contact_unit()
    supports = matter.result in (Petition.Result.SUPPORTED, Petition.Result.PARTLY)
    reaches = bool(petitioners(matter))
    starts = [Start((SERVE if reaches else clocks.FILE).key, unit=centre)]
    starts += [Start(clocks.CARRY_OUT.key, unit=matter.unit or centre)] if supports else []
    starts += [Start(clocks.EXPLAIN.key)] if _not_supported(matter) else []
    return Outcome(
        facts={
            "signed_by": now.by,
            "signed_on": localdate(now.at),
            **({} if reaches else _nobody_to_serve(now)),
        },
        holder=(centre, None),
        access=[Access(unit=matter.unit, part="carry_out")] if matter.unit and not matter.sealed else [],
        starts=starts,
        notices=[Tell(with_permission("petitions.sort", unit=centre), "处理意见书已签发，请送达：{matter}")],
        detail={"result": matter.get_result_display()},
        result=f"{matter.get_result_display()}：{matter.opinion}",
    )


def _not_supported(matter: Petition) -> bool:
    """Is one of its demands refused? Then it is explained to the petitioner, beside the paper (art. 32 ¶2)."""
    return Petition.Result.NOT_SUPPORTED in {matter.result, *(claim.result for claim in matter.own_claims())}


def _nobody_to_serve(now: Snapshot) -> dict[str, Any]:
    """Name or address is unclear: the opinion stands in the file and runs no window."""
    return {"status": S.ENDED, "ground": Petition.Ground.UNREACHABLE, "ended_on": localdate(now.at)}


def reply_suggestion(now: Snapshot, data: Data) -> Outcome:
    """回复建议意见 (art. 29): adopted wholly, in part or not, and why."""
    adopted = Petition.Adopted(data["adopted"])
    words = data["words"]
    changes = [
        (claim, {"result": Petition.Result.EXPLAINED, "answer": words[:1000]})
        for claim in now.matter.unanswered()
    ]
    facts = {
        "adopted": adopted,
        "replied_on": localdate(now.at),
        "opinion": words,
        "status": S.TO_SERVE if not now.matter.unreachable else S.REPLIED,
    }
    return Outcome(
        facts=facts, changes=changes, starts=[Start(SERVE.key)] if not now.matter.unreachable else [],
        detail={"adopted": adopted.label, "words": words}, result=f"{adopted.label}：{words}",
    )  # fmt: skip


def carry_out(now: Snapshot, data: Data) -> Outcome:
    """登记落实: what was supported is done, with its proof (art. 32 ¶2)."""
    return _performed(data, clocks.CARRY_OUT)


def fulfil(now: Snapshot, data: Data) -> Outcome:
    """登记履行、答复: of way five, what the town did by its own powers, or answered (art. 31(5))."""
    return _performed(data, clocks.ACT)


def _performed(data: Data, rule: clocks.ClockRule) -> Outcome:
    return Outcome(
        facts={"performed_on": data["on"], "performance": data["words"]},
        meets=clocks.over(rule),
        detail={"on": f"{data['on']:%Y-%m-%d}", "words": data["words"]},
    )


def owes_to_act(now: Snapshot) -> str:
    clock = now.clock(clocks.ACT.key)
    return "" if clock and clock.ended_at is None else "没有要由本镇履行、答复的。"


def rate(now: Snapshot, data: Data) -> Outcome:
    """评价: of the petition office and of the unit, apart; asked by a call, or typed from the national system."""
    facts = {
        "rating_office": data["rating_office"],
        "rating_unit": data["rating_unit"],
        "rated_on": localdate(now.at),
    }
    return Outcome(
        facts=facts,
        meets=clocks.over(clocks.FOLLOW_UP),
        detail={name: Petition.Rating(facts[name]).label for name in ("rating_office", "rating_unit")},
    )


def not_rated_yet(now: Snapshot) -> str:
    """An answer that was made anew after a review is rated anew."""
    rated, signed = now.matter.rated_on, now.matter.signed_on
    return "已经评价过。" if rated and not (signed and rated < signed) else ""
