"""The rows of the grid."""

from grid.models.boundary import Boundary, BoundaryFile

__all__ = ["Boundary", "BoundaryFile"]
