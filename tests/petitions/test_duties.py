"""The table of duties: every paragraph of arts. 17–41, no empty cell, nothing named that there is not."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

from core.deadlines.clocks import ClockRule
from core.operations import tables
from core.procedure.procedure import by_kind, document_kinds, indicators
from petitions import duties
from petitions.clocks import CLOCKS
from petitions.duties import DUTIES, HISTORY, Duty

ROOT = Path(settings.BASE_DIR)
# Paragraphs (款) of each article, as the law has them.
PARAGRAPHS = {
    17: 1, 18: 4, 19: 3, 20: 4, 21: 2, 22: 2, 23: 4, 24: 2, 25: 2, 26: 1, 27: 1, 28: 3, 29: 3, 30: 3, 31: 1, 32: 2, 33: 1,
    34: 1, 35: 1, 36: 3, 37: 3, 38: 3, 39: 3, 40: 4, 41: 2,
}  # fmt: skip
ITEMS = {(22, 1): 3, (31, 1): 6}
CELLS = ("five", "clock", "acts", "papers", "refusal", "indicator", "test", "liability")
OURS = [duty for duty in DUTIES if not duty.whose]
DIGITS = "零一二三四五六七八九"


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def articles() -> set[str]:
    """As a row must name them: the paragraph where there are several, the item where the law lists what is to be done."""
    found = set()
    for article, paragraphs in PARAGRAPHS.items():
        for paragraph in range(1, paragraphs + 1):
            name = f"第{han(article)}条" + (f"第{han(paragraph)}款" if paragraphs > 1 else "")
            items = ITEMS.get((article, paragraph), 0)
            found |= {f"{name}第{han(item)}项" for item in range(1, items + 1)} or {name}
    return found


def test_every_paragraph_of_articles_17_to_41_has_a_row() -> None:
    named = {duty.article for duty in DUTIES}
    assert articles() - named == set()
    assert {name for name in named if not any(one.startswith(name) for one in articles())} == set()


@pytest.mark.parametrize("duty", OURS, ids=lambda duty: f"{duty.article} {duty.words}")
def test_no_cell_of_ours_is_empty_and_all_that_it_names_is_there(duty: Duty) -> None:
    assert [cell for cell in CELLS if not getattr(duty, cell)] == []
    flow = by_kind()["petition"].workflow
    acts = {flow.opening.name, *(row.name for row in flow.transitions)}
    pages = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for act in duty.acts.split():
        assert (act.removeprefix("page:") in pages) if act.startswith("page:") else (act in acts), act
    for key in duty.papers.split():
        assert key == HISTORY or duties.paper_key(key) in document_kinds(), key
    assert duty.five in duties.FIVE and duty.indicator in indicators()
    assert duty.clock in CLOCKS if isinstance(duty.clock, ClockRule) else duty.clock == duties.AT_ONCE
    assert all(duties._said(one) for one in duty.refusal), "a refusal without a sentence"
    assert "第四十" in duty.liability


@pytest.mark.parametrize("name", sorted({duty.test for duty in OURS}))
def test_the_test_that_proves_it_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_what_is_another_s_says_whose_it_is_and_nothing_else() -> None:
    assert all(not getattr(duty, cell) for duty in DUTIES if duty.whose for cell in CELLS)


def test_every_clock_of_ours_by_law_stands_in_the_table() -> None:
    """A legal term that no duty names would be one that nobody is told of."""
    legal = {rule.key for rule in CLOCKS if rule.legal and not rule.right}
    assert legal <= {duty.clock.key for duty in OURS if isinstance(duty.clock, ClockRule)}


def test_the_page_has_a_line_for_each() -> None:
    page = tables.pages()["petition-duties.md"]
    assert page.count("\n| 第") == len(DUTIES)
    assert "不得将检举、揭发材料透露" in page and "第四十六条第五项" in page


def test_an_article_without_a_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    left = tuple(duty for duty in DUTIES if duty.article != "第三十四条")
    monkeypatch.setattr("tests.petitions.test_duties.DUTIES", left)
    with pytest.raises(AssertionError):
        test_every_paragraph_of_articles_17_to_41_has_a_row()
