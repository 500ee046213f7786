"""The history cannot be changed in silence: triggers refuse, and whoever gets past them is found."""
# ruff: noqa: S608 (the tables and columns are named by the test itself)

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from core.models import HistoryDetail, HistoryEntry, Matter
from core.operations import verify_history
from core.records import history, seals
from tests.intruder import superuser
from tests.people import Town, moment
from tests.sweeps.world import undone

TABLES = (
    "core_historyentry", "core_historydetail", "core_dailyseal", "core_document", "core_look", "core_access",
    "core_attachment", "core_verification", "django_admin_log",
)  # fmt: skip


@pytest.fixture
def case(town: Town) -> Any:
    """A case with five entries, two of them of one person, and one of another case behind it."""
    made = town.replied()
    town.act(made, "call_back", town.receptionist, satisfaction="satisfied", note="满意。")
    town.register("另一件")
    assert list(verify_history.verify()) == []
    return Matter.objects.get(pk=made.pk)


def refuses(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


def test_rows_of_the_history_are_neither_changed_nor_deleted(case: Any) -> None:
    seals.seal()
    with connection.cursor() as cursor:
        for column in columns("core_historyentry"):
            assert refuses(f'UPDATE core_historyentry SET "{column}" = "{column}"'), column
        cursor.execute("SELECT count(*) FROM core_historyentry")
        before = cursor.fetchone()
    assert refuses("DELETE FROM core_historyentry") and refuses("DELETE FROM core_historydetail")
    assert refuses("UPDATE core_historydetail SET values = '{}'") and refuses("DELETE FROM core_dailyseal")
    assert refuses("UPDATE core_dailyseal SET hash = 'x'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_historyentry")
        assert cursor.fetchone() == before


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def test_the_tables_are_not_emptied(db: None) -> None:
    """The triggers that the tests' own teardown has switched off, on again for this test."""
    for table in TABLES:
        with undone(), superuser() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                [table, "pgtrigger_not_emptied%"],
            )
            (trigger,) = cursor.fetchone()
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
            assert refuses(f"TRUNCATE {table} CASCADE"), table


def test_a_queryset_cannot_do_it_either(case: Any) -> None:
    for act in (
        lambda: HistoryEntry.objects.update(action="x"),
        lambda: HistoryEntry.objects.all().delete(),
        lambda: HistoryDetail.objects.update(values={}),
        lambda: case.history.first().save(),
    ):
        with pytest.raises(Exception, match=r"Cannot|cannot|protected"), transaction.atomic():
            act()
    assert list(verify_history.verify()) == []


OTHER = {  # another value for each column that is hashed
    "matter_id": "(SELECT max(id) FROM core_matter)",
    "seq": "seq + 100",
    "key": f"'{uuid4()}'",
    "words": "repeat('0', 64)",
    "action": "'cases.void'",
    "before": "'void'",
    "after": "'voided'",
    "unit_id": "(SELECT max(id) FROM core_unit)",
    "decided_by": "'某人'",
    "holder_id": "(SELECT max(id) FROM core_user)",
    "by_id": "(SELECT max(id) FROM core_user)",
    "happened_at": "happened_at - interval '1 microsecond'",
    "typed_at": "typed_at + interval '1 microsecond'",
    "detail_hash": "'sm3:0'",
    "previous": "'sm3:0'",
    "hash": "'sm3:0'",
}


def test_the_table_of_tampering_has_every_column() -> None:
    assert set(OTHER) == {field.attname for field in HistoryEntry._meta.concrete_fields} - {"id"}


def test_a_changed_column_is_found(case: Any) -> None:
    middle = case.history.get(seq=3)
    for column, value in OTHER.items():
        with undone():
            with superuser() as cursor:
                cursor.execute(
                    f'UPDATE core_historyentry SET "{column}" = {value} WHERE id = %s', [middle.pk]
                )
                assert cursor.rowcount == 1
            assert any(f"事项 {case.pk} " in problem for problem in verify_history.verify()), column
    assert list(verify_history.verify()) == []


TAMPERING = {
    "values": 'UPDATE core_historydetail SET values = \'{"结果": "另一句"}\' WHERE entry_id = %s',
    "salt": "UPDATE core_historydetail SET salt = 'x' WHERE entry_id = %s",
    "erased without an entry": "UPDATE core_historydetail SET salt = '', values = '{}', erased_at = now()"
    " WHERE entry_id = %s",
    "erased and written anew": 'UPDATE core_historydetail SET values = \'{"结果": "另一句"}\', erased_at = now()'
    " WHERE entry_id = %s",
    "detail gone": "DELETE FROM core_historydetail WHERE entry_id = %s",
    "entry gone": "DELETE FROM core_historyentry WHERE id = %s",
}


