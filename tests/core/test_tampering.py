"""Whoever has every right in the database and not the key is found: one row for each way of tampering."""
# ruff: noqa: S608 (the tables are named by the test itself)

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import psycopg
import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from cases import categories
from core.access import exclusions
from core.accounts import proposals
from core.deadlines.calendars import load_from_chinesecalendar
from core.documents import attachments
from core.documents.issue import store
from core.documents.uploads import check_upload
from core.models import (
    AlarmUnit,
    CalendarYear,
    DailySeal,
    Exclusion,
    HistoryEntry,
    Holding,
    Link,
    Look,
    Matter,
    Party,
    Proposal,
    Representation,
    SealedFact,
    Unit,
    User,
    facts,
)
from core.operations import verify_history
from core.operations.database_roles import as_owner, owns
from core.operations.nightly import fill_pending
from core.procedure.procedure import by_kind
from core.procedure.room import rooms, schedules
from core.records import history, journal, seals
from core.records.admin_log import note, note_made
from core.workflow.escalation import sweep
from tests.intruder import superuser
from tests.kept import load_calendar, make_town
from tests.people import Town
from tests.sweeps.world import undone
from tools import postgres

Cut = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Day:
    """A sealed day: its cast, the sealed case, and when it is looked at."""

    town: Town
    case: int
    at: datetime


