"""Tables of command."""

from command.models.desk import Call, Stationed
from command.models.supervision import Decision, Heard, Round, Supervision

__all__ = ["Call", "Decision", "Heard", "Round", "Stationed", "Supervision"]
