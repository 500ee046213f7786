"""What the queue runs for the kernel: one line each, safe to run twice."""

from datetime import timedelta

from django.core.management import call_command

from core.deadlines import clocks
from core.exchange import exports, imports, retention
from core.models import Failures, Progress
from core.values.moments import now


def fill_pending(year: int) -> int:
    """After a calendar year was imported: fill the clocks that waited for it."""
    return clocks.fill_pending(year)


def make_export(pk: int) -> str:
    """Write the file of an export that was too long to be made at once."""
    return exports.make(pk)


def check_import(pk: int) -> str:
    """Judge the rows of an uploaded file that is too large to be judged at once."""
    return imports.check(pk)


def run_import(pk: int) -> str:
    """Store the rows of a confirmed import."""
    return imports.run(pk)


def forget_files() -> str:
    """Once a day: erase the files of old exports and imports."""
    return retention.forget_files()


def tidy() -> None:
    """Once a day: forget what has run out and is nobody's record (sessions, counted failures, progress)."""
    call_command("clearsessions")
    Failures.objects.filter(since__lt=now() - timedelta(days=1)).delete()
    Progress.objects.filter(started_at__lt=now() - timedelta(days=30)).delete()
