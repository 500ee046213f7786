"""Tables of the grid."""

from grid.models.assessment import AssessedIncident, Assessment, AssessmentObjection
from grid.models.boundary import Boundary, BoundaryFile
from grid.models.care import Care, CareHelp, CareKind, CareVisit
from grid.models.commendation import Commendation, CommendationObjection
from grid.models.incident import Extension, Incident, OnSite, UpwardReport
from grid.models.items import DutyItem, IncidentKind
from grid.models.posts import Duty, Responsibility
from grid.models.premises import CameraFault, CameraPoint, FindCall, Site, SiteKind, SiteVisit, StillLook
from grid.models.rounds import Hazard, Patrol, PatrolPlan, Recheck, ScreenedFind, ScreenedGrid, Screening

__all__ = [
    "AssessedIncident",
    "Assessment",
    "AssessmentObjection",
    "Boundary",
    "BoundaryFile",
    "CameraFault",
    "CameraPoint",
    "Care",
    "CareHelp",
    "CareKind",
    "CareVisit",
    "Commendation",
    "CommendationObjection",
    "Duty",
    "DutyItem",
    "Extension",
    "FindCall",
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
    "Site",
    "SiteKind",
    "SiteVisit",
    "StillLook",
    "UpwardReport",
]
