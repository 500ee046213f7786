"""Where a hit matched, in words that its reader may see.

Names are masked as everywhere, numbers of people are never said, long digits in texts are masked, and of a
sealed matter nothing is quoted. Costs one query for the people and one for each kind on the page.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.lists.search import PEOPLE, Hits, people_like, words_of
from core.models import Matter, Party
from core.privacy.identity_numbers import clean_number
from core.privacy.masking import mask_digits, mask_name, veil
from core.procedure.procedure import by_kind

BEFORE, AFTER = 10, 24  # characters shown around a word
MOST = 3  # places said of one matter
SEALED = "保密，不摘录"
SOMEWHERE, TITLE = "内容", "标题"
NAMES = {"name": "姓名", "name_initials": "姓名拼音首字母"}  # what of a person stands in the searched text

Place = tuple[str, SafeString | str]


def explain(hits: Hits, matters: Sequence[Matter]) -> dict[int, SafeString]:
    """For each matter of the page, where it matched: 标题：…清理排水渠… with the word marked."""
    if hits.exact:
        return {}
    told = [matter for matter in matters if not matter.sealed]
    words = [_pattern(word) for word in words_of(hits.asked)]
    people, texts = _people(told), _texts(told)
    said = {matter.pk: SafeString(SEALED) for matter in matters}
    for matter in told:
        known = people[matter.root_id or matter.pk]
        names = [party["name"] for party in known if not party["is_organisation"]]
        places = [
            *_in_number(hits, matter),
            *_in_people(hits, words, known),
            *_in_texts(words, [(TITLE, matter.masked_title), *veil(texts[matter.pk], names)]),
        ]
        said[matter.pk] = _said(dict(places[:MOST]))
    return said


def _said(places: dict[str, SafeString | str]) -> SafeString:
    return format_html_join("　", "{}：{}", places.items()) or SafeString(SOMEWHERE)


def _pattern(word: str) -> re.Pattern[str]:
    """A word as the pairs of the index find it: punctuation between its signs does not count."""
    signs = re.sub(r"[\W_]+", "", word)
    return re.compile(r"[\W_]*".join(map(re.escape, signs)), re.IGNORECASE)


def _excerpt(text: str, found: re.Match[str]) -> SafeString:
    first, last = max(found.start() - BEFORE, 0), found.end() + AFTER
    return format_html(
        "{}{}<mark>{}</mark>{}{}",
        "…" if first else "",
        text[first : found.start()],
        found.group(),
        text[found.end() : last],
        "…" if last < len(text) else "",
    )


# --- The places -----------------------------------------------------------------------------------------------


def _in_number(hits: Hits, matter: Matter) -> Iterator[Place]:
    typed = clean_number(hits.asked)
    if re.fullmatch(r"\d{1,6}", typed) and (
        serial := re.search(rf"(?<!\d)0*{int(typed)}(?=\D*$)", matter.number)
    ):
        yield "登记号", _excerpt(matter.number, serial)
    elif re.fullmatch(r"\d{4}-\d{4,6}", typed) and typed.replace("-", "") in matter.code:
        yield "编号", typed


def _in_people(hits: Hits, words: list[re.Pattern[str]], people: list[dict[str, Any]]) -> Iterator[Place]:
    ways = people_like(clean_number(hits.asked))
    for party in people:
        labels = [way.label for way, value in ways.items() if party[way.column] == value]
        labels += [
            label for column, label in NAMES.items() if any(word.search(party[column]) for word in words)
        ]
        if labels:
            name = mask_digits(mask_name(party["name"], party["is_organisation"]))
            yield labels[0], format_html("<mark>{}</mark>", name)


def _in_texts(words: list[re.Pattern[str]], texts: Sequence[tuple[str, str]]) -> Iterator[Place]:
    """For each word the first text that holds it."""
    for word in words:
        for label, text in texts:
            if found := word.search(masked := " ".join(mask_digits(text).split())):
                # The title stands above in full: only the word is said of it.
                yield (
                    label,
                    format_html("<mark>{}</mark>", found.group())
                    if label == TITLE
                    else _excerpt(masked, found),
                )
                break


# --- What is read ---------------------------------------------------------------------------------------------


def _people(matters: Sequence[Matter]) -> dict[int, list[dict[str, Any]]]:
    """The people of each family, by root; of a sealed root none."""
    columns = ("matter_id", "name", "is_organisation", *(way.column for way in PEOPLE))
    roots = {matter.root_id or matter.pk for matter in matters}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for party in Party.objects.filter(matter__in=roots, matter__compartment="").values(*columns):
        found[party["matter_id"]].append(party)
    return found


def _told(field: Any, value: Any) -> str:
    """A column in the office's words; of several texts under their names all of them."""
    return (
        " ".join(value.values())
        if isinstance(value, dict)
        else str(dict(field.flatchoices).get(value, value))
    )


def _texts(matters: Sequence[Matter]) -> dict[int, list[tuple[str, str]]]:
    """The searched columns of each matter's own row, with their words of the office."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for kind in sorted({matter.kind for matter in matters}):
        model = by_kind()[kind].model
        fields: list[Any] = [model._meta.get_field(name) for name in model.SEARCHED]
        mine = [matter.pk for matter in matters if matter.kind == kind]
        for pk, *values in model._default_manager.filter(pk__in=mine).values_list("pk", *model.SEARCHED):
            found[pk] = [
                (str(field.verbose_name), _told(field, value))
                for field, value in zip(fields, values, strict=True)
            ]
    return found
