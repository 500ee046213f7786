"""The monthly report drafted by the queue: when it is due, by whom, and not twice."""

import pytest
import time_machine

from core.models import CalendarYear, Clock, HistoryEntry, Notice
from reports import narrative, tasks
from tests.people import Town, moment
from tests.reports import life
from tests.reports.test_monthly import reports


def begun(town: Town) -> None:
    """The office has worked for a year."""
    town.register(at=moment("2025-10-10 10:00"))


def due(at: str) -> list[str]:
    with time_machine.travel(moment(at)):
        return tasks.make_due_report()


def test_the_job_drafts_for_whoever_drafts_and_may_run_twice(town: Town) -> None:
    tasks.make_report("2026-10")
    assert "已有月报" in tasks.make_report("2026-10")
    [report] = reports()
    assert report.status == "drafted" and report.drafter is not None
    assert report.drafter.has_perm("reports.draft")
    assert HistoryEntry.objects.get(matter=report).by is None
    assert Notice.objects.filter(user=report.drafter, sentence__contains="月报已起草").count() == 1


def test_the_paper_is_due_on_the_fifth_working_day(town: Town) -> None:
    with time_machine.travel(moment("2026-11-02 06:30")):
        report = life.drafted(town, "2026-10")
    clock = Clock.objects.get(matter=report)
    assert str(clock.raw) == "2026-11-06"
    with time_machine.travel(moment("2026-12-01 06:30")):  # still November in Greenwich
        early = life.drafted(town, "2026-11")
    assert str(Clock.objects.get(matter=early).raw) == "2026-12-07"
    assert not Clock.objects.filter(
        matter=life.drafted(town, "2026-03")
    ).exists()  # nobody waits for an old one


def test_a_house_that_begins_late_is_not_overdue_on_its_first_day(town: Town) -> None:
    with time_machine.travel(moment("2026-11-26 09:00")):
        report = life.drafted(town, "2026-10")
    assert str(Clock.objects.get(matter=report).raw) == "2026-12-03"


def test_a_month_that_runs_is_not_frozen(town: Town) -> None:
    with pytest.raises(ValueError, match="还没有过完"):
        tasks.make_report("2026-11")


def test_a_job_that_fails_says_so_and_can_be_asked_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.ask("2026-10", town.director)
    with monkeypatch.context() as broken:
        broken.setattr(narrative, "draft", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tasks.make_report("2026-10", town.director.pk)
    assert reports() == []
    state = tasks.running()
    assert state is not None
    assert state["state"] == "failed"
    assert tasks.ask("2026-10", town.director)
    tasks.make_report("2026-10", town.director.pk)
    assert len(reports()) == 1


def test_on_the_first_working_day_after_the_month(town: Town) -> None:
    begun(town)
    # 1 November is a Sunday: October is not due.
    assert due("2026-11-01 06:30") == ["2026-08", "2026-09"]
    assert due("2026-11-02 06:30") == ["2026-08", "2026-09", "2026-10"]


def test_not_again_and_only_so_far_back(town: Town) -> None:
    begun(town)
    for month in ("2026-08", "2026-09", "2026-10"):
        tasks.make_report(month)
    assert due("2026-11-18 06:30") == []
    assert due("2027-02-20 06:30") == ["2026-11", "2026-12", "2027-01"]  # after a long outage: three months


def test_not_before_the_office_began(town: Town) -> None:
    town.register(at=moment("2026-10-05 09:00"))
    assert due("2026-11-18 06:30") == ["2026-10"]


def test_after_a_long_holiday(town: Town) -> None:
    town.register(at=moment("2026-09-05 09:00"))
    assert due("2026-10-07 06:30") == []
    assert due("2026-10-08 06:30") == ["2026-09"]


def test_without_a_calendar_by_the_tenth(town: Town) -> None:
    begun(town)
    for month in ("2026-08", "2026-09"):
        tasks.make_report(month)
    CalendarYear.objects.all().delete()
    assert due("2026-11-09 06:30") == []
    assert due("2026-11-10 06:30") == ["2026-10"]
