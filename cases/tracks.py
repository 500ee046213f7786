"""The units at work on a case beside one another, for the road map (路线图)."""

from cases import clocks
from cases.models import Case, Handover
from core.values.screen_formats import when
from core.workflow.roadmap import Track


def tracks(case: Case) -> list[Track]:
    """主办 first, then 协办 in the order they were asked; empty where nobody ever helped."""
    rows = sorted(case.handed, key=lambda row: not row.lead)
    if all(row.lead for row in rows):
        return []
    return [_track(row) for row in rows if not row.returned_for]


def _track(row: Handover) -> Track:
    signed = f"{row.signed_by.name} · {when(row.signed_at)} 签收" if row.signed_by else "待签收"
    note = row.answer or ("" if row.lead else row.part)
    return Track(
        name=f"{'主办' if row.lead else '协办'} {row.unit.short_name}",
        holder=signed,
        since=row.handed_at,
        until=row.ended_at,
        rule=_rule(row),
        unit_id=row.unit_id,
        met=bool(row.answered_at) or (row.lead and row.ended_at is not None),
        note=note,
        helps=not row.lead,
    )


def _rule(row: Handover) -> str:
    """Which clock limits the unit: its own part, or the day of its feedback."""
    return clocks.FEEDBACK.key if row.lead else clocks.ASSIST.key
