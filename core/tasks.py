"""What the queue runs for the kernel: one line each, safe to run twice."""

from datetime import timedelta

from django.core.management import call_command

from core import clocks, exports
from core.models import Failures, Progress
from core.moments import now


def fill_pending(year: int) -> int:
    """After a calendar year was imported: fill the clocks that waited for it."""
    return clocks.fill_pending(year)


def make_export(pk: int) -> str:
    """Write the file of an export that was too long to be made at once."""
    return exports.make(pk)


def tidy() -> None:
    """Once a day: forget what has run out and is nobody's record (sessions, counted failures, progress)."""
    call_command("clearsessions")
    Failures.objects.filter(since__lt=now() - timedelta(days=1)).delete()
    Progress.objects.filter(started_at__lt=now() - timedelta(days=30)).delete()
