"""The tables of the grid."""

from grid.models.posts import Duty, Responsibility

__all__ = ["Duty", "Responsibility"]
