"""Amounts in capitals: a deed that is read in court."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import money

# The first six are the examples of 正确填写票据和结算凭证的基本规定.
EXAMPLES = {
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "0": "零元整",
    "0.05": "伍分",
    "0.5": "伍角整",
    "10": "壹拾元整",
    "6800": "陆仟捌佰元整",
    "225000": "贰拾贰万伍仟元整",
    "10001": "壹万零壹元整",
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "120000000.01": "壹亿贰仟万元零壹分",
    "999999999999.99": "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}
WORTH = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(("amount", "words"), EXAMPLES.items())
def test_examples(amount: str, words: str) -> None:
    assert money.capitals(Decimal(amount)) == f"人民币{words}"


def read_back(words: str) -> Decimal:
    """What a reader understands: the other direction, written independently."""
    total = part = digit = 0
    fen = Decimal(0)
    for sign in words.removeprefix("人民币").removesuffix("整"):
        if sign in money.DIGITS:
            digit = money.DIGITS.index(sign)
        elif sign in WORTH:
            part, digit = part + digit * WORTH[sign], 0
        elif sign in "万亿":
            total, part, digit = total + (part + digit) * (10**4 if sign == "万" else 10**8), 0, 0
        elif sign == "元":
            total, part, digit = total + part + digit, 0, 0
        else:
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
    return total + fen / 100


@given(st.decimals(0, Decimal("999999999999.99"), places=2))
def test_it_reads_back_as_the_same_amount(amount: Decimal) -> None:
    words = money.capitals(amount)
    assert read_back(words) == amount
    assert "零零" not in words
    assert words.endswith(("分", "整"))


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "1000000000000"])
def test_what_no_paper_can_bear_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="不能写成大写"):
        money.capitals(Decimal(amount))


def test_digits_are_grouped() -> None:
    assert money.digits(Decimal("1260.5")) == "1,260.50"
