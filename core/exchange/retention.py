"""What is kept for a while only: files of exports and of imports. Their rows stay, as the log of what was done."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from core.documents import issue
from core.exchange import exports, imports
from core.models import Attachment, Document, Import
from core.values.moments import now

AGAIN = timedelta(days=30)  # so long a night that failed is made good


def forget_files() -> str:
    """Erase what has run out: bytes that no other row uses, and what was said of an imported file's rows.

    Returns what was done. Safe to run twice.
    """
    old = Import.objects.filter(at__lt=now() - imports.KEPT)
    old.filter(erased_at=None).update(erased_at=now(), headers={}, answers={}, refusals=[], found={})
    expired = Document.objects.filter(kind=exports.KIND, issued_at__lt=now() - exports.KEPT)
    digests = {
        *old.values_list("digest", flat=True),
        *expired.values_list("digest", flat=True),
        *_of_erased(),
    }
    done = f"删除了 {sum(map(_forget, digests))} 个过期的文件。"
    swept = _sweep()
    return f"{done}另删除 {swept} 个磁盘写满时留下的空文件。" if swept else done


def _of_erased() -> set[str]:
    """Digests of the papers and files of matters whose people were erased by law lately."""
    lately = {"matter__erased_at__gt": now() - AGAIN}
    files = Attachment.objects.filter(**lately).values_list("digest", "original_digest")
    papers = Document.objects.filter(**lately).values_list("digest", flat=True)
    return {*(one for both in files for one in both if one), *papers}


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
    kept = Q(matter=None) | Q(matter__erased_at=None)
    return (
        Attachment.objects.filter(
            Q(digest=digest) | Q(original_digest=digest, is_evidence=True), kept
        ).exists()
        or Document.objects.filter(kept, digest=digest).exclude(**expired).exists()
        or Import.objects.filter(digest=digest, erased_at=None).exists()
    )
