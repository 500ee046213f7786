"""Terms and the working calendar: what every deadline of the product is reckoned with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import chinese_calendar
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines.terms import (
    BLACK,
    BLACK_AFTER,
    SHANGHAI,
    WARN_BEFORE,
    YELLOW,
    Calendar,
    Measure,
    OutOfRange,
    Term,
    YearMissing,
    compute,
    explain,
    marks,
    term_until,
)

CN = Calendar(frozenset(range(2004, 2027)), constants.holidays, constants.workdays)


def at(text: str) -> datetime:
    """A moment of Shanghai time in 2026: `04-02 10:10`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


# --- The calendar ---------------------------------------------------------------------------------------


def test_the_calendar_agrees_with_chinesecalendar_on_every_day_from_2004_to_2026():
    day = date(2004, 1, 1)
    while day.year < 2027:
        assert CN.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_working_days_of_2026_by_month():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    months = [sum(CN.is_workday(day) for day in days if day.month == month) for month in range(1, 13)]
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


def test_a_year_that_is_not_loaded_is_never_guessed():
    with pytest.raises(YearMissing, match="2027 年工作日历未导入"):
        CN.is_workday(date(2027, 1, 4))
    with pytest.raises(YearMissing) as missing:
        CN.add_workdays(on("12-31"), 1)
    assert missing.value.year == 2027
    with pytest.raises(YearMissing):
        CN.last_workday_to(date(2004, 1, 1))  # 2003 would be needed
    gap = replace(CN, years=frozenset({2024, 2026}))
    with pytest.raises(YearMissing, match="2025"):
        gap.add_workdays(date(2024, 12, 31), 1)
    with pytest.raises(YearMissing, match="2025"):
        gap.last_workday_to(date(2026, 1, 1))
    with pytest.raises(YearMissing, match="2025"):
        gap.working_minutes(datetime(2024, 12, 31), datetime(2026, 1, 5))  # noqa: DTZ001


def test_a_gap_before_the_days_that_are_needed_does_no_harm():
    assert CN.add_workdays(date(2003, 12, 31), 1) == date(2004, 1, 2)  # Wednesday -> Friday, over 元旦
    assert replace(CN, years=frozenset({2024, 2026})).add_workdays(on("04-02"), 3) == on("04-08")


def test_why_a_day_is_off():
    assert CN.why_off(on("04-11")) == "周六"
    assert CN.why_off(on("05-03")) == "Labour Day"  # a Sunday within the holiday
    assert CN.why_off(on("05-09")) == ""  # a made-up Saturday


# --- Working time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("04-02 08:30", "04-02 17:30", 420),  # Thursday, the whole day
        ("04-02 12:00", "04-02 14:00", 0),  # the noon break
        ("04-02 11:00", "04-02 15:00", 120),  # over the noon break
        ("04-03 17:00", "04-07 09:00", 60),  # Friday to Tuesday, over 清明
        ("05-09 08:30", "05-09 12:00", 210),  # a made-up Saturday
        ("05-02 09:00", "05-03 09:00", 0),  # within 劳动节
        ("04-02 15:00", "04-02 11:00", -120),  # the wrong way round
    ],
)
def test_working_minutes(start, end, minutes):
    assert CN.working_minutes(at(start), at(end)) == minutes


def test_moments_may_be_naive_local_or_of_any_zone():
    naive = at("04-02 11:00").replace(tzinfo=None)
    assert CN.working_minutes(naive, at("04-02 15:00").astimezone(UTC)) == 120
    assert CN.add_working_hours(naive, 1) == naive + timedelta(hours=1)
    assert CN.add_working_hours(naive, 1).tzinfo is None


def test_a_year_of_working_minutes_takes_less_than_a_millisecond():
    first, last = at("01-05 08:30"), at("12-31 17:30")
    assert CN.working_minutes(first, last) == 420 * 247  # 248 days of 2026 without 4 January
    begun = perf_counter()
    for _ in range(100):
        CN.working_minutes(first, last)
    assert (perf_counter() - begun) / 100 < 0.001


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 1))  # noqa: DTZ001 - local times


@given(st.lists(MOMENTS, min_size=3, max_size=3))
def test_the_steps_of_a_case_add_up_to_its_age(moments):
    a, b, c = sorted(moments)
    assert CN.working_minutes(a, b) + CN.working_minutes(b, c) == CN.working_minutes(a, c)


