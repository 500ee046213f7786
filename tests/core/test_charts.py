"""Charts for paper are plain SVG in our font; charts for the page obey the strict CSP."""

import json
import re

import pypdfium2
import pytest

from core.documents import charts, render
from tests.core import paper_samples as samples
from tests.core.test_papers import fonts_of

MONTHS = ["2026.1", "2", "3"]
BOTH = [
    charts.month_trend(MONTHS, [187, 152, 203], [180, 150, 198]),
    charts.by_village([*samples.VILLAGES, "<b>村&“庄”"], range(9)),
]


@pytest.mark.parametrize("chart", BOTH)
def test_a_drawing_holds_no_script_no_style_and_one_font(chart: charts.Chart) -> None:
    drawing = charts.svg(chart)
    assert drawing.startswith("<svg")
    assert not re.search(r"<(script|style|foreignObject|image)|\s(style|class|on\w+)=", drawing)
    assert set(re.findall(r'font-family="([^"]*)"', drawing)) == {"Paper Hei"}
    assert "<b>" not in drawing


def test_the_numbers_stand_in_the_drawing() -> None:
    drawing = charts.svg(BOTH[0])
    assert all(f">{text}<" in drawing for text in [*MONTHS, "187", "152", "203", "登记（件）", "办结（件）"])


def test_equal_charts_give_equal_text_also_from_a_new_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    once = [charts.svg(chart) for chart in BOTH]
    monkeypatch.setattr(charts, "CHARTS_PER_ENGINE", 0)  # each drawing has an engine of its own
    assert [charts.svg(chart) for chart in BOTH] == once


def test_the_page_gets_the_same_option_with_a_tooltip_the_csp_allows() -> None:
    option = json.loads(charts.page_json(BOTH[0]))
    assert option["tooltip"]["renderMode"] == "richText"
    assert {**option, "tooltip": None} == {**BOTH[0].option, "tooltip": None}


def test_a_report_with_charts_holds_only_our_fonts() -> None:
    context = samples.report_with_charts()
    pdf = render.render("documents/monthly_report.html", context, title="月报", author=samples.CENTRE)
    assert fonts_of(pdf) == {"Paper-Song", "Paper-Hei"}
    assert len(pypdfium2.PdfDocument(pdf)) == 6
