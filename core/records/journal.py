"""What leaves the database at once: a line for each act and each seal, in files beside it (settings.VAR/seals).

Who rewrites the database, even with every right in it, has to rewrite these files as well. acts.txt holds what the
next seal will cover; seals.txt holds every seal. Lines are written after the commit: a crash may lose one, which
hides nothing that the chains would not tell.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings


def acts() -> Path:
    return settings.VAR / "seals" / "acts.txt"


def seals() -> Path:
    return settings.VAR / "seals" / "seals.txt"


@contextmanager
def _held(path: Path) -> Iterator[IO[str]]:
    """The file, ours alone for the length of the block."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def note(path: Path, lines: Iterable[tuple[int, str]]) -> None:
    """Add lines of id and hash."""
    with _held(path) as file:
        file.write("".join(f"{pk} {value}\n" for pk, value in lines))


def noted(path: Path) -> dict[int, str]:
    """Hashes by id; nothing where there is no file yet. Half a line, of a full disk, is none."""
    try:
        words = [line.split() for line in path.read_text().splitlines()]
    except FileNotFoundError:
        return {}
    return {int(pair[0]): pair[1] for pair in words if len(pair) == 2 and pair[0].isdecimal()}


def forget(path: Path, up_to: int) -> None:
    """Drop the lines up to an id: a seal covers them now."""
    with _held(path) as file:
        file.seek(0)
        kept = [line for line in file.read().splitlines() if _id(line) > up_to]
        file.truncate(0)
        file.write("".join(f"{line}\n" for line in kept))


def _id(line: str) -> int:
    first = line.partition(" ")[0]
    return int(first) if first.isdecimal() else 0


def begin_anew(known: Iterable[tuple[int, str]]) -> None:
    """After a restore: the seals are those of the backup, and no act came after it."""
    for path in (acts(), seals()):
        path.unlink(missing_ok=True)
    if lines := list(known):
        note(seals(), lines)
