"""What single cells of other offices' tables say."""

from types import SimpleNamespace
from typing import Any

import pytest

from core.exchange.cells import Hint, Places, day_words, has_time, hint_of, moment, past, people, pieces, said
from core.privacy.identity_numbers import LOST_DIGITS, parse_id_number
from core.values.refused import Refused
from tests.people import moment as office


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("45352", "2024-03-01"),
        ("20240305", "2024-03-05"),
        ("20240305 9:05", "2024-03-05 09:05"),
        ("2024年3月5日下午3时", "2024-03-05 15:00"),
        ("2024-03-05 下午3:20", "2024-03-05 15:20"),
        ("2024年3月5日上午9点", "2024-03-05 09:00"),
        ("2024年3月5号", "2024-03-05"),
        ("2024-03-05（星期二）", "2024-03-05"),
        ("2024-03-05T01:30:00Z", "2024-03-05 09:30"),
        ("2024-03-05T09:30:00+08:00", "2024-03-05 09:30"),
        ("2024-03-05 09:30:00 +0800", "2024-03-05 09:30"),
    ],
)
def test_days_that_mean_one_day_only_are_understood(typed: str, meant: str) -> None:
    assert moment(typed, "收到时间") == office(meant)


@pytest.mark.parametrize(
    ("typed", "hint", "meant"),
    [
        ("3月5日", Hint(2024), "2024-03-05"),
        ("5号", Hint(2024, 3), "2024-03-05"),
        ("3月5日 9:30", Hint(2024), "2024-03-05 09:30"),
    ],
)
def test_a_title_says_the_year_and_a_sheet_the_month(typed: str, hint: Hint, meant: str) -> None:
    assert moment(typed, "收到时间", hint) == office(meant)
    with pytest.raises(Refused, match="不是日期"):
        moment(typed, "收到时间")


@pytest.mark.parametrize(
    "typed",
    [
        "43836.5",
        "5",
        "3.5",
        "6/1",
        "05/03/2024",
        "24-03-05",
        "12345",
        "9:30-10:30",
        "2024-03-05 24:00",
        "当场",
        "20241305",
    ],
)
def test_days_that_may_mean_two_are_refused(typed: str) -> None:
    with pytest.raises(Refused):
        moment(typed, "收到时间", Hint(2024))


def test_titles_name_a_year_and_a_month_only_where_they_name_one() -> None:
    assert hint_of("栖云镇2026年1月台账") == Hint(2026, 1)
    assert (
        hint_of("十二月") == Hint(0, 12) and hint_of("十月") == Hint(0, 10) and hint_of("二月") == Hint(0, 2)
    )
    assert hint_of("2025年12月至2026年1月") == Hint(0, 0)


def test_a_day_that_computers_write_for_none_is_none() -> None:
    with pytest.raises(Refused, match="空日期"):
        past(office("1970-01-01"), "收到时间")
    assert day_words(office("2026-01-05")) == "2026-01-05" and not has_time("2026-01-05")
    assert day_words(office("2026-01-05 09:30")) == "2026-01-05 09:30" and has_time("2026年1月5日9时")


@pytest.mark.parametrize("cell", ["", " ", "/", "无", "——", "#N/A", "#REF!", "暂无", "N/A", "\u200b"])
def test_cells_that_say_nothing(cell: str) -> None:
    assert said(cell) == ""


@pytest.mark.parametrize("cell", ["#N/A", "/", "无", "匿名", "0", "群众", "√"])
def test_what_is_no_name_names_nobody(cell: str) -> None:
    assert people(cell).named == ()


@pytest.mark.parametrize(
    ("cell", "named", "count"),
    [
        ("陶根发", ["陶根发"], 0),
        ("陶 根 发", ["陶根发"], 0),
        ("阿依古丽·买买提", ["阿依古丽·买买提"], 0),
        ("陶根发（男）", ["陶根发"], 0),
        ("陶根发、顾小蕾", ["陶根发", "顾小蕾"], 2),
        ("陶根发\n顾小蕾", ["陶根发", "顾小蕾"], 2),
        ("陶根发 顾小蕾", ["陶根发", "顾小蕾"], 2),
        ("陶根发等12人", ["陶根发"], 12),
        ("陶根发、顾小蕾等十二人", ["陶根发", "顾小蕾"], 12),
        ("陶根发诉顾小蕾", ["陶根发", "顾小蕾"], 0),
        ("甲方：陶根发 乙方：顾小蕾", ["陶根发", "顾小蕾"], 0),
        ("A00074011", ["A00074011"], 0),
    ],
)
def test_the_people_of_a_cell(cell: str, named: list[str], count: int) -> None:
    found = people(cell)
    assert [one.name for one in found.named] == named and found.count == count
    assert found.unclear == (cell not in ("陶根发", "陶 根 发", "阿依古丽·买买提", "A00074011"))


def test_organisations_are_no_persons_and_numbers_come_apart() -> None:
    assert people("桃坞村村民委员会").named[0].is_organisation
    assert list(pieces("'19900000013/19900000014（儿子）、0999-1234567.0")) == [
        "19900000013",
        "19900000014",
        "0999-1234567",
    ]


def test_digits_that_a_spreadsheet_zeroed_are_refused() -> None:
    today = office("2026-01-05").date()
    for number in ("990121195501040000", "990121195505050000"):
        with pytest.raises(ValueError, match=LOST_DIGITS[:6]):
            parse_id_number(number, today)


def area(pk: int, name: str, parent: Any = None) -> Any:
    return SimpleNamespace(pk=pk, name=name, code=f"9901{pk:02}", parent_id=parent)


@pytest.mark.parametrize(
    ("typed", "found", "rest"),
    [
        ("桃坞村", "桃坞村", ""),
        ("栖云镇桃坞村", "桃坞村", ""),
        ("栖云镇 桃坞村", "桃坞村", ""),
        ("白石县栖云镇桃坞村三组", "桃坞村", "三组"),
        ("桃坞村·桃坞第二网格", "桃坞第二网格", ""),
        ("栖云镇", "栖云镇", ""),
        ("云桥镇 桃坞村", None, "云桥镇 桃坞村"),
        ("云桥镇桃坞村", None, "云桥镇桃坞村"),
        ("外县/别镇/桃坞村", None, "外县/别镇/桃坞村"),
        ("别镇·桃坞村", None, "别镇·桃坞村"),
        ("镇农贸市场南门", None, "镇农贸市场南门"),
    ],
)
def test_another_town_s_village_is_none_of_ours(typed: str, found: str | None, rest: str) -> None:
    town, village = area(1, "栖云镇"), area(2, "桃坞村", 1)
    places = Places([town, village, area(3, "桃坞第二网格", 2)], town)
    place, left = places.find(typed)
    assert (place.name if place else None, left) == (found, rest)
