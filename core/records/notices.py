"""Telling users in the app, each thing once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.access import exclusions
from core.models import Matter, Notice, User
from core.values.moments import now


@dataclass(frozen=True)
class Tell:
    """A notice to users; {matter} in the sentence becomes its number and place.

    It may be read over a shoulder: no personal data, no title, for titles are people's own words. `about`: another
    matter of the family, where those who are told work on that one. `call`: whoever does not read it is telephoned by
    the duty officer, also at night.
    """

    to: Sequence[User]
    sentence: str
    urgent: bool = False
    about: Any = None
    call: bool = False


def tell(
    users: Iterable[User],
    matter: Matter | None,
    sentence: str,
    *,
    urgent: bool = False,
    call: bool = False,
    key: str = "",
) -> int:
    """Leave a notice for each user; with a key, one and the same is told to a user once, ever.

    Whoever is shut out of the matter is told nothing of it. Returns how many were asked to be stored.
    """
    if matter is not None and (users := list(users)):
        users = exclusions.barred(matter).let(users)
    rows = [_notice(user, Tell([], sentence, urgent, matter, call), key) for user in users]
    Notice.objects.bulk_create(rows, ignore_conflicts=bool(key))
    return len(rows)


def tell_each(told: Mapping[str, Tell]) -> None:
    """The same for many sentences by their keys, each about its matter, in two statements."""
    barred = exclusions.barred_from([one.about for one in told.values()])
    Notice.objects.bulk_create(
        [_notice(user, one, key) for key, one in told.items() for user in barred[one.about.pk].let(one.to)],
        ignore_conflicts=True,
    )


def _notice(user: User, one: Tell, key: str) -> Notice:
    return Notice(
        user=user,
        matter_id=one.about.pk if one.about else None,
        sentence=one.sentence[:200],
        urgent=one.urgent or one.call,
        call=one.call,
        key=key,
        at=now(),
    )
