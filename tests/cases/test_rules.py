"""分流规则: the narrowest written rule speaks, people may change it, everybody who hands over sees why."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from cases import categories
from cases.models import Category, RoutingRule
from cases.routing import suggestion
from tests.people import Town


@pytest.fixture
def rules(town: Town) -> dict[str, RoutingRule]:
    categories.load()
    water = Category.objects.get(code="0201")
    made = {
        "neighbours": RoutingRule.objects.create(category=water.parent, unit=town.taowu_village),
        "water": RoutingRule.objects.create(category=water, unit=town.works, basis="职责清单第 7 项"),
        "water here": RoutingRule.objects.create(category=water, area=town.taowu, unit=town.farms),
        "here": RoutingRule.objects.create(area=town.taowu, unit=town.taowu_village),
    }
    made["water here"].helpers.add(town.works)
    return made


def unit_for(town: Town, code: str, area: Any) -> Any:
    case = town.register("渠堵了", area=area, category=Category.objects.filter(code=code).first())
    found = suggestion(case)
    return found and found.unit_id


def test_the_narrowest_rule_speaks(town: Town, rules: dict[str, RoutingRule]) -> None:
    assert unit_for(town, "0201", town.taowu_2) == town.farms.pk  # the place below the rule's
    assert unit_for(town, "0201", town.zhuxi) == town.works.pk
    assert unit_for(town, "0202", town.zhuxi) == town.taowu_village.pk  # by the first level
    assert unit_for(town, "", town.taowu) == town.taowu_village.pk
    assert unit_for(town, "0801", town.zhuxi) is None
    rules["water here"].retired_on = "2026-01-01"
    rules["water here"].save()
    assert unit_for(town, "0201", town.taowu) == town.works.pk


def test_the_hand_over_is_filled_in_and_says_by_which_rule(
    town: Town, rules: dict[str, RoutingRule], client: Client
) -> None:
    case = town.register("渠堵了", area=town.taowu, category=Category.objects.get(code="0201"))
    client.force_login(town.dispatcher)
    page = client.get(f"/matters/{case.pk}/do/hand_over/").content.decode()
    assert f'<option value="{town.farms.pk}" selected>' in page
    assert "按分流规则建议：桃坞村、0201" in page and f'<option value="{town.works.pk}" selected>' in page


def test_rules_are_added_changed_and_retired_and_the_log_says_what_stood(town: Town, client: Client) -> None:
    categories.load()
    client.force_login(town.dispatcher)
    typed = {"category": "0201", "unit": town.works.pk, "basis": "职责清单第 7 项"}
    assert "至少写一个" in client.post("/cases/rules/", {"unit": town.works.pk}).content.decode()
    for bad in (
        {"category": "9999"},
        {"area": "\x00"},
        {"unit": "0"},
        {"helpers": [town.works.pk]},
        {"helpers": ["x"]},
    ):
        page = client.post("/cases/rules/", {**typed, **bad})
        assert page.status_code == 200 and not RoutingRule.objects.exists(), bad
    client.post("/cases/rules/", {**typed, "helpers": [town.farms.pk]})
    again = client.post("/cases/rules/", {**typed, "basis": "又点了一次"}).content.decode()
    assert "同样的规则已经有了" in again and "又点了一次" in again
    row = RoutingRule.objects.get()
    client.post(f"/cases/rules/{row.pk}/", {**typed, "unit": town.farms.pk})
    changed = RoutingRule.objects.get(retired_on=None)
    assert changed.unit == town.farms and changed.pk != row.pk
    assert client.post(f"/cases/rules/{row.pk}/", typed).status_code == 404  # somebody was faster
    client.post(f"/cases/rules/{changed.pk}/retire/")
    assert not RoutingRule.objects.filter(retired_on=None).exists()
    said = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    assert len(said) == 4 and "村镇建设" in said[0] and said[1].startswith("停用")


@pytest.mark.parametrize("who", ["receptionist", "handler", "duty_leader", "auditor"])
def test_who_may_not_route_changes_no_rule(town: Town, client: Client, who: str) -> None:
    client.force_login(town.users[who])
    assert client.get("/cases/rules/").status_code == 403
    assert client.post("/cases/rules/", {"key": uuid4()}).status_code == 403