@given(MOMENTS, st.integers(1, 200))
def test_working_hours_added_are_working_hours_between(start, hours):
    start = start.replace(second=0, microsecond=0)
    end = CN.add_working_hours(start, hours)
    assert CN.working_minutes(start, end) == hours * 60
    assert (
        CN.working_minutes(start, end - timedelta(minutes=1)) == hours * 60 - 1
    )  # and not later than needed


# --- Terms ----------------------------------------------------------------------------------------------

LABELS = {
    "5W": "5 个工作日",
    "15C": "15 日",
    "24H": "24 小时",
    "4WH": "4 个工作小时",
    "1M": "1 个月",
    "1Y": "1 年",
}


@pytest.mark.parametrize(("text", "label"), LABELS.items())
def test_a_term_reads_back_as_it_was_written(text, label):
    assert str(Term.parse(text)) == text
    assert Term.parse(text).label == label


def test_what_is_due_today_ends_with_the_day_at_whatever_hour_it_was_said():
    """民法典 203 ¶2; on a rest day too, and after office hours."""
    for said, day in (
        ("03-10 09:00", "03-10"),
        ("03-10 19:30", "03-10"),
        ("03-10 23:59", "03-10"),
        ("05-02 20:00", "05-02"),
    ):
        term = Term.parse(term_until(at(said), on(day)))
        due = compute(term, at(said), CN)
        found = marks(term, at(said), due, CN)
        assert (term.label, due.raw, due.moment) == ("当日", on(day), None)
        assert found.expires_at == at(f"{day} 00:00") + timedelta(days=1) and found.warn_at <= at(said)
    assert term_until(at("03-10 19:30"), on("03-12")) == "2C"
    assert [line.note for line in explain(Term.parse("0C"), at("03-10 19:30"), CN).lines] == ["当日届满"]
    for other in ("0W", "0H", "00C", "0WC"):
        with pytest.raises(ValueError, match="写法不对"):
            Term.parse(other)


@pytest.mark.parametrize(
    "text", ["", "W", "5", "0W", "05W", "-1C", "5w", "5X", "1.5W", "10000C", "５W", "5W 3C"]
)
def test_a_term_that_cannot_be_read_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match="写法不对"):
        Term.parse(text)


def test_a_term_has_a_count_from_1_to_9999():
    for count, unit in ((0, Measure.WORKING_DAYS), (-1, Measure.DAYS), (10000, Measure.DAYS)):
        with pytest.raises(ValueError, match="1–9999"):
            Term(count, unit)


@pytest.mark.parametrize("text", ["9999C", "9999H", "9999M", "9999Y"])
def test_a_date_beyond_the_years_is_refused_in_a_sentence(text):
    start = datetime(9998, 12, 1, tzinfo=SHANGHAI)
    with pytest.raises(OutOfRange, match="超出"):
        compute(Term.parse(text), start, CN)
    with pytest.raises(OutOfRange):
        compute(Term.parse("24H"), datetime(9998, 12, 31, 12, tzinfo=SHANGHAI), CN)
    with pytest.raises(OutOfRange):
        compute(Term.parse("1W"), date.max, CN)


