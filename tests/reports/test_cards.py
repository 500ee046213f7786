"""Cards of the dashboards: everybody with a role has a useful pack, and each number is the length of its list."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.roles import PACKS, ROLES
from core.lists import cards
from core.models import Matter
from core.values.moments import now
from tests.people import USERS, Town
from tests.reports import october
from tests.sweeps.world import PARTIES

MOST = 10


@pytest.fixture
def busy(town: Town) -> Town:
    """Something in many stages, with units, mediators and villages."""
    october.tell(town)
    town.register()
    town.mediate(town.register(parties=[dict(party) for party in PARTIES]), until="in_session")
    town.hand_over(town.register())
    return town


def test_each_card_stands_in_a_pack_that_a_role_has() -> None:
    given = {pack for role in ROLES.values() for pack in role.packs}
    assert given == PACKS.keys()
    for card in cards.cards().values():
        assert (card.packs or card.wall) and card.packs <= given, card.key
        assert card.says.endswith("。"), card.key
    for pack in PACKS:
        assert any(pack in card.packs for card in cards.cards().values()), pack


def test_keys_are_given_once() -> None:
    from core.procedure.room import rooms

    keys = [card.key for room in rooms() for card in room.cards]
    assert len(keys) == len(set(keys))


def test_who_sees_matters_has_a_pack() -> None:
    for key, role in ROLES.items():
        assert bool(role.packs) == ("core.view_matters" in role.permissions), key


def test_each_number_is_the_length_of_its_list(busy: Town, client: Client) -> None:
    for role, key, *_ in USERS:
        client.force_login(busy.users[key])
        client.get(reverse("dashboard"))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("dashboard"))
        assert answer.status_code == 200
        assert len(queries) <= MOST, (role, [query["sql"][:90] for query in queries])
        packs: list[tuple[str, list[Any]]] = answer.context["packs"]
        assert bool(packs) == bool(ROLES[role].packs), role
        for number in (number for _, numbers in packs for number in numbers):
            behind = client.get(number.url)
            assert behind.status_code == 200, number
            assert number.value == str(len(behind.context["rows"])), (role, number)


def test_only_what_the_gate_shows_is_counted(busy: Town) -> None:
    for user in busy.users.values():
        for card in cards.cards().values():
            seen = Matter.objects.visible_to(user)
            assert not cards.rows(card, user, now()).exclude(pk__in=seen.values("pk")).exists(), card.key


def test_what_a_unit_holds_is_counted_and_what_was_handed_to_it_waits_for_its_signature(busy: Town) -> None:
    numbers = {one.label: one.value for _, found in cards.read(busy.unit_head, now()) for one in found}
    assert int(numbers["在本单位手上"]) >= 1 and int(numbers["待签收"]) >= 1


def test_an_unknown_card_is_no_page(town: Town, client: Client) -> None:
    client.force_login(town.director)
    assert client.get(reverse("card", args=["nonsense"])).status_code == 404
    assert client.get(reverse("case_list") + "?card=body_applied").status_code == 404
