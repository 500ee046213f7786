"""Child processes that cannot outlive us."""

import ctypes
import os
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: int = signal.SIGKILL, parent: int | None = None) -> None:
    """Ask the kernel to send us signal `number` when the parent dies, even by kill -9.

    `parent` is the process that is expected to be the parent: if it has died already,
    the kernel would never send anything, so we end here.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, number)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), number)


def bound(number: int) -> Callable[[], None]:
    """A `preexec_fn` for subprocess: the child gets signal `number` when we die."""
    parent = os.getpid()
    return lambda: die_with_parent(number, parent)


def bind_forks() -> None:
    """From now on whatever this process forks dies with the process that forked it."""
    os.register_at_fork(after_in_child=die_with_parent)