# term, start, raw, rolled, target; the weekdays are those of the five dates
DAYS = [
    # working days
    ("1W", "03-16", "03-17", "03-17", "03-17"),  # plain: Monday -> Tuesday
    ("2W", "03-19", "03-23", "03-23", "03-23"),  # weekend: Thursday -> Monday
    ("2W", "04-02", "04-07", "04-07", "04-07"),  # 清明 Sat-Mon: Thursday -> Tuesday
    ("3W", "04-02", "04-08", "04-08", "04-08"),  # 清明: Thursday -> Wednesday
    ("5W", "04-02", "04-10", "04-10", "04-10"),  # 清明: Thursday -> Friday
    ("5W", "09-28", "10-10", "10-10", "10-10"),  # 国庆, Monday -> made-up Saturday
    ("1W", "05-08", "05-09", "05-09", "05-09"),  # Friday -> made-up Saturday
    ("1W", "05-02", "05-06", "05-06", "05-06"),  # start within 劳动节: Saturday -> Wednesday
    ("1W", "01-31", "02-02", "02-02", "02-02"),  # month end: Saturday -> Monday
    # calendar days
    ("30C", "03-10", "04-09", "04-09", "04-09"),  # plain: Tuesday -> Thursday
    ("3C", "03-18", "03-21", "03-23", "03-20"),  # Wednesday -> Saturday; Monday; Friday
    ("30C", "04-01", "05-01", "05-06", "04-30"),  # 劳动节: Wednesday -> Friday; Wednesday; Thursday
    ("15C", "04-20", "05-05", "05-06", "04-30"),  # its last day: Monday -> Tuesday; Wednesday; Thursday
    ("15C", "04-24", "05-09", "05-09", "05-09"),  # Friday -> made-up Saturday
    ("1C", "02-28", "03-01", "03-02", "02-28"),  # made-up Saturday -> Sunday; Monday; that Saturday
    # months
    ("1M", "03-10", "04-10", "04-10", "04-10"),  # plain: Tuesday -> Friday
    ("1M", "03-11", "04-11", "04-13", "04-10"),  # weekend: Wednesday -> Saturday; Monday; Friday
    ("1M", "09-02", "10-02", "10-08", "09-30"),  # 国庆: Wednesday -> Friday; Thursday; Wednesday
    ("1M", "09-10", "10-10", "10-10", "10-10"),  # Thursday -> made-up Saturday
    ("1M", "01-31", "02-28", "02-28", "02-28"),  # no such day: Saturday -> made-up Saturday
    ("1M", "03-31", "04-30", "04-30", "04-30"),  # no such day: Tuesday -> Thursday
    ("6M", "02-28", "08-28", "08-28", "08-28"),  # the day, not the end, of a month: Saturday -> Friday
]


@pytest.mark.parametrize(("term", "start", "raw", "rolled", "target"), DAYS)
def test_day_terms(term, start, raw, rolled, target):
    due = compute(Term.parse(term), on(start), CN)
    assert (due.raw, due.rolled, due.target) == (on(raw), on(rolled), on(target))
    assert due.pending_year is None
    assert due.moment is None
    assert compute(Term.parse(term), at(f"{start} 23:59"), CN) == due  # the time of day does not count


@pytest.mark.parametrize(
    ("start", "raw", "rolled", "target"),
    [
        ("2025-04-10", "2026-04-10", "2026-04-10", "2026-04-10"),  # plain: Thursday -> Friday
        ("2025-04-11", "2026-04-11", "2026-04-13", "2026-04-10"),  # weekend: Saturday; Monday; Friday
        ("2025-02-17", "2026-02-17", "2026-02-24", "2026-02-14"),  # 春节: Tuesday; Tuesday; made-up Saturday
        ("2025-05-09", "2026-05-09", "2026-05-09", "2026-05-09"),  # Friday -> made-up Saturday
        ("2024-02-29", "2025-02-28", "2025-02-28", "2025-02-28"),  # leap day: Thursday -> Friday
    ],
)
def test_years(start, raw, rolled, target):
    due = compute(Term.parse("1Y"), date.fromisoformat(start), CN)
    assert [due.raw, due.rolled, due.target] == [date.fromisoformat(day) for day in (raw, rolled, target)]


@pytest.mark.parametrize(
    ("term", "start", "end"),
    [
        ("24H", "04-02 10:10", "04-03 10:10"),  # plain: Thursday -> Friday
        ("24H", "04-03 10:10", "04-04 10:10"),  # Friday -> Saturday: hours run on
        ("48H", "04-30 10:10", "05-02 10:10"),  # into 劳动节: Thursday -> Saturday
        ("2H", "05-09 23:30", "05-10 01:30"),  # made-up Saturday -> Sunday
        ("24H", "01-31 08:00", "02-01 08:00"),  # month end: Saturday -> Sunday
        ("4WH", "04-02 09:00", "04-02 15:00"),  # plain: Thursday, over noon
        ("4WH", "04-10 16:00", "04-13 11:00"),  # weekend: Friday -> Monday
        ("4WH", "04-03 16:00", "04-07 11:00"),  # 清明: Friday -> Tuesday
        ("4WH", "05-08 16:00", "05-09 11:00"),  # Friday -> made-up Saturday
        ("7WH", "04-30 08:30", "04-30 17:30"),  # a full day ends at closing time: Thursday
        ("1WH", "04-30 17:30", "05-06 09:30"),  # month end, 劳动节: Thursday -> Wednesday
        ("1WH", "05-02 10:00", "05-06 09:30"),  # start within a holiday: Saturday -> Wednesday
        ("1WH", "04-02 12:30", "04-02 15:00"),  # start at noon: Thursday
    ],
)
def test_hour_terms(term, start, end):
    due = compute(Term.parse(term), at(start), CN)
    assert due.moment == at(end)
    assert due.moment.tzinfo is SHANGHAI
    assert due.raw == due.rolled == due.target == at(end).date()


