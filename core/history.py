"""Writing and verifying the history.

hash = HMAC(previous ‖ the entry's own columns ‖ detail_hash),  detail_hash = H(salt ‖ values)

Verified together with it: seals (core.seals), what stands without an act (core.facts), numbers without gaps.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from core import facts, journal, numbers, seals, servertime
from core.digest import canonical, digest, keyed
from core.models import HistoryDetail, HistoryEntry, Matter, User
from core.moments import now
from core.procedures import by_kind
from core.seals import seal
from core.workflow import Refused

__all__ = ["append", "canonical", "detail_hash", "entry_hash", "erase", "made", "seal", "verify"]

ERASED = "core.erase"
# Words of an act that are read back are kept by these keys; pages translate them (core.roadmap.WORDS).
ENTRY, DIGEST, ORIGINAL = "entry", "digest", "original_digest"
CHAINED = (
    "matter_id",
    "seq",
    "key",
    "words",
    "action",
    "before",
    "after",
    "unit_id",
    "holder_id",
    "by_id",
    "decided_by",
    "happened_at",
    "typed_at",
    "detail_hash",
    "previous",
)


def entry_hash(entry: HistoryEntry) -> str:
    return keyed(canonical({name: _chained(getattr(entry, name)) for name in CHAINED}))


def _chained(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp() * 1_000_000)
    return str(value) if isinstance(value, UUID) else value


def detail_hash(salt: str, values: dict[str, Any]) -> str:
    return digest(salt.encode() + canonical(values))


def append(
    matter: Matter,
    action: str,
    *,
    before: str,
    by: User | None,
    happened_at: datetime,
    detail: dict[str, Any],
    key: UUID | None = None,
    decided_by: str = "",
    words: str = "",
) -> HistoryEntry:
    """Add an entry to a matter that the caller has locked; the caller's transaction carries it.

    Raises Refused where the server's clock shows an earlier moment than the entry before: steps would be stored
    out of order.
    """
    last = (
        HistoryEntry.objects.filter(matter_id=matter.pk)
        .order_by("-seq")
        .only("seq", "hash", "typed_at")
        .first()
    )
    if last and (wrong := servertime.behind(last.typed_at)):
        raise Refused(f"{wrong}。时钟没有校准以前不能办理，请告知系统管理员；您填写的内容没有错。")
    entry, kept = made(
        matter,
        action,
        last,
        before=before,
        by=by,
        happened_at=happened_at,
        detail=detail,
        key=key,
        decided_by=decided_by,
        words=words,
    )
    entry.save(force_insert=True)
    kept.save(force_insert=True)
    note([entry])
    return entry


def note(entries: Iterable[HistoryEntry]) -> None:
    """Note new entries outside the database, once they are committed."""
    lines = [(entry.pk, entry.hash) for entry in entries]
    transaction.on_commit(lambda: journal.note(journal.acts(), lines), robust=True)


def made(
    matter: Matter,
    action: str,
    last: HistoryEntry | None,
    *,
    before: str,
    by: User | None,
    happened_at: datetime,
    detail: dict[str, Any],
    key: UUID | None = None,
    decided_by: str = "",
    words: str = "",
) -> tuple[HistoryEntry, HistoryDetail]:
    """The entry that follows the last one, and its words; neither is stored yet."""
    entry = HistoryEntry(
        matter_id=matter.pk,
        seq=last.seq + 1 if last else 1,
        key=key,
        words=words,
        action=action,
        before=before,
        after=matter.status,
        unit_id=matter.holder_unit_id,
        holder_id=matter.holder_user_id,
        by_id=by.pk if by else None,
        decided_by=decided_by,
        happened_at=happened_at,
        typed_at=now(),
        previous=last.hash if last else "",
    )
    return entry, _sealed(entry, json.loads(canonical(detail)))


def _sealed(entry: HistoryEntry, values: dict[str, Any]) -> HistoryDetail:
    """Give the entry its hashes; its words are kept beside it."""
    salt = secrets.token_hex(16)
    entry.detail_hash = detail_hash(salt, values)
    entry.hash = entry_hash(entry)
    return HistoryDetail(entry=entry, salt=salt, values=values)


def erase(entry: HistoryEntry, *, by: User, reason: str) -> None:
    """Lawful erasure of an entry's words (PIPL art. 47): itself an entry; the chain still verifies."""
    with transaction.atomic():
        matter = Matter.objects.select_for_update(no_key=True).get(pk=entry.matter_id)
        HistoryDetail.objects.filter(entry=entry).update(salt="", values={}, erased_at=now())
        append(
            matter,
            ERASED,
            before=matter.status,
            by=by,
            happened_at=now(),
            detail={ENTRY: entry.seq, "理由": reason},
        )


