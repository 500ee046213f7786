"""The list of every kind: its orders and pages."""

import re
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Matter
from core.procedure import paging
from core.procedure.paging import FAR, ORDERS, Order
from core.procedure.procedure import procedures
from tests.people import Town, moment
from tests.sweeps.world import PARTIES, do

BEGIN = moment("2026-11-02 09:00")
LISTED = [procedure for procedure in procedures() if procedure.listing]
FEW = st.integers(0, 3)  # so that many moments are the same


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


@pytest.fixture
def nine(town: Town) -> list[int]:
    return [town.register(f"第{number}段水渠堵塞").pk for number in range(9)]


def walk(order: Order, url: str, way: str) -> list[list[int]]:
    """The rows of all pages from this one on, by the links of the pager: `next_url` or `previous_url`."""
    pages, rows = [], Matter.objects.filter(kind="case")
    while url:
        request = RequestFactory().get(url)
        cut, forward = paging.cut(request, rows, order)
        page = paging.page(request, list(cut), order, forward, rows)
        assert page.text.endswith("共 9 件")
        pages.append([row.pk for row in page.rows])
        url = getattr(page, way)
        assert len(pages) < 20
    return pages


def test_what_fills_the_limit_is_counted_no_further(nine: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a search, which knows a limit of its own, says no number that it has not counted."""
    monkeypatch.setattr(paging, "SIZES", (2, 4))
    request, rows = RequestFactory().get("/"), Matter.objects.filter(kind="case")
    assert paging.MANY == 1_000
    for limit, said in ((8, "共超过 8 件"), (9, "共 9 件")):
        with CaptureQueriesContext(connection) as asked:
            page = paging.page(request, list(rows[:3]), ORDERS[0], True, rows, limit=limit)
        assert page.text == f"本页 2 件，{said}"
        assert f"LIMIT {limit + 1})" in asked[-1]["sql"]


def test_what_a_connection_hears_again_keeps_its_plan(town: Town, nine: list[int], client: Client) -> None:
    """And says the same with it (docs/adr/0064): five plans for the values at hand, then one for any."""
    client.force_login(town.director)
    pages = [client.get("/cases/?view=all").content.decode() for _ in range(12)]
    rows = [re.findall(r"/matters/(\d+)/", page) for page in pages]
    assert len(set(rows[0])) == 9 and all(row == rows[0] for row in rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0")
        assert cursor.fetchone()[0] > 5


def sorted_by(order: Order) -> list[int]:
    rows = list(Matter.objects.filter(kind="case"))
    rows.sort(key=lambda row: (getattr(row, order.column) or FAR, row.pk), reverse=order.descending)
    return [row.pk for row in rows]


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(days=st.lists(st.tuples(FEW, st.none() | FEW, FEW, FEW), min_size=9, max_size=9))
def test_every_order_gives_each_row_once_both_ways(
    nine: list[int], monkeypatch: pytest.MonkeyPatch, days: list[tuple[Any, ...]]
) -> None:
    monkeypatch.setattr(paging, "SIZES", (2, 4))

    def day(number: int | None) -> datetime | None:
        return None if number is None else BEGIN + timedelta(days=number)

    for pk, (received, due, held, code) in zip(nine, days, strict=True):
        Matter.objects.filter(pk=pk).update(
            received_at=day(received),
            due_at=day(due),
            held_since=day(held),
            code=f"SX{code}",
            root=None,
            parent=nine[0],
        )
    for order in ORDERS:
        want = sorted_by(order)
        for size in ("2", "4"):
            forth = walk(order, f"?size={size}", "next_url")
            assert [pk for page in forth for pk in page] == want, (order, size)
            last = urlencode({"size": size, "before": order.key(Matter.objects.get(pk=want[-1]))})
            back = walk(order, f"?{last}", "previous_url")
            assert [pk for page in reversed(back) for pk in page] == want[:-1], (order, size)


@pytest.mark.parametrize("procedure", LISTED, ids=lambda procedure: procedure.kind)
def test_heads_sort_and_say_how(procedure: Any, town: Town, client: Client) -> None:
    """By the links of the page: the column that is sorted says so, and no other."""
    do(town, town.register(parties=[dict(party) for party in PARTIES]), "to_mediation", town.dispatcher)
    client.force_login(town.director)
    url = reverse(procedure.labels["list"])
    for view in procedure.listing.views:
        page = client.get(url, {"view": view.name})
        heads = {head.text: head for head in page.context["heads"]}
        assert bool(heads["下一期限"].url) == bool(heads["已持有"].url) == view.live
        assert view.order.words in page.content.decode()
        for head in heads.values():
            if head.url:
                text = client.get(url + head.url).content.decode()
                if page.context["rows"]:
                    assert re.findall(r'aria-sort="(\w+)"><a [^>]*>(\w+)<', text)[0][1] == head.text
                    assert text.count("aria-sort") == 1
    code = [client.get(url, {"view": "all", "sort": sort}).context["heads"][0] for sort in ("-code", "code")]
    assert [head.sorted for head in code] == ["descending", "ascending"]
    assert "sort=code" in code[0].url and "sort=-code" in code[1].url


def test_a_sort_that_the_list_has_not_is_the_usual_one(town: Town, client: Client) -> None:
    town.register()
    client.force_login(town.director)
    for query in ("sort=nonsense", "view=done&sort=due", "view=all&sort=held"):
        answer = client.get(f"/cases/?{query}")
        assert answer.context["asked"].order == answer.context["asked"].view.order


def test_a_filter_keeps_the_view_and_the_order(town: Town, client: Client) -> None:
    town.register()
    client.force_login(town.director)
    page = client.get("/cases/?view=all&sort=-code&size=100&q=水渠&after=x").content.decode()
    for name, value in (("view", "all"), ("sort", "-code"), ("size", "100")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'name="after"' not in page and page.count('name="q"') == 2  # the filter's, and the box on top


@pytest.mark.parametrize("procedure", LISTED, ids=lambda procedure: procedure.kind)
def test_a_list_costs_twelve_queries_at_most(procedure: Any, town: Town, client: Client) -> None:
    for _ in range(3):
        case = town.register(parties=[dict(party) for party in PARTIES])
        do(town, case, "to_mediation", town.dispatcher)
    client.force_login(town.director)
    url = reverse(procedure.labels["list"])
    today = localdate().isoformat()
    for query in ("", "?view=all", "?view=all&q=水渠&since=2020-01-01", f"?sort=held&since={today}"):
        client.get(url + query)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url + query).status_code == 200
        assert len(asked) <= 12, "\n".join(row["sql"][:150] for row in asked)
