"""Sealing once a day: one keyed hash over all that was recorded since the seal before.

A seal carries, for each table of record, how many rows came, the last id and their digest, made by the database in
one pass. It is chained to the seal before, numbered without gaps, noted outside the database (core.records.journal), printed
on the hall's shift sheet and written beside the backup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from psycopg import sql

from core.models import DailySeal, HistoryEntry, SealedFact, facts
from core.records import journal
from core.values.digest import canonical, keyed
from core.values.moments import now

LATE = timedelta(hours=26)  # a seal a day, with two hours to spare


@dataclass(frozen=True)
class Record:
    """A table whose rows are only added; `at` says when, `without` changes later, `only`: what else does not."""

    table: str
    words: str
    at: str
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


ENTRIES = Record("core_historyentry", "经过", "typed_at", only=("id", "hash"))
OWN = (
    ENTRIES,
    Record("core_matter", "事项", "registered_at", only=("id", "kind", "registered_at")),
    Record("core_document", "文书", "issued_at"),
    Record("core_attachment", "材料", "added_at", without=("withdrawn_at", "withdrawn_why")),
    Record("core_look", "查看记录", "at"),
    Record("core_link", "关联", "at"),
    Record(
        "core_proposal",
        "双人复核",
        "asked_at",
        only=(
            "id",
            "act",
            "content_type_id",
            "object_id",
            "values",
            "words",
            "reason",
            "asked_by_id",
            "asked_at",
        ),
    ),
    Record(
        "core_onlineintake",
        "群众来件",
        "sent_at",
        only=("id", "code", "sent_at", "confidential", "told_open"),
    ),
    Record("core_export", "导出记录", "at"),
    Record("core_import", "导入记录", "at", only=("id", "by_id", "at", "kind", "name", "digest", "size")),
    Record("core_escalation", "期限提醒", "taken_at"),
    Record("core_notice", "通知", "at", without=("read_at",)),
    Record("core_verification", "校验记录", "begun_at", only=("id", "begun_at", "by_id")),
    Record("django_admin_log", "管理记录", "action_time"),
    Record("axes_accesslog", "登录记录", "attempt_time", without=("logout_time",)),
    Record("axes_accessfailurelog", "登录失败记录", "attempt_time"),
)


@cache
def records() -> tuple[Record, ...]:
    """The kernel's and those of the rooms (core.procedure.room.Room.records)."""
    return (*OWN, *(record for room in import_string(settings.ROOMS) for record in room.records))


Part = tuple[int, int, str]  # rows, the last id, their digest
NONE: Part = (0, 0, "")


def last() -> DailySeal | None:
    return DailySeal.objects.order_by("-number").first()


def words() -> str:
    """The last seal as it is printed: day, number, the signs to compare; empty before the first."""
    seal = last()
    return f"第 {seal.number} 号，{seal.sealed_at.astimezone():%Y-%m-%d %H:%M}，{seal.short}" if seal else ""


def seal() -> DailySeal:
    """Seal all that was recorded since the last seal. The last hour is left for the next one: ids are given
    before transactions end, so a younger id may be seen before an older one.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_dailyseal IN EXCLUSIVE MODE")
        before = last()
        tables: dict[str, Part] = {}
        for record in records():
            known = _up_to(before, record) if before else 0
            tables[record.table] = _parts(record, known, [max(known, _newest(record))])[0]
        made = DailySeal(
            number=before.number + 1 if before else 1,
            sealed_at=now(),
            up_to=tables[ENTRIES.table][1],
            entries=tables[ENTRIES.table][0],
            tables={table: list(part) for table, part in tables.items()},
            previous=before.hash if before else "",
        )
        made.hash = _hash(made)
        made.save(force_insert=True)
        facts.take(every=True)
        transaction.on_commit(lambda: _note(made), robust=True)
        return made


def _note(made: DailySeal) -> None:
    journal.note(journal.seals(), [(made.number, made.hash)])
    journal.forget(journal.acts(), made.up_to)


def _hash(seal: DailySeal) -> str:
    moment = int(seal.sealed_at.timestamp() * 1_000_000)
    return keyed(canonical([seal.number, moment, seal.up_to, seal.entries, seal.tables, seal.previous]))


def _up_to(seal: DailySeal, record: Record) -> int:
    return int(seal.tables.get(record.table, NONE)[1])


def _newest(record: Record) -> int:
    """The last id that is older than an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT coalesce(max(id), 0) FROM {} WHERE {} <= %s").format(
                sql.Identifier(record.table), sql.Identifier(record.at)
            ),
            [now() - timedelta(hours=1)],
        )
        return int(cursor.fetchone()[0])


