"""Drafts of the registration: encrypted, their writer's alone, gone with the registration or after a week."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.models import Case
from core.intake import drafts
from core.models import Draft
from core.procedure.room import schedules
from tests.cases.test_registering import sheet
from tests.people import Town
from tests.sweeps.world import at_once


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.receptionist)
    return client


def keep(client: Client, fields: dict[str, Any]) -> Any:
    return client.post("/cases/register/draft/", fields, headers={"X-Part": "1"})


def test_a_draft_is_kept_renewed_and_given_back_as_it_was_typed(town: Town, desk: Client) -> None:
    fields = sheet(name="陶根发", id_number="99012119550505", flags=["violence", "threat"], head_count="三")
    answer = keep(desk, fields)
    assert answer.status_code == 200 and len(answer.json()["saved"]) == 8
    keep(desk, {**fields, "people-0-phone": "199"})
    assert Draft.objects.count() == 1
    page = desk.get("/cases/register/").content.decode()
    assert "没有登记完的" in page and "邻居把排水沟填了，雨水倒灌进灶房，要求恢…" in page
    page = desk.get(f"/cases/register/?draft={fields['key']}").content.decode()
    for kept in ("99012119550505", "陶根发", 'value="三"', 'value="199"', fields["key"], fields["demand"]):
        assert kept in page, kept
    assert "还没有保存" not in page and "没有登记完的" not in page
    assert page.count('name="flags"') == 6 and page.count(" checked") == 4


def test_what_is_stored_cannot_be_read_in_the_database(town: Town, desk: Client) -> None:
    keep(desk, sheet(name="陶根发", id_number="990121195505050310"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM core_draft")
        stored = bytes(cursor.fetchone()[0])
    for secret in ("陶根发", "990121195505050310", "demand"):
        assert secret.encode() not in stored


def test_only_its_writer_sees_changes_and_discards_it(town: Town, desk: Client) -> None:
    fields = sheet()
    keep(desk, fields)
    desk.force_login(town.dispatcher)
    assert keep(desk, {**fields, "demand": "别人的"}).status_code == 400
    assert fields["demand"] not in desk.get(f"/cases/register/?draft={fields['key']}").content.decode()
    assert "没有登记完的" not in desk.get("/cases/register/").content.decode()
    assert desk.post(f"/cases/register/draft/{fields['key']}/discard/").status_code == 302
    desk.force_login(town.receptionist)
    assert Draft.objects.count() == 1
    desk.post(f"/cases/register/draft/{fields['key']}/discard/")
    desk.post(f"/cases/register/draft/{fields['key']}/discard/")
    assert not Draft.objects.exists()
    desk.force_login(town.handler)
    assert keep(desk, sheet()).status_code == 403


def test_nonsense_is_refused_and_nothing_breaks(town: Town, desk: Client) -> None:
    for fields in ({}, {"key": "x"}, {"key": "\0"}, {**sheet(), "demand": "长" * 200_001}):
        assert keep(desk, fields).status_code == 400
    for key in ("", "x", "\0", str(uuid4())):
        assert desk.get("/cases/register/", {"draft": key}).status_code == 200
    assert keep(desk, {**sheet(), "demand": "前\0后𬸣😀", "people-TOTAL_FORMS": "9" * 30}).status_code == 200
    key = Draft.objects.get().key
    assert desk.get("/cases/register/").status_code == 200
    assert desk.get(f"/cases/register/?draft={key}").status_code == 200


def test_the_draft_goes_with_the_registration_and_does_not_come_back(town: Town, desk: Client) -> None:
    fields = sheet()
    keep(desk, fields)
    assert desk.post("/cases/register/", fields).status_code == 302
    assert not Draft.objects.exists()
    assert keep(desk, fields).json() == {"saved": ""}  # the page was left a moment later
    assert not Draft.objects.exists() and Case.objects.count() == 1


def test_a_registration_that_fails_keeps_the_draft(town: Town, desk: Client, monkeypatch: Any) -> None:
    fields = sheet()
    keep(desk, fields)

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("core.views.registering.attachments.add_all", fails)
    with pytest.raises(RuntimeError):
        desk.post("/cases/register/", fields)
    assert Draft.objects.count() == 1 and not Case.objects.exists()


def test_what_was_refused_is_kept_without_a_script(town: Town, desk: Client) -> None:
    fields = sheet(head_count="三")
    assert desk.post("/cases/register/", fields).status_code == 200
    assert Draft.objects.get().key.hex == fields["key"].replace("-", "")


def test_a_week_later_it_is_gone(town: Town, desk: Client) -> None:
    keep(desk, sheet())
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert drafts.forget_old() == 0 and len(drafts.mine(town.receptionist, "case")) == 1
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert drafts.mine(town.receptionist, "case") == [] and drafts.forget_old() == 1
    assert not Draft.objects.exists()
    assert any(timed.path == "core.intake.drafts.forget_old" for timed in schedules())


def test_when_the_login_is_over_a_draft_says_so_and_the_form_is_still_kept(town: Town, desk: Client) -> None:
    fields = sheet(demand="登录到期时写的诉求")
    desk.get("/cases/register/")
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert keep(desk, fields).status_code == 401
        answer = desk.post("/cases/register/", fields)
    assert answer.status_code == 401 and "还没有保存；用同一账号登录后可以接着提交" in answer.content.decode()
    assert not Draft.objects.exists() and not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_saving_and_registering_at_the_same_moment_leaves_a_case_and_no_draft(town: Town) -> None:
    for number in range(5):
        fields = sheet(demand=f"第{number}件")

        def registering(fields: dict[str, Any] = fields) -> Any:
            client = Client()
            client.force_login(town.receptionist)
            return client.post("/cases/register/", fields).status_code

        def saving(fields: dict[str, Any] = fields) -> Any:
            client = Client()
            client.force_login(town.receptionist)
            return keep(client, fields).status_code

        found = at_once(registering, saving, saving)
        assert found[0] == 302 and set(found[1:]) <= {200, 400}, found
        assert not Draft.objects.exists()
    assert Case.objects.count() == 5