def test_the_database_lets_nobody_write_words_into_an_erased_entry(case: Any) -> None:
    """Also not together with the erasing: the trigger takes an emptied row and nothing else."""
    for name in ("values", "salt", "erased and written anew"):
        with (
            pytest.raises(Exception, match=r"Cannot|cannot"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(TAMPERING[name], [case.history.first().pk])


def test_tampering_is_found(case: Any) -> None:
    for name, sql in TAMPERING.items():
        for entry in case.history.all():
            with undone():
                with superuser() as cursor:
                    cursor.execute(sql, [entry.pk])
                assert any(f"事项 {case.pk}" in problem for problem in verify_history.verify()), (
                    name,
                    entry.seq,
                )


def test_a_history_that_was_cut_off_or_emptied_is_found(case: Any) -> None:
    with undone(), superuser() as cursor:
        cursor.execute(
            "DELETE FROM core_historydetail WHERE entry_id IN (SELECT id FROM core_historyentry"
            " WHERE matter_id = %s)",
            [case.pk],
        )
        cursor.execute("DELETE FROM core_historyentry WHERE matter_id = %s", [case.pk])
        assert [problem for problem in verify_history.verify() if f"事项 {case.pk}" in problem]


def test_a_status_that_no_act_gave_is_found(case: Any) -> None:
    Matter.objects.filter(pk=case.pk).update(status="in_hand", closed_at=None)
    assert f"事项 {case.pk}：环节与经过不符" in list(verify_history.verify())


def test_lawful_erasure_is_an_entry_and_the_chain_still_verifies(case: Any, town: Town) -> None:
    entry = case.history.get(seq=4)
    words = str(entry.detail.values)
    history.erase(entry, by=town.auditor, reason="当事人申请删除，依《个人信息保护法》第四十七条。")
    assert list(verify_history.verify()) == []
    gone = HistoryDetail.objects.get(entry=entry)
    assert gone.values == {} and gone.salt == "" and gone.erased_at and "排水恢复" in words
    last = case.history.last()
    assert last.action == "core.erase" and last.by == town.auditor and last.detail.values["entry"] == 4
    with pytest.raises(Exception, match=r"Cannot|cannot"), transaction.atomic():  # once erased, for ever
        HistoryDetail.objects.filter(entry=entry).update(values={"又": "来"})


def test_seals_chain_all_matters_and_a_broken_one_is_found(case: Any, town: Town) -> None:
    first = seals.seal()
    assert first.entries == 0  # the last hour is left for the next one
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        second = seals.seal()
        assert second.entries == HistoryEntry.objects.count() and second.previous == first.hash
        town.register("后来的一件")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        third = seals.seal()
        assert third.entries == 1 and third.previous == second.hash and list(verify_history.verify()) == []
        for sql in (
            "UPDATE core_dailyseal SET hash = 'sm3:0' WHERE id = %s",
            "UPDATE core_dailyseal SET entries = entries + 1 WHERE id = %s",
            "UPDATE core_dailyseal SET up_to = up_to - 1 WHERE id = %s",
            "UPDATE core_dailyseal SET tables = '{}' WHERE id = %s",
            "DELETE FROM core_dailyseal WHERE id = %s",
        ):
            with undone():
                with superuser() as cursor:
                    cursor.execute(sql, [second.pk])
                assert any("日封" in problem for problem in verify_history.verify()), sql
        assert list(verify_history.verify()) == []
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert any("以后没有日封" in problem for problem in verify_history.verify())


def test_both_dates_are_kept(town: Town) -> None:
    """Happened on Thursday, typed on Monday: 补录."""
    with time_machine.travel(moment("2026-11-16 09:00"), tick=False):  # Monday
        case = town.register(at=moment("2026-11-12 15:30"))  # Thursday
        entry = case.history.get()
        assert entry.happened_at == moment("2026-11-12 15:30") and entry.typed_at == moment(
            "2026-11-16 09:00"
        )
        assert entry.late and case.received_at == entry.happened_at and case.registered_at == entry.typed_at
        today = town.register()
    assert not today.history.get().late


def test_seq_has_no_gaps_and_no_branches(case: Any) -> None:
    rows = list(case.history.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1)) and rows[0].previous == ""
    assert all(row.previous == before.hash for before, row in pairwise(rows))
    assert not HistoryEntry.objects.filter(happened_at__gt=F("typed_at")).exists()
