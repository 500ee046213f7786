"""A paper that is made by opening an address takes seconds: nobody takes them from all."""

import pytest
from django.db import connection
from django.test import Client

from core.accounts.throttle import PAPERS, spend
from tests.people import Town

pytestmark = pytest.mark.django_db
MADE = ("/cases/shift/paper/", "/registers/mediation/paper/")


@pytest.mark.parametrize("url", MADE)
def test_so_many_a_minute_for_each_person(town: Town, client: Client, url: str) -> None:
    client.force_login(town.director)
    for _ in range(PAPERS - 1):
        spend(f"paper:{town.director.pk}", "1 minute")
    assert client.get(url).status_code == 200
    slow = client.get(url)
    assert slow.status_code == 429 and "请过一会儿再打开" in slow.content.decode()
    client.force_login(town.dispatcher)
    assert client.get(url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_one_at_a_time_for_each_person(town: Town, client: Client) -> None:
    import psycopg

    client.force_login(town.director)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        lock = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"
        other.execute(lock, [f"paper:{town.director.pk}"])
        assert "还在做" in client.get(MADE[0]).content.decode()
    assert client.get(MADE[0]).status_code == 200
    assert client.get(MADE[0]).status_code == 200
