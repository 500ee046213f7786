"""The room of public legal services, as config/procedures.py lists it."""

from core.procedure.room import Room

ROOM = Room(app="legal", label="公共法律服务", urls="legal.urls")
