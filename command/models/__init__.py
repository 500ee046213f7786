"""Tables of command."""

from command.models.supervision import Decision, Heard, Round, Supervision

__all__ = ["Decision", "Heard", "Round", "Supervision"]
