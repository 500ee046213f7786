"""What is no kind of care: lists of the police, of courts, of hospitals. One list as data (grid/data/care_refused.csv), with the
sentence and its article; asked of kinds and of every word that somebody writes about a person.
"""

import csv
from functools import cache
from pathlib import Path

from core.privacy.written_names import plain

TABLE = Path(__file__).parent.parent / "data" / "care_refused.csv"
Words = tuple[tuple[str, str], ...]


@cache
def _words(column: str) -> Words:
    """Each word as it is compared, and the sentence that refuses it."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        (plain(word), f"不设“{row['类别']}”这一类，也不写进来：{row['理由']}（{row['依据']}）。")
        for row in rows
        for word in row[column].split("、")
        if word
    )


def refused(*texts: str | None) -> str:
    """The sentence against what is found first in prose, whatever its width, script or signs between; "" for none."""
    return _first(texts, _words("词"))


def refused_kind(name: str) -> str:
    """The same of a kind's name, where a word is enough that in prose is harmless (慢性病, 精神不错)."""
    return _first((name,), (*_words("词"), *_words("名称中的词")))


def _first(texts: tuple[str | None, ...], words: Words) -> str:
    said = [plain(text) for text in texts if text]
    return next((sentence for word, sentence in words if any(word in one for one in said)), "")
