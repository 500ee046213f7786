"""Files added to a matter and withdrawn from it: bytes by hash, an entry in the history for each.

Both are quiet acts: they do not move the matter for others who are writing.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction

from core.documents import issue
from core.documents.file_cleaning import clean
from core.documents.uploads import CheckedFile
from core.models import Attachment, HistoryEntry, Matter, User
from core.records import history
from core.values.digest import digest
from core.values.moments import now
from core.values.refused import Refused


@transaction.atomic
def add(
    matter: Matter,
    file: File | BinaryIO,
    checked: CheckedFile,
    by: User,
    name: str = "",
    about: HistoryEntry | None = None,
    item: str = "",
    evidence: bool = False,
) -> Attachment:
    """Keep a file that core.documents.uploads has checked, without place, author and the like. The same bytes again are the
    same attachment.

    `about`: the act that the file came with; `item`: which Item of the dossier it is; `evidence`: it shows when or
    where, so that the original is kept beside it. Raises Refused for a voided matter.
    """
    locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if locked.voided_at and about is None:
        raise Refused("事项已经作废，不能再添加材料。")
    file.seek(0)
    came = file.read()
    cleaned = clean(checked.kind, came)
    kept = digest(cleaned.data)
    there = Attachment.objects.filter(matter=locked, digest=kept, withdrawn_at=None).first()
    if there:
        return there
    issue.keep(cleaned.data)
    if evidence and cleaned.removed:
        issue.keep(came)
    name, original = name or checked.name, checked.digest if cleaned.removed else ""
    return Attachment.objects.create(
        matter=locked, name=name, item=item, kind=checked.kind, digest=kept, original_digest=original,
        is_evidence=evidence and cleaned.removed, is_signed=cleaned.signed, size=len(cleaned.data),
        about=_told(locked, by, name, kept, original, about), added_at=now(), added_by=by,
    )  # fmt: skip


def _told(
    locked: Matter, by: User, name: str, kept: str, original: str, about: HistoryEntry | None
) -> HistoryEntry:
    """Its line in the history; the entry of the act that it came with, where there is one."""
    detail = {"material": name, history.DIGEST: kept} | ({history.ORIGINAL: original} if original else {})
    entry = history.append(
        locked, "core.attach", before=locked.status, by=by, happened_at=now(), detail=detail
    )
    return about or entry


def add_all(
    matter: Matter,
    files: Iterable[tuple[File, CheckedFile]],
    by: User,
    name: str,
    about: HistoryEntry | None = None,
    item: str = "",
) -> None:
    """Keep the files that came with one act, under one name: 批示扫描件.jpg, 批示扫描件（2）.jpg."""
    for number, (file, checked) in enumerate(files, 1):
        suffix = PurePosixPath(checked.name).suffix
        add(matter, file, checked, by, f"{name}{f'（{number}）' if number > 1 else ''}{suffix}", about, item)


@transaction.atomic
def withdraw(attachment: Attachment, by: User, reason: str) -> None:
    """Hide a file that was added by mistake; bytes, row and the reason stay. Withdrawn twice is once."""
    locked = Matter.objects.select_for_update(no_key=True).get(pk=attachment.matter_id)
    done = Attachment.objects.filter(pk=attachment.pk, withdrawn_at=None).update(
        withdrawn_at=now(), withdrawn_why=reason
    )
    if done:
        detail = {"material": attachment.name, "reason": reason}
        history.append(locked, "core.withdraw", before=locked.status, by=by, happened_at=now(), detail=detail)


def may_withdraw(user: Any, attachment: Attachment) -> bool:
    """Who added it, and the unit that holds the matter now."""
    own = attachment.added_by_id == user.pk or attachment.matter.holder_unit_id in user.reach.units
    return own and user.has_perm("core.attach")
