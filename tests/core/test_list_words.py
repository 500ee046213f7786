"""The box 内容 of a list finds what the search above finds, and never everything for nothing."""

from typing import Any

import pytest
from django.test import Client

from tests.people import Town, moment

pytestmark = pytest.mark.django_db
PERSON = {"name": "方立新", "role": "applicant", "phone": "19900004321", "id_number": "990121195803160112"}


@pytest.fixture
def clerk(town: Town, client: Client) -> Client:
    client.force_login(town.receptionist)
    return client


def codes(client: Client, words: str, *cases: Any) -> list[bool]:
    page = client.get("/cases/", {"view": "all", "q": words}).content.decode()
    return [f"/matters/{case.pk}/" in page for case in cases]


def test_a_list_finds_code_number_phone_name_and_words(town: Town, clerk: Client) -> None:
    one, other = town.register("水渠堵了", parties=[PERSON]), town.register("路灯不亮")
    serial = one.number.rpartition("〕")[2].removesuffix("号")
    for words in (one.code, one.code.lower(), one.number, serial, "4321", "19900004321", PERSON["id_number"],
                  "方立新", "FLX", "水渠"):  # fmt: skip
        assert codes(clerk, words, one, other) == [True, False], words
    assert codes(clerk, "方立新 路灯", one, other) == [False, False]


@pytest.mark.parametrize("words", ["㎡", "…", "★", "（）", "，。 —", "%", "_", "\\"])
def test_signs_alone_are_refused_in_words(town: Town, clerk: Client, words: str) -> None:
    case = town.register("水渠★堵了（急）")
    answer = clerk.get("/cases/", {"view": "all", "q": words})
    page = answer.content.decode()
    assert f"/matters/{case.pk}/" not in page and "里没有可以查的字" in page


def test_a_filter_that_is_refused_does_not_show_everything(town: Town, clerk: Client) -> None:
    case = town.register()
    for wrong in (
        {"since": "2026-13-40"},
        {"until": "2026-13-40"},
        {"village": "99999999"},
        {"q": "字" * 61},
    ):
        assert f"/matters/{case.pk}/" not in clerk.get("/cases/", {"view": "all", **wrong}).content.decode()


def test_a_month_is_cut_out_of_a_list(town: Town, clerk: Client) -> None:
    """From the first moment of the first day to the last of the last."""
    days = ("2026-02-28 23:59", "2026-03-01 00:00", "2026-03-31 23:59", "2026-04-01 00:00")
    cases = [town.register(f"第{number}件", at=moment(at)) for number, at in enumerate(days)]
    asked = {"view": "all", "since": "2026-03-01", "until": "2026-03-31"}
    page = clerk.get("/cases/", asked).content.decode()
    assert [f'/matters/{case.pk}/"' in page for case in cases] == [False, True, True, False]


def test_what_is_sealed_is_not_found_through_its_people(town: Town, clerk: Client) -> None:
    case = town.register("举报", by=town.director, parties=[PERSON], accusation=True)
    for words in (case.code, "4321", "方立新", "举报"):
        assert codes(clerk, words, case) == [False]