def _parts(record: Record, after: int, bounds: Sequence[int]) -> list[Part]:
    """Of the rows after an id, up to the first bound, from there up to the second …: how many, and their digest."""
    asked = sql.SQL(
        "SELECT width_bucket(t.id - 1, %s::bigint[]), count(*),"
        " encode(sha256(string_agg({row}, ''::bytea ORDER BY t.id)), 'hex')"
        " FROM {table} t WHERE t.id > %s AND t.id <= %s GROUP BY 1"
    ).format(
        row=facts.digest_of_row(record.table, record.without, record.only), table=sql.Identifier(record.table)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [list(bounds), after, bounds[-1]])
        found = {part: (count, value) for part, count, value in cursor.fetchall()}
    return [
        (found[place][0], bound, found[place][1]) if place in found else (0, bound, "")
        for place, bound in enumerate(bounds)
    ]


# --- Verifying ------------------------------------------------------------------------------------------------


def problems(present: bool = True) -> Iterator[str]:
    """Seals that are missing, broken or do not agree with what stands there now. Of the present data also
    whether they are sealed day by day, and agree with what stands outside.
    """
    seals = list(DailySeal.objects.order_by("number"))
    yield from _chain(seals)
    if seals:
        for record in records():
            yield from _against(record, seals)
        if present and now() - seals[-1].sealed_at > LATE:
            yield f"{seals[-1].sealed_at:%Y-%m-%d} 以后没有日封"
    elif SealedFact.objects.exists():
        yield "没有一道日封，却有封存的内容：日封被删除"
    if present:
        yield from _outside(seals)


def _chain(seals: Sequence[DailySeal]) -> Iterator[str]:
    number, previous = 0, ""
    for seal in seals:
        where = f"{seal.sealed_at:%Y-%m-%d} 的日封（第 {seal.number} 号）"
        if seal.number != number + 1:
            yield f"{where}：前面缺第 {number + 1} 号日封"
        elif seal.previous != previous:
            yield f"{where}：与上一道日封不相连"
        if seal.hash != _hash(seal) or [seal.entries, seal.up_to] != seal.tables.get(ENTRIES.table, NONE)[:2]:
            yield f"{where}：内容与校验值不符"
        number, previous = seal.number, seal.hash


def _against(record: Record, seals: Sequence[DailySeal]) -> Iterator[str]:
    """Whether the rows of a table are those that were sealed."""
    sealed = [seal for seal in seals if record.table in seal.tables]
    if not sealed:
        return
    bounds = [_up_to(seal, record) for seal in sealed]
    for seal, (rows, _, value) in zip(sealed, _parts(record, 0, bounds), strict=True):
        where, (count, _, kept) = f"{seal.sealed_at:%Y-%m-%d} 的日封", seal.tables[record.table]
        if rows != count:
            yield f"{where}：{record.words}应有 {count} 条，现有 {rows} 条"
        elif value != kept:
            yield f"{where}：{record.words}的内容被改动"


def _outside(seals: Sequence[DailySeal]) -> Iterator[str]:
    """What was noted beside the database and stands in it no more, or otherwise."""
    hashes = {seal.number: seal.hash for seal in seals}
    gone = [number for number, value in journal.noted(journal.seals()).items() if hashes.get(number) != value]
    if gone:
        yield f"日封第 {gone[0]} 号等 {len(gone)} 道：库外记有，库里没有或不同"
    noted = journal.noted(journal.acts())
    there = dict(HistoryEntry.objects.filter(id__in=list(noted)).values_list("id", "hash"))
    for pk, value in noted.items():
        if there.get(pk) != value:
            yield f"经过第 {pk} 号记录：库外记有，库里没有或不同"
