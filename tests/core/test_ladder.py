"""A ladder declared by another room than mediation: steps of the town's, climbed through the kernel's door."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.deadlines.clocks import ClockRule
from core.models import Clock, LadderStep, Notice, Rung
from core.procedure import procedure as declared
from core.procedure.procedure import Procedure, by_kind
from core.procedure.transitions import Clocks, Outcome, Snapshot, Transition, anybody
from core.values.refused import Refused
from core.workflow import ladder
from core.workflow.ladder import Ladder
from tests.people import Town

STEP = ClockRule("toy.step", "包联化解", "2W", "试验", given=True)
TOY = Ladder(
    "toy", "包联", "化解", "awaiting", STEP.key, "cases.register",
    ((1, "网格员", "grid_worker", "2W"), (2, "网格长", "grid_chief", "1W")), "请报值班长",
)  # fmt: skip
Data = Mapping[str, Any]


def begin(now: Snapshot, data: Data) -> Outcome:
    return TOY.up(now, now.matter.area, TOY.first())


def hand_up(now: Snapshot, data: Data) -> Outcome:
    centre = now.matter.first_contact_unit()
    return TOY.hand_up(
        now, data["reason"], lambda: Outcome(facts={"status": "registered"}, holder=(centre, None))
    )


def settle(now: Snapshot, data: Data) -> Outcome:
    return Outcome(changes=[ladder.ended(now, Rung.Result.SETTLED, data["words"])])


def _toy(hall: Procedure) -> Procedure:
    own, on = (ladder.in_own_hand,), frozenset({"awaiting"})
    rows = (
        Transition("begin", "先包联", {"registered"}, "awaiting", anybody("cases.dispatch"), begin,
                   guards=(ladder.not_climbed_yet,), clocks=Clocks(starts=(STEP,))),
        Transition("hand_up", "上交", on, ("awaiting", "registered"), anybody("cases.register"), hand_up,
                   ladder.HandUpForm, own, clocks=Clocks(starts=(STEP,), meets=(STEP,))),
        Transition("settle", "就地化解", on, "settled", anybody("cases.register"), settle, None, own,
                   clocks=Clocks(meets=(STEP,))),
    )  # fmt: skip
    old = hall.workflow
    flow = replace(old, transitions=(*old.transitions, *rows))
    return replace(hall, workflow=flow, ladder=TOY, clocks=(*hall.clocks, STEP))


@pytest.fixture
def toy(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """The hall with a ladder of its own, its steps loaded beside those of mediation."""
    toys = tuple(_toy(one) if one.kind == "case" else one for one in declared.procedures())
    monkeypatch.setattr(declared, "procedures", lambda: toys)
    monkeypatch.setattr(ladder, "procedures", lambda: toys)
    caches = (declared.by_kind, declared.clock_rules)
    for cache in caches:
        cache.cache_clear()
    assert ladder.load() == 2 and ladder.load() == 0
    yield town
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def begun(town: Town) -> Any:
    return town.act(town.register(area=town.taowu_2), "begin", town.dispatcher).matter


def test_it_climbs_its_own_steps_and_ends_beyond_the_top(toy: Town) -> None:
    case = begun(toy)
    assert (case.status, case.holder_user) == ("awaiting", toy.grid_worker)
    running = Clock.objects.running().get(matter=case, rule=STEP.key)
    assert str(running.term) == "2W"
    assert Notice.objects.filter(user=toy.grid_worker, sentence__startswith="请先行化解").exists()
    case = toy.act(case, "hand_up", toy.grid_worker, reason="要村里出面").matter
    assert case.holder_user == toy.grid_chief
    assert str(Clock.objects.running().get(matter=case, rule=STEP.key).term) == "1W"
    case = toy.act(case, "hand_up", toy.grid_chief, reason="谈不拢").matter
    assert (case.status, case.holder_unit, case.holder_user) == ("registered", toy.centre, None)
    assert [(row.name, row.result, row.words) for row in Rung.objects.filter(matter=case)] == [
        ("网格员", "handed_up", "要村里出面"), ("网格长", "handed_up", "谈不拢"),
    ]  # fmt: skip
    assert not Clock.objects.running().filter(matter=case, rule=STEP.key).exists()
    with pytest.raises(Refused, match="已经走过包联"):
        toy.act(case, "begin", toy.dispatcher)


def test_a_step_is_its_handler_s_own_and_what_it_settles_stays_with_it(toy: Town) -> None:
    case = begun(toy)
    with pytest.raises((Refused, PermissionDenied)) as no:
        toy.act(case, "settle", toy.grid_chief, words="……")
    assert no.type is PermissionDenied or "这一级由韩广林化解" in str(no.value)
    done = toy.act(case, "settle", toy.grid_worker, words="两家说开了").matter
    assert done.closed_at and ladder.current(done) is None
    assert ladder.lines(done)[0]["result"] == "化解"


def test_where_nobody_answers_it_says_what_to_do(toy: Town) -> None:
    LadderStep.objects.filter(ladder="toy").update(role="petition_officer_of_nowhere")
    with pytest.raises(Refused, match="这个地方没有网格员，请报值班长。"):
        begun(toy)
    with pytest.raises(Refused, match="栖云镇太大"):
        toy.act(toy.register(area=toy.town), "begin", toy.dispatcher)
    LadderStep.objects.filter(ladder="toy").delete()
    with pytest.raises(Refused, match="还没有设梯次"):
        begun(toy)


def test_the_steps_of_one_ladder_are_not_those_of_another(toy: Town) -> None:
    assert ladder.names("toy") == {1: "网格员", 2: "网格长"}
    assert list(ladder.names("mediation")) == [1, 2, 3]
    assert by_kind()["mediation"].ladder.first().term == "3W"
