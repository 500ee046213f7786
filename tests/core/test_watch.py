"""The watch: reminders before the due date and when it passes, each once per clock, whatever breaks."""

import io
import os
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.deadlines import clocks
from core.deadlines.calendars import import_csv, office_calendar
from core.deadlines.clocks import ClockRule, Start
from core.deadlines.steps import STEPS, SUPERVISED
from core.deadlines.terms import HOURS, Measure
from core.models import CalendarYear, Clock, Escalation, Heartbeat, Notice
from core.procedure.procedure import clock_rules
from core.workflow import escalation
from core.workflow.escalation import SweepFailed, sweep
from tests.people import Town, moment, resume, start_clock, suspend
from tests.sweeps.world import at_once, at_status, undone

real = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
RULES = list(clock_rules().values())
# Rules whose steps ask their own kind of matter: whom its list names, the row that acts on the last minute.
OWN = {"core.handover": ("post_handover", "signing"), "incident.village": ("incident", "village")}


def begins(rule: ClockRule) -> datetime:
    """A Tuesday; of a term of years the one that ends within the calendar."""
    return moment(f"{ ({'365C': '2025-03-11', '2Y': '2024-03-12'}.get(rule.term, '2026-03-10')) } 09:30")


def matter_for(town: Town, rule: ClockRule, case: Any) -> Any:
    """Without a clock but the one to come."""
    found = at_status(town, *OWN[rule.key]) if rule.key in OWN else case
    Clock.objects.filter(matter=found).delete()
    return found


def signed(town: Town, on: str = "2026-03-10") -> Any:
    """A case in the hand of 俞百川 since a day (a Tuesday), its handling clock alone running."""
    case = town.hand_over(town.register(at=moment(f"{on} 09:30")), at=moment(f"{on} 10:00"))
    return town.act(case, "sign", town.handler, at=moment(f"{on} 10:30")).matter


def told(clock: Clock, step: str) -> set[str]:
    return set(Notice.objects.filter(key=f"clock:{clock.pk}:{step}").values_list("user__username", flat=True))


WHOM = {
    "half": {"handler"},
    "soon": {"handler", "unit_head"},
    "over": {"handler", "unit_head", "director"},
    "late": {"handler", "unit_head", "director"},
    "later": {"handler", "unit_head"},
    "black": {"director", "duty_leader", "chief"},
}


def test_each_step_comes_at_its_moment_once_and_to_the_right_people(town: Town) -> None:
    with time_machine.travel(moment("2026-03-13 11:00"), tick=False) as clockwork:  # Fri
        case = signed(town, "2026-03-13")
        clock = case.clocks.get(rule="cases.handle_ordinary")  # to the end of Fri 03-20
        moments = {
            "half": moment("2026-03-17 12:00"),
            "soon": moment("2026-03-19 08:30"),  # yellow since midnight, told in the morning
            "late": moment("2026-03-23 08:30"),
            "later": moment("2026-03-25 08:30"),
            "black": moment("2026-03-27 08:30"),
        }
        assert clock.half_at == moments["half"] and clock.expires_at == moment("2026-03-21 00:00")
        assert clock.warn_at < clock.expires_at and clock.black_at == moment("2026-03-28 00:00")
        for number, (step, at) in enumerate(moments.items()):
            clockwork.move_to(at - MINUTE)
            sweep()  # what a step drafted has a clock of its own
            # It is over on Saturday; on Monday "late" says it, and one thing is told.
            assert Escalation.objects.filter(clock=clock).count() == number + (number > 2)
            clockwork.move_to(at)
            assert sweep() >= 1 and sweep() == 0
            assert told(clock, step) == WHOM[step], step
            assert Notice.objects.get(key__endswith=step, user__username=min(WHOM[step])).urgent == (
                step == "black"
            )
        assert not told(clock, "over")
        clockwork.move_to(moment("2026-12-01 09:00"))
        sweep()
    assert list(Escalation.objects.filter(clock=clock).order_by("pk").values_list("step", flat=True)) == list(
        WHOM
    )
    words = Notice.objects.filter(key__contains=f":{clock.pk}:").values_list("sentence", flat=True)
    assert all("事项办理（一般）" in sentence and case.number in sentence for sentence in words)


