"""The census finds the name of a room wherever it stands, and no everyday word; .ci/run asks it of the whole tree."""

import ast

import pytest

from core.procedure.procedure import procedures
from core.procedure.room import rooms
from tools import census


@pytest.fixture(scope="module")
def words() -> dict[str, census.Words]:
    return {room.app: census.Words.of(room) for room in rooms() if room.app != "core"}


@pytest.mark.parametrize(
    ("line", "room"),
    [
        ("from cases import models", "cases"),
        ("from cases.models import Case", "cases"),
        ('right = "cases.register"', "cases"),
        ('kind = "case"', "cases"),
        ("url = reverse('waiting')", "cases"),
        ("place = matter.as_case", "cases"),
        ("# 排队叫号 begins here", "cases"),
        ("def mediation_of(matter): ...", "mediation"),
        ('word = "矛盾纠纷调解"', "mediation"),
        ('kind = "report"', "reports"),
        ('page = redirect("reports")', "reports"),
    ],
)  # fmt: skip
def test_a_name_is_found(words: dict[str, census.Words], line: str, room: str) -> None:
    found = {
        name
        for name, word in words.items()
        for _ in (*census._in_tokens(line, word, "core"), *census._in_tree(ast.parse(line), word))
    }
    assert found == {room}


@pytest.mark.parametrize(
    "line",
    [
        "# in most cases the report reports it",
        'MEDIATION = "mediation", "调解组织"',
        'fields = "reports"',
        'row = {"case": matter}',
        "case = 1",
    ],
)
def test_an_everyday_word_or_one_of_the_law_is_none(words: dict[str, census.Words], line: str) -> None:
    for word in words.values():
        assert not [*census._in_tokens(line, word, "core"), *census._in_tree(ast.parse(line), word)], line


def test_a_caption_in_a_form_of_a_room_is_no_name(words: dict[str, census.Words]) -> None:
    assert not list(census._in_tokens('note = "已经印发的月报不改"', words["reports"], "cases"))


def test_every_room_s_rows_are_measured() -> None:
    """Wherever a room keeps its tables: beside their steps, or in no workflow.py at all."""
    lines = list(census._transitions())
    counted = {line.split(":")[0] for line in lines if ": " in line}
    assert counted == {
        procedure.workflow.opening.effect.__module__.split(".")[0] for procedure in procedures()
    }
    assert census._lines() and lines[-1].startswith("together ")
