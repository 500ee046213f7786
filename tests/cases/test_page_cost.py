"""The page of a case costs the same wherever the case is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import Town


@pytest.mark.parametrize("place", ["town", "taowu", "taowu_2", "taowu_2_1"])
def test_a_case_s_page_asks_ten_queries_at_most_down_to_a_micro_grid(
    town: Town, client: Client, place: str
) -> None:
    case = town.hand_over(town.register(area=getattr(town, place)))
    client.force_login(town.director)
    client.get(f"/matters/{case.pk}/")  # the calendar is read once a process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(f"/matters/{case.pk}/").status_code == 200
    assert len(asked) <= 10, "\n".join(query["sql"][:150] for query in asked)
