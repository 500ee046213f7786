"""Identities of table T1 over random histories, and every number's list."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case
from cases.standard_tables import T1
from core.models import Clock, HistoryEntry
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, indicators
from core.statistics.counting import (
    all_of,
    count,
    count_by,
    month_before,
    month_of,
    table,
    total,
    trend,
    values,
)
from tests.people import SHANGHAI, Town
from tests.reports.october import NOW

MONTH = month_of("2026-10")
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
    clocks, entries = [], []
    for number, (came, hours, area, how, channel, limit, says) in enumerate(lives):
        closed = min(came + timedelta(hours=hours), NOW) if hours is not None else None
        place = town.areas[area]
        case = Case.objects.create(
            kind="case", code=f"X{number}", number=f"X{number}", title="题", masked_title="题", demand="诉求", area=place,
            area_path=place.path, holder_unit=town.centre, first_contact=town.receptionist, received_at=came,
            closed_at=closed, voided_at=closed if how == "voided" else None, channel=channel, head_count=1 + number,
            status=how if closed else "in_hand", called_back_at=closed if says and closed else None,
            satisfaction=says if closed else "",
        )  # fmt: skip
        rule = "cases.dispatch" if how == "settled" else "cases.handle_ordinary"
        clocks.append(Clock(
            matter=case, rule=rule, label="办理", basis="表", term="7C", started_at=came, ended_at=closed,
            end="met" if closed else "", expires_at=came + timedelta(hours=limit),
            black_at=came + timedelta(hours=limit + 200),
        ))  # fmt: skip
        if how != "settled":
            entries.append(HistoryEntry(
                matter=case, seq=1, action="cases.hand_over", before="registered", after="handed_over",
                unit=town.centre, happened_at=came + timedelta(hours=1), detail_hash="", hash="",
            ))  # fmt: skip
    Clock.objects.bulk_create(clocks)
    HistoryEntry.objects.bulk_create(entries)


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
            check(all_of("case").in_area(area), period)
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
        months = trend(all_of("case"), ("received", "finished"), month_of("2026-11"), 11)
        whole = table(T1, month_of("2026-11"))
        assert [sum(row[place] for row in months) for place in (1, 2)] == [
            whole[key]["ytd"] for key in ("received", "finished")
        ]
        october = table(T1, MONTH)
        asked = [
            (key, MONTH) for key in ("received", "opening", "finished", "closing", "dispatched", "overdue")
        ]
        parts = count_by(all_of("case"), ("area_path",), asked).values()
        for key, _ in asked:
            assert sum(part[key, MONTH] for part in parts) == october[key]["month"]
        transaction.set_rollback(True)
