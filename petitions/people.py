"""Who petitions: how many speak for the others, and whether it is the same person as before."""

from collections.abc import Iterable
from typing import Any

from core.models import Party
from core.parties.forms import MOST
from core.values.refused import Refused


def refuse_more_than_five(people: Iterable[Party]) -> None:
    """Art. 20 ¶3: at most five representatives, by whichever act they are named."""
    if sum(bool(one.is_representative) and one.role == Party.Role.APPLICANT for one in people) > MOST:
        raise Refused(f"代表不超过 {MOST} 人（第二十条第三款）。", "parties")


def same_person(one: Any, other: Any) -> bool:
    """Does somebody petition in both: by number or phone, or by name?"""

    def marks(petition: Any) -> set[tuple[str, str]]:
        people = [each for each in petition.people if each.role == Party.Role.APPLICANT]
        return {
            (name, getattr(each, name))
            for each in people
            for name in ("id_hash", "phone_hash", "name")
            if getattr(each, name)
        }

    return bool(marks(one) & marks(other))
