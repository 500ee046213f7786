"""Finding matters: by code, number, paper, phone, phone's last four, name, initials, or words of the text.

One text may mean several things (0042 ends a phone, a number, and may stand in a text): all are asked, each by
its index, and what they find is put together. core.lists.search_hits says where each hit matched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate

from core.models import Matter, MatterText, Party
from core.models.matter import MatterQuerySet
from core.privacy import identity_numbers
from core.privacy.fields import BlindIndexField
from core.procedure.procedure import by_kind
from core.values.moments import now

RECENT = 3  # years whose numbers a short serial may mean
LONG_RUN = 5  # digits: such runs are masked in every text
COMMON = 2_000  # matters


@dataclass(frozen=True)
class Person:
    """A way to a person: what is typed like `pattern` is compared with a column of Party made for it."""

    label: str
    pattern: str
    column: str

    def value(self, word: str) -> str:
        """What the column holds for this word; empty when nothing is left of it."""
        field = Party._meta.get_field(self.column)
        return field.derive(word) if isinstance(field, BlindIndexField) else word.lower()


PEOPLE = (
    Person("电话尾号", r"\d{4}", "phone_tail_hash"),
    Person("证件号码", r"\d{17}[\dX]", "id_hash"),
    Person("联系电话", r"[\d+\-]{7,20}", "phone_hash"),
    Person("姓名拼音首字母", r"[A-Z]{2,10}", "name_initials"),
)


@dataclass(frozen=True)
class Hits:
    """What was found for which text. `exact`: it is the whole code or number of a matter. `common`: more than
    COMMON matters hold it, and nobody counts them.
    """

    matters: MatterQuerySet
    asked: str
    exact: bool = False
    common: bool = False


def grams(word: str) -> list[str]:
    """Pairs of a word as the database makes them; a single character stands for itself."""
    text = re.sub(r"[\W_]+", "", word.lower())
    return [text[i : i + 2] for i in range(len(text) - 1)] or list(text)


def words_of(asked: str) -> list[str]:
    """The words that a text must hold: eight at most."""
    return [word for word in asked.split()[:8] if grams(word)]


def texts(words: str) -> Any:
    """Texts that hold every word: exact for one and two characters, all pairs for longer ones."""
    found = MatterText.objects.all()
    for word in words_of(words):
        found = found.filter(grams__contains=grams(word))
        if len(grams(word)) > 1:
            found = found.filter(text__icontains=word)
    return found.values_list("matter", flat=True)


def people_like(compact: str) -> dict[Person, str]:
    """The ways in which a text may mean a person, each with the value of its column."""
    ways = {way: way.value(compact) for way in PEOPLE if re.fullmatch(way.pattern, compact)}
    return {way: value for way, value in ways.items() if value}


def ids(asked: str) -> Any:
    """Ids of all matters that a text may mean, without looking: for a list, which has passed the gate."""
    text = asked.replace("\x00", "").strip()[:60]
    compact = identity_numbers.clean_number(text)
    if identity_numbers.is_matter_code(compact):
        return Matter.objects.filter(code=compact).values_list("pk", flat=True)
    numbered = Matter.objects.filter(kind__in=by_kind(), number=text).values_list("pk", flat=True)
    return numbered.union(*_by_text(text, compact), *_by_person(compact), *_by_number(compact))


def find(matters: MatterQuerySet, asked: str) -> Hits:
    """Search under the reader's rights: `matters` has passed the gate."""
    text = asked.replace("\x00", "").strip()[:60]
    compact = identity_numbers.clean_number(text)
    if identity_numbers.is_matter_code(compact):
        return Hits(matters.filter(code=compact), text, exact=True)
    numbered = matters.filter(kind__in=by_kind(), number=text)
    if "号" in text and numbered.exists():
        return Hits(numbered, text, exact=True)
    found = [*_by_text(text, compact), *_by_person(compact), *_by_number(compact)]
    if not found:
        return Hits(matters.none(), text)
    # A union, each part by its index: as conditions joined by OR they would read every matter.
    ids = found[0].union(*found[1:]) if found[1:] else found[0]
    # What few matters hold is named one by one; for the rest the newest matters are asked, until a page is full.
    few = list(ids[: COMMON + 1])
    common = len(few) > COMMON
    return Hits(matters.filter(pk__in=ids if common else few), text, common=common)


def _by_text(text: str, compact: str) -> Iterator[Any]:
    """By words; not by a number so long that every text masks it."""
    if words_of(text) and not re.fullmatch(rf"[\d+\-]{{{LONG_RUN},}}X?", compact):
        yield texts(text)


def _by_person(compact: str) -> Iterator[Any]:
    """The families of the people meant."""
    for way, value in people_like(compact).items():
        people = Party.objects.filter(**{way.column: value})
        yield Matter.objects.filter(root__in=people.values("matter")).values_list("pk", flat=True)


def _by_number(compact: str) -> Iterator[Any]:
    """By the serial in the number of the last years (42 is 〔2026〕0042号), or the short code of lists (1118-0003)."""
    this_year = localdate(now()).year
    years = range(this_year, this_year - RECENT, -1)
    if re.fullmatch(r"\d{1,6}", compact):
        numbers = [
            procedure.labels["number"].format(year=year, serial=int(compact))
            for procedure in by_kind().values()
            if "number" in procedure.labels
            for year in years
        ]
        yield Matter.objects.filter(kind__in=by_kind(), number__in=numbers).values_list("pk", flat=True)
    if short := re.fullmatch(r"(\d{4})-(\d{4,6})", compact):
        codes = [f"SX{settings.TOWN['region']}{year}{short[1]}{short[2]}" for year in years]
        starts = Q(*(("code__startswith", code) for code in codes), _connector=Q.OR)
        yield Matter.objects.filter(starts).values_list("pk", flat=True)
