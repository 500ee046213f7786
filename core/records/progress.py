"""How a long job stands, for components/progress.html."""

from datetime import timedelta

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
