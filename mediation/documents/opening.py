"""Papers with which a mediation begins: application, register, refusal, rights and duties, power of attorney."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localtime

from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Term, compute
from core.documents import paper_formats as say
from core.models import Clock, Party, Representation
from core.parties import capacity
from core.service.serving import addressees
from mediation import clocks
from mediation.documents import facts
from mediation.models import Mediation
from mediation.serving import REFUSAL

K = Mediation.RefusalKind
SOURCES = Mediation.Source

# Why it is not accepted, as a clause (人民调解工作若干规定 art. 22; 人民调解法 art. 17), and where to go first.
REFUSED_FOR = {
    K.SPECIAL_BODY: ("法律、法规规定只能由专门机关管辖处理", "向有管辖权的专门机关提出"),
    K.BARRED: ("法律、法规禁止采用民间调解方式解决", "向有权处理的机关提出"),
    K.TAKEN: ("人民法院、公安机关或者其他行政机关已经受理或者解决", "向已经受理的机关了解情况、主张权利"),
    K.CRIME: ("涉嫌违法犯罪，已报告公安机关", "待公安机关处理后，就民事赔偿部分申请调解"),
    K.UNWILLING: ("一方当事人明确拒绝调解", "各方都愿意时再次申请调解"),
    K.NOT_OURS: ("不属于本委员会受理范围", "向有权受理的调解组织或者机关提出"),
}


def no_application(mediation: Mediation) -> str:
    own = mediation.source == SOURCES.INITIATIVE
    return "主动调解的没有申请书，请出具受理登记表。" if own else ""


def application(mediation: Mediation) -> Mapping[str, Any]:
    """人民调解申请书: as it was told at the counter; the applicants read it and sign."""
    people = facts.sides(mediation)
    return {
        **facts.frame(mediation),
        "parties": [facts.person(party, mediation) for party in people],
        "facts": say.sentences(mediation.facts),
        "requests": say.sentences(mediation.requests),
        **facts.personal_data(mediation),
        "signers": [facts.by_side(party) for party in people if party.role == Party.Role.APPLICANT],
    }


def register(mediation: Mediation) -> Mapping[str, Any]:
    """人民调解受理登记表, as of the day of acceptance: whence it came, what it is, the steps of the ladder, and until
    when it was to run that day. The committee registers it, whoever typed.
    """
    begun = mediation.accepted_at or mediation.received_at
    return {
        **facts.frame(mediation),
        "accepted_on": say.day(begun),
        "parties": [facts.person(party, mediation) for party in facts.sides(mediation)],
        "names": "、".join(party.name for party in facts.sides(mediation)),
        "source": _source(mediation),
        "source_from": mediation.referred_by or _sent_by(mediation),
        "source_number": mediation.referral_number,
        "facts": say.cut(mediation.facts, 420, "（全文见卷内材料）"),
        "rungs": [_rung(row) for row in mediation.rungs.select_related("handler")],
        "mediators": "、".join(facts.mediators(mediation, begun)),
        "opinion": _opinion(mediation, _first_term(mediation)),
        **facts.personal_data(mediation),
    }


def _first_term(mediation: Mediation) -> str:
    """The last day as it was reckoned at first, without what was granted later."""
    clock = (
        Clock.objects.filter(matter_id=mediation.pk, rule__in=[one.key for one in clocks.TERMS])
        .order_by("started_at", "id")
        .first()
    )
    if clock is None:
        return ""
    return say.day(compute(Term.parse(clock.term), localtime(clock.started_at), office_calendar()).raw)


def _source(mediation: Mediation) -> str:
    own = (SOURCES.APPLICATION, SOURCES.INITIATIVE)
    return mediation.source if mediation.source in own else "referred"


def _sent_by(mediation: Mediation) -> str:
    word = str(mediation.get_source_display())
    return word.removesuffix("移送") if word.endswith("移送") else ""


def _rung(row: Any) -> dict[str, str]:
    days = say.short(row.started_at, weekday=False)
    if row.ended_at:
        days += f"至{say.short(row.ended_at, weekday=False)}"
    return {
        "name": f"{row.name}　{row.handler.name}",
        "days": days,
        "result": row.get_result_display(),
        "words": row.words,
    }


def _opinion(mediation: Mediation, due: str) -> str:
    if mediation.settled_level is not None and not mediation.effective_on:
        return "已由梯次调解就地化解，不再受理。"
    return f"予以受理，期限至{due}。" if due else "予以受理。"


def refusal(mediation: Mediation) -> Mapping[str, Any]:
    """不予受理告知书: the kind of reason in full, and the ways that are open."""
    reason, where = REFUSED_FOR[K(mediation.refusal)]
    people = addressees(mediation, REFUSAL)
    return {
        **facts.frame(mediation),
        "to_names": "、".join(party.name for party in people),
        "receivers": facts.receivers(people),
        "applied_on": say.day(mediation.applied_on or mediation.received_at),
        "reason": reason,
        "note": mediation.refusal_note.strip().rstrip("。"),
        "remedies": facts.ways(mediation, where),
        "told_on": say.day(mediation.closed_at),
    }


def rights(mediation: Mediation) -> Mapping[str, Any]:
    """权利义务告知书 (人民调解法 arts. 4, 23, 24, 31, 33): each party signs that it was told. The court's confirmation is
    told of in every kind of dispute; of family matters only status is left out (民诉法解释 art. 355), of labour disputes all
    but payment (法释〔2020〕26号 art. 52).
    """
    told = mediation.told.first()
    return {
        **facts.frame(mediation),
        "to_names": "、".join(party.name for party in facts.sides(mediation)),
        "mediators": "、".join(facts.mediators(mediation, told.told_at if told else None)),
        "court": facts.confirming_court(mediation),
        "family": mediation.dispute == Mediation.Dispute.FAMILY,
        "labour": mediation.is_labour,
        "signers": facts.signers(
            [facts.by_side(party) for party in facts.signing(mediation)], ("告知人", [])
        ),
    }


def mandates(mediation: Mediation) -> list[Representation]:
    return capacity.mandates(mediation.people)


def copy_of(row: Representation, place: int) -> str:
    return say.turn(place, "份")


def no_mandate(mediation: Mediation) -> str:
    return "" if capacity.mandates(mediation.people) else "还没有登记授权委托，没有授权委托书。"


def mandate(mediation: Mediation, row: Representation) -> Mapping[str, Any]:
    """授权委托书: who acts for whom, with which powers, until when (民法典 art. 165)."""
    who, whom = row.representative, row.principal
    by_law = capacity.by_law(whom, row.given_on)  # who signs for a ward or a unit
    return {
        **facts.frame(mediation),
        "principal": facts.person(whom, mediation),
        "principal_id": str(whom.id_number),
        "agent": facts.person(who, mediation),
        "agent_id": str(who.id_number),
        "subject": mediation.title,
        "powers": row.powers(),
        "given_on": say.day(row.given_on),
        "until": say.day(row.until),
        "signers": [
            f"委托人　{whom.name}",
            *([f"{by_law.words}　{by_law.representative.name}"] if by_law else []),
            f"受托人　{who.name}",
        ],
    }
