"""The code lists that the product brings along, and what the counter asks for some of them (cases/data/).

categories.csv: two levels, from the list of the political and legal committees; `司法部口径` is the type of the
ministry's statistics (18 types) that a mediation of this kind is counted under. `可调解`: 否 is no dispute
between citizens and is routed (1103, 12 but 1299, 13–16); 民事部分 may be mediated in its civil side alone. petition_classes.csv: 信访内容分类, three levels, coded by their order.
questions.csv: 类别专问, a beginning that the office makes its own.
"""

import csv
import functools
from pathlib import Path

from django.core.cache import cache

from cases.models import Category, PetitionClass, Question
from core.privacy.pinyin import initials

DATA = Path(__file__).parent / "data"


def load() -> int:
    """Store what is missing; returns how many. What the office renamed or retired stays."""
    return _load_categories() + _load_classes() + _load_questions()


def _load_categories() -> int:
    known = set(Category.objects.values_list("code", flat=True))
    made = [_category(row) for row in _rows("categories.csv") if row["代码"] not in known]
    Category.objects.bulk_create(made, ignore_conflicts=True)  # first levels stand before their second ones
    return len(made)


def _load_classes() -> int:
    known = set(PetitionClass.objects.values_list("code", flat=True))
    made = [
        PetitionClass(code=code, name=name, parent_id=parent, initials=sound)
        for code, name, parent, sound in _classes()
        if code not in known
    ]
    PetitionClass.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


@functools.cache
def _classes() -> list[tuple[str, str, str | None, str]]:
    """Code, name, the class above, and by which letters it is found."""
    rows = _rows("petition_classes.csv")
    return [(row["代码"], row["名称"], row["上级"] or None, initials(row["名称"])) for row in rows]


def _load_questions() -> int:
    """Only into an empty table: what the office took out must not come back."""
    if Question.objects.exists():
        return 0
    made = [
        Question(
            category_id=row["类别"],
            order=int(row["次序"]),
            words=row["问什么"],
            kind=row["怎么答"],
            choices=row["选项"],
        )
        for row in _rows("questions.csv")
    ]
    Question.objects.bulk_create(made)
    return len(made)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _category(row: dict[str, str]) -> Category:
    return Category(
        code=row["代码"],
        name=row["名称"],
        parent_id=row["上级"] or None,
        initials=initials(row["名称"]),
        judicial=row["司法部口径"],
        mediable=row["可调解"] != "否",
        civil_side_only=row["可调解"] == "民事部分",
    )


def category_words(code: str) -> str:
    """0201 用水排水通行通风采光, from names that are read once a minute: they stand on every case's page."""
    names = cache.get_or_set(
        "cases.category_names", lambda: {row.code: str(row) for row in Category.objects.all()}, 60
    )
    return (names or {}).get(code, code)


def class_words(code: str) -> str:
    """城乡建设 · 安全生产 · 事故处理, kept for a minute like the names of categories."""

    def read() -> str:
        row = PetitionClass.objects.select_related("parent__parent").get(code=code)
        above = [one for one in (row.parent and row.parent.parent, row.parent) if one]
        return " · ".join(one.name for one in (*above, row))

    return cache.get_or_set(f"cases.petition_class.{code}", read, 60) or code
