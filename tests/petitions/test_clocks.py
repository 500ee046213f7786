"""Every clock of a petition over the holidays of 2026, reckoned by hand: the last day, the day after the holidays to which
a right rolls, and the working day before by which the office means to be done (domain: 1.2, 9). Made up by work: 02-14,
02-28, 05-09, 09-20, 10-10.
"""

from datetime import date

import pytest

from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import Promise, Start, made
from core.models import Matter
from core.values.moments import noon
from petitions import clocks
from tests.people import Town, moment

OWN = [rule for rule in clocks.CLOCKS if rule.key.startswith("petition.")]
HOLIDAYS = {
    "春节": ("02-14", "02-24"),
    "清明": ("04-03", "04-07"),
    "劳动节": ("04-30", "05-06"),
    "国庆": ("09-30", "10-08"),
}
# By term: from when, and what is the last day. Of calendar days it lies within the holiday, so that all three differ.
DAYS = {
    "7C": (("02-09", "02-16", "春节"), ("03-28", "04-04", "清明"), ("04-24", "05-01", "劳动节"), ("09-24", "10-01", "国庆")),
    "15C": (("02-02", "02-17", "春节"), ("03-20", "04-04", "清明"), ("04-16", "05-01", "劳动节"), ("09-16", "10-01", "国庆")),
    "30C": (("01-16", "02-15", "春节"), ("03-05", "04-04", "清明"), ("04-01", "05-01", "劳动节"), ("09-01", "10-01", "国庆")),
    "60C": (("02-03", "04-04", "清明"), ("03-02", "05-01", "劳动节"), ("08-02", "10-01", "国庆")),
}  # fmt: skip
WORKING_DAYS = {
    "1W": (("02-14", "02-24"), ("04-03", "04-07"), ("04-30", "05-06"), ("05-08", "05-09"), ("09-30", "10-08"), ("10-09", "10-10")),
    "3W": (("02-12", "02-24"), ("04-02", "04-08"), ("04-29", "05-07"), ("05-07", "05-11"), ("09-29", "10-09")),
    "5W": (("02-12", "02-26"), ("04-02", "04-10"), ("04-24", "05-06"), ("05-06", "05-12"), ("09-28", "10-10")),
}  # fmt: skip


def on(day: str) -> date:
    return date.fromisoformat(f"2026-{day}")


def dates(rule: clocks.ClockRule, since: date) -> tuple[date | None, ...]:
    start = Start(rule.key, at=noon(since))
    clock = made(Matter(), rule, start, Promise(rule.term, rule.basis), office_calendar())
    return clock.raw, clock.rolled, clock.target


@pytest.mark.parametrize("rule", [rule for rule in OWN if rule.term.endswith("C")], ids=lambda rule: rule.key)
def test_of_calendar_days_all_three_differ_over_a_holiday(town: Town, rule: clocks.ClockRule) -> None:
    for since, last, holiday in DAYS[rule.term]:
        before, after = HOLIDAYS[holiday]
        assert dates(rule, on(since)) == (on(last), on(after), on(before)), since


@pytest.mark.parametrize("rule", [rule for rule in OWN if rule.term.endswith("W")], ids=lambda rule: rule.key)
def test_working_days_leave_holidays_out_and_count_what_is_made_up(
    town: Town, rule: clocks.ClockRule
) -> None:
    for since, last in WORKING_DAYS[rule.term]:
        assert dates(rule, on(since)) == (on(last),) * 3, since


def test_hours_run_through_a_holiday_and_what_ends_on_a_made_up_saturday_is_not_moved(town: Town) -> None:
    start = Start(clocks.URGENT.key, at=moment("2026-02-16 23:00"))
    urgent = made(Matter(), clocks.URGENT, start, Promise("2H", ""), office_calendar())
    assert urgent.expires_at == moment("2026-02-17 01:00")
    assert dates(clocks.NOTICE, on("04-24")) == (on("05-09"),) * 3
    assert dates(clocks.ACT, on("08-01")) == (on("10-01"), on("10-08"), on("09-30"))
    assert dates(clocks.HANDLE, date(2025, 12, 17)) == (on("02-15"), on("02-24"), on("02-14"))
    assert {rule.term for rule in OWN} == {*DAYS, *WORKING_DAYS, "2H", "2M"}