@pytest.mark.parametrize("term", ["24H", "4WH"])
def test_hours_need_a_moment(term):
    with pytest.raises(ValueError, match="时刻"):
        compute(Term.parse(term), on("04-02"), CN)


def test_the_days_passed_over_are_named():
    assert [skip.on for skip in compute(Term.parse("3W"), on("04-02"), CN).skipped] == [
        on("04-04"), on("04-05"), on("04-06"),
    ]  # fmt: skip
    assert [skip.on.day for skip in compute(Term.parse("30C"), on("04-01"), CN).skipped] == [1, 2, 3, 4, 5]
    assert compute(Term.parse("30C"), on("03-10"), CN).skipped == ()
    assert compute(Term.parse("4WH"), at("04-10 16:00"), CN).skipped == (
        (on("04-11"), "周六"),
        (on("04-12"), "周日"),
    )
    assert compute(Term.parse("48H"), at("04-10 16:00"), CN).skipped == ()


@pytest.mark.parametrize(
    ("term", "start", "raw"),
    [
        ("60C", "11-20 09:00", date(2027, 1, 19)),
        ("2M", "11-20 09:00", date(2027, 1, 20)),
        ("1Y", "11-20 09:00", date(2027, 11, 20)),
        ("30W", "11-20 09:00", None),
        ("8WH", "12-31 09:00", None),
    ],
)
def test_a_missing_year_leaves_open_what_needs_it_and_only_that(term, start, raw):
    due = compute(Term.parse(term), at(start), CN)
    assert (due.raw, due.rolled, due.target, due.moment) == (raw, None, None, None)
    assert due.pending_year == 2027


def test_clock_hours_need_no_calendar():
    due = compute(Term.parse("48H"), at("12-31 09:00"), CN)
    assert (due.raw, due.pending_year) == (date(2027, 1, 2), None)


# --- Properties -----------------------------------------------------------------------------------------

DATES = st.dates(date(2024, 1, 1), date(2026, 9, 30))
DAY_TERMS = st.builds(Term, st.integers(1, 60), st.sampled_from([Measure.WORKING_DAYS, Measure.DAYS]))
DAY_TERMS |= st.builds(Term, st.integers(1, 2), st.just(Measure.MONTHS))


@given(st.integers(1, 60), st.integers(1, 60), st.dates(date(2024, 1, 1), date(2026, 4, 1)))
def test_working_days_add_up(a, b, start):
    both = Term(a + b, Measure.WORKING_DAYS)
    middle = compute(Term(a, Measure.WORKING_DAYS), start, CN).raw
    assert compute(both, start, CN).raw == compute(Term(b, Measure.WORKING_DAYS), middle, CN).raw


@given(DAY_TERMS, DATES, st.integers(0, 100))
def test_another_holiday_makes_nothing_earlier_and_no_target_of_calendar_days_later(term, start, n):
    day = start + timedelta(days=n)
    more = replace(
        CN,
        off={**CN.off, day: "临时放假"},
        make_up={made: name for made, name in CN.make_up.items() if made != day},
    )
    before, after = compute(term, start, CN), compute(term, start, more)
    if before.rolled and after.rolled:
        assert after.rolled >= before.rolled
        if term.unit is not Measure.WORKING_DAYS:
            assert after.raw == before.raw
            assert after.target <= before.target


@given(DAY_TERMS, DATES, st.integers(0, 100))
def test_another_made_up_day_makes_nothing_later_and_no_target_of_calendar_days_earlier(term, start, n):
    day = start + timedelta(days=n)
    more = replace(CN, make_up={**CN.make_up, day: "临时上班"})
    before, after = compute(term, start, CN), compute(term, start, more)
    if before.rolled and after.rolled:
        assert after.rolled <= before.rolled
        if term.unit is not Measure.WORKING_DAYS:
            assert after.raw == before.raw
            assert after.target >= before.target


@given(DAY_TERMS, DATES)
def test_target_is_not_after_raw_nor_raw_after_rolled_and_both_are_worked(term, start):
    due = compute(term, start, CN)
    if due.pending_year is None:
        assert due.target <= due.raw <= due.rolled
        assert CN.is_workday(due.target)
        assert CN.is_workday(due.rolled)


# --- Lights ---------------------------------------------------------------------------------------------


