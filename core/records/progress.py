"""How a long job stands: written by the job, read by the page that waits for it (components/progress.html)."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from core.models import Progress
from core.values.moments import now

# A job that says nothing for so long is dead: the queue gives it up after a quarter of an hour.
STUCK = timedelta(minutes=20)


def state(row: Progress) -> str:
    """queued, running, done or failed."""
    if row.failed or (row.ended_at is None and now() - row.started_at > STUCK):
        return "failed"
    if row.ended_at is not None:
        return "done"
    return "running" if row.done else "queued"


def under_way(row: Progress) -> bool:
    return state(row) in ("queued", "running")


def of(key: str) -> QuerySet[Progress]:
    """The row of a job, to be read or updated."""
    return Progress.objects.filter(key=key)


def begin(key: str, total: int = 1) -> None:
    """Nothing is done yet, whatever came of it before."""
    Progress.objects.update_or_create(key=key, defaults=_fresh(total))


def _fresh(total: int) -> dict[str, Any]:
    return {"done": 0, "total": total, "note": "", "failed": False, "started_at": now(), "ended_at": None}


def claim(key: str, total: int = 1) -> bool:
    """Begin; False while it waits or runs. In a transaction, in which the job is put on the queue too: of two clicks
    the second waits for it.
    """
    row, made = Progress.objects.select_for_update().get_or_create(key=key)
    if not made and under_way(row):
        return False
    of(key).update(**_fresh(total))
    return True


def fail(key: str, note: str | None = None) -> None:
    """It ended with nothing. `note`: why, in words for the page; None leaves what the job said last."""
    said = {} if note is None else {"note": note[:80].rstrip("。")}
    of(key).update(failed=True, ended_at=now(), **said)


def shown(
    row: Progress,
    title: str,
    *,
    running: str,
    done: str,
    lost: str,
    advice: str,
    url: str,
    label: str,
    how: str = "",
) -> dict[str, Any]:
    """What components/progress.html wants. `lost` and `advice` stand around why it failed; `how` is another state
    than the row's.
    """
    how = how or state(row)
    text = {
        "queued": "等后台接手，一般几秒钟。",
        "running": running,
        "done": done,
        "expired": "文件已过期，请重新导出。",
        "failed": f"{lost}{f'：{row.note}' if row.note else ''}。{advice}",
    }[how]
    counts = {"done": row.done, "total": row.total}
    return {"title": title, "state": how, **counts, "text": text, "url": url, "label": label}
