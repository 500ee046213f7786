"""Charts: the marks say what the table says, and nothing in them is what a strict CSP refuses."""

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from core.documents import charts, drawing, render
from core.documents.charts import Chart, Series
from core.views.styleguide import samples as styleguide
from tests.core import paper_samples as samples
from tests.core.test_looks import without_comments
from tests.core.test_papers import fonts_of

MONTHS = [f"{month}月" for month in range(1, 13)]
SIX: dict[str, Chart] = {chart.kind: chart for chart in styleguide()["charts"]}
CSS = {name: Path(settings.BASE_DIR, f"static/css/{name}.css").read_text() for name in ("fengqiao", "desk")}
WIDTHS = (charts.PAGE, charts.PHONE)


def course(*values: int | None, **facts: Any) -> Chart:
    labels = MONTHS[: len(values)]
    urls = [f"/list/?month={label}&x=1" for label in labels]
    usual: dict[str, Any] = {
        "kind": "columns", "title": "走势", "labels": labels, "series": [Series("登记", values, urls)],
    }  # fmt: skip
    return Chart("k", said="说明", **(usual | facts))


def drawn(chart: Chart, width: int = charts.PAGE) -> ET.Element:
    """The drawing, read as strictly as any XML."""
    return ET.fromstring(re.sub(r' xmlns="[^"]*"', "", charts.draw(chart, width)))  # noqa: S314  our own


def marks(chart: Chart, width: int = charts.PAGE) -> dict[str, str]:
    """Name and address of each mark."""
    found = [one for one in drawn(chart, width).iter() if one.tag in ("a", "g")]
    return {one.findtext("title") or "": one.get("href", "") for one in found}


def written(chart: Chart, width: int = charts.PAGE) -> list[str]:
    return [one.text or "" for one in drawn(chart, width).iter("text")]


def test_there_are_six_kinds_and_the_style_guide_shows_each() -> None:
    assert set(SIX) == set(charts._KINDS) == {"columns", "stacked", "bars", "spread", "spark", "heat"}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", SIX)
def test_a_drawing_holds_no_script_no_style_and_one_font(kind: str, width: int) -> None:
    text = charts.draw(SIX[kind], width)
    tags = {one.tag for one in drawn(SIX[kind], width).iter()}
    assert tags <= {"svg", "title", "desc", "g", "a", "rect", "path", "circle", "text"}
    assert not re.search(r"\s(style|on\w+)=|javascript:", text)
    assert set(re.findall(r'font-family="([^"]*)"', text)) == {"Paper Hei"}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", sorted(set(SIX) - {"spark"}))
def test_marks_and_table_hold_the_same_numbers_and_addresses(kind: str, width: int) -> None:
    chart = SIX[kind]
    chart = replace(
        chart,
        series=[
            replace(one, urls=[f"/{kind}/?s={n}&i={i}" for i in range(len(chart.labels))])
            for n, one in enumerate(chart.series)
        ],
    )
    table = [cell for row in chart.rows for cell in row[1:]]
    found = marks(chart, width)
    assert {url for _, url in table} >= set(found.values())
    for text, url in table:
        names = [name for name, address in found.items() if address == url]
        if kind == "spread":  # one mark for both numbers of a row
            assert any(text in name for name in found)
        elif kind == "stacked" and text == "0":
            assert not names
        else:
            assert len(names) == 1 and f" {text}{chart.unit}" in names[0], (text, names)


@given(st.lists(st.none() | st.integers(0, 10**9), min_size=1, max_size=12), st.booleans())
def test_every_known_number_has_its_mark_within_the_drawing(values: list[int | None], line: bool) -> None:
    chart = course(*values)
    chart = replace(chart, series=[replace(chart.series[0], line=line)])
    known = {f"{MONTHS[i]} 登记 {value:,}件" for i, value in enumerate(values) if value is not None}
    assert set(marks(chart)) == (known if any(values) else set())
    for width in WIDTHS:
        svg = drawn(chart, width)
        for one in svg.iter("rect"):
            x, y, wide, high = (float(one.get(name, "")) for name in ("x", "y", "width", "height"))
            assert x >= 0 and y >= 0 and wide >= 0 and high >= 0
            assert x + wide <= width + 0.1 and y + high <= float(svg.get("height", ""))