def lights(term, start, right=False, calendar=CN):
    term = Term.parse(term)
    return marks(term, start, compute(term, start, calendar), calendar, right)


@pytest.mark.parametrize(
    ("term", "start", "half", "warn", "expires", "black"),
    [
        # Thursday + 5 = Friday; half of the third day; yellow from Thursday; 5 W after Friday
        ("5W", "04-02 10:00", "04-08 12:00", "04-09 00:00", "04-11 00:00", "04-18 00:00"),
        # Monday + 10 = Monday: yellow from the Friday before, however long the term is
        ("10W", "03-16 10:00", "03-24 00:00", "03-27 00:00", "03-31 00:00", "04-08 00:00"),
        # Wednesday + 30 = Friday in 劳动节; the last working day before is Thursday 04-30: yellow from Wednesday
        ("30C", "04-01 10:00", "04-17 00:00", "04-29 00:00", "05-02 00:00", "05-12 00:00"),
        # Friday + 3 = Monday: no working day lies between, so it is yellow from the beginning
        ("3C", "03-20 10:00", "03-22 12:00", "03-20 00:00", "03-24 00:00", "03-31 00:00"),
        # hours: half of them; a few hours are within a working day from the beginning; Friday + 5 W, over 清明
        ("10H", "04-03 10:00", "04-03 15:00", "04-03 00:00", "04-03 20:00", "04-13 20:00"),
        # working hours: Friday 16:00 -> Tuesday 11:00
        ("4WH", "04-03 16:00", "04-07 09:00", "04-03 00:00", "04-07 11:00", "04-14 11:00"),
        # three days in hours: yellow from the working day before the one it ends on
        ("72H", "03-16 10:00", "03-17 22:00", "03-18 00:00", "03-19 10:00", "03-26 10:00"),
    ],
)
def test_when_a_light_changes(term, start, half, warn, expires, black):
    found = lights(term, at(start))
    assert (found.half_at, found.warn_at) == (at(half), at(warn))
    assert (found.expires_at, found.black_at) == (at(expires), at(black))
    assert found.pending_year is None


def test_a_right_ends_with_the_rolled_day_and_a_duty_with_the_raw_one():
    assert lights("30C", on("04-01")).expires_at == at("05-02 00:00")
    assert lights("30C", on("04-01"), right=True).expires_at == at("05-07 00:00")
    black = lights("30C", on("04-01"), right=True).black_at
    assert black == at("05-13 00:00")  # after Tuesday: Wednesday + 5, with a made-up Saturday


def test_a_target_before_the_start_warns_from_the_start_day():
    found = lights("1C", on("05-02"))  # Saturday in 劳动节 -> Sunday; target Thursday 04-30
    assert found.warn_at == at("05-02 00:00")
    assert found.expires_at == at("05-04 00:00")


def test_marks_are_none_where_the_calendar_is_missing():
    duty, right = lights("60C", on("11-20")), lights("60C", on("11-20"), right=True)
    assert duty.expires_at == datetime(2027, 1, 20, tzinfo=SHANGHAI)
    assert duty.half_at == at("12-21 00:00")
    assert (duty.warn_at, duty.black_at, duty.pending_year) == (None, None, 2027)
    assert (right.expires_at, right.warn_at, right.black_at) == (None, None, None)
    assert lights("30W", on("11-20")).expires_at is None
    assert lights("8WH", at("12-31 09:00")).expires_at is None


def test_what_is_due_late_in_december_still_waits_for_its_black_light():
    found = lights("1W", on("12-28"))  # Monday -> Tuesday; five working days later is 2027
    assert found.expires_at == at("12-30 00:00")
    assert (found.black_at, found.pending_year) == (None, 2027)
    hours = lights("2H", at("12-31 10:00"))
    assert (hours.expires_at, hours.black_at, hours.pending_year) == (at("12-31 12:00"), None, 2027)


def test_an_extended_term_is_marked_over_its_whole_time():
    first = compute(Term.parse("5W"), on("03-16"), CN)  # Monday -> Monday
    more = Term.parse("5W")
    found = marks(more, on("03-16"), compute(more, first.raw, CN), CN)
    assert found == lights("10W", on("03-16"))


