"""Rows of many matters on one page: tasks, referrals, letters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse

from core.models import Matter, Party
from core.privacy.masking import veil


def of_many(
    rows: Iterable[Any], line: Callable[[Any], dict[str, Any]], sealed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each row with its matter. Names of people are masked; of a sealed matter no word is said: `sealed` stands instead."""
    rows = list(rows)
    names = _names(row.matter for row in rows)
    made = []
    for row in rows:
        matter: Matter = row.matter
        shown = veil(line(row), names[matter.root_id or matter.pk]) | (sealed if matter.sealed else {})
        about = {"title": matter.shown_title, "matter_number": matter.number}
        made.append({**shown, **about, "url": reverse("matter", args=[matter.pk])})
    return made


def _names(matters: Iterable[Matter]) -> dict[int, list[str]]:
    """Names of the people of the matters, by root. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    people = Party.objects.filter(
        matter__in={one.root_id or one.pk for one in matters}, is_organisation=False
    )
    for root, name in people.values_list("matter", "name"):
        found[root].append(name)
    return found
