"""The demo town: it stands on an empty database, everybody can enter, and it tells no lies."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from cases.models import Case
from core.deadlines.calendars import office_calendar
from core.models import Area, Clock, HistoryEntry, Matter, Party, User
from core.operations import doctor, verify_history
from core.privacy.identity_numbers import parse_id_number
from core.values.roles import roles
from grid.models import Assessment, CameraPoint, Screening, Site
from petitions.models import Petition
from tests.people import moment
from tools.demo.hours import DAY, OfficeTime
from tools.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD


@pytest.fixture
def demo(calendar: None, settings: Any) -> Iterator[None]:
    """Told on the hardest of days: months and years have just changed, and the new year's calendar is not there yet."""
    settings.DEMO = True
    with time_machine.travel(moment("2027-01-01 10:00")):
        call_command("demo", small=True, stdout=io.StringIO())
        yield


def test_the_demo_is_refused_elsewhere(db: None) -> None:
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert not User.objects.exists()


def test_a_town_with_its_story(demo: None) -> None:
    depths = [Area.objects.filter(level__depth=depth).count() for depth in (1, 2, 3, 4)]
    assert depths == [1, 8, 25, 91]
    assert all(50 <= area.households <= 100 for area in Area.objects.filter(level__depth=4))
    assert list(verify_history.verify()) == []
    _everybody_can_enter()
    _it_happened_in_office_hours()
    _the_stories_are_there()
    _nobody_is_real()
    _the_doctor_can_examine_all_of_it()
    before = _amount()
    call_command("demo", stdout=io.StringIO())
    assert _amount() == before


def _the_doctor_can_examine_all_of_it() -> None:
    for subject in doctor.SUBJECTS:
        assert all(finding.seen and (finding.well or finding.advice) for finding in doctor.examine([subject]))
    with pytest.raises(SystemExit):  # nothing has been backed up yet
        call_command("doctor", stdout=io.StringIO())


def _everybody_can_enter() -> None:
    assert {account.username for account in DEMO_ACCOUNTS} == set(roles())
    for account in DEMO_ACCOUNTS:
        user = authenticate(
            RequestFactory().post("/login/"), username=account.username, password=DEMO_PASSWORD
        )
        assert isinstance(user, User) and user.name == account.name and not user.must_change_password
        assert user.reach.permissions == roles()[account.username].permissions


def _it_happened_in_office_hours() -> None:
    known, told_on = office_calendar(), OfficeTime(timezone.now(), 425)
    for typed in HistoryEntry.objects.values_list("typed_at", flat=True):
        told = timezone.localtime(typed)
        assert told <= timezone.now()
        assert known.is_workday(told.date()) if told.year in known.years else told.weekday() < 5
        assert told_on.calendar.working_minutes(told, told + timedelta(minutes=1)) == 1, told


def _the_stories_are_there() -> None:
    canal = Case.objects.get(title__startswith="桃坞村灌溉渠淤塞")
    actions = [entry.action for entry in canal.history.order_by("seq")]
    steps = ["register", "send_referral", "ask_instruction", "instruct", "return", "hand_over"]
    assert actions[:6] == [f"cases.{step}" for step in steps] and canal.handed[-1].lead is False
    assert any(entry.late for entry in canal.history.all())
    assert canal.status == "in_hand" and canal.holder_user.username == "handler"
    assert set(Matter.objects.exclude(compartment="").values_list("compartment", flat=True)) == {
        "accusation", "counselling", "domestic_violence", "register"}  # fmt: skip
    looked = Assessment.objects.get()
    assert (
        looked.status == "open" and looked.grids and looked.incidents.exists() and looked.objections.exists()
    )
    assert Screening.objects.get().answered >= 20 and CameraPoint.objects.exists() and Site.objects.exists()
    assert any(case.red for case in Case.objects.filter(compartment=""))
    assert Clock.objects.filter(rule="cases.call_back", end="met").exists()
    stages = set(Petition.objects.values_list("status", flat=True))
    assert stages >= {
        "registered",
        "on_ladder",
        "told",
        "studying",
        "accepted",
        "signing",
        "to_serve",
        "in_review",
    }
    assert Petition.objects.filter(split_from__isnull=False).exists()  # a letter with two demands
    assert Petition.objects.filter(status="registered", source="forwarded").exists()
    kinds = (
        "reception",
        "duty_roster",
        "hall_roster",
        "lawyer_roster",
        "office_meeting",
        "campaign",
        "file_review",
        "briefing",
    )
    assert {*kinds} <= set(Matter.objects.values_list("kind", flat=True))
    assert Matter.objects.filter(
        kind="briefing", parent__isnull=False, status="received"
    ).exists()  # an urgent report
    assert Petition.objects.get(charges__isnull=False).charges.get().team.startswith("包案助理许长河")
    late = Clock.objects.filter(rule="petition.notice", ended_at=None, expires_at__lt=timezone.now())
    assert late.exists()


def _nobody_is_real() -> None:
    for party in Party.objects.all():
        assert not party.phone or str(party.phone).startswith("199000000")  # advice needs none
        if party.id_number:
            assert parse_id_number(str(party.id_number), timezone.localdate()).region == "990121"


def _amount() -> tuple[int, int, int]:
    return User.objects.count(), Matter.objects.count(), HistoryEntry.objects.count()


def test_office_minutes_go_forward_and_back(calendar: None) -> None:
    hours = OfficeTime(moment("2026-10-08 10:00"), 60)  # the first day after 国庆
    assert hours.at(hours.now) == moment("2026-10-08 10:00")
    assert hours.at(hours.now - DAY) == moment("2026-09-30 10:00")
    assert hours.minute(moment("2026-10-03 09:00")) == hours.minute(moment("2026-09-30 23:00"))
    assert hours.at(hours.minute(moment("2026-10-08 13:00"))) == moment(
        "2026-10-08 11:59"
    )  # at noon they rest
    assert all(hours.minute(hours.at(minute)) == minute for minute in range(hours.now))
    assert hours.last_minute("7C", hours.minute(moment("2026-09-28 09:00"))) == hours.minute(
        moment("2026-09-30 17:29")
    )
    assert hours.light("1W", hours.minute(moment("2026-09-28 09:00")), moment("2026-09-30 09:00")) == "red"