@given(st.lists(st.tuples(DAY_TERMS, DATES), min_size=2, max_size=8), DATES)
def test_one_last_day_is_one_colour_however_it_was_counted(clocks, today):
    """Two duties of the same last day are both yellow or both not, from the day on which both run."""
    seen = {}
    for term, start in clocks:
        due = compute(term, start, CN)
        found = marks(term, start, due, CN)
        if found.pending_year is None and start <= today and due.raw >= today:
            yellow = found.warn_at <= datetime.combine(today, datetime.max.time(), SHANGHAI)
            assert seen.setdefault(due.target, yellow) == yellow


@pytest.mark.parametrize("today", ["03-16", "03-17", "03-18", "03-19", "03-20", "03-21"])
def test_hours_and_days_have_one_rule(today):
    """Everything that ends on Friday 03-20 is yellow from Thursday on; the legend says it with the same number."""
    ending = {"10W": "03-06", "4C": "03-16", "5W": "03-13", "96H": "03-16 08:30", "35WH": "03-13 17:30"}
    for term, start in ending.items():
        found = lights(term, at(start) if " " in start else on(start))
        assert found.expires_at in (at("03-21 00:00"), at("03-20 08:30"), at("03-20 17:30")), term
        assert (found.warn_at <= at(f"{today} 12:00")) is (today >= "03-19"), (term, today)
    assert str(WARN_BEFORE) in YELLOW and str(BLACK_AFTER) in BLACK


@given(DAY_TERMS, DATES, st.booleans())
def test_a_light_turns_yellow_before_red_and_red_before_black(term, start, right):
    found = marks(term, start, compute(term, start, CN), CN, right)
    if found.pending_year is None:
        assert found.warn_at < found.expires_at < found.black_at
        assert found.half_at < found.expires_at
        assert found.half_at.utcoffset() == timedelta(hours=8)


# --- Explanation ----------------------------------------------------------------------------------------


def test_the_explanation_counts_the_days_of_a_working_term():
    told = explain(Term.parse("3W"), on("04-02"), CN)
    assert [(line.on.day, line.weekday, line.number) for line in told.lines] == [
        (2, "周四", None),
        (3, "周五", 1),
        (4, "周六", None),
        (5, "周日", None),
        (6, "周一", None),
        (7, "周二", 2),
        (8, "周三", 3),
    ]
    assert told.lines[0].note == "起算日不计入"
    assert told.lines[2].note.endswith("，不计")
    assert dict(told.conclusions)["届满日"] == "2026-04-08（周三）"


def test_the_explanation_shows_the_rolling():
    told = explain(Term.parse("30C"), on("04-01"), CN, "法定届满日")
    assert len(told.lines) == 1 + 30 + 5  # start, thirty days, four days passed over, the day rolled to
    assert told.lines[30].note == "Labour Day，照计"
    assert (told.lines[-1].on, told.lines[-1].note) == (on("05-06"), "顺延至此日")
    assert told.conclusions == (
        ("法定届满日", "2026-05-01（周五）"),
        ("顺延届满日", "2026-05-06（周三）"),
        ("内控日", "2026-04-30（周四）"),
    )


def test_the_explanation_says_that_a_month_has_no_such_day():
    told = explain(Term.parse("1M"), on("01-31"), CN)
    assert told.lines[1].note == "没有对应日，月末日为届满日"
    assert explain(Term.parse("1M"), on("09-02"), CN).lines[1].note == "对应日为届满日，逢National Day"


def test_a_long_explanation_keeps_its_beginning_and_its_end():
    told = explain(Term.parse("9999C"), date(2004, 1, 1), CN)
    assert len(told.lines) <= 40
    assert (told.lines[1].number, told.lines[-2].number) == (1, 9999)  # the last line names the missing year
    assert "从略" in told.lines[5].note


def test_the_explanation_says_which_year_it_waits_for():
    told = explain(Term.parse("10W"), on("12-25"), CN)
    assert [line.number for line in told.lines if line.number] == [1, 2, 3, 4]  # Monday to Thursday
    assert told.lines[-1].note == "2027 年工作日历未导入，导入后补算"
    assert ("内控日", "待2027年日历") in told.conclusions


def test_the_explanation_of_hours_says_what_each_day_gave():
    told = explain(Term.parse("4WH"), at("04-10 16:00"), CN)
    assert [line.note for line in told.lines] == [
        "起算：16:00",
        "计 1 小时 30 分",
        "周六，不计",
        "周日，不计",
        "计 2 小时 30 分",
        "满 4 个工作小时：11:00",
    ]
    assert told.conclusions == (("届满时刻", "2026-04-13（周一）11:00"),)
