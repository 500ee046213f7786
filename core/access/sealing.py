"""Whom a sealed matter is open to."""

from typing import Any

from core.access.people import once, with_permission
from core.models import Access, Area

KEEP = "core.keep_sealed"
KEEPER = "keeper"


def keepers(area: Area, *also: Any) -> list[Access]:
    """Whom a sealed matter is open to: those who keep sealed matters, and who is named."""
    users = once(with_permission(KEEP, area=area), also)
    return [Access(user=user, part=KEEPER) for user in users]
