"""Making the one file of a mediation on the queue, with its progress."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime

from core.documents import disk_space, issue, render
from core.documents.binding import Unbindable, Volume
from core.models import Document, Matter, Progress, User
from core.records.history import canonical
from core.records.jobs import enqueue
from core.records.notices import tell
from core.records.progress import state
from core.values.digest import digest
from core.values.moments import now
from core.values.refused import Refused
from mediation.documents import bound
from mediation.documents.bound import Sheet
from mediation.models import Mediation

LABEL = "调解卷宗"


def key_of(pk: int) -> str:
    """Its row of Progress."""
    return f"{bound.KEY}:{pk}"


def may(user: Any) -> bool:
    """Who makes and opens the file: it shows everybody in full."""
    return bool(user.has_perm("core.issue") and user.has_perm("core.reveal"))


def ask(mediation: Mediation, by: User) -> None:
    """Put it on the queue. A second click while it waits or runs changes nothing."""
    with transaction.atomic():
        row, made = Progress.objects.select_for_update().get_or_create(key=key_of(mediation.pk))
        if not made and state(row) in ("queued", "running"):
            return
        row.done, row.total, row.note, row.failed = 0, 1, "", False
        row.started_at, row.ended_at = now(), None
        row.save()
        enqueue("mediation.tasks.make_file", mediation.pk, by.pk, name="合成卷宗")


def make_file(pk: int, by: int) -> str:
    """Bind and store the file, under the rights its maker has now. Safe to run twice: the same parts are the same
    version. Returns what was done, in a sentence without values of matters.
    """
    progress = Progress.objects.filter(key=key_of(pk))
    user = User.objects.get(pk=by)
    if not may(user) or not Matter.objects.visible_to(user).filter(pk=pk).exists():
        progress.update(failed=True, note="您已没有出具这份卷宗的权限", ended_at=now())
        return "卷宗没有做：要求的人已没有权限。"
    try:
        disk_space.ask(Path(settings.MEDIA_ROOT), 0)
        paper = _make(Mediation.objects.get(pk=pk), user, progress)
    except Unbindable:  # the note says which
        progress.update(failed=True, ended_at=now())
        return "卷宗没有做成。"
    except Refused as refused:
        progress.update(failed=True, note=refused.sentence[:80], ended_at=now())
        return f"卷宗没有做：{refused.sentence}"
    except Exception:
        progress.update(failed=True, ended_at=now())
        raise
    progress.update(ended_at=now())
    matter = Matter.objects.get(pk=pk)
    tell([user], matter, f"卷宗已合成，可以打开：{matter.named}")
    return f"卷宗已合成，{paper.facts['pages']}页。"


def _make(mediation: Mediation, by: User, progress: Any) -> Document:
    """The papers as they are now; where nothing has changed since the last file, that one."""
    lines = bound.counted(bound.sheets(mediation), issue.read)
    if not any(line.pages for line in lines):
        progress.update(note="还没有出具文书，也没有扫描件")
        raise Unbindable
    front, back = bound.front(mediation, lines), bound.back(mediation, lines)
    parts = [line.digest for line in lines]
    facts = {
        "content": digest(canonical([front, back, parts])),
        "pages": front["pages"],
        "count": front["count"],
    }
    last = mediation.documents.filter(kind=bound.KEY).order_by("-version").first()
    if last and last.facts == facts:
        return last
    progress.update(total=len(lines) + 1)
    data = bind(lines, front, back, lambda done, note="": progress.update(done=done, note=note))
    return issue.store(bound.KEY, LABEL, data, by, matter=mediation, number=mediation.number, facts=facts)


def bind(lines: list[Sheet], front: dict[str, Any], back: dict[str, Any], told: Any) -> bytes:
    """One PDF/A-3b (core.documents.binding). Papers begin on a right-hand page with number 1; the back cover lies on a left one.

    `told(n, note)` hears how many are in, and what to say should the next one be the last. Raises Unbindable for a
    scan that cannot be opened.
    """
    made = {"created": localtime(now()), "number": front["number"]}
    title = f"{LABEL}{front['number']}"
    sheets = [
        render.render(
            f"documents/file_{name}.html", {**values, **made}, title=title, author=settings.TOWN["centre"]
        )
        for name, values in (
            ("front", front),
            ("numbers", {"numbers": range(1, front["pages"] + 1)}),
            ("back", back),
        )
    ]
    with Volume(sheets[0]) as volume:
        if len(volume) % 2:
            volume.blank()
        first = len(volume)
        for place, line in enumerate(lines, 1):
            told(place - 1, f"目录第{place}件打不开")  # stands where this one ends it
            _add(volume, line)
        told(len(lines))
        volume.number(sheets[1], first)
        if len(volume) % 2:
            volume.blank()
        volume.add(sheets[2])
        return volume.save()


def _add(volume: Volume, line: Sheet) -> None:
    if not line.pages:
        return
    data = issue.read(line.digest)
    if line.ours:
        volume.add(data)
    else:
        volume.add_scan(data, line.kind)


def job(mediation: Mediation) -> dict[str, Any] | None:
    """How far it is, for components/progress.html; None where nobody has asked for it lately."""
    row = Progress.objects.filter(key=key_of(mediation.pk)).first()
    if row is None:
        return None
    how = state(row)
    paper = mediation.documents.filter(kind=bound.KEY).order_by("-version").first()
    text = {
        "queued": "等后台接手，一般几秒钟。",
        "running": f"已装入 {row.done} 件，共 {max(row.total - 1, 1)} 件。",
        "done": f"{paper.facts['count']} 件，{paper.facts['pages']} 页，已合成。" if paper else "",
        "failed": f"没有合成{f'：{row.note}' if row.note else ''}。请再试一次，还不行请告知系统管理员。",
    }[how]
    return {
        "title": f"{LABEL} {mediation.number}",
        "state": how,
        "done": row.done,
        "total": row.total,
        "text": text,
        "url": reverse("document", args=[paper.pk]) if paper and how == "done" else "",
        "label": "打开卷宗",
    }
