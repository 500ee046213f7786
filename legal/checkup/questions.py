"""The self-check list: data by version (legal/data/checkup.csv). A check-up keeps the version that it was made with."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from legal.library.law import DATA


@dataclass(frozen=True)
class Question:
    """What an enterprise should have done. `area`: of Finding.Area; `basis`: its article."""

    code: str
    area: str
    words: str
    basis: str

    def __str__(self) -> str:
        return f"{self.code}. {self.words}（{self.basis}）"


@cache
def versions() -> dict[str, list[Question]]:
    """All versions in their order; the last is in use."""
    found: dict[str, list[Question]] = {}
    with (DATA / "checkup.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["版本"], []).append(
                Question(row["编号"], row["类别"], row["项目"], row["依据"])
            )
    return found


def newest() -> str:
    return next(reversed(versions()))


def questions(version: str = "") -> Sequence[Question]:
    return versions()[version or newest()]