def test_heights_are_in_the_proportion_of_the_numbers() -> None:
    high = [
        float(one.get("height", ""))
        for one in drawn(course(10, 20, 0, 40)).iter("rect")
        if one.get("class") == "c-1"
    ]
    _, *columns = high  # the first is the legend's
    assert columns == pytest.approx([columns[3] / 4, columns[3] / 2, 0, columns[3]], abs=0.02)
    long = [
        float(one.get("width", "")) for one in drawn(SIX["bars"]).iter("rect") if one.get("class") == "c-0"
    ]
    assert [value / long[0] for value in long] == pytest.approx(
        [(v or 0) / 9 for v in SIX["bars"].series[0].values], abs=0.01
    )


def test_an_unknown_number_draws_nothing_and_none_draws_0() -> None:
    assert set(marks(course(3, None, 0))) == {"1月 登记 3件", "3月 登记 0件"}
    assert written(course(3, None, 0)).count("0") == 2  # of the axis and of the month
    assert course(3, None, 0).rows[1] == [("2月", ""), ("—", "/list/?month=2月&x=1")]


@pytest.mark.parametrize("values", [(), (0, 0), (None, None)])
@pytest.mark.parametrize("kind", SIX)
def test_nothing_to_count_is_one_sentence_and_no_empty_axes(
    kind: str, values: tuple[int | None, ...]
) -> None:
    few = 2 if kind == "spread" else 1
    series = [Series(f"第{i}组", values) for i in range(few)]
    chart = replace(SIX[kind], labels=MONTHS[: len(values)], series=series, limit=None)
    for width in WIDTHS:
        assert written(chart, width) == [charts.NOTHING]
        assert {one.tag for one in drawn(chart, width).iter()} == {"svg", "title", "desc", "text"}
    assert len(chart.rows) == (few if kind == "heat" else len(values))


def test_0_is_a_number_where_a_limit_stands_beside_it() -> None:
    chart = replace(SIX["spread"], labels=["签收"], series=[Series("中位数", [0]), Series("最慢一成", [0])])
    assert "0 ／ 0" in written(chart) and "时限 100%" in written(chart)
    assert set(marks(chart)) == {"签收 中位数 0%，最慢一成 0%"}


@pytest.mark.parametrize("width", WIDTHS)
def test_one_huge_value_is_written_short_named_in_full_and_leaves_the_small_ones_visible(width: int) -> None:
    chart = course(21, 123_456_789, 22, 3)
    assert "1.2亿" in written(chart, width)
    assert "2月 登记 123,456,789件" in marks(chart, width)
    high = [
        float(one.get("height", "")) for one in drawn(chart, width).iter("rect") if one.get("class") == "c-1"
    ]
    assert min(high) >= 1
    line = replace(chart, series=[replace(chart.series[0], line=True)])
    assert "1.2亿" in written(line, width)  # the highest is never thinned out


def test_what_cannot_be_drawn_truthfully_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        course(3, -1)
    with pytest.raises(ValueError, match="每个名称"):
        course(1, 2, labels=["1月"])
    five = [Series(str(i), [1]) for i in range(5)]
    for kind in ("columns", "stacked", "bars", "spread", "spark"):
        with pytest.raises(ValueError, match="5组"):
            course(1, kind=kind, series=five)


def test_names_are_text_and_addresses_stay_addresses() -> None:
    nasty = "<b>村&“庄”\"'"
    chart = course(1, labels=[nasty], series=[Series(nasty, [1], ['/?a=1&b="2"'])], part=nasty, title=nasty)
    assert list(marks(chart).values()) == ['/?a=1&b="2"']
    assert nasty in next(iter(marks(chart))) and "<b>" not in charts.draw(chart)


