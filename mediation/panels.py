"""Parts of the matter's page that only the mediation has: what and who, what happened, the agreement."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from core.parties import danger_reports
from core.procedure.procedure import Panel
from core.service.panel import PANEL as SERVICE
from core.values.moments import now
from core.values.screen_formats import day, when
from core.workflow import appointments, ladder
from mediation import clocks
from mediation.dossier import reads_apart
from mediation.models import Instalment, Mediation
from mediation.steps import agreement


def _tags(mediation: Mediation) -> Iterator[str]:
    yield mediation.get_dispute_display()
    yield mediation.get_source_display()
    marks = (
        ("不公开", mediation.behind_closed_doors),
        ("疑难复杂", mediation.difficult),
        ("重大、群体、涉刑", mediation.grave),
        ("部分达成", mediation.partial),
        ("有身份关系条款", mediation.identity),
        ("有确权条款", mediation.ownership),
        ("有给付以外的条款", mediation.not_payment),
        (mediation.get_form_display(), mediation.form),
    )
    yield from (word for word, holds in marks if holds)


def brief(mediation: Mediation, user: Any) -> dict[str, Any]:
    """What and who; the risk that stops it stands in red."""
    mediators = [
        f"{row.mediator.name}{'（当事人选定）' if row.chosen_by_parties else ''}"
        for row in mediation.assignments.all()
        if row.until is None
    ]
    facts = [
        ("申请", when(mediation.received_at)),
        *([("受理", when(mediation.accepted_at))] if mediation.accepted_at else []),
        ("调解组织", mediation.body.name),
        ("调解员", "、".join(mediators) or (mediation.mediator.name if mediation.mediator else "还没有指定")),
        ("地点", mediation.area.full_name),
        *_referral(mediation),
        *_outcome(mediation),
    ]
    ended = f"{mediation.get_end_reason_display()}。{mediation.end_note}" if mediation.end_reason else ""
    refused = f"{mediation.get_refusal_display()}。{mediation.refusal_note}" if mediation.refusal else ""
    agreed = mediation.agreed_at and mediation.terms
    return {
        "lead": mediation.facts,
        "requests": mediation.requests,
        "tags": list(_tags(mediation)),
        "risk": "、".join(mediation.red),
        "unreported": danger_reports.to_tell(mediation, localdate(now())),
        "late": clocks.labour_is_over(mediation),
        "on_ladder": mediation.status == Mediation.Status.ON_LADDER,
        "facts": facts,
        "answer": agreed or ended or refused,
        "answered": "协议内容" if agreed else "终止原因" if ended else "不予受理",
    }


def _referral(mediation: Mediation) -> Iterator[tuple[str, str]]:
    if mediation.referred_by:
        yield "移送机关", f"{mediation.referred_by}　{mediation.referral_number}".strip()
        done = f"已于 {when(mediation.fed_back_at)} 反馈" if mediation.fed_back_at else "还没有反馈"
        yield "反馈", f"{day(mediation.feedback_by)} 前，{done}" if mediation.feedback_by else done


def _outcome(mediation: Mediation) -> Iterator[tuple[str, str]]:
    if mediation.agreed_at:
        yield "达成协议", when(mediation.agreed_at)
    if mediation.effective_on:
        yield "协议生效", day(mediation.effective_on)
    if mediation.amount is not None and mediation.agreed_at:
        yield "涉及金额", f"{mediation.amount:,.2f} 元"
    if mediation.performed_on:
        yield "履行完毕", day(mediation.performed_on)
    if mediation.retention:
        yield "保管期限", mediation.get_retention_display()


def course(mediation: Mediation, user: Any) -> dict[str, Any]:
    """经过的细节: steps of the ladder, who was told, inquiries, sittings, evidence."""
    told = [f"{row.party.masked_name}（{day(row.told_at)}）" for row in mediation.told.all()]
    apart = reads_apart(user, mediation)
    talks = [
        *(_talk(row) for row in mediation.inquiries.all() if apart or not row.private),
        *_sittings(mediation),
    ]
    return {
        "rungs": ladder.lines(mediation),
        "told": "、".join(told),
        "talks": [talk for _, talk in sorted(talks, key=lambda pair: pair[0])],
        "evidence": [
            f"{row.name}（{row.source}，{row.pages} 页，{day(row.received_on)}）"
            for row in mediation.evidence.all()
        ],
        "prolonged": [
            f"延至 {day(row.until)}{'（超期后延长）' if row.overdue else ''}：{row.reason}"
            for row in mediation.prolongings.all()
        ],
        "prevented": [
            f"{row.get_what_display()} {row.people} 人（{day(row.at)}）：{row.note}"
            for row in mediation.prevented.all()
        ],
    }


def _talk(row: Any) -> tuple[Any, dict[str, Any]]:
    words = f"调查 · {when(row.at)} · {row.place} · 被调查人 {row.asked} · 调查人 {row.by.name}"
    return row.at, {"head": words, "record": row.record, "private": row.private}


def _sittings(mediation: Mediation) -> Iterator[tuple[Any, dict[str, Any]]]:
    names = {party.pk: party.masked_name for party in mediation.people}
    for number, row in enumerate(mediation.sessions.all(), 1):
        here = "、".join(filter(None, [*(names.get(pk, "") for pk in row.attended), row.present]))
        invited = f" · 邀请 {row.invited}" if row.invited else ""
        words = f"第 {number} 次调解 · {when(row.held_at)} · {row.place} · {here}{invited} · 记录 {row.kept_by.name}"
        words += f" · {row.get_result_display()}"
        yield row.held_at, {"head": words, "record": row.record, "private": False}


def _signs(mediation: Mediation) -> Iterator[dict[str, str]]:
    """Everybody who must sign a written agreement, and whether he has."""
    if mediation.form != Mediation.Form.WRITTEN:
        return
    rows = mediation.signatures.all()
    done = {f"party-{row.party_id}" if row.party_id else str(row.kind): row for row in rows}
    for key, words in agreement.signers(mediation):
        if row := done.get(key):
            yield {"who": words, "how": _way(row), "day": day(row.signed_on)}
        else:
            yield {"who": words, "how": "还没有签", "day": ""}


def _part(row: Instalment) -> dict[str, Any]:
    return {
        "order": row.order,
        "due": day(row.due_on),
        "what": row.what,
        "amount": f"{row.amount:,.2f}" if row.amount is not None else "—",
        "done": f"{day(row.done_on)}　{row.proof}{_received(row)}" if row.done_on else "未履行",
    }


def outcome(mediation: Mediation, user: Any) -> dict[str, Any]:
    """The agreement: who has signed, what was performed, what the court said, visits."""
    if not (mediation.agreed_at or mediation.visits.exists()):
        return {}
    confirmation = getattr(mediation, "confirmation", None)
    return {
        "checked": f"{mediation.checked_by.name}　{when(mediation.checked_at)}"
        if mediation.checked_by
        else "",
        "signs": list(_signs(mediation)),
        "parts": [_part(row) for row in mediation.instalments.all()],
        "confirmation": _court(confirmation) if confirmation else "",
        "visits": [
            f"{when(row.at)}　{row.way}　{row.visited}：{row.performed}"
            + "".join(f"；{text}" for text in (row.satisfaction, row.lawsuit, row.signs) if text)
            for row in mediation.visits.all()
        ],
    }


def _way(row: Any) -> str:
    """签名, 按指印; with who signed for the party."""
    through = f"{row.get_kind_display()} {row.through.representative.masked_name} " if row.through_id else ""
    return f"{through}{row.get_how_display()}"


def _received(row: Any) -> str:
    if not row.received_by_id:
        return ""
    through = row.received_through
    return f"　{through.representative.masked_name if through else row.received_by.masked_name} 收"


def _court(row: Any) -> str:
    said = f"{day(row.applied_on)} 双方共同向{row.court}（{row.get_ground_display()}）申请"
    if row.accepted_on:
        said += f"，{day(row.accepted_on)} 法院受理"
    if row.result:
        said += f"；{row.number}，{day(row.decided_on)} {row.get_result_display()}"
    return said


PANELS = (
    Panel("mediation/brief.html", brief, brief=True),
    appointments.PANEL,
    SERVICE,
    Panel("mediation/outcome.html", outcome),
    Panel("mediation/course.html", course),
)
