"""Finding matters: by code, paper, phone, phone's last four, name, initials, or words of the text."""

import re
from dataclasses import dataclass
from typing import Any

from core import identity
from core.models import Matter, MatterText, Party
from core.models.matter import MatterQuerySet


@dataclass(frozen=True)
class Hits:
    """What was found, and where the word matched."""

    matters: MatterQuerySet
    where: str


def grams(word: str) -> list[str]:
    """Pairs of a word as the database makes them; a single character stands for itself."""
    text = re.sub(r"[\W_]+", "", word.lower())
    return [text[i : i + 2] for i in range(len(text) - 1)] or list(text)


def with_words(words: str) -> list[dict[str, list[str]]]:
    return [{"grams__contains": grams(word)} for word in words.split()[:8] if grams(word)]


def texts(words: str) -> Any:
    """Texts that hold every word: exact for one and two characters, all pairs for longer ones."""
    found = MatterText.objects.all()
    for condition in with_words(words):
        found = found.filter(**condition)
    for word in words.split()[:8]:
        if len(grams(word)) > 1:
            found = found.filter(text__icontains=word)
    return found.values("matter")


def find(matters: MatterQuerySet, asked: str) -> Hits:
    """Search under the reader's rights: `matters` has passed the gate."""
    text = asked.replace("\x00", "").strip()[:60]
    compact = identity.clean_number(text)
    if not text:
        return Hits(matters.none(), "")
    if identity.is_matter_code(compact):
        return Hits(matters.filter(code=compact), "事项编号")
    if matters.filter(number=text).exists():
        return Hits(matters.filter(number=text), "登记号")
    if re.fullmatch(r"\d{4}", compact):
        return Hits(_of(matters, Party.objects.with_phone_tail(compact)), "电话尾号")
    if re.fullmatch(r"\d{17}[\dXx]", compact):
        return Hits(_of(matters, Party.objects.with_id_number(compact)), "证件号码")
    if re.fullmatch(r"[\d+\-]{7,20}", compact):
        return Hits(_of(matters, Party.objects.with_phone(compact)), "联系电话")
    if re.fullmatch(r"[A-Za-z]{2,10}", compact):
        return Hits(_of(matters, Party.objects.filter(name_initials=compact.lower())), "姓名拼音首字母")
    return Hits(matters.filter(pk__in=texts(text)), "标题、诉求、姓名")


def _of(matters: MatterQuerySet, parties: Any) -> MatterQuerySet:
    """The families of the parties found."""
    return matters.filter(root__in=Matter.objects.filter(parties__in=parties).values("pk"))
