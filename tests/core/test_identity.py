"""Numbers of people, organisations, phones and matters: what is taken, what is refused and how."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.privacy import identity_numbers, phone_numbers

TODAY = date(2026, 11, 18)
# Invented people of the demo town (region 990121); sex and birthday as written beside them.
PEOPLE = [
    ("990121195803160112", "1", date(1958, 3, 16)),
    ("990121196309070247", "2", date(1963, 9, 7)),
    ("990121197111220371", "1", date(1971, 11, 22)),
    ("990121196902140461", "2", date(1969, 2, 14)),
    ("990121198407190532", "1", date(1984, 7, 19)),
    ("990121199004300623", "2", date(1990, 4, 30)),
    ("990121201506120155", "1", date(2015, 6, 12)),
    ("990121198601030719", "1", date(1986, 1, 3)),
    ("990121198812250885", "2", date(1988, 12, 25)),
    ("990121197608080992", "1", date(1976, 8, 8)),
    ("990121197910011138", "1", date(1979, 10, 1)),
    ("990121199703251285", "2", date(1997, 3, 25)),
    ("990121195505050310", "1", date(1955, 5, 5)),
]


@pytest.mark.parametrize(("number", "sex", "birth_on"), PEOPLE)
def test_a_right_number_says_sex_birthday_and_region(number: str, sex: str, birth_on: date) -> None:
    found = identity_numbers.parse_id_number(number, TODAY)
    assert (found.number, found.sex, found.birth_on, found.region) == (number, sex, birth_on, "990121")


def test_the_examples_of_the_standard_are_right() -> None:
    first = identity_numbers.parse_id_number("11010519491231002X", TODAY)
    assert (first.sex, first.birth_on, first.warnings) == ("2", date(1949, 12, 31), ())
    assert identity_numbers.parse_id_number("440524188001010014", TODAY).sex == "1"


def test_an_unknown_province_warns_and_does_not_refuse() -> None:
    assert identity_numbers.parse_id_number("990121195803160112", TODAY).warnings == (
        "前两位 99 不是已知的省级代码，请对照证件核一遍。",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\u200b11010519491231002X\t",
    ],
)
def test_spelling_does_not_matter(typed: str) -> None:
    assert identity_numbers.parse_id_number(typed, TODAY).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "没有填写公民身份号码。"),
        ("99012119580316011", "公民身份号码应为 18 位，现为 17 位。"),
        ("990121580316011", "这是 15 位的旧号码，已停止使用；请填写第二代居民身份证上的 18 位号码。"),
        ("990121195803160113", "第 18 位应为 2，现为 3，请对照证件核一遍。"),
        ("99012119580316O112", "第 15 位应为数字，现为“O”，请对照证件核一遍。"),
        ("99012119580316011Y", "第 18 位应为数字或 X，现为“Y”，请对照证件核一遍。"),
        ("99012119580230011X", "第 7 至 14 位 19580230 不是真实的日期，请对照证件核一遍。"),
        ("990121202611190115", "第 7 至 14 位的出生日期 2026-11-19 晚于今天，请对照证件核一遍。"),
    ],
)
def test_a_refusal_says_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"。$") as refused:
        identity_numbers.parse_id_number(typed, TODAY)
    assert str(refused.value) == sentence


@given(
    birth=st.dates(date(1900, 1, 1), TODAY), region=st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
    order=st.integers(1, 999), place=st.integers(0, 16), change=st.integers(1, 9),
)  # fmt: skip
def test_every_single_wrong_digit_is_noticed(
    birth: date, region: str, order: int, place: int, change: int
) -> None:
    body = f"{region}{birth:%Y%m%d}{order:03}"
    number = body + identity_numbers.check_digit(body)
    assert identity_numbers.parse_id_number(number, TODAY).birth_on == birth
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    with pytest.raises(ValueError, match="第"):
        identity_numbers.parse_id_number(wrong, TODAY)


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_the_check_digit_agrees_with_the_weights_of_the_standard(digits: str) -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11
    assert identity_numbers.check_digit(digits) == "10X98765432"[rest]


def refusal(read: Callable[[str], object], typed: str) -> str:
    try:
        read(typed)
    except ValueError as refused:
        return str(refused)
    return ""


@given(st.text())
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(typed: str) -> None:
    id_number = partial(identity_numbers.parse_id_number, today=TODAY)
    for read in (
        id_number,
        phone_numbers.normalise_phone,
        identity_numbers.parse_credit_code,
        identity_numbers.parse_matter_code,
    ):
        assert refusal(read, typed)[-1:] in ("", "。")


def test_typed_sex_and_birthday_are_compared() -> None:
    found = identity_numbers.parse_id_number("990121199004300623", TODAY)
    assert identity_numbers.differences(found, "2", date(1990, 4, 30)) == []
    assert identity_numbers.differences(found, "0") == identity_numbers.differences(found, "9") == []
    assert identity_numbers.differences(found, "1", date(1990, 4, 3)) == [
        "证件号码显示性别为女，填写的是男。",
        "证件号码显示出生于 1990-04-30，填写的是 1990-04-03。",
    ]


def test_an_identity_does_not_print_its_number() -> None:
    assert "1990" not in repr(identity_numbers.parse_id_number("990121199004300623", TODAY))


def test_credit_codes() -> None:
    # Weights written out as in GB 32100-2015, table 3, for an invented organisation.
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "52990121MJ0000017"
    right = signs[(31 - sum(signs.index(s) * w for s, w in zip(body, weights, strict=True)) % 31) % 31]
    assert identity_numbers.parse_credit_code(f" {body.lower()}{right}") == body + right
    wrong = "1" if right != "1" else "2"
    with pytest.raises(ValueError, match=f"第 18 位应为 {right}，现为 {wrong}"):
        identity_numbers.parse_credit_code(body + wrong)
    with pytest.raises(ValueError, match="第 9 位“I”不会出现"):
        identity_numbers.parse_credit_code("52990121IJ0000017" + right)
    with pytest.raises(ValueError, match="应为 18 位，现为 3 位"):
        identity_numbers.parse_credit_code("529")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("199-0000-0001", "19900000001"),
        ("１９９ ００００ ０００１", "19900000001"),
        ("+86 199 0000 0001", "19900000001"),
        ("0086-19900000001", "19900000001"),
        ("0999-1234567", "0999-1234567"),
        ("(0999)1234567", "0999-1234567"),
        ("09991234567", "0999-1234567"),
        ("010－12345678 转 801", "010-12345678-801"),
        ("+86-999-1234567", None),
        ("+1 (202) 555-0101", "+12025550101"),
        ("4000000000", "4000000000"),
    ],
)
def test_phones_have_one_spelling(typed: str, number: str | None) -> None:
    if number is None:
        with pytest.raises(ValueError, match="区号"):
            phone_numbers.normalise_phone(typed)
    else:
        assert phone_numbers.normalise_phone(typed) == number
        assert phone_numbers.normalise_phone(number) == number


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "没有填写"),
        ("1990000000", "应为 11 位，现为 10 位"),
        ("1234567", "应为 11 位"),
        ("7654321", "请带区号"),
        ("家里电话", "只能有数字"),
        ("0999-12", "区号加 7 至 8 位"),
        ("+12", "境外号码"),
    ],
)
def test_a_wrong_phone_is_refused(typed: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        phone_numbers.normalise_phone(typed)


def test_phone_tails() -> None:
    assert phone_numbers.phone_tail("199-0000-0088") == "0088"
    assert phone_numbers.phone_tail("0999-1234567-801") == "4567"
    assert phone_numbers.phone_tail("0088") == "0088"
    assert phone_numbers.phone_tail("12") == ""


@given(
    region=st.from_regex(r"[0-9]{6}", fullmatch=True),
    day=st.dates(date(2000, 1, 1)),
    serial=st.integers(1, 999999),
)
def test_a_matter_code_reads_back(region: str, day: date, serial: int) -> None:
    code = identity_numbers.matter_code(region, day, serial)
    assert identity_numbers.parse_matter_code(f" {code.lower()} ") == identity_numbers.MatterCode(
        region, day, serial
    )
    last = "0" if code[-1] != "0" else "1"
    assert identity_numbers.is_matter_code(code)
    assert not identity_numbers.is_matter_code(code[:-1] + last)


def test_a_matter_code_looks_like_this_and_has_no_room_for_more() -> None:
    code = identity_numbers.matter_code("990121", date(2026, 4, 2), 42)
    assert (code[:-1], len(code)) == ("SX990121202604020042", 21)
    for region, serial in (("99012", 1), ("990121", 0), ("990121", 1000000)):
        with pytest.raises(ValueError, match="应"):
            identity_numbers.matter_code(region, date(2026, 4, 2), serial)
