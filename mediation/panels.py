"""Parts of the matter's page that only this procedure has."""

from core.procedures import Panel

PANELS: tuple[Panel, ...] = ()
