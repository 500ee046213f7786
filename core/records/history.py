"""Writing and verifying the history.

hash = HMAC(previous ‖ the entry's own columns ‖ detail_hash),  detail_hash = H(salt ‖ values)

Verified together with it: seals (core.records.seals), what stands without an act (core.models.facts), numbers without gaps.
"""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from core.models import Attachment, HistoryDetail, HistoryEntry, Matter, User
from core.records import journal, server_clock
from core.values.digest import canonical, digest, keyed
from core.values.kept import Coming, Kept
from core.values.moments import now
from core.values.refused import Refused

ERASED = "core.erase"
# Facts of an act are kept by identifiers; pages name them (core.workflow.captions).
ENTRY, DIGEST, ORIGINAL = "entry", "digest", "original_digest"
THROUGH = "entries_through"
OTHER = "other_matter"  # its key; pages name it only where the gate lets the reader see it
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
_LAST = Kept(
    lambda: (
        HistoryEntry.objects.filter(matter_id=Coming(0)).order_by("-seq").only("seq", "hash", "typed_at")[:1]
    )
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
    last = _LAST.first(matter.pk) if before else None  # a matter is born with its first entry
    if last and (wrong := server_clock.behind(last.typed_at)):
        raise Refused(f"{wrong}。时钟没有校准以前不能办理，请告知系统管理员；您填写的内容没有错。")
    entry, kept = made(
        matter, action, last, before=before, by=by, happened_at=happened_at, detail=detail, key=key, decided_by=decided_by, words=words
    )  # fmt: skip
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
            detail={ENTRY: entry.seq, "reason": reason},
        )


def erase_all(matter: Matter, *, by: User | None, reason: str) -> None:
    """The words of every entry so far, and the names of its files, of a matter that the caller has locked; the bytes of
    papers and files go by night (core.exchange.retention). One entry says so.
    """
    entries = HistoryEntry.objects.filter(matter_id=matter.pk)
    through = entries.order_by("-seq").values_list("seq", flat=True)[0]
    said = HistoryDetail.objects.filter(entry__in=entries.values("pk"), erased_at=None)
    said.update(salt="", values={}, erased_at=now())
    files = Attachment.objects.filter(matter_id=matter.pk)
    files.filter(withdrawn_at=None).update(
        withdrawn_at=now(), withdrawn_why="依法删除", name=Attachment.ERASED
    )
    detail = {THROUGH: through, "reason": reason}
    append(matter, ERASED, before=matter.status, by=by, happened_at=now(), detail=detail)
