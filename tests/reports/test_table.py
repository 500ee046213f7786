"""Table T1: a month counted by hand."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.standard_tables import T1
from core.models import Matter
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.statistics.counting import (
    COLUMNS,
    all_of,
    month_of,
    table,
)
from tests.people import Town, moment
from tests.reports import october

pytestmark = pytest.mark.usefixtures("told")

MONTH = month_of("2026-10")


def test_a_month_counted_by_hand() -> None:
    assert table(T1, MONTH) == {
        key: dict(zip(COLUMNS, (row[0], row[1], row[2], row[3], row[4], row[5]), strict=True))
        for key, row in october.OCTOBER.items()
    }


def test_an_area_counts_what_lies_below_it(town: Town) -> None:
    grid = town.register(at=moment("2026-10-09 09:00"), area=town.taowu_2_1)
    assert grid.area_path.startswith(town.taowu.path)
    found = {area.code: table(T1, MONTH, area)["received"]["month"] for area in town.areas.values()}
    assert found[town.taowu.code] == 4  # B D S and the grid's
    assert found[town.taowu_2.code] == 1
    assert found[town.town.code] == 6


def test_midnight_of_the_office_divides_the_months(town: Town) -> None:
    for at in ("2026-10-01 00:00", "2026-10-31 23:59", "2026-11-01 00:00", "2026-09-30 23:59"):
        town.register(at=moment(at))
    assert table(T1, MONTH)["received"]["month"] == october.OCTOBER["received"][0] + 2


def test_a_month_that_is_over_does_not_change_with_what_happens_later(
    town: Town, told: dict[str, Any]
) -> None:
    before = table(T1, MONTH)
    town.act(told["H"], "answer_on_spot", town.receptionist, answer="已说明。")
    town.hand_over(told["E"])
    assert table(T1, MONTH) == before


def test_a_voided_case_leaves_all_counts(town: Town, told: dict[str, Any]) -> None:
    town.act(told["E"], "void", town.director, reason="重复登记")
    now = table(T1, MONTH)
    assert (now["received"]["month"], now["closing"]["month"], now["finished"]["month"]) == (4, 2, 3)


def test_overdue_now_is_what_the_list_of_overdue_shows() -> None:
    today = Period(date(2026, 11, 1), date(2026, 11, 18))
    assert set(rows("overdue", today)) == set(
        Matter.objects.overdue(october.NOW).values_list("pk", flat=True)
    )
    assert rows("overdue", today)


def rows(key: str, period: Period, matters: Any = None) -> list[int]:
    matters = all_of("case") if matters is None else matters
    return list(indicators()[key].rows(matters, period).values_list("pk", flat=True))


def test_one_query_for_each_period() -> None:
    with CaptureQueriesContext(connection) as queries:
        table(T1, MONTH)
    assert len(queries) == 4


def test_every_row_of_t1_says_what_it_counts() -> None:
    for key in T1:
        assert indicators()[key].definition.endswith("。")
