"""The room of command, as config/procedures.py lists it."""

from core.procedure.room import Room

ROOM = Room(app="command", label="综合指挥", urls="command.urls")
