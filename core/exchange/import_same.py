"""The same matter of the same people, found for rows of a file among what is stored: two queries for all rows of a chunk.

The same person has the same identity number or phone, or the same name in the same area where no two numbers differ. The
same matter has the same words, or at least half of the pairs of characters of the shorter text.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from core.exchange.import_people import UNNAMED
from core.exchange.importing import Entry
from core.intake import similar
from core.models import Matter, Party, User
from core.privacy.identity_numbers import clean_number
from core.privacy.phone_numbers import comparable_phone

Facts = Mapping[str, Any]


class SamePeople:
    """Earlier matters of one kind of the people of these rows, as far as whoever imports may see them."""

    def __init__(self, by: User, model: type[Matter], entries: Iterable[Entry]) -> None:
        people = [one for entry in entries for one in applicants(entry.facts)]
        derive = {name: Party._meta.get_field(f"{name}_hash").derive for name in ("id", "phone")}  # type: ignore[union-attr]
        ids = {derive["id"](one["id_number"]) for one in people if one["id_number"]}
        phones = {derive["phone"](one["phone"]) for one in people if one["phone"]}
        names = {one["name"] for one in people} - {UNNAMED}
        seen = model._default_manager.visible_to(by).filter(voided_at=None)
        found = Party.objects.filter(
            Q(id_hash__in=ids) | Q(phone_hash__in=phones) | Q(name__in=names),
            role=Party.Role.APPLICANT, matter__in=seen.values("pk"),
        )  # fmt: skip
        by_matter: dict[int, list[Party]] = {}
        for party in found:
            by_matter.setdefault(party.matter_id, []).append(party)
        self.by_sign: dict[tuple[Any, ...], list[tuple[Any, Party]]] = {}
        for matter in model._default_manager.filter(pk__in=by_matter).order_by("-received_at", "-pk"):
            for party in by_matter[matter.pk]:
                for sign in _signs(party.id_number, party.phone, party.name, matter.area_id):
                    self.by_sign.setdefault(sign, []).append((matter, party))

    def before(self, facts: Facts, words: str) -> Any:
        """The last one, of the same day or earlier, that says the same; None for none."""
        on = localdate(facts["received"])
        for one in applicants(facts):
            for sign in _signs(one["id_number"], one["phone"], one["name"], facts["area"].pk):
                for matter, party in self.by_sign.get(sign, ()):
                    same = sign[0] != "name" or not _differ(one, party)
                    if same and localdate(matter.received_at) <= on and alike(words, matter.demand):
                        return matter
        return None


def _signs(id_number: str, phone: str, name: str, area: Any) -> list[tuple[Any, ...]]:
    numbers = (("id", clean_number(id_number or "")), ("phone", comparable_phone(phone or "")))
    return [pair for pair in numbers if pair[1]] + (
        [("name", name, area)] if name and name != UNNAMED else []
    )


def _differ(one: Facts, party: Party) -> bool:
    """Of two people of one name: another number."""
    ids = clean_number(one["id_number"]), clean_number(party.id_number)
    phones = comparable_phone(one["phone"]), comparable_phone(party.phone)
    return any(here and there and here != there for here, there in (ids, phones))


def applicants(facts: Facts) -> list[Facts]:
    return [one for one in facts["parties"] if "role" not in one]


def alike(one: str, other: str) -> bool:
    mine, theirs = similar.pairs(one), similar.pairs(other)
    shorter = min(len(mine), len(theirs))
    return "".join(one.split()) == "".join(other.split()) or (
        shorter > 0 and 2 * len(mine & theirs) >= shorter
    )
