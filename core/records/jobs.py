"""Putting work on the queue. The row is in the caller's transaction: it commits or vanishes with it."""

from typing import Any

from django_q.tasks import async_task


def enqueue(path: str, *args: Any, name: str = "") -> str:
    """Queue a function by dotted path with ids as arguments; it may run twice, so it must be safe to.

    Returns the task's id.
    """
    return async_task(path, *args, cluster="work", task_name=name or path.rsplit(".", 1)[-1])
