"""What the queue runs for the kernel: one line each, safe to run twice."""

from core import clocks


def fill_pending(year: int) -> int:
    """After a calendar year was imported: fill the clocks that waited for it."""
    return clocks.fill_pending(year)