def test_every_rule_reminds_before_it_is_due(town: Town) -> None:
    """From the table: each duty warns before it expires; by the usual steps its holder, and the director after."""
    with time_machine.travel(moment("2024-03-11 09:30"), tick=False) as clockwork:
        case = town.hand_over(town.register())
        for rule in RULES:
            with undone():
                clockwork.move_to(begins(rule))
                clock = start_clock(matter_for(town, rule, case), rule, Start(rule.key, unit=town.works))
                assert clock.expires_at
                clockwork.move_to(clock.expires_at - MINUTE)
                sweep()
                usual = rule.table[:3] == STEPS[:3]
                soon = told(clock, "soon")
                clockwork.move_to(clock.expires_at)
                sweep()
                if usual:  # a term of days is over at midnight, and that is told in the morning
                    clockwork.move_to(rule.table[2].at(clock))
                    sweep()
                over = told(clock, "over") | told(clock, "late")
                if usual:
                    both = {"handler", "unit_head"}
                    assert (soon, over) == (both, both | {"director"}), rule.key
                elif rule.steps is None:
                    assert rule.right and not soon and not over, rule.key
                else:  # a table of its own
                    come = [
                        step.at(clock)
                        for step in rule.table
                        if (at := step.at(clock)) and at <= clock.expires_at
                    ]
                    assert Escalation.objects.filter(clock=clock).count() == len(come), rule.key


def test_a_person_s_own_duty_reminds_that_person(town: Town) -> None:
    case = town.replied()
    clock = case.clocks.get(rule="cases.call_back")
    assert [user.username for user in escalation.holders(clock)] == ["receptionist"]


def test_three_days_without_a_scheduler(town: Town) -> None:
    """All that came is recorded, what is over by now is not told: one sentence, of how it stands."""
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        clock = signed(town).clocks.get(rule="cases.handle_ordinary")
        clockwork.move_to(moment("2026-03-15 09:00"))
        sweep()
        clockwork.move_to(moment("2026-03-18 08:31"))  # down since Sunday
        assert sweep() == 4  # half of it was over on Saturday, then soon, over and late
        assert told(clock, "soon") == told(clock, "over") == set() and told(clock, "late") == WHOM["late"]
        assert Escalation.objects.filter(clock=clock).count() == 4
        assert sweep() == 0


def test_what_is_closed_and_what_is_a_right_reminds_nobody(town: Town) -> None:
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        town.act(town.register(), "answer_on_spot", town.receptionist, answer="已说明。")
        voided = town.hand_over(town.register())
        town.act(voided, "void", town.director, reason="重复。")
        right = signed(town).clocks.get(rule="cases.return")
        Clock.objects.exclude(pk=right.pk).filter(ended_at=None).delete()
        before = Notice.objects.count()
        clockwork.move_to(moment("2026-06-01 09:00"))
        assert sweep() == 0 and Notice.objects.count() == before
    assert not Clock.objects.filter(ended_at__isnull=False, look_at__isnull=False).exists()


def test_a_suspended_clock_reminds_nobody_until_it_goes_on(town: Town) -> None:
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        clock = signed(town).clocks.get(rule="cases.handle_ordinary")
        suspend(clock, moment("2026-03-10 11:00"), date(2026, 3, 20))
        clockwork.move_to(moment("2026-03-19 23:59"))
        assert sweep() == 0
        clockwork.move_to(moment("2026-03-20 11:00"))  # the day until which it stands still
        assert sweep() == 1 and sweep() == 0
        asked = Notice.objects.filter(sentence__startswith="中止的期限到了")
        assert set(asked.values_list("user__username", flat=True)) == {"handler"}
        resume(clock, moment("2026-03-20 11:00"))
        clock.refresh_from_db()
        assert sweep() == 0 and str(clock.raw) == "2026-03-27"  # Fri: ten days later
        clockwork.move_to(moment("2026-03-30 08:29"))  # Friday was the last day
        assert not told(clock, "over")
        clockwork.move_to(moment("2026-03-30 08:30"))
        assert sweep() > 0 and told(clock, "late") == WHOM["late"]


def test_a_new_calendar_fires_no_old_step_anew(town: Town) -> None:
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        clock = signed(town).clocks.get(rule="cases.handle_ordinary")
        clockwork.move_to(moment("2026-03-18 09:00"))
        sweep()
        notices = Notice.objects.count()
        Clock.objects.filter(pk=clock.pk).update(looked_at=clock.started_at, look_at=clock.half_at)
        assert sweep() == 0 and Notice.objects.count() == notices
        clock.refresh_from_db()
        clocks.reckon(clock, office_calendar())
        assert clocks.next_look(clock) == moment("2026-03-20 08:30")


