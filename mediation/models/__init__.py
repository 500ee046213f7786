"""The record of people's mediation."""

from mediation.models.course import (
    Assignment,
    Evidence,
    Inquiry,
    Mandate,
    Prolonging,
    Rung,
    Session,
    Step,
    Told,
)
from mediation.models.mediation import Mediation
from mediation.models.outcome import Confirmation, Instalment, Signature, Visit

__all__ = [
    "Assignment",
    "Confirmation",
    "Evidence",
    "Inquiry",
    "Instalment",
    "Mandate",
    "Mediation",
    "Prolonging",
    "Rung",
    "Session",
    "Signature",
    "Step",
    "Told",
    "Visit",
]
