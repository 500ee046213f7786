"""Rounding, 同比, 环比, 百分点 and the dash (domain: 4.1)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.lists.drilldown import Counted
from core.procedure.indicators import Period
from core.statistics import wording
from core.statistics.counting import change, month_before, month_of, name_of, rounded


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(5, 100), "0.1"), (Fraction(-5, 100), "-0.1"), (Fraction(49, 1000), "0.0"), (Fraction(6665, 100), "66.7"),
        (Fraction(200, 3), "66.7"), (Fraction(100), "100.0"), (Fraction(99949, 1000), "99.9"), (Fraction(9995, 100), "100.0"),
    ],
)  # fmt: skip
def test_rounding_is_half_up_to_one_decimal(exact: Fraction, shown: str) -> None:
    assert rounded(exact) == Decimal(shown)


def test_counts_are_compared_in_per_cent_of_the_base() -> None:
    assert change(Fraction(203), Fraction(152), rate=False) == Decimal("33.6")
    assert change(Fraction(247), Fraction(263), rate=False) == Decimal("-6.1")


def test_rates_are_compared_in_points_as_a_reader_subtracts_them() -> None:
    two_thirds, one_third = Fraction(200, 3), Fraction(100, 3)
    assert change(two_thirds, one_third, rate=True) == Decimal("33.4")  # 66.7 − 33.3


@pytest.mark.parametrize(
    ("now", "before"), [(Fraction(5), Fraction(0)), (Fraction(0), Fraction(0)), (Fraction(5), None)]
)
def test_nothing_is_compared_with_nothing(now: Fraction, before: Fraction | None) -> None:
    assert change(now, before, rate=False) is None
    assert wording.change(None) == wording.number(None, rate=True) == "—"


def test_a_rate_of_zero_is_a_base() -> None:
    assert change(Fraction(50), Fraction(0), rate=True) == Decimal("50.0")


def test_how_changes_are_written() -> None:
    assert [wording.change(value) for value in (13.0, -6.1, 0.0)] == ["+13.0%", "−6.1%", "0.0%"]
    assert wording.change(1.2, rate=True) == "+1.2点"
    assert wording.rise(33.6) == "增长33.6%"
    assert wording.rise(-1.2, rate=True) == "降低1.2个百分点"
    assert wording.number(2221) == "2,221"
    assert wording.month_in_characters(2026, 11) == "二〇二六年十一月"


def test_months_before_cross_the_year() -> None:
    assert name_of(month_before(month_of("2026-01"))) == "2025-12"
    assert month_before(month_of("2024-03")).last.day == 29
    assert name_of(month_before(month_of("2026-11"), 12)) == "2025-11"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "0000-01", "abcd-ef", "2026-११", "2026/01"]
)
def test_what_is_no_month_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="2026-11"):
        month_of(text)


def test_the_address_of_a_list_says_what_it_counts() -> None:
    counted = Counted("received", Period(month_of("2026-11").first, month_of("2026-11").last), "990121101204")
    assert counted.query == "counted=received&first=2026-11-01&last=2026-11-30&area=990121101204"
    address = dict(pair.split("=") for pair in counted.query.split("&"))
    assert Counted.read(address, "case") == counted
    assert Counted.read({}, "case") is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"counted": "nothing"}, "没有"), ({"last": "2026-10-01"}, "早于"), ({"first": "x"}, "isoformat")],
)
def test_a_wrong_address_is_refused(wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Counted.read({"counted": "received", "first": "2026-11-01", "last": "2026-11-30", **wrong}, "case")


def test_a_small_base_is_compared_by_counts() -> None:
    """From four to forty is no +900.0%; from ten on it is per cent, and rates stay 百分点."""
    assert wording.compared(40, 4, 900.0) == "+36" and wording.compared(3, 9, -66.7) == "−6"
    assert wording.compared(13, 10, 30.0) == "+30.0%" and wording.compared(4, 4, 0.0) == "0"
    assert wording.compared(4, 0, None) == wording.compared(4, None, None) == "—"
    assert wording.compared(66.7, 5.0, 61.7, rate=True) == "+61.7点"
    assert wording.rise(900.0, False, 40, 4) == "增加36件" and wording.rise(-66.7, False, 3, 9) == "减少6件"
