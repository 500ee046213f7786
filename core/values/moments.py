"""The present moment, as the kernel reads it.

Only the demo town may live in another moment than ours: its story is told by the same verbs as the
pages', on the days on which it happened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)
_asked: ContextVar[datetime | None] = ContextVar("asked", default=None)


def now() -> datetime:
    """The present moment (aware)."""
    return _asked.get() or _told.get() or timezone.now()


def present() -> datetime:
    """The moment at which somebody looks, by which the gate judges: also in the demo never that of a story."""
    return _asked.get() or timezone.now()


def noon(day: date) -> datetime:
    """From when a clock counts whose beginning is known by its day alone."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def last_month_end() -> date:
    """The last day of the month before this one."""
    return timezone.localdate(now()).replace(day=1) - timedelta(days=1)


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Tell a piece of the demo town's story as of a past moment. Refused outside the demo."""
    if not settings.DEMO:
        raise RuntimeError("only the demo town is told in another moment: set DEMO=1")
    with _set(_told, moment):
        yield


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """For a question that is only put together, and asked later (core.procedure.compiled): nothing happens at this moment."""
    with _set(_asked, moment):
        yield


@contextmanager
def _set(what: ContextVar[datetime | None], moment: datetime) -> Iterator[None]:
    token = what.set(moment)
    try:
        yield
    finally:
        what.reset(token)
