"""The two-level list of matter types that the product brings along (cases/data/categories.csv).

From the list of the political and legal committees; `司法部口径` is the type of the ministry's statistics
(18 types) that a mediation of this kind is counted under. Codes 14–16 are not mediable: they are routed.
"""

import csv
from pathlib import Path

from cases.models import Category
from core.pinyin import initials

FILE = Path(__file__).parent / "data" / "categories.csv"


def load() -> int:
    """Store the categories that are missing; returns how many. What the office renamed or retired stays."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(Category.objects.values_list("code", flat=True))
    made = [_category(row) for row in rows if row["代码"] not in known]
    Category.objects.bulk_create(made, ignore_conflicts=True)  # first levels stand before their second ones
    return len(made)


def _category(row: dict[str, str]) -> Category:
    return Category(
        code=row["代码"],
        name=row["名称"],
        parent_id=row["上级"] or None,
        initials=initials(row["名称"]),
        judicial=row["司法部口径"],
        mediable=row["可调解"] == "是",
    )
