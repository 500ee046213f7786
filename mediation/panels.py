"""Parts of the matter's page that only the mediation has."""

from typing import Any

from core.procedures import Panel
from core.shown import day, when
from mediation.models import Mediation


def brief(mediation: Mediation, user: Any) -> dict[str, Any]:
    facts = [
        ("受理", when(mediation.received_at)),
        ("调解组织", mediation.body.name),
        ("调解员", mediation.mediator.name if mediation.mediator else "还没有指定"),
        ("地点", mediation.area.full_name),
    ]
    if mediation.agreed_at:
        facts.append(("达成协议", when(mediation.agreed_at)))
    if mediation.amount is not None:
        facts.append(("涉及金额", f"{mediation.amount:,.2f} 元"))
    if mediation.perform_by:
        facts.append(("履行期限", day(mediation.perform_by)))
    tags = [mediation.get_dispute_display(), mediation.get_source_display()]
    if mediation.form:
        tags.append(mediation.get_form_display())
    ended = f"{mediation.get_end_reason_display()}。{mediation.end_note}" if mediation.end_reason else ""
    return {
        "lead": mediation.facts,
        "tags": tags,
        "facts": facts,
        "answer": mediation.terms or ended,
        "answered": "协议内容" if mediation.terms else "终止原因",
    }


def sessions(mediation: Mediation, user: Any) -> dict[str, Any]:
    rows = mediation.sessions.select_related("kept_by")
    return {
        "sessions": [
            {
                "when": when(row.held_at),
                "place": row.place,
                "present": row.present,
                "record": row.record,
                "kept_by": row.kept_by.name,
            }
            for row in rows
        ]
    }


PANELS = (Panel("mediation/brief.html", brief, brief=True), Panel("mediation/sessions.html", sessions))
