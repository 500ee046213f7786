"""The record of people's mediation."""

from mediation.models.bodies import BodyProfile, Expert, Member, Training
from mediation.models.course import (
    Assignment,
    Consent,
    Evidence,
    Inquiry,
    Prevented,
    Prolonging,
    Session,
    Told,
)
from mediation.models.mediation import Mediation
from mediation.models.outcome import Confirmation, Instalment, Signature, Visit

__all__ = [
    "Assignment",
    "BodyProfile",
    "Confirmation",
    "Consent",
    "Evidence",
    "Expert",
    "Inquiry",
    "Instalment",
    "Mediation",
    "Member",
    "Prevented",
    "Prolonging",
    "Session",
    "Signature",
    "Told",
    "Training",
    "Visit",
]