# --- On real connections ---------------------------------------------------------------------------------


def due_clocks(town: Town, many: int, moment_: datetime | None = None) -> list[Clock]:
    """So many clocks whose last moment has just come."""
    cases = [town.hand_over(town.register()) for _ in range(many)]
    moment_ = moment_ or timezone.now()
    rows = Clock.objects.filter(matter__in=cases, rule="cases.sign")
    Clock.objects.exclude(pk__in=rows.values("pk")).delete()
    rows.update(
        term="24H",  # at whatever hour of the day it is
        started_at=moment_ - timedelta(days=1),
        half_at=moment_ - timedelta(hours=3),
        warn_at=moment_ - timedelta(hours=2),
        expires_at=moment_,
        look_at=moment_ - timedelta(hours=3),
        looked_at=moment_ - timedelta(days=1),
    )
    Notice.objects.all().delete()
    return list(rows)


def assert_once_each(rows: list[Clock]) -> None:
    """Every step of every clock once; one notice each for the three who must know."""
    assert Escalation.objects.count() == 3 * len(rows)
    for clock in rows:
        steps = Escalation.objects.filter(clock=clock).values_list("step", flat=True)
        assert sorted(steps) == ["half", "over", "soon"]
        assert told(clock, "over") == {"handler", "unit_head", "director"}
    assert Notice.objects.count() == 3 * len(rows)
    assert not Clock.objects.to_look_at(timezone.now()).exists()


@real
def test_two_sweeps_at_once_tell_once(town: Town) -> None:
    rows = due_clocks(town, 25)
    found = at_once(sweep, sweep, sweep)
    assert not [result for result in found if isinstance(result, Exception)], found
    assert sum(found) == 3 * len(rows)
    assert_once_each(rows)


HALF_WAY = """
import django, time
django.setup()
from core.workflow import escalation as watch
tell, tell_each, count = watch.tell, watch.tell_each, 0
def told(some):
    global count
    count += some
    if count >= 4:
        print("half", flush=True)
        time.sleep(60)
def slow(*args, **options):
    tell(*args, **options)
    told(1)
def slow_each(notices):
    tell_each(notices)
    told(len(notices))
watch.tell, watch.tell_each, watch.BATCH = slow, slow_each, 3
watch.sweep()
"""


def killed_half_way() -> None:
    """A sweep in a process of its own, killed when it has told of the fourth clock and stored nothing of it."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "PYTHONPATH": str(settings.BASE_DIR),
        "FENGQIAO_TEST_DATABASE": connection.settings_dict["NAME"],
    }
    worker = subprocess.Popen([sys.executable, "-c", HALF_WAY], env=env, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None and worker.stdout.readline() == "half\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate()


@real
def test_a_sweep_that_is_killed_half_way_loses_and_doubles_nothing(town: Town) -> None:
    rows = due_clocks(town, 7)
    killed_half_way()
    assert Escalation.objects.count() == 3 * 3  # three clocks are done, the fourth was in the middle
    assert sweep() == 3 * (len(rows) - 3)
    assert_once_each(rows)


SET_BACK = """
import django, sys
django.setup()
from datetime import datetime, timedelta
from core.values.moments import as_of
from core.workflow.escalation import sweep
at = datetime.fromisoformat(sys.argv[1])
for hours in (-1, -2, 0, -1, 0):
    with as_of(at + timedelta(hours=hours, seconds=1)):
        print(sweep(), flush=True)
