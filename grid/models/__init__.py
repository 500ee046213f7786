"""Tables of the grid."""

from grid.models.boundary import Boundary, BoundaryFile
from grid.models.care import Care, CareKind, CareVisit
from grid.models.incident import Extension, Incident, OnSite, UpwardReport
from grid.models.items import DutyItem, IncidentKind
from grid.models.posts import Duty, Responsibility
from grid.models.rounds import Hazard, Patrol, PatrolPlan, Recheck, ScreenedFind, ScreenedGrid, Screening

__all__ = [
    "Boundary",
    "BoundaryFile",
    "Care",
    "CareKind",
    "CareVisit",
    "Duty",
    "DutyItem",
    "Extension",
    "Hazard",
    "Incident",
    "IncidentKind",
    "OnSite",
    "Patrol",
    "PatrolPlan",
    "Recheck",
    "Responsibility",
    "ScreenedFind",
    "ScreenedGrid",
    "Screening",
    "UpwardReport",
]
