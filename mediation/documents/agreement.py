"""Papers of an agreement: written or oral, the receipt for each instalment, the application to the court."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.documents import paper_formats as say
from core.models import Party
from core.parties import capacity
from core.values import money
from mediation.documents import facts
from mediation.models import Instalment, Mediation
from mediation.steps import court

REST = (
    "本协议是各方就部分争议达成的协议；其余争议未达成一致，各方可以继续申请调解，也可以依法通过仲裁、"
    "行政、司法等途径解决，不影响本协议的履行。"
)

UNPERFORMED = "当事人就履行或者内容发生争议的，可以向人民法院提起诉讼。"  # 人民调解法 art. 32
LABOUR_UNPERFORMED = (  # 劳动争议调解仲裁法 arts. 15, 16; 法释〔2020〕26号 art. 51
    "一方当事人不履行的，另一方可以依法申请仲裁；仅就劳动报酬达成协议、用人单位不履行给付义务的，劳动者可以直接向人民法院提起诉讼；"
    "因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金事项达成协议，用人单位在约定期限内不履行的，劳动者可以持协议书申请支付令。"
)

# --- 协议 ----------------------------------------------------------------------------------------------


def written_only(mediation: Mediation) -> str:
    oral = mediation.form == Mediation.Form.ORAL
    return "达成的是口头协议，请出具口头协议登记表。" if oral else ""


def oral_only(mediation: Mediation) -> str:
    oral = mediation.form == Mediation.Form.ORAL
    return "" if oral else "达成的是书面协议，请出具人民调解协议书。"


def agreement(mediation: Mediation) -> Mapping[str, Any]:
    """The written agreement (arts. 28, 29, 33). It takes effect with all signatures and the seal, so its date
    is left for ink.
    """
    rows = say.on_deed(facts.parties(mediation))
    parts = _instalments(mediation)
    session = mediation.sessions.select_related("kept_by").last()
    return {
        **facts.frame(mediation),
        "parties": rows,
        "facts": say.sentences(mediation.facts),
        "responsibility": say.sentences(mediation.responsibility),
        "terms": say.sentences(mediation.terms),
        "instalments": [_part(part) for part in parts],
        "instalments_total": _total(parts),
        "performance": _performance(mediation),
        "other": [*_rest(mediation), *_effect(mediation), _copies(len(facts.sides(mediation)))],
        "signers": facts.signers(
            _names(mediation),
            ("人民调解员", facts.mediators(mediation)),
            ("记录人", [session.kept_by.name] if session else []),
        ),
    }


def _names(mediation: Mediation) -> list[str]:
    """The sides, or who may agree for them, as they sign."""
    return [
        f"{say.deed_part(party)}　{party.name}{facts.sealed(party)}"
        for party in facts.signing(mediation, scope=capacity.Scope.SETTLE)
    ]


def _instalments(mediation: Mediation) -> list[Instalment]:
    """What is to be performed later; an agreement performed on the spot has no last day, and needs no table."""
    return list(mediation.instalments.all()) if mediation.perform_by else []


def _part(part: Instalment) -> dict[str, str]:
    return {
        "no": say.numeral(part.order),
        "due": say.day(part.due_on),
        "what": part.what,
        "amount": money.digits(part.amount) if part.amount is not None else "—",
        "capital": money.capitals(part.amount) if part.amount is not None else "—",
    }


def _in_words(mediation: Mediation) -> list[str]:
    return [
        f"第{part['no']}期：{part['due']}前，{part['what']}"
        + (f"，{part['amount']}元" if part["amount"] != "—" else "")
        + "。"
        for part in map(_part, _instalments(mediation))
    ]


def _total(parts: list[Instalment]) -> dict[str, str] | None:
    amounts = [part.amount for part in parts if part.amount is not None]
    if len(amounts) < 2:
        return None
    total = sum(amounts[1:], amounts[0])
    return {"amount": money.digits(total), "capital": money.capitals(total)}


def _performance(mediation: Mediation) -> list[str]:
    """Amount in both writings, manner and place, the last day."""
    lines = []
    if mediation.amount:
        lines.append(
            f"本协议涉及金额{money.digits(mediation.amount)}元（{money.capitals(mediation.amount)}）。"
        )
    if mediation.manner:
        lines.append(mediation.manner.strip().rstrip("。") + "。")
    if mediation.perform_by:
        lines.append(f"各方应当至迟于{say.day(mediation.perform_by)}履行完毕。")
    how = "人民调解委员会对履行情况进行监督。"
    return [*lines, how if mediation.manner else f"履行方式按上列协议；{how}"]


def _rest(mediation: Mediation) -> list[str]:
    if not mediation.partial:
        return []
    return [REST]


def _copies(sides: int) -> str:
    return f"本协议一式{say.numeral(sides + 1)}份，当事人各执一份，人民调解委员会留存一份。"


def _effect(mediation: Mediation) -> list[str]:
    """When it takes effect, and how long which court may be asked to confirm what it can confirm."""
    effect = "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。" + (
        LABOUR_UNPERFORMED if mediation.is_labour else UNPERFORMED
    )
    if mediation.beyond_the_court:
        return [effect, f"本协议{_why_not_confirmed(mediation)}，不能申请司法确认。"]
    but = ""
    if mediation.unconfirmed:
        but = f"，其中{mediation.unconfirmed}{_why_not_confirmed(mediation)}，不在此列"
    elif mediation.dispute == Mediation.Dispute.FAMILY:
        but = "，身份关系除外"
    return [
        effect,
        f"双方认为有必要的，可以自本协议生效之日起30日内共同向{facts.confirming_court(mediation)}申请司法确认{but}。",
    ]


def _why_not_confirmed(mediation: Mediation) -> str:
    kinds = (
        ("身份关系", mediation.identity),
        ("确认权属", mediation.ownership),
        ("给付以外的劳动权利义务", mediation.not_payment),
    )
    return f"涉及{'、'.join(word for word, holds in kinds if holds)}"


def oral(mediation: Mediation) -> Mapping[str, Any]:
    """The oral agreement as the mediator writes it down (arts. 28, 30)."""
    session = mediation.sessions.last()
    return {
        **facts.frame(mediation),
        "parties": say.on_deed(facts.parties(mediation)),
        "facts": [*say.sentences(mediation.facts), *say.sentences(mediation.responsibility)],
        "terms": say.sentences(mediation.terms),
        "performance": "".join([*_in_words(mediation), *_performance(mediation)]),
        "signers": _names(mediation),
        "mediator": "、".join(facts.mediators(mediation)),
        "agreed_on": say.day(mediation.agreed_at),
        "place": session.place if session else "",
        "remark": "".join(_rest(mediation)),
    }


# --- 履行凭证 -------------------------------------------------------------------------------------------


def instalments(mediation: Mediation) -> Any:
    return mediation.instalments.all()


def term_of(part: Instalment, place: int) -> str:
    return f"第{part.order}期" if part.order > 1 else ""


def nothing_owed(mediation: Mediation) -> str:
    return "" if mediation.instalments.exists() else "协议没有分期履行的内容，没有收条。"


def receipt(mediation: Mediation, part: Instalment) -> Mapping[str, Any]:
    """收条 of one instalment, to be signed when it is performed. Who pays whom the parties write themselves."""
    paper = "口头协议" if mediation.form == Mediation.Form.ORAL else "人民调解协议书"
    return {
        **facts.frame(mediation),
        "paper": paper,
        "part": say.numeral(part.order),
        "several": mediation.instalments.count() > 1,
        "due_on": say.day(part.due_on),
        "what": part.what.strip().rstrip("。"),
        "amount": money.digits(part.amount) if part.amount is not None else "",
        "capital": money.capitals(part.amount) if part.amount is not None else "",
        "done_on": say.day(part.done_on),
        "proof": part.proof,
    }


# --- 司法确认 -------------------------------------------------------------------------------------------


def not_for_the_court(mediation: Mediation) -> str:
    """The same reasons as for the act itself, whenever the paper is asked for."""
    return court.not_fit(mediation)


def confirmation(mediation: Mediation) -> Mapping[str, Any]:
    """司法确认申请书, of both sides together (人民调解法 art. 33; 司法确认程序规定 arts. 2, 3)."""
    people = facts.sides(mediation)
    found = getattr(mediation, "confirmation", None)
    effective_on = mediation.effective_on
    assert effective_on is not None  # not_for_the_court
    organisation = any(party.is_organisation for party in people)
    return {
        **facts.frame(mediation),
        "variant": "个人与单位" if organisation else "个人与个人",
        "court": found.court if found else facts.court(),
        "ground": found.get_ground_display() if found else "",
        "parties": [_applicant(row, one) for row, one in zip(say.on_deed(people), people, strict=True)],
        "left_out": f"{mediation.unconfirmed}{_why_not_confirmed(mediation)}"
        if mediation.unconfirmed
        else "",
        "agreed_on": say.day(mediation.agreed_at),
        "effective_on": say.day(effective_on),
        "until": _window(effective_on),
        "facts": say.sentences(mediation.facts),
        "terms": [*say.sentences(mediation.terms), *_in_words(mediation)],
        "applied_on": say.day(found.applied_on) if found else "",
        "signers": [
            f"申请人　{party.name}{facts.sealed(party)}" if party in people else facts.by_side(party)
            for party in facts.signing(mediation, scope=capacity.Scope.CONFIRM)
        ],
    }


def _applicant(row: Mapping[str, Any], party: Party) -> dict[str, Any]:
    """An applicant with who applies in their place: an agent alone who was given that."""
    rows = [
        one
        for one in capacity.on_paper(party)
        if one.kind != one.Kind.AGENT or one.Scope.CONFIRM in one.scope
    ]
    acting = [
        {"part": one.words, "name": one.representative.name, "post": one.how_related,
         "id_number": str(one.representative.id_number), "phone": say.reach(one.representative)}
        for one in rows
    ]  # fmt: skip
    return {
        **row,
        "acting": acting,
        "officer": any(one.head for one in rows),
    }


def _window(effective_on: date) -> str:
    """2026年5月1日, and where that is a day off the day to which it rolls (民事诉讼法 art. 85)."""
    due = court.window(effective_on)
    if due.rolled is None:
        return f"{say.day(due.raw)}（遇法定休假日顺延）"
    rolled = f"，遇法定休假日顺延至{say.day(due.rolled)}" if due.rolled != due.raw else ""
    return f"{say.day(due.raw)}{rolled}"
