"""The dashboard of an office that has hardly begun."""

import pytest
import time_machine
from django.test import Client

from config.roles import ROLES
from tests.people import ROLE_OF, Town, moment
from tests.reports.test_dashboard import card, lines, shown


def test_a_month_that_runs_is_compared_with_the_same_days(town: Town, client: Client) -> None:
    town.register(at=moment("2026-10-18 23:00"))
    town.register(at=moment("2026-10-19 00:00"))
    town.register(at=moment("2026-11-18 09:00"))
    answer = shown(client, town.director)
    assert card(answer, "登记")["value"] == "1"
    assert lines(answer, "登记")["环比"] == "0"
    assert "2026 年 11 月 1 日至 18 日" in answer.content.decode()


def test_the_first_of_a_month_is_one_day(town: Town, client: Client) -> None:
    with time_machine.travel(moment("2026-12-01 09:05")):
        page = shown(client, town.director).content.decode()
    assert "2026 年 12 月 1 日 09:05 · 同比对 2025 年 12 月 1 日，环比对 11 月 1 日" in page
    assert "只计接访服务大厅的事项" in page


@pytest.mark.parametrize(
    "asked", [{"month": "2027-01"}, {"month": "x"}, {"area": "x"}, {"month": "", "area": ""}]
)
def test_what_is_not_offered_gives_the_usual(town: Town, client: Client, asked: dict[str, str]) -> None:
    answer = shown(client, town.director, **asked)
    assert answer.status_code == 200
    assert "栖云镇统计" in answer.content.decode()
    assert "2026 年 11 月 1 日" in answer.content.decode()


def test_nothing_yet(town: Town, client: Client) -> None:
    answer = shown(client, town.director)
    assert [card["value"] for card in answer.context["numbers"]] == ["0", "0", "0", "0", "—", "—"]
    assert "没有超期的事项" in answer.content.decode()


def test_who_may_look(town: Town, client: Client) -> None:
    for key, user in town.users.items():
        rights = ROLES[ROLE_OF[key]].permissions
        answer = shown(client, user)
        assert answer.status_code == 200 and ("scope" in answer.context) == ("reports.view" in rights), key
