"""How the thresholds of core.intake.similar behave on real messages: `python bench/similar.py FILE.csv …`.

The files have the columns 留言编号, 留言主题, 留言时间, 留言详情 and, where they are labelled, 一级分类. Nothing is stored
and no text is printed: only numbers. Whether two messages are about the same thing is judged by the places they
name (estates, streets, villages, schools, companies, cut out by their last signs) and by their label: an
approximation of what a clerk would say.
"""

import csv
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from core.intake.similar import REST, SOMEWHAT, VERY, alike, pairs  # noqa: E402

KINDS = "小区|社区|花园|公寓|大道|路|街|村|学校|中学|小学|学院|公司|集团|工地|楼盘|广场|医院|新城|国际"
PLACE = re.compile(rf"[A-Z]\d*[市区县](?=[\u4e00-\u9fff])|[\u4e00-\u9fff]{{2,5}}?(?:{KINDS})")
STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8)
LISTED = 1000  # pairs that the database's statistics list


@dataclass(frozen=True)
class Message:
    number: str
    label: str
    pairs: frozenset[str]
    places: frozenset[str]


def read(path: str, shortened: int) -> list[Message]:
    """The messages of a file; `shortened`: only so many characters, as a clerk would write it down."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return [
            Message(
                row["留言编号"],
                row.get("一级分类", ""),
                frozenset(pairs(row["留言详情"][:shortened])),
                frozenset(PLACE.findall(row["留言主题"])),
            )
            for row in csv.DictReader(file)
        ]


def shares(messages: Sequence[Message]) -> dict[str, float]:
    """What the statistics would say of these messages."""
    counted = Counter(pair for one in messages for pair in one.pairs)
    found = {pair: count / len(messages) for pair, count in counted.most_common(LISTED)}
    found[REST] = min(found.values()) / 4
    return found


def same(one: Message, other: Message) -> bool:
    """The same thing, as far as places and labels can tell."""
    labels = {one.label, other.label} - {""}
    return len(labels) < 2 and bool(one.places & other.places)


def report(messages: list[Message], title: str) -> None:
    known = shares(messages)
    scored = [
        (alike(set(a.pairs), set(b.pairs), known), a, b)
        for a, b in combinations(messages, 2)
        if a.pairs and b.pairs
    ]
    best: dict[str, float] = {}
    for score, a, b in scored:
        for one in (a, b):
            best[one.number] = max(best.get(one.number, 0), score)
    print(f"{title}: {len(messages)} messages, {len(scored)} pairs")
    print("  best score of a message:", "  ".join(_quantiles(sorted(best.values()))))
    for step in sorted({*STEPS, SOMEWHAT, VERY}):
        above = [(a, b) for score, a, b in scored if score >= step]
        place = sum(bool(a.places & b.places) for a, b in above)
        right = sum(same(a, b) for a, b in above)
        mark = {VERY: " 很像", SOMEWHAT: " 有点像"}.get(step, "")
        print(
            f"  ≥ {step:.2f}: {len(above):6} pairs, same place {place:5}, same place and label {right:5}{mark}"
        )


def _quantiles(values: list[float]) -> list[str]:
    return [
        f"p{q} {values[min(len(values) * q // 100, len(values) - 1)]:.3f}" for q in (10, 50, 90, 95, 99, 100)
    ]


if __name__ == "__main__":
    for length in (10_000, 120):
        everything = [message for path in sys.argv[1:] for message in read(path, length)]
        report(everything, f"first {length} characters")
