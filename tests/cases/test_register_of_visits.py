"""群众来访登记簿: the visits of a month as page, paper and the rows behind the number."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.models import Look
from core.procedure.procedure import by_kind
from tests.core.test_papers import text_of
from tests.people import Town, moment

PAGE, PAPER = "/cases/visits/?year=2026&month=3", "/registers/case/paper/?year=2026&month=3"
PARTIES = [{"name": "陶根发", "role": "applicant"}]


@pytest.fixture
def march(town: Town) -> dict[str, str]:
    """Numbers of what came in: a visit, a sealed one, a call, a visit in April."""
    found = {}
    with time_machine.travel(moment("2026-03-10 09:00")):
        found["visit"] = town.register("屋后水渠堵塞", parties=[dict(one) for one in PARTIES]).number
        found["call"] = town.register("路灯不亮", channel="phone").number
        facts = {"parties": [dict(one) for one in PARTIES], "flags": ["domestic_violence"]}
        found["sealed"] = town.register("家里的事", **facts).number
    with time_machine.travel(moment("2026-04-01 09:00")):
        found["april"] = town.register("秧田积水").number
    return found


def test_the_page_has_the_visits_of_the_month(town: Town, client: Client, march: dict[str, str]) -> None:
    client.force_login(town.director)
    page = client.get(PAGE).content.decode()
    assert {name: number in page for name, number in march.items()} == {
        "visit": True, "call": False, "sealed": True, "april": False,
    }  # fmt: skip
    assert "群众来访登记簿" in page and "陶根发" not in page and "陶**" in page
    assert "家里的事" not in page and "共 2 件" in page
    client.force_login(town.receptionist)
    assert reverse("visit_register") in client.get(PAGE).content.decode()  # in the menu of the hall


def test_the_paper_names_people_for_a_reason_and_what_is_sealed_never(
    town: Town, client: Client, march: dict[str, str]
) -> None:
    client.force_login(town.director)
    masked = text_of(client.get(PAPER).content)
    assert "陶**" in masked and "陶根发" not in masked and "按《群众来访接待登记表》各栏" in masked
    full = text_of(client.post(PAPER, {"reason": "月度归档"}).content)
    assert full.count("陶根发") == 1 and "保密" in full
    assert [look.matter.number for look in Look.objects.filter(reason="月度归档")] == [march["visit"]]


def test_only_what_declares_a_register_has_one(town: Town, client: Client) -> None:
    client.force_login(town.director)
    for kind, procedure in by_kind().items():
        there = procedure.register is not None
        assert (client.get(f"/registers/{kind}/").status_code == 200) is there, kind
        assert (client.get(f"/registers/{kind}/paper/").status_code == 200) is there, kind
    assert client.get("/registers/nonsense/").status_code == 404