def test_numbers_are_short_from_ten_thousand_on() -> None:
    assert [charts.short(n) for n in (0, 9_999, 10_000, 12_345, 99_990_000, 10**8)] == [
        "0", "9,999", "1万", "1.2万", "9999万", "1亿",
    ]  # fmt: skip


@given(st.integers(1, 10**12))
def test_an_axis_is_whole_starts_at_0_and_reaches_over_the_highest(most: int) -> None:
    axis = drawing.steps(most)
    assert axis[0] == 0 and axis[-2] < most <= axis[-1] and len(axis) <= 5
    assert re.fullmatch("[125]0*", str(axis[1]))


def test_a_long_name_ends_in_an_ellipsis_and_is_whole_in_tooltip_and_table() -> None:
    name = "名字很长很长很长很长很长很长的一个村民委员会"
    chart = replace(SIX["bars"], labels=[name, "短"], series=[Series("登记", [2, 1])])
    for width in WIDTHS:
        short = next(text for text in written(chart, width) if text.endswith("…"))
        assert name.startswith(short[:-1]) and drawing.width_of(short) <= max(width * 0.3, charts.NAMES)
    assert f"{name} 登记 2件" in marks(chart) and chart.rows[0][0] == (name, "")


@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_months_do_not_touch_and_the_last_is_there(width: int) -> None:
    chart = course(*range(1, 13), labels=[f"2026.{month}月" for month in range(1, 13)])
    places = [
        (float(one.get("x", "")), drawing.width_of(one.text or ""))
        for one in drawn(chart, width).iter("text")
        if "月" in (one.text or "")
    ]
    assert all(x + wide / 2 < y - broad / 2 for (x, wide), (y, broad) in pairwise(places))
    assert chart.labels[-1] in written(chart, width)


def test_the_month_that_runs_is_dashed_and_the_legend_says_until_when() -> None:
    chart = course(3, 4, part="2月截至9日")
    assert "2月截至9日" in written(chart) and "2月 登记 4件（2月截至9日）" in marks(chart)
    dashed = [one for one in drawn(chart).iter("rect") if one.get("class") == "c-part"]
    assert len(dashed) == 2 and all(one.get("stroke-dasharray") for one in dashed)


def test_a_limit_is_the_only_red() -> None:
    for kind, chart in SIX.items():
        red = drawing.LOOK["c-warn"] in charts.draw(chart) or "c-limit" in charts.draw(chart)
        assert red == (kind == "spread"), kind
    limit = max(
        float(one.get("d", "").split("L")[1].split()[0])
        for one in drawn(SIX["spread"]).iter("path")
        if one.get("class") == "c-limit"
    )
    over = [one for one in drawn(SIX["spread"]).iter("rect") if one.get("class") == "c-1"]
    past = [float(one.get("x", "")) + float(one.get("width", "")) > limit for one in over[1:]]
    assert past == [(value or 0) > 100 for value in SIX["spread"].series[1].values]


def test_a_chart_with_links_is_a_group_that_is_named_and_one_without_an_image() -> None:
    for chart in SIX.values():
        svg = drawn(chart)
        assert svg.get("role") == ("group" if chart.linked else "img")
        assert svg.findtext("title") == chart.title and svg.findtext("desc") == chart.said
        assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} == {
            one.get("id") for one in svg if one.get("id")
        }
        assert all(one.get("aria-hidden") for one in svg.iter("text"))
    many = [one.get("tabindex") for one in drawn(SIX["heat"]).iter("a")]
    assert len(many) > charts.TAB_STOPS and set(many) == {"-1"}
    assert {one.get("tabindex") for one in drawn(SIX["columns"]).iter("a")} == {None}


def test_both_drawings_of_a_chart_have_ids_of_their_own() -> None:
    found = [
        unescape(one)
        for chart in SIX.values()
        for text in (chart.wide, chart.narrow)
        for one in re.findall(r' id="([^"]*)"', text)
    ]
    assert len(set(found)) == len(found) - 2  # a spark has one size


