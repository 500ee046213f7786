"""What is kept for a while only: files of exports and of imports. Their rows stay, as the log of what was done."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from core.documents import issue
from core.exchange import exports, imports
from core.models import Attachment, Document, Import
from core.values.moments import now


def forget_files() -> str:
    """Erase what has run out: bytes that no other row uses, and what was said of an imported file's rows.

    Returns what was done. Safe to run twice.
    """
    old = Import.objects.filter(at__lt=now() - imports.KEPT)
    old.filter(erased_at=None).update(erased_at=now(), headers={}, answers={}, refusals=[], found={})
    expired = Document.objects.filter(kind=exports.KIND, issued_at__lt=now() - exports.KEPT)
    digests = {*old.values_list("digest", flat=True), *expired.values_list("digest", flat=True)}
    done = f"删除了 {sum(map(_forget, digests))} 个过期的文件。"
    swept = _sweep()
    return f"{done}另删除 {swept} 个磁盘写满时留下的空文件。" if swept else done


def _sweep() -> int:
    """Erase files of no bytes that a full disk has left and no row speaks of."""
    root = Path(settings.MEDIA_ROOT)
    empty = [path for path in root.glob("sm3/*/*") if path.stat().st_size == 0]
    return sum(_forget(f"sm3:{path.name}") for path in empty)


def _forget(digest: str) -> bool:
    """Erase the bytes of a digest that nothing needs any more; whether there were any."""
    path = issue.path_of(digest)
    with transaction.atomic():
        issue.hold(digest)
        if not default_storage.exists(path) or _used(digest):
            return False
        default_storage.delete(path)
        return True


def _used(digest: str) -> bool:
    expired = {"kind": exports.KIND, "issued_at__lt": now() - exports.KEPT}
    return (
        Attachment.objects.filter(Q(digest=digest) | Q(original_digest=digest, is_evidence=True)).exists()
        or Document.objects.filter(digest=digest).exclude(**expired).exists()
        or Import.objects.filter(digest=digest, erased_at=None).exists()
    )
