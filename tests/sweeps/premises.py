"""What the sweeps need of finds by camera; the tables are those of incidents.py."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from grid.models import CameraPoint, Incident
from tests.people import Town


def camera(town: Town, number: str = "TW-0001", **facts: Any) -> CameraPoint:
    """In 桃坞第二网格; the works office mends it."""
    usual = {
        "place": "村口老槐树下", "area": town.taowu_2, "since": date(2026, 1, 1), "owner": "镇综治中心",
        "unit": town.works, "sign": True,
    }  # fmt: skip
    return CameraPoint.objects.get_or_create(number=number, defaults={**usual, **facts})[0]


def found(matter: Any) -> None:
    """As if a camera had shown it."""
    incident = Incident.objects.get(pk=matter.pk)
    point, _ = CameraPoint.objects.get_or_create(
        number="TW-0001",
        defaults={"place": "村口", "area": incident.area, "since": date(2026, 1, 1), "owner": "镇综治中心"},
    )
    Incident.objects.filter(pk=matter.pk).update(camera=point)


FIND: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "call": lambda town: {"person": "值班领导", "answered": "no"},
    "look_still": lambda town: {"seen": "7月11日21:35至21:45", "reason": "核对起火时间。"},
}
FIND_GIVEN: Mapping[str, Callable[[Any], Any]] = {"call": found, "look_still": found}
