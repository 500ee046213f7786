"""How the database goes about hot pages when a town has many matters: by indexes, and never through all rows of Access."""

from collections.abc import Iterator
from copy import copy, deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper
from django.test import Client

from core.models import Access, Matter, Party
from core.procedure.indicators import Period
from tests.people import Town

MANY = 3_000  # of fewer the database rightly reads a table through
PAGES = {
    "list, open": "/cases/",
    "list, all": "/cases/?view=all",
    "list, finished": "/cases/?view=done",
    "queue": "/queue/",
    "frame": "/notices/",
}


@pytest.fixture
def town(db: None, scene: Town) -> Iterator[Town]:
    """Many closed matters of which one in a hundred is sealed, some rows of Access each."""
    town = deepcopy(scene)
    case = town.hand_over(town.register())
    matters = []
    for number in range(MANY):
        one = copy(Matter.objects.get(pk=case.pk) if not matters else matters[0])
        one.pk = one.id = one.root_id = None
        one.number, one.code = f"人造〔2026〕{number}号", f"SX{number}"
        one.closed_at, one.status = one.received_at, "finished"
        one.compartment = "minor" if number % 100 == 0 else ""
        matters.append(one)
    Matter.objects.bulk_create(matters)
    Access.objects.bulk_create(
        Access(matter=one, user=user, part="handling")
        for one in matters
        for user in (town.dispatcher, town.director)
    )
    Party.objects.bulk_create(
        Party(matter=one, name=f"石来{chr(19968 + n)}") for n, one in enumerate(matters)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE fengqiao")
        cursor.execute("ANALYZE core_matter, core_access, core_party")
        cursor.execute("RESET ROLE")
    return town


class Planned:
    """Asks how the database goes about each statement on matters, before it is run."""

    def __init__(self, found: list[str]) -> None:
        self.found = found

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.lstrip().startswith(("SELECT", "WITH")) and "core_matter" in sql:
            execute(f"EXPLAIN {sql}", params, many, context)
            self.found.append("\n".join(line for (line,) in context["cursor"].fetchall()))
        return execute(sql, params, many, context)


def test_hot_pages_read_by_index(town: Town, client: Client) -> None:
    client.force_login(town.dispatcher)
    for url in PAGES.values():
        client.get(url)
    plans: dict[str, list[str]] = {}
    for page, url in PAGES.items():
        with connection.execute_wrapper(Planned(plans.setdefault(page, []))):
            assert client.get(url).status_code == 200
    assert all(plans.values())
    for page, plain in plans.items():
        for plan in plain:
            assert "Seq Scan on core_matter" not in plan, f"{page}\n{plan}"
            assert "hashed SubPlan" not in plan and "Seq Scan on core_access" not in plan, f"{page}\n{plan}"


def test_what_stands_beside_the_form_is_found_by_index(town: Town, client: Client) -> None:
    """Whoever was here before, by name and phone, and what is like it."""
    client.force_login(town.receptionist)
    sent = {
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-name": "石来丁",
        "people-0-phone": "19900000001",
    }
    plans: list[str] = []
    cache.clear()
    with connection.execute_wrapper(Planned(plans)):
        answer = client.post("/cases/register/look/", {**sent, "demand": "路灯坏了，丁家门前"})
    assert answer.status_code == 200 and "姓名相同" in answer.content.decode()
    assert any("core_party" in plan for plan in plans)
    for plan in plans:
        assert "Seq Scan on core_matter " not in plan and "Seq Scan on core_party" not in plan, plan
        assert "hashed SubPlan" not in plan, plan


def test_what_is_open_was_closed_in_no_period_for_certain(scene: Town) -> None:
    """Were it unknown, the next condition would be asked, and that may be a query of its own for each open matter."""
    case, period = scene.register(), Period.of_month(2026, 6)
    closed = ExpressionWrapper(period.within("closed_at"), BooleanField())
    assert Matter.objects.annotate(was=closed).get(pk=case.pk).was is False
