"""Referrals on the matter's page, and in the list of many matters."""

from collections.abc import Iterable
from typing import Any

from core.models import Referral
from core.parties.of_many import of_many
from core.procedure.procedure import Panel
from core.values.screen_formats import when

JOINS = (
    "body", "unit", "helper", "person", "sender", "consent_by", "earlier__body", "earlier__unit", "earlier__helper", "later",
)  # fmt: skip


def panel(child: Any, user: Any) -> dict[str, Any]:
    """The referrals of one matter; asks nothing where there are none (Procedure.gathers has read them)."""
    rows = list(child.referrals.all())
    if rows:
        full = child.referrals.select_related(*JOINS)
        rows = list(full)
    return {"referrals": [line(row) for row in rows]}


def line(row: Referral) -> dict[str, Any]:
    """One referral as a row of a table; the person is masked, for the page shows people masked."""
    return {
        "number": row.number,
        "person": row.person.masked_name,
        "receiver": row.receiver,
        "help": row.get_help_display(),
        "ground": row.get_ground_display(),
        "consent": consent(row),
        "shared": "、".join(str(Referral.Shared(key).label) for key in row.shared),
        "need": row.need,
        "due": f"{row.due_on:%m-%d}",
        "sender": row.sender.name,
        "state": row.get_state_display(),
        "open": row.waits,
        "late": row.is_late,
        "chain": chain(row),
        "refused": row.is_refused,
        "asked_again": row.asked_again,
        "outcome": row.get_outcome_display() if row.outcome else "",
        "words": row.words,
        "ended": when(row.ended_at) if row.ended_at else "",
    }


def consent(row: Referral) -> str:
    """11-29 监护人书面同意; empty where the law was the ground."""
    if not row.consent_on:
        return ""
    return f"{row.consent_on:%m-%d} {'监护人' if row.consent_by_id else '本人'}{row.get_consent_how_display()}同意"


def chain(row: Referral) -> str:
    """接第1项（县妇联不接收），06-02 告知本人；转第3项; empty where it is the only one."""
    told = f"{row.told_on:%m-%d} 告知本人" if row.told_on else ""
    before = f"接第{row.earlier.number}项（{row.earlier.receiver}不接收）" if row.earlier else ""
    after = (
        f"已转第{row.later.number}项"
        if hasattr(row, "later")
        else f"不再转介：{row.left}"
        if row.left
        else ""
    )
    return "；".join(filter(None, (before, told, after)))


def lines(rows: Iterable[Referral]) -> list[dict[str, Any]]:
    return of_many(rows, line, {"person": "", "need": "", "words": "", "chain": ""})


PANEL = Panel("core/referral_panel.html", panel)
