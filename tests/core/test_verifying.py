"""Verifying by night and at the auditor's word, and the page for a database that does not answer."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from core.models import HistoryEntry, Matter, Notice, Verification
from core.operations import verification, verify_history
from core.operations.doctor import examine
from core.records import seals, server_clock
from core.values.refused import Refused
from core.web import patience, shell
from core.web.patience import Impatient
from tests.intruder import superuser
from tests.people import Town

PAGE = "/audit/history/"


def tamper(matter: Any) -> None:
    with superuser() as cursor:
        cursor.execute("UPDATE core_historyentry SET action = 'x' WHERE matter_id = %s", [matter.pk])


def seen(subject: str) -> list[tuple[bool, str]]:
    return [(finding.well, finding.seen) for finding in examine([subject])]


def test_the_auditor_has_it_verified_and_reads_what_was_found(town: Town, client: Client) -> None:
    case = town.replied()
    client.force_login(town.auditor)
    assert "还没有校验过" in client.get(PAGE).content.decode()
    for _ in range(2):  # a double click asks once
        assert client.post(PAGE).status_code == 302
    assert Verification.objects.count() == 1 == OrmQ.objects.count()
    assert "正在校验" in client.get(PAGE).content.decode()
    asked = Verification.objects.get()
    assert verification.run(asked.pk) == f"经过 {case.history.count()} 条，问题 0 处"
    assert "全部相符" in client.get(PAGE).content.decode() and not Notice.objects.filter(user=town.auditor)
    tamper(case)
    verification.run()
    page = client.get(PAGE).content.decode()
    assert "每夜" in page and "处不符" in page and f"事项 {case.pk} 第 1 条：内容与校验值不符" in page
    told = Notice.objects.get(user=town.auditor)
    assert told.urgent and "校验不通过" in told.sentence
    client.force_login(town.system_admin)
    assert client.get(PAGE).status_code == 403
    assert "处不符" in client.get(reverse("jobs")).content.decode()


def test_the_list_of_problems_is_bounded_and_counted(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_history, "verify", lambda: (f"事项 {number}" for number in range(1000)))
    verification.run()
    made = Verification.objects.get()
    assert made.problems == 1000 and len(made.sentences) == verification.MOST


def test_the_doctor_tells_of_a_verification_that_failed_or_is_missing(town: Town) -> None:
    assert seen("history") == [(False, "经过：还没有校验过")]
    verification.run()
    assert all(well for well, _ in seen("history"))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert not all(well for well, _ in seen("history"))
    tamper(town.register())
    verification.run()
    assert any("不符" in words and not well for well, words in seen("history"))


def test_the_last_seal_stands_on_the_sheet_of_the_shift(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    seals.seal()
    client.force_login(town.receptionist)
    laid: list[Any] = []
    monkeypatch.setattr(
        "core.documents.render.render", lambda name, values, **_: laid.append(values) or b"%PDF-1.7"
    )
    assert client.get("/cases/shift/paper/").status_code == 200
    assert laid[0]["seal"] == seals.words() and seals.last().short in laid[0]["seal"]


# --- The clock --------------------------------------------------------------------------------------------------


def test_a_clock_that_is_wrong_is_said_on_every_page_and_by_the_doctor(town: Town) -> None:
    request = RequestFactory().get("/queue/")
    request.user = town.receptionist
    moment = timezone.now()
    for apart, word in (
        (timedelta(seconds=50), ""),
        (timedelta(days=1), "快"),
        (-timedelta(minutes=3), "慢 "),
    ):
        with time_machine.travel(moment + apart, tick=False):
            page = shell.build(request)
            assert ("时钟" in page.banner) is bool(word) and word in page.banner, apart
            assert all(well for well, _ in seen("clock")) is not bool(word)


def test_no_step_is_stored_before_the_one_it_follows(town: Town) -> None:
    """The clock ran ahead by a day and was set right: the sentence speaks of the clock, not of what was typed."""
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        ahead = town.register()
    with pytest.raises(Refused, match="服务器的时钟现在是") as refused:
        town.hand_over(ahead)
    assert refused.value.field == "" and "您填写的内容没有错" in str(refused.value)
    case = town.hand_over(town.register())
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        town.act(case, "sign", town.handler)
    before = HistoryEntry.objects.count()
    with pytest.raises(Refused, match="而已有记录记在"):
        town.act(case, "reply", town.handler, answer="已清理。")
    assert HistoryEntry.objects.count() == before and server_clock.asked()
    assert Matter.objects.get(pk=case.pk).status == "in_hand"


# --- A database that does not answer --------------------------------------------------------------------------------


def test_nobody_waits_for_ever(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.5)
    known = connection.get_connection_params()
    with Impatient.connect(**{key: known[key] for key in ("host", "user", "dbname")}) as opened:
        assert opened.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError, match="did not answer"):
            opened.execute("SELECT pg_sleep(30)")
        assert opened.closed


def test_a_silent_database_is_a_page_of_its_own_with_what_was_typed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(town.receptionist)

    def silent(*_: Any, **__: Any) -> Any:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("core.web.shell._counters", silent)
    answer = client.get("/queue/")
    assert answer.status_code == 503 and "数据库没有应答" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"] and "再试一次" in answer.content.decode()
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", silent)
    typed = {"demand": "路灯<b>不亮", "password": ""}
    assert (
        "路灯" not in client.post("/cases/register/", typed).content.decode()
    )  # a form with a password in it
    page = client.post(
        "/cases/register/?a=1", {"demand": "路灯<b>不亮", "csrfmiddlewaretoken": "t"}
    ).content.decode()
    assert 'name="demand" value="路灯&lt;b&gt;不亮"' in page and 'value="t"' in page
    assert 'action="/cases/register/?a=1"' in page and "再提交一次" in page


def test_what_is_our_fault_is_still_a_500(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(town.receptionist)
    monkeypatch.setattr("core.web.shell._counters", lambda *_: 1 / 0)
    answer = client.get("/queue/")
    assert answer.status_code == 500 and "系统出错" in answer.content.decode()
