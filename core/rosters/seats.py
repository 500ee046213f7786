"""Places of a kind of roster that have people of their own: 带班领导 and 值班员, the units of a hall."""

from typing import Any

from django.utils.module_loading import import_string

from core.models import User
from core.procedure.procedure import Procedure, by_kind
from core.rosters.rule import Seat


def of(procedure: Procedure) -> list[Seat[User]]:
    """None where all people of the roster take turns at all places."""
    path = procedure.labels.get("seats", "")
    return import_string(path)() if path else []


def unfit(kind: str, place: str, person: User) -> str:
    """Why somebody may not sit at a place, in a sentence; empty where they may."""
    seat = next((seat for seat in of(by_kind()[kind]) if seat.place == place), None)
    if seat is None or person in seat.people:
        return ""
    people: Any = "、".join(one.name for one in seat.people) or "没有人"
    return f"“{place}”只能由这些人轮值：{people}。"