"""


@real
def test_a_clock_that_is_set_back_tells_nothing_twice_and_loses_nothing(town: Town) -> None:
    """In a process that runs: half and soon are told, then its clock is an hour earlier; over comes when it is time again."""
    at = moment("2026-03-11 16:00")  # the office is open: what is not urgent waits for nothing
    rows = due_clocks(town, 4, at)
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "PYTHONPATH": str(settings.BASE_DIR),
        "FENGQIAO_TEST_DATABASE": connection.settings_dict["NAME"],
    }
    told_of = subprocess.run(
        [sys.executable, "-c", SET_BACK, at.isoformat()], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert told_of.split() == [f"{2 * len(rows)}", "0", f"{len(rows)}", "0", "0"]
    assert Escalation.objects.count() == 3 * len(rows) and sweep() == 0
    assert all(told(clock, "over") == {"handler", "unit_head", "director"} for clock in rows)


def test_what_counts_hours_waits_behind_no_backlog(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what comes up while the backlog is worked off: it is next in the batch that follows."""
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        cases = [town.hand_over(town.register()) for _ in range(6)]
        Clock.objects.exclude(matter__in=cases, rule="cases.sign").delete()
        *backlog, new, later = Clock.objects.order_by("pk")
        Clock.objects.update(look_at=moment("2026-03-10 09:00"))
        Clock.objects.filter(pk=new.pk).update(term="30N", look_at=moment("2026-03-10 10:59"))
        Clock.objects.filter(pk=later.pk).update(term="24H", look_at=moment("2026-03-10 11:01"))
        seen: list[int] = []

        def look(pk: int, at: datetime, calendar: Any) -> int:
            seen.append(pk)
            Clock.objects.filter(pk=pk).update(look_at=None)
            clockwork.move_to(moment("2026-03-10 11:02"))
            return 1

        monkeypatch.setattr(escalation, "BATCH", 2)
        monkeypatch.setattr(escalation, "tell_together", lambda batch, *round: (0, batch))
        monkeypatch.setattr(escalation, "look_at", look)
        assert sweep() == 6
    assert seen[:2] == [new.pk, later.pk]
    assert {*seen} == {one.pk for one in (*backlog, new, later)}


NEXT_YEAR = "日期,类型,名称\n" + "\n".join(
    [f"2027-01-0{day},节假日,元旦" for day in (1, 2, 3)]
    + [f"2027-02-{day:02},节假日,春节" for day in range(5, 12)]
    + [f"2027-10-0{day},节假日,国庆节" for day in range(1, 8)]
)


@pytest.mark.parametrize("known", [True, False], ids=["with next year's days", "before they are known"])
def test_a_watch_that_was_off_over_new_year(town: Town, known: bool) -> None:
    """Stopped on 12-30, the clock runs out on 12-31, started on Tuesday 01-05: each step once, one thing told, one draft. Where
    the new year's days come in later, what counts them is done then.
    """
    with time_machine.travel(moment("2026-12-24 11:00"), tick=False) as clockwork:
        case = signed(town, "2026-12-24")
        Clock.objects.filter(matter=case).exclude(rule="cases.handle_ordinary").delete()
        clock = case.clocks.get()
        assert clock.raw == date(2026, 12, 31)
        clockwork.move_to(moment("2026-12-30 17:00"))
        sweep()
        clockwork.move_to(moment("2027-01-05 09:00"))
        if not known:
            assert sweep() == 1 and sweep() == 0 and told(clock, "over") == WHOM["over"]
            assert not case.offspring.exists()
            clockwork.move_to(moment("2027-01-05 16:00"))
        assert import_csv(io.BytesIO(NEXT_YEAR.encode()), None).ok
        clocks.fill_pending(2027)
        sweep()
        steps = Escalation.objects.filter(clock=clock).values_list("step", flat=True)
        assert set(steps) == {"half", "soon", "over", "late"} and sweep() == 0
        assert case.offspring.count() == 1 and told(clock, "late") == WHOM["late"]
        assert bool(told(clock, "over")) is not known
    CalendarYear.objects.filter(year=2027).delete()


# --- Is it running? ------------------------------------------------------------------------------------------


