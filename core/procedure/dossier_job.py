"""Making the one PDF of a dossier on the queue, with its progress."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core.documents import disk_space, dossier_pdf, issue
from core.documents.binding import Unbindable
from core.documents.dossier import Dossier
from core.models import Document, Matter, User
from core.procedure.procedure import by_kind
from core.records import progress
from core.records.history import canonical
from core.records.jobs import enqueue
from core.records.notices import tell
from core.values.digest import digest
from core.values.moments import now
from core.values.refused import Refused


def key_of(pk: int) -> str:
    """Its row of Progress."""
    return f"dossier:{pk}"


def may(user: Any) -> bool:
    """Who makes and opens a dossier: it shows everybody in full."""
    return bool(user.has_perm("core.issue") and user.has_perm("core.reveal"))


def of(matter: Matter) -> Dossier:
    """The dossier of a matter's kind, which must have one."""
    found = by_kind()[matter.kind].dossier
    assert found is not None
    return found


def ask(matter: Matter, by: User) -> None:
    """Put it on the queue. A second click while it waits or runs changes nothing."""
    with transaction.atomic():
        if progress.claim(key_of(matter.pk)):
            enqueue("core.procedure.dossier_job.make", matter.pk, by.pk, name=f"合成{of(matter).word}")


def make(pk: int, by: int) -> str:
    """Bind and store the dossier, under the rights its maker has now. Safe to run twice: the same parts are the same
    version. Returns what was done, in a sentence without values of matters.
    """
    user, matter = User.objects.get(pk=by), Matter.objects.get(pk=pk)
    word = of(matter).word
    if not may(user) or not Matter.objects.visible_to(user).filter(pk=pk).exists():
        progress.fail(key_of(pk), f"您已没有出具这份{word}的权限")
        return f"{word}没有做：要求的人已没有权限。"
    try:
        disk_space.ask(Path(settings.MEDIA_ROOT), 0)
        paper = _make(of(matter), by_kind()[matter.kind].child(matter), user, progress.of(key_of(pk)))
    except Unbindable:  # the note says which
        progress.fail(key_of(pk))
        return f"{word}没有做成。"
    except Refused as refused:
        progress.fail(key_of(pk), refused.sentence)
        return f"{word}没有做：{refused.sentence}"
    except Exception:
        progress.fail(key_of(pk))
        raise
    progress.of(key_of(pk)).update(ended_at=now())
    tell([user], matter, f"{word}已合成，可以打开：{matter.named}")
    return f"{word}已合成，{paper.facts['pages']}页。"


def _make(dossier: Dossier, child: Any, by: User, row: Any) -> Document:
    """The papers as they are now; where nothing has changed since the last one, that."""
    lines = dossier_pdf.counted(dossier_pdf.sheets(dossier, child))
    if not any(line.pages for line in lines):
        row.update(note="还没有出具文书，也没有扫描件")
        raise Unbindable
    front, back = dossier_pdf.front(dossier, child, lines), dossier_pdf.back(dossier, child, lines)
    parts = [line.digest for line in lines]
    facts = {
        "content": digest(canonical([front, back, parts])),
        "pages": front["pages"],
        "count": front["count"],
    }
    last = next(iter(dossier_pdf.versions(dossier, child)), None)
    if last and last.facts == facts:
        return last
    row.update(total=len(lines) + 1)
    data = dossier_pdf.bind(
        dossier.label, lines, front, back, lambda done, note="": row.update(done=done, note=note)
    )
    return issue.store(dossier.kind, dossier.label, data, by, matter=child, number=child.number, facts=facts)


def job(dossier: Dossier, child: Any) -> dict[str, Any] | None:
    """How far it is, for components/progress.html; None where nobody has asked for it lately."""
    row = progress.of(key_of(child.pk)).first()
    if row is None:
        return None
    paper = next(iter(dossier_pdf.versions(dossier, child)), None)
    return progress.shown(
        row,
        f"{dossier.label} {child.number}",
        running=f"已装入 {row.done} 件，共 {max(row.total - 1, 1)} 件。",
        done=f"{paper.facts['count']} 件，{paper.facts['pages']} 页，已合成。" if paper else "",
        lost="没有合成",
        advice="请再试一次，还不行请告知系统管理员。",
        url=reverse("document", args=[paper.pk]) if paper and progress.state(row) == "done" else "",
        label=f"打开{dossier.word}",
    )