def verify(matter_ids: list[int] | None = None, present: bool = True) -> Iterator[str]:
    """Problems of the chains, one sentence each; nothing when all is whole. Without ids also of all the rest.

    `present`: these are the data in use, and not a backup, so that what stands outside them must agree.
    """
    entries = HistoryEntry.objects.select_related("detail").order_by("matter_id", "seq")
    yield from _verify_chains(entries if matter_ids is None else entries.filter(matter_id__in=matter_ids))
    if matter_ids is None:
        yield from _verify_heads()
        yield from _verify_ends()
        yield from numbers.gaps(by_kind())
        yield from seals.problems(present)
        if last := seals.last():
            yield from facts.problems(last.up_to)


def _verify_chains(entries: QuerySet[HistoryEntry]) -> Iterator[str]:
    matter, seq, previous = 0, 0, ""
    erased: dict[tuple[int, int], str] = {}
    for entry in entries.iterator(chunk_size=2000):
        if entry.matter_id != matter:
            matter, seq, previous = entry.matter_id, 0, ""
        where = f"事项 {matter} 第 {entry.seq} 条"
        if entry.seq != seq + 1:
            yield f"{where}：缺第 {seq + 1} 条"
        if entry.previous != previous:
            yield f"{where}：与上一条不相连"
        if entry.hash != entry_hash(entry):
            yield f"{where}：内容与校验值不符"
        yield from _verify_detail(entry, where)
        if getattr(entry, "detail", None) and entry.detail.erased_at:
            erased[matter, entry.seq] = where
        if entry.action == ERASED:
            erased.pop((matter, entry.detail.values.get(ENTRY)), None)
        seq, previous = entry.seq, entry.hash
    yield from (f"{where}：明细没有了，经过里没有依法删除的记录" for where in erased.values())


def _verify_detail(entry: HistoryEntry, where: str) -> Iterator[str]:
    detail = getattr(entry, "detail", None)
    if detail is None:
        yield f"{where}：明细缺失"
    elif detail.erased_at:
        if detail.salt or detail.values:
            yield f"{where}：已删除的明细里又有内容"
    elif detail_hash(detail.salt, detail.values) != entry.detail_hash:
        yield f"{where}：明细与校验值不符"


def _verify_heads() -> Iterator[str]:
    """Every matter has a history as long as its version says, and its status is what the history says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id FROM core_matter m LEFT JOIN LATERAL (SELECT after, seq FROM core_historyentry h"
            " WHERE h.matter_id = m.id"
            " ORDER BY seq DESC LIMIT 1) h ON true WHERE h.after IS DISTINCT FROM m.status OR h.seq < m.version"
        )
        for (pk,) in cursor.fetchall():
            yield f"事项 {pk}：环节与经过不符"


def _verify_ends() -> Iterator[str]:
    """Closed is what has a final status, and nothing else."""
    with connection.cursor() as cursor:
        for kind, procedure in by_kind().items():
            cursor.execute(
                "SELECT id FROM core_matter WHERE kind = %s AND (status = ANY(%s)) <> (closed_at IS NOT NULL)",
                [kind, list(procedure.workflow.final)],
            )
            yield from (f"事项 {pk}：办结时间与环节不符" for (pk,) in cursor.fetchall())
