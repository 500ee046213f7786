"""What a role is. The table of roles is config/roles.py, named by settings.ROLES."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

Reach = Literal["none", "own", "unit", "area"]


@dataclass(frozen=True)
class Role:
    """A role of the office: what it may do, and how far it sees.

    `sees`: "area" — all matters in the post's area and below; "unit" — those its unit holds or was
    given access to; "own" — only those opened to the person; "none" — no matter at all.
    `packs`: whose numbers the dashboard shows (config/roles.py: PACKS).
    `duty`: the three administrators (三员) exclude one another and all business (domain: 6.3).
    """

    label: str
    permissions: frozenset[str]
    sees: Reach = "unit"
    duty: Literal["business", "system", "security", "audit"] = "business"
    packs: tuple[str, ...] = ()


@cache
def roles() -> Mapping[str, Role]:
    """The roles by key."""
    return import_string(settings.ROLES)


def packs() -> Mapping[str, str]:
    """Packs of cards on the dashboard: their headings by key."""
    return import_string(settings.PACKS)
