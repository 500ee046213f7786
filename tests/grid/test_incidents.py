"""An incident from the find to its end (domain: 10.4): who has it, what is refused, who is told."""

from typing import Any
from uuid import uuid4

import pytest

from core.models import Matter, Notice, User
from core.values.refused import Refused
from core.workflow.perform import open_matter
from grid.models import Incident, IncidentKind
from tests.people import Town, moment

WHAT = "村口排水沟盖板断了两块，夜里危险"


def report(
    town: Town, by: User | None = None, at: str | None = None, topic: str = "0102", **facts: Any
) -> Any:
    """As a grid worker reports it from the phone."""
    data = {"what": WHAT, "topic": IncidentKind.objects.get(pk=topic), **facts}
    when = moment(at) if at else None
    return open_matter("incident", by=by or town.grid_worker, data=data, key=uuid4(), at=when).matter


def fresh(made: Any) -> Incident:
    return Incident.objects.get(pk=made.pk)


def running(made: Any) -> set[str]:
    rules = made.clocks.filter(ended_at=None).values_list("rule", flat=True)
    return {rule.removeprefix("incident.") for rule in rules}


def test_a_find_goes_to_the_village_and_through_the_town_to_its_end(town: Town) -> None:
    made = report(town, to="town")
    assert (made.status, made.area, made.level) == ("reported", town.taowu_2, "3")
    assert running(made) == {"level_3", "dispatch"}
    town.act(made, "dispatch", town.dispatcher, unit=town.works, level="3", task="换盖板")
    town.act(made, "sign", town.handler)
    town.act(made, "answer", town.handler, settled_how="已换好")
    town.act(made, "close", town.dispatcher)
    assert fresh(made).status == "closed"
    assert Notice.objects.filter(user=town.grid_worker, matter=made, sentence__contains="已结案").exists()


def test_without_a_place_it_is_the_finder_s_own_grid_and_the_village_has_it_first(town: Town) -> None:
    made = report(town)
    assert (made.status, made.holder_unit) == ("village", town.taowu_village)
    assert running(made) == {"level_3", "village"}
    assert Matter.objects.visible_to(town.grid_worker).filter(pk=made.pk).exists()
    assert not Matter.objects.visible_to(town.handler).filter(pk=made.pk).exists()


def test_what_was_taken_back_is_not_dispatched(town: Town) -> None:
    made = report(town, topic="0602")
    assert running(made) == {"level_3", "hand_up"}
    with pytest.raises(Refused, match="该事项已由上级部门收回，请上报澄湖县住房和城乡建设局"):
        town.act(made, "dispatch", town.dispatcher, unit=town.works, level="3", task="")
    with pytest.raises(Refused, match="上级部门收回"):
        report(town, topic="0602", settled_how="罚了款")
