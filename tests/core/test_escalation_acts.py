"""Escalation as data: any steps per rule, and steps that act, through the one door, exactly once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Room
from core.deadlines import steps
from core.deadlines.clocks import Start, next_look
from core.deadlines.steps import (
    BLACK,
    DIRECTORS,
    HALF,
    HOLDERS,
    OVER,
    STEPS,
    SUPERVISED,
    Hours,
    Step,
    When,
    days,
    share,
)
from core.models import Clock, Escalation, HistoryEntry, Holding, Matter, Notice
from core.operations import tables, verify_history
from core.procedure import procedure as declared
from core.procedure.procedure import clock_rules, procedures
from core.procedure.transitions import IF_POSSIBLE, NEVER
from core.workflow.escalation import SweepFailed, sweep
from tests.core.test_watch import killed_half_way
from tests.people import Town, moment, start_clock
from tests.sweeps.world import at_once, undone

real = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.django_db
BEGUN = moment("2026-03-10 11:00")  # Tue; an ordinary case is due at the end of Tue 03-17
HANDLE = "cases.handle_ordinary"
LONG_OVER = moment("2026-03-25 00:00")


def signed(town: Town) -> Any:
    """A case in the hand of 俞百川, its handling clock alone running."""
    case = town.hand_over(town.register(at=moment("2026-03-10 09:30")), at=moment("2026-03-10 10:00"))
    case = town.act(case, "sign", town.handler, at=moment("2026-03-10 10:30")).matter
    Clock.objects.filter(matter=case).exclude(rule=HANDLE).delete()
    return case


def ruled(key: str, table: Sequence[Step]) -> Iterator[None]:
    """The rule with other steps."""
    rules = dict(declared.clock_rules())
    rules[key] = replace(rules[key], steps=tuple(table))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(declared, "clock_rules", lambda: rules)
        yield


@pytest.fixture
def patched() -> Iterator[Any]:
    """Give a rule other steps: patched(key, steps)."""
    running: list[Iterator[None]] = []

    def patch(key: str, *table: Step) -> None:
        running.append(ruled(key, table))
        next(running[-1])

    yield patch
    for one in running:
        next(one, None)


def told(clock: Clock, key: str) -> set[str]:
    return set(Notice.objects.filter(key=f"clock:{clock.pk}:{key}").values_list("user__username", flat=True))


def keys(clock: Clock) -> list[str]:
    return list(Escalation.objects.filter(clock=clock).order_by("pk").values_list("step", flat=True))


# --- Steps as data ------------------------------------------------------------------------------------------------


def test_a_rule_has_any_number_of_steps_each_at_its_own_moment(town: Town, patched: Any) -> None:
    table = (
        Step("third", share(0.3), (HOLDERS,), "{label} {title}", hours=Hours.ANY),
        Step("before", days(-2, time(15)), (HOLDERS,), "{label} {title}"),
        Step("office", days(-3, working=True), (HOLDERS,), "{label} {title}", hours=Hours.OFFICE),
        Step("after", days(1, time(9)), (DIRECTORS,), "{label} {title}"),
        Step("week", days(5, working=True), (DIRECTORS,), "{label} {title}"),
    )
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        patched(HANDLE, *table)
        clock = signed(town).clocks.get(rule=HANDLE)
        begun, end = clock.started_at, clock.expires_at
        expected = {
            "third": begun + (end - begun) * 0.3,
            "office": moment("2026-03-12 08:30"),
            "before": moment("2026-03-16 08:30"),  # it comes on Sunday
            "after": moment("2026-03-18 09:00"),
            "week": moment("2026-03-24 08:30"),
        }
        assert {step.key: step.at(clock) for step in table} == expected
        for place, at in enumerate(sorted(expected.values()), 1):
            clock.refresh_from_db()
            assert next_look(clock) == clock.look_at == at
            clockwork.move_to(at)
            assert sweep() == 1 and len(keys(clock)) == place
    assert keys(clock) == sorted(expected, key=lambda key: expected[key])


NIGHTS = (  # comes, hours, heard of
    ("2026-03-13 22:00", Hours.MORNING, "2026-03-14 08:30"),
    ("2026-03-13 22:00", Hours.OFFICE, "2026-03-16 08:30"),
    ("2026-03-13 22:00", Hours.ANY, "2026-03-13 22:00"),
    ("2026-03-14 11:00", Hours.MORNING, "2026-03-14 11:00"),
    ("2026-03-14 11:00", Hours.OFFICE, "2026-03-16 08:30"),
    ("2026-03-16 03:00", Hours.OFFICE, "2026-03-16 08:30"),
    ("2026-03-17 17:30", Hours.MORNING, "2026-03-17 17:30"),  # the next morning would be too late
)


@pytest.mark.parametrize(("comes", "hours", "heard"), NIGHTS)
def test_what_comes_at_night_waits_for_the_morning_unless_urgent(
    town: Town, comes: str, hours: Hours, heard: str
) -> None:
    with time_machine.travel(BEGUN, tick=False):
        clock = signed(town).clocks.get(rule=HANDLE)
    step = Step("x", When("那一刻", lambda clock: moment(comes)), (HOLDERS,), "", hours=hours)
    assert step.at(clock) == moment(heard)
    assert replace(step, acts="supervise").at(clock) == moment(comes)
    clock.expires_at = moment(
        "2026-03-16 00:00"
    )  # over before the office opens: the morning then, of a night on duty none
    if (comes, hours) == ("2026-03-14 11:00", Hours.OFFICE):
        assert step.at(clock) == moment(comes)
    clock.refresh_from_db()
    urgent = replace(step, urgent=True)
    assert urgent.at(clock) == moment(heard), "of a term of days"
    clock.term = "24H"
    assert urgent.at(clock) == moment(comes), "of a term of hours"


def test_every_act_of_a_step_is_a_row_that_guards_its_moment_or_nobody_else_starts() -> None:
    """In each procedure that has the rule. What people may do too is offered only when its time has come."""
    acting = 0
    for procedure in procedures():
        for rule in procedure.clocks:
            for step in rule.table:
                if step.acts:
                    row = procedure.workflow.transition(step.acts)
                    offered = IF_POSSIBLE in row.show and row.guards
                    assert NEVER in row.show or offered or row.moves.opens, (rule.key, step.acts)
                    acting += 1
    assert acting >= 3


def test_every_step_of_every_rule_has_its_own_key_and_words(town: Town) -> None:
    case = town.register()
    for rule in clock_rules().values():
        with undone():
            clock = start_clock(case, rule, Start(rule.key, unit=town.works, item=7))
            assert len({step.key for step in rule.table}) == len(rule.table), rule.key
            for step in rule.table:
                said = step.words.format(label=rule.label, title="甲", due="届满日", item=7)
                assert rule.label in said and "{" not in said and step.to, (rule.key, step.key)
                assert len(step.key) <= 12, "with its extension it is stored in 20 characters"
            clock.delete()


def test_the_printed_page_shows_the_steps_of_every_rule() -> None:
    page = tables.pages()["deadlines.md"]
    for rule in clock_rules().values():
        headings = [line for line in page.splitlines() if line.startswith("### ") and rule.label in line]
        assert headings, rule.key
    assert "`supervise`" in page and BLACK.words in page
    assert Hours.MORNING.value in page and Hours.OFFICE.value in page


# --- Steps that act -------------------------------------------------------------------------------------------------


def test_what_nobody_did_is_put_up_for_supervision_each_time_once(town: Town) -> None:
    """Drafted, then listed; in between the draft waits, and a line would tell of nothing."""
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        case = signed(town)
        clock = case.clocks.get(rule=HANDLE)
        for day, count in (
            ("2026-03-18 08:29", 0),
            ("2026-03-18 08:30", 1),
            ("2026-03-20 09:00", 1),
            ("2026-03-24 09:00", 2),
        ):
            clockwork.move_to(moment(day))
            sweep()
            sweep()
            assert len(supervised(case)) == count, day
        assert {entry.by for entry in supervised(case)} == {None}
        assert case.offspring.get().kind == "supervision", "opened once, then moved on"
        assert told(clock, "black") == {"director", "duty_leader", "chief"}


def supervised(case: Any) -> list[HistoryEntry]:
    return list(HistoryEntry.objects.filter(matter=case, action="cases.supervise"))


def test_what_the_row_refuses_is_recorded_and_told_to_the_director_once(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        case = signed(town)
        clock = case.clocks.get(rule=HANDLE)
        Holding.objects.filter(user__in=(town.duty_leader, town.chief)).update(ends_on=BEGUN.date())
        clockwork.move_to(moment("2026-03-18 08:30"))
        sweep()
        sweep()
        assert Escalation.objects.get(clock=clock, step="late").refused == "没有可以签发督办的领导。"
        said = Notice.objects.get(key=f"clock:{clock.pk}:late:refused")
        assert said.user == town.director and "督办" in said.sentence and said.urgent
        assert not case.offspring.exists() and told(clock, "late")


def test_an_order_is_drafted_in_few_statements(town: Town) -> None:
    """With the three steps before it that come at the same time."""
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        first, second = signed(town), signed(town)
        later = Clock.objects.filter(matter=second)
        looked = later.values_list("look_at", flat=True).get()
        later.update(look_at=None)
        clockwork.move_to(moment("2026-03-18 08:30"))
        sweep()  # what is kept is kept now
        later.update(look_at=looked)
        with CaptureQueriesContext(connection) as asked:
            sweep()
        assert first.offspring.count() == second.offspring.count() == 1
        counted = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        assert len(counted) <= 62, counted


def test_of_a_sealed_matter_nothing_is_drafted(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        case = signed(town)
        Matter.objects.filter(pk=case.pk).update(compartment="minor")
        clockwork.move_to(LONG_OVER)
        sweep()
        assert not case.offspring.exists()
        assert "封闭" in Escalation.objects.get(clock__matter=case, step="black").refused


def test_after_an_outage_each_act_is_done_once_and_one_thing_is_told(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        case = signed(town)
        clock = case.clocks.get(rule=HANDLE)
        clockwork.move_to(LONG_OVER + timedelta(days=20))
        assert sweep() == len(SUPERVISED)
        assert keys(clock) == ["half", "soon", "over", "late", "later", "black"]
        assert case.offspring.count() == 1 and len(supervised(case)) == 1
        assert not told(clock, "over") and told(clock, "black")
        assert sweep() == 0
        assert case.offspring.count() == 1


def test_an_act_that_ends_the_clock_ends_its_steps(town: Town, patched: Any) -> None:
    """A lapse: the matter moves by nobody, and what would come after is not told."""
    table = (
        Step("lapse", OVER, (HOLDERS,), "“{label}”届满，系统已送回：{title}", acts="take_in_room"),
        Step("later", BLACK, (DIRECTORS,), "{label} {title}", urgent=True),
    )
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        patched("cases.room", *table)
        case = town.register()
        town.act(case, "guide", town.receptionist, room=Room.objects.get(name="法律咨询室"))
        clock = case.clocks.get(rule="cases.room")
        Clock.objects.filter(matter=case).exclude(pk=clock.pk).delete()
        clockwork.move_to(LONG_OVER)
        sweep()
        clock.refresh_from_db()
        assert clock.end == Clock.End.MET and clock.look_at is None
        assert HistoryEntry.objects.get(matter=case, action="cases.take_in_room").by is None
        assert keys(clock) == ["lapse"] and told(clock, "lapse") and not told(clock, "later")


def test_what_fails_is_no_refusal_and_is_tried_again(town: Town, patched: Any) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        patched(HANDLE, Step("x", HALF, (HOLDERS,), "{label} {title}", acts="no_such_row"))
        clock = signed(town).clocks.get(rule=HANDLE)
        clockwork.move_to(LONG_OVER)
        with pytest.raises(SweepFailed):
            sweep()
        assert not keys(clock)
        clock.refresh_from_db()
        assert clock.look_at == LONG_OVER + timedelta(hours=1)


@real
def test_two_watches_at_once_act_once(town: Town) -> None:
    cases = [signed_now(town) for _ in range(6)]
    found = at_once(sweep, sweep, sweep)
    assert not [result for result in found if isinstance(result, Exception)], found
    for case in cases:
        assert case.offspring.count() == 1 and len(supervised(case)) == 1
        assert Escalation.objects.filter(clock__matter=case, step="black", refused="").count() == 1
    assert list(verify_history.verify()) == []


@real
def test_a_watch_that_is_killed_between_act_and_commit_acts_once(town: Town) -> None:
    cases = [signed_now(town) for _ in range(5)]
    killed_half_way()
    assert sum(case.offspring.count() for case in cases) == 3, (
        "the fourth was drafted, and is as if it never had been"
    )
    sweep()
    for case in cases:
        assert case.offspring.count() == 1 and len(supervised(case)) == 1
    assert list(verify_history.verify()) == []


def signed_now(town: Town) -> Any:
    """A case whose handling clock ran out long ago, and the watch has not looked."""
    case = town.hand_over(town.register())
    town.act(case, "sign", town.handler)
    now = datetime.now().astimezone()
    Clock.objects.filter(matter=case).exclude(rule=HANDLE).delete()
    Clock.objects.filter(matter=case).update(
        started_at=now - timedelta(days=40), looked_at=now - timedelta(days=20), raw=(now - timedelta(days=19)).date(),
        half_at=now - timedelta(days=30), warn_at=now - timedelta(days=25), expires_at=now - timedelta(days=18),
        look_at=now - timedelta(minutes=1),
    )  # fmt: skip
    return case


def test_the_words_of_the_usual_steps_are_those_of_the_office() -> None:
    """The functions that the tables use are found by permission, never by role."""
    assert {whom.words for step in STEPS for whom in step.to} == {
        "责任人",
        "单位负责人",
        "中心主任",
        "分管领导和主要领导",
    }
    assert steps.REMINDER not in STEPS