def test_every_class_has_a_look_on_paper_and_one_on_the_screen() -> None:
    screen = set(re.findall(r"\.(c-\w+)", without_comments(CSS["desk"])))
    assert set(drawing.LOOK) <= screen
    used = {name for chart in SIX.values() for name in re.findall(r'class="(c-[^"]+)"', charts.draw(chart))}
    assert used == set(drawing.LOOK) | {"c-h0"}


def variables(block: str) -> dict[str, str]:
    start = CSS["fengqiao"].index(block)
    return dict(
        re.findall(r"--fq-([\w-]+): (#\w+);", CSS["fengqiao"][start : CSS["fengqiao"].index("}", start)])
    )


def luminance(colour: str) -> float:
    code = colour.lstrip("#")
    code = code if len(code) == 6 else "".join(letter * 2 for letter in code)
    parts = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [":root {", ':root[data-theme="dark"] {'])
def test_text_on_a_fill_can_be_read_on_light_and_dark_pages(look: str) -> None:
    colour = variables(look)
    for fill in ("accent", "chart-2"):
        assert contrast(colour["on-accent"], colour[fill]) >= 4.5, fill
    for fill in ("chart-3", "chart-4", "chart-quiet", "accent-soft", "accent-line", "surface"):
        assert contrast(colour["ink"], colour[fill]) >= 4.5, fill
    for line in ("accent", "red", "edge"):
        assert contrast(colour[line], colour["surface"]) >= 3, line


def test_text_and_neighbouring_shades_can_be_told_apart_on_paper_without_colour() -> None:
    fill = {
        name: found[1] for name, look in drawing.LOOK.items() if (found := re.search(r'fill="(#\w+)"', look))
    }
    for under in ("c-t0", "c-t1", "c-h4"):
        assert contrast(fill["c-over"], fill[under]) >= 4.5, under
    for under in ("c-t2", "c-t3", "c-h1", "c-h2", "c-h3", "c-1"):
        assert contrast(fill["c-text"], fill[under]) >= 4.5, under
    for shades in (["c-t0", "c-t1", "c-t2", "c-t3"], ["c-h4", "c-h3", "c-h2", "c-h1"], ["c-0", "c-1"]):
        for dark, pale in pairwise(shades):
            assert contrast(fill[dark], fill[pale]) >= 1.25, (dark, pale)


def test_equal_charts_give_equal_text() -> None:
    for chart in SIX.values():
        assert charts.draw(chart) == charts.draw(replace(chart))


def test_a_report_with_charts_holds_only_our_fonts() -> None:
    context = samples.report_with_charts()
    pdf = render.render("documents/monthly_report.html", context, title="月报")
    assert fonts_of(pdf) == {"Paper-Song", "Paper-Hei"}
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 6
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert all(str(number) in text for number in (176, 168, 204, "2025.3"))


@pytest.mark.parametrize("width", WIDTHS)
def test_names_that_differ_at_their_end_can_be_told_apart(width: int) -> None:
    labels = ["事项办理（一般）", "事项办理（复杂）", "事项办理（简单）"]
    parts = [Series("中位数", [64, 33, 66]), Series("最慢一成", [174, 111, 73])]
    chart = Chart("k", "spread", "用时", said="说明", labels=labels, series=parts, unit="%", limit=100)
    assert set(labels) <= set(written(chart, width))


@pytest.mark.parametrize("width", WIDTHS)
def test_at_the_foot_of_a_fall_the_number_stands_clear_of_the_line(width: int) -> None:
    values = [*[24] * 11, 9]
    chart = course(*values, series=[Series("登记", values, line=True)], part="12月截至1日")
    *_, last = [one for one in drawn(chart, width).iter("text") if one.text == "9"]
    point = next(one for one in drawn(chart, width).iter("circle") if one.get("class") == "c-open")
    left = float(last.get("x", ""))
    assert last.get("text-anchor") == "start" and left >= float(point.get("cx", ""))
    assert left + drawing.width_of("9") <= width
