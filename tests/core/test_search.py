"""The search box: a text may mean several things, each hit says where it matched, nothing hidden is said."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.lists.search import find
from core.lists.search_hits import SEALED
from core.models import Matter
from tests.people import Town
from tests.sweeps.world import PARTIES, SECRETS, do

DEMAND = "村口的路灯坏了三个月，晚上看不见路，请尽快派人来换灯泡，联系19900000077"


@pytest.fixture
def case(town: Town) -> Any:
    return town.register(DEMAND, title="路灯不亮", parties=[dict(party) for party in PARTIES])


def places(client: Client, asked: str) -> dict[int, str]:
    """Where each hit matched, as its reader reads it."""
    answer = client.get("/search/", {"q": asked})
    assert answer.status_code == 200, asked
    return {row.pk: str(row.found) for row in answer.context["rows"]}


def test_every_hit_says_where_it_matched(case: Any, town: Town, client: Client) -> None:
    client.force_login(town.director)
    serial = re.findall(r"\d+", case.number)[-1]
    assert serial == "0001"
    ways = {
        "灯泡": "诉求：…见路，请尽快派人来换<mark>灯泡</mark>，联系***",
        "不亮": "标题：<mark>不亮</mark>",
        "0013": "电话尾号：<mark>陶**</mark>",
        "199-0000-0013": "联系电话：<mark>陶**</mark>",
        "990121195505050310": "证件号码：<mark>陶**</mark>",
        "tgf": "姓名拼音首字母：<mark>陶**</mark>",
        "gf": "姓名拼音首字母：<mark>陶**</mark>",
        "陶根发": "姓名：<mark>陶**</mark>",
        "0001": f"登记号：{case.number.replace(serial, f'<mark>{serial}</mark>')}",
        f"{case.code[12:16]}-0001": f"编号：{case.code[12:16]}-0001",
    }
    for asked, where in ways.items():
        assert where in places(client, asked)[case.pk], asked
    both = places(client, "灯泡 陶根发")[case.pk]
    assert "姓名：" in both and "诉求：" in both


def test_one_text_is_searched_in_every_way_that_it_may_mean(case: Any, town: Town) -> None:
    """Four digits: a phone's end, a number, a year in a text. Letters: initials or a word."""
    year = town.register("2013年修的渠")
    initials = town.register("别的事", parties=[{"name": "王天顺"}])
    word = town.register("WTS牌的水泵坏了")
    visible = Matter.objects.visible_to(town.director)

    def found(asked: str) -> set[int]:
        return set(find(visible, asked).matters.values_list("pk", flat=True))

    assert found("2013") == {year.pk}
    assert found("wts") == {initials.pk, word.pk}
    town.register("尾号对得上", parties=[{"name": "钱满囤", "phone": "19900002013"}])
    assert len(found("2013")) == 2 and year.pk in found("2013")
    assert found("2") == {year.pk}  # its serial; the digit stands in its text as well
    assert found("19900000077") == set()  # a number in somebody's words is masked, not found


def test_nothing_is_quoted_of_a_sealed_matter_nor_said_that_is_masked(
    case: Any, town: Town, client: Client
) -> None:
    do(town, case, "seal", town.dispatcher)
    open_case = town.register(
        "灯泡又坏了，证件990121195505050310", parties=[dict(party) for party in PARTIES]
    )
    for user in (town.director, town.dispatcher, town.receptionist, town.archivist):
        client.force_login(user)
        for asked in ("灯泡", "0013", "陶根发", "tgf", PARTIES[0]["id_number"]):
            found = places(client, asked)
            assert set(found) <= {case.pk, open_case.pk} and found[open_case.pk]
            assert found.get(case.pk, SEALED) == SEALED, (user, asked)
            text = client.get("/search/", {"q": asked}).content.decode().replace(f'value="{asked}"', "")
            text = text.replace(f"“{asked}”", "").replace(f"q={asked}", "")  # what was asked is said back
            assert not [secret for secret in (*SECRETS, "陶根发", "路灯") if secret in text], (user, asked)


def test_words_that_stand_apart_in_the_index_are_still_a_hit(town: Town, client: Client) -> None:
    """The index leaves punctuation out and joins title and text: where no place holds the word, 内容."""
    case = town.register("渠，堵了", title="查水")
    client.force_login(town.director)
    assert "诉求：<mark>渠，堵</mark>了" in places(client, "渠堵")[case.pk]
    assert places(client, "水渠")[case.pk] == "内容"


def test_what_many_matters_hold_is_not_counted_and_paged_all_the_same(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("core.lists.search", "core.views.desk"):
        monkeypatch.setattr(f"{module}.COMMON", 3)
    monkeypatch.setattr("core.procedure.paging.SIZES", (2, 100))
    cases = [town.register(f"第{number}盏路灯").pk for number in range(5)]
    town.register("水渠")
    client.force_login(town.director)
    url, found = "?q=路灯", []
    while url:
        page = client.get(f"/search/{url}").context["page"]
        assert "共超过 3 件" in page.text
        found += [row.pk for row in page.rows]
        url = page.next_url
    assert found == cases[::-1]
    assert "共 1 件" in client.get("/search/?q=水渠").context["page"].text


def test_a_page_of_hits_of_every_kind_costs_twelve_queries_at_most(town: Town, client: Client) -> None:
    for number in range(6):
        case = town.register(f"第{number}盏路灯", parties=[dict(party) for party in PARTIES])
        do(town, case, "to_mediation", town.dispatcher)
    client.force_login(town.director)
    for asked in ("路灯", "0013", "tgf", "陶根发 路灯"):
        client.get("/search/", {"q": asked})
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            found = places(client, asked)
        assert len(found) >= 6 and all(found.values())
        assert len(asked_of) <= 12, "\n".join(query["sql"][:150] for query in asked_of)
