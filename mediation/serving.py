"""The notices that end a mediation: a refusal is served on who applied, an end on all."""

from datetime import date

from django.utils.timezone import localdate

from core.models import Party
from core.service.serving import Serving, ToServe
from mediation.models import Mediation

REFUSAL, END = "mediation.refusal", "mediation.end"


def _refused_on(mediation: Mediation) -> date | None:
    return localdate(mediation.closed_at) if mediation.refusal and mediation.closed_at else None


def _ended_on(mediation: Mediation) -> date | None:
    return localdate(mediation.ended_at) if mediation.end_reason and mediation.ended_at else None


def _applicants(mediation: Mediation) -> list[Party]:
    return [party for party in mediation.people if party.role == Party.Role.APPLICANT]


def _sides(mediation: Mediation) -> list[Party]:
    return [party for party in mediation.people if party.role in Party.SIDES]


SERVING = Serving(
    (
        ToServe(REFUSAL, "不予受理告知书", _refused_on, _applicants),
        ToServe(END, "终止调解通知书", _ended_on, _sides),
    )
)
