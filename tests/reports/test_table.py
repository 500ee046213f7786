"""Table T1: a month counted by hand, identities over random histories, and every number's list."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case
from core.indicators import Period
from core.models import Clock, HistoryEntry, Matter
from core.procedures import by_kind, indicators
from reports.statistics import (
    COLUMNS,
    T1,
    cases,
    count,
    count_by,
    month_before,
    month_of,
    table,
    total,
    trend,
    values,
)
from tests.people import SHANGHAI, Town, moment
from tests.reports import october

MONTH = month_of("2026-10")


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(october.NOW, tick=True):
        yield


def test_a_month_counted_by_hand(town: Town) -> None:
    october.tell(town)
    assert table(MONTH) == {
        key: dict(zip(COLUMNS, (row[0], row[1], row[2], row[3], row[4], row[5]), strict=True))
        for key, row in october.OCTOBER.items()
    }


def test_an_area_counts_what_lies_below_it(town: Town) -> None:
    october.tell(town)
    grid = town.register(at=moment("2026-10-09 09:00"), area=town.taowu_2_1)
    assert grid.area_path.startswith(town.taowu.path)
    found = {area.code: table(MONTH, area)["received"]["month"] for area in town.areas.values()}
    assert found[town.taowu.code] == 4  # B D S and the grid's
    assert found[town.taowu_2.code] == 1
    assert found[town.town.code] == 6


def test_midnight_of_the_office_divides_the_months(town: Town) -> None:
    for at in ("2026-10-01 00:00", "2026-10-31 23:59", "2026-11-01 00:00", "2026-09-30 23:59"):
        town.register(at=moment(at))
    assert table(MONTH)["received"]["month"] == 2


def test_a_month_that_is_over_does_not_change_with_what_happens_later(town: Town) -> None:
    told = october.tell(town)
    before = table(MONTH)
    town.act(told["H"], "answer_on_spot", town.receptionist, answer="已说明。")
    town.hand_over(told["E"])
    assert table(MONTH) == before


def test_a_voided_case_leaves_all_counts(town: Town) -> None:
    told = october.tell(town)
    town.act(told["E"], "void", town.director, reason="重复登记")
    now = table(MONTH)
    assert (now["received"]["month"], now["closing"]["month"], now["finished"]["month"]) == (4, 2, 3)


def test_overdue_now_is_what_the_list_of_overdue_shows(town: Town) -> None:
    october.tell(town)
    today = Period(date(2026, 11, 1), date(2026, 11, 18))
    assert set(rows("overdue", today)) == set(
        Matter.objects.overdue(october.NOW).values_list("pk", flat=True)
    )
    assert rows("overdue", today)


def rows(key: str, period: Period, matters: Any = None) -> list[int]:
    matters = cases() if matters is None else matters
    return list(indicators()[key].rows(matters, period).values_list("pk", flat=True))


def test_one_query_for_each_period(town: Town) -> None:
    with CaptureQueriesContext(connection) as queries:
        table(MONTH)
    assert len(queries) == 4


# --- Random histories --------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2025, 8, 1), datetime(2026, 11, 17)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=SHANGHAI)
)
LIVES = st.lists(
    st.tuples(
        MOMENTS,  # received
        st.none() | st.integers(0, 90 * 24),  # hours until it was closed
        st.sampled_from(["town", "taowu", "songling", "taowu_2_1"]),
        st.sampled_from(["settled", "finished", "voided"]),
        st.sampled_from(["visit", "phone", "leader"]),
        st.integers(0, 240),  # hours until the limit
        st.sampled_from(["", "satisfied", "fairly", "unsatisfied", "unreached", "declined"]),
    ),
    max_size=12,
)


def live(town: Town, lives: list[tuple[Any, ...]]) -> None:
    """Rows as the verbs would have left them, dated anyhow."""
    for number, (came, hours, area, how, channel, limit, says) in enumerate(lives):
        closed = min(came + timedelta(hours=hours), october.NOW) if hours is not None else None
        place = town.areas[area]
        case = Case.objects.create(
            kind="case", code=f"X{number}", number=f"X{number}", title="题", demand="诉求", area=place,
            area_path=place.path, holder_unit=town.centre, first_contact=town.receptionist, received_at=came,
            closed_at=closed, voided_at=closed if how == "voided" else None, channel=channel, head_count=1 + number,
            status=how if closed else "in_hand", called_back_at=closed if says and closed else None,
            satisfaction=says if closed else "",
        )  # fmt: skip
        rule = "cases.dispatch" if how == "settled" else "cases.handle_ordinary"
        Clock.objects.create(
            matter=case, rule=rule, label="办理", basis="表", term="7C", started_at=came, ended_at=closed,
            end="met" if closed else "", expires_at=came + timedelta(hours=limit),
            black_at=came + timedelta(hours=limit + 200),
        )  # fmt: skip
        if how != "settled":
            HistoryEntry.objects.create(
                matter=case, seq=1, action="cases.hand_over", before="registered", after="handed_over",
                unit=town.centre, happened_at=came + timedelta(hours=1), detail_hash="", hash="",
            )  # fmt: skip


@given(lives=LIVES, months=st.integers(0, 14), length=st.integers(1, 13))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_must_hold_in_every_area_and_period(
    town: Town, lives: list[Any], months: int, length: int
) -> None:
    last = month_before(month_of("2026-11"), months)
    period = Period(month_before(last, length - 1).first, last.last)
    with transaction.atomic():
        live(town, lives)
        for area in (town.town, town.taowu):
            check(cases().in_area(area), period)
        check(Case.objects.visible_to(town.unit_head), period)
        transaction.set_rollback(True)


def check(matters: Any, period: Period) -> None:
    """The identities of one area and period, and the list behind each number."""
    own = {one.key: one for one in by_kind()["case"].indicators}
    asked = [(key, period) for key in own]
    counts = total(count_by(matters, ("pk",), asked).values(), asked)
    n = {key: counts[key, period] for key in own}
    assert n["opening"] + n["received"] - n["finished"] == n["closing"]
    assert n["on_time_rate"] + n["finished_late"] == n["timed"] <= n["finished"]
    assert n["listed"] <= n["overdue"] <= n["closing"]
    assert n["satisfaction_rate"] <= n["rated"] <= n["finished"]
    assert n["settled"] <= n["finished"]
    assert n["visits"] <= n["received"]
    for key, number in n.items():
        counted = indicators()[key].rows(matters, period)
        weight = indicators()[key].weight
        assert number == (sum(counted.values_list(weight, flat=True)) if weight else counted.count()), key
    alone = count(matters, asked)
    assert alone == values(counts)


@given(lives=LIVES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_months_add_up_to_the_year_and_villages_to_the_town(town: Town, lives: list[Any]) -> None:
    with transaction.atomic():
        live(town, lives)
        months = trend(cases(), month_of("2026-11"), 11)
        whole = table(month_of("2026-11"))
        assert [sum(row[place] for row in months) for place in (1, 2)] == [
            whole[key]["ytd"] for key in ("received", "finished")
        ]
        for key in ("received", "opening", "finished", "closing", "dispatched", "overdue"):
            parts = count_by(cases(), ("area_path",), [(key, MONTH)]).values()
            assert sum(part[key, MONTH] for part in parts) == table(MONTH)[key]["month"]
        transaction.set_rollback(True)


def test_every_row_of_t1_says_what_it_counts() -> None:
    for key in T1:
        assert indicators()[key].definition.endswith("。")
