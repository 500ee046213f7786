"""Escalation as data: any steps per rule, and steps that act, through the one door, exactly once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from cases.models import Room
from core.deadlines import steps
from core.deadlines.clocks import Start, next_look
from core.deadlines.steps import BLACK, DIRECTORS, HALF, HOLDERS, OVER, STEPS, Hours, Step, When, days, share
from core.models import Clock, Escalation, HistoryEntry, Matter, Notice, Task
from core.operations import tables, verify_history
from core.procedure import procedure as declared
from core.procedure.procedure import by_kind, clock_rules, procedures
from core.procedure.transitions import IF_POSSIBLE, NEVER
from core.values.refused import Refused
from core.workflow.escalation import SweepFailed, sweep
from core.workflow.perform import perform
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
            "before": moment("2026-03-15 15:00"),
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
    for prompt in (replace(step, urgent=True), replace(step, acts="draft_task")):
        assert prompt.at(clock) == moment(comes)


def test_every_act_of_a_step_is_a_row_that_guards_its_moment_or_nobody_else_starts() -> None:
    """In each procedure that has the rule. What people may do too is offered only when its time has come."""
    acting = 0
    for procedure in procedures():
        for rule in procedure.clocks:
            for step in rule.table:
                if step.acts:
                    row = procedure.workflow.transition(step.acts)
                    offered = IF_POSSIBLE in row.show and row.guards
                    assert NEVER in row.show or offered, (rule.key, step.acts)
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
    assert "`draft_task`" in page and BLACK.words in page and Hours.MORNING.value in page


# --- Steps that act -------------------------------------------------------------------------------------------------


def test_what_nobody_did_becomes_a_draft_that_nobody_hears_of_but_who_signs(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        case = signed(town)
        clock = case.clocks.get(rule=HANDLE)
        clockwork.move_to(LONG_OVER - timedelta(minutes=1))
        sweep()
        assert not Task.objects.exists()
        clockwork.move_to(LONG_OVER)
        sweep()
        task = Task.objects.get()
        assert (task.state, task.unit, task.user) == ("draft", town.works, town.unit_head)
        assert (task.giver, task.given_at, task.access, task.is_open) == (town.director, None, None, False)
        entry = HistoryEntry.objects.get(matter=case, action="cases.draft_task")
        assert entry.by is None and entry.detail.values["lapsed"] == clock.label
        asked = Notice.objects.filter(sentence__contains="待签发").exclude(key__startswith="clock")
        assert {notice.user for notice in asked} == {town.director}
        assert told(clock, "black") == {"director", "duty_leader", "chief"}
        assert Clock.objects.get(rule="core.task_sign").user == town.director
        assert not Task.objects.asked_of(town.unit_head).exists() and not Task.objects.open().exists()
        sweep()
    assert Task.objects.count() == 1


def drafted(town: Town) -> Task:
    """Must be called in the time of the story."""
    case = signed(town)
    perform(case.pk, "draft_task", by=None, data={"lapsed": case.clocks.get(rule=HANDLE).label})
    return Task.objects.get(matter=case)


def test_the_director_signs_it_as_it_is_or_changed_and_then_it_runs(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False):
        task = drafted(town)
        data = {"task": task, "what": "三日内办完，报照片。", "due_on": BEGUN.date() + timedelta(days=3)}
        with pytest.raises(PermissionDenied):
            perform(task.matter_id, "sign_task", by=town.unit_head, data=data)
        perform(task.matter_id, "sign_task", by=town.director, data=data)
        task.refresh_from_db()
        assert (task.state, task.what, task.given_at) == ("given", data["what"], BEGUN)
        assert task.access and task.giver == town.director and Task.objects.count() == 1
        assert Clock.objects.get(rule="core.task", item=task.number).raw == data["due_on"]
        assert Clock.objects.get(rule="core.task_sign").end == Clock.End.MET
        assert list(Task.objects.asked_of(town.unit_head)) == [task]
        assert Notice.objects.filter(user=town.unit_head, sentence__contains="督办第 1 项").exists()


def test_a_draft_that_is_dropped_was_never_given(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False):
        task = drafted(town)
        before = Notice.objects.filter(user=town.unit_head).count()
        perform(task.matter_id, "drop_task", by=town.director, data={"task": task, "reason": "已当面督办。"})
        task.refresh_from_db()
        assert (task.state, task.given_at) == ("cancelled", None) and task.ended_at
        assert Clock.objects.get(rule="core.task_sign").end == Clock.End.CANCELLED
        assert Notice.objects.filter(user=town.unit_head).count() == before


def test_a_draft_holds_up_no_closing_and_stands_on_no_paper(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False):
        task = drafted(town)
        child = by_kind()["case"].child(task.matter)
        kind = next(one for one in by_kind()["case"].documents if one.key == "cases.task")
        assert kind.why_not(child) and not kind.scopes(child)
        town.act(child, "reply", town.handler, answer="已清理。")
        done = {"outcome": "reached", "satisfaction": "satisfied", "words": ""}
        assert "交办" not in (_refused(child, "call_back", town.receptionist, done) or "")


def _refused(matter: Any, name: str, by: Any, data: Any) -> str:
    try:
        perform(matter.pk, name, by=by, data=data)
    except Refused as refused:
        return str(refused)
    except KeyError:
        pass  # past the guards, the effect wants more than this test knows
    return ""


def test_what_the_row_refuses_is_recorded_and_told_to_the_director_once(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        task = drafted(town)  # a draft waits already
        clock = Clock.objects.get(matter=task.matter_id, rule=HANDLE)
        clockwork.move_to(LONG_OVER)
        sweep()
        sweep()
        assert Escalation.objects.get(clock=clock, step="black").refused == "已有待签发的督办稿。"
        said = Notice.objects.get(key=f"clock:{clock.pk}:black:refused")
        assert said.user == town.director and "拟督办稿" in said.sentence and said.urgent
        assert Task.objects.count() == 1 and told(clock, "black")


def test_of_a_sealed_matter_nothing_is_drafted(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        case = signed(town)
        Matter.objects.filter(pk=case.pk).update(compartment="minor")
        clockwork.move_to(LONG_OVER)
        sweep()
        assert not Task.objects.exists()
        assert "封闭" in Escalation.objects.get(clock__matter=case, step="black").refused


def test_after_an_outage_each_act_is_done_once_and_one_thing_is_told(town: Town) -> None:
    with time_machine.travel(BEGUN, tick=False) as clockwork:
        clock = signed(town).clocks.get(rule=HANDLE)
        clockwork.move_to(LONG_OVER + timedelta(days=20))
        assert sweep() == len(STEPS)
        assert keys(clock) == ["half", "soon", "over", "black"] and Task.objects.count() == 1
        assert not told(clock, "over") and told(clock, "black")
        assert sweep() == 0
        assert Task.objects.count() == 1


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
        assert Task.objects.filter(matter=case).count() == 1
        assert HistoryEntry.objects.filter(matter=case, action="cases.draft_task").count() == 1
        assert Escalation.objects.filter(clock__matter=case, step="black", refused="").count() == 1
    assert list(verify_history.verify()) == []


def signed_now(town: Town) -> Any:
    """A case whose handling clock turned black a minute ago."""
    case = town.hand_over(town.register())
    town.act(case, "sign", town.handler)
    now = datetime.now().astimezone()
    Clock.objects.filter(matter=case).exclude(rule=HANDLE).delete()
    Clock.objects.filter(matter=case).update(
        started_at=now - timedelta(days=30), looked_at=now - timedelta(minutes=5),
        half_at=now - timedelta(days=20), warn_at=now - timedelta(days=15), expires_at=now - timedelta(days=10),
        black_at=now - timedelta(minutes=1), look_at=now - timedelta(minutes=1),
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
