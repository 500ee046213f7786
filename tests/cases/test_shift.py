"""交接班: what a shift took in and what is open, as the reader may see it."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases import shift
from core.intake import blank
from core.models import Unit
from tests.core.test_papers import fonts_of, text_of
from tests.people import Town, moment

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

DAY = date(2026, 11, 18)  # a Wednesday
MORNING, AFTERNOON = shift.half(DAY, "am"), shift.half(DAY, "pm")


def told(text: str) -> Any:
    return time_machine.travel(moment(text), tick=False)


def counts(town: Town, asked: shift.Shift, by: Any = None) -> dict[str, int]:
    found = shift.parts(by or town.receptionist, town.centre, asked)
    return {part.key: part.count for part in found if part.count}


def lines(town: Town, key: str, asked: shift.Shift = MORNING, by: Any = None) -> list[shift.Line]:
    return next(
        part.lines for part in shift.parts(by or town.receptionist, town.centre, asked) if part.key == key
    )


def test_each_case_belongs_to_the_shift_in_which_it_was_typed(town: Town) -> None:
    for at in (
        "2026-11-17 17:00",
        "2026-11-18 08:40",
        "2026-11-18 11:59",
        "2026-11-18 12:00",
        "2026-11-18 17:20",
    ):
        with told(at):
            town.register(f"{at}来的")
    with told("2026-11-18 17:25"):
        assert counts(town, MORNING)["registered"] == 2
        assert counts(town, AFTERNOON)["registered"] == 2
        assert counts(town, shift.half(DAY, "day"))["registered"] == 4
        assert counts(town, shift.stretch(DAY, time(8, 40), time(12)))["registered"] == 2
        assert counts(town, shift.stretch(DAY, time(8, 41), time(12, 1)))["registered"] == 2


def test_what_was_typed_late_says_so(town: Town) -> None:
    with told("2026-11-18 09:00"):
        town.register("昨天停电来的", at=moment("2026-11-17 15:00"))
        assert [line.note for line in lines(town, "registered")] == ["11月17日收到，补录"]


def test_what_is_open_is_told_apart(town: Town) -> None:
    with told("2026-11-16 09:00"):
        town.register("一直没分流")
        waits = town.hand_over(town.register("在办的"))
        called = town.replied(demand="该回访的")
        late = town.replied(demand="早该回访的")
    with told("2026-11-18 09:00"):
        spot = town.register("当场答复的")
        town.act(spot, "answer_on_spot", town.receptionist, answer="已说明。")
        town.register("扬言的", flags=["threat"])
        found = counts(town, MORNING)
        assert found["registered"] == 2
        assert found["settled"] == 1
        assert found["red"] == 1
        assert found["waiting"] == 2
        assert found["call_back"] == 2
        assert found["late"] == 2  # never dispatched; never signed
        notes = {line.pk: line.note for line in lines(town, "call_back")}
        assert notes[called.pk] == notes[late.pk] == "11月19日（四）前"
        assert waits.pk in {line.pk for line in lines(town, "late")}
    with told("2026-11-19 09:00"):
        assert {line.note for line in lines(town, "call_back")} == {"今天"}
        assert {called.pk, late.pk} <= {line.pk for line in lines(town, "due")}
    with told("2026-11-20 09:00"):
        assert {line.note for line in lines(town, "call_back")} == {"已逾期"}


def test_it_counts_only_what_its_reader_may_see(town: Town) -> None:
    with told("2026-11-18 09:00"):
        town.register("谁都看得到")
        sealed = town.register("反映某干部", accusation=True)
        assert counts(town, MORNING, town.dispatcher)["registered"] == 1
        assert counts(town, MORNING, town.watch_keeper).get("registered", 0) == 0
        for user in (town.receptionist, town.director):  # who took it in, who keeps such
            found = {line.pk: line for line in lines(town, "registered", by=user)}
            assert len(found) == 2
            assert found[sealed.pk].title == "保密事项"


def test_another_hall_has_its_own_sheet(town: Town, client: Client) -> None:
    other = Unit.objects.create(
        code="Z02", name="北片便民服务点", short_name="北片", kind="centre", area=town.town
    )
    with told("2026-11-18 09:00"):
        town.register("镇上的")
        town.register("北片的", centre=other)
        assert counts(town, MORNING)["registered"] == 1
        client.force_login(town.receptionist)
        page = client.get(reverse("shift"), {"hall": other.pk}).content.decode()
        assert "北片的" in page and "镇上的" not in page
        assert "镇上的" in client.get(reverse("shift")).content.decode()


def test_a_long_list_is_cut_and_says_so(town: Town, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(shift, "MOST", 3)
    with told("2026-11-18 09:00"):
        for number in range(5):
            town.register(f"第{number}件")
        client.force_login(town.receptionist)
        assert "5 件，列前 3 件" in client.get(reverse("shift")).content.decode()


def test_open_blank_numbers_are_handed_over(town: Town, client: Client) -> None:
    with told("2026-11-18 09:00"):
        blank.reserve("case", uuid4(), 3, town.receptionist)
        assert [row["left"] for row in shift.blanks(town.dispatcher)] == [3]
        client.force_login(town.receptionist)
        assert "0001号至0003号" in client.get(reverse("shift")).content.decode()


ASKED = [
    ({}, "上午"),
    ({"half": "pm"}, "下午"),
    ({"day": "2026-11-17", "half": "day"}, "全天"),
    ({"begins": "08:30", "ends": "14:00"}, "08:30 至 14:00"),
]


@pytest.mark.parametrize(("asked", "words"), ASKED)
def test_day_half_and_hours_are_asked_for(
    town: Town, client: Client, asked: dict[str, str], words: str
) -> None:
    with told("2026-11-18 09:00"):
        client.force_login(town.receptionist)
        answer = client.get(reverse("shift"), asked)
        assert answer.context["shift"] == words


BAD = [
    {"day": "2026-11-19"},
    {"day": "0001-01-01"},
    {"day": "9999-12-31"},
    {"day": "x"},
    {"half": "night"},
    {"begins": "09:00"},
    {"begins": "10:00", "ends": "09:00"},
    {"begins": "25:00", "ends": "26:00"},
    {"day": "\x00"},
    {"hall": "999"},
]


@pytest.mark.parametrize("asked", BAD)
def test_nonsense_shows_the_present_shift(town: Town, client: Client, asked: dict[str, str]) -> None:
    with told("2026-11-18 09:00"):
        client.force_login(town.receptionist)
        answer = client.get(reverse("shift"), asked)
        assert (answer.status_code, answer.context["shift"]) == (200, "上午")


def test_the_paper_prints_with_room_for_both(town: Town, client: Client) -> None:
    with told("2026-11-18 09:00"):
        town.register("渠堵了")
        town.register("反映某干部", accusation=True)
        client.force_login(town.receptionist)
        answer = client.get(reverse("shift_paper"), {"half": "day"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    text = text_of(answer.content)
    assert all(word in text for word in ("交班人", "接班人", "渠堵了", "保密事项", "林小满打印于"))
    assert "某干部" not in text
    assert fonts_of(answer.content) == {"Paper-Song", "Paper-Hei"}
    assert len(pypdfium2.PdfDocument(answer.content)) == 1


def test_who_may_not_register_has_no_shift(town: Town, client: Client) -> None:
    for user, status in (
        (town.handler, 403),
        (town.auditor, 403),
        (town.grid_worker, 403),
        (town.receptionist, 200),
    ):
        client.force_login(user)
        assert client.get(reverse("shift")).status_code == status
        assert client.post(reverse("shift")).status_code in (403, 405)


def test_the_page_costs_few_queries(town: Town, client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        town.register(f"第{number}件")
    town.replied()
    blank.reserve("case", uuid4(), 2, town.receptionist)
    client.force_login(town.receptionist)
    with django_assert_max_num_queries(13):  # one of them: numbers that led to nothing
        client.get(reverse("shift"))
