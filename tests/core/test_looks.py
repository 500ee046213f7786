"""What is served must run in Chromium 109, obey the content security policy and be readable."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.template import Context, Template
from django.template.loader import render_to_string

from core.templatetags import fengqiao
from core.values.screen_formats import code_parts, day, when

# What came after Chromium 109, each with a line that must be caught.
CSS_TOO_NEW = {
    r"light-dark\(": "color: light-dark(#000, #fff)",
    r"color-mix\(": "color: color-mix(in srgb, red, blue)",
    r"\b(ok)?(lab|lch)\(": "color: oklch(40% 0.2 90)",
    r"text-wrap|text-spacing-trim|field-sizing|interpolate-size": "text-wrap: balance",
    r"@scope|@starting-style|@position-try|@container[^{]*style\(": "@scope (.a) {",
    r":user-(in)?valid|:popover-open|:open\b": "input:user-invalid {",
    r"subgrid|\blinear\(|scrollbar-(color|width)|animation-timeline": "grid-template-rows: subgrid",
    r"(?<![\w-])mask(-image|-size|-position|-repeat)?\s*:": "mask: url(a.svg)",
    r"(?<![\w-])(round|mod|rem|sign|abs)\(": "width: round(10.5px, 1px)",
}
JS_TOO_NEW = {
    r"\.to(Sorted|Reversed|Spliced)\(": "list.toSorted()",
    r"(Object|Map)\.groupBy\(|Array\.fromAsync\(": "Object.groupBy(rows, by)",
    r"Promise\.(withResolvers|try)\(|URL\.(canParse|parse)\(": "Promise.withResolvers()",
    r"\.(isSubsetOf|symmetricDifference)\(": "seen.isSubsetOf(all)",
    r"\.(showPopover|togglePopover|startViewTransition|setHTMLUnsafe)\(": "menu.showPopover()",
    r"\.(isWellFormed|toWellFormed)\(|scheduler\.yield\(|\bRegExp\.escape\(": "scheduler.yield()",
    r"[(=,]\s*/[^/*\n][^/\n]*/[dgimsuy]*v[dgimsuy]*\.(test|exec)\(": r"if (/[\p{L}]/v.test(a)) go()",
    r"import\b[^;]*\bwith\s*\{\s*type": 'import a from "./a.json" with { type: "json" }',
}
INLINE = {
    r"\sstyle\s*=": '<p style="color:red">',
    r"<style": "<style>",
    r"\son[a-z]+\s*=\s*[\"']": '<a onclick="go()">',
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)": "<script>",
    r"(src|href|action)\s*=\s*[\"']?(https?:)?//": '<script src="//cdn.invalid/a.js">',
}
TEMPLATES = [
    path
    for path in sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
    if path.parent.name != "documents"
]


def served(suffix: str) -> list[tuple[str, str]]:
    """Name and text of every static file with this suffix, own and third-party."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name.endswith(suffix):
                with storage.open(name) as file:
                    found.append((name, file.read().decode()))
    return found


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def nests(css: str) -> bool:
    """Whether a rule stands inside another rule; only at-rules may hold rules."""
    open_blocks: list[bool] = []
    for head, mark in re.findall(r"([^{};]*)([{};])", without_comments(css)):
        if mark == "}" and open_blocks:
            open_blocks.pop()
        elif mark == "{":
            if any(open_blocks):
                return True
            open_blocks.append(not head.strip().startswith("@"))
    return False


@pytest.mark.parametrize("table", [CSS_TOO_NEW, JS_TOO_NEW, INLINE], ids=["css", "js", "inline"])
def test_each_pattern_catches_its_own_example(table: dict[str, str]) -> None:
    assert [pattern for pattern, line in table.items() if not re.search(pattern, line)] == []
    assert nests("@media print { a { .b { color: red } } }")
    assert not nests("@layer a { @media print { a { color: red } b { color: red } } }")


def test_served_css_runs_in_chromium_109() -> None:
    files = served(".css")
    assert {"css/fengqiao.css", "css/desk.css"} <= {name for name, _ in files}
    new = [(name, p) for name, text in files for p in CSS_TOO_NEW if re.search(p, without_comments(text))]
    assert new == []
    assert [name for name, text in files if nests(text)] == []


