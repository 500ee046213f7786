"""Tables of command."""

from command.models.meeting import AgendaItem, Called, Meeting, Resolution
from command.models.supervision import Decision, Heard, Round, Supervision

__all__ = ["AgendaItem", "Called", "Decision", "Heard", "Meeting", "Resolution", "Round", "Supervision"]
