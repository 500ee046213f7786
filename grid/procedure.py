"""The room of the grid, as config/procedures.py lists it."""

from core.procedure.room import Room

ROOM = Room(app="grid", label="网格化服务管理", urls="grid.urls")
