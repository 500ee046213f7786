"""Tables of the grid."""

from grid.models.boundary import Boundary, BoundaryFile
from grid.models.incident import Extension, Incident, OnSite, UpwardReport
from grid.models.items import DutyItem, IncidentKind
from grid.models.posts import Duty, Responsibility

__all__ = [
    "Boundary",
    "BoundaryFile",
    "Duty",
    "DutyItem",
    "Extension",
    "Incident",
    "IncidentKind",
    "OnSite",
    "Responsibility",
    "UpwardReport",
]
