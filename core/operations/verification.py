"""Verifying everything by night or at the auditor's word, and keeping what was found."""

from datetime import timedelta

from django.db import transaction

from core.access.people import with_permission
from core.models import HistoryEntry, User, Verification
from core.operations import verify_history
from core.records.jobs import enqueue
from core.records.notices import tell
from core.values.moments import now

MOST = 50  # sentences kept; more are counted
ASKED_AGAIN = timedelta(hours=2)  # a verification that has not ended by then is taken for dead


def ask(by: User) -> Verification:
    """Queue a verification, unless one is on its way."""
    with transaction.atomic():
        waiting = Verification.objects.filter(ended_at=None, begun_at__gt=now() - ASKED_AGAIN).first()
        if waiting:
            return waiting
        made = Verification.objects.create(by=by, begun_at=now())
        enqueue("core.operations.verification.run", made.pk)
        return made


def run(pk: int | None = None) -> str:
    """Verify everything; `pk`: the verification that was asked for, else a new one. Safe to run twice."""
    made = Verification.objects.get(pk=pk) if pk else Verification.objects.create(begun_at=now())
    entries, count = HistoryEntry.objects.count(), 0
    sentences: list[str] = []
    for sentence in verify_history.verify():
        count += 1
        if len(sentences) < MOST:
            sentences.append(sentence)
    with transaction.atomic():
        Verification.objects.filter(pk=made.pk).update(
            ended_at=now(), entries=entries, problems=count, sentences=sentences
        )
        if count:
            told = f"经过校验不通过：{count} 处。请保留现场，到“校验经过”页查看。"
            tell(with_permission("core.audit"), None, told, urgent=True, key=f"verified:{made.pk}")
    return f"经过 {entries} 条，问题 {count} 处"


def last() -> Verification | None:
    """The last one that came to its end."""
    return Verification.objects.exclude(ended_at=None).first()