@pytest.fixture(scope="class")
def day(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Day]:
    """A day as it was sealed: a sealed case, another with a file and a paper, looks, a changed post. Built once for
    its class; what each test does is taken back after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        load_calendar()
        town = make_town()
        closed = town.replied()
        party = Party.objects.create(matter=closed, name="陶根发")
        Representation.objects.create(
            principal=party,
            representative=Party.objects.create(matter=closed, name="陶小发", role="agent"),
            kind="agent",
            scope=["settle"],
            proof="委托书",
            given_on=timezone.localdate(),
            by=town.receptionist,
        )
        Exclusion.objects.create(matter=closed, user=town.stranger, ground="recused", article="二十八")
        AlarmUnit.objects.create(flag="minor", unit=town.farms)
        categories.load()
        other = town.register("另一件")
        town.act(other, "link", town.receptionist, other=closed, why="同一条渠")
        file = ContentFile(b"a scan", "a.txt")
        attachments.add(other, file, check_upload(file), town.receptionist)
        store("receipt", "回执", b"paper", town.receptionist, matter=other)
        Look.objects.create(matter=closed, by=town.director, reason="核对", what="电话")
        note(town.director, Holding.objects.first(), "授予任职")
        Matter.objects.filter(pk=closed.pk).update(compartment="domestic_violence")
        with time_machine.travel(timezone.now() + timedelta(days=30)):
            sweep()
        at = timezone.now() + timedelta(days=30, hours=2)
        with time_machine.travel(at, tick=False):
            seals.seal()
            assert list(verify_history.verify()) == []
        yield Day(town, closed.pk, at)
        transaction.set_rollback(True)


@pytest.fixture
def sealed(db: None, day: Day) -> Iterator[Any]:
    with time_machine.travel(day.at, tick=False):
        yield Matter.objects.get(pk=day.case)


ABOUT = {  # of the sealed case {pk}, its number {number}; how it is told
    "title": ("UPDATE core_matter SET title = '别的' WHERE id = {pk}", "事项 {pk}：登记的内容"),
    "received": (
        "UPDATE core_matter SET received_at = received_at - interval '1 day' WHERE id = {pk}",
        "登记的内容",
    ),
    "due": ("UPDATE core_matter SET due_at = now() + interval '90 days' WHERE id = {pk}", "登记的内容"),
    "holder": ("UPDATE core_matter SET holder_unit_id = holder_unit_id + 1 WHERE id = {pk}", "登记的内容"),
    "opened": ("UPDATE core_matter SET compartment = '' WHERE id = {pk}", "登记的内容"),
    "demand": ("UPDATE cases_case SET demand = '没有这回事' WHERE matter_ptr_id = {pk}", "登记的内容"),
    "answer": ("UPDATE cases_case SET answer = '没有这回事' WHERE matter_ptr_id = {pk}", "登记的内容"),
    "expiry": (
        "UPDATE core_clock SET expires_at = expires_at + interval '9 days' WHERE matter_id = {pk}",
        "登记的内容",
    ),
    "no clock": ("DELETE FROM core_escalation; DELETE FROM core_clock WHERE matter_id = {pk}", "登记的内容"),
    "party": ("UPDATE core_party SET name = '别人' WHERE matter_id = {pk}", "登记的内容"),
    "instruction": (
        "INSERT INTO cases_instruction (matter_id, words, given_by, given_at, typed_by_id)"  # noqa: ISC004
        " SELECT {pk}, '同意', '某人', now(), min(id) FROM core_user",
        "登记的内容",
    ),
    "agent": ("UPDATE core_representation SET proof = '没有委托书'", "登记的内容"),
    "no agent": ("DELETE FROM core_representation", "登记的内容"),
    "exclusion": ("DELETE FROM core_exclusion WHERE matter_id = {pk}", "登记的内容"),
    "link": ("UPDATE core_link SET why = '别的'", "关联的内容被改动"),
    "no link": ("DELETE FROM core_link", "关联应有"),
    "step of the ladder": ("UPDATE core_ladderstep SET role = 'director' WHERE level = 1", "梯次 "),
    "no step": ("DELETE FROM core_ladderstep WHERE level = 1", "梯次 "),
    "new step": (
        "INSERT INTO core_ladderstep (ladder, level, name, role, term) VALUES ('mediation', 9, '夹塞', 'director', '3W')",
        "没有管理记录就新增",
    ),
    "room": ("UPDATE cases_room SET unit_id = (SELECT max(id) FROM core_unit)", "功能室 "),
    "alarms": ("UPDATE core_alarmunit SET unit_id = (SELECT max(id) FROM core_unit)", "要紧情况告知单位 "),
    "no alarms": ("DELETE FROM core_alarmunit", "要紧情况告知单位 "),
    "category": ("UPDATE cases_category SET name = '别的' WHERE code = '0201'", "类别 "),
    "no party": (
        "DELETE FROM core_representation; DELETE FROM core_party WHERE matter_id = {pk}",
        "登记的内容",
    ),
    "let in": (
        "INSERT INTO core_access (matter_id, user_id, part, starts_at) SELECT {pk}, max(id), '', now() FROM core_user",
        "登记的内容",
    ),
    "kept in": ("UPDATE core_access SET ends_at = now() WHERE matter_id = {pk}", "登记的内容"),
    "closed": ("UPDATE core_matter SET closed_at = received_at WHERE id = {pk}", "办结时间与环节不符"),
    "post": ("UPDATE core_post SET role = 'director' WHERE role = 'handler'", "岗位 "),
    "new post": (
        "INSERT INTO core_holding (post_id, user_id, deputy, starts_on, given_by_id, activated_by_id)"  # noqa: ISC004
        " SELECT min(post_id), max(user_id), false, now(), min(user_id), max(user_id) FROM core_holding",
        "没有管理记录就新增",
    ),
    "post taken": ("UPDATE core_holding SET ends_on = starts_on", "任职 "),
    "password": ("UPDATE core_user SET password = 'x' WHERE username = 'director'", "账号 "),
    "moved unit": (
        "UPDATE core_unit SET area_id = (SELECT min(id) FROM core_area) WHERE code <> ''",
        "单位 ",
    ),
    "holiday": (
        "DELETE FROM core_calendarday WHERE id = (SELECT max(id) FROM core_calendarday)",
        "工作日历 ",
    ),
    "paper": ("UPDATE core_document SET digest = 'sm3:0'", "文书的内容被改动"),
    "no paper": ("DELETE FROM core_document", "文书应有"),
    "file": ("UPDATE core_attachment SET digest = 'sm3:0'", "材料的内容被改动"),
    "no file": ("DELETE FROM core_attachment", "材料应有"),
    "look": ("DELETE FROM core_look", "查看记录应有"),
    "administration": ("DELETE FROM django_admin_log", "管理记录应有"),
    "administration reworded": ("UPDATE django_admin_log SET change_message = 'x'", "管理记录的内容被改动"),
    "notices": ("DELETE FROM core_notice", "通知应有"),
    "reminders": ("DELETE FROM core_escalation", "期限提醒应有"),
    "number gone": ("UPDATE core_series SET last = last + 1 WHERE kind = 'case'", "不知去向"),
    "seals gone": ("DELETE FROM core_dailyseal", "日封被删除"),
    "facts gone": (
        "DELETE FROM core_sealedfact WHERE thing = {pk} AND \"table\" = 'core_matter'",
        "封存不见了",
    ),
    "all facts gone": ("DELETE FROM core_sealedfact", "封存不见了"),
    "facts forged": (
        "UPDATE core_sealedfact SET mac = 'hmac-sm3:0' WHERE \"table\" = 'core_matter'",
        "登记的内容",
    ),
}


def test_every_table_is_sealed_as_something_or_the_reason_is_given(db: None) -> None:
    """A fact of a family, of a row of the desk, a record, or named with the reason; none twice, none forgotten."""
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in {room.app for room in rooms()} or model is LogEntry
    }
    facts_of = [table for kind in facts.kinds() for table, _ in facts.tables_of(kind)]
    records = {record.table for record in seals.records()}
    assert len(facts_of) == len(set(facts_of))
    assert ours - set(facts_of) - records - facts.unsealed().keys() == set()
    assert not (set(facts_of) | records) & facts.unsealed().keys()
    assert records | facts.unsealed().keys() >= facts.BESIDE


def cut(cursor: Any, matter: int, after: int) -> None:
    """The end of a history and all that tells of it, as if it had never been."""
    ids = f"(SELECT id FROM core_historyentry WHERE matter_id = {matter} AND seq > {after})"
    cursor.execute(f"DELETE FROM core_historydetail WHERE entry_id IN {ids}")
    cursor.execute(f"DELETE FROM core_historyentry WHERE id IN {ids}")
    cursor.execute(
        "UPDATE core_matter m SET version = least(version, h.seq), status = h.after FROM core_historyentry h"
        f" WHERE m.id = h.matter_id AND m.id = {matter} AND h.seq = {after}"
    )


def take_out(cursor: Any, matter: Matter) -> None:
    """A whole matter with its number."""
    cut(cursor, matter.pk, 0)
    cursor.execute("DELETE FROM core_escalation")
    for table in (
        "core_clock",
        "core_access",
        "core_mattertext",
        "cases_handover",
        "core_party",
        "core_notice",
    ):
        cursor.execute(f"DELETE FROM {table} WHERE matter_id = {matter.pk}")
    own = by_kind()[matter.kind].model._meta.db_table
    cursor.execute(f"DELETE FROM {own} WHERE matter_ptr_id = {matter.pk}")
    cursor.execute(f"DELETE FROM core_matter WHERE id = {matter.pk}")
    series = [matter.kind, *(["matter"] if matter.root_id == matter.pk else [])]  # a code is the root's
    cursor.execute("UPDATE core_series SET last = last - 1 WHERE kind = ANY(%s)", [series])


class TestASealedDay:
    @pytest.fixture
    def town(self, db: None, day: Day) -> Town:
        return deepcopy(day.town)

    @pytest.mark.parametrize("what", ABOUT)
    def test_what_no_act_changed_is_found(self, sealed: Any, what: str) -> None:
        asked, told = (words.format(pk=sealed.pk) for words in ABOUT[what])
        with superuser() as cursor:
            cursor.execute(asked)
            assert cursor.rowcount
        problems = list(verify_history.verify())
        assert [problem for problem in problems if told in problem], problems

    def test_what_an_act_left_is_sealed_by_the_minute(self, sealed: Any, town: Town) -> None:
        """Not by the hour: an exclusion deleted, or a matter unsealed, soon after the act that made it is found."""
        assert next(one for one in schedules() if one.path.endswith("facts.take")).every == 1
        case = town.register(accusation=True, accused=[{"name": "孟德顺"}])
        assert facts.take() and not facts.take()
        for tamper in ("DELETE FROM core_exclusion", "UPDATE core_matter SET compartment = ''"):
            with undone(), superuser() as cursor:
                cursor.execute(
                    f"{tamper} WHERE {'id' if 'matter SET' in tamper else 'matter_id'} = {case.pk}"
                )
                assert cursor.rowcount
                facts.take()
                assert any(f"事项 {case.pk}" in one for one in facts.problems(seals.last().up_to))

    def test_a_right_that_slipped_in_is_not_taken_up_as_lawful(self, sealed: Any) -> None:
        with superuser() as cursor:
            cursor.execute(ABOUT["new step"][0])
            cursor.execute(ABOUT["new post"][0])
        facts.take()
        facts.take(every=True)
        told = [one for one in verify_history.verify() if "没有管理记录就新增" in one]
        assert {one.split()[0] for one in told} == {"任职", "梯次"}

    def test_a_whole_matter_taken_out_of_a_sealed_day_is_found(self, sealed: Any) -> None:
        """All its rows gone, the matter with them: no chain is left, but the seal knows."""
        newest = Matter.objects.latest("pk")
        with superuser() as cursor:
            cursor.execute("DELETE FROM core_document; DELETE FROM core_attachment; DELETE FROM core_link")
            take_out(cursor, newest)
        problems = list(verify_history.verify())
        assert any("经过应有" in problem for problem in problems) and any(
            "事项应有" in problem for problem in problems
        )

    def test_chains_and_seals_reckoned_anew_without_the_key_are_found(
        self, sealed: Any, settings: Any
    ) -> None:
        """Somebody who knows the program rewrites everything, with a key of their own."""
        right, settings.HISTORY_KEY = settings.HISTORY_KEY, "QUJD" * 12
        with undone():
            with superuser() as cursor:
                cursor.execute("UPDATE core_historyentry SET decided_by = '某人' WHERE seq = 1")
                for matter in Matter.objects.all():
                    previous = ""
                    for entry in HistoryEntry.objects.filter(matter=matter).order_by("seq"):
                        entry.previous, previous = previous, ""
                        entry.hash = previous = history.entry_hash(entry)
                        cursor.execute(
                            "UPDATE core_historyentry SET previous = %s, hash = %s WHERE id = %s",
                            [entry.previous, entry.hash, entry.pk],
                        )
                cursor.execute("DELETE FROM core_dailyseal; DELETE FROM core_sealedfact")
            seals.seal()
            assert list(verify_history.verify()) == []  # whole, by their key
            settings.HISTORY_KEY = right
            problems = list(verify_history.verify())
            assert any("内容与校验值不符" in one for one in problems) and any(
                "日封" in one for one in problems
            )

    def test_lawful_acts_after_a_seal_are_no_tampering(self, sealed: Any, town: Town) -> None:
        """What an act, an administrator or a sweep changes has its entry; the next seal takes it up."""
        case = Matter.objects.exclude(pk=sealed.pk).earliest("pk")
        town.hand_over(case)
        note(town.director, Holding.objects.last(), "结束任职")
        Holding.objects.filter(pk=Holding.objects.last().pk).update(ends_on=timezone.localdate())
        LogEntry.objects.create(user_id=town.director.pk, action_flag=2, change_message="看过")
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            sweep()
            assert DailySeal.objects.count() == 1 and facts.take() >= 2
        assert list(verify_history.verify()) == []
        with superuser() as cursor:
            cursor.execute("UPDATE core_matter SET title = 'x' WHERE id = %s", [case.pk])
        assert [problem for problem in verify_history.verify() if f"事项 {case.pk}" in problem]

    def test_an_old_state_put_back_with_its_own_seal_is_found(self, sealed: Any, town: Town) -> None:
        """Rows and their digest as they once were: but entries that a seal covers came later."""
        case = Matter.objects.exclude(pk=sealed.pk).earliest("pk")
        old = SealedFact.objects.get(table="core_matter", thing=case.pk)
        town.hand_over(case)
        with time_machine.travel(timezone.now() + timedelta(hours=3)):
            seals.seal()
            with superuser() as cursor:
                cursor.execute(
                    "UPDATE core_sealedfact SET last = %s, mac = %s WHERE id = %s",
                    [old.last, old.mac, old.pk],
                )
            assert f"事项 {case.pk}：封存没有跟上经过" in list(verify_history.verify())


def test_a_history_cut_off_after_the_last_seal_is_found_by_what_stands_outside(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    """Also a quiet act alone, and the newest matter as a whole with its number."""
    with django_capture_on_commit_callbacks(execute=True):
        case, other = town.replied(), town.register("另一件")
        town.act(case, "link", town.dispatcher, other=other, why="同一条渠")
    assert list(verify_history.verify()) == []
    last = case.history.count()
    for tamper in (
        lambda cursor: cut(cursor, case.pk, last - 1),  # quiet: the matter itself is not touched
        lambda cursor: cut(cursor, case.pk, 2),
        lambda cursor: (Link.objects.all().delete(), take_out(cursor, other)),
    ):
        with undone(), superuser() as cursor:
            tamper(cursor)
            assert any("库外记有" in problem for problem in verify_history.verify())
    assert list(verify_history.verify()) == []


def test_seals_are_noted_outside_and_a_deleted_one_is_found(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        town.register()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        with django_capture_on_commit_callbacks(execute=True):
            seals.seal()
        assert not journal.noted(journal.acts())  # covered now
        assert journal.noted(journal.seals()) == {1: seals.last().hash}
    with time_machine.travel(timezone.now() + timedelta(hours=20)):
        with django_capture_on_commit_callbacks(execute=True):
            seals.seal()
        for gone in ("number = 2", "number > 0"):  # the newest; all, and what they sealed with them
            with undone(), superuser() as cursor:
                cursor.execute(f"DELETE FROM core_dailyseal WHERE {gone}")
                cursor.execute("DELETE FROM core_sealedfact")
                assert any("库外记有" in problem for problem in verify_history.verify())
        assert list(verify_history.verify()) == []


def test_a_calendar_that_comes_in_is_no_tampering(town: Town) -> None:
    """Clocks are reckoned anew without an act."""
    CalendarYear.objects.filter(year__gte=2026).delete()
    case = town.hand_over(town.register())
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        seals.seal()
        load_from_chinesecalendar()
        assert fill_pending(timezone.localdate().year) and case.clocks.filter(pending_year=None).exists()
        assert list(verify_history.verify()) == []


def whole() -> bool:
    return list(verify_history.verify()) == []


def test_an_account_that_is_shut_out_later_is_no_tampering_and_hides_none(town: Town) -> None:
    """No act shuts it out: the account became known, and the log of administration tells of that."""
    person = {"name": "孟广发", "id_kind": "resident", "id_number": "990121198509170284"}
    cases = [town.register(parties=[dict(person)]) for _ in range(2)]
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        seals.seal()
        with superuser() as cursor:
            cursor.execute("UPDATE core_matter SET title = 'x' WHERE id = %s", [cases[0].pk])
        town.director.id_number = person["id_number"]
        town.director.save()
        note(town.system_admin, town.director, "补录证件号")
        assert exclusions.compare(town.director) == 2
        assert [one for one in verify_history.verify() if "事项" in one] == [
            f"事项 {cases[0].pk}：登记的内容（事项、期限、当事人、可见范围等）没有经过办理就被改动"
        ]


def test_whatever_the_desk_changes_has_its_word_in_the_log(town: Town) -> None:
    """Ending, a new password, what is changed at once and what waits, refused or not, and the server's commands."""
    first, second, admin = town.users["security_admin"], town.users["auditor"], town.users["system_admin"]
    third = User.objects.create_user("third", "骆安平", must_change_password=False)
    note_made([third], admin)
    post = Holding.objects.get(user=town.dispatcher).post
    unit = town.units["farms"]
    desk = Client()
    desk.force_login(admin)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        seals.seal()
        assert whole()
        told = {
            "account": "third",
            "first": "security_admin",
            "second": "director",
            "document": "栖政〔2026〕9号",
        }
        Holding.objects.filter(post__role="security_admin").exclude(user=first).delete()
        call_command("second_security_admin", **told, stdout=StringIO())
        assert whole(), "a post and who holds it"
        form = {
            "code": unit.code,
            "name": "农业办",
            "short_name": "农业办",
            "kind": "outside",
            "area": unit.area_id,
        }
        for _ in range(2):  # the second time it is refused: it waits already
            form["name"] += "新"
            desk.post(f"/admin/core/unit/{unit.pk}/change/", form)
            assert Unit.objects.get(pk=unit.pk).name == form["name"] and whole()
        desk.post(f"/admin/core/post/{post.pk}/change/", {"name": "分流岗", "closed_on": "2026-01-01"})
        desk.post(
            "/admin/core/user/add/",
            {"username": "newcomer", "name": "柏念恩", "phone": "", "is_active": "on"},
        )
        liaison = town.users["liaison"]
        desk.post(
            f"/admin/core/user/{liaison.pk}/change/",
            {"username": liaison.username, "name": "柏念恩", "phone": "199-0000-0078", "is_active": "on"},
        )
        desk.post("/admin/core/localterm/add/", {"rule": "cases.sign", "term": "1h", "basis": "镇规定"})
        end = Holding.objects.get(user=town.users["handler"])
        proposals.ask(Proposal.Act.END, end, by=first, reason="调离", words="调离")
        proposals.ask(Proposal.Act.PASSWORD, town.users["director"], by=admin, reason="忘记", words="重置")
        assert whole()
        seals.seal()
        asked = Proposal.objects.filter(agreed=None)
        assert {one.act for one in asked} == set(Proposal.Act) and len(asked) == 6
        for one in asked:
            by = next(user for user in (first, third, second) if not proposals.why_not(one, user))
            proposals.decide(one.pk, by=by, agreed=True)
            assert whole(), one
        seals.seal()
        assert whole()


