"""Tables of the grid."""

from grid.models.boundary import Boundary, BoundaryFile
from grid.models.incident import Extension, Incident, OnSite, UpwardReport
from grid.models.items import DutyItem, IncidentKind

__all__ = [
    "Boundary",
    "BoundaryFile",
    "DutyItem",
    "Extension",
    "Incident",
    "IncidentKind",
    "OnSite",
    "UpwardReport",
]
