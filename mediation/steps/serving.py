"""Serving the notices that end a mediation: each person signs for it, or refuses before a witness."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.models import Party
from core.procedure.transitions import Outcome, Snapshot
from core.values.refused import Refused
from mediation.models import Mediation, Service
from mediation.steps.course import SIDES

Data = Mapping[str, Any]


def paper_of(mediation: Mediation) -> Service.Paper:
    return Service.Paper.REFUSAL if mediation.refusal else Service.Paper.END


def addressees(mediation: Mediation) -> list[Party]:
    """Whom the notice goes to: a refusal to who applied, an end to all."""
    roles = SIDES[:1] if mediation.refusal else SIDES
    return [party for party in mediation.people if party.role in roles]


def unserved(mediation: Mediation) -> list[Party]:
    done = {row.party_id for row in mediation.served.all() if row.paper == paper_of(mediation)}
    return [party for party in addressees(mediation) if party.pk not in done]


def somebody_waits(now: Snapshot) -> str:
    return "" if unserved(now.matter) else "各方都已经送达。"


def serve(now: Snapshot, data: Data) -> Outcome:
    """送达: on the day that they signed, or on which they refused to, with the witness's name."""
    mediation, refused, day = now.matter, data.get("refused_for", ""), data["on"]
    ended = localdate(mediation.ended_at or mediation.closed_at)
    if day > localdate(now.at):
        raise Refused("送达日期不能晚于今天。", "on")
    if day < ended:
        raise Refused(f"送达日期早于文书日期（{ended:%Y-%m-%d}）。", "on")
    if refused and not data.get("witness"):
        raise Refused("拒绝签收的，要有见证人，请写明见证人姓名。", "witness")
    paper = paper_of(mediation)
    row = Service(
        paper=paper,
        party=data["party"],
        on=day,
        refused_for=refused,
        witness=data.get("witness", ""),
        by=now.by,
    )
    return Outcome(
        rows=[row],
        detail={
            "paper": paper.label,
            "party": row.party.masked_name,
            "served_on": f"{day:%Y-%m-%d}",
            "refused_for": refused,
            "witness": row.witness,
        },
    )