def test_a_watch_that_stopped_is_said_on_every_page(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    pages = ("/queue/", "/cases/", "/cases/register/", "/notices/", f"/matters/{town.register().pk}/")
    banner = "期限提醒已停了五分钟以上"
    assert banner in client.get("/queue/").content.decode()  # has never run
    sweep()
    assert Heartbeat.objects.get(name="watch").ran_at <= timezone.now()
    for age, shown in ((timedelta(minutes=4, seconds=50), False), (timedelta(minutes=5, seconds=10), True)):
        Heartbeat.objects.filter(name="watch").update(ran_at=timezone.now() - age)
        for url in pages:
            assert (banner in client.get(url).content.decode()) is shown, (url, age)


def test_the_steps_are_in_the_order_of_their_moments(town: Town) -> None:
    assert [step.key for step in SUPERVISED] == list(WHOM)
    case = town.register()
    for rule in RULES:
        with undone():
            clock = start_clock(case, clock_rules()[rule.key], Start(rule.key, at=begins(rule)))
            moments = [step.at(clock) for step in STEPS if step.at(clock)]
            assert moments == sorted(moments) and len(moments) >= 3, rule.key
            assert len(moments) == 4 or clock.warn_at <= clock.half_at, rule.key


def test_a_clock_that_fails_stops_no_other_and_is_tried_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(moment("2026-11-18 09:00"), tick=False):
        first, second = (town.hand_over(town.register(), "simple") for _ in range(2))
    said = escalation._notice
    monkeypatch.setattr(
        escalation, "_notice", lambda clock, step: said(clock, step) if clock.matter_id != first.pk else 1 / 0
    )
    with time_machine.travel(moment("2026-11-25 09:00"), tick=False):
        with pytest.raises(SweepFailed):
            sweep()
        assert Heartbeat.objects.filter(name="watch").exists()
        assert not Escalation.objects.filter(clock__matter=first).exists()
        assert Escalation.objects.filter(clock__matter=second, step="over").exists()
    monkeypatch.undo()
    with time_machine.travel(moment("2026-11-25 10:01"), tick=False):
        sweep()
        assert Escalation.objects.filter(clock__matter=first, step="over").exists()


def test_of_many_that_only_tell_all_is_asked_and_written_together(town: Town) -> None:
    """Who is told, what was taken before, steps and notices: a clock more costs no statement more."""
    asked = []
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        for day, cases in ((10, 2), (11, 12)):
            clockwork.move_to(moment(f"2026-03-{day} 11:00"))
            sweep()
            for number in range(cases):
                town.register(f"第{number}段水渠堵塞")
            clockwork.move_to(moment(f"2026-03-{day} 15:01"))
            with CaptureQueriesContext(connection) as statements:
                assert sweep() >= cases
            asked.append(len(statements))
    assert asked[1] <= asked[0] + 1


def test_what_counts_hours_is_marked_in_the_database(town: Town) -> None:
    case = town.register()
    for measure in Measure:
        Clock.objects.filter(matter=case).update(term=f"3{measure}")
        assert {clock.hourly for clock in case.clocks.all()} == {measure in HOURS}


def test_what_is_due_is_read_from_the_index_in_its_order(town: Town) -> None:
    """However much is due, the next ones cost what they are."""
    town.register()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        rows = Clock.objects.to_look_at(timezone.now()).filter(hourly=True).order_by("look_at")[:25]
        plan = rows.explain()
    assert "Index Scan using clock_to_look_at" in plan and "Sort" not in plan, plan


def test_more_that_is_due_asks_no_more_for_the_calendar(town: Town) -> None:
    """To know when the office opens each step needs it; the round asks, not each clock."""
    times = []
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        for day, cases in ((10, 1), (11, 6)):
            clockwork.move_to(moment(f"2026-03-{day} 11:00"))
            sweep()
            for number in range(cases):
                town.register(f"第{number}段水渠堵塞")
            clockwork.move_to(moment(f"2026-03-{day} 15:01"))  # half of the four hours; nothing acts
            with CaptureQueriesContext(connection) as asked:
                assert sweep() >= cases
            times.append(sum("core_calendaryear" in one["sql"] for one in asked))
    assert times[1] <= times[0]


def test_what_is_typed_after_its_day_is_told_at_the_next_sweep(town: Town) -> None:
    with time_machine.travel(moment("2026-03-30 09:00"), tick=False):
        clock = signed(town).clocks.get(rule="cases.handle_ordinary")  # expired with Tue 03-17
        sweep()
        assert told(clock, "black") == WHOM["black"] and not told(clock, "half")
        assert Escalation.objects.filter(clock=clock).count() == len(SUPERVISED)


def test_an_extended_clock_reminds_anew_towards_its_new_day(town: Town) -> None:
    with time_machine.travel(moment("2026-03-10 11:00"), tick=False) as clockwork:
        case = signed(town)
        clock = case.clocks.get(rule="cases.handle_ordinary")
        clockwork.move_to(moment("2026-03-17 09:00"))
        sweep()
        assert told(clock, "soon") == WHOM["soon"] and not told(clock, "over")
        town.act(case, "ask_extension", town.handler, days=7, reason="要等县里的检测结果。")
        town.act(case, "grant_extension", town.director, note="抓紧。")
        clockwork.move_to(moment("2026-03-20 09:00"))  # after the first day, before the new one
        sweep()
        assert not told(clock, "over") and not told(clock, "over+7C")
        clockwork.move_to(moment("2026-03-25 08:30"))
        sweep()
        assert told(clock, "late+7C") == WHOM["late"]
