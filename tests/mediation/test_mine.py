"""A mediator's page: one's own matters, sittings, terms and instalments, and nobody else's."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import Promise, Start, made
from core.models import Access, Appointment, Clock
from core.procedure.procedure import clock_rules
from mediation.models import Assignment, Instalment, Mediation, Session
from tests.mediation.test_people import matter
from tests.people import Town

URL = "/day/"


def mine(town: Town, **facts: Any) -> Mediation:
    """A mediation that is the mediator's, as the verbs leave it."""
    row = matter(town, mediator=town.mediator, **facts)
    Access.objects.create(matter=row, user=town.mediator, part="mediation")
    Assignment.objects.create(matter=row, mediator=town.mediator, since=timezone.now())
    return row


def started(row: Mediation, key: str) -> Clock:
    rule = clock_rules()[key]
    clock = made(row, rule, Start(key, unit=row.body), Promise(rule.term, rule.basis), office_calendar())
    clock.save()
    return clock


def told(town: Town) -> Mediation:
    """One with everything: an instalment that is due, two clocks, a sitting today."""
    row = mine(town, status="effective", form="written", terms="分两期付清", agreed_at=timezone.now(),
               effective_on=timezone.localdate())  # fmt: skip
    today = timezone.localdate()
    for order, days in enumerate((-1, 3, 4), 1):
        Instalment.objects.create(
            matter=row,
            order=order,
            what=f"第{order}期",
            amount=900 + order,
            due_on=today + timedelta(days=days),
        )
    Session.objects.create(
        matter=row, held_at=timezone.now(), place="祠堂", present="双方", record="谈", kept_by=town.mediator
    )
    started(row, "mediation.file")
    started(row, "mediation.visit")
    return row


def test_the_day_of_a_mediator(town: Town, client: Client) -> None:
    row = told(town)
    client.force_login(town.mediator)
    page = client.get(URL).content.decode()
    for words in ("第1期", "第2期", "已过", "901.00 元", "祠堂", "回访", "立卷归档", row.number):
        assert words in page, words
    assert "第3期" not in page


def test_others_matters_and_closed_ones_are_not_there(town: Town, client: Client) -> None:
    other = matter(town)
    closed = mine(town, closed_at=timezone.now() + timedelta(hours=1))
    gone = mine(town)
    Assignment.objects.filter(matter=gone).update(until=timezone.now(), withdrew_for="亲属")
    Mediation.objects.filter(pk=gone.pk).update(mediator=None)
    step = matter(town, status="on_ladder", holder_user=town.mediator)
    Access.objects.create(matter=step, user=town.mediator, part="ladder")
    client.force_login(town.mediator)
    page = client.get(URL).content.decode()
    assert [row.number in page for row in (other, closed, gone, step)] == [False, False, False, True]


def test_a_sitting_is_arranged_once_and_called_off_by_its_own(town: Town, client: Client) -> None:
    row = mine(town)
    client.force_login(town.mediator)
    at = timezone.localtime() + timedelta(days=1)
    typed = {"matter": row.pk, "when": f"{at:%Y-%m-%dT%H:%M}", "key": str(uuid4()), "place": "调解室"}
    assert client.post(URL, typed).status_code == client.post(URL, typed).status_code == 302  # a double click
    assert "已经约了另一场" in client.post(URL, typed | {"key": str(uuid4())}).content.decode()
    made_one = Appointment.objects.get()
    assert "调解室" in client.get(URL).content.decode()
    off = reverse("appointment_call_off", args=[made_one.pk])
    client.force_login(town.committee_head)
    assert client.post(off).status_code == 404
    client.force_login(town.mediator)
    assert client.post(off).status_code == 302 and client.post(off).status_code == 404
    assert client.post(URL, typed | {"key": str(uuid4())}).status_code == 302
    assert [entry.action for entry in row.history.order_by("seq")][-3:] == [
        "mediation.arrange", "mediation.call_off", "mediation.arrange",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["past", "not mine", "nonsense"])
def test_what_cannot_be_arranged(town: Town, client: Client, wrong: str) -> None:
    row, at = mine(town), timezone.localtime() + timedelta(days=1)
    typed = {"matter": row.pk, "when": f"{at:%Y-%m-%dT%H:%M}", "key": str(uuid4()), "place": "调解室"}
    typed |= {
        "past": {"when": "2026-01-05T09:00"},
        "not mine": {"matter": matter(town).pk},
        "nonsense": {"when": "明天"},
    }[wrong]
    client.force_login(town.mediator)
    assert client.post(URL, typed).status_code == 422
    assert not Appointment.objects.exists()


def test_the_page_costs_the_same_for_many(town: Town, client: Client) -> None:
    client.force_login(town.mediator)

    def cost() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    told(town)
    few = cost()
    for hours in range(1, 6):
        row = told(town)
        at = timezone.now() + timedelta(hours=hours)
        Appointment.objects.create(
            matter=row,
            user=town.mediator,
            what="调解",
            at=at,
            until=at + timedelta(minutes=30),
            place="室",
            made_by=town.mediator,
        )
    assert cost() == few <= 12
