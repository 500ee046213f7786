"""Masks show what they may and nothing more."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.privacy import masking


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("陈守田", "陈**"),
        ("欧阳修", "欧阳*"),
        ("司马相如", "司马**"),
        ("欧阳", "欧*"),
        ("顾", "顾*"),
        ("张　三", "张*"),
        ("𫖮守田", "𫖮**"),
        ("阿依古丽·买买提", "阿**"),
        ("John Smith", "J***"),
        ("", ""),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert masking.mask_name(name) == shown


def test_organisations_are_not_masked() -> None:
    assert masking.mask_name("栖云建材有限公司", is_organisation=True) == "栖云建材有限公司"


def test_numbers() -> None:
    assert masking.mask_id("990121195803160112") == "990121********0112"
    assert masking.mask_id("E12345678") == "E******78"
    assert masking.mask_id("12345") == "*****"
    assert masking.mask_phone("19900000001") == "199****0001"
    assert masking.mask_phone("1234567") == "*****67"
    assert masking.mask_id("") == masking.mask_phone("") == ""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("澄湖县栖云镇松岭村三组12号", "澄湖县栖云镇松岭村***"),
        ("栖云镇桃坞村", "栖云镇桃坞村***"),
        ("栖云镇中村镇街5号", "栖云镇***"),
        ("云门社区2栋301室", "云门社区***"),
        ("栖云镇人民路5号", "栖云镇***"),
        ("某小区3栋", "***"),
        ("19900000001松岭村", "***松岭村***"),
        ("", ""),
    ],
)
def test_addresses_end_at_the_village(address: str, shown: str) -> None:
    assert masking.mask_address(address) == shown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("请打19900000001找他", "请打***找他"),
        ("电话 199-0000-0001。", "电话 ***。"),
        ("电话１９９ ００００ ０００１", "电话***"),
        ("199.0000.0001", "***"),
        ("身份证99012119580316011x号", "身份证***号"),
        ("9901\u200b2119 5803", "***"),
        ("欠款6800元，第42号，2026年4月2日", "欠款6800元，第42号，2026年4月2日"),
        ("欠款3456.78元", "欠款3456.78元"),
        ("拖欠工程款386000元", "拖欠工程款386000元"),
        ("欠 386000.50 元、１２０００余元、53200平方米", "欠 386000.50 元、１２０００余元、53200平方米"),
        ("19900000001元宝", "***元宝"),
        ("电话 0999 1234567 万家福", "电话 *** 万家福"),
        ("第1.2.3条", "第1.2.3条"),
    ],
)
def test_long_numbers_leave_a_text(text: str, left: str) -> None:
    assert masking.mask_digits(text) == left


@given(st.text(alphabet="0123456789０１９ -—－\u200b\u3000xX电话号"))
def test_no_five_digits_in_a_row_remain_however_they_are_spaced(text: str) -> None:
    left = unicodedata.normalize("NFKC", masking.mask_digits(text))
    for line in left.split("***"):
        runs = re.findall(r"\d(?:[ \-—\u200b]{0,3}\d)*", line)
        assert all(sum(sign.isdecimal() for sign in run) < 5 for run in runs)


@given(st.from_regex(r"1[0-9]{10}", fullmatch=True), st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
def test_a_mask_hides_the_middle(phone: str, number: str) -> None:
    assert masking.mask_phone(phone).count("*") == 4
    assert masking.mask_id(number)[6:14] == "*" * 8


@given(st.text(max_size=30))
def test_a_mask_never_shows_a_whole_name(name: str) -> None:
    shown = masking.mask_name(name)
    assert ("*" in shown) == bool(name.strip())
    assert (
        len("".join(name.split())) < 2
        or len(shown.replace("*", "")) < len("".join(name.split()))
        or "*" in name
    )


def test_what_is_found_is_what_would_be_masked() -> None:
    """For words that go out: who is named, which number stands there; sums and years are none."""
    text = "沈阿根家出资 30000 元，电话 199 0000 0013，2026年6月26日公示"
    assert masking.names_in(text, ["沈阿根", "陶水生", "沈"]) == ["沈阿根"]
    assert masking.numbers_in(text) == ["199 0000 0013"]
