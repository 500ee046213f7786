"""Texts of law: read from files as they were published, found by words and by kind of dispute. None is written here.

A file has the name in its first line (# …), the lines of who passed it and when up to INFO END, then chapters (## …) and
articles that begin with 第…条. legal/data/topics.csv says which articles belong to which kind of dispute, categories.csv
which kind of dispute a category of the hall is, by the beginning of its code.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from core.values.digest import digest
from legal.models import Article, Guide, Law, Reply, Topic

DATA = Path(__file__).parents[1] / "data"
HEAD, END = re.compile(r"^#\s+(.+)$", re.M), "<!-- INFO END -->"
ARTICLE = re.compile(r"^(第[一二三四五六七八九十百千零]+条)[\s　]+", re.M)
MOST = 30  # on the page
DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}


def load() -> int:
    """What the product brings along; returns how many laws and guides were stored or renewed. Safe to run again."""
    laws = sum(
        import_law(path.read_text(encoding="utf-8"), path.name)
        for path in sorted((DATA / "laws").glob("*.md"))
    )
    return laws + _load_guides()


@transaction.atomic
def import_law(text: str, source: str) -> bool:
    """Store a law, or its new text; False where the same text is stored. ValueError: the file is no such text."""
    head = HEAD.search(text)
    info, mark, body = text.partition(END)
    starts = list(ARTICLE.finditer(body))
    if not (head and mark and starts):
        raise ValueError("不是法律文本：第一行要是“# 名称”，然后是通过、公布的日期，再是各条。")
    name = head.group(1).strip()
    dates = "；".join(
        " ".join(line.split()) for line in info.splitlines()[1:] if line.strip() and "#" not in line
    )
    facts = {
        "dates": dates[:300],
        "source": source[:200],
        "loaded_on": localdate(),
        "digest": digest(text.encode()),
    }
    law = Law.objects.filter(name=name).first()
    if law and law.digest == facts["digest"]:
        return False
    law, _ = Law.objects.update_or_create(name=name, defaults=facts)
    law.articles.all().delete()
    Article.objects.bulk_create(_articles(law, body, starts))
    return True


def _articles(law: Law, body: str, starts: list[re.Match[str]]) -> Iterator[Article]:
    """Each from its number to the next, under the chapter before it."""
    about = _topics(law.name)
    chapters = [
        (found.start(), " ".join(found.group(1).split())) for found in re.finditer(r"^##\s+(.+)$", body, re.M)
    ]
    ends = [*(one.start() for one in starts[1:]), len(body)]
    for order, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        yield Article(
            law=law, number=start.group(1), order=order, text=_words(body[start.end() : end]),
            topics=about.get(number(start.group(1)), []),
            chapter=next((words for place, words in reversed(chapters) if place < start.start()), ""),
        )  # fmt: skip


def _words(text: str) -> str:
    """The words of an article without the heading of the next chapter."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def number(article: str) -> int:
    """第四十三条 → 43."""
    total = digit = 0
    for sign in article[1:-1]:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign], 0
    return total + digit


def _topics(name: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in _rows("topics.csv"):
        if row["法律"] == name:
            for place in range(int(row["自"]), int(row["至"]) + 1):
                found.setdefault(place, []).extend(row["类别"].split())
    return found


def _load_guides() -> int:
    """Only into an empty table: what the office took out must not come back."""
    if Guide.objects.exists():
        return 0
    made = [
        Guide(
            kind=row["去向"], title=row["事项"], where=row["到哪里办"], bring="\n".join(row["带什么"].split("；")), cost=row["费用"],
            term=row["期限"], source=row["依据"], source_on=row["查得日期"], valid_from=row["施行日期"] or None, topics=row["类别"].split(),
        )
        for row in _rows("guides.csv")
    ]  # fmt: skip
    return len(Guide.objects.bulk_create(made))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# --- Finding ---------------------------------------------------------------------------------------------------------


def articles(words: str, topic: str = "") -> list[Article]:
    """Those with all the words, in their text, number or law, or of the kind of dispute; none where nothing is asked."""
    found = Article.objects.select_related("law")
    asked = words.replace("\0", "").split()
    if not asked and topic not in Topic.values:
        return []
    for word in asked:
        found = found.filter(
            Q(text__contains=word) | Q(number=word) | Q(law__name__contains=word.strip("《》"))
        )
    if topic in Topic.values:
        found = found.filter(topics__contains=[topic])
    return list(found[:MOST])


def replies(words: str, topic: str = "") -> list[Reply]:
    """Kept answers in use, by words of title or text, or by kind."""
    found = Reply.objects.filter(retired_on=None)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(title__contains=word) | Q(words__contains=word))
    return list((found.filter(topic=topic) if topic in Topic.values else found)[:MOST])


def guides(topic: str = "") -> QuerySet[Guide]:
    """办事指引 in force, of a kind of dispute or of all."""
    found = Guide.objects.filter(retired_on=None).select_related("reviewed_by")
    return found.filter(topics__contains=[topic]) if topic in Topic.values else found


# --- Beside a matter -------------------------------------------------------------------------------------------------


@cache
def _categories() -> Mapping[str, str]:
    return {row["类别"]: row["适用的纠纷"] for row in _rows("categories.csv")}


def topic_of(about: str) -> str:
    """The kind of dispute that a category is, by the longest beginning of its code that is listed; empty for none."""
    known = _categories()
    return next((known[about[:end]] for end in range(len(about), 0, -1) if about[:end] in known), "")


def beside(matter: Any, user: Any) -> dict[str, Any]:
    """For the page of a matter, of whichever room: where law, and for who advises guides, of its kind of dispute stand. No query."""
    topic = topic_of(matter.about)
    if not (topic and user.has_perm("core.view_matters")):
        return {"url": ""}
    what = "法条、办事指引" if user.has_perm("legal.consult") else "法条"
    return {"url": f"{reverse('law')}?topic={topic}", "words": f"同类纠纷的{what}：{Topic(topic).label}"}
