"""Verifying the history, and with it seals (core.records.seals), what stands without an act (core.models.facts),
and that numbers have no gaps."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import QuerySet

from core.models import HistoryEntry, facts
from core.procedure.procedure import by_kind
from core.records import numbers, seals
from core.records.history import ENTRY, ERASED, THROUGH, detail_hash, entry_hash


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
            said = entry.detail.values
            for seq in range(1, said[THROUGH] + 1) if THROUGH in said else [said.get(ENTRY)]:
                erased.pop((matter, seq), None)
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