def test_served_javascript_runs_in_chromium_109() -> None:
    files = served(".js")
    assert "js/keys.js" in {name for name, _ in files}
    assert [(name, p) for name, text in files for p in JS_TOO_NEW if re.search(p, text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_pages_obey_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [pattern for pattern in INLINE if re.search(pattern, text)] == []


def themes() -> dict[str, dict[str, str]]:
    """The colour variables of the light block and the two dark ones."""
    css = without_comments(Path(settings.BASE_DIR, "static/css/fengqiao.css").read_text(encoding="utf-8"))
    blocks = re.findall(r"([^{}]*)\{([^{}]*color-scheme:[^{}]*)\}", css.split("@layer base")[0])
    names = [":root", ':root[data-theme="dark"]', ':root:not([data-theme="light"])']
    return {
        name: dict(re.findall(r"(--fq-[\w-]+):\s*(#[0-9a-f]+)", body))
        for name, (_, body) in zip(names, blocks, strict=True)
    }


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours such as #fff or #1d4e66."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        lin = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_dark_is_the_same_whether_asked_for_or_taken_from_the_computer() -> None:
    light, asked, taken = themes().values()
    assert asked == taken
    assert asked.keys() == light.keys()
    assert len(light) > 20


@pytest.mark.parametrize("theme", [":root", ':root[data-theme="dark"]'])
def test_every_text_stands_out_from_its_ground(theme: str) -> None:
    colour = themes()[theme]
    inks = ("ink", "ink-2", "ink-3", "accent", "accent-strong", "red")
    grounds = ("paper", "surface", "sunken", "accent-soft")
    pairs = [(f"--fq-{ink}", f"--fq-{ground}") for ink in inks for ground in grounds]
    pairs += [(f"--fq-{light}", f"--fq-{light}-soft") for light in ("green", "yellow", "red")]
    pairs += [
        ("--fq-on-accent", "--fq-accent"),
        ("--fq-on-black", "--fq-black"),
        ("--fq-ink", "--fq-red-soft"),
    ]
    weak = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}
    assert contrast(colour["--fq-edge"], colour["--fq-surface"]) >= 3  # the border of a control


class Report(forms.Form):
    """A small form with one of each kind of control."""

    title = forms.CharField(label="标题", help_text="一句话")
    unit = forms.ChoiceField(label="单位", choices=[("1", "民政办公室")])
    source = forms.ChoiceField(label="来源", choices=[("v", "来访")], widget=forms.RadioSelect)


def test_a_wrong_field_is_tied_to_its_sentence_and_named_on_top() -> None:
    html = Template("{% form form %}").render(Context({"form": Report({"unit": "1", "source": "v"})}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'aria-invalid="true"' in html
    assert '<a href="#id_title">标题</a>' in html
    assert 'class="form-select"' in html
    assert 'role="radiogroup"' in html


def test_the_line_of_a_formset_says_its_number_and_keeps_its_hidden_fields() -> None:
    formset = forms.formset_factory(Report, extra=1, can_delete=True)(prefix="r")
    html = Template("{% rows formset legend='当事人' %}").render(Context({"formset": formset}))
    assert 'aria-label="第 1 行 标题"' in html
    assert 'name="r-TOTAL_FORMS"' in html
    assert "r-__prefix__-title" in html
    assert 'data-label="单位"' in html


def test_what_runs_over_stands_behind_the_tick() -> None:
    inside = fengqiao.bar(45, 240)
    assert 'class="use" width="18.8"' in inside
    assert "over" not in inside
    over = fengqiao.bar(9, 6)
    assert 'class="use" width="66.7"' in over
    assert 'class="over" x="66.7" width="33.3"' in over
    assert fengqiao.bar(0, 0)  # nothing allowed, nothing used: no division by zero


def test_a_light_has_shape_and_word_and_escapes_the_word() -> None:
    html = fengqiao.light(SimpleNamespace(colour="red", text="逾期 <2日>"))
    assert html == '<span class="fq-light" data-light="red">逾期 &lt;2日&gt;</span>'
    assert fengqiao.light(None) == ""


def test_what_cannot_be_done_stays_visible_with_its_reason() -> None:
    actions = [
        SimpleNamespace(url="/a/", label="答复", primary=True, refused="", aside=False),
        SimpleNamespace(url="/b/", label="退回", primary=False, refused="已过退回期限", aside=False),
        SimpleNamespace(url="/c/", label="作废", primary=False, refused="", aside=True),
    ]
    html = Template("{% now_bar actions %}").render(Context({"actions": actions}))
    assert '<a class="btn btn-primary" href="/a/">答复</a>' in html
    assert 'aria-disabled="true">退回</span><small>已过退回期限</small>' in html
    assert "/b/" not in html
    assert html.index("其他 1 项") < html.index('href="/c/"')


def test_moments_are_shown_in_local_time_with_their_weekday() -> None:
    this_year = datetime.now(UTC).year
    assert when(datetime(2025, 7, 9, 16, 30, tzinfo=UTC)).endswith("07-10 周四 00:30")
    assert day(date(1999, 11, 22)) == "1999-11-22 周一"
    assert day(date(this_year, 1, 2)).startswith("01-02 周")
    assert day(None) == when(None) == "—"


def test_a_code_is_shown_in_groups() -> None:
    assert code_parts("SX990121202611020017 5") == ("SX990121", "20261102", "0017", "5")
    assert code_parts("栖云访〔2026〕0042号") is None
    assert ">1102-0017</span>" in fengqiao.code("SX9901212026110200175", short=True)


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_error_pages_need_nothing_of_the_site(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "本系统为非涉密系统" in html
    assert html.count("<h1>") == 1
