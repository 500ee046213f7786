"""Charts, declared once and written by the server as SVG: docs/adr/0030.

The six kinds: `columns` (one series as columns, one as a line, either may be missing), `stacked` (parts of a whole
per period), `bars` (things compared), `spread` (the median and the slowest tenth, with a limit), `spark` (a course in
the line of a card) and `heat` (one series per row, a shade per cell). A mark and its cell in the table come from the
same number and the same address.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.documents.drawing import (
    DASHED,
    SIZE,
    Legend,
    box,
    cut,
    dot,
    every,
    mark,
    number,
    path,
    short,
    steps,
    width_of,
    words,
)

PAGE, PHONE = 600, 320  # a phone has a drawing of its own: the wide one, made smaller, could not be read
FONT = "Paper Hei"
FIELD, ROW, BAR, COLUMN = 170, 26, 12, 24  # the height of columns; a row, its bar; the widest column
NAMES = 8.5 * SIZE  # at least for a name beside its bar: 事项办理（一般） and （复杂） differ at their end
PARTS = 4  # of a stack: three that are named, and 其他
TAB_STOPS = 24  # a chart with more links is no stop of the Tab key; the table below it is
NOTHING = "这段时间没有可画的数"

Kind = Literal["columns", "stacked", "bars", "spread", "spark", "heat"]


@dataclass(frozen=True)
class Series:
    """The numbers of one name, label by label, with the list behind each. None is unknown, 0 is none."""

    name: str
    values: Sequence[int | None]
    urls: Sequence[str] = ()
    line: bool = False

    def url(self, place: int) -> str:
        return self.urls[place] if self.urls else ""


@dataclass(frozen=True)
class Chart:
    """`said` is the sentence of meaning that is read aloud; `part` says of the last period until when it is counted;
    `heading` is the head of the labels in the table, `beside` are columns of the table alone. ValueError for what cannot be drawn truthfully.
    """

    key: str
    kind: Kind
    title: str
    said: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = "件"
    part: str = ""
    limit: int | None = None
    heading: str = "月份"
    beside: Sequence[Series] = ()

    def __post_init__(self) -> None:
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError(f"{self.title}：每个名称要有一个数")
        if any(value is not None and value < 0 for one in self.series for value in one.values):
            raise ValueError(f"{self.title}：不画负数")
        if not _FITS[self.kind](self.series):
            raise ValueError(f"{self.title}：这种图画不了{len(self.series)}组数")

    @cached_property
    def most(self) -> int:
        return max((value or 0 for one in self.series for value in one.values), default=0)

    @property
    def empty(self) -> bool:
        """Nothing to draw: no number at all, or only 0 where there is no limit that 0 is far from."""
        known = [value for one in self.series for value in one.values if value is not None]
        return not (known if self.limit else any(known))

    @property
    def linked(self) -> bool:
        return self.kind != "spark" and any(any(one.urls) for one in self.series)

    def name(self, place: int, one: Series) -> str:
        """What a mark is called: 10月 办结 22件."""
        until = f"（{self.part}）" if self.part and place == len(self.labels) - 1 else ""
        return f"{self.labels[place]} {one.name} {told(one.values[place])}{self.unit}{until}"

    @cached_property
    def stop(self) -> str:
        links = sum(1 for one in self.series for url in one.urls if url)
        return ' tabindex="-1"' if links > TAB_STOPS else ""

    def link(self, place: int, one: Series, drawn: str, hit: str = "") -> str:
        return mark(self.name(place, one), one.url(place), drawn, hit, self.stop)

    @property
    def head(self) -> list[str]:
        if self.kind == "heat":
            return [self.heading, *self.labels]
        names = [f"{one.name}（{self.unit}）" for one in self.series]
        return [self.heading, *(one.name for one in self.beside), *names]

    @property
    def rows(self) -> list[list[tuple[str, str]]]:
        """The table beside the drawing: cells of a text and an address, the first the name of the row."""
        columns = [*self.beside, *self.series]
        cells = [[(told(v), one.url(i)) for i, v in enumerate(one.values)] for one in columns]
        if self.kind == "heat":
            return [[(one.name, ""), *row] for one, row in zip(columns, cells, strict=True)]
        return [[(label, ""), *(row[i] for row in cells)] for i, label in enumerate(self.labels)]

    @property
    def wide(self) -> SafeString:
        return draw(self)

    @property
    def narrow(self) -> SafeString:
        return draw(self, PHONE)


_FITS: dict[str, Callable[[Sequence[Series]], bool]] = {
    "columns": lambda series: len([one for one in series if one.line]) < 2 and len(series) < 3
    and len([one for one in series if not one.line]) < 2,
    "stacked": lambda series: len(series) <= PARTS,
    "bars": lambda series: len(series) == 1,
    "spread": lambda series: len(series) == 2,
    "spark": lambda series: len(series) == 1,
    "heat": lambda series: True,
}  # fmt: skip


def told(value: int | None) -> str:
    """The exact number, as it stands in the table and in the name of a mark."""
    return "—" if value is None else f"{value:,}"


def draw(chart: Chart, width: int = PAGE) -> SafeString:
    """The chart as an inline `<svg>`. Equal charts give equal text."""
    width = 96 if chart.kind == "spark" else width
    drawn, height = _KINDS[chart.kind](chart, width) if not chart.empty else _nothing()
    key = f"{chart.key}-{width}"
    role = "group" if chart.linked and not chart.empty else "img"  # an image would hide its links
    return mark_safe(  # noqa: S308  all text went through escape
        f'<svg xmlns="http://www.w3.org/2000/svg" class="c" role="{role}" width="{width}" height="{number(height)}"'
        f' viewBox="0 0 {width} {number(height)}" font-size="{SIZE}" font-family="{FONT}"'
        f' aria-labelledby="{key}-t" aria-describedby="{key}-d"><title id="{key}-t">{escape(chart.title)}</title>'
        f'<desc id="{key}-d">{escape(NOTHING if chart.empty else chart.said)}</desc>{drawn}</svg>'
    )


def _nothing() -> tuple[str, float]:
    """No empty axes: one sentence."""
    return words("c-soft", 2, 20, NOTHING), 32


# --- Periods: columns with a line, stacks ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Field:
    """Where columns stand: from `left` on, `step` apart, 0 at `base`, `unit` high for each one counted."""

    chart: Chart
    left: float
    top: float
    step: float
    unit: float

    @property
    def base(self) -> float:
        return self.top + FIELD

    @property
    def column(self) -> float:
        return min(COLUMN, self.step * 0.64)

    def x(self, place: int) -> float:
        return self.left + self.step * (place + 0.5)

    def y(self, value: float) -> float:
        return self.base - value * self.unit

    def open(self, place: int) -> bool:
        """Is this the period that is not over?"""
        return bool(self.chart.part) and place == len(self.chart.labels) - 1


def _columns(chart: Chart, width: int) -> tuple[str, float]:
    looks = [("c-line" if one.line else "c-1", one.name) for one in chart.series]
    field, drawn, height = _field(chart, width, chart.most, looks)
    line = next((one for one in chart.series if one.line), None)
    for one in chart.series:
        if not one.line:
            drawn += "".join(_column(field, place, one, line is None) for place in _known(one))
    return drawn + (_line(field, line) if line else ""), height


def _stacked(chart: Chart, width: int) -> tuple[str, float]:
    sums = [
        sum(values) for values in zip(*([v or 0 for v in one.values] for one in chart.series), strict=True)
    ]
    looks = [(f"c-t{shade}", one.name) for shade, one in enumerate(chart.series)]
    field, drawn, height = _field(chart, width, max(sums), looks)
    for place in range(len(chart.labels)):
        below = 0
        for shade, one in enumerate(chart.series):
            drawn += _segment(field, place, one, shade, below)
            below += one.values[place] or 0
    return drawn, height


def _field(chart: Chart, width: int, most: int, looks: list[tuple[str, str]]) -> tuple[_Field, str, float]:
    """The empty field with legend, rules and names of the periods."""
    axis = steps(most)
    left, right = max(width_of(short(value)) for value in axis) + 8, width - 6
    legend = Legend.of(looks + ([("c-part", chart.part)] if chart.part else []), left + 1, right)
    top = legend.height + 10
    field = _Field(chart, left, top, (right - left) / len(chart.labels), FIELD / axis[-1])
    drawn = legend.drawn
    for value in axis:
        y = field.y(value)
        drawn += path("c-rule" if value else "c-base", [(left, y), (right, y)])
        drawn += words("c-soft", left - 6, y + 4.5, short(value), "end")
    return field, drawn + _periods(field), field.base + 28


def _periods(field: _Field) -> str:
    """The names, thinned out from the last backwards."""
    labels = field.chart.labels
    each = every(labels, field.step)
    shown = [place for place in range(len(labels)) if (len(labels) - 1 - place) % each == 0]
    return "".join(words("c-soft", field.x(i), field.base + 19, labels[i], "middle") for i in shown)


def _known(one: Series) -> Iterator[int]:
    return (place for place, value in enumerate(one.values) if value is not None)


def _column(field: _Field, place: int, one: Series, numbered: bool) -> str:
    value = one.values[place] or 0
    x, height = field.x(place), max(value * field.unit, 1) if value else 0
    drawn = box(
        "c-part" if field.open(place) else "c-1",
        x - field.column / 2,
        field.base - height,
        field.column,
        height,
    )
    if numbered and width_of(short(value)) <= field.step:
        drawn += words("c-text", x, field.base - height - 5, short(value), "middle")
    hit = box("c-hit", x - field.step / 2, field.top, field.step, FIELD)
    return field.chart.link(place, one, drawn if value or numbered else "", hit)


def _segment(field: _Field, place: int, one: Series, shade: int, below: int) -> str:
    """A part of a column, a hair apart from the one below it."""
    value = one.values[place]
    if not value:
        return ""
    x, y, height = field.x(place), field.y(below + value), value * field.unit
    drawn = box(f"c-t{shade}", x - field.column / 2, y, field.column, max(height - 1, 0.5))
    if field.open(place):
        drawn += box("c-part", x - field.column / 2, y, field.column, max(height - 1, 0.5))
    if height >= SIZE + 3 and width_of(short(value)) <= field.column - 2:
        drawn += words("c-over" if shade < 2 else "c-text", x, y + height / 2 + 4.5, short(value), "middle")
    return field.chart.link(place, one, drawn, box("c-hit", x - field.column / 2, y, field.column, height))


def _line(field: _Field, one: Series) -> str:
    """A course: broken where a number is unknown, dashed into the period that is not over."""
    drawn, run = "", list[tuple[float, float]]()
    for place, value in enumerate(one.values):
        at = (field.x(place), field.y(value or 0))
        if value is not None and run and field.open(place):
            drawn += path("c-line", [run[-1], at], f" {DASHED}")
        elif value is not None:
            run.append(at)
            continue
        drawn += path("c-line", run) if len(run) > 1 else ""
        run = []
    drawn += path("c-line", run) if len(run) > 1 else ""
    numbered = _numbered(one.values, every([short(value or 0) for value in one.values], field.step))
    return drawn + "".join(_point(field, place, one, place in numbered) for place in _known(one))


def _numbered(values: Sequence[int | None], each: int) -> set[int]:
    """The points that say their number: the highest, and of the others those that leave each other room."""
    last, highest = len(values) - 1, max(range(len(values)), key=lambda place: values[place] or 0)
    return {i for i in range(last, -1, -each) if i == highest or abs(i - highest) >= each} | {highest}


def _point(field: _Field, place: int, one: Series, numbered: bool) -> str:
    value = one.values[place] or 0
    x, y = field.x(place), field.y(value)
    drawn = dot("c-open" if field.open(place) else "c-point", x, y)
    if numbered:
        drawn += _value(field, place, one, x, y)
    return field.chart.link(place, one, drawn, dot("c-hit", x, y, 12))


def _value(field: _Field, place: int, one: Series, x: float, y: float) -> str:
    """The number of a point where the line leaves it room: above, below a dip, and at the foot of a fall beside it."""
    said = short(one.values[place] or 0)
    if _dips(one.values, place) and y + 20 < field.base:
        return words("c-text", x, y + 20, said, "middle")
    if 0 < place == len(one.values) - 1 and (one.values[place - 1] or 0) > (one.values[place] or 0):
        right = field.x(place) + field.step / 2 + 6  # the drawing ends here
        return words("c-text", min(x + 3, right - width_of(said)), y - 9, said)
    return words("c-text", x, y - 9, said, "middle")


def _dips(values: Sequence[int | None], place: int) -> bool:
    """Do both neighbours stand higher? Then the line leaves its number room below only."""
    value = values[place] or 0
    return 0 < place < len(values) - 1 and all((values[i] or 0) > value for i in (place - 1, place + 1))


# --- Things compared: bars, spread ----------------------------------------------------------------------------


def _bars(chart: Chart, width: int) -> tuple[str, float]:
    (one,) = chart.series
    names = _names(chart, width)
    left = names + 10
    room = width - left - 12 - max(width_of(short(v or 0)) for v in one.values)
    drawn = ""
    for place in _known(one):
        value, y = one.values[place] or 0, place * ROW
        length = max(room * value / chart.most, 1) if value else 0
        row = _row(chart, place, names, y) + box("c-0", left, y + 7, length, BAR)
        row += words("c-text", left + length + 6, y + 18, short(value))
        drawn += chart.link(place, one, row, box("c-hit", 0, y + 1, width, ROW - 2))
    height = ROW * len(chart.labels) + 4
    return drawn + path("c-base", [(left, 2), (left, height - 4)]), height


def _spread(chart: Chart, width: int) -> tuple[str, float]:
    half, slow = chart.series
    names, axis = _names(chart, width), steps(max(chart.most, chart.limit or 0))
    pairs = [f"{short(a or 0)} ／ {short(b or 0)}" for a, b in zip(half.values, slow.values, strict=True)]
    left, right = names + 10, width - max(map(width_of, pairs)) - 18
    scale = (right - left) / axis[-1]
    legend = _spread_legend(chart, left, width)
    top = legend.height + 10
    base = top + ROW * len(chart.labels)
    drawn = legend.drawn
    for value in axis:
        x, unit = left + value * scale, chart.unit if value == axis[-1] else ""
        drawn += path("c-rule" if value else "c-base", [(x, top), (x, base)])
        drawn += words("c-soft", x, base + 18, short(value) + unit, "middle")
    for place in (place for place in _known(half) if slow.values[place] is not None):
        y = top + place * ROW
        row = _row(chart, place, names, y) + words("c-text", width, y + 18, pairs[place], "end")
        for look, one in (("c-1", slow), ("c-0", half)):
            row += box(look, left, y + 7, (one.values[place] or 0) * scale, BAR)
        drawn += _both(chart, place, row, box("c-hit", 0, y + 1, width, ROW - 2))
    if chart.limit is not None:
        x = left + chart.limit * scale
        drawn += path("c-limit", [(x, top - 4), (x, base)])
    return drawn, base + 26


def _spread_legend(chart: Chart, left: float, right: float) -> Legend:
    entries = [(look, one.name) for look, one in zip(("c-0", "c-1"), chart.series, strict=True)]
    if chart.limit is not None:
        entries.append(("c-limit", f"时限 {told(chart.limit)}{chart.unit}"))
    return Legend.of(entries, left + 1, right)


def _both(chart: Chart, place: int, drawn: str, hit: str) -> str:
    """One mark for both numbers of a row."""
    numbers = "，".join(f"{one.name} {told(one.values[place])}{chart.unit}" for one in chart.series)
    return mark(f"{chart.labels[place]} {numbers}", chart.series[0].url(place), drawn, hit)


def _names(chart: Chart, width: int) -> float:
    return min(max(map(width_of, chart.labels)), max(width * 0.3, NAMES))


def _row(chart: Chart, place: int, room: float, y: float) -> str:
    return words("c-text", room, y + 18, cut(chart.labels[place], room), "end")


# --- Heat and spark -------------------------------------------------------------------------------------------


def shade(value: int, most: int) -> int:
    """0 to 4: which of the five shades, c-h0 to c-h4, a cell has; also for cells of an HTML table."""
    return -(-4 * value // most) if most else 0


def _heat(chart: Chart, width: int) -> tuple[str, float]:
    room = min(max(width_of(one.name) for one in chart.series), width * 0.3)
    left = room + 10
    step = (width - left) / len(chart.labels)
    each = every(chart.labels, step)
    drawn = ""
    for place, label in enumerate(chart.labels):
        if (len(chart.labels) - 1 - place) % each == 0:
            drawn += words("c-soft", left + step * (place + 0.5), 16, label, "middle")
    for row, one in enumerate(chart.series):
        y = 24 + row * ROW
        drawn += words("c-text", room, y + 18, cut(one.name, room), "end")
        drawn += "".join(_cell(chart, i, one, left + step * i, y, step) for i in _known(one))
    return drawn, 26 + ROW * len(chart.series)


def _cell(chart: Chart, place: int, one: Series, x: float, y: float, step: float) -> str:
    value = one.values[place] or 0
    depth = shade(value, chart.most)
    drawn = box(f"c-h{depth}", x + 1, y + 1, step - 2, ROW - 2)
    if value and width_of(short(value)) <= step - 2:
        drawn += words("c-over" if depth == PARTS else "c-text", x + step / 2, y + 18, short(value), "middle")
    return chart.link(place, one, drawn)


def _spark(chart: Chart, width: int) -> tuple[str, float]:
    (one,) = chart.series
    step = (width - 8) / max(len(one.values) - 1, 1)
    points = [(4 + step * i, 21 - 17 * (one.values[i] or 0) / chart.most) for i in _known(one)]
    line = path("c-line", points) if len(points) > 1 else ""
    return path("c-rule", [(0, 21.5), (width, 21.5)]) + line + dot("c-point", *points[-1], 3.5), 24


_KINDS: dict[str, Callable[[Any, int], tuple[str, float]]] = {
    "columns": _columns,
    "stacked": _stacked,
    "bars": _bars,
    "spread": _spread,
    "spark": _spark,
    "heat": _heat,
}