# --- The role that works in the database ------------------------------------------------------------------------


def test_the_role_of_the_office_owns_nothing_and_cannot_get_past_the_triggers(transactional_db: None) -> None:
    own = connection.get_connection_params() | {"user": postgres.ROLE, "options": "", "context": None}
    own = {key: own[key] for key in ("host", "user", "dbname")}
    with psycopg.connect(**own, autocommit=True) as office:
        asked = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'core_historyentry'::regclass AND NOT tgisinternal"
        )
        (trigger,) = office.execute(asked).fetchone()  # type: ignore[misc]
        for words in (
            "SET session_replication_role = replica",
            "ALTER TABLE core_historyentry DISABLE TRIGGER ALL",
            f"DROP TRIGGER {trigger} ON core_historyentry",
            "ALTER TABLE core_matter DROP COLUMN title",
            "DROP TABLE core_look",
            "TRUNCATE core_look",
            "CREATE TABLE mine ()",
            "CREATE OR REPLACE FUNCTION fq_grams(t text) RETURNS text[] LANGUAGE sql AS $$ SELECT '{}'::text[] $$",
            "DELETE FROM django_migrations",
            f"SET ROLE {postgres.OWNER}",
            f"ALTER ROLE {postgres.ROLE} SUPERUSER",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                office.execute(words)
        assert office.execute("SELECT count(*) FROM core_matter").fetchone() == (0,)
        owned = "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
        assert office.execute(owned).fetchone() == (0,)
    assert owns() == []


def test_what_later_migrations_make_is_reachable(transactional_db: None) -> None:
    try:
        with as_owner(), connection.cursor() as cursor:
            assert owns()
            cursor.execute("CREATE TABLE younger (id serial)")
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO younger DEFAULT VALUES RETURNING id")
            assert cursor.fetchone() == (1,)
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE younger")
