"""What the sweeps need of hand-overs of posts; a name here is one of their rows (tests/sweeps/petitions.py)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import Clock, Holding, PostHandover
from core.values.moments import now
from tests.people import Town


def drafted(town: Town) -> dict[str, Any]:
    """A post of somebody who has nothing in hand, and whose list is not drafted yet, to the handler."""
    open_ones = PostHandover.objects.filter(closed_at=None).values("holding")
    idle = (town.watch_keeper, town.archivist, town.supervisor, town.liaison)
    holding = Holding.objects.filter(user__in=idle).exclude(pk__in=open_ones).earliest("pk")
    return {"holding": holding, "receiver": town.handler, "last_day": localdate()}


def over(matter: Any) -> None:
    """Its term ran out."""
    Clock.objects.filter(matter=matter.pk, ended_at=None).update(expires_at=now() - timedelta(hours=1))


def row(matter: Any) -> PostHandover:
    return PostHandover.objects.get(pk=matter.pk)


SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "sign_for_giver": lambda town: {"reason": "已离职，联系不上。"},
    "recount_handover": lambda town: {},
    "object_handover": lambda town: {"words": "漏了一件。"},
    "void_handover": lambda town: {"reason": "岗位不变动了。"},
}
VIA = {"done": ("signing", "sign_as_giver", "sign_as_receiver")}
GIVEN: Mapping[str, Callable[[Any], Any]] = {"sign_for_giver": over}
NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {
    "sign_as_giver": lambda matter, user: user.pk != row(matter).giver_id,
    "sign_as_receiver": lambda matter, user: user.pk != row(matter).receiver_id,
    "sign_for_giver": lambda matter, user: user.pk in (row(matter).giver_id, row(matter).receiver_id),
}
