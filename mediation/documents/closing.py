"""Papers at the end: the notice that it ended, the follow-up visit, the closing report."""

from collections.abc import Mapping
from typing import Any

from core.documents import paper_formats as say
from core.service.serving import addressees
from core.values import money
from core.values.moments import now
from mediation import clocks
from mediation.documents import facts
from mediation.documents.facts import S
from mediation.models import Mediation, Visit
from mediation.serving import END

# Why it ended, as a clause of the notice (人民调解法 art. 26). The mediator's own note stays in the file.
ENDED_FOR = {
    Mediation.EndReason.REFUSED: "一方当事人不再接受调解",
    Mediation.EndReason.NO_AGREEMENT: "各方分歧较大，不能达成调解协议",
    Mediation.EndReason.IMPOSSIBLE: "出现了使调解无法继续进行的情况",
    Mediation.EndReason.FALSE: "当事人隐瞒重要事实或者提供虚假情况",
    Mediation.EndReason.COLLUSION: "存在恶意串通、损害他人或者公共利益的情形",
}


def end(mediation: Mediation) -> Mapping[str, Any]:
    """Ends it and tells the other ways (art. 26)."""
    return {
        **facts.frame(mediation),
        "to_names": "、".join(party.name for party in facts.sides(mediation)),
        "receivers": facts.receivers(addressees(mediation, END)),
        "accepted_on": say.day(mediation.accepted_at or mediation.received_at),
        "reason": ENDED_FOR[Mediation.EndReason(mediation.end_reason)],
        "remedies": facts.ways(mediation, "自愿选择其他调解组织调解"),
        "without_sitting": not mediation.sessions.exists(),
        "ended_on": say.day(mediation.ended_at or mediation.closed_at),
    }


def fifteen_days_run(mediation: Mediation) -> str:
    """Why the paper that arbitration is open cannot be made yet; empty when it can."""
    return (
        ""
        if clocks.labour_is_over(mediation)
        else "只有劳动争议，自收到申请之日起满 15 日没有达成协议的才出具。"
    )


def arbitration(mediation: Mediation) -> Mapping[str, Any]:
    """申请仲裁告知书 (劳动争议调解仲裁法 art. 14): after fifteen days the parties may go; the talks may go on."""
    return {
        **facts.frame(mediation),
        "to_names": "、".join(party.name for party in facts.sides(mediation)),
        "applied_on": say.day(mediation.applied_on or mediation.received_at),
        "remedies": facts.ways(mediation),
        "signers": facts.signers([facts.by_side(party) for party in facts.sides(mediation)], ("告知人", [])),
    }


def visits(mediation: Mediation) -> Any:
    return mediation.visits.all()


def not_visited(mediation: Mediation) -> str:
    return "" if mediation.visits.exists() else "还没有回访，没有回访记录。"


def visit(mediation: Mediation, row: Visit) -> Mapping[str, Any]:
    """人民调解回访记录: performance, satisfaction, lawsuits, signs of worsening."""
    return {
        **facts.frame(mediation),
        "parties": facts.listed(facts.sides(mediation)),
        "paper": _paper(mediation),
        "cause": f"{facts.dispute(mediation)}（{mediation.title}）",
        "at": say.moment(row.at),
        "way": row.way,
        "visited": row.visited,
        "performed": row.performed,
        "satisfaction": row.satisfaction,
        "lawsuit": row.lawsuit or "无",
        "signs": row.signs or "无",
        "by": row.by.name,
    }


def _paper(mediation: Mediation) -> str:
    if not mediation.agreed_at:
        return "没有达成协议"
    return str(mediation.get_form_display())


def closing(mediation: Mediation) -> Mapping[str, Any]:
    """结案报告表 (domain: 2.4), signed by the mediator and the head."""
    people = facts.sides(mediation)
    done = mediation.performed_on or mediation.ended_at or mediation.told_unperformed_at
    return {
        **facts.frame(mediation),
        "filled_on": say.day(now()),
        "mediators": "、".join(facts.mediators(mediation)),
        "accepted_on": say.day(mediation.accepted_at or mediation.received_at),
        "closed_on": say.day(done),
        "parties": [facts.person(party, mediation) for party in people],
        "source": f"{mediation.get_source_display()}{_referral(mediation)}",
        "facts": say.cut(mediation.facts, 360, "（全文见卷内材料）"),
        "results": _results(mediation),
    }


def _referral(mediation: Mediation) -> str:
    parts = " ".join(part for part in (mediation.referred_by, mediation.referral_number) if part)
    return f"（{parts}）" if parts else ""


def _results(mediation: Mediation) -> list[str]:
    """What came of it, line by line."""
    if mediation.end_reason:
        return [
            f"调解终止：{ENDED_FOR[Mediation.EndReason(mediation.end_reason)]}。",
            "已书面告知各方依法维护权利的途径。",
        ]
    lines = [
        f"{say.day(mediation.agreed_at)}达成{mediation.get_form_display()}"
        + ("（部分达成）" if mediation.partial else "")
        + (f"，{say.day(mediation.effective_on)}生效" if mediation.effective_on else "")
        + (f"，涉及金额{money.digits(mediation.amount)}元" if mediation.amount else "")
        + "。",
        *_terms(mediation),
        _performed(mediation),
    ]
    found = getattr(mediation, "confirmation", None)
    if found:
        result = f"，{say.day(found.decided_on)}{found.get_result_display()}" if found.result else ""
        lines.append(f"{say.day(found.applied_on)}共同申请司法确认（{found.court}{found.number}）{result}。")
    return lines


def _terms(mediation: Mediation) -> list[str]:
    """Line by line where they are short; the form has one page."""
    lines = say.paragraphs(mediation.terms)
    short = len(lines) <= 6 and len(mediation.terms) <= 240
    return lines if short else [say.cut(mediation.terms, 240, "（全文见协议）")]


def _performed(mediation: Mediation) -> str:
    if mediation.performed_on:
        return f"{say.day(mediation.performed_on)}履行完毕。"
    left = len(mediation.owed())
    told = "，已督促，并告知不履行的途径" if mediation.told_unperformed_at else ""
    return f"还有{left}期没有履行{told}。" if mediation.status != S.AGREED else "等待签字生效。"
