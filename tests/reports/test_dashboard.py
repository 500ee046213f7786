"""The dashboard: its numbers are the reader's, and each opens exactly its list."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Category
from tests.people import Town, moment

pytestmark = pytest.mark.usefixtures("told")


def shown(client: Client, user: Any, **asked: str) -> Any:
    client.force_login(user)
    return client.get(reverse("dashboard"), asked)


def card(answer: Any, label: str) -> dict[str, Any]:
    return next(card for card in answer.context["numbers"] if card["label"] == label)


def lines(answer: Any, label: str) -> dict[str, str]:
    return {before: value for before, value, *_ in card(answer, label)["lines"]}


def test_the_numbers_of_a_month(town: Town, client: Client) -> None:
    answer = shown(client, town.director, month="2026-10")
    told = {card["label"]: card["value"] + card["unit"] for card in answer.context["numbers"]}
    assert told == {
        "登记": "5件", "办结": "3件", "在办": "3件", "超期": "2件", "按期办结率": "66.7%", "满意率": "66.7%",
    }  # fmt: skip
    assert lines(answer, "登记") == {"同比": "+4", "环比": "+4", "今年累计": "6"}
    assert lines(answer, "按期办结率") == {"同比": "−33.3 个百分点", "环比": "—", "": "2"}
    assert "÷ 3 件，参评 100.0%" in answer.content.decode()


def test_a_sealed_case_is_counted_for_those_who_see_it(town: Town, client: Client) -> None:
    everything = shown(client, town.director, month="2026-10")
    assert card(everything, "登记")["value"] == "5"
    less = shown(client, town.chief, month="2026-10")
    assert card(less, "登记")["value"] == "4"
    assert card(less, "超期")["value"] == "1"
    assert "反映某干部" not in everything.content.decode()  # a screen that others look at
    assert "保密事项" in everything.content.decode()
    assert "保密事项" not in less.content.decode()


def test_villages_and_categories_add_up(town: Town, client: Client) -> None:
    neighbours = Category.objects.create(code="01", name="邻里")
    water = Category.objects.create(code="0102", name="排水", parent=neighbours)
    town.register(at=moment("2026-10-06 09:00"), area=town.town, category=water)
    answer = shown(client, town.director, month="2026-10")
    villages = {line["name"]: line["cells"]["received"][0] for line in answer.context["villages"]}
    assert villages == {"桃坞村": "3", "松岭村": "1", "竹溪村": "1", "未落到村": "1"}
    assert {line["name"]: line["count"] for line in answer.context["categories"]} == {
        "邻里": "1",
        "未定类别": "5",
    }


def test_every_number_opens_its_list(town: Town, client: Client) -> None:
    neighbours = Category.objects.create(code="01", name="邻里")
    town.register(at=moment("2026-10-06 09:00"), area=town.town, category=neighbours)
    answer = shown(client, town.chief, month="2026-10")
    links = re.findall(
        r'<a[^>]* href="(/cases/\?counted=[^"]+)"[^>]*>([\d,.]+)(?: 件)?</a>', answer.content.decode()
    )
    assert len(links) > 40
    wrong = {}
    for url, number in dict.fromkeys((unescape(url), number) for url, number in links):
        rows = client.get(url).context["page"].rows
        share = ("_rate" in url and "." in number) or "ended_terms" in url
        if not share and len(rows) != int(number.replace(",", "")):
            wrong[url] = (number, len(rows))
    assert wrong == {}


def test_every_mark_of_a_chart_opens_the_list_it_counts(town: Town, client: Client) -> None:
    answer = shown(client, town.chief, month="2026-10")
    pattern = r'<a href="(/cases/\?counted=[^"]+)"[^>]*><title>[^<]* (?:登记|办结) ([\d,]+)件'
    marks = re.findall(pattern, answer.content.decode())
    assert len(marks) == 2 * 2 * 12  # two series of twelve months, drawn for a desk and for a phone
    wrong = {}
    for url, number in dict.fromkeys((unescape(url), number) for url, number in marks):
        rows = client.get(url).context["page"].rows
        if len(rows) != int(number):
            wrong[url] = (number, len(rows))
    assert wrong == {}


def test_an_area_of_the_reader(town: Town, client: Client) -> None:
    answer = shown(client, town.director, month="2026-10", area=town.songling.code)
    assert "松岭村统计" in answer.content.decode()
    assert card(answer, "登记")["value"] == "1"


def test_the_table_stands_under_the_chart(town: Town, client: Client) -> None:
    answer = shown(client, town.director, month="2026-10")
    months = [f"{month}月" for month in (11, 12, *range(1, 11))]
    assert re.findall(r"<th>(\d+月)</th>", answer.content.decode()) == months
    assert "2025 年 11 月起的 12 个月" in answer.content.decode()


def test_at_most_ten_queries(town: Town, client: Client) -> None:
    shown(client, town.director)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("dashboard"))
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]


def test_where_it_waits_longest(town: Town, client: Client) -> None:
    """Each step that ended in the month, by the part of its term that it took; the slowest first."""
    answer = shown(client, town.director, month="2026-10")
    told = answer.context["waits"]
    assert {"分流", "承办单位签收"} <= set(told.labels)
    median, slowest = (list(one.values) for one in told.series)
    assert all(0 <= half <= slow for half, slow in zip(median, slowest, strict=True))
    assert slowest == sorted(slowest, reverse=True)
    times = dict(zip(told.labels, told.beside[0].values, strict=True))
    for step, url in zip(told.labels, told.series[0].urls, strict=True):
        rows = client.get(url).context["page"].rows
        assert 1 <= len(rows) <= times[step], step  # a matter may have done it twice
    text = answer.content.decode()
    assert "哪里等得最久" in text and "data-print" in text
    assert shown(client, town.director, month="2024-01").context["waits"] is None
