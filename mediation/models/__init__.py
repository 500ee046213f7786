"""The record of people's mediation."""

from mediation.models.bodies import Appointment, BodyProfile, Expert, Member, Training
from mediation.models.course import (
    Assignment,
    Consent,
    Evidence,
    Inquiry,
    Prevented,
    Prolonging,
    Rung,
    Session,
    Step,
    Told,
)
from mediation.models.mediation import Mediation
from mediation.models.outcome import Confirmation, Instalment, Service, Signature, Visit

__all__ = [
    "Appointment",
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
    "Rung",
    "Service",
    "Session",
    "Signature",
    "Step",
    "Told",
    "Training",
    "Visit",
]
